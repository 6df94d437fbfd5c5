"""One pass over the stretches (一遍算完): the time of everybody at the least and at the most, side by side.

Stretches are taken in order of their beginning. One begins a run when all before it ended more than a day
before; the last beginning so far and the last end so far are then the run as it stands, and its longest state
is the whole run. A run is added up where the next one begins, and the last one at the end.
"""

from __future__ import annotations

from datetime import date

import ibis
from ibis.expr.types import Table

from quanheng.core.eligibility.ground import after_span
from quanheng.core.language import histories as asked_for
from quanheng.screening.dates import FOREVER, days_over, months_between
from quanheng.screening.ground import Ground, is_held
from quanheng.screening.stays import total
from quanheng.screening.truth import MET, NO_DAY, Column


def in_one_pass(rows: Table, asked: asked_for.Tenure, ground: Ground, certain: bool) -> Table:
    """One row a person with the measures of `tenures.py`, as `least_…` and, unless certain, `most_…`.

    Shapes: `rows` are the stretches that match or may match (`match` null); nothing is taken out of them.
    """
    as_of = ground.as_of
    readings = ("least",) if certain else ("least", "most")
    start = after_span(as_of, asked.within, -1) if asked.within is not None else date.min
    counted = (rows.since < as_of) & (rows.until.isnull() | (rows.until > start))
    begin = ibis.greatest(rows.since, start) if asked.within is not None else rows.since
    end = ibis.ifelse(counted, ibis.least(rows.until.fill_null(as_of), as_of), NO_DAY)
    sure = rows.match.fill_null(False)
    ends = {"least": ibis.ifelse(sure, end, NO_DAY), "most": end}
    cut = rows.mutate(begin=begin, sure=sure, **{f"{r}_end": ends[r] for r in readings})
    before = ibis.window(group_by="person", order_by="since", rows=(None, -1))
    ended = cut.mutate(**{f"{r}_ended": cut[f"{r}_end"].max().over(before) for r in readings})
    marked = ended.mutate(**{f"{r}_begins": _begins(ended, r) for r in readings})
    runs = marked.mutate(**{f"{r}_run_before": marked[f"{r}_begins"].max().over(before) for r in readings})
    spent = runs.mutate(**{name: value for r in readings for name, value in _so_far(runs, r).items()})
    measures = {r: _measures(spent, asked, ground, r) for r in readings}
    named = {f"{r}_{name}": value for r, each in measures.items() for name, value in each.items()}
    found = spent.group_by("person").aggregate(**named)
    found = found.mutate(**{f"{r}_gone_until": NO_DAY for r in readings})
    if not asked.cumulative:
        return found
    last = found.mutate(**{name: value for r in readings for name, value in _last(found, r).items()})
    return last.mutate(**{name: value for r in readings for name, value in _all(last, r).items()})


def _begins(rows: Table, r: str) -> Column:
    """The beginning of a run at the stretch that begins one."""
    end, ended = rows[f"{r}_end"], rows[f"{r}_ended"]
    is_first = end.notnull() & (ended.isnull() | (rows.begin > ended + ibis.interval(days=1)))
    return ibis.ifelse(is_first, rows.begin, NO_DAY)


def _so_far(rows: Table, r: str) -> dict[str, Column]:
    """The run as it stands at each stretch."""
    end, ended = rows[f"{r}_end"], rows[f"{r}_ended"]
    until = ibis.ifelse(ended.notnull() & (ended > end), ended, end)
    since = rows[f"{r}_begins"].fill_null(rows[f"{r}_run_before"])
    return {f"{r}_since": ibis.ifelse(end.notnull() & (since < until), since, NO_DAY), f"{r}_until": until}


def _measures(rows: Table, asked: asked_for.Tenure, ground: Ground, r: str) -> dict[str, Column]:
    counts = rows.sure if r == "least" else MET
    held = is_held(rows, ground.as_of) & counts
    ends = rows.until.fill_null(FOREVER)
    since, until = rows[f"{r}_since"], rows[f"{r}_until"]
    found = {
        "held": ibis.ifelse(held, 1, 0).max(),
        "held_until": ends.max(where=counts),
        "ended": ends.max(where=counts & (rows.since < ground.as_of)),
        "run_last_since": rows[f"{r}_begins"].max(),
    }
    if asked.posts_count is not None:
        found["posts"] = (rows.unit + "\n" + rows["name"]).nunique(where=counts)
    return found | (_closed(rows, r) if asked.cumulative else _longest(asked, ground, since, until))


def _longest(asked: asked_for.Tenure, ground: Ground, since: Column, until: Column) -> dict[str, Column]:
    """The longest of the runs that may count: all, or only the one that reaches to now."""
    months, days = months_between(since, until), until.delta(since, unit="day")
    counts = until == ground.as_of if asked.current else MET
    found = {"total": months.max(), "since": since.argmax(days)}
    if asked.current:
        found |= {"reach": months.max(where=counts), "days": days.max(where=counts)}
    else:
        found |= {"reach": months.max(), "days": days.max()}
    return {**found, "most": found["reach"]}


def _closed(rows: Table, r: str) -> dict[str, Column]:
    """The runs that a later one follows, added up."""
    since, until = rows[f"{r}_run_before"], rows[f"{r}_ended"]
    closed = rows[f"{r}_begins"].notnull() & (since < until)
    return {
        "closed_full": months_between(since, until).sum(where=closed).fill_null(0),
        "closed_over": days_over(since, until).sum(where=closed).fill_null(0),
        "closed_days": until.delta(since, unit="day").sum(where=closed).fill_null(0),
        "closed_pieces": rows.count(where=closed),
        "since": rows[f"{r}_since"].min(),
        "last_until": rows[f"{r}_end"].max(),
    }


def _last(found: Table, r: str) -> dict[str, Column]:
    """The run that none follows."""
    since, until = found[f"{r}_run_last_since"], found[f"{r}_last_until"]
    is_one = (since < until).fill_null(False)
    return {
        f"{r}_run_last_full": ibis.ifelse(is_one, months_between(since, until), 0),
        f"{r}_run_last_over": ibis.ifelse(is_one, days_over(since, until), 0),
        f"{r}_run_last_days": ibis.ifelse(is_one, until.delta(since, unit="day"), 0),
        f"{r}_last_pieces": ibis.ifelse(is_one, 1, 0),
    }


def _all(found: Table, r: str) -> dict[str, Column]:
    """All runs added up into one."""
    parts = ("full", "over", "days")
    sums = {name: found[f"{r}_closed_{name}"] + found[f"{r}_run_last_{name}"] for name in parts}
    pieces = found[f"{r}_closed_pieces"] + found[f"{r}_last_pieces"]
    months = total(sums["full"], sums["over"], pieces)
    return {
        **{f"{r}_run_{name}": value for name, value in sums.items()},
        f"{r}_run_pieces": pieces,
        f"{r}_days": sums["days"],
        f"{r}_total": months,
        f"{r}_reach": months,
        f"{r}_most": months,
    }


