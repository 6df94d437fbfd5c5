"""What a rehearsal says of each stage (演练结果): its days, what was entered, who came in and who is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quanheng.core.kinds import KINDS
from quanheng.core.plans.timeline import name_of
from quanheng.core.rehearsal import Rehearsal
from quanheng.core.values import Text

ASKED = 5
"""How many missing things or refusals are told of the stage where a rehearsal stopped."""


@dataclass(frozen=True, slots=True)
class Played:
    """One stage as it was played; a stage that was not reached has no days and no numbers.

    Shapes: `entered` pairs tables with rows; `why` says what kept the stage from closing.
    """

    stage: str
    title: Text
    opened_on: date | None = None
    closed_on: date | None = None
    entered: tuple[tuple[Text, int], ...] = ()
    came: int = 0
    stay: int = 0
    left: int = 0
    why: tuple[Text, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether the stage came to its end."""
        return self.closed_on is not None


def told(rehearsal: Rehearsal) -> tuple[Played, ...]:
    """Every stage of the plan, in its order."""
    return tuple(_told(rehearsal, stage.id) for stage in rehearsal.facts.plan.stages)


def _told(rehearsal: Rehearsal, stage: str) -> Played:
    facts = rehearsal.facts
    settings = facts.plan.stage(stage)
    rows = facts.rows.get(stage, {})
    entered = tuple((t.title, len(rows[t.name])) for t in KINDS[settings.kind].tables if rows.get(t.name))
    closing = next((c for c in facts.closings if c.stage == stage), None)
    if closing is None:
        return Played(stage, name_of(settings), entered=entered, why=_why(rehearsal, stage))
    outcome = rehearsal.outcomes[stage]
    return Played(
        stage,
        name_of(settings),
        closing.opened_on,
        closing.closed_on,
        entered,
        len(outcome.entered.candidates),
        len(outcome.remaining.candidates),
        len(outcome.departures),
    )


def _why(rehearsal: Rehearsal, stage: str) -> tuple[Text, ...]:
    if stage != rehearsal.stopped_at:
        return ()
    texts = [
        *(Text(r.say("zh"), r.say("en")) for r in rehearsal.refusals),
        *(due.text for due in rehearsal.dues),
    ]
    return tuple(dict.fromkeys(texts))[:ASKED]
