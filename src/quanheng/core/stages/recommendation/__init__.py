"""Democratic recommendation (民主推荐): sheets of groups become votes and rates, in one round or two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from quanheng.core.admission import refuse_while_due, refused_rows, unknown_post
from quanheng.core.dating import in_future
from quanheng.core.findings import by_plan, fact, found, outcome_of, title_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.newcomers import joined, refused_newcomer
from quanheng.core.scoring import polling
from quanheng.core.scoring.disclosing import TOO_FEW, without_votes
from quanheng.core.scoring.keeping import below_cut
from quanheng.core.spans import full_on
from quanheng.core.stages.recommendation.recommending import Poll, Spoiled
from quanheng.core.stages.recommendation.rounds import (
    TITLE,
    failed_by,
    numbers_of,
    poll_of,
    round_due,
    scores_of,
    turnouts_of,
)
from quanheng.core.stages.recommendation.second_round import standing_again
from quanheng.core.stages.recommendation.signing import Signatures
from quanheng.core.stages.recommendation.tables import MARKS, TABLES, Ballot, Call, GroupTurnout, Settings
from quanheng.core.tallies.approval import Votes
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import (
    Candidate,
    Evidence,
    Finding,
    Outcome,
    Refused,
    Slate,
    State,
    Text,
    Working,
)
from quanheng.core.void_rounds import refused_void, void_findings

__all__ = ["RECORD", "TABLES", "TITLE", "Settings", "admit", "close", "due", "standing_again"]


@dataclass(frozen=True)
class RoundRecord:
    """One round as it was counted. Shapes: `votes` by group (as merged), then candidate, as far as told."""

    number: int
    posts: tuple[str, ...]
    turnouts: Mapping[str, Turnout]
    sheets: Mapping[str, int]
    votes: Mapping[str, Mapping[Candidate, Votes]]
    spoiled: tuple[Spoiled, ...]


@dataclass(frozen=True)
class RecommendationRecord:
    """The rounds, who was brought in by ballots, and until when the result is valid."""

    rounds: tuple[RoundRecord, ...]
    brought_in: tuple[Candidate, ...]
    valid_until: date


RECORD = RecommendationRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of sheets and turnout: unknown groups and people, numbers never given out, wrong rounds."""
    if table == "calls":
        return refused_rows(
            rows,
            Call,
            lambda row: (
                unknown_post(row.post, inputs)
                or _not_called(row, settings)
                or in_future(row.key(), Text("决定日期", "The decision"), row.decided_on, inputs)
            ),
        )
    if table == "void_rounds":
        return refused_void(rows, (g.id for g in settings.groups), inputs)
    if table == "turnout":
        known = {g.id for g in settings.groups}

        def check(row: GroupTurnout) -> Refused | None:
            if row.group not in known:
                return polling.unknown_group(row.group, known)
            entered = len(numbers_of(inputs, row.round).get(row.group, ()))
            return row.counts().wrong(row.group) or polling.fewer_than_entered(
                row.group, row.returned, entered
            )

        return refused_rows(rows, GroupTurnout, check)
    return refused_rows(rows, Ballot, _ballot_check(slate, inputs, settings))


def _not_called(row: Call, settings: Settings) -> Refused | None:
    """A refusal where the plan lets nobody call for a second round."""
    if settings.second_round is not None and "judged" in settings.second_round.when:
        return None
    return Refused(
        "no_call_here",
        "方案没有规定可以决定进行第二轮推荐。",
        "The plan lets nobody call for a second round.",
        where=row.key(),
        remedy_zh="第二轮只在方案 second_round.when 所列的情形进行；须由人决定的，写明 judged。",
        remedy_en="A second round is held as second_round.when says; judged lets a body call for it.",
    )


def _ballot_check(slate: Slate, inputs: Inputs, settings: Settings) -> Callable[[Ballot], Refused | None]:
    groups = {g.id: g for g in settings.groups}
    numbers: dict[int, polling.Numbers] = {}
    for number in (1, 2):
        numbers[number] = polling.Numbers.of(turnouts_of(inputs, number), groups, settings.numbering)
        for group, sheets in numbers_of(inputs, number).items():
            for sheet in sorted(sheets):
                numbers[number].refused(group, sheet)
    signatures = Signatures(settings.signed, inputs.table("sheets", Ballot))
    standing = frozenset(slate.candidates)
    again = frozenset(standing_again(slate, inputs, settings).candidates)

    def check(row: Ballot) -> Refused | None:
        if row.group not in groups:
            return polling.unknown_group(row.group, groups)
        refusal = _refused_vote(row, again if row.round == 2 else standing, settings)
        if refusal is None and row.person and Candidate(row.person, row.post) not in standing:
            refusal = refused_newcomer(Candidate(row.person, row.post), slate, inputs, settings)
        if refusal is None and row.person:
            refusal = polling.not_a_rater(groups[row.group], row.person, inputs.name_of(row.person))
        return refusal or signatures.refused(row) or numbers[row.round].refused(row.group, row.sheet)

    return check


