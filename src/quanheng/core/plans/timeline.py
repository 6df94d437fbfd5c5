"""Timeline (日程): every stage of a plan with its days, how they were found, and what is doubtful about them.

Source: docs/timeline.md; periods by 民法典 201-203 as `core/workdays.py` counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import Schedule, Span, StageSettings
from quanheng.core.plans.schema import Plan
from quanheng.core.spans import full_on
from quanheng.core.stages import matching, probation, public_notice
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar, Counting, WorkdayResult, add_calendar_days, add_months

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on the calendar.

    Shapes: `path` is the part of the plan that sets the time; days are None where the plan sets none;
    `rest_days` are those of the two days on which nobody works; `provisional` when a year that the days
    rest on has no announced holidays; `minutes` and `at` as the plan says them.
    """

    stage: str
    kind: str
    title: Text
    path: Path
    opens_on: date | None
    closes_on: date | None
    explanation: Text
    provisional: bool = False
    rest_days: tuple[date, ...] = ()
    minutes: int | None = None
    at: str = ""


def timeline(plan: Plan, start: date | None = None, calendar: Calendar | None = None) -> tuple[Step, ...]:
    """The steps of the plan in its own order.

    Shapes: with a `start` other than the plan's, the dates written in its stages move by as many days as the
    start does, on to a working day where they were one; events keep their dates.
    Errors: Refused(timeline_unknown, timeline_circle) with the path, Refused(calendar_range).
    """
    calendar = calendar or Calendar()
    moved_by = _moved_by(plan, start)
    resolver = _Resolver(plan, calendar, moved_by, _moved(plan, moved_by, calendar))
    return tuple(resolver.step(number) for number in range(len(plan.stages)))


def name_of(stage: StageSettings) -> Text:
    """The stage's own title, or that of its kind."""
    return stage.title or KINDS[stage.kind].title


def written_days(time: Schedule | None) -> tuple[date, ...]:
    """The dates that a time names outright."""
    return () if time is None else tuple(d for d in (time.on, time.from_, time.to) if d is not None)


def round_days(stage: StageSettings) -> tuple[tuple[int, str, date], ...]:
    """The last days that a two-way selection names for its rounds: which round, by which key, and the day."""
    if not isinstance(stage, matching.Settings):
        return ()
    keys = ("preferences_until", "choices_until")
    named = ((n, key, getattr(circle, key)) for n, circle in enumerate(stage.rounds) for key in keys)
    return tuple((n, key, day) for n, key, day in named if day is not None)


def begins_on(plan: Plan) -> date:
    """The day from which the plan runs: as written, else its first date, else the as-of date."""
    written = [d for s in plan.stages for d in written_days(s.time)]
    return plan.begins_on or min(written, default=plan.as_of)


def moved_days(plan: Plan, start: date, calendar: Calendar) -> Mapping[date, date]:
    """Every date written in the stages, with the day to which it moves when the plan begins on another."""
    return _moved(plan, _moved_by(plan, start), calendar)


def _moved_by(plan: Plan, start: date | None) -> int:
    return 0 if start is None else (start - begins_on(plan)).days


