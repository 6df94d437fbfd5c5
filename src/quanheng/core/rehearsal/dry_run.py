"""Dry run (试算): a plan played on the inputs of a run that is over, and on a roster; nothing of it is kept.

Shapes: a stage of the new plan takes the rows of the old stage with its id and kind, else of the first of its
kind that is free. What was counted from secret rows is counted as it was then: other rules of counting could
be tried one after another until single ballots show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from quanheng.core.eligibility.qualification import candidate_verdict, with_change
from quanheng.core.engine import Closing, RunFacts, advance, refusals_of, slate_before
from quanheng.core.inputs import Inputs, Row
from quanheng.core.kinds import KINDS
from quanheng.core.language.overlays import rules_for
from quanheng.core.language.rules import Rule, walked
from quanheng.core.language.terms import StageSettings
from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import name_of, written_days
from quanheng.core.stages import eligibility
from quanheng.core.values import Candidate, Outcome, Refused, Slate, State, Text
from quanheng.core.workdays import Calendar

How = Literal["played", "counted_then", "no_inputs", "passed_by"]
Change = Literal["same", "newly_in", "newly_out", "goes_further", "elsewhere", "only_now", "only_then"]


@dataclass(frozen=True, slots=True)
class Fate:
    """How somebody came out: the stage in which they left and why, or no stage for who stood to the end.

    Shapes: `unheard_since` is the first stage for which nothing was entered about them then.
    """

    stage: str = ""
    title: Text = Text("")
    why: Text = Text("")
    unheard_since: Text = Text("")


@dataclass(frozen=True, slots=True)
class ComparedFate:
    """One candidate then and now; None on the side where they did not stand."""

    candidate: Candidate
    name: str
    then: Fate | None
    now: Fate | None
    change: Change


@dataclass(frozen=True, slots=True)
class DryStage:
    """One stage as it was played: on what, how many rows came in and did not, why it was passed by."""

    stage: str
    title: Text
    how: How
    came: int
    stay: int
    rows: int = 0
    left_out: int = 0
    why: Text = Text("")


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a plan would have come to on another run's inputs."""

    stages: tuple[DryStage, ...]
    fates: tuple[ComparedFate, ...]


def dry_run(plan: Plan, then: RunFacts, outcomes: Mapping[str, Outcome]) -> DryRun:
    """The plan on the inputs of a run: its people, its bodies, its rows, its days."""
    played = _Played(_facts_for(plan, then), {}, (), {})
    matched = _matched(plan, then.plan)
    for stage in plan.stages:
        old = matched.get(stage.id)
        if old is not None and old.id not in outcomes:
            break
        played = _play(played, stage, old, then, None if old is None else outcomes[old.id])
    return DryRun(played.stages, _compared(then, outcomes, played))


@dataclass(frozen=True)
class _Played:
    facts: RunFacts
    outcomes: Mapping[str, Outcome]
    stages: tuple[DryStage, ...]
    unheard: Mapping[Candidate, Text]


def _facts_for(plan: Plan, then: RunFacts) -> RunFacts:
    """The run's facts under another plan, before any row is in; the plan begins and judges as of then."""
    bodies = {b.id for b in plan.bodies}
    days = {"as_of": then.plan.as_of, "begins_on": then.plan.begins_on}
    return RunFacts(
        plan=plan.model_copy(update=days),
        people=then.people,
        calendar=then.calendar,
        members={b: m for b, m in then.members.items() if b in bodies},
        principals={b: p for b, p in then.principals.items() if b in bodies},
    )


def _matched(plan: Plan, old: Plan) -> Mapping[str, StageSettings]:
    """The old stage whose inputs each new one takes."""
    by_id = {s.id: s for s in old.stages}
    found = {s.id: by_id[s.id] for s in plan.stages if s.id in by_id and by_id[s.id].kind == s.kind}
    taken = {s.id for s in found.values()}
    for stage in plan.stages:
        free = [s for s in old.stages if s.kind == stage.kind and s.id not in taken]
        if stage.id not in found and free:
            found[stage.id] = free[0]
            taken.add(free[0].id)
    return found