def _refused_vote(row: Ballot, standing: frozenset[Candidate], settings: Settings) -> Refused | None:
    """Why one entry of a sheet may not stand, given those who are voted on in its round."""
    if not row.person:
        return None if not row.post else _refused(row, "post_without_person", "空白票不填职位", "no post")
    known = Candidate(row.person, row.post) in standing
    if row.round == 2 and not known:
        return _refused(row, "not_in_second_round", "不在第二轮推荐之列", "not voted on in a second round")
    if settings.form == "naming" and row.mark not in (settings.names_for, "invalid"):
        said = MARKS.say(row.mark)
        return _refused(row, "mark_not_allowed", f"填名推荐不能填“{said.zh}”", f"no '{said.en}' here")
    if settings.names == "listed" and not known:
        return _refused(row, "not_on_list", "不在推荐名单上", "not on the list")
    return None


def _refused(row: Ballot, code: str, zh: str, en: str) -> Refused:
    return Refused(
        code,
        f"{row.person or row.post}：{zh}。",
        f"{row.person or row.post}: {en}.",
        where=row.key(),
        remedy_zh="请核对原票。",
        remedy_en="Check the sheet itself.",
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Turnout and sheets of the first round, then of the second where one is called for."""
    if not slate.candidates and settings.names == "listed":
        return ()
    first = round_due(1, inputs, settings)
    if first or not standing_again(slate, inputs, settings).candidates:
        return tuple(first)
    return tuple(round_due(2, inputs, settings))


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Rates of everyone on the list or written in; whoever falls short leaves where votes decide.

    Errors: Refused(stage_closed_too_early), Refused(ratio_not_reached).
    """
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    first = poll_of(1, slate, inputs, settings)
    entered = joined(slate, first.candidates)
    again = standing_again(slate, inputs, settings)
    posts = tuple(dict.fromkeys(c.post for c in again.candidates))
    polls = {c: first for c in entered.candidates if c.post not in posts}
    scores = tuple(s for s in scores_of(first, settings) if s.candidate.post not in posts)
    rounds = [_round_record(1, tuple(entered.seats), first, inputs)]
    if posts:
        second = poll_of(2, again, inputs, settings)
        polls |= dict.fromkeys(again.candidates, second)
        scores += scores_of(second, settings)
        rounds.append(_round_record(2, tuple(posts), second, inputs))
    findings = {c: _finding(c, polls.get(c), first, inputs, settings) for c in entered.candidates}
    short = [f for f in findings.values() if f.state == "not_met"]
    left = entered.without(f.candidate for f in short if f.candidate is not None)
    cut, seats = below_cut(settings, scores, settings.keep, left, inputs)
    reasons = (*short, *cut)
    gone = {f.candidate for f in reasons}
    record = RecommendationRecord(
        rounds=tuple(rounds),
        brought_in=tuple(c for c in entered.candidates if c not in slate.candidates),
        valid_until=full_on(inputs.closed_on, settings.valid_for, inputs.calendar),
    )
    stay = [f for c, f in findings.items() if c not in gone]
    notes = [*stay, *void_findings(settings, inputs)]
    return outcome_of(settings, entered, reasons, notes, record, scores, seats)


def _round_record(number: int, posts: tuple[str, ...], poll: Poll, inputs: Inputs) -> RoundRecord:
    sheets = {group: len(own) for group, own in sorted(numbers_of(inputs, number).items())}
    return RoundRecord(
        number, posts, turnouts_of(inputs, number), sheets, poll.told_votes(), poll.told_spoiled()
    )


def _finding(
    candidate: Candidate, poll: Poll | None, first: Poll, inputs: Inputs, settings: Settings
) -> Finding:
    """What the votes say of one candidate."""
    title = title_of(candidate.post, inputs)
    worse: State = "not_met" if settings.effect == "decides" else "note"
    if poll is None:
        text = Text("第一轮得票较少，未列入第二轮推荐", "too few votes in the first round to stand again")
        source = by_plan(settings, "second_round")
        return found("not_in_second_round", worse, text, source, candidate, _evidence(candidate, first))
    rate = _percent(poll.rate(candidate))
    failed = failed_by(poll, candidate, settings)
    if failed is None:
        text = Text(f"推荐任“{title.zh}”，得票率 {rate}", f"{title.say('en')}: recommended by {rate}")
        source = by_plan(settings, "needed" if settings.needed else "denominator")
        return found("recommended", "met", text, source, candidate, _evidence(candidate, poll))
    place, rule = failed
    bound, own = rule.is_.say_rate(), _percent(poll.rate(candidate, rule))
    word = Text("赞成率", "votes for") if rule.on == "approve" else Text("反对率", "votes against")
    veto = place.startswith("veto")
    text = Text(
        f"{word.zh} {own}，{'达到否决界限' if veto else '要求'}：{bound.zh}",
        f"{word.en}: {own}; {'vetoed when' if veto else 'needed:'} {bound.en}",
    )
    if not poll.may_tell(candidate, rule):
        text = without_votes(rule.is_)
    code, source = "vetoed" if veto else "below_rate", by_plan(settings, place)
    return found(code, worse, text, source, candidate, _evidence(candidate, poll))


def _percent(rate: Working) -> str:
    if rate.value is None:
        return "-"
    return f"{(rate.value * Decimal(100)).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}%"


def _evidence(candidate: Candidate, poll: Poll) -> list[Evidence]:
    if not poll.may_tell(candidate):
        return [fact("得票", "Votes", TOO_FEW)]
    votes = poll.votes_on(candidate)
    return [
        fact("赞成", "For", votes.approve),
        fact("反对", "Against", votes.oppose),
        fact("弃权", "Abstained", votes.abstain),
        fact("无效", "Invalid", votes.invalid),
    ]
