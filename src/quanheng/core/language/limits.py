"""Limits and validity (整批的限制、方案的有效期): what people keep together, how long a plan stands."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from quanheng.core.language.rules import Rule, require_firm
from quanheng.core.language.terms import Names, Slug, Strict, Words, wrong


class Limit(Strict):
    """How many of those who stand after some stages may, or must, meet a rule (整批的限制).

    Shapes: `at` names the stages after which it holds; `per` unit counts those of one present unit together,
    post_unit those who stand for posts of one unit, post those of one post, plan everybody; `who` None counts
    everyone. A head and a deputy of one unit who may not move at once are at most 1 per unit.
    """

    id: Slug
    title: Words
    at: Names = Field(min_length=1)
    who: Rule | None = None
    per: Literal["unit", "post_unit", "post", "plan"] = "unit"
    at_least: int = Field(default=0, ge=0)
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _something(self) -> Limit:
        if not self.at_least and self.at_most is None:
            raise wrong("须写 at_least 或 at_most。", "one of at_least, at_most is needed")
        if self.at_most is not None and self.at_most < self.at_least:
            raise wrong("at_least 大于 at_most。", "at_least is greater than at_most", "at_least")
        require_firm(*(() if self.who is None else (self.who,)))
        return self

    def holds(self, number: int) -> bool:
        """Whether so many are within the limit."""
        return number >= self.at_least and (self.at_most is None or number <= self.at_most)


class Validity(Strict):
    """How long a plan may be used (有效期): to a day, and while something outside it lasts."""

    until: date | None = None
    while_: Words | None = Field(default=None, alias="while")

    @model_validator(mode="after")
    def _something(self) -> Validity:
        if self.until is None and self.while_ is None:
            raise wrong("valid 须写 until 或 while。", "valid needs until or while")
        return self
