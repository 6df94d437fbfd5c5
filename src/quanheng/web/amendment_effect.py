"""Effect of an amendment (变更的影响): who leaves, who moves up, which stages must be done again.

Pure: the run is worked out twice, with and without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from quanheng.core.engine import Amendment, RunFacts, replay
from quanheng.core.values import Candidate, Outcome, Refused, Text
from quanheng.web.run_table import title_of


@dataclass(frozen=True, slots=True)
class Moved:
    """What becomes of the candidates at one stage. Shapes: `vacant` counts places that nobody moves up to."""

    stage: Text
    leaves: tuple[str, ...]
    comes: tuple[str, ...]
    vacant: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What an amendment would do. Shapes: `stands` is false where it touches nobody and will be refused."""

    stands: bool
    moved: tuple[Moved, ...]
    reopened: tuple[Text, ...]
    refusal: Refused | None


def effect_of(facts: RunFacts, outcomes: Mapping[str, Outcome], amendment: Amendment) -> Effect:
    """The run with the amendment, compared with the run as it stands."""
    at = outcomes.get(amendment.stage)
    stands = at is not None and any(amendment.touches(c) for c in at.entered.candidates)
    again = replay(replace(facts, amendments=(*facts.amendments, amendment)))
    moved: list[Moved] = []
    for stage in facts.plan.stages:
        before, after = outcomes.get(stage.id), again.outcomes.get(stage.id)
        if before is None or after is None:
            continue
        gone = [c for c in before.remaining.candidates if c not in set(after.remaining.candidates)]
        come = [c for c in after.remaining.candidates if c not in set(before.remaining.candidates)]
        if gone or come:
            moved.append(
                Moved(
                    title_of(stage), _named(facts, gone), _named(facts, come), max(0, len(gone) - len(come))
                )
            )
    reopened = tuple(
        title_of(s) for s in facts.plan.stages if s.id in outcomes and s.id not in again.outcomes
    )
    return Effect(stands, tuple(moved), reopened, again.refusal)


def _named(facts: RunFacts, candidates: list[Candidate]) -> tuple[str, ...]:
    titles = {p.id: p.title.zh for p in facts.plan.posts}
    names = {c: facts.people[c.person].name if c.person in facts.people else c.person for c in candidates}
    return tuple(f"{names[c]}（{titles.get(c.post, c.post)}）" for c in candidates)
