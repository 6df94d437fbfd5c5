"""Public notice (公示): everyone stays unless an objection is upheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import before_stage, in_future
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.stages.public_notice.period import Settings, notice_period, place_of
from quanheng.core.stages.public_notice.tables import TABLES, Objection, Publication, Settlement
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text
from quanheng.core.workdays import PROVISIONAL, NoticePeriod

__all__ = [
    "RECORD",
    "TABLES",
    "TITLE",
    "Objection",
    "Publication",
    "Settings",
    "Settlement",
    "admit",
    "close",
    "due",
]

TITLE = Text("公示", "Public notice")


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """How a notice ran. Shapes: the period ends at 24:00 of `notice_last_on`; `counted` lists its days."""

    notice_first_on: date
    notice_last_on: date
    next_on: date
    counted: tuple[date, ...]
    moved: bool
    provisional: bool
    places: tuple[str, ...]
    objections: int
    signed: int
    upheld: int
    not_upheld: int
    unsettled: int


RECORD = NoticeRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of new rows: unknown places, objections outside the period, settlements of nothing."""
    if table == "publications":
        return refused_rows(rows, Publication, lambda row: _refused_publication(row, inputs, settings))
    if table == "objections":
        on_slate, period = slate_check(slate, inputs), notice_period(inputs, settings)
        return refused_rows(
            rows,
            Objection,
            lambda row: on_slate(row.person, row.post) or _refused_objection(row, period, settings),
        )
    known = {o.number: o for o in inputs.table("objections", Objection)}
    return refused_rows(
        rows, Settlement, lambda row: _refused_settlement(row, known.get(row.number), inputs, settings)
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """What the notice waits for: every place, the end of the period, and the objections."""
    if not slate.candidates:
        return ()
    period = notice_period(inputs, settings)
    if period is None:
        up = {place_of(p.place, settings) for p in inputs.table("publications", Publication)}
        return tuple(
            Due(
                Text(f"尚未在“{place.zh}”公示", f"the notice is not up at '{place.say('en')}'"),
                "publications",
                by=place.zh,
            )
            for place in settings.places
            if place.zh not in up
        )
    return (*_too_early(period, inputs), *_taken_down(period, inputs), *_unsettled(slate, inputs, settings))


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Everyone stays unless an objection was upheld, or is open where the plan sets such people aside."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    period = notice_period(inputs, settings)
    if period is None:
        return outcome_of(settings, slate, (), ())
    results = _results(inputs)
    reasons: list[Finding] = []
    findings: list[Finding] = []
    for candidate in slate.candidates:
        own = [o for o in inputs.table("objections", Objection) if _concerns(o, candidate)]
        reason = next(
            (f for o in own if (f := _reason(candidate, o, results.get(o.number), inputs, settings))), None
        )
        if reason is not None:
            reasons.append(reason)
        else:
            findings.append(_noticed(candidate, len(own), period, inputs, settings))
    return outcome_of(settings, slate, reasons, findings, _record(period, inputs, settings))


def _concerns(objection: Objection, candidate: Candidate) -> bool:
    return objection.person == candidate.person and objection.post in ("", candidate.post)


def _results(inputs: Inputs) -> dict[str, Settlement]:
    return {s.number: s for s in inputs.table("settlements", Settlement)}


def _holds_up(objection: Objection, results: dict[str, Settlement], settings: Settings) -> bool:
    """Whether an objection still waits for its result."""
    settled = objection.number in results and results[objection.number].result != "open"
    return not settled and (objection.signed or settings.anonymous == "examined")


def _too_early(period: NoticePeriod, inputs: Inputs) -> tuple[Due, ...]:
    if inputs.closed_on > period.last:
        return ()
    zh = f"公示期到 {period.last} 届满（共 {len(period.counted)} 天），次日方可结束"
    en = f"the notice runs through {period.last} ({len(period.counted)} days) and may close the day after"
    if period.provisional:
        zh, en = f"{zh}；{PROVISIONAL.zh}", f"{en}; {PROVISIONAL.en}"
    return (Due(Text(zh, en), "publications", until=period.last),)


def _taken_down(period: NoticePeriod, inputs: Inputs) -> tuple[Due, ...]:
    return tuple(
        Due(
            Text(
                f"“{p.place}”的公示于 {p.removed_on} 撤下，早于届满日 {period.last}，须重新公示",
                f"the notice at '{p.place}' came down on {p.removed_on}, too early: publish it again",
            ),
            "publications",
            by=p.place,
        )
        for p in inputs.table("publications", Publication)
        if p.removed_on is not None and p.removed_on <= period.last
    )


def _unsettled(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    if settings.unsettled == "set_aside":
        return ()
    results, people = _results(inputs), set(slate.people())
    # Everyone on the run reads dues: neither the number on the receipt nor the person stands in them.
    return tuple(
        Due(
            Text(
                f"第 {place} 件异议尚无结论",
                f"objection no. {place} is not settled",
            ),
            "settlements",
            by=settings.objections_to or "",
        )
        for place, o in enumerate(inputs.table("objections", Objection), start=1)
        if o.person in people and _holds_up(o, results, settings)
    )


def _refused_publication(row: Publication, inputs: Inputs, settings: Settings) -> Refused | None:
    places = [p.zh for p in settings.places]
    if place_of(row.place, settings) not in places:
        return Refused(
            "unknown_place",
            f"方案的公示地点中没有“{row.place}”。",
            f"'{row.place}' is no place of notice in the plan.",
            where=row.key(),
            remedy_zh=f"可填：{'、'.join(places)}。",
            remedy_en=f"Known: {', '.join(p.say('en') for p in settings.places)}.",
        )
    if row.removed_on is not None and row.removed_on < row.published_on:
        return _refused_date(
            row, f"撤下日期 {row.removed_on} 早于发布日期。", "It came down before it went up."
        )
    return _refused_day(row, inputs) or _refused_until(row, inputs, settings)


def _refused_day(row: Publication, inputs: Inputs) -> Refused | None:
    """A refusal of a notice put up before its stage was open (nothing was decided yet), or not yet up."""
    up = (Text("发布日期", "the day of publication"), row.published_on)
    return before_stage(row.key(), *up, inputs) or in_future(row.key(), *up, inputs)


def _refused_until(row: Publication, inputs: Inputs, settings: Settings) -> Refused | None:
    if row.until is None:
        return None
    least = settings.period(row.published_on, settings.lasts, inputs).last
    most = settings.period(row.published_on, settings.at_most, inputs).last if settings.at_most else row.until
    if least <= row.until <= most:
        return None
    longest = f"，最晚为 {most}" if settings.at_most else ""
    longest_en = f" and {most} at the latest" if settings.at_most else ""
    return _refused_date(
        row,
        f"公告截止日 {row.until} 与方案不符：最早为 {least}{longest}。",
        f"The announced last day {row.until} must be {least} at the earliest{longest_en}.",
    )


def _refused_date(row: Row, zh: str, en: str) -> Refused:
    return Refused("date_not_possible", zh, en, row.key(), "请更正日期。", "Correct the date.")


def _refused_objection(row: Objection, period: NoticePeriod | None, settings: Settings) -> Refused | None:
    if period is None or row.received_on < period.start:
        return Refused(
            "notice_not_up",
            f"{row.received_on} 公示尚未发布，不能登记公示异议。",
            f"On {row.received_on} the notice was not up.",
            where=row.key(),
            remedy_zh="请先录入公示发布；此前的反映按信访举报办理。",
            remedy_en="Record the publication first; what came before is an ordinary complaint.",
        )
    if row.received_on <= period.last:
        return None
    return Refused(
        "after_notice",
        f"公示期已于 {period.last} 届满，{row.received_on} 收到的异议不在公示期内"
        f"（方案 stages.{settings.id}.lasts）。",
        f"The notice ended on {period.last}; an objection of {row.received_on} is outside it "
        f"(stages.{settings.id}.lasts).",
        where=row.key(),
        remedy_zh="期满后的反映按信访举报办理。",
        remedy_en="Handle it as an ordinary complaint.",
    )


def _refused_settlement(
    row: Settlement, objection: Objection | None, inputs: Inputs, settings: Settings
) -> Refused | None:
    if objection is None:
        return Refused(
            "no_objection",
            f"没有第 {row.number} 号异议。",
            f"There is no objection {row.number}.",
            where=row.key(),
            remedy_zh="请核对编号。",
            remedy_en="Check the number.",
        )
    if row.settled_on < objection.received_on:
        return _refused_date(row, "处理日期早于收到异议的日期。", "It is settled before it was received.")
    ahead = in_future(row.key(), Text("处理日期", "The day it was settled"), row.settled_on, inputs)
    if ahead is not None:
        return ahead
    body = settings.objections_to or ""
    if inputs.frame.members.get(body) and not inputs.frame.is_member(body, row.by):
        return Refused(
            "not_of_the_body",
            f"{inputs.name_of(row.by)}不是受理机构的成员（方案 stages.{settings.id}.objections_to）。",
            f"{inputs.name_of(row.by)} is no member of the body that takes objections "
            f"(stages.{settings.id}.objections_to).",
            where=row.key(),
            remedy_zh="由受理机构的成员处理。",
            remedy_en="A member of that body settles it.",
        )
    if row.by != objection.person:
        return None
    return Refused(
        "own_objection",
        f"{inputs.name_of(row.by)}不得处理针对本人的异议（公务员回避规定：公务回避）。",
        f"{inputs.name_of(row.by)} may not settle an objection against themselves "
        "(rules on recusal: duty recusal).",
        where=row.key(),
        remedy_zh="请由他人处理。",
        remedy_en="Let somebody else settle it.",
    )


def _reason(
    candidate: Candidate,
    objection: Objection,
    settled: Settlement | None,
    inputs: Inputs,
    settings: Settings,
) -> Finding | None:
    """Why an objection takes a candidate off the slate, if it does."""
    name = inputs.name_of(candidate.person)
    received = fact("收到日期", "Received on", objection.received_on)
    if settled is not None and settled.result == "upheld":
        return found(
            "objection_upheld",
            "not_met",
            Text(
                f"对{name}的异议查实：{settled.finding}",
                f"An objection was upheld: {settled.finding}",
            ),
            by_row(settings, "settlements", settled, "decision"),
            candidate,
            [received, fact("处理日期", "Settled on", settled.settled_on), fact("处理人", "By", settled.by)],
        )
    results = {settled.number: settled} if settled else {}
    if settings.unsettled == "wait" or not _holds_up(objection, results, settings):
        return None
    return found(
        "set_aside",
        "unknown",
        Text(
            f"对{name}的异议公示期满仍未查清，暂缓任用",
            "An objection is still open when the notice ends: set aside until clear",
        ),
        by_plan(settings, "unsettled"),
        candidate,
        [received],
    )


def _noticed(
    candidate: Candidate, objections: int, period: NoticePeriod, inputs: Inputs, settings: Settings
) -> Finding:
    upheld = "；异议均不成立" if objections else ""
    return found(
        "noticed",
        "met",
        Text(
            f"公示期满，收到异议 {objections} 件{upheld}",
            f"Notice ended; objections: {objections}, none upheld",
        ),
        by_plan(settings, "lasts"),
        candidate,
        [
            fact("公示起始", "Put up on", period.start),
            fact("公示届满", "Ended on", period.last),
            fact("计入天数", "Days counted", len(period.counted)),
        ],
    )


def _record(period: NoticePeriod, inputs: Inputs, settings: Settings) -> NoticeRecord:
    objections = inputs.table("objections", Objection)
    results = [r.result for r in _results(inputs).values()]
    return NoticeRecord(
        notice_first_on=period.start,
        notice_last_on=period.last,
        next_on=period.next_on,
        counted=period.counted,
        moved=period.moved,
        provisional=period.provisional,
        places=tuple(p.zh for p in settings.places),
        objections=len(objections),
        signed=sum(o.signed for o in objections),
        upheld=results.count("upheld"),
        not_upheld=results.count("not_upheld"),
        unsettled=len(objections) - results.count("upheld") - results.count("not_upheld"),
    )
