"""Terms of the plan language (方案用语): what every stage shares: texts, times, rounding, keeping."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from difflib import get_close_matches
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from quanheng.core.values import Text


def wrong(zh: str, en: str, *at: str | int) -> PydanticCustomError:
    """An error about the plan's own words, in both languages; raised inside validators.

    Shapes: `at` leads from the part that is validated to the part that is wrong.
    """
    return PydanticCustomError("plan", "{en}", {"zh": zh, "en": en, "at": at})


class Strict(BaseModel):
    """A part of a plan: frozen, and nothing in it that the language does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_words(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        known = [f.alias or name for name, f in cls.model_fields.items()]
        unknown = [str(key) for key in data if key not in known and key not in cls.model_fields]
        if unknown:
            raise PydanticCustomError(
                "unknown_word",
                "unknown word {unknown}; allowed: {allowed}",
                {"unknown": unknown[0], "allowed": ", ".join(known), "near": _nearest(unknown[0], known)},
            )
        return data


def _nearest(word: str, known: list[str]) -> str:
    return next(iter(get_close_matches(word, known, n=1)), "")


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, dict):
        unknown = set(value) - {"zh", "en"}
        if unknown or not value.get("zh"):
            raise wrong(
                "文字须是一句话，或 {zh: …, en: …}；句中有英文逗号或冒号的，要加引号。",
                "a text is a sentence, or {zh: …, en: …}; quote one that holds a comma or a colon",
            )
        return Text(str(value["zh"]), str(value.get("en", "")))
    return value


Words = Annotated[Text, BeforeValidator(_text, json_schema_input_type=str | Text)]


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise wrong("此处须填数字，不能填是或否。", "a number is needed here, not yes or no")
    if isinstance(value, str) and "/" in value:
        above, below = value.split("/", 1)
        try:
            return Decimal(above.strip()) / Decimal(below.strip())
        except ArithmeticError:
            raise wrong(f"“{value}”不是分数。", f"'{value}' is no fraction") from None
    if isinstance(value, float):
        return Decimal(repr(value))
    return value


Number = Annotated[Decimal, BeforeValidator(_number, json_schema_input_type=Decimal | str)]
"""A decimal number; a fraction may be written as such ('2/3')."""

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")


def _portion(value: Any) -> Any:
    percent = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    return _number(value) if percent is None else Decimal(percent[1]) / 100


Portion = Annotated[Decimal, BeforeValidator(_portion, json_schema_input_type=Decimal | str)]
"""A part of a whole: 0.3, '3/10' or '30%' say the same."""


def listed(value: Any) -> Any:
    """A single entry as a list of one; nothing as none."""
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names, json_schema_input_type=str | tuple[str, ...])]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]

_MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "truncate": ROUND_DOWN,
    "up": ROUND_UP,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}


_SETTLED = Decimal("1e-15")


def settled(value: Decimal) -> Decimal:
    """The number without the trail that an endless division leaves: two thirds of 75 is 50, not 49.999….

    Units: 15 decimals; a true value nearer than that to a boundary, yet not on it, needs one over 10^10.
    """
    return value.quantize(_SETTLED)


class Rounding(Strict):
    """How and at which step a number is rounded (取舍); `step` rounds to multiples of it."""

    digits: int = Field(default=2, ge=0, le=9)
    mode: Literal["half_up", "half_even", "truncate", "up", "floor", "ceiling"] = "half_up"
    step: Number | None = None
    at: Literal["mark", "item", "judge", "group", "dimension", "component", "total", "coefficient"] = "total"

    def apply(self, value: Decimal) -> Decimal:
        """The number rounded as the plan says."""
        mode = _MODES[self.mode]
        value = settled(value)
        if self.step is not None:
            return settled(value / self.step).quantize(Decimal(1), rounding=mode) * self.step
        return value.quantize(Decimal(1).scaleb(-self.digits), rounding=mode)


def rounded(value: Decimal, rules: tuple[Rounding, ...], at: str) -> Decimal:
    """The number after the plan's rounding for this step, unchanged where the plan names none."""
    for rule in rules:
        if rule.at == at:
            value = rule.apply(value)
    return value


