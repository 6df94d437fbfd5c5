"""Decision (讨论决定): a body with its quorum votes on every candidate, the principal last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of, title_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.share_gate import share_findings
from quanheng.core.stages.decision.checks import (
    order_check,
    refused_count,
    refused_meeting,
    refused_member,
    refused_turnout,
    refused_vote,
)
from quanheng.core.stages.decision.memory import barred, refused_earlier_vote
from quanheng.core.stages.decision.tables import (
    DECIDED,
    TABLES,
    Attendance,
    BallotCount,
    EarlierVote,
    GroupTurnout,
    Meeting,
    Postponement,
    Resolution,
    RunOff,
    Teller,
    Vote,
)
from quanheng.core.stages.decision.tellers import refused_teller, tellers_due
from quanheng.core.stages.decision.votes import (
    CandidateDecision,
    Settings,
    by_votes,
    counts_of,
    decided,
    limit_of,
    ranked,
    turnout_of,
    voters_for,
)
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text

__all__ = ["RECORD", "TABLES", "TITLE", "Settings", "admit", "close", "due"]

TITLE = Text("讨论决定", "Decision")
QUORUM_LAW = "《党政领导干部选拔任用工作条例》（2019）第三十八条"
QUORUM_LAW_EN = "Regulations on selecting and appointing leading cadres (2019), article 38"


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """The minutes: the meeting, who was there, and every candidate's result in slate order."""

    held_on: date
    place: str
    chair: str
    recorder: str
    agenda: str
    members: int
    due: int
    present: int
    quorum: tuple[int, ...]
    manner: str
    decisions: tuple[CandidateDecision, ...]


RECORD = DecisionRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of new rows: strangers to the body, votes of those absent or recused, too many ballots."""
    on_slate = slate_check(slate, inputs)
    if table == "meeting":
        return refused_rows(rows, Meeting, lambda row: refused_meeting(row, inputs))
    if table == "attendance":
        return refused_rows(rows, Attendance, lambda row: refused_member(row, inputs, settings))
    if table == "turnout":
        return refused_rows(rows, GroupTurnout, refused_turnout)
    if table == "votes":
        speaks_in_order = order_check(rows, inputs, settings)
        return refused_rows(
            rows,
            Vote,
            lambda row: (
                on_slate(row.person, row.post) or refused_vote(row, inputs, settings) or speaks_in_order(row)
            ),
        )
    if table == "counts":
        return refused_rows(
            rows,
            BallotCount,
            lambda row: on_slate(row.person, row.post) or refused_count(row, inputs, settings),
        )
    if table == "tellers":
        return refused_rows(rows, Teller, lambda row: refused_teller(row, slate, inputs, settings))
    if table == "earlier_votes":
        return refused_rows(
            rows,
            EarlierVote,
            lambda row: on_slate(row.person, row.post) or refused_earlier_vote(row, inputs),
        )
    kinds: Mapping[str, type[Any]] = {
        "postponements": Postponement, "run_offs": RunOff, "resolutions": Resolution,
    }  # fmt: skip
    return refused_rows(rows, kinds[table], lambda row: on_slate(row.person, row.post))


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """The meeting, the attendance, the tellers, the votes, the run-offs and the reasons that are missing."""
    slate = slate.without(f.candidate for f in barred(slate, inputs, settings) if f.candidate is not None)
    if not slate.candidates:
        return ()
    if not inputs.table("meeting", Meeting):
        return (Due(Text("会议记录", "the record of the meeting"), "meeting"),)
    absent = _attendance_due(inputs, settings)
    if absent:
        return absent
    short = _quorum_refusal(inputs, settings)
    if short is not None:
        return (Due(short.text, "attendance"),)
    tellers = tellers_due(inputs, settings)
    if tellers:
        return tellers
    votes = [d for c in _on_ballot(slate, inputs) for d in _votes_due(c, inputs, settings)]
    if votes:
        return tuple(votes)
    return _resolutions_due(slate, inputs, settings)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Whoever has enough votes stays; those not adopted and those postponed leave with their counts.

    Errors: Refused(quorum_not_met) when too few are present, whatever was voted;
    Refused(below_competition_share).
    """
    meetings = inputs.table("meeting", Meeting)
    entered, kept_out = slate, barred(slate, inputs, settings)
    slate = slate.without(f.candidate for f in kept_out if f.candidate is not None)
    if slate.candidates and meetings and not _attendance_due(inputs, settings):
        short = _quorum_refusal(inputs, settings)
        if short is not None:
            raise short
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    if not slate.candidates or not meetings:
        return outcome_of(settings, entered, kept_out, ())
    decisions = decided(slate, inputs, settings)
    reasons: list[Finding] = list(kept_out)
    findings: list[Finding] = []
    for decision in decisions:
        finding = _finding(decision, meetings[0], inputs, settings)
        (findings if decision.result == "adopted" else reasons).append(finding)
    findings += share_findings([f.candidate for f in findings if f.candidate], inputs, settings)
    return outcome_of(settings, entered, reasons, findings, _record(meetings[0], decisions, inputs, settings))


