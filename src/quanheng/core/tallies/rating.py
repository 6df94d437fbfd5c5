"""Rating (等次票、打分票): how often each grade was given becomes a mean, without a number for every mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.language.scoring import Denominator, Trim
from quanheng.core.scoring.scores import plain
from quanheng.core.tallies.turnout import Cast, Turnout
from quanheng.core.values import Refused, Text, Working

ABSTAINED = ""
INVALID = "!"


@dataclass(frozen=True)
class Tally:
    """The marks on one matter: how often each grade (or number) was given, abstentions, invalid ones.

    Shapes: keys of `given` are grade ids, or numbers as written.
    """

    given: Mapping[str, int]
    abstained: int = 0
    invalid: int = 0

    def cast(self, values: Mapping[str, Decimal | None]) -> Cast:
        """Decided are the marks with points; a grade without points abstains."""
        decided = sum(n for grade, n in self.given.items() if values[grade] is not None)
        silent = sum(self.given.values()) - decided
        return Cast(decided, self.abstained + silent, self.invalid)

    def plus(self, other: Tally) -> Tally:
        """Two tallies counted together."""
        given = {g: self.given.get(g, 0) + other.given.get(g, 0) for g in {**self.given, **other.given}}
        return Tally(given, self.abstained + other.abstained, self.invalid + other.invalid)

    def total(self) -> int:
        """All marks, whatever they say."""
        return sum(self.given.values()) + self.abstained + self.invalid


@dataclass(frozen=True)
class Grades:
    """The grades a mark may give: points (None abstains) and names by grade."""

    values: Mapping[str, Decimal | None]
    titles: Mapping[str, Text]


def rating(
    label: Text, tally: Tally, grades: Grades, denominator: Denominator, turnout: Turnout, source: str
) -> Working:
    """The mean points: sum of count x points / base; a base of nobody has no value.

    Shapes: each leaf is one grade with its count; its source is `source` and the grade.
    """
    base = tally.cast(grades.values).base(denominator, turnout)
    parts = [
        Working(
            grades.titles[grade], Decimal(count), _worth(grades.values[grade]), source=f"{source}|{grade}"
        )
        for grade, count in tally.given.items()
    ]
    if tally.abstained:
        words = Text("弃权", "abstained")
        parts.append(Working(words, Decimal(tally.abstained), source=f"{source}|abstained"))
    if tally.invalid:
        parts.append(Working(Text("无效", "invalid"), Decimal(tally.invalid), source=f"{source}|invalid"))
    if base == 0:
        return Working(label, None, Text("无可计票数", "nothing to count"), tuple(parts))
    total = sum(((grades.values[g] or Decimal(0)) * n for g, n in tally.given.items()), Decimal(0))
    rule = f"{plain(total)} ÷ {base}"
    return Working(label, total / base, Text(rule, rule), tuple(parts))


def trimmed_tally(tally: Tally, grades: Grades, trim: Trim | None) -> tuple[Tally, Working | None]:
    """The tally less its highest and lowest marks, and what was left out; marks without points stay.

    Errors: Refused(too_few_marks_to_trim) when nothing would be left.
    """
    worth = {g: v for g, v in grades.values.items() if v is not None}
    number = sum(n for g, n in tally.given.items() if g in worth)
    if trim is None or not number or not trim.applies_to(number):
        return tally, None
    if number <= trim.high + trim.low:
        raise Refused(
            "too_few_marks_to_trim",
            f"只有 {number} 个分数，不能去掉 {trim.high} 个最高分和 {trim.low} 个最低分。",
            f"{number} marks are too few to drop {trim.high} highest and {trim.low} lowest.",
            remedy_zh="请在方案中写明多于几人时才去掉（only_if_more_than）。",
            remedy_en="Let the plan say when it trims (only_if_more_than).",
        )
    left = dict(tally.given)
    order = sorted((g for g in left if g in worth), key=lambda g: worth[g])
    for names, drop in ((order, trim.low), (order[::-1], trim.high)):
        for name in names:
            taken = min(left[name], drop)
            left[name] -= taken
            drop -= taken
    words = Text(
        f"去掉 {trim.high} 个最高分、{trim.low} 个最低分",
        f"{trim.high} highest and {trim.low} lowest dropped",
    )
    given = {g: n for g, n in left.items() if n}
    return Tally(given, tally.abstained, tally.invalid), Working(words, Decimal(trim.high + trim.low))


def _worth(value: Decimal | None) -> Text:
    if value is None:
        return Text("不计分", "no points")
    return Text(f"每票 {plain(value)} 分", f"{plain(value)} points each")


def share_of_grades(tally: Tally, grades: Grades, wanted: tuple[str, ...], base: int) -> Decimal | None:
    """The share of some grades in a base; None when the base is nobody."""
    if base == 0:
        return None
    return Decimal(sum(n for g, n in tally.given.items() if g in wanted)) / base
