"""Predicates over plain facts (事实条件): age, education, identity and the like, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from quanheng.core.language.terms import Names, Number, Span, Strict, wrong


def one_of(words: str, example: str) -> PydanticCustomError:
    """The error for parts of which exactly one is needed."""
    return wrong(f"{words} 须写其一且只写其一：{example}。", f"exactly one of {words} is needed: {example}")


def _no_working_days(span: Span) -> Span:
    if span.working_days is not None:
        raise wrong(
            "资格年限以 days、months、years 计，不用 working_days。",
            "eligibility counts in days, months or years, not in working_days",
        )
    return span


Window = Annotated[Span, AfterValidator(_no_working_days)]
"""A span in days, months or years."""


class PostParameter(Strict):
    """A number that the post itself carries (岗位参数), named in `parameters` of the post."""

    post_parameter: str


class Lookup(Strict):
    """A number that depends on a fact of the person or the post (按类取值).

    Shapes: `by` is sex, nation, education, degree, rank, identity, establishment, unit, party, health, post,
    post_class, post_level, post_group, post_unit, or the name of an attribute; `values` maps its words to
    numbers or to a further lookup; a word of a ladder also stands for its equals.
    """

    by: str
    values: Mapping[str, Amount]
    otherwise: Number | None = Field(default=None, alias="else")


def _sort(value: Any) -> str:
    """Which of the ways to say a number this is, so that an error speaks of that one alone."""
    if isinstance(value, Lookup) or (isinstance(value, Mapping) and "post_parameter" not in value):
        return "lookup"
    return "parameter" if isinstance(value, (PostParameter, Mapping)) else "number"


Amount = Annotated[
    Annotated[Number, Tag("number")]
    | Annotated[Lookup, Tag("lookup")]
    | Annotated[PostParameter, Tag("parameter")],
    Discriminator(_sort),
]
"""A number, a lookup, or a parameter of the post."""


class Limits(Strict):
    """Bounds on a number: at_least and at_most include it, over and under do not (含与不含本数)."""

    at_least: Amount | None = None
    over: Amount | None = None
    at_most: Amount | None = None
    under: Amount | None = None

    def bounds(self) -> tuple[tuple[str, Amount], ...]:
        """The bounds that are said, by name."""
        named = (
            ("at_least", self.at_least),
            ("over", self.over),
            ("at_most", self.at_most),
            ("under", self.under),
        )
        return tuple((name, value) for name, value in named if value is not None)


class Age(Limits):
    """Age on the as-of date within the bounds, or birth on the right side of a date (年龄).

    Shapes: counting `completed`: whole years lived (周岁), so `at_most: 45` lasts to the day before the
    46th birthday; `exact`: `at_most: 45` ends with the 45th birthday; `calendar_year`: year minus birth year.
    """

    counting: Literal["completed", "exact", "calendar_year"] = "completed"
    born_on_or_after: date | None = None
    born_on_or_before: date | None = None

    @model_validator(mode="after")
    def _something(self) -> Age:
        if not self.bounds() and self.born_on_or_after is None and self.born_on_or_before is None:
            words = "at_most, at_least, under, over, born_on_or_after, born_on_or_before"
            raise wrong(f"年龄须写 {words} 之一。", f"age needs one of {words}")
        return self


class Education(Strict):
    """One finished course that meets every part said here (学历): level, full-time or not, major, degree.

    Shapes: `full_time` true wants full-time, false wants in-service, `any` does not ask; `major_in` wants the
    exact name, `major_has` one of the words within the name. A course without a date of finishing counts as
    finished; one still going on counts only with `studying_counts`.
    """

    at_least: str | None = None
    in_: Names | None = Field(default=None, alias="in")
    full_time: bool | Literal["any"] = "any"
    degree_at_least: str | None = None
    major_in: Names | None = None
    major_has: Names | None = None
    studying_counts: bool = False

    @model_validator(mode="after")
    def _something(self) -> Education:
        if not self.model_fields_set - {"studying_counts"}:
            words = "at_least, in, full_time, degree_at_least, major_in, major_has"
            raise wrong(f"学历须写 {words} 中至少一项。", f"education needs at least one of {words}")
        return self


class Degree(Strict):
    """A degree of this height or higher (学位), from any finished course, or full-time only when so said."""

    at_least: str
    full_time: bool | Literal["any"] = "any"


class OneOf(Strict):
    """A fact that is one of some words, or none of them (属于/不属于)."""

    in_: Names | None = Field(default=None, alias="in")
    not_in: Names | None = None

    @model_validator(mode="after")
    def _one(self) -> OneOf:
        if (self.in_ is None) == (self.not_in is None):
            raise one_of("in, not_in", "{in: [公务员]}")
        return self


class Years(Limits):
    """Whole years between a date of the person and the as-of date within the bounds (年限)."""

    @model_validator(mode="after")
    def _something(self) -> Years:
        if not self.bounds():
            words = "at_least, over, at_most, under"
            raise wrong(
                f"年限须写 {words} 之一：{{at_least: 5}}。", f"one of {words} is needed: {{at_least: 5}}"
            )
        return self


class Attribute(Limits):
    """An open attribute of the person, compared as its type says (其他属性).

    Shapes: `type` text compares words (`in`, `not_in`), number and date compare by bounds (`at_least` …, or
    `on_or_after`, `on_or_before`), a ladder is named by `scale` and compared by `from_level` and `to_level`.
    """

    name: str
    in_: Names | None = Field(default=None, alias="in")
    not_in: Names | None = None
    on_or_after: date | None = None
    on_or_before: date | None = None
    scale: str | None = None
    from_level: str | None = None
    to_level: str | None = None

    @model_validator(mode="after")
    def _one_type(self) -> Attribute:
        kinds = (
            self.in_ is not None or self.not_in is not None,
            bool(self.bounds()),
            self.on_or_after is not None or self.on_or_before is not None,
            self.from_level is not None or self.to_level is not None,
        )
        if sum(kinds) != 1:
            raise wrong(
                "属性只能用一种比法：in/not_in（词语），at_least/over/at_most/under（数字），"
                "on_or_after/on_or_before（日期），或 scale 配 from_level/to_level（等级）。",
                "an attribute is compared one way: in/not_in (words), at_least/over/at_most/under (number), "
                "on_or_after/on_or_before (date), or scale with from_level/to_level (ladder)",
            )
        if kinds[3] != (self.scale is not None):
            raise wrong(
                "scale 须与 from_level 或 to_level 同写。",
                "scale belongs together with from_level or to_level",
            )
        return self


class Flag(Strict):
    """A yes-or-no fact of the person, usually a bar such as being under investigation (是否情形).

    Shapes: the attribute says 是/否 or the date on which it happened; `within` looks back that far from the
    as-of date (a 是 without a date always counts); `if_absent` says what a fact never entered means.
    """

    name: str
    expected: bool = False
    within: Window | None = None
    if_absent: Literal["unknown", "no", "yes"] = "unknown"


class RankingBar(Strict):
    """A place in a ranking outside the plan that is not among the last n, or is among the first n (排名).

    Shapes: the attribute says place/number ranked, for example 3/20; `top_share` 1/2 is the first half,
    `not_bottom_share` 0.1 all but the last tenth; `if_absent` judges who was not ranked.
    """

    ranking: str
    not_bottom: int | None = Field(default=None, ge=1)
    top: int | None = Field(default=None, ge=1)
    not_bottom_share: Number | None = Field(default=None, gt=0, lt=1)
    top_share: Number | None = Field(default=None, gt=0, lt=1)
    if_absent: Literal["unknown", "met", "not_met"] = "unknown"

    @model_validator(mode="after")
    def _one(self) -> RankingBar:
        ways = (self.not_bottom, self.top, self.not_bottom_share, self.top_share)
        if sum(way is not None for way in ways) != 1:
            words = "not_bottom, top, not_bottom_share, top_share"
            raise one_of(words, "{ranking: 会计考核, not_bottom: 3}")
        return self

    def shares(self) -> tuple[Fraction | None, Fraction | None]:
        """The shares of the top and of the bottom, exact (1/3, not 0.333)."""
        given = (self.top_share, self.not_bottom_share)
        top, bottom = (None if s is None else Fraction(s).limit_denominator(1000) for s in given)
        return top, bottom


class Licence(Strict):
    """Licences in the attribute `licences` (资格证书): one of `has`, or every one when `every` is true."""

    has: Names
    every: bool = False


class RemainingService(Strict):
    """From the as-of date to retirement there is at least so long (剩余任职年限).

    Shapes: `retirement` is the age in years, usually a lookup by sex; or `retires_on` names an attribute that
    holds the date. `at_least` is a span, or `until` a date to be reached.
    """

    at_least: Window | None = None
    until: date | None = None
    retirement: Amount | None = None
    retires_on: str | None = None

    @model_validator(mode="after")
    def _one(self) -> RemainingService:
        if (self.at_least is None) == (self.until is None):
            raise one_of("at_least, until", "{at_least: {years: 3}, …}")
        if (self.retirement is None) == (self.retires_on is None):
            raise one_of("retirement, retires_on", "{retirement: {by: sex, values: {男: 60, 女: 55}}}")
        return self


class OwnUnitBarred(Strict):
    """The post is not in the person's own unit (不得报考本单位)."""


