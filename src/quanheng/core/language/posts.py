"""Posts (职位): what is competed for, how many seats, and what an applicant may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from quanheng.core.language.rules import Rule, require_firm
from quanheng.core.language.scales import STANDARD, Scales
from quanheng.core.language.terms import Names, Number, Share, Slug, Span, Strict, Words, wrong


class Overlay(Strict):
    """A change to the common eligibility for one class or post: rules added, replaced or dropped by id.

    Shapes: precedence is post over class over common; `when` narrows it to some applicants (identity x post).
    """

    add: tuple[Rule, ...] = ()
    replace: Mapping[str, Rule] = Field(default_factory=dict)
    drop: Names = ()
    when: Rule | None = None

    @model_validator(mode="after")
    def _firm(self) -> Overlay:
        require_firm(*(() if self.when is None else (self.when,)))
        return self


class PostClass(Strict):
    """A class of posts with rules, methods or a track of its own (岗位类别)."""

    id: Slug
    title: Words
    track: str | None = None
    eligibility: tuple[Overlay, ...] = ()


class Post(Strict):
    """One post or seat group of the plan.

    Shapes: `seats` is a number, a share of a quantity, or None when the posts are fixed after registration
    (`late_bound`); a `pool` is a level competed for whose concrete post is assigned afterwards; `vacates`
    says whether its holders give it up and compete anew, None as the plan says for all.
    """

    id: Slug
    title: Words
    unit: str = ""
    level: str = ""
    leading: bool = True
    principal: bool = False
    seats: Annotated[int, Field(ge=0)] | Share | None = Field(default=1)
    late_bound: bool = False
    pool: bool = False
    cls: str | None = Field(default=None, alias="class")
    track: str | None = None
    group: str | None = None
    sources: Names = ()
    directed: bool = False
    excluded: bool = False
    vacates: bool | None = None
    eligibility: tuple[Overlay, ...] = ()
    parameters: Mapping[str, Number] = Field(default_factory=dict)
    note: Words | None = None

    def fixed_seats(self) -> int:
        """The seats when they are a plain number, else none yet."""
        return self.seats if isinstance(self.seats, int) else 0


class GroupChoice(Strict):
    """How many posts of one group an applicant may choose (分组限报)."""

    max: int = Field(ge=0)
    together: bool = True


class Choices(Strict):
    """What an applicant may choose (报名志愿): how many, ranked or side by side, binding or only a wish."""

    max: int | None = Field(default=1, ge=1)
    mode: Literal["single", "ranked", "parallel"] = "single"
    groups: Mapping[str, GroupChoice] = Field(default_factory=dict)
    binding: bool = True
    own_unit_barred: bool = False

    @model_validator(mode="after")
    def _one_is_one(self) -> Choices:
        said_single = self.mode == "single" and "mode" in self.model_fields_set
        if said_single and self.max not in (None, 1):
            raise wrong(
                f"mode: single 只能报一个，而 max 为 {self.max}；分先后的写 ranked，不分先后的写 parallel。",
                f"mode: single takes one choice, and max is {self.max}; say ranked or parallel",
                "max",
            )
        return self


class Body(Strict):
    """A body that acts in the plan (机构): judges, leading group, deciding committee, discipline body."""

    id: Slug
    title: Words
    members: int | None = Field(default=None, ge=1)
    at_least: int | None = Field(default=None, ge=1)
    odd: bool = False
    external: int | None = None
    drawn_by_lot: bool = False
    group: str | None = None


class TermCase(Strict):
    """A term of its own for whoever came by a waiver (破格任职的任期).

    Shapes: `waived` names rules of the eligibility; the term runs for `length`, and `extended_by` longer if
    what `if` says is earned by the day `by`.
    """

    waived: Names = Field(min_length=1)
    length: Span
    extended_by: Span | None = None
    if_: Words | None = Field(default=None, alias="if")
    by: date | None = None

    @model_validator(mode="after")
    def _whole(self) -> TermCase:
        if len({self.extended_by is None, self.if_ is None}) > 1:
            raise wrong("extended_by 与 if 须同时写。", "extended_by and if belong together")
        return self


class Term(Strict):
    """How long an appointment lasts (任期).

    Shapes: the first of `cases` that holds for a person goes before `length`; a term that is tied to that of
    another body ends no later than `ends_on`.
    """

    length: Span
    cases: tuple[TermCase, ...] = ()
    ends_on: date | None = None
    renewable: int | None = None
    counts_from: Literal["appointment", "probation_end"] = "appointment"
    filed_with: Words | None = None


class Trial(Strict):
    """How long an appointment is on trial (试用期), and from which day that counts."""

    length: Span
    counts_from: Literal["document", "effective"] = "document"


@dataclass(frozen=True)
class Frame:
    """The part of a plan that every stage may look at: posts, choices, bodies, eligibility, the as-of date.

    Shapes: `members` maps a body to its people, the principal first; filled when a run is set up.
    """

    posts: Mapping[str, Post]
    as_of: date
    begins_on: date | None = None
    choices: Choices = field(default_factory=Choices)
    classes: Mapping[str, PostClass] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    eligibility: Rule | None = None
    scales: Scales = STANDARD
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    principals: Mapping[str, str] = field(default_factory=dict)
    term: Term | None = None
    trial: Trial | None = None

    def is_member(self, body: str, person: str) -> bool:
        """Whether the person sits in the body."""
        return person in self.members.get(body, ())
