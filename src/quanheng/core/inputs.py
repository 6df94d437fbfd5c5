"""Inputs (录入): the rows that people give to a stage, described once for screens, files and documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

from quanheng.core.competition_share import CompetitionShare
from quanheng.core.people import Person
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.values import Candidate, Outcome, Text
from quanheng.core.workdays import Calendar

if TYPE_CHECKING:
    from quanheng.core.language.posts import Frame


@dataclass(frozen=True, slots=True)
class Column:
    """How one field of a row is called and explained: header in both languages, meaning, an example."""

    zh: str
    en: str
    means: Text = Text("")
    example: str = ""


class Row(BaseModel):
    """One row of input, frozen; each field is Annotated with its Column.

    Shapes: `key_fields` name the fields that identify the row: a second row with the same key replaces the
    first while the stage is open, and is an error inside one file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)
    key_fields: ClassVar[tuple[str, ...]] = ()

    def key(self) -> str:
        """The row's identity inside its table."""
        return "|".join(str(getattr(self, name)) for name in self.key_fields)


R = TypeVar("R", bound=Row)


def keys_of(rows: Sequence[Row]) -> list[str]:
    """The identity of each row, as `key()` says it; quick for very many rows of one kind."""
    kinds: set[type[Row]] = {type(row) for row in rows}
    kind = kinds.pop() if len(kinds) == 1 else Row
    if len(kind.key_fields) < 2 or kind.key is not Row.key:
        return [row.key() for row in rows]
    return ["|".join(map(str, parts)) for parts in map(attrgetter(*kind.key_fields), rows)]


@dataclass(frozen=True, slots=True)
class InputTable:
    """A table of input rows that a stage takes.

    Shapes: `name` is the file name without ending, after the stage id (`speech.marks.csv`); `act` is the act
    in `authority.py` that a person needs to write here; `secret` rows are stored without author and time;
    `private_keys` are known only to those whom a row concerns, so that the trace does not tell them;
    `spread` names a mapping field whose keys are columns of their own in a file (one column a dimension).
    """

    name: str
    title: Text
    row: type[Row]
    act: str
    required: bool = True
    secret: bool = False
    private_keys: bool = False
    spread: str = ""


@dataclass(frozen=True)
class Inputs:
    """All that a stage may look at when it closes, apart from its slate and its settings.

    Shapes: `disclosure` is how much may be told of few ballots, where the stage was counted from an election;
    `own_at` is the instant at which somebody enters rows for themselves, None where rows come from paper;
    `hour` is the time of day on `closed_on`, None where only the day is known.
    """

    frame: Frame
    people: Mapping[str, Person]
    calendar: Calendar
    opened_on: date
    closed_on: date
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    earlier: Mapping[str, Outcome] = field(default_factory=dict)
    share: CompetitionShare | None = None
    disclosure: Disclosure | None = None
    own_at: datetime | None = None
    hour: time | None = None
    _looked_up: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def table(self, name: str, row: type[R]) -> tuple[R, ...]:
        """The rows of one table, typed."""
        if (name, row) not in self._looked_up:
            found = tuple(self.rows.get(name, ()))
            if any(not isinstance(r, row) for r in found):
                raise TypeError(f"table {name} holds rows of another kind")
            self._looked_up[name, row] = found
        rows: tuple[R, ...] = self._looked_up[name, row]
        return rows

    def about(self, name: str, row: type[R], candidate: Candidate) -> tuple[R, ...]:
        """The rows of one table that name a person and a post, for one candidate, in the order of entry."""
        if (name, row, "by candidate") not in self._looked_up:
            index: dict[Candidate, list[R]] = {}
            for one in self.table(name, row):
                key = Candidate(getattr(one, "person", ""), getattr(one, "post", ""))
                index.setdefault(key, []).append(one)
            self._looked_up[name, row, "by candidate"] = index
        return tuple(self._looked_up[name, row, "by candidate"].get(candidate, ()))

    def name_of(self, person: str) -> str:
        """A person's name, or the code when the roster does not know them."""
        known = self.people.get(person)
        return known.name if known else person


@dataclass(frozen=True, slots=True)
class Due:
    """Something a stage still waits for before it may close: which table, about whom, from whom.

    Shapes: `until` is the day that must pass first, where there is nothing to enter but time to wait for.
    """

    text: Text
    table: str = ""
    person: str = ""
    by: str = ""
    until: date | None = None
