"""Checks of a decision (讨论决定的录入核对): what may not enter its tables, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from quanheng.core.dating import before_stage
from quanheng.core.inputs import Inputs, Row
from quanheng.core.stages.decision.tables import Attendance, BallotCount, GroupTurnout, Meeting, Vote
from quanheng.core.stages.decision.votes import Settings, recused_for, turnout_of
from quanheng.core.values import Candidate, Refused, Text


@runtime_checkable
class HasOpinions(Protocol):
    """A record of written opinions that must be there before the discussion."""

    @property
    def opinions_last_on(self) -> date | None: ...


def _refused(row: Row, code: str, words: tuple[str, str], remedy: tuple[str, str]) -> Refused:
    return Refused(code, *words, row.key(), *remedy)


def refused_meeting(row: Meeting, inputs: Inputs) -> Refused | None:
    """A refusal of a meeting in the future, or before the opinions that it needs."""
    if row.held_on > inputs.closed_on:
        words = (
            f"会议日期 {row.held_on} 晚于 {inputs.closed_on}。",
            f"{row.held_on} is after {inputs.closed_on}.",
        )
        return _refused(row, "date_in_future", words, ("请核对日期。", "Check the date."))
    early = before_stage(row.key(), Text("会议日期", "the meeting"), row.held_on, inputs)
    if early is not None:
        return early
    given = [o.record.opinions_last_on for o in inputs.earlier.values() if isinstance(o.record, HasOpinions)]
    late = max((day for day in given if day is not None and day > row.held_on), default=None)
    if late is None:
        return None
    return _refused(
        row,
        "discussed_before_opinion",
        (
            f"会议于 {row.held_on} 召开，而书面意见到 {late} 才出具；须先有意见，后讨论。",
            f"The meeting was on {row.held_on}, but an opinion is dated {late}: opinions come first.",
        ),
        (
            "请核对会议日期，或在取得书面意见后另行讨论。",
            "Check the date, or discuss again with the opinion at hand.",
        ),
    )


def refused_member(row: Attendance, inputs: Inputs, settings: Settings) -> Refused | None:
    """A refusal of somebody who does not sit in the body."""
    if inputs.frame.members.get(settings.body) and not inputs.frame.is_member(settings.body, row.member):
        name = inputs.name_of(row.member)
        words = f"{name}不是“{settings.body}”的成员。", f"{name} is no member of '{settings.body}'."
        return _refused(row, "not_of_the_body", words, ("列席人员不计入到会。", "Guests are not counted."))
    return None


def refused_turnout(row: GroupTurnout) -> Refused | None:
    """A refusal of numbers that cannot be."""
    if row.present <= row.due <= row.members:
        return None
    words = "实到、应到、总人数依次不得增大。", "Present may not exceed due, nor due all members."
    return _refused(row, "turnout_impossible", words, ("请核对人数。", "Check the numbers."))


def refused_vote(row: Vote, inputs: Inputs, settings: Settings) -> Refused | None:
    """A refusal of a vote that this member may not give on this candidate."""
    name, candidate = inputs.name_of(row.member), Candidate(row.person, row.post)
    if settings.manner == "secret":
        words = "本次为无记名投票，不得记录个人意见。", "The ballot is secret: no vote is recorded by name."
        return _refused(row, "ballot_is_secret", words, ("请录入计票结果。", "Enter the counts."))
    there = {a.member for a in inputs.table("attendance", Attendance) if a.present and a.due}
    if row.member not in there:
        words = (
            f"{name}未到会，不得委托或事后表决。",
            f"{name} was not there; nobody votes by proxy or afterwards.",
        )
        return _refused(row, "voter_absent", words, ("请先录入到会情况。", "Record the attendance first."))
    if row.member in recused_for(candidate, inputs):
        other = inputs.name_of(row.person)
        words = f"{name}对{other}应当回避，不得表决。", f"{name} is recused for {other} and may not vote."
        return _refused(row, "voter_recused", words, ("请删去此票。", "Take this vote out."))
    return None


def order_check(rows: Sequence[Row], inputs: Inputs, settings: Settings) -> Callable[[Vote], Refused | None]:
    """The check that the principal speaks last on every candidate, over this batch and what is recorded."""
    principal = inputs.frame.principals.get(settings.body)
    new = {row.key() for row in rows}
    kept = [v for v in inputs.table("votes", Vote) if v.key() not in new]
    last: dict[tuple[str, str], int] = {}
    own: dict[tuple[str, str], int] = {}
    for vote in [*kept, *(r for r in rows if isinstance(r, Vote))]:
        matter, order = (vote.person, vote.post), vote.order or 0
        if vote.member == principal:
            own[matter] = order
        else:
            last[matter] = max(last.get(matter, 0), order)

    def check(row: Vote) -> Refused | None:
        if not settings.principal_last:
            return None
        remedy = "主要领导应当最后表态，请核对表态次序。", "The principal speaks last: check the order."
        if row.order is None:
            return _refused(
                row, "order_missing", ("未填表态次序。", "The order of speaking is missing."), remedy
            )
        matter = (row.person, row.post)
        if matter not in own or own[matter] > last.get(matter, 0):
            return None
        if row.member != principal and row.order < own[matter]:
            return None
        name = inputs.name_of(principal or "")
        words = f"{name}没有最后表态。", f"{name} did not speak last."
        return _refused(row, "principal_not_last", words, remedy)

    return check


def refused_count(row: BallotCount, inputs: Inputs, settings: Settings) -> Refused | None:
    """A refusal of more ballots than people who may vote."""
    if settings.manner != "secret":
        words = "本次为逐一表态，请录入每名成员的意见。", "Members vote by name: enter their statements."
        return _refused(row, "votes_by_name", words, ("请录入“逐一表态”。", "Enter the votes table."))
    turnout = turnout_of(inputs, settings, row.group)
    present = turnout.present - len(recused_for(Candidate(row.person, row.post), inputs))
    cast = row.agree + row.disagree + row.postpone + row.abstain + row.invalid
    if cast <= present:
        return None
    words = (
        f"收回 {cast} 票，多于可投票的到会人数 {present}，表决无效。",
        f"{cast} ballots came back, more than the {present} present who may vote: the ballot is void.",
    )
    return _refused(
        row, "too_many_ballots", words, ("请核对计票或到会情况，或重新表决。", "Check, or vote again.")
    )
