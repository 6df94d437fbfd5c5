"""Democratic recommendation (民主推荐): sheets of groups become votes and rates, in one round or two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quanheng.core.admission import refuse_while_due, refused_rows
from quanheng.core.findings import by_plan, fact, found, outcome_of, title_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.newcomers import joined, refused_newcomer
from quanheng.core.scoring import polling
from quanheng.core.scoring.conditions import situation_of
from quanheng.core.scoring.disclosing import TOO_FEW, without_votes
from quanheng.core.scoring.keeping import below_cut, chosen, cut_of, scores_by_post, standings_of
from quanheng.core.scoring.scores import plain, rounded_at, value_of
from quanheng.core.spans import full_on
from quanheng.core.stages.recommendation.recommending import Poll, Spoiled, polled
from quanheng.core.stages.recommendation.tables import MARKS, TABLES, Ballot, GroupTurnout, Settings, VoteRate
from quanheng.core.tallies.approval import Votes
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import (
    Candidate,
    Evidence,
    Finding,
    Outcome,
    Refused,
    Score,
    Slate,
    State,
    Text,
    Working,
)

__all__ = ["RECORD", "TABLES", "TITLE", "Settings", "admit", "close", "due", "standing_again"]

TITLE = Text("民主推荐", "Democratic recommendation")


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
    if table == "turnout":
        known = {g.id for g in settings.groups}

        def check(row: GroupTurnout) -> Refused | None:
            if row.group not in known:
                return polling.unknown_group(row.group, known)
            entered = len(_numbers(inputs, row.round).get(row.group, ()))
            return row.counts().wrong(row.group) or polling.fewer_than_entered(
                row.group, row.returned, entered
            )

        return refused_rows(rows, GroupTurnout, check)
    return refused_rows(rows, Ballot, _ballot_check(slate, inputs, settings))


def _ballot_check(slate: Slate, inputs: Inputs, settings: Settings) -> Callable[[Ballot], Refused | None]:
    groups = {g.id: g for g in settings.groups}
    numbers: dict[int, polling.Numbers] = {}
    for number in (1, 2):
        numbers[number] = polling.Numbers.of(_turnouts(inputs, number), groups, settings.numbering)
        for group, sheets in _numbers(inputs, number).items():
            for sheet in sorted(sheets):
                numbers[number].refused(group, sheet)
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
        return refusal or numbers[row.round].refused(row.group, row.sheet)

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


def _rows(inputs: Inputs, number: int) -> dict[tuple[str, str], list[Ballot]]:
    found: dict[tuple[str, str], list[Ballot]] = {}
    for row in inputs.table("sheets", Ballot):
        if row.round == number:
            found.setdefault((row.group, row.sheet), []).append(row)
    return found


def _numbers(inputs: Inputs, number: int) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for group, sheet in _rows(inputs, number):
        found.setdefault(group, set()).add(sheet)
    return found


def _turnouts(inputs: Inputs, number: int) -> dict[str, Turnout]:
    return {r.group: r.counts() for r in inputs.table("turnout", GroupTurnout) if r.round == number}


def _poll(number: int, listed: Slate, inputs: Inputs, settings: Settings) -> Poll:
    return polled(_rows(inputs, number), listed, _turnouts(inputs, number), settings, inputs)


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Turnout and sheets of the first round, then of the second where one is called for."""
    if not slate.candidates and settings.names == "listed":
        return ()
    first = _round_due(1, inputs, settings)
    if first or not standing_again(slate, inputs, settings).candidates:
        return tuple(first)
    return tuple(_round_due(2, inputs, settings))


def _round_due(number: int, inputs: Inputs, settings: Settings) -> list[Due]:
    turnouts, entered = _turnouts(inputs, number), _numbers(inputs, number)
    found = []
    for group in settings.groups:
        count = len(entered.get(group.id, ()))
        found += polling.group_due(group, turnouts.get(group.id), count, True, settings.small_group)
        small = settings.small_group
        is_merged = small is not None and bool(entered.get(small.into or ""))
        if count == 0 and not is_merged and settings.empty_group in (None, "block"):
            zh, en = f"“{group.title.zh}”组没有推荐票", f"group '{group.title.say('en')}' has no sheets"
            found.append(Due(Text(zh, en), "sheets"))
    if not entered and not found:
        found.append(Due(Text("没有推荐票", "there are no sheets"), "sheets"))
    prefix = Text("第二轮：", "second round: ") if number == 2 else Text("", "")
    return [Due(Text(prefix.zh + d.text.zh, prefix.en + d.text.say("en")), d.table) for d in found]


