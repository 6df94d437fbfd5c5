"""Recommending (推荐计票): sheets become votes by group, votes become rates by the plan's base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from quanheng.core.inputs import Inputs
from quanheng.core.language.scoring import Denominator, VoterGroup
from quanheng.core.language.terms import Bound
from quanheng.core.scoring.disclosing import (
    RATE_ONLY,
    Telling,
    disclosed,
    disclosure_in,
    telling_of,
    without_counts,
)
from quanheng.core.scoring.scores import weighted_mean
from quanheng.core.stages.recommendation.tables import Ballot, Settings, VoteRate
from quanheng.core.tallies.approval import Votes, approval
from quanheng.core.tallies.plurality import Naming, plurality
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.tallies.turnout import Turnout, together
from quanheng.core.values import Candidate, Slate, Text, Working

ANY = Bound(at_least=Decimal(0))
Sheets = Mapping[tuple[str, str], Sequence[Ballot]]
"""The rows of each sheet, by group and number."""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """How many sheets of a group do not count for a post ('' is the whole sheet), and why."""

    group: str
    post: str
    fault: str
    sheets: int


@dataclass(frozen=True)
class Poll:
    """One round counted: votes by group, small groups merged where the plan says so.

    Shapes: `into` leads from each group of the plan to the one it is counted in.
    """

    settings: Settings
    candidates: tuple[Candidate, ...]
    votes: Mapping[str, Mapping[Candidate, Votes]]
    spoiled: tuple[Spoiled, ...]
    turnouts: Mapping[str, Turnout]
    groups: tuple[VoterGroup, ...]
    into: Mapping[str, str]
    disclosure: Disclosure | None = None

    def telling(self, candidate: Candidate) -> Telling:
        """How much may be told of the votes on one candidate; a slice that did not come back is no ballot."""
        votes = {g.id: self.votes.get(g.id, {}).get(candidate, Votes(0)).cast() for g in self.groups}
        ballots = {
            group: cast.decided + cast.abstained or min(cast.invalid, 1) for group, cast in votes.items()
        }
        return telling_of(self.disclosure, ballots, has_mean=False)

    def may_tell(self, candidate: Candidate, rule: VoteRate | None = None) -> bool:
        """Whether the votes behind a rate give no group away."""
        return self.telling(candidate).may_tell(self._wanted(rule))

    def told_votes(self) -> dict[str, dict[Candidate, Votes]]:
        """The votes by group, without those that may not be told."""
        return {
            group: {c: v for c, v in own.items() if self.telling(c).is_full(group)}
            for group, own in self.votes.items()
        }

    def told_spoiled(self) -> tuple[Spoiled, ...]:
        """The sheets that do not count, without those of groups that may not be told."""
        hidden = {g for c in self.candidates for g in self.telling(c).hidden}
        return tuple(s for s in self.spoiled if s.group not in hidden)

    def _wanted(self, rule: VoteRate | None) -> set[str]:
        named = rule.groups if rule else None
        return {self.into[g] for g in named} if named else set(self.into.values())

    def votes_on(self, candidate: Candidate) -> Votes:
        """All votes on one candidate, groups added."""
        return _added(own[candidate] for own in self.votes.values() if candidate in own)

    def rate(self, candidate: Candidate, rule: VoteRate | None = None) -> Working:
        """The share of votes for (or against) by the plan's base; no value where nobody counts."""
        on = rule.on if rule else "approve"
        base = (rule.denominator if rule else None) or self.settings.denominator
        wanted = self._wanted(rule)
        groups = [g for g in self.groups if g.id in wanted and g.votes_on(candidate.person)]
        if self.settings.combine != "weighted" or len(groups) == 1:
            whole = self._rate(candidate, groups, on, base)
            return whole if self.may_tell(candidate, rule) else without_counts(whole, RATE_ONLY)
        parts, counted = [], []
        for group in groups:
            own = self._rate(candidate, [group], on, base)
            if own.value is not None:
                parts.append((_of_group(group, own), group.weight))
                counted.append(group.id)
            elif self.settings.empty_group == "zero":
                zero = Working(group.title, Decimal(0), Text("无有效票，计零", "no valid vote: zero"))
                parts.append((zero, group.weight))
                counted.append(group.id)
        label = Text("各组加权得票率", "weighted rate of the groups")
        if not parts:
            return Working(label, None)
        shown = self.telling(candidate).shown
        told = [(own, shown[group]) for own, group in zip((p for p, _ in parts), counted, strict=True)]
        return disclosed(weighted_mean(label, parts), told, RATE_ONLY)

    def _rate(
        self, candidate: Candidate, groups: Sequence[VoterGroup], on: str, base: Denominator
    ) -> Working:
        votes = _added(self.votes.get(g.id, {}).get(candidate, Votes(0)) for g in groups)
        if on == "oppose":
            votes = Votes(votes.oppose, votes.approve, votes.abstain, votes.invalid)
        turnout = together(self.turnouts.get(g.id, Turnout()) for g in groups)
        source = f"{self.settings.id}.sheets:{'+'.join(g.id for g in groups)}|{candidate}"
        return approval(votes, base, ANY, turnout, source).rate

    def holds(self, candidate: Candidate, rule: VoteRate) -> bool:
        """Whether the rate lies within the rule's boundary; no rate holds nothing."""
        value = self.rate(candidate, rule).value
        return value is not None and rule.is_.holds(value)