def _quorum_refusal(inputs: Inputs, settings: Settings) -> Refused | None:
    for rule in settings.quorum:
        turnout = turnout_of(inputs, settings, rule.group)
        needed = rule.needed(turnout)
        if turnout.present >= needed:
            continue
        said, group = rule.say(), f"（{rule.group}）" if rule.group else ""
        return Refused(
            "quorum_not_met",
            f"到会{group} {turnout.present} 人，方案要求{said.zh}，即至少 {needed} 人；参见{QUORUM_LAW}",
            f"{turnout.present} are present; needed: {said.en}, that is {needed}; see {QUORUM_LAW_EN}",
            where=f"stages.{settings.id}.quorum",
            remedy_zh="到会人数不足，不得作出决定，请另行召开会议。",
            remedy_en="Nothing can be decided: hold another meeting.",
        )
    return None


def _attendance_due(inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    if inputs.table("turnout", GroupTurnout):
        return ()
    known = {a.member for a in inputs.table("attendance", Attendance)}
    members = inputs.frame.members.get(settings.body, ())
    if not known and not members:
        return (Due(Text("到会情况", "the attendance"), "attendance"),)
    return tuple(
        Due(
            Text(f"{inputs.name_of(m)}的到会情况", f"the attendance of {inputs.name_of(m)}"),
            "attendance",
            by=m,
        )
        for m in members
        if m not in known
    )


def _on_ballot(slate: Slate, inputs: Inputs) -> list[Candidate]:
    off = {(p.person, p.post) for p in inputs.table("postponements", Postponement)}
    return [c for c in slate.candidates if (c.person, c.post) not in off]


def _votes_due(candidate: Candidate, inputs: Inputs, settings: Settings) -> list[Due]:
    name = inputs.name_of(candidate.person)
    if settings.manner == "secret":
        if counts_of(candidate, inputs):
            return []
        return [Due(Text(f"对{name}的计票结果", f"the ballots on {name}"), "counts", candidate.person)]
    spoke = {v.member for v in inputs.about("votes", Vote, candidate)}
    silent = [m for m in voters_for(candidate, inputs) if m not in spoke]
    if not silent:
        return []
    names = "、".join(inputs.name_of(m) for m in silent)
    return [
        Due(
            Text(f"{names}对{name}的表态", f"the votes of {names} on {name}"),
            "votes",
            candidate.person,
            silent[0],
        )
    ]


def _resolutions_due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Run-offs at the cut, resolutions where votes are for reference, reasons for leaving an order."""
    given = {Candidate(r.person, r.post): r for r in inputs.table("resolutions", Resolution)}
    if settings.reference:
        votes = {c: by_votes(c, inputs, settings).result for c in slate.candidates}
        return tuple(
            _due_on(
                c,
                "决议（与得票不一致时须有理由）",
                "the resolution, with its reason where votes differ",
                inputs,
            )
            for c in slate.candidates
            if c not in given or (given[c].result != votes[c] and not given[c].reason)
        )
    return (*_run_offs_due(slate, inputs, settings), *_reasons_due(slate, given, inputs, settings))


def _due_on(candidate: Candidate, zh: str, en: str, inputs: Inputs, table: str = "resolutions") -> Due:
    name = inputs.name_of(candidate.person)
    return Due(Text(f"{name}：{zh}", f"{name}: {en}"), table, candidate.person)


def _run_offs_due(slate: Slate, inputs: Inputs, settings: Settings) -> list[Due]:
    if not settings.limited:
        return []
    run_off = {Candidate(r.person, r.post): r.agree for r in inputs.table("run_offs", RunOff)}
    voted = {c: by_votes(c, inputs, settings) for c in slate.candidates}
    dues = []
    for post in dict.fromkeys(c.post for c in slate.candidates):
        limit, passed = limit_of(post, slate, settings), ranked(post, slate, voted, inputs)
        if limit is None or not 0 < limit < len(passed):
            continue
        points = [(voted[c].count.agree, run_off.get(c, 0)) for c in passed]
        if points[limit - 1] != points[limit]:
            continue
        tied = [c for c, p in zip(passed, points, strict=True) if p == points[limit]]
        zh, en = "得票相同，须再次表决", "equal votes at the last seat: vote again"
        dues += [_due_on(c, zh, en, inputs, "run_offs") for c in tied]
    return dues


def _reasons_due(
    slate: Slate, given: Mapping[Candidate, Resolution], inputs: Inputs, settings: Settings
) -> list[Due]:
    """A reason for everyone adopted before somebody who ranks higher in the scores that the plan follows."""
    earlier = inputs.earlier.get(settings.follows or "")
    if earlier is None:
        return []
    ranks = {s.candidate: s.rank for s in earlier.scores if s.rank is not None}
    decisions = {d.candidate(): d.result for d in decided(slate, inputs, settings)}
    passed_over = [c for c, r in decisions.items() if r != "adopted" and c in ranks]
    return [
        _due_on(c, "未按名次决定，须写明理由", "adopted out of the order of scores: give the reason", inputs)
        for c, result in decisions.items()
        if result == "adopted"
        and c in ranks
        and any(o.post == c.post and ranks[o] < ranks[c] for o in passed_over)
        and not (c in given and given[c].reason)
    ]


def _finding(decision: CandidateDecision, meeting: Meeting, inputs: Inputs, settings: Settings) -> Finding:
    said, title = DECIDED.say(decision.result), title_of(decision.post, inputs)
    majority, count = settings.majority.say(), decision.count
    reason = Text("，得票居职数之外", ", others had more votes") if decision.outvoted else Text("", "")
    if decision.reason:
        reason = Text(f"，{decision.reason}", f", {decision.reason}")
    evidence = [
        fact("会议日期", "Held on", meeting.held_on),
        fact("同意", "Agree", count.agree),
        fact("不同意", "Disagree", count.disagree),
        fact("缓议", "Postpone", count.postpone),
        fact("弃权", "Abstain", count.abstain),
        fact(
            "须得同意票",
            "Votes needed",
            Text(f"{decision.needed}（{majority.zh}）", f"{decision.needed} ({majority.en})"),
        ),
    ]
    if decision.recused:
        evidence.append(fact("回避成员", "Recused", "、".join(inputs.name_of(m) for m in decision.recused)))
    resolution = [
        r for r in inputs.table("resolutions", Resolution) if r.key() == f"{decision.person}|{decision.post}"
    ]
    if resolution and resolution[0].reason:
        evidence.append(fact("理由", "Reason", resolution[0].reason))
    return found(
        decision.result,
        "met" if decision.result == "adopted" else "unknown" if decision.result == "postponed" else "not_met",
        Text(f"任“{title.zh}”：{said.zh}{reason.zh}", f"{title.say('en')}: {said.en}{reason.en}"),
        by_row(settings, "meeting", meeting, "decision")
        if settings.reference
        else by_plan(settings, "majority"),
        decision.candidate(),
        evidence,
    )


def _record(
    meeting: Meeting, decisions: tuple[CandidateDecision, ...], inputs: Inputs, settings: Settings
) -> DecisionRecord:
    turnout = turnout_of(inputs, settings)
    return DecisionRecord(
        held_on=meeting.held_on,
        place=meeting.place,
        chair=meeting.chair,
        recorder=meeting.recorder,
        agenda=meeting.agenda,
        members=turnout.members,
        due=turnout.due,
        present=turnout.present,
        quorum=tuple(q.needed(turnout_of(inputs, settings, q.group)) for q in settings.quorum),
        manner=settings.manner,
        decisions=decisions,
    )
