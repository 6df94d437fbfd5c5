"""The plan (方案): one file that says everything a selection needs, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Union

from pydantic import Field, model_validator

from quanheng.core.kinds import KINDS
from quanheng.core.language.limits import Limit, Validity
from quanheng.core.language.posts import Body, Choices, Frame, Post, PostClass, Term, Trial
from quanheng.core.language.rules import Rule
from quanheng.core.language.scales import Scales
from quanheng.core.language.terms import Names, Slug, StageSettings, Strict, Words, wrong
from quanheng.core.stages import probation

LANGUAGE_VERSION = 1


if TYPE_CHECKING:
    Stage = StageSettings
else:
    Stage = Annotated[Union[tuple(kind.settings for kind in KINDS.values())], Field(discriminator="kind")]  # noqa: UP007

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


class Approval(Strict):
    """Who approves the plan before a run may start from it (方案报批).

    Shapes: `by` is a body of this installation, which `core/plans/approval.py` holds against roles; `body` is
    what it is called; `basis` what the approval rests on.
    """

    by: Literal["leading_group", "discipline_body", "superior"]
    body: Words | None = None
    basis: Words | None = None


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
    vacates: bool = False
    bodies: tuple[Body, ...] = ()
    eligibility: Rule | None = None
    scales: Scales = Scales()
    stages: tuple[Stage, ...] = Field(min_length=1)
    term: Term | None = None
    approval: Approval | None = None
    approved_by: Words | None = None
    discipline: tuple[Words, ...] = ()
    notes: tuple[Words, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    trace: Literal["sha256", "sm3"] = "sha256"
    runs: Names = ()
    limits: tuple[Limit, ...] = ()
    valid: Validity | None = None

    @model_validator(mode="after")
    def _names_are_known(self) -> Plan:
        for part in ("posts", "stages", "classes", "bodies", "limits"):
            _refuse_repeats(part, [named.id for named in getattr(self, part)])
        posts = {p.id for p in self.posts}
        classes = {c.id for c in self.classes}
        for number, post in enumerate(self.posts):
            _refuse_unknown(("posts", number, "class"), (post.cls,) if post.cls else (), classes)
        for number, stage in enumerate(self.stages):
            for word, known in (("posts", posts), ("classes", classes)):
                for way in ("only", "skip"):
                    named = getattr(stage, f"{way}_{word}") or ()
                    _refuse_unknown(("stages", number, f"{way}_{word}"), named, known)
        stages = {s.id for s in self.stages}
        for number, limit in enumerate(self.limits):
            _refuse_unknown(("limits", number, "at"), limit.at, stages)
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
            begins_on=self.begins_on,
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


def _refuse_repeats(part: str, ids: list[str]) -> None:
    for number, name in enumerate(ids):
        if name in ids[:number]:
            raise wrong(f"编号“{name}”用了两次。", f"'{name}' is used twice", part, number, "id")


def _refuse_unknown(at: tuple[str | int, ...], named: Iterable[str], known: set[str]) -> None:
    for name in named:
        if name not in known:
            allowed = ", ".join(sorted(known)) or "-"
            raise wrong(
                f"方案中没有“{name}”，可用：{allowed}。",
                f"'{name}' is not in this plan; known: {allowed}",
                *at,
            )
