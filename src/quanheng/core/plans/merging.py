"""Merging two texts of a plan (合并): what two people changed of the same version."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines of the common text, from one to before another, with what stands in their place."""

    start: int
    end: int
    lines: tuple[str, ...]

    def meets(self, other: _Hunk) -> bool:
        """Whether both touch the same lines, or put something in at the same place."""
        return self.start <= other.end and other.start <= self.end


def merged(common: str, mine: str, theirs: str) -> str | None:
    """The text with both sides' changes, None where they changed the same or neighbouring lines."""
    lines = common.splitlines(keepends=True)
    own, other = _hunks(lines, mine), _hunks(lines, theirs)
    if any(a != b and a.meets(b) for a in own for b in other):
        return None
    made, last = list[str](), 0
    for hunk in sorted({*own, *other}, key=lambda h: (h.start, h.end)):
        made += [*lines[last : hunk.start], *hunk.lines]
        last = hunk.end
    return "".join([*made, *lines[last:]])


def _hunks(lines: list[str], text: str) -> tuple[_Hunk, ...]:
    other = text.splitlines(keepends=True)
    steps = SequenceMatcher(None, lines, other, autojunk=False).get_opcodes()
    return tuple(_Hunk(a, b, tuple(other[c:d])) for tag, a, b, c, d in steps if tag != "equal")
