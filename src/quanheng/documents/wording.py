"""Wording (措辞): dates, spans, numbers and persons as official Chinese writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from quanheng.core.eligibility.ground import Ground
from quanheng.core.eligibility.verdicts import ANSWERS
from quanheng.core.incumbency import posts_held
from quanheng.core.language.posts import Frame
from quanheng.core.language.rules import Rule
from quanheng.core.language.terms import Schedule, Span
from quanheng.core.people import Person
from quanheng.core.workdays import PartialDate
from quanheng.documents.paper import zh_date
from quanheng.documents.proceedings import NOT_ENTERED


def zh_range(first: date, last: date) -> str:
    """A stretch of days without repeating the year or month: 2026年3月16日至18日."""
    if first == last:
        return zh_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{zh_date(first)}至{last.day}日"
    if first.year == last.year:
        return f"{zh_date(first)}至{last.month}月{last.day}日"
    return f"{zh_date(first)}至{zh_date(last)}"


def zh_partial(day: PartialDate | None) -> str:
    """A date of the archive to the month (出生年月), as papers give it."""
    return NOT_ENTERED if day is None else f"{day.year}年{day.month}月"


def month_of(day: PartialDate | None) -> str:
    """A date of the archive in a table: 1985.04."""
    return NOT_ENTERED if day is None else f"{day.year}.{day.month:02}"


def zh_month(day: date) -> str:
    """The month of a day, as careers are told."""
    return f"{day.year}年{day.month}月"


def zh_span(span: Span) -> str:
    """A span: 3天, 5个工作日, 3个月, 3年."""
    for value, unit in (
        (span.days, "天"),
        (span.working_days, "个工作日"),
        (span.months, "个月"),
        (span.years, "年"),
    ):
        if value is not None:
            return f"{plain(Decimal(value))}{unit}"
    raise ValueError("an empty span")


def zh_schedule(time: Schedule | None, titles: Mapping[str, str]) -> str:
    """When a stage is held; Shapes: `titles` names the stages and events that a time may refer to."""
    if time is None:
        return "时间未定"
    hour = f" {time.at}" if time.at else ""
    if time.on is not None:
        return zh_date(time.on) + hour
    if time.from_ is not None:
        if time.to is not None:
            return zh_range(time.from_, time.to)
        return f"自{zh_date(time.from_)}起" + (zh_span(time.lasts) if time.lasts else "")
    if time.monthly_on is not None:
        return f"每月{time.monthly_on}日"
    other = time.after or time.before or ""
    side = "后" if time.after else "前"
    span = zh_span(time.by) if time.by else ""
    return f"“{titles.get(other, other)}”{side}{span}"


def plain(number: Decimal) -> str:
    """A number without exponent and needless zeros."""
    return f"{number.normalize():f}"


def said(fact: object) -> str:
    """A fact, or plainly that it was not entered."""
    return str(fact) if fact not in (None, "") else NOT_ENTERED


def sentence(text: str) -> str:
    """The text closed by a full stop, once."""
    return text if text.endswith(("。", "！", "？", "；", "：")) else f"{text}。"


def present_posts(person: Person, on: date) -> str:
    """The leading posts held on that day, else the posts held, else the unit, else that nothing is known."""
    leading = [t.name for t in posts_held(person, on)]
    held = [
        t.name
        for t in person.tenures
        if t.kind == "post" and t.since <= on and (t.until is None or t.until > on)
    ]
    if leading or held:
        return "、".join(leading or held)
    if "tenures" in person.missing or not person.unit:
        return NOT_ENTERED
    return person.unit if person.unit.endswith("人员") else f"{person.unit}工作人员"


def condition(rule: Rule, frame: Frame) -> str:
    """A rule in the plan's own words, else in those of its predicate; a group is told by its parts."""
    if rule.title is not None:
        return rule.title.zh
    parts = [condition(part, frame) for part in rule.parts()]
    if not parts:
        nobody = Ground(Person("", ""), None, frame, rule.as_of or frame.as_of)
        return ANSWERS[rule.form()](rule.predicate(), nobody).asked.zh
    if rule.at_least_n is not None:
        return f"以下各项至少具备 {rule.at_least_n.n} 项：" + "；".join(parts)
    if rule.not_ is not None:
        return f"不属于下列情形：{parts[0]}"
    return ("，且" if rule.all else "，或者").join(parts)
