"""Board (公示板): the public list of events of an election, each line bound to the one before by its hash.

Shapes: one line of canonical JSON an event; the head is the SHA-256 of the last line's bytes, without the
line end. Events: open, batch (hashes of ballots as they come), void (slips not used), close (counts), ballots
(contents, after close, 1,000 a line), result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from quanheng.core.ballots.ballot import CastBallot
from quanheng.core.ballots.election import Election
from quanheng.core.ballots.encoding import canonical
from quanheng.core.trace import NO_PREVIOUS, short_digest

Event = Literal["open", "batch", "void", "close", "ballots", "result"]
EVENTS: Final[tuple[str, ...]] = get_args(Event)
BALLOTS_A_LINE: Final = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """Where a board stands (首码): the number and hash of its last line."""

    number: int = 0
    digest: str = NO_PREVIOUS

    def short(self) -> str:
        """The first 16 digits in groups of four, for print and for reading aloud."""
        return short_digest(self.digest)


@dataclass(frozen=True)
class Line:
    """One event of a board as it was read."""

    number: int
    previous: str
    event: Event
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Counts:
    """What became of the ballots of one style (票数): issued = returned + unused + void.

    Units: ballots. Shapes: `issued` counts every credential signed and every slip printed, `void` the slips
    left over, `unused` what reached a voter and did not come back.
    """

    issued: int
    returned: int
    unused: int = 0
    void: int = 0

    def balances(self) -> bool:
        """Whether every ballot given out is accounted for."""
        return min(self.issued, self.returned, self.unused, self.void) >= 0 and (
            self.issued == self.returned + self.unused + self.void
        )

    def given(self) -> int:
        """How many reached voters."""
        return self.issued - self.void

    def plain(self) -> dict[str, int]:
        """The numbers as the board carries them."""
        return {"issued": self.issued, "returned": self.returned, "unused": self.unused, "void": self.void}


def next_line(head: Head, event: Event, body: Mapping[str, Any]) -> tuple[str, Head]:
    """The line that follows a head (the first follows Head()), and the new head."""
    line = canonical({"body": dict(body), "event": event, "number": head.number + 1, "previous": head.digest})
    return line, Head(head.number + 1, line_digest(line))


def line_digest(line: str) -> str:
    """The hash of one line."""
    return hashlib.sha256(line.encode()).hexdigest()


def read_line(line: str) -> Line:
    """One line as an event. Errors: ValueError unless it is one, written in the one canonical way."""
    facts = json.loads(line)
    if not isinstance(facts, dict) or sorted(facts) != ["body", "event", "number", "previous"]:
        raise ValueError("not a line of a board")
    number, event, body = facts["number"], facts["event"], facts["body"]
    if type(number) is not int or event not in EVENTS or not isinstance(body, dict):
        raise ValueError("not a line of a board")
    if canonical(facts) != line:
        raise ValueError("not in canonical form")
    return Line(number, facts["previous"], event, body)


def open_body(election: Election) -> dict[str, Any]:
    """The body of `open`."""
    return election.plain()


def batch_body(digests: Iterable[bytes]) -> dict[str, Any]:
    """The body of `batch`: hashes of ballots, sorted, so that the order in which they came does not show."""
    return {"ballots": sorted(d.hex() for d in digests)}


def void_body(credentials: Iterable[bytes]) -> dict[str, Any]:
    """The body of `void`: credentials of slips that were left over and scanned in front of everyone."""
    return {"credentials": sorted(c.hex() for c in credentials)}


def close_body(counts: Mapping[str, Counts]) -> dict[str, Any]:
    """The body of `close`: counts by style."""
    return {"counts": {style: own.plain() for style, own in counts.items()}}


def ballots_bodies(ballots: Sequence[CastBallot]) -> Iterator[dict[str, Any]]:
    """The bodies of `ballots`: all contents in order of their hashes, 1,000 a line."""
    ordered = sorted(ballots, key=lambda b: b.digest)
    for start in range(0, len(ordered), BALLOTS_A_LINE):
        yield {"ballots": [b.plain() for b in ordered[start : start + BALLOTS_A_LINE]]}
