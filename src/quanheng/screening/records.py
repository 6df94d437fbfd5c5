"""Records (考核、处分、培训、奖励) compiled: yearly grades, sanctions, courses, awards."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import ibis
from ibis import _
from ibis.expr.types import Table

from quanheng.core.language import histories as asked_for
from quanheng.screening.dates import later, latest, recent
from quanheng.screening.ground import Ground, Leaf, has_word, is_among
from quanheng.screening.truth import MET, NO_DAY, NOT_MET, UNKNOWN, Column, every, known, some

_MET, _UNKNOWN, _COUNTED = 1, 64, 4096
"""One year as a number, so that the sum over the years counts all three at once: there are at most 40."""
_CODES = {
    "met": _COUNTED + _MET,
    "not_met": _COUNTED,
    "unknown": _COUNTED + _UNKNOWN,
    "skip": 0,
    "available": 0,
}
_LETTERS = {_CODES["met"]: "m", _CODES["not_met"]: "n", _CODES["unknown"]: "u", 0: ""}


def appraisals(asked: asked_for.Appraisals, ground: Ground) -> Leaf:
    """The yearly grades of the last n completed years are as asked."""
    last = ground.as_of.year - (0 if asked.this_year else 1)
    years = range(last - asked.last + 1, last + 1)
    grades = {year: _grade_of(year, ground) for year in years}
    codes = {year: _code(asked, year, grade, ground) for year, grade in grades.items()}
    total = ground.gathering.derive(f"{ground.as_of} {asked!r}", sum(codes.values()))
    met, unsure, counted = total % _UNKNOWN, (total // _UNKNOWN) % _UNKNOWN, total // _COUNTED

    def at_least(n: Column) -> Column:
        return ibis.cases((met >= n, MET), (met + unsure >= n, UNKNOWN), else_=NOT_MET)

    shown = [grade.fill_null("缺") for grade in grades.values()]
    wanted = [
        ibis.ifelse(code == _CODES["unknown"], f"appraisals.{year};", "") for year, code in codes.items()
    ]
    return Leaf(
        known(counted > 0, _quantified(asked, codes, counted, at_least)),
        _joined(shown, "、"),
        "appraisals",
        key=ibis.literal(f"{years[0]}—{years[-1]}"),
        lacking=ibis.ifelse(counted > 0, _joined(wanted, ""), "appraisals"),
    )


def _grade_of(year: int, ground: Ground) -> Column:
    def of_year(rows: Table) -> Column:
        return rows.year == year

    return ground.gathering.measure(
        "appraisals", f"grade {year}", lambda rows: rows.grade.arbitrary(where=of_year(rows)), of_year
    )


def _joined(words: list[Column], mark: str) -> Column:
    whole = words[0]
    for word in words[1:]:
        whole = whole + mark + word if mark else whole + word
    return whole


def _code(asked: asked_for.Appraisals, year: int, grade: Column, ground: Ground) -> Column:
    """What one year says: met, not met, unknown, or left out."""
    ladder = ground.frame.scales.ladder("grade")
    wanted = asked.every or asked.any or asked.count or asked.consecutive
    words = ladder.words()
    if wanted is not None and wanted.grade_in is not None:
        rungs = {ladder.height(w) for w in wanted.grade_in} - {None}
        good = {*wanted.grade_in, *(w for w in words if ladder.height(w) in rungs)}
    else:
        least = ladder.height((wanted.grade_at_least if wanted is not None else None) or "")
        good = {w for w in words if least is not None and (ladder.height(w) or 0) >= least}
    is_vague = wanted is not None and wanted.grade_in is None and not good
    other = [w for w in words if w not in good]
    is_short = (_.work_started_first.year() >= year).fill_null(False)
    return ibis.cases(
        (grade.isin(sorted(good)) if good else ibis.literal(False), _CODES["met"]),
        (grade.isin(other) if other else ibis.literal(False), _CODES["unknown" if is_vague else "not_met"]),
        (grade.notnull(), _CODES[asked.ungraded]),
        (is_short, _CODES[asked.short_service]),
        else_=_CODES["unknown"],
    )


def _quantified(
    asked: asked_for.Appraisals,
    codes: dict[int, Column],
    counted: Column,
    at_least: Callable[[Column], Column],
) -> Column:
    if asked.every is not None:
        return at_least(counted)
    if asked.any is not None:
        return at_least(ibis.literal(1))
    if asked.consecutive is not None:
        return _running(asked.consecutive.n or 0, codes)
    count = asked.count
    parts: list[Column] = []
    if count is not None and count.n is not None:
        parts.append(at_least(ibis.literal(count.n)))
    if count is not None and count.at_most is not None:
        parts.append(~at_least(ibis.literal(count.at_most + 1)))
    return every(parts)


def _running(n: int, codes: dict[int, Column]) -> Column:
    """Whether n years running are met, looked for in a word of one letter for each year that counts."""
    letters = [
        ibis.cases(*((code == number, letter) for number, letter in _LETTERS.items()), else_="")
        for code in codes.values()
    ]
    word = _joined(letters, "")
    hopeful = word.replace("m", "u")
    return ibis.cases((word.contains("m" * n), MET), (hopeful.contains("u" * n), UNKNOWN), else_=NOT_MET)


def sanction(asked: asked_for.Sanction, ground: Ground) -> Leaf:
    """No sanction of these kinds is in effect, or was decided within the window."""
    window = recent(asked.within, ground.as_of) if asked.within is not None else None

    def bars(rows: Table) -> Column:
        of_kind = (rows.decided_on <= ground.as_of) & is_among(rows["kind"], asked.kinds)
        tests = [rows.effect_until >= ground.as_of] if asked.in_effect is False else []
        tests += [window.holds(rows.decided_on, rows.decided_on)] if window is not None else []
        return of_kind & some(tests)

    def hits(rows: Table) -> Column:
        return bars(rows).fill_null(True)

    def clear_on(rows: Table) -> Column:
        days = [rows.effect_until + ibis.interval(days=1)] if asked.in_effect is False else []
        days += [later(rows.decided_on, asked.within)] if asked.within is not None else []
        return latest(days).max(where=hits(rows))

    def is_open_ended(rows: Table) -> Column:
        return (hits(rows) & rows.effect_until.isnull()).any()

    on = ground.measure("sanctions", ("clear", asked), clear_on)
    if asked.in_effect is False:
        endless = ground.measure("sanctions", ("endless", asked), is_open_ended).fill_null(False)
        on = ibis.ifelse(endless, NO_DAY, on)
    entered = ground.is_entered("sanctions")
    return Leaf(
        known(entered, ~ground.some("sanctions", asked, bars)),
        ground.measure("sanctions", ("kind", asked), lambda t: t["kind"].max(where=hits(t))),
        "sanctions",
        key=ground.measure("sanctions", ("day", asked), lambda t: t.decided_on.max(where=hits(t))).cast(
            "string"
        ),
        on=on,
        lacking=ibis.ifelse(entered, "sanctions.effect_until", "sanctions"),
    )


def training(asked: asked_for.Training, ground: Ground) -> Leaf:
    """Courses finished by the as-of date: so many hours, or so many courses."""
    days = recent(asked.within, ground.as_of)

    def is_counted(rows: Table) -> Column:
        on_time = days.holds(rows.finished_on, rows.finished_on)
        return on_time & is_among(rows["kind"], asked.kind) & has_word(rows["name"], asked.name_has)

    chosen = (asked.kind, asked.name_has, asked.within)
    times = ground.measure("trainings", ("times", chosen), lambda t: is_counted(t).sum()).fill_null(0)
    hours = ground.measure(
        "trainings", ("hours", chosen), lambda t: t.hours.sum(where=is_counted(t))
    ).fill_null(0)
    last = ground.measure("trainings", ("last", chosen), lambda t: t.finished_on.max(where=is_counted(t)))
    wanted = asked.count_at_least or (1 if asked.hours_at_least is None else 0)

    def enough(number: Decimal) -> Column:
        return (times >= wanted) & (hours >= float(number))

    state = times >= wanted
    if asked.hours_at_least is not None:
        state = ground.by_amount(asked.hours_at_least, enough, UNKNOWN)
    entered = ground.is_entered("trainings")
    amounts = [asked.hours_at_least] if asked.hours_at_least is not None else []
    return Leaf(
        known(entered, state),
        times if asked.hours_at_least is None else hours,
        "trainings",
        key=last,
        lacking=ground.lacking_for(amounts, ibis.literal("trainings")),
    )


def award(asked: asked_for.Award, ground: Ground) -> Leaf:
    """Awards given by the as-of date: of these names and levels, so many, within the window."""
    days = recent(asked.within, ground.as_of)

    def is_counted(rows: Table) -> Column:
        of_level = rows.level.isin(list(asked.level_in)) if asked.level_in is not None else MET
        return days.holds(rows.given_on, rows.given_on) & of_level & has_word(rows["name"], asked.name_has)

    chosen = (asked.name_has, asked.level_in, asked.within)
    times = ground.measure("awards", ("times", chosen), lambda t: is_counted(t).sum()).fill_null(0)
    last = ground.measure("awards", ("last", chosen), lambda t: t.given_on.max(where=is_counted(t)))
    return Leaf(
        known(ground.is_entered("awards"), times >= asked.count_at_least),
        times,
        "awards",
        key=last,
        lacking=ibis.literal("awards"),
    )