def _play(
    played: _Played,
    stage: StageSettings,
    old: StageSettings | None,
    then: RunFacts,
    outcome_then: Outcome | None,
) -> _Played:
    """One stage on what was entered then; where it cannot close on that, those leave who left then."""
    rows = then.rows.get(old.id, {}) if old is not None else {}
    secret = any(t.secret and rows.get(t.name) for t in KINDS[stage.kind].tables)
    settings = _as_played(stage, old if secret else None, old)
    facts = replace(played.facts, plan=_with_stage(played.facts.plan, settings))
    closing = _closing_for(stage.id, old, then, played)
    facts, came_in, left_out = _admitted(facts, played.outcomes, closing, rows, then, old)
    unheard = dict(played.unheard)
    how: How = "counted_then" if secret else "played"
    why = Text("")
    try:
        outcome = advance(facts, played.outcomes, closing)
    except Refused as refusal:
        before = slate_before(facts.plan, played.outcomes, stage.id)
        outcome = _as_then(stage.id, before, outcome_then)
        how = "passed_by" if came_in else "no_inputs"
        why = Text(refusal.say("zh"), refusal.say("en"))
        known = set(outcome_then.entered.candidates) if outcome_then is not None else set(before.candidates)
        for candidate in before.candidates:
            if candidate not in known:
                unheard.setdefault(candidate, name_of(stage))
    told = DryStage(
        stage.id, name_of(stage), how, len(outcome.entered.candidates), len(outcome.remaining.candidates),
        came_in, left_out, why,
    )  # fmt: skip
    return _Played(
        replace(facts, closings=(*facts.closings, closing)),
        {**played.outcomes, stage.id: outcome},
        (*played.stages, told),
        unheard,
    )


def _as_then(stage: str, before: Slate, outcome: Outcome | None) -> Outcome:
    """A stage that cannot close: whoever left it then leaves it again, for the same reason."""
    here = set(before.candidates)
    gone = tuple(d for d in (outcome.departures if outcome is not None else ()) if d.candidate in here)
    return Outcome(stage, before, before.without(d.candidate for d in gone), gone)


OWN = ("id", "title", "only_posts", "only_classes", "skip_posts", "skip_classes")
"""What a stage keeps of the new plan though its secret rows are counted by the old one."""


def _as_played(
    stage: StageSettings, counted: StageSettings | None, old: StageSettings | None
) -> StageSettings:
    """The stage on the days of then, with its rules for secret rows; a missing fact holds nobody up."""
    written = old is not None and old.time is not None and bool(written_days(old.time))
    time = {"time": old.time if written and old is not None else None}
    if counted is not None:
        return counted.model_copy(update={name: getattr(stage, name) for name in OWN} | time)
    if isinstance(stage, eligibility.Settings):
        return stage.model_copy(update={"on_unknown": "pass_with_note", **time})
    return stage.model_copy(update=time)


def _with_stage(plan: Plan, stage: StageSettings) -> Plan:
    return plan.model_copy(update={"stages": tuple(stage if s.id == stage.id else s for s in plan.stages)})


def _closing_for(stage: str, old: StageSettings | None, then: RunFacts, played: _Played) -> Closing:
    known = next((c for c in then.closings if old is not None and c.stage == old.id), None)
    if known is not None:
        return replace(known, stage=stage)
    last = played.facts.closings[-1] if played.facts.closings else then.closings[0]
    return Closing(stage, last.closed_on, last.closed_on)


def _admitted(
    facts: RunFacts,
    outcomes: Mapping[str, Outcome],
    closing: Closing,
    rows: Mapping[str, tuple[Row, ...]],
    then: RunFacts,
    old: StageSettings | None,
) -> tuple[RunFacts, int, int]:
    """The facts with those rows of then that the stage takes; how many came in, and how many did not."""
    came_in = left_out = 0
    if old is not None and old.id in then.disclosures:
        facts = replace(facts, disclosures={**facts.disclosures, closing.stage: then.disclosures[old.id]})
    moved = [
        replace(a, stage=closing.stage) for a in then.amendments if old is not None and a.stage == old.id
    ]
    facts = replace(facts, amendments=(*facts.amendments, *moved))
    for table in KINDS[facts.plan.stage(closing.stage).kind].tables:
        given = tuple(row for row in rows.get(table.name, ()) if _is_of_plan(row, facts.plan))
        refused = {n for n, _ in refusals_of(facts, outcomes, closing, table.name, given)}
        kept = tuple(row for n, row in enumerate(given) if n not in refused)
        came_in += len(kept)
        left_out += len(rows.get(table.name, ())) - len(kept)
        here = {**facts.rows.get(closing.stage, {}), table.name: kept}
        facts = replace(facts, rows={**facts.rows, closing.stage: here})
    return facts, came_in, left_out


