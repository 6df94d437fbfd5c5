"""Points from facts (由事实计分): what the record gives, and how a quantity becomes points, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from quanheng.core.language.histories import Stay
from quanheng.core.language.predicates import Lookup, Window, one_of
from quanheng.core.language.rules import Rule, require_firm
from quanheng.core.language.terms import Bound, Names, Number, Strict, listed, wrong


class Growth(Strict):
    """Points that grow with a quantity (逐级累加): `first` from `from` on, then `each` for a further unit.

    Shapes: 1.5 a year is {each: 1.5}; a base of 25 and 10 a year {first: 25, each: 10}; two for the first and
    one for each further {from: 1, first: 2, each: 1}; five at ten years, then a half {from: 10, first: 5,
    each: 0.5}. Less than `from` earns `below`; with `whole` only full units count.
    """

    from_: Number = Field(default=Decimal(0), alias="from")
    first: Number = Decimal(0)
    each: Number = Decimal(0)
    unit: Number = Field(default=Decimal(1), gt=0)
    below: Number = Decimal(0)
    whole: bool = True

    def points(self, quantity: Decimal) -> Decimal:
        """The points of a quantity."""
        if quantity < self.from_:
            return self.below
        units = (quantity - self.from_) / self.unit
        return self.first + self.each * (units // 1 if self.whole else units)


class Shortfall(Strict):
    """Full points at the target, less for every unit that lacks (不足扣分): nine, three a missing year."""

    target: Number
    full: Number
    each: Number = Field(gt=0)

    def points(self, quantity: Decimal) -> Decimal:
        """The points of a quantity."""
        return self.full - self.each * max(self.target - quantity, Decimal(0))


class Around(Strict):
    """Points up and down in a line around the target (围绕目标增减): 15 at it, 0.3 a percentage point."""

    target: Number
    at: Number
    each: Number = Field(gt=0)

    def points(self, quantity: Decimal) -> Decimal:
        """The points of a quantity."""
        return self.at + self.each * (quantity - self.target)


class Proportion(Strict):
    """The share of the target reached, of the full points (按完成比例); beyond it only with `over`."""

    target: Number = Field(gt=0)
    full: Number
    over: bool = False

    def points(self, quantity: Decimal) -> Decimal:
        """The points of a quantity."""
        share = quantity / self.target
        return self.full * (share if self.over else min(share, Decimal(1)))


class Band(Strict):
    """One band of a table (分段): a quantity within earns these points."""

    is_: Bound = Field(alias="is")
    points: Number


Aimed = Shortfall | Around | Proportion
"""The ways that measure a quantity against a target."""


class Conversion(Strict):
    """How a quantity becomes points (折算): exactly one of the ways; `else` is for what no band holds."""

    growth: Growth | None = None
    shortfall: Shortfall | None = None
    around: Around | None = None
    proportion: Proportion | None = None
    bands: tuple[Band, ...] = ()
    otherwise: Number = Field(default=Decimal(0), alias="else")

    @model_validator(mode="after")
    def _one_way(self) -> Conversion:
        ways = (self.growth, self.shortfall, self.around, self.proportion, self.bands or None)
        if sum(way is not None for way in ways) != 1:
            raise one_of("growth, shortfall, around, proportion, bands", "{growth: {each: 1.5}}")
        return self

    def points(self, quantity: Decimal) -> Decimal:
        """The points of a quantity, before cap and floor."""
        way = self.growth or self.shortfall or self.around or self.proportion
        if way is not None:
            return way.points(quantity)
        return next((b.points for b in self.bands if b.is_.holds(quantity)), self.otherwise)

    def aimed(self) -> Aimed | None:
        """The way that has a target, if this is one."""
        return self.shortfall or self.around or self.proportion

    def with_target(self, target: Decimal) -> Conversion:
        """The same way with another target (调整后的目标)."""
        return Conversion(
            **{
                name: way.model_copy(update={"target": target})
                for name in ("shortfall", "around", "proportion")
                if (way := getattr(self, name)) is not None
            }
        )


class GradePoints(Strict):
    """Points for the grades of the last completed years (考核计分); a year without grade counts nothing."""

    last: int = Field(ge=1, le=40)
    grades: Mapping[str, Number] = Field(min_length=1)


class AwardPoints(Strict):
    """Points for awards by their level (奖励计分).

    Shapes: `counts` every adds all up, highest takes one, highest_by_name one of the same name (同一事项),
    highest_by_year one of the same year; `name_has` and `within` choose the awards.
    """

    levels: Mapping[str, Number] = Field(min_length=1)
    counts: Literal["every", "highest", "highest_by_name", "highest_by_year"] = "every"
    name_has: Names | None = None
    within: Window | None = None


class FactCase(Strict):
    """One row of a table of facts (事实分档): whoever meets the rule earns the points."""

    when: Rule
    points: Number

    @model_validator(mode="after")
    def _firm(self) -> FactCase:
        require_firm(self.when)
        return self


class Works(Strict):
    """Points for works that several people signed (成果计分): the points of the level, shared by place.

    Shapes: `shares` whole gives everyone all of it, equal an even part; or by the number of authors the share
    of each place ({3: [0.6, 0.3, 0.1]}), `beyond` where it names none. `counts` highest takes the best alone,
    `most` the best so many; `within` looks back from the plan's date.
    """

    levels: Mapping[str, Number] = Field(min_length=1)
    shares: Literal["whole", "equal"] | Mapping[int, tuple[Number, ...]] = "whole"
    beyond: Number = Field(default=Decimal(0), ge=0, le=1)
    counts: Literal["every", "highest"] = "every"
    most: int | None = Field(default=None, ge=1)
    within: Window | None = None

    @model_validator(mode="after")
    def _whole_shares(self) -> Works:
        for number, shares in () if isinstance(self.shares, str) else self.shares.items():
            if len(shares) > number or sum(shares) > 1:
                raise wrong(
                    f"shares 中 {number} 人署名的分配不得多于 {number} 份，合计不得超过 1。",
                    f"the shares of {number} authors are at most {number} and add up to at most 1",
                    "shares",
                    number,
                )
        return self

    def share_of(self, place: int, authors: int) -> Decimal:
        """What somebody at this place among so many authors has of the points."""
        if self.shares == "whole":
            return Decimal(1)
        if self.shares == "equal":
            return Decimal(1) / authors
        own = self.shares.get(authors, ()) if not isinstance(self.shares, str) else ()
        return own[place - 1] if place <= len(own) else self.beyond


class RecordItem(Strict):
    """What the record gives for one component (履历计分项): exactly one source.

    Shapes: `since` counts years of age, of work or in the Party; `years` the time in stretches (several
    descriptions are joined); `appraisals` and `awards` add points up; `lookup` reads a fact from a table;
    `cases` takes the points of the first rule that holds, of the best, or of all; `attribute` reads a number.
    """

    since: Literal["birth", "work", "party"] | None = None
    years: Annotated[tuple[Stay, ...], BeforeValidator(listed, json_schema_input_type=Any)] = ()
    appraisals: GradePoints | None = None
    awards: AwardPoints | None = None
    lookup: Lookup | None = None
    cases: tuple[FactCase, ...] = ()
    take: Literal["first", "highest", "sum"] = "highest"
    attribute: str | None = None
    as_of: date | None = None

    @model_validator(mode="after")
    def _one_source(self) -> RecordItem:
        sources = (
            self.since,
            self.years or None,
            self.appraisals,
            self.awards,
            self.lookup,
            self.cases or None,
            self.attribute,
        )
        if sum(source is not None for source in sources) != 1:
            raise one_of("since, years, appraisals, awards, lookup, cases, attribute", "{since: work}")
        return self
