"""Rows that contradict one another (名册抵触): one number for two people, two ranks at a time, and doubts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from quanheng.core.identity_number import birth_date_in, check_character, sex_in
from quanheng.core.roster_checks import latest
from quanheng.core.roster_sheets import Sheet, Sheets
from quanheng.core.values import Refused

FOREVER = "9999-12-31"


def contradictions(sheets: Sheets) -> Iterator[Refused]:
    """Rows of a file that cannot both be true with another row of the file or of the archive."""
    if "people" in sheets:
        yield from _shared_numbers(sheets["people"])
    if "tenures" in sheets:
        yield from _overlaps(sheets["tenures"])


def _shared_numbers(people: Sheet) -> Iterator[Refused]:
    numbers: Sequence[Any] = people.column("id_number")
    known = [number.upper() for number in numbers if number]
    if len(set(known)) == len(known):
        return
    holders: dict[str, list[int]] = defaultdict(list)
    for index, number in enumerate(numbers):
        if number:
            holders[number.upper()].append(index)
    names, codes = people.column("name"), people.column("code")
    for held in holders.values():
        for index in held if len(held) > 1 else ():
            if not people.lines[index]:
                continue
            other = next(i for i in held if i != index)
            who = f"{names[other]}（{codes[other]}）"
            said = (f"身份证号与{who}相同。", f"The identity number is also that of {who}.")
            remedy = (
                "请核对号码；同一人只能有一个编号。",
                "Check the numbers; one person has one code.",
            )
            yield people.refuse(index, "id_number_twice", "id_number", said, remedy)


def _overlaps(tenures: Sheet) -> Iterator[Refused]:
    """The same post held twice at one time, or two ranks at one time."""
    groups: dict[Any, list[int]] = defaultdict(list)
    columns = [tenures.column(name) for name in ("person", "kind", "post", "unit", "name")]
    for index, (person, kind, post, unit, name) in enumerate(zip(*columns, strict=True)):
        if kind == "rank":
            groups[person].append(index)
        elif kind == "post":
            groups[person, post or (unit, name)].append(index)
    since: Sequence[Any] = tenures.column("since")
    until: Sequence[Any] = tenures.column("until")
    for held in groups.values():
        if len(held) < 2:
            continue
        held.sort(key=lambda index: (since[index], until[index] or FOREVER))
        before = held[0]
        for index in held[1:]:
            if since[index] < (until[before] or FOREVER):
                yield from _overlap(tenures, index, before)
            if (until[index] or FOREVER) > (until[before] or FOREVER):
                before = index


def _overlap(tenures: Sheet, index: int, before: int) -> Iterator[Refused]:
    at = index if tenures.lines[index] else before
    if not tenures.lines[at]:
        return
    other = before if at == index else index
    name, since, until = (tenures.column(field)[other] for field in ("name", "since", "until"))
    ranks = tenures.column("kind")[at] == "rank"
    said = (
        f"与“{name}”（{since} 至 {until or '今'}）{'同时有两个职级' if ranks else '是同一职务且时间重叠'}。",
        f"At the same time as '{name}' ({since} to {until or 'now'}): "
        + ("two ranks at once." if ranks else "the same post twice."),
    )
    remedy = (
        "请填写前一段的结束日期，或更正开始日期。",
        "Give the earlier one its end, or correct the beginning.",
    )
    code = "two_ranks" if ranks else "post_overlaps"
    yield tenures.refuse(at, code, "since", said, remedy)


def doubts(sheets: Sheets) -> Iterator[Refused]:
    """What may be kept and should be looked at: numbers that disagree with themselves, birth or sex."""
    people = sheets.get("people")
    if people is None:
        return
    columns = [people.column(name) for name in ("id_number", "born", "sex")]
    for index, (number, born, sex) in enumerate(zip(*columns, strict=True)):
        if number and people.lines[index]:
            yield from _number_doubts(people, index, str(number).upper(), born, sex)


def _number_doubts(people: Sheet, index: int, number: str, born: Any, sex: Any) -> Iterator[Refused]:
    remedy = ("请与本人证件核对。", "Compare it with the person's card.")
    told = birth_date_in(number)
    if check_character(number) != number[17]:
        said = ("身份证号的校验位不对。", "The check character of the identity number is wrong.")
        yield people.refuse(index, "id_number_check", "id_number", said, remedy)
    if told is None or (born and not born <= told.isoformat() <= latest(born)):
        said = (
            f"身份证号中的出生日期（{told or '无此日'}）与“出生”（{born or '未填'}）不一致。",
            f"The number tells another birth ({told or 'no such day'}) than the roster ({born or 'empty'}).",
        )
        yield people.refuse(index, "id_number_birth", "born", said, remedy)
    if sex and sex_in(number) != sex:
        said = (
            f"身份证号表示{sex_in(number)}性，“性别”填的是{sex}。",
            f"The number is that of a {'man' if sex_in(number) == '男' else 'woman'}, the roster says {sex}.",
        )
        yield people.refuse(index, "id_number_sex", "sex", said, remedy)
