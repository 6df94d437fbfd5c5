"""Access to a stage (进入环节): its settings, its candidates and what was entered, as if it closed today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import Http404

from quanheng.actions.stage_dates import closing_now
from quanheng.core.engine import Closing, dues_of, inputs_for, next_stage, slate_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Candidate, Slate, Text
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView
from quanheng.web.run_table import title_of
from quanheng.web.stages.dues import DueLine, due_lines, of_each_table, told_dues

S = TypeVar("S", bound=StageSettings)
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class WaitingPanel:
    """What an open stage waits for, as its own screen tells it.

    Shapes: `here` names the tables whose form stands on the page, under an anchor of their name; `is_ready`
    when nothing at all is missing.
    """

    lines: tuple[DueLine, ...]
    here: tuple[str, ...]
    is_open: bool
    is_ready: bool
    may_close: bool


@dataclass(frozen=True)
class StageInView(Generic[S]):
    """One stage of a run, and who looks at it.

    Shapes: `slate` holds the candidates the stage concerns; `is_open` when it is the next one to close.
    """

    run: RunInView
    settings: S
    inputs: Inputs
    slate: Slate
    closing: Closing
    is_open: bool

    @property
    def code(self) -> str:
        """The run's code."""
        return self.run.state.code

    @property
    def id(self) -> str:
        """The stage's id."""
        return self.settings.id

    @property
    def title(self) -> Text:
        """What the stage is called."""
        return title_of(self.settings)

    @property
    def is_closed(self) -> bool:
        """Whether the stage is closed."""
        return self.settings.id in self.run.state.outcomes

    def rows(self, table: str, row: type[R]) -> tuple[R, ...]:
        """What was entered into a table of the stage."""
        return self.inputs.table(table, row)

    def name(self, person: str) -> str:
        """A person's name, or the code when the roster does not know them."""
        return self.inputs.name_of(person)

    def post(self, post: str) -> Text:
        """A post's title."""
        known = self.inputs.frame.posts.get(post)
        return known.title if known else Text(post, post)

    def posts_of(self, person: str) -> tuple[Text, ...]:
        """The posts for which a person stands here."""
        return tuple(self.post(c.post) for c in self.slate.candidates if c.person == person)

    def candidates_by_post(self) -> tuple[tuple[Text, tuple[Candidate, ...]], ...]:
        """The candidates under the titles of their posts, in the plan's order."""
        grouped = ((p.title, self.slate.of(p.id)) for p in self.run.state.facts.plan.posts)
        return tuple((title, own) for title, own in grouped if own)

    def waits_for(self, here: Sequence[str] = (), listed: str = "") -> WaitingPanel:
        """What the open stage still waits for, for the panel on its own screen.

        Shapes: `here` names tables with a form on the page itself, `listed` one whose missing rows the page
        lists anyhow.
        """
        dues = told_dues(self.dues(), self.settings, self.run.actor) if self.is_open else ()
        told = [d for d in dues if d.table != listed or d.until is not None]
        lines = due_lines(told, self.settings, self.run.state.facts, self.run.actor)
        return WaitingPanel(
            of_each_table(lines, self.settings, here),
            tuple(here),
            self.is_open,
            self.is_open and not dues,
            self.run.may("close_stage"),
        )

    def dues(self) -> tuple[Due, ...]:
        """What the stage still waits for."""
        if self.is_closed:
            return ()
        return dues_of(self.run.state.facts, self.run.state.outcomes, self.closing)


def stage_for(view: RunInView, stage: str, kind: type[S]) -> StageInView[S]:
    """A stage of one kind, as it stands.

    Errors: 404 for a stage of another kind; Refused(earlier_stage_open) while it has not been reached.
    """
    settings = view.stage(stage)
    if not isinstance(settings, kind):
        raise Http404(stage)
    facts, outcomes = view.state.facts, view.state.outcomes
    order = [s.id for s in facts.plan.stages]
    before = {s: outcomes[s] for s in order[: order.index(stage)] if s in outcomes}
    closed = next((c for c in facts.closings if c.stage == stage), None)
    at = now()
    closing = closed or closing_now(facts, outcomes, stage, at.date(), at.time())
    coming = next_stage(facts.plan, outcomes)
    return StageInView(
        run=view,
        settings=settings,
        inputs=inputs_for(facts, before, closing),
        slate=slate_of(facts, before, closing),
        closing=closing,
        is_open=coming is not None and coming.id == stage,
    )
