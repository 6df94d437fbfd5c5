"""Ballot form (票面): what a ballot asks, as data derived from a stage, and whether marks fit it.

Shapes: a slice (分片) is one ballot about one subject; cells are then the ids of the questions. On a whole
sheet cells are `subject|question`. Names written in stand in cells +1, +2 ... as `post|text`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.election import Style

Asks = Literal["grades", "numbers", "votes", "names"]
Slices = Literal["person", "candidate", "post", "sheet"]
VOTE = "vote"
"""The one question of a ballot that takes a vote or names."""
COMMENT = "comment"
_WIDEST: Final = "\x01"
"""A character that takes as many bytes in JSON as any."""
_PATTERNS: Final = 10_000
LONGEST_NAME: Final = 40
LONGEST_COMMENT: Final = 300
_WRITTEN: Final = re.compile(r"\+[1-9][0-9]?")
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{0,8}[1-9])?")


@dataclass(frozen=True, slots=True)
class Said:
    """Something with an id and its words."""

    id: str
    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a ballot is about. Shapes: `groups` are those that vote on them; None is every group."""

    id: str
    person: str
    post: str
    name: str
    unit: str = ""
    outside: bool = False
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How many names a ballot may hold (推荐名额). Shapes: `scope` is a post, '' the whole sheet."""

    scope: str
    most: int
    exactly: bool = False
    outsiders: int = 0


@dataclass(frozen=True)
class BallotForm:
    """What the ballots of one stage ask.

    Shapes: `scale` is least, greatest and step ('' for any); `rules` are the plan's sheet rules as plain
    data; `points` what a choice is worth; `unit_groups` vote only on people of their own unit; `whole` says
    why the sheet is not sliced.
    """

    stage: str
    asks: Asks
    slices: Slices
    subjects: tuple[Subject, ...]
    questions: tuple[Said, ...]
    choices: tuple[Said, ...]
    groups: tuple[Said, ...]
    posts: tuple[Said, ...] = ()
    points: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[str, str, str] | None = None
    blank: str = "refuse"
    limits: tuple[Limit, ...] = ()
    write_in: bool = False
    write_in_with_oppose: bool = False
    rules: tuple[Mapping[str, Any], ...] = ()
    all_equal_invalid: bool = False
    unit_groups: tuple[str, ...] = ()
    comments: bool = False
    round: int = 1
    whole: tuple[Said, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The form as the board carries it."""
        plain: dict[str, Any] = _FORM.dump_python(self, mode="json")
        return plain

    def styles(self) -> tuple[Style, ...]:
        """Every ballot style: each group with each subject, or one sheet a group; comments apart."""
        found = []
        for group in self.groups:
            kinds = ("marks", "comment") if self.comments else ("marks",)
            for kind in kinds:
                found += [Style(group.id, key, kind) for key in self._keys_of(group.id)]  # type: ignore[arg-type]
        return tuple(found)

    def styles_for(self, group: str, unit: str = "") -> tuple[Style, ...]:
        """The styles of one voter: of the group, and of the voter's unit where the group votes in its own."""
        units = {s.id: s.unit for s in self.subjects}
        own = group in self.unit_groups
        return tuple(
            s for s in self.styles() if s.group == group and (not own or units.get(s.subject) == unit)
        )

    def _keys_of(self, group: str) -> Iterator[str]:
        if self.slices == "sheet":
            yield ""
        elif self.slices == "post":
            yield from (p.id for p in self.posts)
        else:
            yield from (s.id for s in self.subjects if s.groups is None or group in s.groups)

    def cells_of(self, style: Style) -> tuple[str, ...]:
        """The cells of a style's ballot, names written in left off."""
        if style.kind == "comment":
            return (COMMENT,)
        if self.slices in ("person", "candidate"):
            return tuple(q.id for q in self.questions)
        subjects = [s for s in self.subjects if s.groups is None or style.group in s.groups]
        if self.slices == "post":
            subjects = [s for s in subjects if s.post == style.subject]
        return tuple(f"{s.id}|{q.id}" for s in subjects for q in self.questions)

    @cached_property
    def _cells(self) -> Mapping[str, frozenset[str]]:
        return {style.id: frozenset(self.cells_of(style)) for style in self.styles()}

    def fits(self, style: Style, marks: Mapping[str, str]) -> bool:
        """Whether every cell is one of the style's and holds an answer that it may hold.

        Shapes: a blank cell is left out, where the plan allows blanks; too many names or the like spoil a
        ballot but do not unfit it.
        """
        key = style.id, tuple(marks.items())
        found = self._seen.get(key)
        if found is None:
            found = self._judged(style, marks)
            if len(self._seen) < _PATTERNS:
                self._seen[key] = found
        return found

    @cached_property
    def _seen(self) -> dict[tuple[str, tuple[tuple[str, str], ...]], bool]:
        """What was found of earlier ballots, so that a large recount judges each pattern once."""
        return {}

    def _judged(self, style: Style, marks: Mapping[str, str]) -> bool:
        cells = self._cells.get(style.id, frozenset())
        if style.kind == "marks" and self.blank == "refuse" and not cells <= marks.keys():
            return False
        return all(
            self._is_answer(style, mark) if cell in cells else self._is_written(style, cell, mark)
            for cell, mark in marks.items()
        )

    def of_groups(self, groups: Collection[str]) -> BallotForm:
        """The form for the groups that are left after small ones were merged into others."""
        return replace(self, groups=tuple(g for g in self.groups if g.id in groups))

    def length(self, election: str) -> int:
        """The bytes of the longest ballot that fits, rounded up to 128: the length of every ballot."""
        longest = max((c.id for c in self.choices), key=_bytes, default="")
        if self.scale is not None:
            longest = "9" * 19
        names = 2 * max((x.most for x in self.limits), default=len(self.subjects)) if self.write_in else 0
        post = max((p.id for p in self.posts), key=_bytes, default="")
        most = 0
        for style in self.styles():
            answer = _WIDEST * LONGEST_COMMENT if style.kind == "comment" else longest
            marks = dict.fromkeys(self.cells_of(style), answer)
            marks |= {f"+{n}": f"{post}|{_WIDEST * LONGEST_NAME}" for n in range(1, names + 1)}
            most = max(most, _bytes(BallotBody(election, style.id, marks, "0" * 32).text()))
        return -(-most // 128) * 128

    def _is_answer(self, style: Style, mark: str) -> bool:
        if style.kind == "comment":
            return 0 < len(mark) <= LONGEST_COMMENT
        if self.scale is None:
            return any(mark == c.id for c in self.choices)
        return is_on_scale(mark, self.scale)

    def _is_written(self, style: Style, cell: str, mark: str) -> bool:
        post, bar, name = mark.partition("|")
        if not (self.write_in and style.kind == "marks" and bar and _WRITTEN.fullmatch(cell)):
            return False
        posts = [p.id for p in self.posts if self.slices != "post" or p.id == style.subject]
        return post in posts and 0 < len(name) <= LONGEST_NAME


def is_on_scale(mark: str, scale: tuple[str, str, str]) -> bool:
    """Whether a mark is a number within the scale, on its steps, written the plain way."""
    least, greatest, step = scale
    if not _NUMBER.fullmatch(mark) or mark == "-0":
        return False
    number = Decimal(mark)
    within = Decimal(least) <= number <= Decimal(greatest)
    return within and (not step or (number - Decimal(least)) % Decimal(step) == 0)


def _bytes(text: str) -> int:
    return len(text.encode())


def form_of(facts: Mapping[str, Any]) -> BallotForm:
    """The form that plain data hold. Errors: ValueError if they hold none."""
    return _FORM.validate_python(facts)


_FORM: Final = TypeAdapter(BallotForm)
