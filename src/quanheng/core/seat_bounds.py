"""Bounds on seats (职数的上下限): what a unit may have, and which share of the vacancies is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from quanheng.core.language.posts import Post
from quanheng.core.language.terms import Bound, Names, Strict, Words, wrong
from quanheng.core.values import Text


class SeatBound(Strict):
    """How many seats the posts of each unit, or of the whole plan, may have (每单位最少最多)."""

    title: Words
    posts: Names = ()
    classes: Names = ()
    levels: Names = ()
    per: Literal["unit", "plan"] = "unit"
    at_least: int = Field(default=0, ge=0)
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> SeatBound:
        if self.at_most is not None and self.at_most < self.at_least:
            raise wrong("at_least 大于 at_most。", "at_least is greater than at_most", "at_least")
        return self

    def covers(self, post: Post) -> bool:
        """Whether the bound counts a post; one that names nothing counts all."""
        return (
            (not self.posts or post.id in self.posts)
            and (not self.classes or post.cls in self.classes)
            and (not self.levels or post.level in self.levels)
        )

    def fits(self, seats: int) -> bool:
        """Whether so many seats lie within."""
        return seats >= self.at_least and (self.at_most is None or seats <= self.at_most)

    def say(self) -> Text:
        """The bound in words."""
        zh, en = f"最少 {self.at_least}", f"at least {self.at_least}"
        if self.at_most is None:
            return Text(zh, en)
        return Text(f"{zh}、最多 {self.at_most}", f"{en}, at most {self.at_most}")


class OpenedShare(Strict):
    """Which share of the vacancies is opened (空缺中拿出竞争的比例), of each line of numbers or of all."""

    is_: Bound = Field(alias="is")
    per: Literal["line", "plan"] = "line"
    strength: Literal["hard", "soft"] = "hard"


def bounds_broken(bounds: Sequence[SeatBound], seats: Iterable[tuple[Post, int]]) -> list[Text]:
    """The units whose posts have too few seats, or too many."""
    opened, found = tuple(seats), []
    for bound in bounds:
        counted: dict[str, int] = {}
        for post, number in opened:
            unit = post.unit if bound.per == "unit" else ""
            if bound.covers(post):
                counted[unit] = counted.get(unit, 0) + number
        said = bound.say()
        for unit, number in counted.items():
            if not bound.fits(number):
                zh, en = f"{unit}{bound.title.zh}", f"{unit} {bound.title.say('en')}".strip()
                found.append(Text(f"{zh}：{number} 个，须{said.zh} 个", f"{en}: {number}, needed {said.en}"))
    return found


def shares_broken(opens: OpenedShare | None, lines: Sequence[tuple[str, int, int]]) -> list[Text]:
    """The lines, or the plan, of whose vacancies another share is opened than the plan asks.

    Shapes: each line is its name, the seats opened and the vacancies.
    """
    vacancies = [line for line in lines if line[2] > 0]
    if opens is None or not vacancies:
        return []
    if opens.per == "plan":
        vacancies = [("全部", sum(line[1] for line in vacancies), sum(line[2] for line in vacancies))]
    said = opens.is_.say()
    return [
        Text(
            f"“{name}”空缺 {vacant} 个，使用 {opened} 个；使用的比例须{said.zh}",
            f"'{name}': {vacant} vacant, {opened} opened; the share opened has to be {said.en}",
        )
        for name, opened, vacant in vacancies
        if not opens.is_.holds(Decimal(opened) / vacant)
    ]
