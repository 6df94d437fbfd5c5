"""Plain facts (事实条件): age, education, identity and the like, compiled."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import ibis
from ibis import _
from ibis.expr.types import Table

from quanheng.core.eligibility.facts import Fixed
from quanheng.core.language import predicates as asked_for
from quanheng.core.language.predicates import Limits
from quanheng.screening.dates import first_day_of, fitting, latest
from quanheng.screening.ground import Ground, Leaf, has_word, is_done, reaches
from quanheng.screening.truth import MET, NO_DAY, NOT_MET, UNKNOWN, Column, every, known

_LOWER = ("at_least", "over")


def age(asked: asked_for.Age, ground: Ground) -> Leaf:
    """Age on the as-of date within the bounds, or birth on the right side of a date."""

    def state(bounds: Fixed) -> Column:
        days = fitting(bounds, asked.counting, ground.as_of)
        if asked.born_on_or_after is not None:
            days = days.since(asked.born_on_or_after.toordinal())
        if asked.born_on_or_before is not None:
            days = days.until(asked.born_on_or_before.toordinal())
        return days.holds(_.born_first, _.born_last)

    def old_enough_on(bounds: Fixed) -> Column:
        on = _reached_on(bounds, asked.counting, ground, _.born_first, _.born_last)
        fits = MET
        if asked.born_on_or_after is not None:
            fits = fits & (_.born_first >= asked.born_on_or_after)
        if asked.born_on_or_before is not None:
            fits = fits & (_.born_last <= asked.born_on_or_before)
        return ibis.ifelse(fits, on, NO_DAY)

    is_born = _.born_first <= ground.as_of
    return Leaf(
        known(is_born, ground.by_limits(asked, state, UNKNOWN)),
        _.born,
        "people",
        on=ground.by_limits(asked, old_enough_on, NO_DAY),
        lacking=_lacking(asked, ground, is_born.fill_null(False), "born"),
    )


def _lacking(limits: Limits, ground: Ground, is_entered: Column, name: str) -> Column:
    amounts = [value for _name, value in limits.bounds()]
    return ground.lacking_for(amounts, ibis.ifelse(is_entered, f"{name}.day", name))


def _reached_on(bounds: Fixed, counting: str, ground: Ground, first: Column, last: Column) -> Column:
    """The day from which the lower bounds hold, when only they fail and no upper one fails by then."""
    lower = [(name, bound) for name, bound in bounds.bounds if name in _LOWER]
    if not lower:
        return NO_DAY
    on = latest([first_day_of(name, bound, counting, last) for name, bound in lower])
    ends = [first_day_of(n, b, counting, first) for n, b in bounds.bounds if n not in _LOWER]
    return ibis.ifelse((on > ground.as_of) & every(on < end for end in ends), on, NO_DAY)


def education(asked: asked_for.Education, ground: Ground) -> Leaf:
    """One finished course meets every part that is asked."""

    def fits(rows: Table) -> Column:
        done = MET if asked.studying_counts else is_done(rows, ground.as_of)
        return ibis.ifelse(done, _course_state(rows, asked, ground), NOT_MET)

    name = "degree" if asked.at_least is None and asked.in_ is None and asked.degree_at_least else "education"
    entered, by_height = ground.is_entered("educations"), _by_height(asked, ground)
    state = ground.some("educations", asked, fits) if by_height is None else by_height
    return Leaf(
        known(entered, state),
        ground.fact(name),
        "educations",
        lacking=ibis.ifelse(entered, "educations.level", "educations"),
    )


def _by_height(asked: asked_for.Education, ground: Ground) -> Column | None:
    """The state where nothing but the height is asked: the highest course decides, if all words are known."""
    said = asked.model_fields_set - {"full_time"} if asked.full_time == "any" else set()
    named = {"at_least": ("education", "level", ()), "degree_at_least": ("degree", "degree", ("", "无"))}
    if len(said) != 1 or not said & named.keys():
        return None
    field = next(iter(said))
    name, column, none = named[field]
    ladder = ground.frame.scales.ladder(name)
    wanted = ladder.height(getattr(asked, field))
    if wanted is None:
        return None
    words = [*ladder.words(), *none]

    def is_strange(rows: Table) -> Column:
        return (is_done(rows, ground.as_of) & rows[column].notin(words)).any()

    strange = ground.measure("educations", f"strange {name}", is_strange).fill_null(False)
    reached = (ground.top_course(name) >= wanted).fill_null(False)
    return ibis.cases((reached, MET), (strange, UNKNOWN), else_=NOT_MET)


def _course_state(rows: Table, asked: asked_for.Education, ground: Ground) -> Column:
    scales = ground.frame.scales
    states: list[Column] = []
    if asked.full_time != "any":
        states.append(rows.full_time == asked.full_time)
    if asked.at_least is not None:
        states.append(reaches(rows.level, asked.at_least, scales.ladder("education")))
    if asked.in_ is not None:
        ladder = scales.ladder("education")
        rungs = {ladder.height(w) for w in asked.in_} - {None}
        equals = [w for i, rung in enumerate(ladder.levels) if i in rungs for w in rung]
        states.append(rows.level.isin([*asked.in_, *equals]))
    if asked.degree_at_least is not None:
        reached = reaches(rows.degree, asked.degree_at_least, scales.ladder("degree"))
        states.append(ibis.ifelse(rows.degree.isin(["", "无"]), NOT_MET, reached))
    if asked.major_in is not None:
        states.append(rows.major.isin(list(asked.major_in)))
    if asked.major_has is not None:
        states.append(has_word(rows.major, asked.major_has))
    return every(states)


def degree(asked: asked_for.Degree, ground: Ground) -> Leaf:
    """A degree of this height or higher from a finished course."""
    return education(asked_for.Education(degree_at_least=asked.at_least, full_time=asked.full_time), ground)


def one_of(name: str) -> Callable[[asked_for.OneOf, Ground], Leaf]:
    """The predicate over a fact that is a word: it is one of some words, or none of them."""

    def answer(asked: asked_for.OneOf, ground: Ground) -> Leaf:
        word = _[name]
        state = word.isin(list(asked.in_)) if asked.in_ is not None else word.notin(list(asked.not_in or ()))
        return Leaf(state, word, "people", lacking=ibis.literal(name))

    return answer


def years_since(asked: asked_for.Years, ground: Ground, name: str) -> Leaf:
    """Whole years from a date of the person to the as-of date within the bounds."""
    first, last = _[f"{name}_first"], _[f"{name}_last"]

    def state(bounds: Fixed) -> Column:
        begun = fitting(bounds, "completed", ground.as_of).holds(first, last)
        return ibis.ifelse(first > ground.as_of, ibis.literal(bounds.holds(Decimal(0))), begun)

    def long_enough_on(bounds: Fixed) -> Column:
        return _reached_on(bounds, "completed", ground, last, last)

    return Leaf(
        known(first.notnull(), ground.by_limits(asked, state, UNKNOWN)),
        _[name],
        "people",
        on=ground.by_limits(asked, long_enough_on, NO_DAY),
        lacking=_lacking(asked, ground, first.notnull(), name),
    )


def work_years(asked: asked_for.Years, ground: Ground) -> Leaf:
    """Whole years since work began."""
    return years_since(asked, ground, "work_started")


def party_years(asked: asked_for.Years, ground: Ground) -> Leaf:
    """Whole years since joining the Party; none for someone known not to be a member."""
    joined = years_since(asked, ground, "party_joined")
    outsider = (_.party_joined.isnull() & ~_.party.contains("中共")).fill_null(False)
    none = ground.by_limits(asked, lambda bounds: ibis.literal(bounds.holds(Decimal(0))), UNKNOWN)
    return Leaf(
        ibis.ifelse(outsider, none, joined.state),
        ibis.coalesce(_.party_joined, _.party),
        "people",
        on=joined.on,
        lacking=joined.lacking,
    )
