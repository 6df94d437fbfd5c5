"""Freezing of facts (事实固定): what the record says of a nomination on the day a case is opened."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.accountability.case import CaseFacts
from quanheng.core.accountability.parties import parties_of
from quanheng.core.engine import RunFacts
from quanheng.core.people import Person
from quanheng.core.recusal import is_related
from quanheng.core.stages.nomination import NominationRecord
from quanheng.core.stages.nomination.tables import Settings
from quanheng.core.values import Candidate, Outcome, Refused


def nomination_stage(facts: RunFacts, outcomes: Mapping[str, Outcome], candidate: Candidate) -> Settings:
    """The stage in which somebody was nominated, with the plan's rules of accountability.

    Errors: Refused(not_nominated), Refused(no_accountability).
    """
    found = [
        stage
        for stage in facts.plan.stages
        if isinstance(stage, Settings)
        and isinstance(outcomes.get(stage.id), Outcome)
        and outcomes[stage.id].record.story_of(candidate)
    ]
    if not found:
        raise Refused(
            "not_nominated",
            f"纪实中没有对“{candidate}”的提名，或提名环节尚未结束。",
            f"The record holds no nomination of '{candidate}', or the stage is not closed yet.",
            where=str(candidate),
            remedy_zh="案件只能由首提台账中的提名立案。",
            remedy_en="A case is opened from a nomination of the register.",
        )
    if found[0].accountability is None:
        raise Refused(
            "no_accountability",
            f"方案 stages.{found[0].id} 没有写责任追究（accountability）。",
            f"The plan says nothing of accountability under stages.{found[0].id}.",
            where=f"stages.{found[0].id}.accountability",
            remedy_zh="请在方案的提名环节写明 accountability：决定机构、时限、追究方式。",
            remedy_en="State accountability in the plan: the body, the deadlines, the consequences.",
        )
    return found[0]


def frozen_facts(
    run: str,
    facts: RunFacts,
    outcomes: Mapping[str, Outcome],
    candidate: Candidate,
    head: str,
    digests: Mapping[str, str],
) -> CaseFacts:
    """The facts of a case. Shapes: `digests` are those of the outcomes by stage, `head` that of the book."""
    stage = nomination_stage(facts, outcomes, candidate)
    record: NominationRecord = outcomes[stage.id].record
    parties = parties_of(facts, outcomes, candidate)
    rules = stage.accountability
    members = facts.members.get(rules.decided_by, ()) if rules else ()
    named = [*(p.person for p in parties), candidate.person]
    people = facts.people
    known = {*named, *members}
    return CaseFacts(
        run=run,
        plan_title=facts.plan.title,
        stage=stage.id,
        candidate=candidate,
        name=_name(candidate.person, people),
        post_title=facts.frame().posts[candidate.post].title,
        head=head,
        story=record.story_of(candidate),
        parties=parties,
        stages=tuple((c.stage, c.closed_on.isoformat(), digests.get(c.stage, "")) for c in facts.closings),
        members=tuple(members),
        names={code: _name(code, people) for code in sorted(known)},
        related=_related(named, people),
    )


def _name(code: str, people: Mapping[str, Person]) -> str:
    return people[code].name if code in people else code


def _related(named: list[str], people: Mapping[str, Person]) -> dict[str, tuple[str, ...]]:
    """Everybody in the archive who is related to somebody named, and to whom."""
    with_relations = {p for p in people if people[p].relations}
    reached = {r.to for p in named if p in people for r in people[p].relations}
    found = {
        person: tuple(n for n in dict.fromkeys(named) if n != person and is_related(person, n, people))
        for person in sorted(with_relations | reached)
    }
    return {person: to for person, to in found.items() if to}