def _moved(plan: Plan, by: int, calendar: Calendar) -> Mapping[date, date]:
    """Every written date with the day it moves to; none passes another by skipping rest days."""
    moved: dict[date, date] = {}
    latest = date.min
    days = {d for s in plan.stages for d in (*written_days(s.time), *(r[2] for r in round_days(s)))}
    for day in sorted(days):
        found = add_calendar_days(day, by)
        if by and calendar.is_working_day(day):
            found = calendar.next_working_day(found).day
        moved[day] = latest = max(latest, found)
    return moved


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of one stage while they are being worked out."""

    opens: date | None
    closes: date | None
    said: Text
    provisional: bool = False

    def adding(self, closes: date, more: Text, provisional: bool = False) -> _Days:
        said = Text(f"{self.said.zh}；{more.zh}", f"{self.said.en}; {more.en}")
        return _Days(self.opens, closes, said, self.provisional or provisional)


@dataclass
class _Resolver:
    """Works out each stage once, following what it refers to."""

    plan: Plan
    calendar: Calendar
    moved_by: int
    moved: Mapping[date, date]
    known: dict[str, _Days] = field(default_factory=dict)
    under_way: list[str] = field(default_factory=list)

    def step(self, number: int) -> Step:
        stage = self.plan.stages[number]
        days = self._days_of(number)
        both = tuple(dict.fromkeys(d for d in (days.opens, days.closes) if d is not None))
        return Step(
            stage=stage.id,
            kind=stage.kind,
            title=name_of(stage),
            path=("stages", number, "time") if stage.time else ("stages", number),
            opens_on=days.opens,
            closes_on=days.closes,
            explanation=days.said,
            provisional=days.provisional or any(self.calendar.is_provisional(d) for d in both),
            rest_days=tuple(d for d in both if not self.calendar.is_working_day(d)),
            minutes=stage.minutes,
            at=stage.time.at or "" if stage.time else "",
        )

    def _days_of(self, number: int) -> _Days:
        stage = self.plan.stages[number]
        if stage.id in self.known:
            return self.known[stage.id]
        if stage.id in self.under_way:
            raise _circle(self.under_way[self.under_way.index(stage.id) :], number)
        self.under_way.append(stage.id)
        try:
            days = self._worked_out(number, stage)
        except Refused as refusal:
            raise refusal if refusal.where else refusal.at(f"stages.{number}.time") from None
        self.under_way.pop()
        self.known[stage.id] = days
        return days

    def _worked_out(self, number: int, stage: StageSettings) -> _Days:
        days = self._scheduled(number, stage.time)
        if isinstance(stage, public_notice.Settings):
            return self._notice(stage, days)
        if isinstance(stage, probation.Settings):
            return self._trial(number, stage, days)
        return days

    def _scheduled(self, number: int, time: Schedule | None) -> _Days:
        if time is None:
            return _Days(None, None, Text("方案未写时间", "the plan sets no time"))
        if time.after is not None or time.before is not None:
            days = self._relative(number, time)
        elif time.monthly_on is not None:
            days = self._monthly(number, time.monthly_on)
        else:
            days = self._written(time)
        if time.lasts is None or days.opens is None:
            return days
        zh, en = said_span(time.lasts)
        last = self._last_of(days.opens, time.lasts)
        return days.adding(
            last, Text(f"历时{zh}（含首日），至 {last}", f"lasts {en} with the first day, to {last}")
        )

    def _last_of(self, opens: date, lasts: Span) -> date:
        """The last day of something held for so long, its first day counted."""
        if lasts.days is not None:
            return add_calendar_days(opens, max(lasts.days - 1, 0))
        if lasts.working_days is not None:
            return max(
                opens, self.calendar.add_working_days(opens - timedelta(days=1), lasts.working_days).day
            )
        return max(opens, add_calendar_days(full_on(opens, lasts, self.calendar), -1))

    def _written(self, time: Schedule) -> _Days:
        first, *rest = (self.moved[d] for d in written_days(time))
        last = rest[0] if rest else first
        written = "—".join(d.isoformat() for d in written_days(time))
        if not self.moved_by:
            return _Days(first, last, Text(f"方案写明 {written}", f"the plan says {written}"))
        by = f"{self.moved_by:+d}"
        zh = f"方案写明 {written}，随起始日移动 {by} 天，遇休息日顺延至工作日"
        en = f"the plan says {written}, moved {by} days with the start, on to a working day"
        return _Days(first, last, Text(zh, en))

    def _relative(self, number: int, time: Schedule) -> _Days:
        name = str(time.after or time.before)
        base = self._reference(number, "after" if time.after else "before", name)
        day = base.closes if time.after else base.opens
        if day is None:
            zh, en = f"随“{base.said.zh}”而定，其时间未写", f"depends on '{base.said.en}', which has no time"
            return _Days(None, None, Text(zh, en))
        found = self._counted(day, time.by, 1 if time.after else -1)
        zh, en = said_span(time.by) if time.by else ("的最近一个工作日", "the nearest working day")
        direction = ("后", "after") if time.after else ("前", "before")
        said = Text(
            f"“{base.said.zh}”（{day}）{direction[0]}{zh}", f"{en} {direction[1]} '{base.said.en}' ({day})"
        )
        return _Days(found.day, found.day, said, found.provisional or base.provisional)

    def _reference(self, number: int, word: str, name: str) -> _Days:
        """The days of a stage or an event, with its title where the explanation stands else."""
        for other, stage in enumerate(self.plan.stages):
            if stage.id == name:
                days = self._days_of(other)
                return _Days(days.opens, days.closes, _bilingual(name_of(stage)), days.provisional)
        if name in self.plan.events:
            day = self.plan.events[name]
            return _Days(day, day, Text(name, name), self.calendar.is_provisional(day))
        raise _unknown(self.plan, f"stages.{number}.time.{word}", name)

    def _counted(self, day: date, span: Span | None, sign: int) -> WorkdayResult:
        if span is None:
            return self.calendar.add_working_days(day, sign)
        if span.working_days is not None:
            return self.calendar.add_working_days(day, sign * span.working_days)
        months = span.whole_months()
        found = (
            add_calendar_days(day, sign * (span.days or 0))
            if months is None
            else add_months(day, sign * months)
        )
        return WorkdayResult(found, self.calendar.is_provisional(found))

    def _monthly(self, number: int, day_of_month: int) -> _Days:
        """The first such day of a month that does not lie before the end of the stage before."""
        before = self._days_of(number - 1).closes if number else None
        since = before or add_calendar_days(begins_on(self.plan), self.moved_by)
        first = since.replace(day=1)
        found = _day_in_month(first, day_of_month)
        if found < since:
            found = _day_in_month(add_months(first, 1), day_of_month)
        zh = f"每月 {day_of_month} 日，{since} 起的首次"
        return _Days(found, found, Text(zh, f"on day {day_of_month} of each month, the first from {since}"))

    def _notice(self, stage: public_notice.Settings, days: _Days) -> _Days:
        if days.opens is None or (stage.time is not None and (stage.time.to or stage.time.lasts)):
            return days
        counting: Counting = "calendar" if stage.lasts.days is not None else "working"
        length = stage.lasts.days if stage.lasts.days is not None else stage.lasts.working_days
        period = self.calendar.notice_end(days.opens, length or 0, counting, stage.first_day_counts)
        zh, en = said_span(stage.lasts)
        first = (
            ("含首日", "the first day counted")
            if stage.first_day_counts
            else ("首日不计", "the first day not counted")
        )
        late = ("，期满逢休息日顺延", ", put off from a rest day") if period.moved else ("", "")
        said = Text(
            f"公示{zh}（{first[0]}），至 {period.last}{late[0]}",
            f"up for {en} ({first[1]}), to {period.last}{late[1]}",
        )
        return days.adding(period.last, said, period.provisional)

    def _trial(self, number: int, stage: probation.Settings, days: _Days) -> _Days:
        """The trial runs from the appointment before it; a time of its own is when it is reviewed."""
        earlier = [n for n, s in enumerate(self.plan.stages[:number]) if s.kind == "appointment"]
        appointed = self._days_of(earlier[-1]) if earlier else None
        begins = appointed.closes if appointed is not None and appointed.closes else days.opens
        if begins is None:
            return days
        full = full_on(begins, stage.length, self.calendar)
        zh, en = said_span(stage.length)
        said = Text(
            f"自 {begins} 起试用{zh}，{full} 期满", f"on trial for {en} from {begins}, full on {full}"
        )
        doubtful = days.provisional or (appointed is not None and appointed.provisional)
        reviewed = days.closes if appointed is not None and appointed.closes and days.closes else full
        if reviewed != full:
            more = Text(f"{said.zh}；{days.said.zh}", f"{said.en}; {days.said.en}")
            return _Days(begins, reviewed, more, doubtful)
        return _Days(begins, full, said, doubtful)


def _day_in_month(first: date, day_of_month: int) -> date:
    return min(add_calendar_days(first, day_of_month - 1), add_calendar_days(add_months(first, 1), -1))


def said_span(span: Span) -> tuple[str, str]:
    """The span in words, Chinese and English."""
    words = (
        (span.days, "天", "day"),
        (span.working_days, "个工作日", "working day"),
        (span.months, "个月", "month"),
        (span.years, "年", "year"),
    )
    return next((f"{n}{zh}", f"{n} {en}{'' if n == 1 else 's'}") for n, zh, en in words if n is not None)


def _bilingual(title: Text) -> Text:
    return Text(title.zh, title.say("en"))


def _unknown(plan: Plan, where: str, name: str) -> Refused:
    known = [s.id for s in plan.stages] + list(plan.events)
    return Refused(
        "timeline_unknown",
        f"时间所指的“{name}”不是本方案的环节或事件。",
        f"The time refers to '{name}', which is no stage or event of this plan.",
        where,
        f"可用：{'、'.join(known)}。",
        f"Known: {', '.join(known)}.",
    )


def _circle(stages: list[str], number: int) -> Refused:
    way = " → ".join([*stages, stages[0]])
    return Refused(
        "timeline_circle",
        f"环节的时间互相依赖，无法推算：{way}。",
        f"The times of these stages depend on one another: {way}.",
        f"stages.{number}.time",
        "请为其中一个环节写明日期。",
        "Give one of them a date.",
    )
