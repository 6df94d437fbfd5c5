"""Points of the record (履历计分): what the archive gives for a component, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.eligibility.facts import number_of
from quanheng.core.eligibility.ground import Ground, Unknown, amount, days_of, fact, is_within
from quanheng.core.eligibility.stays import level_unknown, readings, runs, stretch
from quanheng.core.eligibility.verdicts import verdict
from quanheng.core.language.points import AwardPoints, FactCase, GradePoints, RecordItem
from quanheng.core.language.scoring import Component
from quanheng.core.people import Award
from quanheng.core.scoring.scores import plain
from quanheng.core.values import Text, Working
from quanheng.core.workdays import PartialDate, months_between, tenure_months

_YEAR = Decimal(12)
_NAMES: Mapping[str, tuple[str, str, str]] = {
    "birth": ("born", "出生年月", "date of birth"),
    "work": ("work_started", "参加工作时间", "start of work"),
    "party": ("party_joined", "入党时间", "date of joining the Party"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a source gives: the least and the most that an incomplete record may come to, and its facts."""

    least: Decimal
    most: Decimal
    words: Text
    parts: tuple[Working, ...] = ()


def of_record(component: Component, item: RecordItem, title: Text, ground: Ground) -> Working | Unknown:
    """The component's value on the record; unknown where missing facts would change the points."""
    found = _source(item, ground)
    if isinstance(found, Unknown):
        return found
    if _points(component, found.least) != _points(component, found.most):
        zh = f"档案不全，可为 {plain(found.least)} 至 {plain(found.most)}"
        return Unknown(component.id, Text(zh, f"between {plain(found.least)} and {plain(found.most)}"))
    return Working(title, found.least, found.words, found.parts)


def _points(component: Component, quantity: Decimal) -> Decimal:
    """What a quantity comes to, held within cap and floor."""
    points = quantity if component.converts is None else component.converts.points(quantity)
    points = points if component.cap is None else min(points, component.cap)
    return points if component.floor is None else max(points, component.floor)


def _source(item: RecordItem, ground: Ground) -> Found | Unknown:
    if item.since is not None:
        return _since(item.since, ground)
    if item.years:
        return _years(item, ground)
    if item.appraisals is not None:
        return _appraisals(item.appraisals, ground)
    if item.awards is not None:
        return _awards(item.awards, ground)
    if item.cases:
        return _cases(item, ground)
    given = _attribute(item.attribute or "", ground) if item.lookup is None else amount(item.lookup, ground)
    return given if isinstance(given, Unknown) else Found(given, given, Text("档案所载", "on record"))


def _since(what: str, ground: Ground) -> Found | Unknown:
    """Years of age, work or membership; a date known to the month leaves a day open."""
    name, zh, en = _NAMES[what]
    if what == "party" and ground.person.party is not None and ground.person.party != "中共党员":
        return Found(Decimal(0), Decimal(0), Text("非中共党员", "no Party member"))
    day: PartialDate | None = getattr(ground.person, name)
    if day is None:
        return Unknown(name, Text(f"缺{zh}", f"{en} not entered"))
    months = sorted(months_between(d, ground.as_of) for d in days_of(day))
    return Found(months[0] / _YEAR, months[-1] / _YEAR, Text(f"{zh} {day}", f"{en} {day}"))


def _years(item: RecordItem, ground: Ground) -> Found | Unknown:
    """Years in the stretches that fit any of the descriptions, each day once."""
    if "tenures" in ground.person.missing:
        return Unknown("tenures", Text("缺任职经历", "tenures not entered"))
    for stay in item.years:
        wrong = level_unknown(stay.level, ground) if stay.level is not None else None
        if wrong is not None:
            return wrong
    readings_of = [(stay, readings(stay, None, ground)) for stay in item.years]
    months = [
        tenure_months(
            [
                piece
                for stay, pair in readings_of
                for run in runs(stay, pair[end], ground.as_of, True, ground)
                for piece in run.pieces
            ],
            ground.as_of,
        )
        for end in (0, 1)
    ]
    stretches = dict.fromkeys(t for _, pair in readings_of for t in pair[1].tenures)
    parts = tuple(Working(Text(stretch(t), stretch(t)), None) for t in stretches)
    words = Text(f"累计 {months[0]} 个月", f"{months[0]} months in all")
    return Found(months[0] / _YEAR, months[1] / _YEAR, words, parts)


