"""A made-up competition (虚构竞争上岗): what people enter at every stage of the street office's plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from play import Play, Tables, people_of
from story import CLOSED_ON, COMMITTEE, DISCIPLINE, JUDGES, LEADING_GROUP, STRENGTH
from street import Street
from street_facts import AS_OF

from quanheng.core.members import Member
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Slate

Maker = Callable[["Competition", Slate], Tables]


@dataclass(kw_only=True)
class Competition(Play):
    """The street office's competition: who plays which part, and how good everyone is."""

    street: Street
    applicants: int
    voters: int

    def __post_init__(self) -> None:
        super().__post_init__()
        self.strength = self._strengths()

    def leader(self, number: int) -> str:
        """One of the street's leaders."""
        return self.street.leaders[number]

    def part(self, key: str) -> str:
        """Who plays this part of the story."""
        return self.street.parts[key]

    def _strengths(self) -> dict[str, float]:
        chance = self.chance("strength")
        known = {self.part(key): float(points) for key, points in STRENGTH.items()}
        return {person: known.get(person, chance.uniform(78, 88)) for person in self.people}


def competition(plan: Plan, street: Street, applicants: int, voters: int, seed: int) -> Competition:
    """The competition of a street, with its leaders in the bodies of the plan."""
    bodies = {
        "leading_group": LEADING_GROUP,
        "judges": JUDGES,
        "committee": COMMITTEE,
        "discipline": DISCIPLINE,
    }
    members = [
        Member(body=body, person=street.leaders[n], principal=n == numbers[0])
        for body, numbers in bodies.items()
        for n in numbers
    ]
    people = people_of(street.tables, AS_OF)
    return Competition(
        plan, people, members, CLOSED_ON, seed, street=street, applicants=applicants, voters=voters
    )