def _is_of_plan(row: Row, plan: Plan) -> bool:
    post = getattr(row, "post", "")
    return not post or any(p.id == post for p in plan.posts)


def _fates(outcomes: Mapping[str, Outcome], plan: Plan) -> dict[Candidate, Fate]:
    found: dict[Candidate, Fate] = {}
    for stage in plan.stages:
        outcome = outcomes.get(stage.id)
        if outcome is None:
            break
        for candidate in (*outcome.entered.candidates, *outcome.remaining.candidates):
            found.setdefault(candidate, Fate())
        for departure in outcome.departures:
            found[departure.candidate] = Fate(stage.id, name_of(stage), departure.finding.text)
    return found


def _compared(then: RunFacts, outcomes: Mapping[str, Outcome], played: _Played) -> tuple[ComparedFate, ...]:
    before, now = _fates(outcomes, then.plan), _fates(played.outcomes, played.facts.plan)
    for candidate, since in played.unheard.items():
        now[candidate] = replace(now[candidate], unheard_since=since)
    made = []
    for candidate in {**before, **now}:
        person = then.people.get(candidate.person)
        was, is_now = before.get(candidate), now.get(candidate)
        name = person.name if person else candidate.person
        made.append(ComparedFate(candidate, name, was, is_now, _change(was, is_now)))
    return tuple(sorted(made, key=lambda c: (c.change == "same", c.candidate.post, c.candidate.person)))


def _change(was: Fate | None, now: Fate | None) -> Change:
    if was is None:
        return "only_now"
    if now is None:
        return "only_then"
    if not now.stage and was.stage:
        return "goes_further" if now.unheard_since.zh else "newly_in"
    if not now.stage:
        return "same"
    if not was.stage:
        return "newly_out"
    return "same" if was.title == now.title else "elsewhere"


@dataclass(frozen=True, slots=True)
class Qualified:
    """How one person stands to the conditions of one post, and the conditions that they do not meet."""

    candidate: Candidate
    name: str
    state: State
    why: Text = Text("")


HIDDEN = Text("依据的事实您的角色看不到", "it rests on facts that your role does not see")
Sees = Callable[[Rule], bool]


def qualified(
    plan: Plan, people: Mapping[str, Person], calendar: Calendar, sees: Sees = lambda _: True
) -> tuple[Qualified, ...]:
    """Everybody of a roster by the conditions of every open post; nobody has come forward yet.

    Shapes: `sees` says whether the reader sees the fact on which a condition rests; else no reason is told.
    """
    frame = plan.frame({}, {})
    inputs = Inputs(frame, people, calendar, plan.as_of, plan.as_of)
    posts = [p.id for p in plan.posts if not p.excluded]
    return tuple(_qualified(Candidate(code, post), inputs, sees) for post in posts for code in people)


def _qualified(candidate: Candidate, inputs: Inputs, sees: Sees) -> Qualified:
    name = inputs.name_of(candidate.person)
    try:
        judged = candidate_verdict(candidate, inputs)
    except Refused as contradiction:
        return Qualified(candidate, name, "unknown", Text(contradiction.say("zh"), contradiction.say("en")))
    if judged is None or judged.state == "met":
        return Qualified(candidate, name, "met")
    failing = [leaf for leaf in judged.leaves() if leaf.state == judged.state]
    said = dict.fromkeys(with_change(leaf) if sees(leaf.rule) else HIDDEN for leaf in failing)
    why = Text("；".join(t.zh for t in said), "; ".join(t.say("en") for t in said))
    return Qualified(candidate, name, judged.state, why)


def withheld(found: DryRun, plan: Plan, sees: Sees) -> DryRun:
    """A dry run without the reasons of conditions whose facts the reader does not see.

    Shapes: where one condition of the plan is not seen, no reason of a review is told but that of then.
    """
    frame = plan.frame({}, {})
    rules = [rules_for(frame, post) for post in plan.posts]
    if all(sees(part) for rule in rules if rule is not None for _, part in walked(rule)):
        return found
    reviews = {s.id for s in plan.stages if isinstance(s, eligibility.Settings)}
    return replace(found, fates=tuple(_withheld(fate, reviews) for fate in found.fates))


def _withheld(fate: ComparedFate, reviews: set[str]) -> ComparedFate:
    same = fate.then is not None and fate.now is not None and fate.then.why == fate.now.why
    if fate.now is None or fate.now.stage not in reviews or same:
        return fate
    return replace(fate, now=replace(fate.now, why=HIDDEN))
