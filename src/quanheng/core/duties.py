"""Duties after appointment (任后监督): talk, pledge, training, reviews, and the clock of term and recusal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from quanheng.core.alerts.steps import rung_of
from quanheng.core.establishment import HeldPost
from quanheng.core.form.retirement import retirement_month
from quanheng.core.language.terms import Span
from quanheng.core.spans import full_on
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar, PartialDate, add_months, add_years

DutyKind = Literal[
    "talk", "integrity_talk", "pledge", "training", "review", "trial", "term", "rotation", "retirement",
    "kin", "area",
]  # fmt: skip
Standing = Literal["done", "overdue", "near", "ahead"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of duty: its name, who records it, the rules it rests on, what its result may be."""

    title: Text
    role: str
    rules: tuple[str, ...]
    results: tuple[str, ...] = ("done",)


RESULTS: Mapping[str, Text] = {
    "done": Text("已办", "Done"),
    "fit": Text("胜任", "Fit"),
    "barely": Text("基本胜任，跟踪", "Barely fit, to be followed"),
    "adjust": Text("不胜任，建议调整", "Unfit: move"),
    "dismiss": Text("不胜任，建议免职", "Unfit: remove"),
    "moved": Text("已交流、调整或免职", "Moved or removed"),
    "kept": Text("依规留任，须写依据", "Kept, on a stated ground"),
}
_REVIEW = ("fit", "barely", "adjust", "dismiss")
_CLOCK = ("moved", "kept")
KINDS: Mapping[DutyKind, Kind] = {
    "talk": Kind(Text("任职谈话", "Appointment talk"), "organiser", ("TL19-44",)),
    "integrity_talk": Kind(Text("任前廉政谈话", "Integrity talk"), "discipline_officer", ()),
    "pledge": Kind(Text("廉政承诺书", "Pledge of integrity"), "organiser", ()),
    "training": Kind(Text("提任后培训", "Training after promotion"), "organiser", ("TL19-08-5",)),
    "review": Kind(Text("任后考核回访", "Review after appointment"), "organiser", ("JD-1bao",), _REVIEW),
    "trial": Kind(Text("试用期满考核", "End of the trial"), "organiser", ("TL19-43-1", "TL19-43-3"), _REVIEW),
    "term": Kind(Text("任期届满", "End of the term"), "organiser", (), _CLOCK),
    "rotation": Kind(Text("同一职位满十年", "Ten years in one post"), "organiser", ("TL19-51-1",), _CLOCK),
    "retirement": Kind(Text("到达退休年龄", "Age of retirement"), "organiser", (), _CLOCK),
    "kin": Kind(Text("任职回避", "Recusal from a post"), "organiser", ("CSL-74", "HB20-6"), _CLOCK),
    "area": Kind(Text("地域回避", "Recusal from an area"), "organiser", ("HB20-8a", "TL19-52-3"), _CLOCK),
}
STANDINGS: Mapping[Standing, Text] = {
    "overdue": Text("逾期", "Overdue"),
    "near": Text("将到期", "Near"),
    "ahead": Text("未到", "Ahead"),
    "done": Text("已办", "Done"),
}
REVIEWS = (Span(months=6), Span(months=12))
"""When reviews are due where the plan does not say."""
SOON, EARLY = 30, 45
"""Units: days. So long before the day the duty counts as near; so long before it may be recorded."""
NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is due after somebody was appointed.

    Shapes: `number` tells duties of one kind apart (first and second review); `done_on` is set where the run
    or a record says that it was done; `begins_on` is the day before which it cannot have been done.
    """

    kind: DutyKind
    person: str
    name: str
    post: str
    due_on: date
    begins_on: date
    run: str = ""
    number: int = 1
    done_on: date | None = None
    ground: Text = NOTHING

    @property
    def key(self) -> str:
        """What names the duty, in an address and in its record."""
        parts = (self.kind, self.person, self.post, self.run, str(self.number))
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    def standing(self, today: date) -> Standing:
        """Where the duty stands on a day."""
        if self.done_on is not None:
            return "done"
        if today > self.due_on:
            return "overdue"
        return "near" if self.due_on - today <= timedelta(days=SOON) else "ahead"


@dataclass(frozen=True, slots=True)
class InPost:
    """Somebody whom a run appointed, with what the run itself says was done.

    Shapes: `reviewed_on` is the day of the review of the trial; `has_left` when it was not passed; `reviews`
    are the plan's, empty where it does not say.
    """

    run: str
    person: str
    name: str
    post: str
    issued_on: date
    effective_on: date
    talked_on: date | None = None
    pledged_on: date | None = None
    trial_ends_on: date | None = None
    reviewed_on: date | None = None
    term_ends_on: date | None = None
    is_promoted: bool = True
    has_left: bool = False
    reviews: tuple[Span, ...] = ()


def duties_of_appointment(made: InPost, pledge_days: int) -> Iterator[Duty]:
    """What is due after one appointment, none of it any more for somebody who left after the trial.

    Units: `pledge_days` are the days from taking office to talk and pledge, as the office has set them.
    """
    if made.has_left:
        return

    def due(
        kind: DutyKind, on: date, done_on: date | None = None, number: int = 1, ground: Text = NOTHING
    ) -> Duty:
        who, run, begun = (made.person, made.name, made.post), made.run, made.effective_on
        return Duty(kind, *who, on, begun, run, number, done_on, ground)

    yield due("talk", made.issued_on, done_on=made.talked_on)
    yield due("integrity_talk", made.effective_on + timedelta(days=pledge_days))
    yield due("pledge", made.effective_on + timedelta(days=pledge_days), done_on=made.pledged_on)
    if made.is_promoted:
        yield due("training", add_years(made.effective_on, 1))
    for number, span in enumerate(made.reviews or REVIEWS, start=1):
        yield due("review", full_on(made.effective_on, span, Calendar()), number=number, ground=_said(span))
    if made.trial_ends_on is not None:
        yield due("trial", made.trial_ends_on, done_on=made.reviewed_on)
    if made.term_ends_on is not None:
        yield due("term", made.term_ends_on)


def _said(span: Span) -> Text:
    months = span.whole_months()
    if months is not None:
        return Text(f"任职满 {months} 个月", f"{months} months in post")
    days = span.working_days or span.days or 0
    return Text(f"任职满 {days} 天", f"{days} days in post")


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who holds a leading post now, with what the clock is reckoned from.

    Shapes: `heads` marks the head of a leading body; `grew_up_in` is the attribute 成长地, '' if not entered.
    """

    post: HeldPost
    born: PartialDate | None = None
    sex: str = ""
    identity: str = ""
    heads: bool = False
    grew_up_in: str = ""


