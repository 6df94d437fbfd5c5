"""Gathering (一遍汇总): what the rules ask of each history table, gathered so that it is read once.

A rule that needs a measure of a history names it here and gets the column in which it will stand; `people`
then groups every history once, by person, with all its measures side by side, and joins them to the people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import ibis
from ibis import _
from ibis.common.exceptions import IbisTypeError
from ibis.expr.types import Table

from quanheng.screening.truth import MET, NOT_MET, UNKNOWN, Column, some

Measure = Callable[[Table], Column]


class Gathering:
    """The measures asked for so far, by table."""

    def __init__(self, archive: Mapping[str, Table]) -> None:
        self.archive = archive
        self._measures: dict[str, dict[str, tuple[str, Measure, Measure | None]]] = {}
        self._joined: dict[str, tuple[str, Table]] = {}
        self._derived: dict[str, tuple[str, Column]] = {}

    def measure(self, table: str, key: str, measure: Measure, rows: Measure | None = None) -> Column:
        """One number or word for each person, out of a history; the same key is gathered once.

        Shapes: `rows` tells which rows the measure looks at, where it does not look at all.
        """
        asked = self._measures.setdefault(table, {})
        name, _first, _rows = asked.setdefault(key, (f"{table}_{len(asked)}", measure, rows))
        return _[name]

    def some(self, table: str, key: str, state: Measure) -> Column:
        """Whether some row of a history meets a test of three values; none does where there is no row."""

        def strongest(rows: Table) -> Column:
            each = state(rows)
            rank = ibis.cases((each, 2), (each.isnull(), 1), else_=0)
            return rank.max()

        found = self.measure(table, key, strongest)
        return ibis.cases((found == 2, MET), (found == 1, UNKNOWN), else_=NOT_MET)

    def join(self, key: str, measured: Callable[[], Table]) -> Callable[[str], Column]:
        """Columns of a table of one row a person (`person` and measures) that is worked out on its own."""
        if key not in self._joined:
            self._joined[key] = (f"joined_{len(self._joined)}", measured())
        prefix = self._joined[key][0]
        return lambda column: _[f"{prefix}_{column}"]

    def derive(self, key: str, value: Column) -> Column:
        """A value worked out once from measures and from values derived before it, to be looked at often."""
        name, _first = self._derived.setdefault(key, (f"derived_{len(self._derived)}", value))
        return _[name]

    def people(self) -> Table:
        """Everyone with every measure that was asked for, one row a person.

        All histories are joined in one step and what is derived in as few as can be: each step names every
        column again, and takes its time to be put together and to be run.
        """
        people = joined = self.archive["people"]
        measured = dict(self._measured())
        for owner, measures in measured.items():
            joined = joined.left_join(measures, people.code == measures[owner])
        return self._with_derived(joined.drop(*measured) if measured else people)

    def _measured(self) -> Iterator[tuple[str, Table]]:
        """The measures of each history, one row a person, by the column that says whose they are."""
        for table, asked in self._measures.items():
            rows = _looked_at(self.archive[table], [wanted for _name, _measure, wanted in asked.values()])
            named = {name: measure(rows) for name, measure, _wanted in asked.values()}
            owner = f"{table}_of"
            yield owner, rows.group_by(**{owner: rows.person}).aggregate(**named)
        for prefix, measured in self._joined.values():
            owner = f"{prefix}_of"
            renamed = {owner if c == "person" else f"{prefix}_{c}": c for c in measured.columns}
            yield owner, measured.rename(renamed)

    def _with_derived(self, people: Table) -> Table:
        """The people with what is derived; what looks at something derived waits until that stands."""
        together: dict[str, Column] = {}
        for name, value in self._derived.values():
            if not _stands_on(people, value):
                people, together = people.mutate(**together), {}
            together[name] = value
        return people.mutate(**together) if together else people


def _stands_on(people: Table, value: Column) -> bool:
    """Whether all columns that a value looks at are there."""
    try:
        people.bind(value)
    except IbisTypeError:
        return False
    return True


def _looked_at(rows: Table, wanted: list[Measure | None]) -> Table:
    """The rows that some measure looks at."""
    tests = [test(rows) for test in wanted if test is not None]
    return rows.filter(some(tests)) if len(tests) == len(wanted) else rows