def _failed(poll: Poll, candidate: Candidate, settings: Settings) -> tuple[str, VoteRate] | None:
    """The first boundary that keeps a candidate out, with its place in the plan."""
    for index, rule in enumerate(settings.needed):
        if not poll.holds(candidate, rule):
            return f"needed.{index}", rule
    for index, rule in enumerate(settings.veto):
        if poll.holds(candidate, rule):
            return f"veto.{index}", rule
    return None


def _scores(poll: Poll, settings: Settings) -> tuple[Score, ...]:
    """The rates as points out of the full mark."""
    found = {}
    for candidate in poll.candidates:
        rate = poll.rate(candidate)
        rule = Text(f"得票率 × {plain(settings.full_mark)}", f"rate × {plain(settings.full_mark)}")
        points = Working(settings.title or TITLE, value_of(rate) * settings.full_mark, rule, (rate,))
        found[candidate] = rounded_at(
            rounded_at(points, settings.rounding, "component"), settings.rounding, "total"
        )
    return scores_by_post(found)


def standing_again(slate: Slate, inputs: Inputs, settings: Settings) -> Slate:
    """The candidates of a second round: those whom the plan keeps, of each post that calls for one."""
    if settings.second_round is None or _round_due(1, inputs, settings):
        return Slate((), slate.seats)
    poll = _poll(1, slate, inputs, settings)
    field = joined(slate, poll.candidates)
    scores = _scores(poll, settings)
    standing: list[Candidate] = []
    for post in dict.fromkeys(c.post for c in field.candidates):
        if _is_open(post, field, poll, scores, inputs, settings):
            order = standings_of(scores, field, post)
            values = tuple(s.value for s in order)
            cut = cut_of(settings.second_round.keep, situation_of(post, field, inputs, values))
            kept = chosen(order, cut.places, settings.second_round.keep.ties).kept
            standing += [s.candidate for s in kept]
    return Slate(tuple(standing), slate.seats)


def _is_open(
    post: str, field: Slate, poll: Poll, scores: Sequence[Score], inputs: Inputs, settings: Settings
) -> bool:
    """Whether the first round leaves a post unsettled in a way that the plan answers with a second."""
    triggers = settings.second_round.when if settings.second_round else ()
    passed = field.without(c for c in field.candidates if _failed(poll, c, settings))
    if "short" in triggers and len(passed.of(post)) < field.seats.get(post, 0):
        return True
    best = max((s.value for s in scores if s.candidate.post == post), default=Decimal(0))
    low = settings.second_round.low if settings.second_round else None
    if low is not None and low.holds(best / settings.full_mark):
        return True
    if settings.keep is None or "tie" not in triggers:
        return False
    order = standings_of(scores, passed, post)
    cut = cut_of(settings.keep, situation_of(post, passed, inputs, tuple(s.value for s in order)))
    return bool(chosen(order, cut.places, "chain").contested)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Rates of everyone on the list or written in; whoever falls short leaves where votes decide.

    Errors: Refused(stage_closed_too_early), Refused(ratio_not_reached).
    """
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    first = _poll(1, slate, inputs, settings)
    entered = joined(slate, first.candidates)
    again = standing_again(slate, inputs, settings)
    posts = tuple(dict.fromkeys(c.post for c in again.candidates))
    polls = {c: first for c in entered.candidates if c.post not in posts}
    scores = tuple(s for s in _scores(first, settings) if s.candidate.post not in posts)
    rounds = [_round_record(1, tuple(entered.seats), first, inputs)]
    if posts:
        second = _poll(2, again, inputs, settings)
        polls |= dict.fromkeys(again.candidates, second)
        scores += _scores(second, settings)
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
    return outcome_of(settings, entered, reasons, stay, record, scores, seats)


def _round_record(number: int, posts: tuple[str, ...], poll: Poll, inputs: Inputs) -> RoundRecord:
    sheets = {group: len(own) for group, own in sorted(_numbers(inputs, number).items())}
    return RoundRecord(
        number, posts, _turnouts(inputs, number), sheets, poll.told_votes(), poll.told_spoiled()
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
    failed = _failed(poll, candidate, settings)
    if failed is None:
        text = Text(f"推荐任“{title.zh}”，得票率 {rate}", f"{title.say('en')}: recommended by {rate}")
        source = by_plan(settings, "needed" if settings.needed else "denominator")
        return found("recommended", "met", text, source, candidate, _evidence(candidate, poll))
    place, rule = failed
    bound, own = rule.is_.say(), _percent(poll.rate(candidate, rule))
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
    return "-" if rate.value is None else f"{plain(rate.value * Decimal(100))}%"


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
