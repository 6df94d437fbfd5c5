"""Scoring (计分): the words in which a plan says how marks become scores."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from quanheng.core.language.points import Conversion, RecordItem, Works
from quanheng.core.language.terms import (
    Bound,
    Cases,
    Condition,
    Names,
    Number,
    Share,
    Slug,
    Strict,
    Words,
    wrong,
)

Denominator = Literal["decided", "valid", "returned", "issued", "present", "should_attend"]
"""What a rate is a share of: marks that decide, valid ones (abstentions in), all returned, all given out,
those present, those who should attend."""


class Trim(Strict):
    """How many highest and lowest marks do not count (去掉最高分、最低分), and when.

    Shapes: `level` mark trims the judges' totals, item trims each item before summing.
    """

    high: int = Field(default=1, ge=0)
    low: int = Field(default=1, ge=0)
    only_if_more_than: int | None = Field(default=None, ge=0)
    level: Literal["mark", "item"] = "mark"

    def applies_to(self, count: int) -> bool:
        """Whether this many marks are trimmed."""
        return self.only_if_more_than is None or count > self.only_if_more_than


class Item(Strict):
    """One line of a criteria sheet (评分要素).

    Shapes: a mark counts as itself, or as mark x weight / max where there is a weight; yes_no takes 0 or max.
    """

    id: Slug
    title: Words
    max: Number = Field(gt=0)
    weight: Number | None = Field(default=None, gt=0)
    yes_no: bool = False


class JudgeGroup(Strict):
    """A body of judges with its weight (评委组); no weight at all means that the groups' means are added."""

    body: Slug
    title: Words | None = None
    weight: Number | None = Field(default=None, gt=0)
    trim: Trim | None = None


class RankPoints(Strict):
    """Points for a rank (名次分): the first place earns `first`, each further place `step` less.

    Shapes: `given` ranks when judges write ranks, marks when their marks are put in order; equal marks share
    the better place.
    """

    first: Number
    step: Number = Field(gt=0)
    floor: Number = Decimal(0)
    given: Literal["marks", "ranks"] = "marks"


class Normalise(Strict):
    """How marks of several rooms are made comparable (分组修正): raw x (overall mean / room mean).

    Shapes: `overall` is the mean over all candidates, or the unweighted mean of the rooms; `drop` leaves the
    highest and lowest candidates out of each mean. Rounding at group and coefficient applies.
    """

    overall: Literal["candidates", "room_means"] = "candidates"
    drop: Trim | None = None
    within: Literal["all", "post"] = "all"


class Grade(Strict):
    """One grade of a ballot with its points (等次分值); without points it is an abstention (不了解)."""

    id: Slug
    title: Words
    value: Number | None = None


class Scale(Strict):
    """Marks given as numbers (分数制)."""

    min: Number = Decimal(0)
    max: Number = Decimal(100)
    step: Number | None = Field(default=None, gt=0)


class Dimension(Strict):
    """One matter that a ballot asks about (测评项目).

    Shapes: a `reversed` one (反向题) earns what the mark opposite earns: best and worst change places.
    """

    id: Slug
    title: Words
    weight: Number = Field(default=Decimal(1), gt=0)
    reversed: bool = False


class SmallGroup(Strict):
    """What happens to a group that returned few sheets (人数过少的组)."""

    below: int = Field(ge=1)
    rule: Literal["count", "merge", "block"]
    into: Slug | None = None

    @model_validator(mode="after")
    def _target(self) -> SmallGroup:
        if (self.rule == "merge") != (self.into is not None):
            raise wrong(
                "rule: merge 须配 into，写明并入哪一组。", "merge needs into, the group to merge with"
            )
        return self


class Disclose(Strict):
    """How much of a group's marks is shown when few voted (公布规则): nothing, or the mean only."""

    hidden_below: int = Field(default=5, ge=1)
    mean_below: int = Field(default=10, ge=1)

    @model_validator(mode="after")
    def _ordered(self) -> Disclose:
        if self.mean_below < self.hidden_below:
            raise wrong(
                "mean_below 不得小于 hidden_below。", "mean_below is not below hidden_below", "mean_below"
            )
        return self


