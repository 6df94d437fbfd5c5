"""Stage kinds (环节种类): every kind the plan language knows, listed by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from quanheng.core.inputs import Due, Inputs, InputTable, Row
from quanheng.core.language.terms import StageSettings
from quanheng.core.nomination_statement import told_stage
from quanheng.core.stages import (
    appointment,
    approval,
    assessment,
    assign_posts,
    clearance,
    composite,
    consequence,
    consultation,
    decision,
    eligibility,
    enrolment,
    establishment,
    examination,
    follow_up,
    grading,
    inspection,
    integrity_exam,
    matching,
    motion,
    nomination,
    opening,
    pay,
    probation,
    public_notice,
    quota_selection,
    recommendation,
    secondment,
    shortlist,
    speech,
    talks,
    training,
)
from quanheng.core.values import Outcome, Refused, Slate, Text

Admit = Callable[[str, Sequence[Row], Slate, Inputs, Any], tuple[tuple[int, Refused], ...]]


@dataclass(frozen=True)
class Kind:
    """One stage kind: its words, its settings, the tables it takes, and its three functions.

    Shapes: `admit(table, rows, slate, inputs, settings)` returns (index, refusal) for rows that may not;
    `due` lists what is missing; `close` makes the outcome and refuses while anything is due.
    """

    name: str
    title: Text
    settings: type[StageSettings]
    tables: tuple[InputTable, ...]
    record: type | None
    admit: Admit
    due: Callable[[Slate, Inputs, Any], tuple[Due, ...]]
    close: Callable[[Slate, Inputs, Any], Outcome]

    def table(self, name: str) -> InputTable:
        """The input table of this name; Errors: KeyError when the kind takes none such."""
        return {t.name: t for t in self.tables}[name]


TOLD: frozenset[str] = frozenset({"talks", "shortlist", "inspection", "consultation", "decision", "approval"})
"""The kinds at which the story of a nomination may be told to a meeting."""


def _kind(module: ModuleType) -> Kind:
    name = module.__name__.rsplit(".", 1)[1]
    kind = Kind(
        name=name,
        title=module.TITLE,
        settings=module.Settings,
        tables=module.TABLES,
        record=module.RECORD,
        admit=module.admit,
        due=module.due,
        close=module.close,
    )
    return replace(kind, **told_stage(module)) if name in TOLD else kind


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(motion),
        _kind(establishment),
        _kind(nomination),
        _kind(enrolment),
        _kind(eligibility),
        _kind(opening),
        _kind(recommendation),
        _kind(talks),
        _kind(examination),
        _kind(speech),
        _kind(assessment),
        _kind(composite),
        _kind(grading),
        _kind(shortlist),
        _kind(quota_selection),
        _kind(inspection),
        _kind(clearance),
        _kind(consultation),
        _kind(decision),
        _kind(assign_posts),
        _kind(approval),
        _kind(public_notice),
        _kind(integrity_exam),
        _kind(training),
        _kind(appointment),
        _kind(probation),
        _kind(secondment),
        _kind(matching),
        _kind(consequence),
        _kind(follow_up),
        _kind(pay),
    )
}
