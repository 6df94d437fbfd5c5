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
    runs = marked.mutate(**{f"{r}_before": marked[f"{r}_begins"].max().over(before) for r in readings})
    measures = {r: _measures(runs, asked, ground, r) for r in readings}
    named = {f"{r}_{name}": value for r, each in measures.items() for name, value in each.items()}
    found = runs.group_by("person").aggregate(**named)
    last = found.mutate(**{name: value for r in readings for name, value in _last(found, r).items()})
    whole = _all if asked.cumulative else _longest
    wholes = {r: whole(last, asked, ground, r) for r in readings}
    return last.mutate(**{f"{r}_{name}": value for r, each in wholes.items() for name, value in each.items()})


def _begins(rows: Table, r: str) -> Column:
    """The beginning of a run at the stretch that begins one."""
    end, ended = rows[f"{r}_end"], rows[f"{r}_ended"]
    is_first = end.notnull() & (ended.isnull() | (rows.begin > ended + ibis.interval(days=1)))
    return ibis.ifelse(is_first, rows.begin, NO_DAY)


def _measures(rows: Table, asked: asked_for.Tenure, ground: Ground, r: str) -> dict[str, Column]:
    """What is gathered of the stretches: the last run, those closed before it, and what is held."""
    counts = rows.sure if r == "least" else MET
    held = is_held(rows, ground.as_of) & counts
    ends = rows.until.fill_null(FOREVER)
    found = {
        "held": ibis.ifelse(held, 1, 0).max(),
        "held_until": ends.max(where=counts),
        "ended": ends.max(where=counts & (rows.since < ground.as_of)),
        "run_last_since": rows[f"{r}_begins"].max(),
        "last_until": rows[f"{r}_end"].max(),
    }
    if asked.posts_count is not None:
        found["posts"] = (rows.unit + "\n" + rows["name"]).nunique(where=counts)
    return found if asked.current and not asked.cumulative else found | _closed(rows, asked, r)


def _closed(rows: Table, asked: asked_for.Tenure, r: str) -> dict[str, Column]:
    """The runs that a later one follows, added up or the longest of them."""
    is_closed = rows[f"{r}_begins"].notnull() & (rows[f"{r}_before"] < rows[f"{r}_ended"])
    since = ibis.ifelse(is_closed, rows[f"{r}_before"], NO_DAY)
    until, days = rows[f"{r}_ended"], rows[f"{r}_ended"].delta(since, unit="day")
    full = ibis.ifelse(is_closed, months_between(since, until), ibis.null("int32"))
    if not asked.cumulative:
        return {"closed_full": full.max(), "closed_days": days.max(), "closed_since": since.argmax(days)}
    over = ibis.ifelse(is_closed, days_over(since, until), ibis.null("int32"))
    sums = {"full": full.sum(), "over": over.sum(), "days": days.sum(), "pieces": since.count()}
    named = {f"closed_{name}": value.fill_null(0) for name, value in sums.items()}
    return {"closed_since": since.min(), **named}


def _last(found: Table, r: str) -> dict[str, Column]:
    """The run that none follows."""
    since, until = found[f"{r}_run_last_since"], found[f"{r}_last_until"]
    is_one = (since < until).fill_null(False)
    return {
        f"{r}_run_last_full": ibis.ifelse(is_one, months_between(since, until), 0),
        f"{r}_run_last_over": ibis.ifelse(is_one, days_over(since, until), 0),
        f"{r}_run_last_days": ibis.ifelse(is_one, until.delta(since, unit="day"), 0),
        f"{r}_last_pieces": ibis.ifelse(is_one, 1, 0),
        f"{r}_gone_until": NO_DAY,
    }


def _longest(found: Table, asked: asked_for.Tenure, ground: Ground, r: str) -> dict[str, Column]:
    """The longest of the runs that may count: all, or only the last where it reaches to now."""
    is_run = found[f"{r}_last_pieces"] == 1
    full = ibis.ifelse(is_run, found[f"{r}_run_last_full"], ibis.null("int64"))
    days, since = found[f"{r}_run_last_days"], found[f"{r}_run_last_since"]
    if asked.current:
        counts = is_run & (found[f"{r}_last_until"] == ground.as_of)
        reach = ibis.ifelse(counts, full, ibis.null("int64"))
        days = ibis.ifelse(counts, days, ibis.null("int64"))
        return {"total": full, "since": since, "reach": reach, "most": reach, "days": days}
    closed = found[f"{r}_closed_days"]
    is_longer = (closed > days).fill_null(False)
    reach = ibis.greatest(full, found[f"{r}_closed_full"])
    some = is_run | closed.notnull()
    return {
        "total": reach,
        "since": ibis.ifelse(is_longer, found[f"{r}_closed_since"], since),
        "reach": reach,
        "most": reach,
        "days": ibis.ifelse(some, ibis.ifelse(is_longer, closed, days), ibis.null("int64")),
    }


def _all(found: Table, asked: asked_for.Tenure, ground: Ground, r: str) -> dict[str, Column]:
    """All runs added up into one."""
    parts = ("full", "over", "days")
    sums = {name: found[f"{r}_closed_{name}"] + found[f"{r}_run_last_{name}"] for name in parts}
    pieces = found[f"{r}_closed_pieces"] + found[f"{r}_last_pieces"]
    months = total(sums["full"], sums["over"], pieces)
    return {
        **{f"run_{name}": value for name, value in sums.items()},
        "run_pieces": pieces,
        "since": found[f"{r}_closed_since"].fill_null(found[f"{r}_run_last_since"]),
        "days": ibis.ifelse(pieces > 0, sums["days"], ibis.null("int64")),
        "total": months,
        "reach": ibis.ifelse(pieces > 0, months, ibis.null("int64")),
        "most": ibis.ifelse(pieces > 0, months, ibis.null("int64")),
    }
