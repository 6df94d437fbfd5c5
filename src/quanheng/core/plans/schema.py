"""The plan (方案): one file that says everything a selection needs, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Union

from pydantic import Field, model_validator

from quanheng.core.kinds import KINDS
from quanheng.core.plans.posts import Body, Choices, Frame, Post, PostClass, Term, Trial
from quanheng.core.plans.rules import Rule
from quanheng.core.plans.scales import Scales
from quanheng.core.plans.terms import Names, Slug, StageSettings, Strict, Words, wrong
from quanheng.core.stages import probation

LANGUAGE_VERSION = 1


if TYPE_CHECKING:
    Stage = StageSettings
else:
    Stage = Annotated[Union[tuple(kind.settings for kind in KINDS.values())], Field(discriminator="kind")]

Scope = Literal[
    "leading_cadres",
    "internal_unit_posts",
    "civil_servants",
    "institution_leaders",
    "institution_staff",
    "enterprise_leaders",
    "elected_posts",
    "term_change",
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
    scales: Scales = Scales()
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
        posts = {p.id for p in self.posts}
        classes = {c.id for c in self.classes}
        for post in self.posts:
            _refuse_unknown(f"posts.{post.id}.class", [post.cls] if post.cls else [], classes)
        for stage in self.stages:
            _refuse_unknown(f"stages.{stage.id}", (stage.only_posts or ()) + (stage.skip_posts or ()), posts)
            named = (stage.only_classes or ()) + (stage.skip_classes or ())
            _refuse_unknown(f"stages.{stage.id}", named, classes)
        return self

    def stage(self, stage_id: str) -> StageSettings:
        """The stage of this id; Errors: KeyError."""
        return {s.id: s for s in self.stages}[stage_id]

    def stage_of_kind(self, kind: str) -> StageSettings | None:
        """The first stage of a kind, if the plan has one."""
        return next((s for s in self.stages if s.kind == kind), None)

    def trial(self) -> Trial | None:
        """The trial period that the plan's probation stage gives, if it has one."""
        stage = self.stage_of_kind("probation")
        if not isinstance(stage, probation.Settings):
            return None
        return Trial(length=stage.length, counts_from=stage.counts_from)

    def frame(self, members: Mapping[str, tuple[str, ...]], principals: Mapping[str, str]) -> Frame:
        """What stages may look at, with the bodies' members filled in."""
        return Frame(
            posts={p.id: p for p in self.posts},
            as_of=self.as_of,
            choices=self.choices,
            classes={c.id: c for c in self.classes},
            bodies={b.id: b for b in self.bodies},
            eligibility=self.eligibility,
            scales=self.scales,
            members=dict(members),
            principals=dict(principals),
            term=self.term,
            trial=self.trial(),
        )


def _refuse_repeats(what: str, ids: list[str]) -> None:
    repeated = ", ".join(sorted({i for i in ids if ids.count(i) > 1}))
    if repeated:
        raise wrong(f"{what} 中编号重复：{repeated}。", f"{what}: used twice: {repeated}")


def _refuse_unknown(place: str, named: Iterable[str], known: set[str]) -> None:
    for name in named:
        if name not in known:
            allowed = ", ".join(sorted(known)) or "-"
            raise wrong(
                f"{place}：方案中没有“{name}”，可用：{allowed}。",
                f"{place}: '{name}' is not in this plan; known: {allowed}",
            )
