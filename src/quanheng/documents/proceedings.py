"""Proceedings (办理情况): what a run has brought so far, as papers look at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from quanheng.core.engine import Closing, RunFacts, slate_before
from quanheng.core.inputs import Row
from quanheng.core.kinds import KINDS
from quanheng.core.language.posts import Post
from quanheng.core.language.terms import StageSettings
from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import Step, timeline
from quanheng.core.values import Candidate, Outcome, Refused, Slate

NOT_ENTERED = "未录入"
"""What a paper says where a fact was never entered."""
_ENDINGS = ("实施方案", "工作方案", "方案", "实施办法", "办法")

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Proceedings:
    """The facts of a run, its outcomes, and what the issuing office adds: the day of issue and the number.

    Shapes: `issued_on` None takes the day from the record, and leaves the date off where the record has none;
    `number` is the document number (发文字号), '' when there is none.
    """

    facts: RunFacts
    outcomes: Mapping[str, Outcome]
    issued_on: date | None = None
    number: str = ""

    @property
    def plan(self) -> Plan:
        """The plan of the run."""
        return self.facts.plan

    @property
    def organisation(self) -> str:
        """Who holds the selection."""
        return self.plan.organisation.name.zh

    @property
    def subject(self) -> str:
        """What the plan is about: its title without the word for plan."""
        title = self.plan.title.zh
        before, bracket, _ = title.rpartition("（")
        if bracket and before.endswith(_ENDINGS):
            title = before
        ending = next((e for e in _ENDINGS if title.endswith(e) and title != e), "")
        return title.removesuffix(ending)

    def closing(self, stage: str) -> Closing | None:
        """When the stage was opened and closed, if it was."""
        return next((c for c in self.facts.closings if c.stage == stage), None)

    def signed_on(self, stage: str) -> date | None:
        """The date a paper about this stage bears: the day of issue, else the day the stage was closed."""
        closing = self.closing(stage)
        return self.issued_on or (closing.closed_on if closing else None)

    def opened_on(self, stage: str) -> date | None:
        """The date a paper bears that goes out before its stage: day of issue, else of opening."""
        closing = self.closing(stage)
        return self.issued_on or (closing.opened_on if closing else None)

    def slate_before(self, stage: str) -> Slate:
        """The candidates that entered, or will enter, the stage; Errors: Refused(earlier_stage_open)."""
        return slate_before(self.plan, self.outcomes, stage)

    def outcome_of_kind(self, kind: str, before: str = "") -> Outcome | None:
        """The last outcome of a kind, looking no further than the stage named."""
        found = None
        for stage in self.plan.stages:
            if stage.id == before:
                break
            if stage.kind == kind and stage.id in self.outcomes:
                found = self.outcomes[stage.id]
        return found

    def steps(self) -> Mapping[str, Step]:
        """The days of the stages as they now stand; none where the times cannot be worked out."""
        try:
            return {step.stage: step for step in timeline(self.plan, calendar=self.facts.calendar)}
        except Refused:
            return {}

    def rows(self, stage: str, table: str, row: type[R]) -> tuple[R, ...]:
        """The rows that people gave to one table of a stage."""
        found: Any = self.facts.rows.get(stage, {}).get(table, ())
        return tuple(r for r in found if isinstance(r, row))

    def stage_title(self, stage: StageSettings) -> str:
        """A stage as the plan calls it, else as its kind is called."""
        return (stage.title or KINDS[stage.kind].title).zh

    def person(self, person: str) -> Person:
        """The person; one whom the roster does not know is only a name."""
        return self.facts.people.get(person) or Person(person, person)

    def name(self, person: str) -> str:
        """A person's name, or what was written where the roster does not know the code."""
        return self.person(person).name

    def names(self, people: Iterable[str]) -> str:
        """Several names as Chinese parts them."""
        return "、".join(self.name(p) for p in people)

    def post(self, post: str) -> Post:
        """The post; Errors: KeyError for a post that the plan does not have."""
        return {p.id: p for p in self.plan.posts}[post]

    def post_title(self, post: str) -> str:
        """A post's title."""
        return self.post(post).title.zh

    def body_title(self, body: str | None) -> str:
        """A body's title, what was written where the plan has no such body, '' for none."""
        return {b.id: b.title.zh for b in self.plan.bodies}.get(body or "", body or "")

    def posts_in_order(
        self, candidates: Iterable[Candidate]
    ) -> tuple[tuple[Post, tuple[Candidate, ...]], ...]:
        """The candidates by post, posts in the plan's order, those without candidates left out."""
        found = tuple(candidates)
        grouped = ((p, tuple(c for c in found if c.post == p.id)) for p in self.plan.posts)
        return tuple((p, own) for p, own in grouped if own)
