"""Years of appraisal (考核年度) in a tenure: taken out, shortening the time, or still open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import ibis
from ibis.expr.types import Table

from quanheng.core.language import histories as asked_for
from quanheng.screening.dates import FOREVER
from quanheng.screening.ground import Ground


def graded(names: Iterable[str], ground: Ground) -> Table:
    """The years with one of these grades or an equal one: person, year."""
    ladder = ground.frame.scales.ladder("grade")
    rungs = {ladder.height(w) for w in names} - {None}
    words = {*names, *(w for i, rung in enumerate(ladder.levels) if i in rungs for w in rung)}
    rows = ground.archive("appraisals")
    return rows.filter(rows.grade.isin(sorted(words))).select("person", "year")


def still_open(rows: Table, as_of: date, ground: Ground) -> Table:
    """Completed years of these stretches whose grade was not entered: person, year."""
    begun = rows.filter(rows.since <= as_of)
    lived = begun.group_by("person").aggregate(
        first=begun.since.min().year(), last=begun.until.fill_null(as_of).max().year()
    )
    last = ibis.least(lived["last"], as_of.year - 1)
    some = lived.mutate(last=last).filter(lived["first"] <= last)
    years = some.mutate(
        year=ibis.range(some["first"].cast("int32"), (some["last"] + 1).cast("int32")).unnest()
    )
    entered = ground.archive("appraisals")
    listed = years.select("person", year=years.year.cast("int64"))
    return listed.anti_join(entered.select("person", year=entered.year.cast("int64")), ["person", "year"])


def whole_years(years: Table) -> Table:
    """Years as intervals: person, since, until."""
    return years.select(
        "person",
        since=ibis.date(years.year.cast("int32"), 1, 1),
        until=ibis.date((years.year + 1).cast("int32"), 1, 1),
    )


def secondments(ground: Ground) -> Table:
    """Time on secondment as intervals, without end while it lasts: person, since, until."""
    rows = ground.archive("tenures")
    away = rows.filter(rows["kind"] == "secondment")
    found = away.select("person", "since", until=away.until.fill_null(FOREVER))
    return found.filter(found.since < found.until)


def shortened(runs: Table, years: Table, shortening: asked_for.Shortening) -> Table:
    """The runs with `cut`, the months by which good years shorten the time asked."""
    joined = runs.left_join(years, runs.person == years.person).drop("person_right")
    is_in = (joined.year >= joined.since.year()) & (joined.year < joined.until.year())
    others = [c for c in runs.columns if c not in ("person", "since", "until")]
    counted = joined.group_by(["person", "since", "until"]).aggregate(
        **{name: joined[name].max() for name in others},
        good=ibis.ifelse(is_in.fill_null(False), 1, 0).sum(),
    )
    cut = counted.good * shortening.months
    if shortening.at_most_months is not None:
        cut = ibis.least(cut, shortening.at_most_months)
    return counted.mutate(cut=cut).drop("good")
