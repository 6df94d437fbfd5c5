"""The period of a notice (公示期): what the plan says of it, and the days it ran in every place."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import Span, StageSettings, Words, wrong
from quanheng.core.stages.public_notice.tables import Publication
from quanheng.core.workdays import NoticePeriod


class Settings(StageSettings):
    """What a plan says about a public notice.

    Shapes: `lasts` is the least, `at_most` the longest it may be announced for, in the same days; every
    one of `places` must carry it; `anonymous` says whether an unsigned objection counts; `unsettled`
    whether an open objection holds up the whole stage or sets only that person aside.
    """

    kind: Literal["public_notice"]
    lasts: Span
    at_most: Span | None = None
    first_day_counts: bool = False
    places: tuple[Words, ...] = Field(min_length=1)
    content: tuple[Words, ...] = ()
    objections_to: str | None = None
    anonymous: Literal["examined", "recorded"] = "examined"
    unsettled: Literal["wait", "set_aside"] = "wait"

    @model_validator(mode="after")
    def _days_of_one_kind(self) -> Settings:
        spans = [s for s in (self.lasts, self.at_most) if s is not None]
        if any(not (s.days or s.working_days) for s in spans):
            raise wrong(
                "公示期须以天数表示，且不少于 1 天。", "a notice lasts at least one of days or working_days"
            )
        if len({s.days is None for s in spans}) > 1 or (
            self.at_most and _days(self.at_most) < _days(self.lasts)
        ):
            raise wrong(
                "at_most 与 lasts 须同一算法且不短于 lasts。", "at_most: the same days as lasts, not fewer"
            )
        return self

    def period(self, start: date, span: Span, inputs: Inputs) -> NoticePeriod:
        """The period of a notice that is up from this day."""
        counting: Literal["working", "calendar"] = "calendar" if span.days is not None else "working"
        return inputs.calendar.notice_end(start, _days(span), counting, self.first_day_counts)


def notice_period(inputs: Inputs, settings: Settings) -> NoticePeriod | None:
    """The period that runs once every place carries the notice; None while one is missing.

    Shapes: it starts on the day of the last place; a longer end that was announced is kept.
    """
    up = {place_of(p.place, settings): p for p in inputs.table("publications", Publication)}
    if not all(place.zh in up for place in settings.places):
        return None
    start = max(p.published_on for p in up.values())
    period = settings.period(start, settings.lasts, inputs)
    announced = max((p.until for p in up.values() if p.until is not None), default=period.last)
    if announced <= period.last:
        return period
    return settings.period(start, _stretched(start, announced, settings, inputs), inputs)


def _days(span: Span) -> int:
    return (span.days or 0) + (span.working_days or 0)


def place_of(said: str, settings: Settings) -> str:
    """The plan's Chinese name of a place written in either language, or what was written."""
    return next((p.zh for p in settings.places if said in (p.zh, p.en)), said)


def _stretched(start: date, announced: date, settings: Settings, inputs: Inputs) -> Span:
    days = max(1, (announced - start).days + settings.first_day_counts)
    if settings.lasts.days is not None:
        return Span(days=days)
    before = inputs.calendar.add_working_days(start, -1).day if settings.first_day_counts else start
    return Span(working_days=max(1, inputs.calendar.working_days_between(before, announced).days))
