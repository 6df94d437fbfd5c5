"""Choices of an input form (可选内容): what a field may name, from slate, bodies and plan.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quanheng.core.engine import RunFacts, slate_before
from quanheng.core.inputs import InputTable
from quanheng.core.language.rules import walked
from quanheng.core.language.terms import StageSettings
from quanheng.core.people import Person
from quanheng.core.person_named import person_named
from quanheng.core.values import Outcome, Refused, Slate, Text
from quanheng.web.stages.offers import stage_offer

LONGEST_LIST = 200
"""Beyond so many answers a field is typed with suggestions instead of chosen from a list."""
MOST_SUGGESTIONS = 2_000
CANDIDATE_FIELDS = frozenset({"person", "person_in", "person_out"})
POST_FIELDS = frozenset({"post", "from_post", "to_post", "office"})
PEOPLE_FIELDS = frozenset(
    {"by", "chair", "recorder", "talked_by", "signed_by", "second_signature", "reviewed_by", "recused_for"}
)
OPEN_TABLES = frozenset(
    {
        ("enrolment", "applications"),
        ("inspection", "team"),
        ("matching", "preferences"),
        ("matching", "choices"),
        ("matching", "adjustments"),
        ("matching", "courses"),
        ("matching", "heads"),
    }
)
"""Tables whose person need not be on the slate."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a field offers.

    Shapes: pairs of what is stored and read; `binding` when nothing else is right; `people` are those whom a
    typed name may mean, by code.
    """

    answers: tuple[tuple[str, Text], ...]
    binding: bool = True
    people: Mapping[str, Person] = field(default_factory=dict)

    @property
    def is_list(self) -> bool:
        """Whether it is short and firm enough to be chosen from a list."""
        return self.binding and len(self.answers) <= LONGEST_LIST

    def code_of(self, said: str) -> str:
        """The code that a typed name means. Errors: Refused(name_of_many)."""
        if said in self.people:
            return said
        return person_named(said, ((p.id, p.name, p.unit or "") for p in self.people.values()))


def offers_of(
    facts: RunFacts, outcomes: Mapping[str, Outcome], stage: StageSettings, table: InputTable
) -> Mapping[str, Offer]:
    """What each field of a table offers, by field; fields that are simply typed are left out."""
    slate = slate_or_none(facts, outcomes, stage)
    found: dict[str, Offer] = {}
    for name in table.row.model_fields:
        offer = _offer(name, facts, stage, table, slate)
        if offer is not None and (offer.answers or offer.people):
            found[name] = offer
    return found


def slate_or_none(facts: RunFacts, outcomes: Mapping[str, Outcome], stage: StageSettings) -> Slate | None:
    """Who enters the stage, or none while an earlier stage is open."""
    try:
        return slate_before(facts.plan, outcomes, stage.id)
    except Refused:
        return None


def spread_keys(stage: StageSettings, table: InputTable) -> tuple[tuple[str, Text], ...]:
    """The keys that a spread field is entered under: the dimensions of an assessment."""
    if not table.spread:
        return ()
    return tuple((d.id, d.title) for d in _said(stage, "dimensions"))


def spread_offer(stage: StageSettings) -> Offer | None:
    """The grades that a sheet may give, where the plan grades in words."""
    grades = _said(stage, "grades")
    return Offer(tuple((g.id, g.title) for g in grades)) if grades else None


def _offer(
    name: str, facts: RunFacts, stage: StageSettings, table: InputTable, slate: Slate | None
) -> Offer | None:
    own = stage_offer(name, facts, stage, table)
    if own is not None and own[0]:
        return Offer(*own)
    if name in CANDIDATE_FIELDS:
        return _candidates(facts, stage, table, slate)
    if name in POST_FIELDS:
        return Offer(tuple((p.id, p.title) for p in facts.plan.posts if not p.excluded))
    if name in ("judge", "member"):
        return _members(facts, stage)
    if name in PEOPLE_FIELDS:
        return _people(facts)
    return _from_plan(name, facts, stage)


def _candidates(facts: RunFacts, stage: StageSettings, table: InputTable, slate: Slate | None) -> Offer:
    if (stage.kind, table.name) in OPEN_TABLES or slate is None:
        return _people(facts)
    people: Iterable[str] = slate.people()
    if (stage.kind, table.name) == ("enrolment", "withdrawals"):
        held: Any = facts.rows.get(stage.id, {}).get("applications", ())
        people = dict.fromkeys(row.person for row in held)
    return Offer(_named(facts, people))


def _named(facts: RunFacts, people: Iterable[str]) -> tuple[tuple[str, Text], ...]:
    return tuple((code, _name(facts, code)) for code in people)


def _name(facts: RunFacts, code: str) -> Text:
    known = facts.people.get(code)
    said = f"{known.name}（{code}）" if known else code
    return Text(said, f"{known.name} ({code})" if known else code)


def _people(facts: RunFacts) -> Offer:
    shown = list(facts.people)[:MOST_SUGGESTIONS] if len(facts.people) <= MOST_SUGGESTIONS else []
    return Offer(_named(facts, shown), binding=False, people=facts.people)


def _members(facts: RunFacts, stage: StageSettings) -> Offer:
    bodies = [getattr(stage, field, None) for field in ("judges", "body", "reviewed_by", "decided_by")]
    bodies += [getattr(group, "body", None) for group in _said(stage, "groups")]
    people = dict.fromkeys(p for body in bodies if body for p in facts.members.get(body, ()))
    return Offer(_named(facts, people)) if people else _people(facts)


def _from_plan(name: str, facts: RunFacts, stage: StageSettings) -> Offer | None:
    """Answers that the stage's own settings give, by the name of the field."""
    if name == "group":
        return Offer(tuple((g.id, g.title) for g in _said(stage, "groups") if hasattr(g, "id")))
    if name == "item":
        return Offer(tuple((i.id, i.title) for i in _said(stage, "items")))
    if name == "component":
        return Offer(tuple((c.id, c.title or Text(c.id, c.id)) for c in _leaves(stage)))
    if name == "place":
        return Offer(tuple((p.zh, p) for p in _said(stage, "places")), binding=False)
    if name == "rule" and facts.plan.eligibility is not None:
        rules = [r for _, r in walked(facts.plan.eligibility) if r.id]
        return Offer(tuple((str(r.id), r.title or Text(str(r.id))) for r in rules), binding=False)
    return None


def _leaves(stage: StageSettings) -> list[Any]:
    found: list[Any] = []
    waiting = list(_said(stage, "components"))
    for scheme in _said(stage, "schemes"):
        waiting.extend(scheme.components)
    while waiting:
        component = waiting.pop(0)
        waiting[:0] = component.components
        if not component.components and component.entered:
            found.append(component)
    return list({c.id: c for c in found}.values())


def _said(stage: StageSettings, name: str) -> tuple[Any, ...]:
    """A list that some kinds of stage have in their settings; empty for the others."""
    return tuple(getattr(stage, name, None) or ())