def _appraisals(asked: GradePoints, ground: Ground) -> Found | Unknown:
    """Points for the grades of the last completed years; a grade not in the table earns nothing."""
    if "appraisals" in ground.person.missing:
        return Unknown("appraisals", Text("缺年度考核", "appraisals not entered"))
    years = range(ground.as_of.year - asked.last, ground.as_of.year)
    own = [a for a in ground.person.appraisals if a.year in years]
    parts = tuple(
        _leaf(f"{a.year} 年{a.grade}", f"{a.year} {a.grade}", asked.grades.get(a.grade, Decimal(0)))
        for a in sorted(own, key=lambda a: a.year)
    )
    return _sum(parts, Text(f"近 {asked.last} 年考核", f"appraisals of {asked.last} years"))


def _awards(asked: AwardPoints, ground: Ground) -> Found | Unknown:
    """Points for awards of the levels in the table; those that a higher one covers are shown as 0."""
    if "awards" in ground.person.missing:
        return Unknown("awards", Text("缺奖励情况", "awards not entered"))
    won = [
        a
        for a in ground.person.awards
        if a.given_on <= ground.as_of
        and (asked.within is None or is_within(a.given_on, asked.within, ground.as_of))
        and (asked.name_has is None or any(word in a.name for word in asked.name_has))
        and a.level in asked.levels
    ]
    won.sort(key=lambda a: (-asked.levels[a.level], a.given_on, a.name))
    first: dict[object, int] = {}
    for number, award in enumerate(won):
        first.setdefault(_same(asked.counts, award, number), number)
    counted = frozenset(first.values())
    parts = tuple(_award(a, asked.levels[a.level], number in counted) for number, a in enumerate(won))
    return _sum(parts, Text("奖励", "awards"))


def _award(award: Award, points: Decimal, counts: bool) -> Working:
    zh, en = f"{award.given_on} {award.level}{award.name}", f"{award.given_on} {award.level} {award.name}"
    if counts:
        return _leaf(zh, en, points)
    return _leaf(f"{zh}（就高，不重复计）", f"{en} (a higher one counts)", Decimal(0))


def _same(counts: str, award: Award, number: int) -> object:
    """What makes two awards one for the count."""
    keys = {
        "every": number,
        "highest": 0,
        "highest_by_name": award.name,
        "highest_by_year": award.given_on.year,
    }
    return keys[counts]


def _cases(item: RecordItem, ground: Ground) -> Found | Unknown:
    """The points of the rules that hold: the first, the best, or all; unknown ones widen the range."""
    states = [(case, _state(case, ground)) for case in item.cases]
    sure = [case for case, state in states if state == "met"]
    possible = [case for case, state in states if state != "not_met"]
    if item.take == "first":
        # Until a rule surely holds, one that may hold could be the first.
        cut = next((i for i, (_, state) in enumerate(states) if state == "met"), len(states))
        open_ = [case.points for case, state in states[:cut] if state == "unknown"]
        end = states[cut][0].points if cut < len(states) else Decimal(0)
        low, high = min([end, *open_]), max([end, *open_])
    elif item.take == "highest":
        low = max((c.points for c in sure), default=Decimal(0))
        high = max((c.points for c in possible), default=Decimal(0))
    else:
        low = sum((c.points for c in sure), Decimal(0))
        high = sum((c.points for c in possible), Decimal(0))
    parts = tuple(
        Working(case.when.title or Text(case.when.form(), case.when.form()), case.points) for case in possible
    )
    return Found(low, high, Text("按档案事实", "by the facts on record"), parts)


def _state(case: FactCase, ground: Ground) -> str:
    return verdict(case.when, ground.person, ground.post, ground.frame, ground.as_of).state


def _attribute(name: str, ground: Ground) -> Decimal | Unknown:
    given = fact(ground, name)
    if isinstance(given, Unknown):
        return given
    number = number_of(given)
    if number is None:
        return Unknown(
            f"attributes.{name}", Text(f"“{name}”不是数：{given}", f"'{name}' is no number: {given}")
        )
    return number


def _leaf(zh: str, en: str, points: Decimal) -> Working:
    return Working(Text(zh, en), points)


def _sum(parts: tuple[Working, ...], words: Text) -> Found:
    total = sum((p.value or Decimal(0) for p in parts), Decimal(0))
    return Found(total, total, words, parts)
