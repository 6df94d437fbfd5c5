"""Access to a run (进入运行): who may see which part of it; every screen of a run begins here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from quanheng.actions.acting import refuse_conflict
from quanheng.core.authority import ON_BEHALF, OWN_FIELD, Actor, may, require
from quanheng.core.inputs import InputTable, Row
from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.store.load import RunState, run_state
from quanheng.web.reader import actor_of, allowed

READ_BY: Mapping[str, str] = {"object": "settle_objection", "settle_objection": "settle_objection"}
"""Tables, by the act that writes them, whose rows only those who may do another act read."""
WRITE_BY: Mapping[str, str] = {"object": "settle_objection"}
"""Acts that have a public page: in the tables of a run only those who may do another act enter them."""


@dataclass(frozen=True, slots=True)
class RunInView:
    """A run, and who looks at it."""

    actor: Actor
    state: RunState

    def stage(self, stage: str) -> StageSettings:
        """A stage of the plan; Errors: 404."""
        found = next((s for s in self.state.facts.plan.stages if s.id == stage), None)
        if found is None:
            raise Http404(stage)
        return found

    def may(self, act: str) -> bool:
        """Whether the reader may do an act here."""
        return may(self.actor, act)


@dataclass(frozen=True, slots=True)
class TableInView:
    """An input table of a stage, and how far the reader's part in it goes.

    Shapes: `own_only` when a person enters for themselves and sees no more; `writes` when rows may enter.
    """

    run: RunInView
    stage: StageSettings
    table: InputTable
    writes: bool
    own_only: bool

    @property
    def is_closed(self) -> bool:
        """Whether the stage is closed, so that nothing can be entered any more."""
        return self.stage.id in self.run.state.outcomes

    @property
    def is_guarded(self) -> bool:
        """Whether the rows are kept from this reader: who objected is known to who settles it alone."""
        guard = READ_BY.get(self.table.act)
        return guard is not None and not self.run.may(guard)

    @property
    def shows_rows(self) -> bool:
        """Whether rows may be read: paper by who keys it in while the stage is open, ballots never."""
        if self.is_guarded:
            return False
        is_counted = self.stage.id in self.run.state.facts.disclosures
        return not self.table.secret or (self.writes and not self.is_closed and not is_counted)

    def require_writing(self) -> None:
        """Refuse whoever may not enter rows here."""
        if not self.writes:
            require(self.run.actor, WRITE_BY.get(self.table.act, self.table.act))

    def rows(self) -> tuple[Row, ...]:
        """The rows that the reader may see, in the order of entry."""
        held = self.run.state.facts.rows.get(self.stage.id, {}).get(self.table.name, ())
        if not self.shows_rows:
            return ()
        if not self.own_only:
            return held
        field = OWN_FIELD[self.table.act]
        return tuple(row for row in held if getattr(row, field, None) == self.run.actor.person)


def run_for(request: HttpRequest, code: str, act: str = "view_run") -> RunInView:
    """The run for a reader whose roles allow the act and who does not stand in it.

    Errors: Refused(not_allowed), Refused(unknown_run), Refused(candidate_acts).
    """
    run = RunInView(allowed(request, act, code), run_state(code))
    refuse_conflict(run.actor, act, run.state)
    return run


def table_for(request: HttpRequest, code: str, stage: str, table: str) -> TableInView:
    """An input table for who sees the run, or has rows of their own in it.

    Errors: Refused(not_allowed); 404 for a stage or table that the plan does not have.
    """
    actor = actor_of(request, code)
    sees_run = may(actor, "view_run")
    if not sees_run and not any(may(actor, act) for act in OWN_FIELD):
        require(actor, "view_run")
    run = RunInView(actor, run_state(code))
    settings = run.stage(stage)
    found = next((t for t in KINDS[settings.kind].tables if t.name == table), None)
    if found is None:
        raise Http404(table)
    writes_all = found.act not in OWN_FIELD and may(actor, WRITE_BY.get(found.act, found.act))
    on_behalf = found.act in ON_BEHALF and may(actor, ON_BEHALF[found.act])
    writes_own = found.act in OWN_FIELD and may(actor, found.act)
    if not sees_run and not writes_own:
        require(actor, "view_run")
    writes = (writes_all and sees_run) or on_behalf or writes_own
    if not writes_own:
        refuse_conflict(actor, found.act, run.state)
    # Nobody reads what judges and members gave, except who enters it from paper, before the stage is closed.
    is_own_yet = found.act in OWN_FIELD and not on_behalf and settings.id not in run.state.outcomes
    return TableInView(run, settings, found, writes, own_only=is_own_yet or not sees_run)
