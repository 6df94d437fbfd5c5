"""Own standing (本人进展): what an applicant may see of a selection: their own way through it.

Pure: values in, values out. What inspectors and the discipline body wrote is not for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from quanheng.core.engine import next_stage
from quanheng.core.plans.schema import Plan
from quanheng.core.stages.matching import Preference
from quanheng.core.values import Candidate, Outcome, Text
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
    tells = any(s.kind in TELLS and (s.id in outcomes or _is_up(state, s.id)) for s in plan.stages)
    coming = next_stage(plan, outcomes)
    untold = {s.id for s in plan.stages if s.kind == "matching" and not is_told(plan, outcomes, s.id)}
    settled = _settled(state)
    found = []
    for group in run_table(state.facts, outcomes).groups:
        for line in (ln for ln in group.lines if ln.candidate.person == person):
            is_secret = bool(_left_at(state, line) & untold)
            if _given_unasked(state, line, untold) or (_chosen_higher(state, line) and not is_secret):
                continue
            hidden = (not tells and _left_in_private(state, line)) or is_secret
            cells = tuple(
                _cell(c, private=kinds[c.stage] in CONFIDENTIAL or c.stage in untold)
                for c in line.cells
                if c.look != "none"
            )
            waiting = title_of(coming) if coming and (hidden or not line.is_gone) else None
            if not hidden and line.candidate in settled:
                found.append(OwnLine(group.title, cells, Text("已定岗", "placed"), "is-met", None, None))
            else:
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


def is_told(plan: Plan, outcomes: Mapping[str, Outcome], stage: str) -> bool:
    """Whether people may know how a stage came out: it is closed, and so is what decides on it."""
    if stage not in outcomes:
        return False
    order = [s.id for s in plan.stages]
    for later in plan.stages[order.index(stage) + 1 :]:
        if later.kind not in CONFIDENTIAL:
            return True
        if later.id not in outcomes:
            return False
    return True


def _left_at(state: RunState, line: Line) -> set[str]:
    return {s for s, outcome in state.outcomes.items() if outcome.departure_of(line.candidate) is not None}


def _chosen_higher(state: RunState, line: Line) -> bool:
    """Whether a wish lapsed because a better one of the same person was met: nothing that failed."""
    gone = (outcome.departure_of(line.candidate) for outcome in state.outcomes.values())
    return any(d is not None and d.finding.code == "placed_higher" for d in gone)


def _settled(state: RunState) -> frozenset[Candidate]:
    """Those whom a two-way selection has placed for good: what follows concerns only the others."""
    plan, outcomes = state.facts.plan, state.outcomes
    found: set[Candidate] = set()
    for number, stage in enumerate(plan.stages):
        rest = {later.kind for later in plan.stages[number + 1 :]}
        is_last_word = rest <= CONFIDENTIAL | {"matching"}
        if stage.kind == "matching" and is_last_word and is_told(plan, outcomes, stage.id):
            found.update(outcomes[stage.id].remaining.candidates)
    return frozenset(found)


def _given_unasked(state: RunState, line: Line, stages: Collection[str]) -> bool:
    """Whether the place comes from one of these stages and was not among the person's own wishes."""
    candidate = line.candidate
    first = next((s for s, o in state.outcomes.items() if candidate in o.entered.candidates), "")
    wishes = state.facts.rows.get(first, {}).get("preferences", ())
    return first in stages and not any(
        isinstance(r, Preference) and (r.person, r.office) == (candidate.person, candidate.post)
        for r in wishes
    )


def _left_in_private(state: RunState, line: Line) -> bool:
    kinds = {s.id: s.kind for s in state.facts.plan.stages}
    return any(kinds[s] in CONFIDENTIAL for s in _left_at(state, line))


def _is_up(state: RunState, stage: str) -> bool:
    return bool(state.facts.rows.get(stage, {}).get("publications"))


def _cell(cell: Cell, *, private: bool) -> Cell:
    """The mark of one stage, without saying how a confidential one came out."""
    if not private:
        return cell
    return Cell(cell.stage, cell.title, Text("已办理", "done"), "plain", opens=False)
