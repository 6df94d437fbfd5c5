"""Own standing (本人进展): what an applicant may see of a selection: their own way through it.

Pure: values in, values out. What inspectors and the discipline body wrote is not for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from quanheng.core.engine import next_stage
from quanheng.core.values import Candidate, Text
from quanheng.store.load import RunState
from quanheng.web.run_table import Cell, Line, run_table, title_of

CONFIDENTIAL = frozenset({"inspection", "clearance", "decision", "consultation", "approval"})
"""Kinds whose findings are kept from applicants until the notice speaks."""
TELLS = frozenset({"public_notice", "appointment"})
"""Kinds after which everybody knows who goes on."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One application of the reader: the marks so far and where it stands."""

    post: Text
    cells: tuple[Cell, ...]
    standing: Text
    look: str
    reason: Text | None
    waiting: Text | None


def own_lines(state: RunState, person: str) -> tuple[OwnLine, ...]:
    """The reader's own applications, as far as they may be told."""
    plan, outcomes = state.facts.plan, state.outcomes
    if not outcomes:
        return ()
    kinds = {s.id: s.kind for s in plan.stages}
    is_told = any(s.kind in TELLS and (s.id in outcomes or _is_up(state, s.id)) for s in plan.stages)
    coming = next_stage(plan, outcomes)
    found = []
    for group in run_table(state.facts, outcomes).groups:
        for line in (ln for ln in group.lines if ln.candidate.person == person):
            hidden = not is_told and _left_in_private(state, line)
            cells = tuple(_cell(c, kinds[c.stage]) for c in line.cells if c.look != "none")
            waiting = title_of(coming) if coming and (hidden or not line.is_gone) else None
            found.append(_line(group.title, line, cells, hidden, waiting, state))
    return tuple(found)


def _line(
    post: Text, line: Line, cells: tuple[Cell, ...], hidden: bool, waiting: Text | None, state: RunState
) -> OwnLine:
    if hidden or not line.is_gone:
        standing = Text("进行中", "under way") if waiting else Text("已办结", "finished")
        return OwnLine(post, cells, standing, "is-note" if waiting else "is-met", None, waiting)
    reason = line.reason
    if _left_in_private(state, line):
        reason = Text(
            "如需了解原因，请向组织人事部门询问。", "Ask the personnel office if you want to know why."
        )
    return OwnLine(post, cells, Text("未进入下一环节", "did not go on"), "", reason, None)


def _left_in_private(state: RunState, line: Line) -> bool:
    kinds = {s.id: s.kind for s in state.facts.plan.stages}
    gone: Candidate = line.candidate
    return any(
        kinds[s] in CONFIDENTIAL and outcome.departure_of(gone) is not None
        for s, outcome in state.outcomes.items()
    )


def _is_up(state: RunState, stage: str) -> bool:
    return bool(state.facts.rows.get(stage, {}).get("publications"))


def _cell(cell: Cell, kind: str) -> Cell:
    """The mark of one stage, without saying how a confidential one came out."""
    if kind not in CONFIDENTIAL:
        return cell
    return Cell(cell.stage, cell.title, Text("已办理", "done"), "plain", opens=False)
