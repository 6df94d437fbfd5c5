"""A made-up competition (虚构竞争上岗): what people enter at every stage of the street office's plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from story import CLOSED_ON, COMMITTEE, DISCIPLINE, JUDGES, LEADING_GROUP, STRENGTH
from street import Street
from street_facts import AS_OF

from quanheng.core.engine import Closing, RunFacts, advance, dues_of, refusals_of, slate_before
from quanheng.core.inputs import Due, InputTable, Row
from quanheng.core.kinds import KINDS
from quanheng.core.members import Member, check_members, seated
from quanheng.core.plans.schema import Plan
from quanheng.core.roster import assemble
from quanheng.core.values import Outcome, RefusedMany, Slate
from quanheng.core.workdays import Calendar

Tables = Mapping[str, Sequence[Row]]
Maker = Callable[["Competition", Slate], Tables]


@dataclass
class Competition:
    """A run that is played from stage to stage; every row it enters is one that the stage admits."""

    plan: Plan
    street: Street
    applicants: int
    voters: int
    seed: int
    rows: dict[str, dict[str, tuple[Row, ...]]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    closings: list[Closing] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbered = {name: list(enumerate(rows, 2)) for name, rows in self.street.tables.items()}
        self.people = assemble(numbered, AS_OF)
        self.members = self._members()
        check_members(self.plan, self.people, self.members)
        self.strength = self._strengths()

    def play(self, makers: Mapping[str, Maker]) -> None:
        """Take the plan's stages in order: enter every table, then close.

        Errors: RefusedMany when a stage does not admit a row made here, which is a fault of this file.
        """
        for stage in self.plan.stages:
            self.closings.append(Closing(stage.id, self._opened_on(), CLOSED_ON[stage.id]))
            make = makers.get(stage.id)
            slate = slate_before(self.plan, self.outcomes, stage.id)
            for table, rows in (make(self, slate) if make else {}).items():
                self._enter(stage.id, table, rows)
            self.outcomes[stage.id] = advance(self.facts(), self.outcomes, self.closings[-1])

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

    def chance(self, what: str) -> Random:
        """Chance of its own for each purpose, so that a change in one stage leaves the others alone."""
        return Random(f"{what}-{self.seed}")

    def leader(self, number: int) -> str:
        """One of the street's leaders."""
        return self.street.leaders[number]

    def part(self, key: str) -> str:
        """Who plays this part of the story."""
        return self.street.parts[key]

    def _opened_on(self) -> date:
        return self.closings[-1].closed_on if self.closings else self.plan.begins_on or AS_OF

    def _enter(self, stage: str, table: str, rows: Sequence[Row]) -> None:
        refused = refusals_of(self.facts(), self.outcomes, self.closings[-1], table, rows)
        if refused:
            raise RefusedMany(r.at(f"{stage}.{table}:{index + 2}:{r.where}") for index, r in refused)
        self.rows.setdefault(stage, {})[table] = tuple(rows)

    def _members(self) -> list[Member]:
        bodies = {
            "leading_group": LEADING_GROUP,
            "judges": JUDGES,
            "committee": COMMITTEE,
            "discipline": DISCIPLINE,
        }
        return [
            Member(body=body, person=self.leader(n), principal=n == numbers[0])
            for body, numbers in bodies.items()
            for n in numbers
        ]

    def _strengths(self) -> dict[str, float]:
        chance = self.chance("strength")
        known = {self.part(key): float(points) for key, points in STRENGTH.items()}
        return {person: known.get(person, chance.uniform(78, 88)) for person in self.people}
