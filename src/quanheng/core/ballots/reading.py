"""Reading a board (读公示板): line by line, whether chain and order hold, and what the events say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from quanheng.core.ballots.blind import issuer_key
from quanheng.core.ballots.board import Counts, Head, Line, line_digest, read_line
from quanheng.core.ballots.election import Election, election_of
from quanheng.core.ballots.faults import Fault, fault
from quanheng.core.ballots.forms import form_of

_BALLOTS: Final = re.compile(r',"event":"ballots","number":([1-9][0-9]*),"previous":"([0-9a-f]{64})"\}$')
_TAIL: Final = 256
"""Characters at the end of a line within which its event stands; the line itself may take megabytes."""
_STAGES: Final = {"open": 0, "batch": 1, "void": 1, "close": 2, "ballots": 3, "result": 4}


@dataclass
class BoardReading:
    """The board as it is read, line by line.

    Shapes: `bound` is the number of the last line whose hash is one of `heads`; `batches` with their line.
    """

    heads: Sequence[str]
    head: Head = Head()
    bound: int = 0
    stage: int = -1
    faults: list[Fault] = field(default_factory=list)
    election: Election | None = None
    batches: list[tuple[str, list[str]]] = field(default_factory=list)
    voided: list[str] = field(default_factory=list)
    closed: Mapping[str, Any] | None = None
    result: Mapping[str, Any] | None = None
    found: set[str] = field(default_factory=set)

    def contents(self, lines: Iterable[str]) -> Iterator[str]:
        """Read the board; lines of opened ballots are handed on unread, for somebody to check."""
        for text in lines:
            line = text.rstrip("\r\n")
            if self.take(line):
                yield line

    def take(self, line: str) -> bool:
        """Read one line; whether it holds opened ballots."""
        place = str(self.head.number + 1)
        tail = _BALLOTS.search(line, max(0, len(line) - _TAIL))
        try:
            read = Line(int(tail[1]), tail[2], "ballots", {}) if tail else read_line(line)
        except (ValueError, RecursionError):
            self.wrong("line_unreadable", place)
            self._follow(line)
            return False
        if read.number != self.head.number + 1:
            self.wrong("line_number", place, found=read.number)
        if read.previous != self.head.digest:
            self.wrong("line_chain", place)
        self._follow(line)
        self._order(read, place)
        return self._keep(read, place)

    def _follow(self, line: str) -> None:
        self.head = Head(self.head.number + 1, line_digest(line))
        for wanted in self.heads:
            if self.head.digest.startswith(wanted):
                self.found.add(wanted)
                self.bound = self.head.number

    def _order(self, read: Line, place: str) -> None:
        stage = _STAGES[read.event]
        once = read.event in ("open", "close", "result")
        if stage < self.stage or (once and stage == self.stage) or (stage > 0 and self.stage < 0):
            self.wrong("line_order", place, event=read.event)
        self.stage = max(self.stage, stage)

    def _keep(self, read: Line, place: str) -> bool:
        try:
            if read.event == "open" and self.election is None:
                self.election = _sound_election(read.body)
            elif read.event == "batch":
                self.batches.append((place, [_hex(d) for d in read.body["ballots"]]))
            elif read.event == "void":
                self.voided += [_hex(c) for c in read.body["credentials"]]
            elif read.event == "close" and self.closed is None:
                self.closed = {id_: _counts(own) for id_, own in read.body["counts"].items()}
            elif read.event == "result" and self.result is None:
                self.result = read.body
        except (AttributeError, KeyError, TypeError, ValueError):
            self.wrong("line_body", place, event=read.event)
        return read.event == "ballots" and self.election is not None

    def wrong(self, code: str, where: str = "", **facts: object) -> None:
        """Take note of a fault."""
        self.faults.append(fault(code, where, **facts))


def _sound_election(body: Mapping[str, Any]) -> Election:
    """The election of `open`; ValueError where an issuer's key is not of the one size and exponent."""
    election = election_of(body)
    form_of(election.form)
    texts = (election.id, election.title, *election.times.values())
    disclosed = election.disclosure.plain().values()
    numbers = (election.length, election.batch, *election.electorate.values(), *disclosed)
    if not all(isinstance(t, str) for t in texts) or not all(type(n) is int for n in numbers):
        raise ValueError("texts and whole numbers are needed")
    for issuer in election.issuers:
        for key in issuer.keys.values():
            issuer_key(key)
    return election


def _counts(own: Mapping[str, int]) -> Counts:
    if not all(type(n) is int for n in own.values()):
        raise ValueError("counts are whole numbers")
    return Counts(**own)


def _hex(text: str) -> str:
    if len(text) != 64 or bytes.fromhex(text).hex() != text:
        raise ValueError(text)
    return text
