"""Terms (任期届数) compiled: every unbroken run counts its full terms, and a part of one as the plan says."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from quanheng.core.language import histories as asked_for
from quanheng.screening.ground import Ground, Leaf
from quanheng.screening.stays import level_fault, pieces_of, runs_of, total
from quanheng.screening.tenures import Counted
from quanheng.screening.truth import UNKNOWN, Column, agreed, known


def terms(asked: asked_for.Terms, ground: Ground) -> Leaf:
    """No more terms than allowed, and no fewer than asked, were served."""
    fault = level_fault(asked.level, ground) if asked.level is not None else None
    if fault is not None:
        return Leaf(UNKNOWN, ibis.null("int64"), "tenures", lacking=ibis.literal(fault))
    stay = {name: getattr(asked, name) for name in asked_for.Stay.model_fields}
    counted = Counted(asked_for.Tenure.model_construct(**stay, posts_count=1), ground)
    name = f"terms {ground.as_of} {asked!r}"
    least = ground.gathering.join(name, lambda: _served(asked, counted.sure(), counted, True))
    most = ground.gathering.join(f"most {name}", lambda: _served(asked, counted.possible(), counted, False))
    low, high = least("terms").fill_null(0), most("terms").fill_null(0)
    entered = ground.is_entered("tenures")
    state = known(entered, agreed(_fits(asked, low), _fits(asked, high)))
    return Leaf(state, low, "tenures", lacking=ibis.ifelse(entered, "tenures.level", "tenures"))


def _served(asked: asked_for.Terms, rows: Table, counted: Counted, is_least: bool) -> Table:
    """One row a person: the terms of all runs."""
    whole, part = asked.months()
    runs = pieces_of(runs_of(rows, asked, counted.ground.as_of), counted.gone(is_least))
    timed = runs.mutate(months=total(runs.full, runs.over, runs.pieces))
    served = timed.months // whole + ibis.ifelse(timed.months % whole >= part, 1, 0)
    return timed.group_by("person").aggregate(terms=served.sum())


def _fits(asked: asked_for.Terms, served: Column) -> Column:
    fits = served >= (asked.at_least or 0)
    return fits if asked.at_most is None else fits & (served <= asked.at_most)
