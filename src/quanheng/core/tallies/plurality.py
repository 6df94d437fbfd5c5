"""Plurality (得票排序): each ballot names some people; who is named most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.scoring.scores import shared_ranks
from quanheng.core.values import Text, Working


@dataclass(frozen=True)
class Naming:
    """What makes a ballot valid: how many names, and how many of them from outside.

    Shapes: `exactly` asks for all `most` names; `outsiders` are the people who count as outside.
    """

    most: int
    exactly: bool = False
    least_outsiders: int = 0
    outsiders: frozenset[str] = frozenset()

    def fault(self, names: tuple[str, ...]) -> str | None:
        """Why a ballot is invalid (repeated, over_vote, under_vote, too_few_outsiders), else None."""
        if len(set(names)) != len(names):
            return "repeated"
        if len(names) > self.most:
            return "over_vote"
        if not names:
            return None
        if self.exactly and len(names) < self.most:
            return "under_vote"
        return "too_few_outsiders" if len(self.outsiders & set(names)) < self.least_outsiders else None


@dataclass(frozen=True, slots=True)
class Named:
    """One person's votes and shared rank."""

    person: str
    votes: Working
    rank: int


@dataclass(frozen=True)
class Plurality:
    """The people named, most votes first; ballots that count, abstain, or are invalid and why."""

    named: tuple[Named, ...]
    valid: int
    abstained: int
    invalid: tuple[tuple[str, int], ...]


def plurality(ballots: Iterable[tuple[str, ...]], naming: Naming, people: Iterable[str]) -> Plurality:
    """The count of all ballots; everyone in `people` is listed, even without a vote; equals share a rank."""
    patterns = Counter(tuple(sorted(ballot)) for ballot in ballots)
    votes: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    valid = abstained = 0
    for names, count in patterns.items():
        fault = naming.fault(names)
        if fault is not None:
            faults[fault] += count
        elif not names:
            abstained += count
        else:
            valid += count
            votes.update(dict.fromkeys(names, count))
    known = list(dict.fromkeys([*people, *sorted(votes)]))
    ranks = shared_ranks(Decimal(votes[p]) for p in known)
    named = [Named(p, _votes(p, votes[p], valid), rank) for p, rank in zip(known, ranks, strict=True)]
    named.sort(key=lambda n: (n.rank, known.index(n.person)))
    return Plurality(tuple(named), valid, abstained, tuple(sorted(faults.items())))


def _votes(person: str, count: int, valid: int) -> Working:
    rule = Text(f"有效票 {valid} 张中得票", f"of {valid} valid ballots")
    return Working(Text("得票", "votes"), Decimal(count), rule, source=f"named:{person}")
