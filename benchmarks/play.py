"""A played run (走完一程): stage after stage is entered and closed, and whatever is entered is admitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from quanheng.core.engine import Closing, RunFacts, advance, dues_of, refusals_of, slate_of
from quanheng.core.inputs import Due, InputTable, Row
from quanheng.core.kinds import KINDS
from quanheng.core.members import Member, check_members, seated
from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.roster import assemble
from quanheng.core.values import Outcome, RefusedMany
from quanheng.core.workdays import Calendar

Tables = Mapping[str, Sequence[Row]]


def people_of(tables: Mapping[str, Sequence[Row]], on: date) -> Mapping[str, Person]:
    """The people of a roster's rows."""
    return assemble({name: list(enumerate(rows, 2)) for name, rows in tables.items()}, on)


@dataclass
class Play:
    """A run that is played from stage to stage; every row it enters is one that the stage admits."""

    plan: Plan
    people: Mapping[str, Person]
    members: Sequence[Member]
    closed_on: Mapping[str, date]
    seed: int
    rows: dict[str, dict[str, tuple[Row, ...]]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    closings: list[Closing] = field(default_factory=list)

    def __post_init__(self) -> None:
        check_members(self.plan, self.people, self.members)

    def play(self, makers: Mapping[str, Callable[..., Tables]]) -> None:
        """Take the plan's stages in order: enter every table, then close.

        Errors: RefusedMany when a stage does not admit a row made here, which is a fault of the story.
        """
        for stage in self.plan.stages:
            closing = Closing(stage.id, self._opened_on(), self.closed_on[stage.id])
            self.closings.append(closing)
            make = makers.get(stage.id) or makers.get(f"kind:{stage.kind}")
            slate = slate_of(self.facts(), self.outcomes, closing)
            skipped = stage.when is not None and not slate.seats
            for table, rows in (make(self, slate) if make and not skipped else {}).items():
                self._enter(stage.id, table, rows)
            self.outcomes[stage.id] = advance(self.facts(), self.outcomes, closing)

    @property
    def today(self) -> date:
        """The day on which the stage now open is closed."""
        return self.closings[-1].closed_on

    @property
    def opened_on(self) -> date:
        """The day from which the stage now open is open."""
        return self.closings[-1].opened_on

    @property
    def stage(self) -> str:
        """The stage now open."""
        return self.closings[-1].stage

    def facts(self) -> RunFacts:
        """The run so far."""
        members, principals = seated(self.members)
        return RunFacts(
            plan=self.plan,
            people=self.people,
            calendar=Calendar(),
            members=members,
            principals=principals,
            rows=self.rows,
            closings=tuple(self.closings),
        )

    def dues(self) -> tuple[Due, ...]:
        """What the stage now open still waits for."""
        return dues_of(self.facts(), self.outcomes, self.closings[-1])

    def tables(self) -> Mapping[str, tuple[InputTable, tuple[Row, ...]]]:
        """The tables that hold rows, by file name, and those that every run must have."""
        found = {}
        for name, table in self.table_names().items():
            stage = name.removesuffix(f".{table.name}")
            rows = self.rows.get(stage, {}).get(table.name, ())
            if rows or table.required:
                found[name] = (table, rows)
        return found

    def table_names(self) -> Mapping[str, InputTable]:
        """Every table of the plan by the name of its file."""
        stages = self.plan.stages
        return {f"{stage.id}.{table.name}": table for stage in stages for table in KINDS[stage.kind].tables}

    def seats(self, body: str) -> list[str]:
        """The members of a body, its principal first."""
        return list(seated(self.members)[0].get(body, ()))

    def chance(self, what: str) -> Random:
        """Chance of its own for each purpose, so that a change in one stage leaves the others alone."""
        return Random(f"{what}-{self.seed}")

    def _opened_on(self) -> date:
        return self.closings[-1].closed_on if self.closings else self.plan.begins_on or self.plan.as_of

    def _enter(self, stage: str, table: str, rows: Sequence[Row]) -> None:
        refused = refusals_of(self.facts(), self.outcomes, self.closings[-1], table, rows)
        if refused:
            raise RefusedMany(r.at(f"{stage}.{table}:{index + 2}:{r.where}") for index, r in refused)
        self.rows.setdefault(stage, {})[table] = tuple(rows)