class VoterGroup(Strict):
    """A group of voters with its weight and quorum (测评主体): quorum bounds present / should attend.

    Shapes: `rates` says on whom the group votes: all, the people of each voter's own unit, or people by code.
    """

    id: Slug
    title: Words
    weight: Number = Field(gt=0)
    quorum: Bound | None = None
    rates: Literal["all", "own_unit"] | Names = "all"

    def votes_on(self, person: str) -> bool:
        """Whether the group votes on a person at all."""
        return isinstance(self.rates, str) or person in self.rates


class RatingGroup(VoterGroup):
    """A group that gives marks (评分主体), whose highest and lowest may be left out (`trim`)."""

    trim: Trim | None = None


class RateRule(Strict):
    """A boundary on the share of some grades (得票率界限), over all dimensions or one, all groups or some."""

    grades: Names
    is_: Bound = Field(alias="is")
    dimension: Slug | None = None
    groups: Names | None = None
    denominator: Denominator | None = None


class SheetRule(Strict):
    """A constraint on one whole sheet (票面约束): how many people may be given these grades or marks.

    Shapes: `grades` or `marks` picks the cells, `count` or `share` bounds them, in each dimension on its own.
    """

    grades: Names = ()
    marks: Bound | None = None
    count: Bound | None = None
    share: Bound | None = None

    @model_validator(mode="after")
    def _complete(self) -> SheetRule:
        if bool(self.grades) == (self.marks is not None):
            raise wrong("grades 与 marks 须且只须写一项。", "one of grades, marks is needed")
        if (self.count is None) == (self.share is None):
            raise wrong("count 与 share 须且只须写一项。", "one of count, share is needed")
        return self


class MarkBand(Strict):
    """One band of a discretion (裁量分档): a grade is chosen first, then a number within it."""

    title: Words
    is_: Bound = Field(alias="is")


