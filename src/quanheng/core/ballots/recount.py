"""Recount (重新计票): from the board alone, whether every ballot counts rightly; every fault is named.

Shapes: a head (首码) taken down outside the system binds all lines up to its own. Without one, a board that
was rebuilt from start to end cannot be told from the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from quanheng.core.ballots.board import Counts, Head
from quanheng.core.ballots.checking import LineCheck, in_turn
from quanheng.core.ballots.election import Election
from quanheng.core.ballots.faults import Fault
from quanheng.core.ballots.forms import form_of
from quanheng.core.ballots.reading import BoardReading
from quanheng.core.ballots.receipts import tracking_code
from quanheng.core.ballots.results import Tally, merged, result_body, shown_styles, tally_of
from quanheng.core.tallies.suppression import Shown

Checker = Callable[[Election, Iterable[str]], Iterable[LineCheck]]
Opened = Sequence[tuple[bytes, bytes, str]]
"""Digest, credential and style of each published ballot."""
HEAD_DIGITS: Final = 16


@dataclass(frozen=True)
class Recount:
    """What a board comes to.

    Shapes: `bound` is the number of the last line that a given head binds; `unpublished` are ballots whose
    contents stay sealed because they are few; `tallies` by style, published styles only.
    """

    faults: tuple[Fault, ...]
    head: Head
    bound: int
    election: Election | None = None
    ballots: int = 0
    unpublished: int = 0
    counts: Mapping[str, Counts] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    shown: Mapping[str, Shown] = field(default_factory=dict)
    result: Mapping[str, Any] | None = None

    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def recount(lines: Iterable[str], heads: Sequence[str] = (), checker: Checker = in_turn) -> Recount:
    """The whole recount of a board.

    Shapes: a head is at least the first 16 digits, blanks allowed; `checker` may spread lines over processes.
    """
    wanted = [h.replace(" ", "").lower() for h in heads]
    reading = BoardReading([h for h in wanted if len(h) >= HEAD_DIGITS])
    contents = reading.contents(lines)
    first = next(contents, None)  # reads up to the first opened ballots, and so past the election
    checks: list[LineCheck] = []
    if reading.election is not None and first is not None:
        checks = list(checker(reading.election, chain((first,), contents)))
    for head in wanted:
        if head not in reading.found:
            reading.wrong("head", head)
    if reading.election is None:
        reading.wrong("not_opened")
        return Recount(tuple(reading.faults), reading.head, reading.bound)
    return _Counting(reading, reading.election, checks).outcome()


@dataclass
class _Counting:
    """The checks that need all ballots at once."""

    reading: BoardReading
    election: Election
    checks: Sequence[LineCheck]
    tallies: dict[str, Tally] = field(default_factory=dict)

    def outcome(self) -> Recount:
        """Everything counted and compared."""
        for check in self.checks:
            self.reading.faults += check.faults
            for style, tally in check.tallies.items():
                self.tallies[style] = merged(self.tallies[style], tally) if style in self.tallies else tally
        opened = [ballot for check in self.checks for ballot in check.ballots]
        self._unique(opened)
        listed = self._listed()
        self._voids(opened)
        counts = self._counts(len(listed))
        form = form_of(self.election.form)
        shown = shown_styles(self.election, form, {id_: c.returned for id_, c in counts.items()})
        sealed = self._published(Counter(style for _, _, style in opened), counts, shown)
        if self.reading.closed is not None:
            self._included(opened, listed, sealed)
        self._result(shown)
        return Recount(
            faults=tuple(self.reading.faults),
            head=self.reading.head,
            bound=self.reading.bound,
            election=self.election,
            ballots=len(opened),
            unpublished=sealed,
            counts=counts,
            tallies={id_: self.tallies[id_] for id_ in sorted(self.tallies)},
            shown=shown,
            result=self.reading.result,
        )

    def _unique(self, opened: Opened) -> None:
        seen: set[bytes] = set()
        last = b""
        for digest, credential, _ in opened:
            if credential in seen:
                self.reading.wrong("credential_twice", tracking_code(digest))
            if digest <= last:
                self.reading.wrong("ballots_order", tracking_code(digest))
            seen.add(credential)
            last = digest

    def _listed(self) -> set[str]:
        """The hashes that batches list: each once, in order, and never a few at a time."""
        listed: set[str] = set()
        least = self.election.batch
        for index, (place, batch) in enumerate(self.reading.batches):
            if batch != sorted(batch):
                self.reading.wrong("batch_order", place)
            if len(batch) < least and index < len(self.reading.batches) - 1:
                self.reading.wrong("batch_small", place, found=len(batch), least=least)
            for digest in batch:
                if digest in listed:
                    self.reading.wrong("listed_twice", _code(digest))
                listed.add(digest)
        return listed

    def _voids(self, opened: Opened) -> None:
        voided = Counter(self.reading.voided)
        used = _among((credential for _, credential, _ in opened), voided)
        committed = _among(chain.from_iterable(self.election.slips.values()), voided)
        for credential, times in voided.items():
            if credential not in committed or times > 1:
                self.reading.wrong("void_unknown", credential[:HEAD_DIGITS])
            if credential in used:
                self.reading.wrong("void_used", credential[:HEAD_DIGITS])

    def _counts(self, listed: int) -> Mapping[str, Counts]:
        """The counts of `close`, held against one another, the electorate, the slips and what is listed."""
        closed = self.reading.closed
        if closed is None:
            self.reading.wrong("not_closed")
            return {}
        styles = {s.id: s for s in self.election.styles}
        if set(closed) != set(styles):
            self.reading.wrong("counts_styles")
        counts = {id_: closed[id_] for id_ in styles if id_ in closed}
        voids = Counter(self.reading.voided)
        slips = self.election.slips
        homes = {c: id_ for id_, own in slips.items() for c in _among(own, voids)}
        voided = Counter(homes.get(c, "") for c in self.reading.voided)
        for id_, own in counts.items():
            voters = self.election.electorate.get(styles[id_].group, 0)
            self._count(id_, own, voided[id_], voters)
        total = sum(c.returned for c in counts.values())
        if total != listed:
            self.reading.wrong("returned_listed", returned=total, listed=listed)
        return counts

    def _count(self, style: str, own: Counts, voided: int, voters: int) -> None:
        slips = len(self.election.slips.get(style, ()))
        if not own.balances():
            self.reading.wrong("balance", style, **own.plain())
        if own.void != voided:
            self.reading.wrong("void_count", style, void=own.void, listed=voided)
        if own.issued < slips or (not self.election.issuers and own.issued != slips):
            self.reading.wrong("slips_issued", style, issued=own.issued, slips=slips)
        if own.given() > voters:
            self.reading.wrong("issued_beyond", style, given=own.given(), voters=voters)

    def _published(
        self, published: Mapping[str, int], counts: Mapping[str, Counts], shown: Mapping[str, Shown]
    ) -> int:
        """How many ballots stay sealed; published ones must be as many as came back, and may be published."""
        sealed = 0
        for id_ in counts:
            returned, own = counts[id_].returned, published.get(id_, 0)
            if shown[id_] == "distribution":
                if own != returned:
                    self.reading.wrong("returned_published", id_, returned=returned, published=own)
                continue
            sealed += returned
            if own:
                self.reading.wrong("published_too_few", id_)
        return sealed

    def _included(self, opened: Opened, listed: set[str], sealed: int) -> None:
        """Every published ballot was listed before the close, and every listed one is published or sealed."""
        unlisted = {code for digest, _, _ in opened if (code := digest.hex()) not in listed}
        for code in sorted(unlisted):
            self.reading.wrong("not_listed", _code(code))
        listed.difference_update(digest.hex() for digest, _, _ in opened)  # in place: there may be millions
        missing = sorted(listed)
        if sealed and len(missing) != sealed:
            self.reading.wrong("missing_count", missing=len(missing), sealed=sealed)
        for digest in missing if not sealed else ():
            self.reading.wrong("missing", _code(digest))

    def _result(self, shown: Mapping[str, Shown]) -> None:
        """The published result against the ballots; means of sealed ballots stand unchecked."""
        if self.reading.result is None:
            return
        form = form_of(self.election.form)
        tallies = {s.id: self.tallies.get(s.id) or tally_of(form, s, ()) for s in self.election.styles}
        due = result_body(form, tallies, shown)["styles"]
        said = self.reading.result.get("styles")
        said = said if isinstance(said, dict) else {}
        for id_ in sorted({**due, **said}):
            if _checkable(due.get(id_)) != _checkable(said.get(id_)):
                self.reading.wrong("result", id_)


def _among(credentials: Iterable[bytes], wanted: Mapping[str, int]) -> set[str]:
    """Those of many credentials that are wanted, in hexadecimal; no copy is made of all."""
    return {code for c in credentials if (code := c.hex()) in wanted} if wanted else set()


def _checkable(result: object) -> object:
    """A style's result without its means."""
    return {k: v for k, v in result.items() if k != "means"} if isinstance(result, dict) else result


def _code(digest: str) -> str:
    return tracking_code(bytes.fromhex(digest))