class Bound(Strict):
    """A boundary that says on which side its own number falls (含本数与否)."""

    at_least: Number | None = None
    over: Number | None = None
    at_most: Number | None = None
    under: Number | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> Bound:
        if all(v is None for v in (self.at_least, self.over, self.at_most, self.under)):
            raise wrong(
                "须写 at_least、over、at_most、under 之一。",
                "one of at_least, over, at_most, under is needed",
            )
        return self

    def holds(self, value: Decimal) -> bool:
        """Whether the number lies within."""
        return not (
            (self.at_least is not None and value < self.at_least)
            or (self.over is not None and value <= self.over)
            or (self.at_most is not None and value > self.at_most)
            or (self.under is not None and value >= self.under)
        )

    def say(self) -> Text:
        """The boundary in words."""
        return self._said(_shown)

    def say_rate(self) -> Text:
        """The boundary on a rate in words: in per cent, or as the fraction that the plan wrote."""
        return self._said(_rate, gap=" ")

    def _said(self, shown: Callable[[Decimal], str], gap: str = "") -> Text:
        words = (
            (self.at_least, "不低于", "at least"),
            (self.over, "超过", "over"),
            (self.at_most, "不超过", "at most"),
            (self.under, "低于", "under"),
        )
        said = [(zh, en, shown(v)) for v, zh, en in words if v is not None]
        return Text(
            "且".join(f"{zh}{gap}{v}" for zh, _, v in said),
            " and ".join(f"{en} {v}" for _, en, v in said),
        )


def _shown(number: Decimal) -> str:
    """The number as the plan wrote it: an endless one was a fraction and reads as such again."""
    fraction = Fraction(number).limit_denominator(1000)
    endless = Decimal(fraction.numerator) / fraction.denominator == number and fraction != Fraction(number)
    return f"{fraction.numerator}/{fraction.denominator}" if endless else f"{number.normalize():f}"


def _rate(number: Decimal) -> str:
    shown = _shown(number)
    return shown if "/" in shown else f"{_shown(number * 100)}%"


class Condition(Strict):
    """A test over the counts and sums a stage has at hand (条件): every named quantity within its bound.

    Shapes: quantities are applicants, candidates, present, seats, ratio, mean, best, and whatever else
    a stage offers, or several of them joined by +; `any` holds when one of its parts holds.
    """

    quantity: str | None = None
    is_: Bound | None = Field(default=None, alias="is")
    posts: Names | None = None
    classes: Names | None = None
    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one_form(self) -> Condition:
        if (self.quantity is None) != (self.is_ is None):
            raise wrong("quantity 与 is 须同时写。", "quantity and is belong together")
        if not self.model_fields_set:
            raise wrong("条件不能为空。", "an empty condition says nothing")
        return self


class Case(Strict):
    """One row of a table of cases: under this condition, this number."""

    when: Condition
    then: Number | Literal["mean"]


class Cases(Strict):
    """A number that depends on the field (按情形取值): the first case that holds, else the last word."""

    cases: tuple[Case, ...]
    otherwise: Number | Literal["mean"] | None = Field(default=None, alias="else")


Threshold = Number | Literal["mean"] | Cases
"""A pass mark: a number, the mean of those present, or cases."""


_ROUNDS = {"down": ROUND_FLOOR, "up": ROUND_CEILING, "half_up": ROUND_HALF_UP}


class Share(Strict):
    """A number of seats or places as a share of something (占比): percent or ratio of a quantity, rounded."""

    share: Portion
    of: str
    round: Literal["down", "up", "half_up"] = "down"
    at_least: int | None = None
    at_most: int | None = None
    remainder: Literal["drop", "pool"] = "drop"

    def count(self, whole: Decimal | int) -> int:
        """The number that the share of a whole comes to, held within its bounds."""
        number = int(settled(self.share * whole).to_integral_value(_ROUNDS[self.round]))
        number = number if self.at_most is None else min(number, self.at_most)
        return number if self.at_least is None else max(number, self.at_least)


class Span(Strict):
    """A stretch of time: days by one of two calendars, or months, or years."""

    days: int | None = Field(default=None, ge=0)
    working_days: int | None = Field(default=None, ge=0)
    months: int | None = Field(default=None, ge=0)
    years: Number | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one(self) -> Span:
        if sum(v is not None for v in (self.days, self.working_days, self.months, self.years)) != 1:
            raise wrong(
                "须写 days、working_days、months、years 之一。",
                "one of days, working_days, months, years is needed",
            )
        return self

    def whole_months(self) -> int | None:
        """The span in months, when it is given in months or years."""
        if self.months is not None:
            return self.months
        return None if self.years is None else int(self.years * 12)


