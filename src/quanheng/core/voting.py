"""Voting (表决): how many must be there, how many must agree, of whom, all in exact fractions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from pydantic import model_validator

from quanheng.core.language.terms import Number, Strict, wrong
from quanheng.core.parts import exact, said
from quanheng.core.values import Text

Whole = Literal["due", "present", "members", "ballots", "valid", "for_and_against"]

WHOLES: dict[Whole, Text] = {
    "due": Text("应到会人数", "those due"),
    "present": Text("到会人数", "those present"),
    "members": Text("成员总数", "all members"),
    "ballots": Text("收回票数", "all ballots"),
    "valid": Text("有效票数", "valid ballots"),
    "for_and_against": Text("赞成票与反对票之和", "votes for and against"),
}


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who could be there and who was. Units: people."""

    members: int
    due: int
    present: int

    def __add__(self, other: Turnout) -> Turnout:
        return Turnout(self.members + other.members, self.due + other.due, self.present + other.present)


@dataclass(frozen=True, slots=True)
class Count:
    """The votes on one candidate. Units: votes."""

    agree: int = 0
    disagree: int = 0
    postpone: int = 0
    abstain: int = 0
    invalid: int = 0

    def cast(self) -> int:
        """All votes, whatever they say."""
        return self.agree + self.disagree + self.postpone + self.abstain + self.invalid

    def __add__(self, other: Count) -> Count:
        return Count(
            self.agree + other.agree,
            self.disagree + other.disagree,
            self.postpone + other.postpone,
            self.abstain + other.abstain,
            self.invalid + other.invalid,
        )


class Enough(Strict):
    """A share that must be passed or reached (超过、达到): exactly one of over, at_least."""

    over: Number | None = None
    at_least: Number | None = None

    @model_validator(mode="after")
    def _one(self) -> Enough:
        if (self.over is None) == (self.at_least is None):
            raise wrong("须写 over 或 at_least 之一。", "one of over, at_least is needed")
        return self

    def fraction(self) -> Fraction:
        """The share as an exact fraction."""
        return exact(self.over if self.over is not None else self.at_least or Decimal(0))

    def least(self, whole: int) -> int:
        """The smallest number that is enough of this whole."""
        part = self.fraction() * whole
        return floor(part) + 1 if self.over is not None else ceil(part)

    def said(self, of: Text) -> Text:
        """The rule in words."""
        share = said(self.fraction())
        zh, en = ("超过", "over") if self.over is not None else ("不少于", "at least")
        return Text(f"{zh}{of.zh}的 {share}", f"{en} {share} of {of.en}")


class Quorum(Enough):
    """How many must be present (到会人数); of one group of voters where `group` names it."""

    of: Literal["members", "due"] = "members"
    group: str = ""

    @model_validator(mode="before")
    @classmethod
    def _share_is_at_least(cls, value: object) -> object:
        if isinstance(value, dict) and "share" in value:
            return {("at_least" if key == "share" else key): v for key, v in value.items()}
        return value

    def needed(self, turnout: Turnout) -> int:
        """How many must be present."""
        return self.least(turnout.members if self.of == "members" else turnout.due)

    def say(self) -> Text:
        """The rule in words."""
        return self.said(WHOLES[self.of])


class Majority(Enough):
    """How many must agree (赞成人数), of which whole."""

    of: Whole = "due"

    def whole(self, turnout: Turnout, count: Count) -> int:
        """The number that the share is of."""
        wholes: dict[Whole, int] = {
            "due": turnout.due,
            "present": turnout.present,
            "members": turnout.members,
            "ballots": count.cast(),
            "valid": count.cast() - count.invalid,
            "for_and_against": count.agree + count.disagree,
        }
        return wholes[self.of]

    def needed(self, turnout: Turnout, count: Count) -> int:
        """How many must agree; at least one, so that an empty vote passes nothing."""
        return max(1, self.least(self.whole(turnout, count)))

    def say(self) -> Text:
        """The rule in words."""
        return self.said(WHOLES[self.of])
