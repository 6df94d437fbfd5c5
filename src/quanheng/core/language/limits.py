"""Limits and validity (整批的限制、方案的有效期): what people keep together, how long a plan stands."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from quanheng.core.language.rules import Rule, require_firm
from quanheng.core.language.terms import Names, Share, Slug, Strict, Words, wrong


class Limit(Strict):
    """How many of those who stand after some stages may, or must, meet a rule (整批的限制).

    Shapes: `at` names the stages after which it holds; `per` unit counts those of one present unit together,
    post_unit those who stand for posts of one unit, post those of one post, plan everybody; `who` None counts
    everyone. A head and a deputy of one unit who may not move at once are at most 1 per unit. A bound may be
    a share of the people on record there, or of those `among` them who meet a rule (三分之一、两成).
    """

    id: Slug
    title: Words
    at: Names = Field(min_length=1)
    who: Rule | None = None
    per: Literal["unit", "post_unit", "post", "plan"] = "unit"
    at_least: Annotated[int, Field(ge=0)] | Share = 0
    at_most: Annotated[int, Field(ge=0)] | Share | None = None
    among: Rule | None = None

    @model_validator(mode="after")
    def _something(self) -> Limit:
        least, most = self.at_least, self.at_most
        if not least and most is None:
            raise wrong("须写 at_least 或 at_most。", "one of at_least, at_most is needed")
        if isinstance(least, int) and isinstance(most, int) and most < least:
            raise wrong("at_least 大于 at_most。", "at_least is greater than at_most", "at_least")
        shares = [bound for bound in (least, most) if isinstance(bound, Share)]
        if any(share.of != "people" for share in shares):
            raise wrong("限制中的占比须写 of: people。", "a share in a limit is of: people")
        if (shares and self.per == "post") or (self.among is not None and not shares):
            raise wrong(
                "among 须配占比；占比按单位或全方案计，不按职位。",
                "among goes with a share, and a share with units or the plan, not with posts",
            )
        require_firm(*(rule for rule in (self.who, self.among) if rule is not None))
        return self

    def is_share(self) -> bool:
        """Whether a bound depends on how many people there are."""
        return isinstance(self.at_least, Share) or isinstance(self.at_most, Share)

    def bounds(self, people: int) -> tuple[int, int | None]:
        """The least and the most, where so many people are on record."""
        least = self.at_least.count(people) if isinstance(self.at_least, Share) else self.at_least
        most = self.at_most.count(people) if isinstance(self.at_most, Share) else self.at_most
        return least, most

    def holds(self, number: int, people: int = 0) -> bool:
        """Whether so many are within the limit, of so many people on record."""
        least, most = self.bounds(people)
        return number >= least and (most is None or number <= most)


class Validity(Strict):
    """How long a plan may be used (有效期): to a day, and while something outside it lasts."""

    until: date | None = None
    while_: Words | None = Field(default=None, alias="while")

    @model_validator(mode="after")
    def _something(self) -> Validity:
        if self.until is None and self.while_ is None:
            raise wrong("valid 须写 until 或 while。", "valid needs until or while")
        return self
