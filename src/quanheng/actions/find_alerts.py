"""Find alerts (查找预警): every alert as of today, worked out from the archive and the runs as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from quanheng.actions.regulation_files import load_catalogue
from quanheng.actions.worked_out import WorkedOut
from quanheng.core.alerts import promotions, runs, standing
from quanheng.core.alerts.settings import AlertSettings, Change
from quanheng.core.alerts.steps import Step, step_to, steps_of
from quanheng.core.alerts.terms import Alert, Exhibit
from quanheng.core.engine import next_stage, slate_before
from quanheng.core.establishment import Place
from quanheng.core.form.retirement import retirement_month
from quanheng.core.people import Person, Sanction, Tenure
from quanheng.core.stages.appointment import AppointmentRecord
from quanheng.core.stages.clearance import Opinion
from quanheng.core.stages.public_notice import NoticeRecord
from quanheng.core.values import Slate
from quanheng.core.workdays import add_months
from quanheng.store import alert_facts
from quanheng.store.alerts import alert_settings
from quanheng.store.duties import leaders
from quanheng.store.establishment import establishment
from quanheng.store.load import RunState, run_state

BEFORE_DECISION = frozenset({"inspection", "clearance", "consultation", "decision", "approval"})
"""Kinds of stage in which a proposal is looked at before it is decided."""
PROPOSED = BEFORE_DECISION | {"public_notice", "integrity_exam", "training", "appointment"}
"""Kinds of stage in which those who stand are proposed and not appointed yet."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run in which somebody is proposed: the open stage's kind, and who stands."""

    state: RunState
    kind: str
    slate: Slate


def alerts_on(today: date) -> tuple[Alert, ...]:
    """Every alert of today, the kinds in the order of their list; kept until something is written."""
    return _ALERTS.on(today)


def _work_out(today: date) -> tuple[Alert, ...]:
    settings = alert_settings()
    since = add_months(today, -settings.look_back_months)
    states = [run_state(code) for code in alert_facts.runs_since(since)]
    proposals = [p for state in states if (p := _proposal(state)) is not None]
    people = alert_facts.promoted_people(since)
    steps = (
        *(s for p in people.values() for s in steps_of(p.id, p.name, p.tenures) if s.on >= since),
        *(s for state in states for s in _appointed(state)),
        *(s for p in proposals for s in _proposed(p, today)),
    )
    return (
        *_of_steps(steps, people, states, settings, today),
        *standing.over_establishment(establishment(today), today, _coming(proposals, today)),
        *_of_standing(states, today),
        *runs.short_notices((n for state in states for n in _notices(state)), load_catalogue()),
        *_before_decision(proposals, today),
    )


_ALERTS = WorkedOut(_work_out)


def alerts_of_run(code: str, today: date) -> tuple[Alert, ...]:
    """The alerts that concern a run: its own, and those that name somebody who stands in it now."""
    proposal = _proposal(run_state(code))
    named = set(proposal.slate.people()) if proposal else set()
    return tuple(a for a in alerts_on(today) if a.run == code or (not a.run and named & set(a.people())))


def _proposal(state: RunState) -> Proposal | None:
    plan, coming = state.facts.plan, next_stage(state.facts.plan, state.outcomes)
    if coming is None or coming.kind not in PROPOSED:
        return None
    return Proposal(state, coming.kind, slate_before(plan, state.outcomes, coming.id))


def _of_steps(
    steps: tuple[Step, ...],
    people: Mapping[str, Person],
    states: list[RunState],
    settings: AlertSettings,
    today: date,
) -> Iterator[Alert]:
    catalogue = load_catalogue()
    wanted = {s.person for s in steps}
    known = {p: person for state in states for p, person in state.facts.people.items() if p in wanted}
    known.update(people)
    sanctions: dict[str, tuple[Sanction, ...]] = {p: person.sanctions for p, person in known.items()}
    changes = (*settings.changes, *_changes(settings, today))
    yield from promotions.mass_promotions(steps, changes, settings, today)
    yield from promotions.sanction_periods(steps, sanctions, catalogue)
    yield from promotions.skipped_levels(steps)
    yield from promotions.short_tenures(steps, catalogue)
    yield from promotions.close_promotions(steps, _near(steps, today), settings, today)


def _changes(settings: AlertSettings, today: date) -> Iterator[Change]:
    """Heads of leading bodies who left, and those who reach the age of retirement soon."""
    since = add_months(today, -settings.look_back_months)
    soon = add_months(today, settings.near_months)
    for leader in leaders(today, left_since=since):
        post = leader.post
        if not leader.heads:
            continue
        if post.until is not None:
            yield Change(on=post.until, words=f"{post.name}不再任{post.title}")
        elif leader.born and leader.sex in ("男", "女"):
            month = retirement_month(leader.born, leader.sex, leader.identity)
            if today <= month.latest() <= soon:
                yield Change(on=month.latest(), words=f"{post.name}（{post.title}）到达退休年龄")


def _near(steps: tuple[Step, ...], today: date) -> Iterator[promotions.Near]:
    """Leaders of whom somebody promoted is kin, whichever of the two files names the other."""
    wanted = {s.person for s in steps}
    ties, workers = alert_facts.kin_at_work(today)
    for tie in ties:
        for own, leader in ((tie.person, tie.to), (tie.to, tie.person)):
            held = workers.get(leader)
            post = next((p for p in held.posts if p.leading), None) if held else None
            if own in wanted and held and post:
                yield promotions.Near(own, leader, held.name, post.title, tie.word)


def _appointed(state: RunState) -> Iterator[Step]:
    """The steps that a run made."""
    for outcome in state.outcomes.values():
        if isinstance(outcome.record, AppointmentRecord):
            for made in outcome.record.appointments:
                yield from _step(state, made.person, made.post, made.effective_on, is_proposed=False)