def _of_group(group: VoterGroup, rate: Working) -> Working:
    """A rate that says whose it is."""
    title, label = group.title, rate.label
    label = Text(f"{title.zh}：{label.zh}", f"{title.say('en')}: {label.say('en')}")
    return replace(rate, label=label)


def polled(
    sheets: Sheets, listed: Slate, turnouts: Mapping[str, Turnout], settings: Settings, inputs: Inputs
) -> Poll:
    """The count of one round: everyone on the list, and whoever was written in."""
    into = _merging(sheets, settings)
    written = (Candidate(r.person, r.post) for rows in sheets.values() for r in rows if r.person)
    candidates = tuple(dict.fromkeys((*listed.candidates, *written)))
    votes: dict[str, dict[Candidate, Votes]] = {}
    spoiled: list[Spoiled] = []
    raters = {g.id: g for g in settings.groups}
    for group in dict.fromkeys(into.values()):
        own = [rows for (name, _), rows in sheets.items() if into[name] == group]
        if own:
            rated = [c for c in candidates if raters[group].votes_on(c.person)]
            votes[group], faults = _counted(own, rated, listed, settings, inputs)
            spoiled += [Spoiled(group, post, fault, n) for (post, fault), n in sorted(faults.items())]
    whole: dict[str, Turnout] = {}
    for name, turnout in turnouts.items():
        whole[into[name]] = whole.get(into[name], Turnout()).plus(turnout)
    groups = tuple(g for g in settings.groups if g.id in into.values())
    rule = disclosure_in(settings.disclosure, inputs.disclosure)
    return Poll(settings, candidates, votes, tuple(spoiled), whole, groups, into, rule)


def _merging(sheets: Sheets, settings: Settings) -> dict[str, str]:
    """Which group each group is counted in."""
    small = settings.small_group
    own = {g.id: g.id for g in settings.groups}
    if small is None or small.into is None:
        return own
    returned = Counter(group for group, _ in sheets)
    return {g: small.into if returned[g] < small.below else g for g in own}


def _added(votes: Iterable[Votes]) -> Votes:
    found = Votes(0)
    for v in votes:
        found = Votes(
            found.approve + v.approve,
            found.oppose + v.oppose,
            found.abstain + v.abstain,
            found.invalid + v.invalid,
        )
    return found


def _scopes(candidates: Sequence[Candidate], listed: Slate, settings: Settings) -> dict[str, int]:
    """The parts of a sheet that its limit is for, with the seats open in each ('' is the whole sheet)."""
    posts = dict.fromkeys(c.post for c in candidates)
    if settings.limit_per == "sheet":
        return {"": sum(listed.seats.get(p, 0) for p in posts)}
    return {post: listed.seats.get(post, 0) for post in posts}


