"""Evidence (依据): what one stage found about one candidate, and a score opened down to single marks.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.kinds import KINDS
from quanheng.core.language.scoring import Component
from quanheng.core.language.terms import StageSettings
from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.stages import composite
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Score, Text, Working
from quanheng.documents.points import digits_of, shown
from quanheng.web.run_table import title_of
from quanheng.web.source_words import NOTHING, key_words, source_words

NOBODY: Mapping[str, Person] = {}
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
    """A number as it is shown, what it was made of, and the row it stands in when it is a single mark.

    Shapes: `place` names the row in words; `earlier` is the stage whose points the number is.
    """

    label: Text
    value: str
    rule: Text
    parts: tuple[Node, ...] = ()
    row: RowRef | None = None
    place: Text = NOTHING
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One finding as it is shown; `place` says in words what its source names by a key."""

    state: Text
    look: str
    icon: str
    text: Text
    source: Text
    source_ref: str
    evidence: tuple[Evidence, ...]
    row: RowRef | None = None
    place: Text = NOTHING


@dataclass(frozen=True, slots=True)
class StageEvidence:
    """All that one stage says of one candidate."""

    reason: Fact | None
    score: Score | None
    points: str
    working: Node | None
    facts: tuple[Fact, ...]


def evidence_of(
    plan: Plan,
    stage: StageSettings,
    outcome: Outcome,
    candidate: Candidate,
    people: Mapping[str, Person] = NOBODY,
) -> StageEvidence:
    """What an outcome holds on one candidate: why they left, the score, all findings."""
    departure, score = outcome.departure_of(candidate), outcome.score_of(candidate)
    own = tuple(f for f in outcome.findings if f.candidate == candidate)
    return StageEvidence(
        reason=fact_of(plan, departure.finding, people) if departure else None,
        score=score,
        points=shown(score.value, digits_of(stage, outcome.scores)) if score else "",
        working=node_of(plan, stage, score.working, people) if score else None,
        facts=tuple(fact_of(plan, f, people) for f in own if departure is None or f != departure.finding),
    )


def stage_facts(plan: Plan, outcome: Outcome, people: Mapping[str, Person] = NOBODY) -> tuple[Fact, ...]:
    """What a stage found that is about no candidate."""
    return tuple(fact_of(plan, f, people) for f in outcome.findings if f.candidate is None)


def fact_of(plan: Plan, finding: Finding, people: Mapping[str, Person] = NOBODY) -> Fact:
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
        source_words(plan, people, source.ref),
    )


def node_of(
    plan: Plan, stage: StageSettings, working: Working, people: Mapping[str, Person] = NOBODY
) -> Node:
    """A number with everything below it."""
    earlier = _earlier(plan, working)
    row = None if working.parts else row_ref(plan, stage.id, working.source)
    return Node(
        _label(plan, stage, working),
        plain_points(working.value),
        _said_from(earlier) if earlier else working.rule,
        tuple(node_of(plan, stage, part, people) for part in working.parts),
        row,
        key_words(plan, people, row.key) if row else NOTHING,
        earlier.id if earlier else "",
    )


def _label(plan: Plan, stage: StageSettings, working: Working) -> Text:
    """What a number is called; a component without a title of its own is called as its stage is."""
    component = next((c for c in _components(stage) if c.id == working.label.zh and not c.title), None)
    source = next((s for s in plan.stages if component and s.id == component.from_), None)
    return title_of(source) if source else working.label


def _components(stage: StageSettings) -> Iterator[Component]:
    if not isinstance(stage, composite.Settings):
        return
    waiting = [*stage.components, *(c for scheme in stage.schemes for c in scheme.components)]
    while waiting:
        component = waiting.pop()
        waiting += component.components
        yield component


def _earlier(plan: Plan, working: Working) -> StageSettings | None:
    """The earlier stage that a number was taken over from, which its rule names."""
    return next((s for s in plan.stages if working.rule.zh == f"来自环节“{s.id}”"), None)


def _said_from(stage: StageSettings) -> Text:
    title = title_of(stage)
    return Text(f"来自环节“{title.zh}”", f"from stage '{title.say('en')}'")


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
