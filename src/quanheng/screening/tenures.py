"""Tenure (任职年限) compiled: time in the stretches that match, what is held now, how many posts.

An incomplete history is read twice, at the least and at the most that it may come to; where both agree the
condition is decided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import ibis
from ibis.expr.types import Table

from quanheng.core.language import histories as asked_for
from quanheng.core.language.predicates import Lookup
from quanheng.core.language.terms import Span
from quanheng.screening.dates import FOREVER, ONE_DAY, a_day, add_days, add_months, later
from quanheng.screening.ground import Ground, Leaf, is_held
from quanheng.screening.passes import in_one_pass
from quanheng.screening.stays import (
    is_certain,
    level_fault,
    matches,
    needs_firm,
    pieces_of,
    runs_of,
    tenures_of,
    total,
)
from quanheng.screening.truth import MET, NO_DAY, UNKNOWN, Column, agreed, every, known
from quanheng.screening.years import graded, secondments, shortened, still_open, whole_years

_LONGEST = timedelta(days=366 * 60)
"""The core looks no further ahead."""
_LAST_RUN = (
    "full", "over", "pieces", "days", "last_since", "last_full", "last_over", "last_days", "cut",
)  # fmt: skip
Measures = Callable[[str], Column]


def takes_years(asked: asked_for.Tenure) -> bool:
    """Whether grades of years take time out or shorten the time asked."""
    return bool(asked.not_counted_grades or asked.shortened_by)


def _is_pieced(asked: asked_for.Tenure) -> bool:
    """Whether several pieces may make one time: runs added up, or something taken out of them."""
    return asked.cumulative or bool(asked.not_counted_grades) or not asked.secondment_counts


def tenure(asked: asked_for.Tenure, ground: Ground) -> Leaf:
    """Time in the matching stretches, what is held now, how many posts: every part asked holds."""
    fault = level_fault(asked.level, ground) if asked.level is not None else None
    if fault is not None:
        return Leaf(UNKNOWN, ibis.null("int64"), "tenures", lacking=ibis.literal(fault))
    counted = Counted(asked, ground)
    least, most = counted.readings()
    entered = ground.is_entered("tenures")

    def state(need: Span | None) -> Column:
        parts = (
            (_is_long(asked, need, one), _is_long(asked, need, other)) for one, other in ((least, most),)
        )
        others = ((part(asked, least), part(asked, most)) for part in (_is_short, _is_current, _has_posts))
        return every(a if least is most else agreed(a, b) for a, b in (*parts, *others))

    return Leaf(
        known(entered, _by_need(asked, ground, state, UNKNOWN)),
        least("total"),
        "tenures",
        key=least("since"),
        on=_by_need(asked, ground, lambda need: _long_on(asked, need, least, ground), NO_DAY),
        lacking=_lacking(asked, ground, entered),
    )


def _by_need(
    asked: asked_for.Tenure, ground: Ground, build: Callable[[Span | None], Column], otherwise: Column
) -> Column:
    if isinstance(asked.at_least, Lookup):
        return ground.by_amount(asked.at_least, lambda years: build(Span(years=years)), otherwise)
    return build(asked.at_least)


def _lacking(asked: asked_for.Tenure, ground: Ground, entered: Column) -> Column:
    open_fact = "appraisals" if takes_years(asked) and is_certain(asked) else "tenures.level"
    want = ibis.ifelse(entered, open_fact, "tenures")
    return ground.lacking_for([asked.at_least] if isinstance(asked.at_least, Lookup) else [], want)


@dataclass(frozen=True, slots=True)
class Counted:
    """The time of one tenure condition, counted for everybody at once."""

    asked: asked_for.Tenure
    ground: Ground

    def readings(self) -> tuple[Measures, Measures]:
        """The columns at the least and at the most; one and the same where nothing can be open."""
        name = f"{self.ground.as_of} {self.asked!r}"
        gathering = self.ground.gathering
        if takes_years(self.asked) or not self.asked.secondment_counts:
            least = gathering.join(name, lambda: self._measured(self.sure(), True))
            return least, gathering.join(f"most {name}", lambda: self._measured(self.possible(), False))
        certain = is_certain(self.asked)
        both = gathering.join(name, lambda: in_one_pass(self.possible(), self.asked, self.ground, certain))

        def least_of(column: str) -> Column:
            return both(f"least_{column}")

        return least_of, least_of if certain else lambda column: both(f"most_{column}")

    def _begun(self) -> Table:
        asked, ground = self.asked, self.ground
        with_firm = asked.level is not None and needs_firm(asked.level.equivalence, ground)
        rows = tenures_of(ground, asked.unit == "own", with_firm)
        # Not filtered first: what several rules share would be copied whole before they look at it.
        return rows.mutate(match=(rows.since <= ground.as_of) & matches(asked, rows, ground))

    def sure(self) -> Table:
        rows = self._begun()
        return rows.filter(rows.match)

    def possible(self) -> Table:
        rows = self._begun()
        return rows.filter(rows.match.fill_null(True))

    def _measured(self, rows: Table, is_least: bool) -> Table:
        """One row a person: how long, since when, whether held, how many posts."""
        asked, as_of = self.asked, self.ground.as_of
        gone = self.gone(is_least)
        runs = pieces_of(runs_of(rows, asked, as_of), gone)
        timed = runs.mutate(months=total(runs.full, runs.over, runs.pieces), cut=ibis.literal(0))
        if asked.shortened_by is not None and not asked.cumulative:
            timed = shortened(timed.drop("cut"), self._good(is_least), asked.shortened_by)
        held = _held(rows, self.ground)
        spent = self._in_all(timed, is_least) if asked.cumulative else self._by_run(timed)
        found = held.left_join(spent, held.person == spent.person).drop("person_right")
        if gone is None:
            return found.mutate(gone_until=NO_DAY)
        ends = gone.group_by("person").aggregate(gone_until=gone.until.max())
        return found.left_join(ends, found.person == ends.person).drop("person_right")

    def _by_run(self, timed: Table) -> Table:
        """The longest of the runs that may count: all, or only the one that reaches to now."""
        counts = timed.until == self.ground.as_of if self.asked.current else MET
        counted = timed.mutate(counts=counts)
        last = _LAST_RUN if _is_pieced(self.asked) else ("last_since", "cut")
        return counted.group_by("person").aggregate(
            reach=(counted.months + counted.cut).max(where=counted.counts),
            most=counted.months.max(where=counted.counts),
            days=counted.days.max(where=counted.counts),
            total=counted.months.max(),
            since=counted.since.argmax(counted.days),
            **{f"run_{name}": counted[name].argmax(counted.since) for name in last},
        )

    def _in_all(self, timed: Table, is_least: bool) -> Table:
        """All runs added up into one."""
        last = (name for name in _LAST_RUN if name.startswith("last_"))
        sums = timed.group_by("person").aggregate(
            **{name: timed[name].sum() for name in ("full", "over", "pieces", "days")},
            **{f"run_{name}": timed[name].argmax(timed.since) for name in last},
            since=timed.since.min(),
            until=timed.until.max(),
        )
        whole = sums.mutate(
            **{f"run_{name}": sums[name] for name in ("full", "over", "pieces", "days")},
            total=total(sums.full, sums.over, sums.pieces),
            cut=ibis.literal(0),
        )
        if self.asked.shortened_by is not None:
            whole = shortened(whole.drop("cut"), self._good(is_least), self.asked.shortened_by)
        return whole.mutate(reach=whole.total + whole.cut, most=whole.total, run_cut=whole.cut)

    def gone(self, is_least: bool) -> Table | None:
        """What is not counted: years of a bad grade (at the least, or of none) and secondments."""
        asked, ground = self.asked, self.ground
        gone: list[Table] = []
        if asked.not_counted_grades:
            gone.append(whole_years(graded(asked.not_counted_grades, ground)))
            if is_least:
                gone.append(whole_years(still_open(self.possible(), ground.as_of, ground)))
        if not asked.secondment_counts:
            gone.append(secondments(ground))
        return ibis.union(*gone) if len(gone) > 1 else gone[0] if gone else None

    def _good(self, is_least: bool) -> Table:
        """Years that shorten the time: with the grade, at the most those without grade too."""
        grade = self.asked.shortened_by.grade if self.asked.shortened_by is not None else ""
        good = graded((grade,), self.ground).mutate(year=ibis._.year.cast("int64"))
        if is_least:
            return good
        return good.union(still_open(self.possible(), self.ground.as_of, self.ground))


def _held(rows: Table, ground: Ground) -> Table:
    """Whether a stretch is held now, until when, and how many posts there are among them."""
    held, ends = is_held(rows, ground.as_of), rows.until.fill_null(FOREVER)
    return rows.group_by("person").aggregate(
        rows=rows.count(),
        held=ibis.ifelse(held, 1, 0).max(),
        held_until=ends.max(),
        ended=ends.max(where=rows.since < ground.as_of),
        posts=(rows.unit + "\n" + rows["name"]).nunique(),
    )


def _is_long(asked: asked_for.Tenure, need: Span | None, time: Measures) -> Column:
    if need is None:
        return MET
    months = need.whole_months()
    enough = time("days") >= (need.days or 0) if months is None else time("reach") >= months
    if asked.current and not asked.cumulative:
        enough = enough & (time("held") == 1)
    return enough.fill_null(False)


def _is_short(asked: asked_for.Tenure, time: Measures) -> Column:
    most = asked.at_most
    if most is None:
        return MET
    months = most.whole_months()
    short = time("days") <= (most.days or 0) if months is None else time("most") <= months
    if asked.current and not asked.cumulative:
        short = short | (time("held") == 0)
    return short.fill_null(True)


def _is_current(asked: asked_for.Tenure, time: Measures) -> Column:
    if asked.current is None:
        return MET
    held = (time("held") == 1).fill_null(False)
    return held if asked.current else ~held


def _has_posts(asked: asked_for.Tenure, time: Measures) -> Column:
    return MET if asked.posts_count is None else (time("posts") >= asked.posts_count).fill_null(False)


def _long_on(asked: asked_for.Tenure, need: Span | None, time: Measures, ground: Ground) -> Column:
    """The first day on which the time suffices, if only time is lacking and it still runs."""
    if need is None or asked.within is not None:
        return NO_DAY
    key = f"{need!r} {ground.as_of} {asked!r}"
    full_on = ground.gathering.derive(f"full on {key}", _full_on(asked, need, time, ground))
    tomorrow = a_day(ground.as_of + ONE_DAY)
    on = ground.gathering.derive(f"on {key}", ibis.ifelse(full_on < tomorrow, tomorrow, full_on))
    soon = on <= a_day(ground.as_of + _LONGEST)
    runs_on = (time("held") == 1) & (on <= time("held_until")) & soon
    if asked.current and not asked.cumulative:
        runs_on = runs_on & (time("held_until") == FOREVER)
    lacks_time = ~_is_long(asked, need, time)
    others = (part(asked, time) for part in (_is_short, _is_current, _has_posts))
    return ibis.ifelse(every((runs_on, lacks_time, *others)), on, NO_DAY)


def _full_on(asked: asked_for.Tenure, need: Span, time: Measures, ground: Ground) -> Column:
    """The day on which the piece that goes on, or begins again, makes up what is lacking."""

    def once(name: str, value: Column) -> Column:
        return ground.gathering.derive(f"{name} {ground.as_of} {asked!r}", value)

    goes_on = once("goes on", (time("ended") >= ground.as_of - ONE_DAY).fill_null(False))
    stands_still = once("stands still", (time("gone_until") > ground.as_of).fill_null(False))
    goes_on_from = ibis.ifelse(goes_on, time("run_last_since"), ground.as_of)
    begun = once("begun", ibis.ifelse(stands_still, time("gone_until"), goes_on_from))
    cut = time("run_cut").fill_null(0) if asked.shortened_by is not None else 0
    months = need.whole_months()
    if not _is_pieced(asked):
        fixed = months is None or asked.shortened_by is None
        return later(begun, need) if fixed else add_months(begun, ibis.greatest((months or 0) - cut, 0))

    def before(name: str, of_last: Column) -> Column:
        afresh = time(f"run_{name}") if asked.cumulative else 0
        goes = time(f"run_{name}") - ibis.ifelse(stands_still, 0, of_last)
        return once(f"{name} before", ibis.ifelse(goes_on, goes, afresh).fill_null(0))

    if months is None:
        on = add_days(begun, (need.days or 0) - before("days", time("run_last_days")))
    else:
        over, full = before("over", time("run_last_over")), before("full", time("run_last_full"))
        lacking = once(f"lacking {months}", months - cut - full - over // 30)
        by_month = add_months(begun, lacking)
        by_days = add_days(add_months(begun, lacking - 1), 30 - over % 30)
        on = ibis.ifelse(before("pieces", 1) > 0, ibis.least(by_month, by_days), by_month)
    return ibis.ifelse((time("gone_until") == FOREVER).fill_null(False), NO_DAY, on)