def _naming(candidates: Iterable[Candidate], seats: int, settings: Settings, inputs: Inputs) -> Naming:
    own = tuple(candidates)
    limit = seats if settings.most == "seats" else settings.most
    outside = frozenset(
        str(c)
        for c in own
        if c.person in inputs.people and inputs.people[c.person].unit not in settings.inside_units
    )
    return Naming(
        most=len(own) if limit is None else limit,
        exactly=settings.exactly and settings.most is not None,
        least_outsiders=settings.outsiders,
        outsiders=outside,
    )


def _counted(
    sheets: Sequence[Sequence[Ballot]],
    candidates: Sequence[Candidate],
    listed: Slate,
    settings: Settings,
    inputs: Inputs,
) -> tuple[dict[Candidate, Votes], Counter[tuple[str, str]]]:
    """One group's votes on everyone, and the sheets that do not count by part and fault."""
    votes: dict[Candidate, Votes] = {}
    faults: Counter[tuple[str, str]] = Counter()
    for scope, seats in _scopes(candidates, listed, settings).items():
        own = [c for c in candidates if scope in ("", c.post)]
        naming = _naming(own, seats, settings, inputs)
        parts = [[r for r in rows if r.person and scope in ("", r.post)] for rows in sheets]
        if settings.form == "naming":
            found, wrong = _named(parts, own, naming, settings.names_for)
        else:
            found, wrong = _marked(parts, own, naming, frozenset(listed.candidates), settings)
        votes |= found
        faults.update({(scope, fault): n for fault, n in wrong.items()})
    return votes, faults


def _names(rows: Iterable[Ballot], mark: str = "approve") -> tuple[str, ...]:
    return tuple(str(Candidate(r.person, r.post)) for r in rows if r.mark == mark)


def _unopposed(rows: Iterable[Ballot], listed: frozenset[Candidate], settings: Settings) -> str | None:
    """A sheet that writes in more people than it votes against, where each must take somebody's place."""
    if settings.write_in == "free":
        return None
    places = Counter((r.mark, Candidate(r.person, r.post) in listed) for r in rows)
    return "unopposed_write_in" if places["approve", False] > places["oppose", True] else None


def _named(
    parts: Sequence[Sequence[Ballot]], candidates: Sequence[Candidate], naming: Naming, names_for: str
) -> tuple[dict[Candidate, Votes], dict[str, int]]:
    """Names written: a valid sheet that names others is a vote the other way, a blank one abstains."""
    result = plurality((_names(rows, names_for) for rows in parts), naming, map(str, candidates))
    wrong = dict(result.invalid)
    named = {n.person: int(n.votes.value or 0) for n in result.named}
    votes = {}
    for c in candidates:
        own, others, void = named[str(c)], result.valid - named[str(c)], sum(wrong.values())
        ways = (own, others) if names_for == "approve" else (others, own)
        votes[c] = Votes(*ways, result.abstained, void)
    return votes, wrong


def _marked(
    parts: Sequence[Sequence[Ballot]],
    candidates: Sequence[Candidate],
    naming: Naming,
    listed: frozenset[Candidate],
    settings: Settings,
) -> tuple[dict[Candidate, Votes], dict[str, int]]:
    """A vote on each: a listed name left unmarked counts as the plan says, a missing write-in abstains."""
    faults: Counter[str] = Counter()
    given: Counter[tuple[Candidate, str]] = Counter()
    for rows in parts:
        fault = naming.fault(_names(rows)) or _unopposed(rows, listed, settings)
        if fault is not None:
            faults[fault] += 1
        else:
            given.update((Candidate(r.person, r.post), r.mark) for r in rows)
    void, valid = sum(faults.values()), len(parts) - sum(faults.values())
    votes = {}
    for c in candidates:
        counts = {mark: given[c, mark] for mark in ("approve", "oppose", "abstain", "invalid")}
        counts[settings.unmarked if c in listed else "abstain"] += valid - sum(counts.values())
        votes[c] = Votes(counts["approve"], counts["oppose"], counts["abstain"], counts["invalid"] + void)
    return votes, dict(faults)