TEN_YEARS = 10
_COUNTY = 4


def clock_of(leaders: Iterable[Leader], area: str, today: date, near_months: int) -> Iterator[Duty]:
    """Ten years in one post, the age of retirement and recusal from one's own area, past or near."""
    until = add_months(today, near_months)
    for leader in leaders:
        post = leader.post
        full = add_years(post.since, TEN_YEARS)
        if full <= until:
            is_bound = (rung_of(post.level) or 0) >= _COUNTY
            ground = Text("必须交流", "must move") if is_bound else Text("参照，宜轮岗", "should rotate")
            yield Duty("rotation", post.person, post.name, post.title, full, post.since, ground=ground)
        if leader.born is not None and leader.sex in ("男", "女"):
            month = retirement_month(leader.born, leader.sex, leader.identity)
            if month.latest() <= until:
                ground = Text(f"{month} 到龄", f"reached in {month}")
                yield Duty(
                    "retirement",
                    post.person,
                    post.name,
                    post.title,
                    month.latest(),
                    post.since,
                    ground=ground,
                )
        if leader.heads and is_home(leader.grew_up_in, area):
            ground = Text(f"成长地：{leader.grew_up_in}", f"grew up in {leader.grew_up_in}")
            yield Duty("area", post.person, post.name, post.title, post.since, post.since, ground=ground)


def is_home(grew_up_in: str, area: str) -> bool:
    """Whether somebody grew up where the organisation lies: one name holds the other."""
    one, other = grew_up_in.strip(), area.strip()
    return bool(one and other) and (one in other or other in one)


def refuse_record(duty: Duty, done_on: date, result: str, text: str, today: date) -> None:
    """Refuse a record dated in the future, before the appointment or long before the duty is due.

    Errors: Refused(dated_in_future), (dated_out_of_order), (too_early), (result_unknown), (reason_missing).
    """
    kind = KINDS[duty.kind]
    if done_on > today:
        raise _refused("dated_in_future", f"{done_on} 尚未到来。", f"{done_on} has not come.", str(done_on))
    if done_on < duty.begins_on:
        raise _refused(
            "dated_out_of_order",
            f"{done_on} 早于任职 {duty.begins_on}：不能倒签。",
            f"{done_on} is before the appointment of {duty.begins_on}: nothing is backdated.",
            str(done_on),
        )
    if duty.kind in ("review", "trial", "term") and done_on < duty.due_on - timedelta(days=EARLY):
        raise _refused(
            "too_early",
            f"应于 {duty.due_on} 前后办理，{done_on} 过早，最多提前 {EARLY} 天。",
            f"It is due on {duty.due_on}; {done_on} is more than {EARLY} days early.",
            str(done_on),
        )
    if result not in kind.results:
        raise _refused("result_unknown", "请选择结果。", "Choose a result.", "result")
    if not text.strip():
        raise _refused("reason_missing", "须写明情况。", "Say how it went.", "text")


def _refused(code: str, zh: str, en: str, where: str) -> Refused:
    return Refused(
        code, zh, en, where, "请更正后重填；已填的内容还在。", "Correct it; what you typed is kept."
    )
