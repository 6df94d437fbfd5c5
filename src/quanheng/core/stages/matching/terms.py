"""Terms of two-way selection (双向选择的方案用语): who takes part, what may be wished, how offices choose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from quanheng.core.language.terms import Names, Slug, Span, StageSettings, Strict, TieBreak, Words, wrong
from quanheng.core.values import Text

Seats = Annotated[int, Field(ge=0)]
CLOCK = r"^(([01]?\d|2[0-3]):[0-5]\d)?$"
"""A time of day, or nothing."""


class Takers(Strict):
    """Who takes part (参加人员): everyone of the roster without a place, unless narrowed here.

    Shapes: `except_holders_of` names posts or levels as must_enrol does, and whoever lost a competition of
    this plan takes part all the same; `unplaced_of` takes those whom an earlier stage left without a place;
    `eligible` lets nobody name an office whose conditions the person does not meet.
    """

    unplaced_of: Slug | None = None
    except_holders_of: Names = ()
    units: Names = ()
    identities: Names = ()
    eligible: bool = False


class Wishes(Strict):
    """How many offices a person may name (志愿数)."""

    min: int = Field(default=1, ge=1)
    max: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _ordered(self) -> Wishes:
        if self.min > self.max:
            raise wrong("preferences 的 min 大于 max。", "min is greater than max")
        return self


class Circle(Strict):
    """One round of choosing and how far it reaches (轮次与范围).

    Shapes: `reach` own_unit means offices of the person's own unit, group those in a group with it, all any;
    `offices` are the ones that open in this round, all of them where none are named; `preferences_until` and
    `at` end the naming of offices, `choices_until` the choosing among people.
    """

    title: Words | None = None
    reach: Literal["own_unit", "group", "all"] = "all"
    offices: Names = ()
    opens_reserved: bool = False
    preferences_until: date | None = None
    at: str = Field(default="", pattern=CLOCK)
    choices_until: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Circle:
        if self.at and self.preferences_until is None:
            raise wrong("at 须配 preferences_until。", "at belongs to preferences_until")
        if self.preferences_until and self.choices_until and self.choices_until < self.preferences_until:
            raise wrong(
                "choices_until 早于 preferences_until。", "choices_until is earlier than preferences_until"
            )
        return self


class Waiting(Strict):
    """What becomes of those without a place (待岗): how long, at what pay, and what follows.

    Shapes: `training_hours` are to be trained before the next choosing ends (转岗培训).
    """

    length: Span
    training_hours: int = Field(default=0, ge=0)
    pay: Words = Text("", "")
    then: Words = Text("", "")


class Settings(StageSettings):
    """What a plan says about two-way selection.

    Shapes: `offices` are posts or classes of the plan, all of them where none are named; `alternates` is how
    many more than its seats an office may choose, None any number; `heads` names the posts whose holders
    choose for an office; `priority` lists groups of offices that choose before the others; `reserved` seats
    are left to adjustments, or to the round that opens them.
    """

    kind: Literal["matching"]
    settles: Literal["two_way", "organisation"] = "two_way"
    offices: Names = ()
    takers: Takers = Takers()
    must_take_part: Literal["everyone", "losers", "nobody"] = "everyone"
    preferences: Wishes = Wishes()
    capacity: Literal["seats", "establishment"] = "seats"
    chosen_by: Literal["order", "score", "grade"] = "order"
    grades: Names = ()
    ties: tuple[TieBreak, ...] = ()
    alternates: int | None = Field(default=0, ge=0)
    unlisted: Literal["refuse", "priority", "allow"] = "refuse"
    heads: Mapping[str, Names] = Field(default_factory=dict)
    priority: tuple[Names, ...] = ()
    reserved: Seats | Mapping[str, Seats] = 0
    rounds: tuple[Circle, ...] = Field(default=(Circle(),), min_length=1)
    relatives: Literal["adjust", "give_way", "allow"] = "adjust"
    adjusted_by: Slug | None = None
    posts_per_person: int = Field(default=1, ge=1)
    waiting: Waiting | None = None
    not_registered: Words = Text("不报名的，作自动待岗处理", "whoever does not register waits for a post")

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if self.chosen_by == "grade" and not self.grades:
            raise wrong(
                "chosen_by: grade 须写 grades（从高到低）。", "chosen_by: grade needs grades, best first"
            )
        if self.settles == "organisation" and self.adjusted_by is None:
            raise wrong(
                "settles: organisation 须写 adjusted_by。",
                "settles: organisation needs adjusted_by: who assigns",
            )
        if any(link.final is not None for link in self.ties):
            raise wrong(
                "双向选择的 ties 不写 final：仍同等的，由机构填写同等次序。",
                "ties take no final here: an office gives a place to those who stay equal",
            )
        return self

    def reserved_of(self, office: str) -> int:
        """The seats of an office that are held back."""
        return self.reserved if isinstance(self.reserved, int) else self.reserved.get(office, 0)

    def chooses_first(self, office: str) -> bool:
        """Whether the office stands in a group that chooses before others."""
        return any(office in group for group in self.priority)

    def takes_unlisted(self, office: str) -> bool:
        """Whether the office may choose people who did not name it."""
        return self.unlisted == "allow" or (self.unlisted == "priority" and self.chooses_first(office))
