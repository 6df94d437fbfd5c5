"""Evidence (依据): what one stage found about one candidate, and a score opened down to single marks.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Score, Text, Working
from quanheng.documents.points import digits_of, shown

MOST_DIGITS = Decimal("0.0001")

SOURCES: Mapping[str, Text] = {
    "law": Text("法规", "Law"),
    "plan": Text("方案", "Plan"),
    "fact": Text("档案事实", "Archive"),
    "marks": Text("打分记录", "Marks"),
    "decision": Text("集体决定", "Decision"),
    "act": Text("本人或经办人的行为", "A person's act"),
}
LOOKS: Mapping[str, str] = {
    "met": "is-met",
    "not_met": "is-error",
    "unknown": "is-warning",
    "note": "is-note",
}
ICONS: Mapping[str, str] = {
    "met": "check",
    "not_met": "x",
    "unknown": "alert-triangle",
    "note": "info-circle",
}
STATES: Mapping[str, Text] = {
    "met": Text("符合", "Met"),
    "not_met": Text("不符合", "Not met"),
    "unknown": Text("待定", "Open"),
    "note": Text("说明", "Note"),
}


@dataclass(frozen=True, slots=True)
class RowRef:
    """The row of an input table that a number or a finding rests on."""

    stage: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Node:
    """A number as it is shown, what it was made of, and the row it stands in when it is a single mark."""

    label: Text
    value: str
    rule: Text
    parts: tuple[Node, ...] = ()
    row: RowRef | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One finding as it is shown."""

    state: Text
    look: str
    icon: str
    text: Text
    source: Text
    source_ref: str
    evidence: tuple[Evidence, ...]
    row: RowRef | None = None


@dataclass(frozen=True, slots=True)
class StageEvidence:
    """All that one stage says of one candidate."""

    reason: Fact | None
    score: Score | None
    points: str
    working: Node | None
    facts: tuple[Fact, ...]


def evidence_of(plan: Plan, stage: StageSettings, outcome: Outcome, candidate: Candidate) -> StageEvidence:
    """What an outcome holds on one candidate: why they left, the score, all findings."""
    departure, score = outcome.departure_of(candidate), outcome.score_of(candidate)
    own = tuple(f for f in outcome.findings if f.candidate == candidate)
    return StageEvidence(
        reason=fact_of(plan, departure.finding) if departure else None,
        score=score,
        points=shown(score.value, digits_of(stage, outcome.scores)) if score else "",
        working=node_of(plan, stage, score.working) if score else None,
        facts=tuple(fact_of(plan, f) for f in own if departure is None or f != departure.finding),
    )


def stage_facts(plan: Plan, outcome: Outcome) -> tuple[Fact, ...]:
    """What a stage found that is about no candidate."""
    return tuple(fact_of(plan, f) for f in outcome.findings if f.candidate is None)


def fact_of(plan: Plan, finding: Finding) -> Fact:
    """A finding in words, its look and its source."""
    source = finding.source
    return Fact(
        STATES[finding.state],
        LOOKS[finding.state],
        ICONS[finding.state],
        finding.text,
        Text(
            f"{SOURCES[source.kind].zh}{'：' + source.text.zh if source.text.zh else ''}",
            f"{SOURCES[source.kind].en}{': ' + source.text.say('en') if source.text.zh else ''}",
        ),
        source.ref,
        finding.evidence,
        row_ref(plan, "", source.ref) if source.kind in ("marks", "act", "decision", "fact") else None,
    )


def node_of(plan: Plan, stage: StageSettings, working: Working) -> Node:
    """A number with everything below it."""
    return Node(
        working.label,
        plain_points(working.value),
        working.rule,
        tuple(node_of(plan, stage, part) for part in working.parts),
        None if working.parts else row_ref(plan, stage.id, working.source),
    )


def plain_points(value: Decimal | None) -> str:
    """A number of the working with at most four decimals, marked where more were cut off."""
    if value is None:
        return "—"
    short = value.quantize(MOST_DIGITS)
    said = f"{short.normalize():f}"
    return said if short == value else f"≈ {said}"


def row_ref(plan: Plan, stage: str, source: str) -> RowRef | None:
    """The row that a source names ("speech.marks:J01|HW012||"); none for a secret table or other sources."""
    place, colon, key = source.partition(":")
    if not colon or not key:
        return None
    stage_id, dot, table = place.rpartition(".")
    wanted = stage_id.removeprefix("stages.") if dot else stage
    settings = next((s for s in plan.stages if s.id == wanted), None)
    if settings is None:
        return None
    found = next((t for t in KINDS[settings.kind].tables if t.name == table), None)
    return RowRef(settings.id, table, key) if found is not None and not found.secret else None
