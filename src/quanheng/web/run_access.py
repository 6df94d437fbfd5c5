"""Access to a run (进入运行): who may see which part of it; every screen of a run begins here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from quanheng.actions.acting import refuse_conflict
from quanheng.core.authority import OWN_FIELD, Actor, may, require
from quanheng.core.engine import people_standing
from quanheng.core.inputs import InputTable, Row
from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.core.table_access import READ_BY, WRITE_BY, TableAccess, table_access
from quanheng.store.load import RunState, run_state
from quanheng.web.reader import actor_of, allowed


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
    """An input table of a stage, and how far the reader's part in it goes."""

    run: RunInView
    stage: StageSettings
    table: InputTable
    access: TableAccess

    @property
    def writes(self) -> bool:
        """Whether rows may enter."""
        return self.access.writes

    @property
    def own_only(self) -> bool:
        """Whether of the rows only those about the reader are read."""
        return self.access.own_only

    @property
    def shows_rows(self) -> bool:
        """Whether any row may be read."""
        return self.access.shows_rows

    @property
    def is_closed(self) -> bool:
        """Whether the stage is closed, so that nothing can be entered any more."""
        return self.stage.id in self.run.state.outcomes

    @property
    def is_guarded(self) -> bool:
        """Whether the rows are kept from this reader: who objected is known to who settles it alone."""
        guard = READ_BY.get(self.table.act)
        return guard is not None and not self.run.may(guard)

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
    if not may(actor, "view_run") and not any(may(actor, act) for act in OWN_FIELD):
        require(actor, "view_run")
    run = RunInView(actor, run_state(code))
    settings = run.stage(stage)
    found = next((t for t in KINDS[settings.kind].tables if t.name == table), None)
    if found is None:
        raise Http404(table)
    stands = actor.person in people_standing(run.state.facts, run.state.outcomes)
    access = table_access(
        actor,
        found.act,
        secret=found.secret,
        is_closed=settings.id in run.state.outcomes,
        is_counted=settings.id in run.state.facts.disclosures,
        stands=stands,
    )
    if not access.opens:
        require(actor, "view_run")
        refuse_conflict(actor, "view_run", run.state)
    return TableInView(run, settings, found, access)