class Schedule(Strict):
    """When a stage is held (时间): a date, a range, or so long after or before a stage or event."""

    on: date | None = None
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    after: str | None = None
    before: str | None = None
    by: Span | None = None
    lasts: Span | None = None
    at: str | None = Field(default=None, pattern=r"^\d{1,2}:\d{2}$")
    monthly_on: int | None = Field(default=None, ge=1, le=31)

    @model_validator(mode="after")
    def _one_start(self) -> Schedule:
        starts = [self.on, self.from_, self.after, self.before, self.monthly_on]
        if sum(v is not None for v in starts) != 1:
            raise wrong(
                "时间须写 on、from（配 to 或 lasts）、after、before、monthly_on 之一。",
                "a time is one of: on, from (with to or lasts), after, before, monthly_on",
            )
        if self.to is not None and self.from_ is None:
            raise wrong("to 须配 from。", "to needs from", "to")
        if self.to is not None and self.from_ is not None and self.to < self.from_:
            raise wrong(
                f"结束之日 {self.to} 早于开始之日 {self.from_}。",
                f"it ends on {self.to}, before it begins on {self.from_}",
                "to",
            )
        return self

    def hour(self) -> time | None:
        """The time of day at which it ends, where one is said."""
        return time.fromisoformat(self.at.zfill(5)) if self.at else None


class Keep(Strict):
    """How many stay (入围): by ratio to the seats, top n, all that pass, or all but the last.

    Shapes: exactly one of per_seat, top, drop_last, passed, share, table; `short` says what happens when the
    ratio is not reached, `ties` what happens at the cut, and both must be said where they can arise.
    """

    per_seat: Number | None = None
    top: int | None = Field(default=None, ge=0)
    drop_last: int | None = Field(default=None, ge=0)
    passed: bool | None = None
    share: Share | None = None
    table: Cases | None = None
    round: Literal["down", "up", "half_up"] = "up"
    at_least_per_seat: Number | None = None
    short: Literal["actual", "reduce_seats", "cancel_post", "stop"] = "actual"
    ties: Literal["include", "exclude", "chain"] = "include"

    @model_validator(mode="after")
    def _one_way(self) -> Keep:
        ways = (self.per_seat, self.top, self.drop_last, self.passed, self.share, self.table)
        if sum(v is not None for v in ways) != 1:
            raise wrong(
                "须写 per_seat、top、drop_last、passed、share、table 之一。",
                "one of per_seat, top, drop_last, passed, share, table is needed",
            )
        return self


class TieBreak(Strict):
    """One link of the chain that parts equal scores (同分处理).

    Shapes: `by` names an earlier stage or component (higher first), `attribute` a fact of the person with its
    preferred values in order, `earlier`/`later` a date fact; `lot`, `vote`, `retest` need rows.
    """

    by: str | None = None
    attribute: str | None = None
    prefer: Names | None = None
    earlier: str | None = None
    later: str | None = None
    final: Literal["lot", "vote", "retest", "shared", "refuse"] | None = None


class StageSettings(Strict):
    """What every stage may say, whatever its kind (环节共同项).

    Shapes: `nomination_told` wants the story of every nomination told to this meeting before it closes;
    `sources` narrows who may come forward in this stage, in the words of a post's own sources;
    whoever has one of the facts `skip_flags` marked 是 passes the stage by (简化程序).
    """

    id: Slug
    kind: str
    title: Words | None = None
    note: Words | None = None
    time: Schedule | None = None
    minutes: int | None = Field(default=None, ge=1)
    when: Condition | None = None
    only_posts: Names | None = None
    only_classes: Names | None = None
    skip_posts: Names | None = None
    skip_classes: Names | None = None
    skip_flags: Names = ()
    sources: Names = ()
    carry: bool = True
    recheck_eligibility: bool = False
    supervised_by: tuple[Words, ...] = ()
    papers: Names = ()
    nomination_told: bool = False