class Way(Strict):
    """One direction of a flow: from these classes of people to these classes of posts."""

    from_: Names = Field(alias="from")
    to: Names


class Flow(Strict):
    """Who may move where (流向限制): a way among those allowed, or none of those barred; * is everybody.

    Shapes: `person_by` is the fact of the person (unit, identity, establishment, rank, or an attribute) and
    `post_by` that of the post (unit, post_class, post_level, post_group, post) which the ways speak of.
    `same` true asks that both say the same (轮换范围: within one's bureau), false that they differ.
    """

    person_by: str = "unit"
    post_by: Literal["unit", "post", "post_class", "post_level", "post_group"] = "unit"
    allowed: tuple[Way, ...] | None = None
    barred: tuple[Way, ...] | None = None
    same: bool | None = None

    @model_validator(mode="after")
    def _one(self) -> Flow:
        if sum(way is not None for way in (self.allowed, self.barred, self.same)) != 1:
            raise one_of("allowed, barred, same", "{barred: [{from: 井下, to: 地面}]}")
        return self


class Recusal(Strict):
    """No relation of these kinds to a member of the bodies named, or to the unit of the post (回避).

    Shapes: `kinds` empty means any kind; `with` names bodies of the plan, or `post_unit`.
    """

    kinds: Names = ()
    with_: Names = Field(alias="with")


class Incumbent(Strict):
    """Holds a post now (现任), or does not: which is `must`.

    Shapes: `of` is this_post, plan_posts, or names of posts; a tenure counts by its post id or its name.
    """

    of: Literal["this_post", "plan_posts"] | Names
    must: bool = True


class ReserveList(Strict):
    """Stands on one of these lists (后备名单), entered no longer ago than `valid_for` where that is said.

    Shapes: the roster's table `reserves` says who stands on which list since when.
    """

    in_: Names = Field(alias="in")
    valid_for: Window | None = None