def _proposed(proposal: Proposal, today: date) -> Iterator[Step]:
    for candidate in proposal.slate.candidates:
        for step in _step(proposal.state, candidate.person, candidate.post, today, is_proposed=True):
            yield replace(step, is_contested=_is_contested(proposal, candidate.post))


def _is_contested(proposal: Proposal, post: str) -> bool:
    """Whether more people stand for a post than it has seats, so that nobody is proposed for it yet."""
    return len(proposal.slate.of(post)) > proposal.slate.seats.get(post, 0)


def _step(state: RunState, code: str, post_id: str, on: date, *, is_proposed: bool) -> Iterator[Step]:
    person = state.facts.people.get(code)
    post = next((p for p in state.facts.plan.posts if p.id == post_id), None)
    if person is None or post is None or not post.leading:
        return
    to = Tenure("post", post.title.zh, on, None, post.unit, post.level, leading=True, post=post.id)
    step = step_to(code, person.name, to, person.tenures)
    if step is not None:
        yield replace(step, run=state.code, is_proposed=is_proposed)


def _coming(proposals: list[Proposal], today: date) -> Iterator[tuple[Place, Exhibit]]:
    """Who is proposed for which place, where the posts are not given up and competed for anew."""
    held = establishment(today)
    holders = {(h.person, place) for place, own in held.holders_on(today).items() for h in own}
    for proposal in proposals:
        plan = proposal.state.facts.plan
        posts = {p.id: p for p in plan.posts}
        for candidate in proposal.slate.candidates:
            post = posts[candidate.post]
            gives_up = plan.vacates if post.vacates is None else post.vacates
            place = held.place_of(post.id, post.unit, post.level, post.leading)
            is_new = (candidate.person, place) not in holders
            if place is None or gives_up or not is_new or _is_contested(proposal, candidate.post):
                continue
            person = proposal.state.facts.people.get(candidate.person)
            name = person.name if person else candidate.person
            yield place, Exhibit(post.title, candidate.person, name, proposal.state.code)


def _of_standing(states: list[RunState], today: date) -> Iterator[Alert]:
    ties, workers = alert_facts.kin_at_work(today)
    yield from standing.relatives_in_unit(ties, workers, alert_facts.unit_lines(), today)
    yield from standing.term_overruns(
        alert_facts.county_leaders(today), _planned_terms(states, today), today, load_catalogue()
    )


def _planned_terms(states: list[RunState], today: date) -> Iterator[standing.PlannedTerm]:
    """Terms that runs set, of posts which the archive says are still held."""
    found = [
        (state, made)
        for state in states
        for outcome in state.outcomes.values()
        if isinstance(outcome.record, AppointmentRecord)
        for made in outcome.record.appointments
    ]
    held = alert_facts.posts_now({made.person for _, made in found}, today)
    for state, made in found:
        post = next((p for p in state.facts.plan.posts if p.id == made.post), None)
        if made.term_ends_on is None or post is None:
            continue
        if (made.person, made.post) in held or (made.person, post.title.zh) in held:
            name = state.facts.people[made.person].name
            yield standing.PlannedTerm(
                made.person, name, post.title.zh, state.code, made.effective_on, made.term_ends_on
            )


def _notices(state: RunState) -> Iterator[runs.NoticeHeld]:
    plan, people = state.facts.plan, state.facts.people
    issued = [
        made.issued_on
        for outcome in state.outcomes.values()
        if isinstance(outcome.record, AppointmentRecord)
        for made in outcome.record.appointments
    ]
    for stage, outcome in state.outcomes.items():
        if isinstance(outcome.record, NoticeRecord):
            shown = tuple((p, people[p].name) for p in outcome.entered.people() if p in people)
            yield runs.NoticeHeld(
                state.code,
                stage,
                outcome.record.notice_first_on,
                outcome.record.notice_last_on,
                shown,
                frozenset(plan.organisation.scopes),
                min(issued, default=None),
            )


def _before_decision(proposals: list[Proposal], today: date) -> Iterator[Alert]:
    """Doubts and personal matters of those whose appointment is still to be discussed."""
    open_now = [p for p in proposals if p.kind in BEFORE_DECISION]
    everybody = {person for p in open_now for person in p.slate.people()}
    findings = alert_facts.open_findings(everybody)
    doubts = (
        runs.Doubt(p.state.code, f.person, f.name, f.code, f.text)
        for p in open_now
        for f in findings
        if f.person in p.slate.people()
    )
    yield from runs.archive_doubts(doubts, today)
    yield from runs.personal_matters((check for p in open_now for check in _matters(p)), today)


def _matters(proposal: Proposal) -> Iterator[runs.MatterCheck]:
    facts = proposal.state.facts
    stages = [s for s in facts.plan.stages if s.kind == "clearance"]
    asking = [s for s in stages if "personal_matters" in getattr(s, "musts", ())]
    is_to_come = any(s.id not in proposal.state.outcomes for s in asking)
    given = {
        row.person: row
        for stage in stages
        for row in facts.rows.get(stage.id, {}).get("opinions", ())
        if isinstance(row, Opinion) and row.must == "personal_matters"
    }
    levels = {p.id: p.level for p in facts.plan.posts}
    for candidate in proposal.slate.candidates:
        person, row = facts.people.get(candidate.person), given.get(candidate.person)
        if row is None and is_to_come:
            continue
        yield runs.MatterCheck(
            proposal.state.code,
            candidate.person,
            person.name if person else candidate.person,
            levels.get(candidate.post, ""),
            row.result if row else "",
            bool(asking),
            row.given_on if row else None,
            row.document if row else "",
        )
