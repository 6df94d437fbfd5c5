"""Open attributes (其他属性) compiled: attributes, flags, rankings, licences.

What an attribute says as a number, a date, a yes or no, a place or a list was read from it when the archive
was loaded (`archive.py`), by the core's own readers.
"""

from __future__ import annotations

from dataclasses import replace

import ibis

from quanheng.core.language import predicates as asked_for
from quanheng.screening.dates import Range, later, recent
from quanheng.screening.ground import Ground, Leaf
from quanheng.screening.truth import MET, NO_DAY, NOT_MET, UNKNOWN, Column, every, known, some


def _leaf(name: str, state: Column, ground: Ground, on: Column | None = None) -> Leaf:
    lacking = ibis.literal(f"attributes.{name}")
    return Leaf(state, ground.attribute(name), "attributes", ibis.literal(name), on, lacking)


def attribute(asked: asked_for.Attribute, ground: Ground) -> Leaf:
    """An open attribute compared as words, as a number, as a date, or on a ladder."""
    value = ground.attribute(asked.name)
    leaf = _leaf(asked.name, known(value.notnull(), _compared(asked, value, ground)), ground)
    amounts = [amount for _name, amount in asked.bounds()]
    return replace(leaf, lacking=ground.lacking_for(amounts, leaf.lacking))


def _compared(asked: asked_for.Attribute, value: Column, ground: Ground) -> Column:
    if asked.bounds():
        number = ground.attribute(asked.name, "number")
        tests = {
            "at_least": number.__ge__,
            "over": number.__gt__,
            "at_most": number.__le__,
            "under": number.__lt__,
        }
        return ground.by_limits(
            asked, lambda fixed: every(tests[n](float(b)) for n, b in fixed.bounds), UNKNOWN
        )
    if asked.scale is not None:
        return _on_ladder(asked, asked.scale, value, ground)
    if asked.on_or_after is not None or asked.on_or_before is not None:
        days = Range()
        days = days.since(asked.on_or_after.toordinal()) if asked.on_or_after is not None else days
        days = days.until(asked.on_or_before.toordinal()) if asked.on_or_before is not None else days
        return days.holds(ground.attribute(asked.name, "first"), ground.attribute(asked.name, "last"))
    return value.isin(list(asked.in_)) if asked.in_ is not None else value.notin(list(asked.not_in or ()))


def _on_ladder(asked: asked_for.Attribute, scale: str, value: Column, ground: Ground) -> Column:
    if not ground.frame.scales.has(scale):
        return UNKNOWN
    ladder = ground.frame.scales.ladder(scale)
    low = ladder.height(asked.from_level) if asked.from_level is not None else 0
    high = ladder.height(asked.to_level) if asked.to_level is not None else len(ladder.levels)
    if low is None or high is None:
        return UNKNOWN
    inside = [w for rung in ladder.levels[low : high + 1] for w in rung]
    return ibis.cases((value.isin(inside), MET), (value.isin(list(ladder.words())), NOT_MET), else_=UNKNOWN)


def flag(asked: asked_for.Flag, ground: Ground) -> Leaf:
    """A yes-or-no fact, or the date on which it happened, is as expected."""
    value, said = ground.attribute(asked.name), ground.attribute(asked.name, "said")
    first, last = ground.attribute(asked.name, "first"), ground.attribute(asked.name, "last")
    happened = ibis.ifelse(said.notnull(), said == 1, recent(asked.within, ground.as_of).holds(first, last))
    absent = {"unknown": UNKNOWN, "no": NOT_MET, "yes": MET}[asked.if_absent]
    is_so = ibis.ifelse(value.isnull(), absent, happened)
    clear_on = (
        NO_DAY
        if asked.expected or asked.within is None
        else ibis.ifelse(said.isnull(), later(last, asked.within), NO_DAY)
    )
    return _leaf(asked.name, is_so if asked.expected else ~is_so, ground, clear_on)


def ranking_bar(asked: asked_for.RankingBar, ground: Ground) -> Leaf:
    """A place in a ranking outside the plan is not among the last n, or is among the first n."""
    value = ground.attribute(asked.ranking)
    place, ranked = ground.attribute(asked.ranking, "place"), ground.attribute(asked.ranking, "ranked")
    top, bottom = asked.shares()
    if top is not None:
        fits = place * top.denominator <= ranked * top.numerator
    elif bottom is not None:
        fits = (ranked - place + 1) * bottom.denominator > ranked * bottom.numerator
    else:
        fits = (
            place <= ranked - asked.not_bottom if asked.not_bottom is not None else place <= (asked.top or 0)
        )
    absent = {"unknown": UNKNOWN, "met": MET, "not_met": NOT_MET}[asked.if_absent]
    return _leaf(asked.ranking, ibis.ifelse(value.isnull(), absent, fits), ground)


def licence(asked: asked_for.Licence, ground: Ground) -> Leaf:
    """One of these licences, or every one of them, stands in the attribute `licences`."""
    held = ground.attribute("licences", "parts")
    states = [held.contains(f";{name};") for name in asked.has]
    return _leaf("licences", known(held.notnull(), every(states) if asked.every else some(states)), ground)


def reserve_list(asked: asked_for.ReserveList, ground: Ground) -> Leaf:
    """Stands on one of these lists, entered no longer ago than the list is valid."""

    def stands(rows: ibis.expr.types.Table) -> Column:
        days = recent(asked.valid_for, ground.as_of)
        undated = MET if asked.valid_for is None else UNKNOWN
        entered = ibis.ifelse(rows.entered_on.isnull(), undated, days.holds(rows.entered_on, rows.entered_on))
        has_left = (rows.left_on <= ground.as_of).fill_null(False)
        return rows["list"].isin(list(asked.in_)) & ~has_left & entered

    named = ground.measure(
        "reserves",
        ("named", asked.in_),
        lambda rows: rows["list"].max(where=rows["list"].isin(list(asked.in_))),
    )
    entered = ibis.ifelse(ground.is_entered("reserves"), "reserves.entered_on", "reserves")
    state = known(ground.is_entered("reserves"), ground.some("reserves", asked, stands))
    return Leaf(state, named, "reserves", lacking=entered)
