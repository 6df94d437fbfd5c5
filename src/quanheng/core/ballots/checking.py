"""Checking (验票): lines of opened ballots, each judged by itself, so that many can be checked at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from quanheng.core.ballots.ballot import CastBallot, Verifier, ballot_of
from quanheng.core.ballots.board import read_line
from quanheng.core.ballots.election import Election
from quanheng.core.ballots.faults import Fault, fault
from quanheng.core.ballots.receipts import tracking_code
from quanheng.core.ballots.results import Tally, add_to, tally_of
from quanheng.core.values import Refused

_GLIMPSE: Final = 40
Marks = tuple[tuple[str, str], ...]


@dataclass
class LineCheck:
    """What one line of ballots came to. Shapes: digests in the line's order, with credential and style."""

    ballots: list[tuple[bytes, bytes, str]] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class LineChecker:
    """Checks lines of ballots under one election."""

    verifier: Verifier

    @classmethod
    def of(cls, election: Election) -> LineChecker:
        """The checker of an election."""
        return cls(Verifier(election))

    def check(self, line: str) -> LineCheck:
        """One line: what each ballot is, how it votes, and what is wrong with it."""
        try:
            read = read_line(line)
            ballots = _listed(read.body)
        except (KeyError, ValueError, RecursionError):
            return LineCheck(faults=[fault("line_unreadable", line[:_GLIMPSE])])
        found, readable = LineCheck(), []
        for index, plain in enumerate(ballots):
            ballot = self._read(plain)
            if ballot is None:
                found.faults.append(fault("ballot_unreadable", f"{read.number}.{index + 1}"))
            else:
                readable.append(ballot)
        patterns: Counter[tuple[str, Marks]] = Counter()
        for ballot, wrong in zip(readable, self.verifier.faults_of(readable), strict=True):
            if wrong is not None:
                found.faults.append(replace(wrong, where=tracking_code(ballot.digest)))
                continue
            said = ballot.said
            assert said is not None  # or else that were its fault
            found.ballots.append((ballot.digest, ballot.credential, said.style))
            patterns[said.style, tuple(said.marks.items())] += 1
        found.tallies = self._tallies(patterns)
        return found

    def _read(self, plain: object) -> CastBallot | None:
        try:
            return ballot_of(plain, self.verifier.election.length)  # type: ignore[arg-type]
        except (AttributeError, KeyError, TypeError, ValueError, Refused):
            return None

    def _tallies(self, patterns: Mapping[tuple[str, Marks], int]) -> dict[str, Tally]:
        """Equal ballots are counted together."""
        found: dict[str, Tally] = {}
        for (id_, marks), times in patterns.items():
            style, form = self.verifier.styles[id_], self.verifier.form
            tally = found.setdefault(id_, tally_of(form, style, ()))
            add_to(tally, form.cells_of(style), dict(marks), times)
        return found


def _listed(body: Mapping[str, Any]) -> list[Any]:
    ballots = body["ballots"]
    if not isinstance(ballots, list):
        raise ValueError("no list of ballots")
    return ballots


def in_turn(election: Election, lines: Iterable[str]) -> Iterator[LineCheck]:
    """The lines checked one after another, by one process."""
    checker = LineChecker.of(election)
    return map(checker.check, lines)
