"""Ladders (层级条件) compiled: the education-by-years table, step by step, professional titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ibis
from ibis.expr.types import Table

from quanheng.core.language import histories as asked_for
from quanheng.screening import facts
from quanheng.screening.dates import earliest
from quanheng.screening.ground import Ground, Leaf, height, is_held, reaches, standing
from quanheng.screening.stays import level_fault, needs_firm, post_height, tenures_of, word_of
from quanheng.screening.tenures import tenure
from quanheng.screening.truth import MET, NO_DAY, NOT_MET, UNKNOWN, Column, every, known, some


def matrix(asked: asked_for.Matrix, ground: Ground) -> Leaf:
    """Some row of the table holds: the education, degree or title, and the years."""
    rows = [_row(row, asked.of, ground) for row in asked.rows]
    years = [row[-1] for row in rows]
    lacking = [
        ibis.ifelse(leaf.state.isnull(), leaf.lacking, ibis.null("string"))
        for row in rows
        for leaf in row
        if leaf.lacking is not None
    ]
    days = [_row_on(row) for row in rows]
    return Leaf(
        some(every(leaf.state for leaf in row) for row in rows),
        rows[0][0].found,
        rows[0][0].table,
        key=years[0].found,
        on=earliest(days),
        lacking=ibis.coalesce(*lacking) if lacking else None,
    )


def _row_on(row: list[Leaf]) -> Column:
    """The day on which a row holds by waiting for its years alone."""
    *others, years = row
    rest = every(leaf.state for leaf in others).fill_null(False)
    return ibis.ifelse(rest & (~years.state).fill_null(False), years.on, NO_DAY)


def _row(row: asked_for.MatrixRow, of: str | asked_for.Stay, ground: Ground) -> list[Leaf]:
    return [_PARTS[name](asked, ground) for name, asked in row.conditions(of)]


def stepwise(asked: asked_for.Stepwise, ground: Ground) -> Leaf:
    """The highest rank held is at most so many steps below the post; with history, no rise skipped a rung."""
    level = asked_for.Level(post_offset=0, scale=asked.scale, equivalence=asked.equivalence)
    fault = level_fault(level, ground)
    if fault is not None:
        return Leaf(UNKNOWN, ibis.null("string"), "tenures", lacking=ibis.literal(fault))
    ladder = ground.frame.scales.ladder(asked.scale)
    wanted = (post_height(asked.scale, ground) or 0) - asked.steps
    held = ground.gathering.join(f"{ground.as_of} {asked!r}", lambda: _climbed(asked, ground))
    vague = (held("vague") > 0).fill_null(False)
    high = ibis.cases((held("top").fill_null(-1) >= wanted, MET), (vague, UNKNOWN), else_=NOT_MET)
    smooth = ibis.cases((held("skips") == 2, NOT_MET), (held("skips") == 1, UNKNOWN), else_=MET)
    entered = ground.is_entered("tenures")
    words = [(held("top") == i, rung[0]) for i, rung in enumerate(ladder.levels)]
    return Leaf(
        known(entered, every((high, smooth)) if asked.history else high),
        ibis.cases(*words, else_="无"),
        "tenures",
        lacking=ibis.ifelse(entered, "tenures.level", "tenures"),
    )


def _climbed(asked: asked_for.Stepwise, ground: Ground) -> Table:
    """One row a person: the highest rung, stretches without level, and whether a rise skipped a rung.

    Shapes: `skips` 2 surely, 1 perhaps, since a stretch without level after the last rise may hide the rung.
    """
    rows = tenures_of(ground, False, needs_firm(asked.equivalence, ground))
    ranked = rows.filter(rows["kind"].isin(["post", "rank"]) & (rows.since <= ground.as_of))
    word = word_of(ranked, asked.equivalence, ground)
    rungs = ranked.mutate(rung=height(word, ground.frame.scales.ladder(asked.scale)))
    order = ["since", "kind", "name"]
    so_far = ibis.window(group_by="person", order_by=order, rows=(None, -1))
    numbered = rungs.mutate(
        top=rungs.rung.max().over(so_far),
        number=ibis.row_number().over(ibis.window(group_by="person", order_by=order)),
    )
    rises = (numbered.rung > numbered.top).fill_null(False)
    risen = numbered.mutate(
        rise=ibis.ifelse(rises, numbered.number, -1),
        hole=ibis.ifelse(numbered.rung.isnull(), numbered.number, -1),
    )
    last = risen.mutate(last_rise=risen.rise.max().over(so_far), last_hole=risen.hole.max().over(so_far))
    leaps = (last.rise >= 0) & (last.rung > last.top + 1)
    skips = ibis.cases((leaps & (last.last_hole > last.last_rise), 1), (leaps, 2), else_=0)
    return last.group_by("person").aggregate(
        top=last.rung.max(), vague=ibis.ifelse(last.rung.isnull(), 1, 0).sum(), skips=skips.max()
    )


def professional_title(asked: asked_for.ProfessionalTitle, ground: Ground) -> Leaf:
    """A professional title held now is one of these, or of this height."""

    def held(rows: Table) -> Column:
        return (rows["kind"] == "title") & is_held(rows, ground.as_of)

    def fits(rows: Table) -> Column:
        if asked.in_ is not None:
            return held(rows) & (rows["name"].isin(list(asked.in_)) | rows.level.isin(list(asked.in_)))
        if not ground.frame.scales.has(asked.scale):
            return ibis.ifelse(held(rows), UNKNOWN, NOT_MET)
        reached = reaches(standing(rows), asked.at_least or "", ground.frame.scales.ladder(asked.scale))
        return held(rows) & reached

    entered = ground.is_entered("tenures")
    return Leaf(
        known(entered, ground.some("tenures", asked, fits)),
        ground.measure("tenures", "title", lambda t: t["name"].max(where=held(t))),
        "tenures",
        key=ground.measure("tenures", "title since", lambda t: t.since.max(where=held(t))),
        lacking=ibis.ifelse(entered, "tenures.level", "tenures"),
    )


_PARTS: Mapping[str, Callable[[Any, Ground], Leaf]] = {
    "education": facts.education,
    "professional_title": professional_title,
    "tenure": tenure,
    "work_years": facts.work_years,
    "party_years": facts.party_years,
}
"""What a row of the matrix is made of."""
