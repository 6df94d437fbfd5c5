"""Differences of a plan in words (差别文字): where, from what, to what; and the two texts side by side.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Literal

from quanheng.core.plans.differences import Difference, Kind, differences
from quanheng.core.plans.reading import Path, Written
from quanheng.core.plans.timeline import Step
from quanheng.core.plans.writing import plain
from quanheng.core.values import Text, how_many
from quanheng.web.plans.form import summary_of
from quanheng.web.plans.keys import key_words
from quanheng.web.plans.shapes import node_at, part_name, value_at, ways
from quanheng.web.plans.values import value_words

LONGEST = 120
AROUND = 3


@dataclass(frozen=True, slots=True)
class DifferenceWords:
    """One difference as a reader sees it; `line` is that of the new text, of the old if removed."""

    kind: Kind
    where: Text
    old: Text
    new: Text
    remark: Text
    line: int


def told_differences(old: Written, new: Written) -> tuple[DifferenceWords, ...]:
    """Every difference of two plans in words."""
    return tuple(_told(d, old, new) for d in differences(old.data, new.data))


def _told(found: Difference, old: Written, new: Written) -> DifferenceWords:
    side = old if found.kind == "removed" else new
    place = side.places.get(found.path)
    key = next((str(s) for s in reversed(found.path) if isinstance(s, str)), "")
    node = node_at(found.path, side.data)
    part = part_name(ways(node)[0]) if node is not None else ""
    is_place = found.kind == "moved"
    return DifferenceWords(
        found.kind,
        place_words(found.path, side.data),
        _nth(found.old) if is_place else said_value(found.old, key, part),
        _nth(found.new) if is_place else said_value(found.new, key, part),
        _remark(found.old, found.new),
        place.line if place else 1,
    )


def _nth(place: int) -> Text:
    return Text(f"第 {place} 位", f"place {place}")


def place_words(path: Path, data: Mapping[str, Any]) -> Text:
    """A place of the plan in words, from the outside in."""
    zh, en = list[str](), list[str]()
    for number, step in enumerate(path):
        here = value_at(path[: number + 1], data)
        if isinstance(step, int):
            title = (
                summary_of(here) if isinstance(here, dict) else Text(f"第 {step + 1} 项", f"item {step + 1}")
            )
            zh[-1:] = [f"{zh[-1] if zh else ''}“{title.zh}”"]
            en[-1:] = [f"{en[-1] if en else ''} '{title.say('en')}'"]
            continue
        above = node_at(path[:number], data)
        words = key_words(step, part_name(ways(above)[0]) if above else "")
        zh.append(words.zh)
        en.append(words.say("en"))
    return Text(" › ".join(zh), " › ".join(en))


def said_value(value: Any, key: str = "", part: str = "") -> Text:
    """A value in words, cut where it is long; `part` is the part of the language that it is."""
    if value is None:
        return Text("")
    if isinstance(value, dict) and "zh" in value:
        return Text(str(value["zh"]), str(value.get("en") or value["zh"]))
    if isinstance(value, dict) and any(k in value for k in ("title", "id", "kind")):
        return summary_of(value)
    if isinstance(value, dict) and len(plain(value)) <= LONGEST:
        said = [(key_words(k, part), said_value(v, k)) for k, v in value.items()]
        return Text(
            "，".join(f"{k.zh} {v.zh}" for k, v in said),
            ", ".join(f"{k.say('en')} {v.say('en')}" for k, v in said),
        )
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, list) and len(plain(value)) <= LONGEST:
        items = [said_value(v, key) for v in value]
        return Text("、".join(i.zh for i in items), ", ".join(i.say("en") for i in items))
    if isinstance(value, dict | list):
        said_plainly = plain(value)
        return Text(said_plainly[:LONGEST] + ("…" if len(said_plainly) > LONGEST else ""))
    return value_words(value, key)


def _remark(old: Any, new: Any) -> Text:
    """By how much a day or a number changed."""
    before, after = _day(old), _day(new)
    if before and after:
        by = (after - before).days
        later = Text("推后", "later") if by > 0 else Text("提前", "earlier")
        return Text(f"{later.zh} {abs(by)} 天", f"{how_many(abs(by), 'day')} {later.en}")
    return Text("")


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class MovedStep:
    """A stage whose days changed, whether they were written or follow from others."""

    title: Text
    old: tuple[date | None, date | None]
    new: tuple[date | None, date | None]
    by: int | None


def moved_steps(old: Sequence[Step], new: Sequence[Step]) -> tuple[MovedStep, ...]:
    """The stages of both plans whose days differ."""
    before = {s.stage: s for s in old}
    found = []
    for step in new:
        was = before.get(step.stage)
        if was is None or (was.opens_on, was.closes_on) == (step.opens_on, step.closes_on):
            continue
        by = (step.opens_on - was.opens_on).days if step.opens_on and was.opens_on else None
        found.append(
            MovedStep(step.title, (was.opens_on, was.closes_on), (step.opens_on, step.closes_on), by)
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line of the old text beside one of the new; a number is 0 where a side has none.

    Shapes: `left` and `right` are pieces of the line, each with whether it differs.
    """

    kind: Literal["same", "changed", "added", "removed", "gap"]
    old: int
    left: tuple[tuple[str, bool], ...]
    new: int
    right: tuple[tuple[str, bool], ...]


def line_pairs(old: str, new: str) -> tuple[LinePair, ...]:
    """Two texts side by side: what differs, with a few lines around it."""
    return tuple(_pairs(old.splitlines(), new.splitlines()))


def _pairs(old: list[str], new: list[str]) -> Iterator[LinePair]:
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND)
    for number, group in enumerate(groups):
        if number:
            yield LinePair("gap", 0, (), 0, ())
        for tag, a, b, c, d in group:
            if tag == "equal":
                for n in range(b - a):
                    yield LinePair(
                        "same", a + n + 1, ((old[a + n], False),), c + n + 1, ((new[c + n], False),)
                    )
                continue
            yield from _changed_lines(old[a:b], new[c:d], a, c)


def _changed_lines(old: list[str], new: list[str], a: int, c: int) -> Iterator[LinePair]:
    both = min(len(old), len(new))
    for n in range(both):
        left, right = _pieces(old[n], new[n])
        yield LinePair("changed", a + n + 1, left, c + n + 1, right)
    for n in range(both, len(old)):
        yield LinePair("removed", a + n + 1, ((old[n], True),), 0, ())
    for n in range(both, len(new)):
        yield LinePair("added", 0, (), c + n + 1, ((new[n], True),))


def _pieces(old: str, new: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    left, right = list[tuple[str, bool]](), list[tuple[str, bool]]()
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if b > a:
            left.append((old[a:b], tag != "equal"))
        if d > c:
            right.append((new[c:d], tag != "equal"))
    return tuple(left), tuple(right)
