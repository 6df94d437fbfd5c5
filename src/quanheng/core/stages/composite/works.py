"""Works and targets (成果与目标调整): what is refused of these rows, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from quanheng.core.dating import later_than_today
from quanheng.core.eligibility.ground import is_within
from quanheng.core.inputs import Inputs
from quanheng.core.language.points import Works
from quanheng.core.language.scoring import Component
from quanheng.core.scoring.scores import plain
from quanheng.core.stages.composite.tables import Target, Work
from quanheng.core.values import Candidate, Refused, Text, Working

Leaves = Mapping[str, Component]
"""The leaf components that a row may name, by id."""


def refused_work(row: Work, leaves: Leaves, inputs: Inputs) -> Refused | None:
    """Why a work may not enter: no such component or level, a place beyond the last."""
    leaf = leaves.get(row.component)
    if leaf is None or leaf.works is None:
        return _not_here(row.key(), row.component, (x.id for x in leaves.values() if x.works is not None))
    if row.level not in leaf.works.levels:
        return _unknown(row.key(), "级别", "level", row.level, leaf.works.levels)
    if row.place > row.authors:
        return Refused(
            "place_beyond_authors",
            f"署名人数为 {row.authors}，署名次序不能是 {row.place}。",
            f"There are {row.authors} authors; nobody is number {row.place}.",
            where=row.key(),
            remedy_zh="请核对署名。",
            remedy_en="Check the authors.",
        )
    return later_than_today(row.key(), row.done_on, inputs)


def refused_target(row: Target, leaves: Leaves, inputs: Inputs) -> Refused | None:
    """Why a revised target may not enter: the plan allows none, or it was approved too late."""
    leaf = leaves.get(row.component)
    if leaf is None or leaf.revisable_until is None:
        revisable = (x.id for x in leaves.values() if x.revisable_until is not None)
        return _not_here(row.key(), row.component, revisable)
    if row.approved_on > leaf.revisable_until:
        return Refused(
            "revised_too_late",
            f"目标调整于 {row.approved_on} 批准，方案规定不迟于 {leaf.revisable_until}。",
            f"The target was revised on {row.approved_on}; the plan allows it until {leaf.revisable_until}.",
            where=row.key(),
            remedy_zh="按原目标计分。",
            remedy_en="The first target counts.",
        )
    return later_than_today(row.key(), row.approved_on, inputs)


def _not_here(where: str, component: str, known: Iterable[str]) -> Refused:
    return _unknown(where, "构成项", "component", component, known)


def _unknown(where: str, zh: str, en: str, word: str, known: Iterable[str]) -> Refused:
    names = list(known)
    return Refused(
        f"unknown_{en}",
        f"此处没有{zh}“{word}”。",
        f"There is no {en} '{word}' here.",
        where=where,
        remedy_zh=f"可填：{'、'.join(names) or '无'}。",
        remedy_en=f"Known: {', '.join(names) or 'none'}.",
    )


def of_works(asked: Works, component: str, candidate: Candidate, title: Text, inputs: Inputs) -> Working:
    """What a person's works come to for a component."""
    rows = [
        row
        for row in inputs.table("works", Work)
        if (row.person, row.component) == (candidate.person, component)
        and (asked.within is None or is_within(row.done_on, asked.within, inputs.frame.as_of))
    ]
    worth = {row: asked.levels[row.level] * asked.share_of(row.place, row.authors) for row in rows}
    rows.sort(key=lambda row: (-worth[row], row.title))
    most = 1 if asked.counts == "highest" else asked.most
    parts = tuple(_part(row, worth[row], most is None or n < most) for n, row in enumerate(rows))
    total = sum((part.value or Decimal(0) for part in parts), Decimal(0))
    return Working(title, total, Text("各成果按署名分配", "works, shared by place"), parts)


def _part(row: Work, points: Decimal, counts: bool) -> Working:
    zh = f"{row.title}（{row.level}，{row.authors} 人中第 {row.place}）"
    en = f"{row.title} ({row.level}, {row.place} of {row.authors})"
    if counts:
        return Working(Text(zh, en), points, Text(f"计 {plain(points)} 分", f"{plain(points)} points"))
    return Working(Text(zh, en), Decimal(0), Text("超出计分件数", "beyond the works that count"))


def targets_of(inputs: Inputs) -> dict[tuple[str, str], Decimal]:
    """The targets that were revised, by component and person."""
    return {(row.component, row.person): row.target for row in inputs.table("targets", Target)}