class Component(Strict):
    """A part of a composite score (构成项): from a stage, entered, from the record, fixed, or made of parts.

    Shapes: a weight counts value / full_mark x weight; without weight the value counts as it is. `measure`
    best and mean take the ratio to the best and to the mean of the post (or of those who share the facts
    `best_within`), rank_points turns the order into points. `converts` makes points of a quantity; `cases`
    takes points by conditions.
    Of parts, `take` highest or lowest counts one alone (就高). `parameter` is a number of the post.
    `effect` bonus and penalty stand outside the weights. `weight_from` names a parameter of the post. What
    the record gives counts with `evidence` only on a proof, filed no later than `proof_by`. Where there are
    `bands`, whoever enters points names a band first and stays within it. `across` unit takes what a stage
    gave to the person's unit, members the mean of what it gave to the people of the unit that is rated. A
    target may be revised for single people until `revisable_until`; `given_to` is how many may have anything.
    """

    id: Slug
    title: Words | None = None
    from_: Slug | None = Field(default=None, alias="from")
    across: Literal["unit", "members"] | None = None
    entered: bool = False
    record: RecordItem | None = None
    works: Works | None = None
    fixed: Number | None = None
    parameter: Slug | None = None
    cases: Cases | None = None
    components: tuple[Component, ...] = ()
    take: Literal["sum", "highest", "lowest"] = "sum"
    converts: Conversion | None = None
    full: Number = Decimal(100)
    weight: Number | None = Field(default=None, gt=0)
    weight_from: Slug | None = None
    full_mark: Number = Field(default=Decimal(100), gt=0)
    measure: Literal["value", "best", "mean", "rank_points"] = "value"
    best_within: Names = ()
    rank_points: RankPoints | None = None
    effect: Literal["score", "bonus", "penalty"] = "score"
    cap: Number | None = None
    floor: Number | None = None
    missing: Literal["refuse", "zero", "default", "renormalise"] | None = None
    default: Number | None = None
    when: Condition | None = None
    decided_by: Slug | None = None
    bands: tuple[MarkBand, ...] = ()
    evidence: bool = False
    proof_by: date | None = None
    revisable_until: date | None = None
    given_to: Share | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Component:
        origins = (self.from_, self.record, self.works, self.fixed, self.parameter, self.cases)
        if sum((*(o is not None for o in origins), self.entered, bool(self.components))) != 1:
            raise wrong(
                f"构成项 {self.id} 须写 from、entered、record、works、fixed、parameter、cases、components "
                "之一。",
                f"component {self.id}: one of from, entered, record, works, fixed, parameter, cases, "
                "components needed",
            )
        if (self.missing == "default") != (self.default is not None):
            raise wrong(
                f"构成项 {self.id}：missing: default 须配 default 分值。",
                f"component {self.id}: missing: default and a default value belong together",
            )
        if (self.measure == "rank_points") != (self.rank_points is not None):
            raise wrong(
                f"构成项 {self.id}：measure: rank_points 须配 rank_points。",
                f"component {self.id}: measure: rank_points and rank_points belong together",
            )
        if self.missing == "renormalise" and (self.effect != "score" or not self.is_weighted()):
            raise wrong(
                f"构成项 {self.id}：renormalise 只用于有权重的构成项。",
                f"component {self.id}: renormalise needs a weight",
            )
        self._check_conversion()
        return self

    def _check_conversion(self) -> None:
        if self.take != "sum" and not self.components:
            raise wrong(
                f"构成项 {self.id}：take 只用于 components。",
                f"component {self.id}: take needs components",
            )
        if self.converts is not None and (self.components or self.fixed is not None or self.cases):
            raise wrong(
                f"构成项 {self.id}：converts 只用于 from、entered、record。",
                f"component {self.id}: converts goes with from, entered or record",
            )
        if self.across is not None and self.from_ is None:
            raise wrong(
                f"构成项 {self.id}：across 须配 from。", f"component {self.id}: across goes with from"
            )
        if self.bands and not self.entered:
            raise wrong(
                f"构成项 {self.id}：bands 只用于 entered。", f"component {self.id}: bands go with entered"
            )
        if self.proof_by is not None and not (self.evidence and self.record is not None):
            raise wrong(
                f"构成项 {self.id}：proof_by 须配 record 和 evidence: true。",
                f"component {self.id}: proof_by needs record and evidence: true",
            )
        if self.best_within and self.measure not in ("best", "mean"):
            raise wrong(
                f"构成项 {self.id}：best_within 须配 measure: best 或 mean。",
                f"component {self.id}: best_within needs measure: best or mean",
            )
        if self.revisable_until is not None and (self.converts is None or self.converts.aimed() is None):
            raise wrong(
                f"构成项 {self.id}：revisable_until 须配有 target 的 converts。",
                f"component {self.id}: revisable_until needs converts with a target",
            )
        if self.given_to is not None and self.given_to.of != "people":
            raise wrong(
                f"构成项 {self.id}：given_to 须写 of: people。",
                f"component {self.id}: given_to is a share of: people",
            )

    def most(self) -> Decimal | None:
        """The most that it can come to before any weight of the post; None where nothing bounds it."""
        if self.weight is not None or self.fixed is not None:
            return self.weight if self.weight is not None else self.fixed
        if self.components:
            return self.full
        sourced = (self.record, self.works, self.converts, self.cases, self.parameter)
        if any(source is not None for source in sourced):
            return self.cap
        return self.full_mark

    def when_missing(self) -> str:
        """What a missing value means: refused in the score, nothing in a bonus or a conditional part."""
        return self.missing or ("refuse" if self.effect == "score" and self.when is None else "zero")

    def is_weighted(self) -> bool:
        """Whether a weight applies."""
        return self.weight is not None or self.weight_from is not None

    def leaves(self) -> tuple[Component, ...]:
        """This component, or the parts it is made of, down to the last."""
        return tuple(leaf for part in self.components for leaf in part.leaves()) or (self,)


class Scheme(Strict):
    """The components for some posts or classes (分类计分)."""

    posts: Names = ()
    classes: Names = ()
    components: tuple[Component, ...] = Field(min_length=1)
    full: Number | None = None


class Refill(Strict):
    """Whether those next in order may take a freed place (递补): how often, and after which stages."""

    max: int | None = Field(default=None, ge=0)
    from_: Names = Field(default=(), alias="from")
    not_after: tuple[Words, ...] = ()
