"""The plan (方案): one file that says everything a selection needs, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SerializeAsAny, model_validator

from quanheng.core.kinds import KINDS
from quanheng.core.plans.posts import Body, Choices, Frame, Post, PostClass
from quanheng.core.plans.rules import Rule
from quanheng.core.plans.terms import Names, Slug, Span, StageSettings, Strict, Words

LANGUAGE_VERSION = 1


def _stage(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    kind = KINDS.get(str(value.get("kind")))
    if kind is None:
        raise ValueError(f"kind must be one of: {', '.join(KINDS)}")
    return kind.settings.model_validate(value)


Stage = Annotated[SerializeAsAny[StageSettings], BeforeValidator(_stage)]

Scope = Literal[
    "leading_cadres",
    "internal_unit_posts",
    "civil_servants",
    "institution_leaders",
    "institution_staff",
    "enterprise_leaders",
]


class Organisation(Strict):
    """Who holds the selection (组织单位), and by that which rules bind it."""

    name: Words
    kind: Literal[
        "party_organ", "government", "street_office", "township", "judiciary", "institution", "hospital",
        "school", "university", "state_enterprise", "enterprise", "mass_body", "other",
    ]  # fmt: skip
    level: str = ""
    scopes: tuple[Scope, ...] = ()


class Confirmation(Strict):
    """A check that the plan's owner has seen and lets stand (确认): which, and why."""

    check: str
    reason: Words


class Term(Strict):
    """How long an appointment lasts (任期)."""

    length: Span
    renewable: int | None = None
    counts_from: Literal["appointment", "probation_end"] = "appointment"
    filed_with: Words | None = None


class Plan(Strict):
    """A whole plan; every part has a default that is said in docs/plan-language.md.

    Errors: pydantic's ValidationError, whose places `reading.py` turns into file, line and column.
    """

    language: Literal[1]
    id: Slug
    title: Words
    version: str = "1"
    organisation: Organisation
    purpose: Words | None = None
    basis: tuple[Words, ...] = ()
    as_of: date
    begins_on: date | None = None
    events: Mapping[str, date] = Field(default_factory=dict)
    posts: tuple[Post, ...] = Field(min_length=1)
    classes: tuple[PostClass, ...] = ()
    choices: Choices = Choices()
    bodies: tuple[Body, ...] = ()
    eligibility: Rule | None = None
    stages: tuple[Stage, ...] = Field(min_length=1)
    term: Term | None = None
    approved_by: Words | None = None
    discipline: tuple[Words, ...] = ()
    notes: tuple[Words, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    trace: Literal["sha256", "sm3"] = "sha256"
    runs: Names = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> Plan:
        _refuse_repeats("posts", [p.id for p in self.posts])
        _refuse_repeats("stages", [s.id for s in self.stages])
        _refuse_repeats("classes", [c.id for c in self.classes])
        _refuse_repeats("bodies", [b.id for b in self.bodies])
        classes = {c.id for c in self.classes}
        for post in self.posts:
            if post.cls is not None and post.cls not in classes:
                raise ValueError(f"post {post.id}: class '{post.cls}' is not among: {', '.join(sorted(classes))}")
        known_posts = {p.id for p in self.posts}
        for stage in self.stages:
            for named in (stage.only_posts or ()) + (stage.skip_posts or ()):
                if named not in known_posts:
                    raise ValueError(f"stage {stage.id}: post '{named}' is not in this plan")
            for named in (stage.only_classes or ()) + (stage.skip_classes or ()):
                if named not in classes:
                    raise ValueError(f"stage {stage.id}: class '{named}' is not in this plan")
        return self

    def stage(self, stage_id: str) -> StageSettings:
        """The stage of this id; Errors: KeyError."""
        return {s.id: s for s in self.stages}[stage_id]

    def stage_of_kind(self, kind: str) -> StageSettings | None:
        """The first stage of a kind, if the plan has one."""
        return next((s for s in self.stages if s.kind == kind), None)

    def frame(self, members: Mapping[str, tuple[str, ...]], principals: Mapping[str, str]) -> Frame:
        """What stages may look at, with the bodies' members filled in."""
        return Frame(
            posts={p.id: p for p in self.posts},
            as_of=self.as_of,
            choices=self.choices,
            classes={c.id: c for c in self.classes},
            bodies={b.id: b for b in self.bodies},
            eligibility=self.eligibility,
            members=dict(members),
            principals=dict(principals),
        )


def _refuse_repeats(what: str, ids: list[str]) -> None:
    repeated = sorted({i for i in ids if ids.count(i) > 1})
    if repeated:
        raise ValueError(f"{what}: used twice: {', '.join(repeated)}")
