"""Ages and identity number (年龄与身份证号): two dates, or number and birth, against one another.

Source: starting work at 16: 劳动法 第十五条; joining the Party at 18: 中国共产党章程 第一条; GB 11643-1999.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quanheng.core.form.consistency_terms import Inconsistency, finding
from quanheng.core.workdays import PartialDate, age_range_on

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LAST_DIGITS = "10X98765432"


def young(
    element: str, born: PartialDate, on: PartialDate, least: int, what: tuple[str, str]
) -> Iterator[Inconsistency]:
    """The youngest and oldest that someone can have been, against the least age."""
    if on.latest() < born.earliest():
        zh, en = f"{what[0]}早于出生（{born}）。", f"It is said that {what[1]} before the birth ({born})."
        yield finding("error", "before_birth", element, zh, en)
        return
    most = age_range_on(born, on.latest()).most
    fewest = age_range_on(born, max(on.earliest(), born.earliest())).least
    if most < least:
        zh = f"{what[0]}时为 {most} 周岁，不满 {least} 周岁。"
        en = f"Aged {most} when {what[1]}, less than {least}."
        yield finding("warning", "too_young", element, zh, en)
    elif fewest < least:
        zh = f"{what[0]}时可能不满 {least} 周岁，只知年月无法断定。"
        en = f"Perhaps under {least} when {what[1]}; months alone do not tell."
        yield finding("note", "perhaps_too_young", element, zh, en)


def identity_number(
    element: str, number: str, born: PartialDate | None, sex: str | None
) -> Iterator[Inconsistency]:
    """The number (身份证号) against its last digit, the birth and the sex; '' says nothing."""
    number = number.upper()
    if not number:
        return
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        yield finding("warning", "id_shape", element, "身份证号不是 18 位。", "The number has not 18 digits.")
        return
    if _LAST_DIGITS[sum(w * int(d) for w, d in zip(_WEIGHTS, number, strict=False)) % 11] != number[-1]:
        zh, en = "身份证号校验码不符。", "The last digit of the identity number is wrong."
        yield finding("error", "id_digit", element, zh, en)
    if born and number[6:12] != f"{born.year:04d}{born.month:02d}":
        zh = f"身份证号中的出生年月与填写的（{born}）不符。"
        en = f"The number tells another month of birth than is written ({born})."
        yield finding("warning", "id_birth", element, zh, en)
    said = "男" if int(number[16]) % 2 else "女"
    if sex in ("男", "女") and sex != said:
        zh, en = (
            f"身份证号表示{said}性，填写的为{sex}。",
            f"The number says {said}, what is written is {sex}.",
        )
        yield finding("warning", "id_sex", element, zh, en)
