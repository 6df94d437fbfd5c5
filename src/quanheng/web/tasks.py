"""Tasks (待办): what waits for one person now, role by role, with the day on which it is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from quanheng.core.authority import Actor
from quanheng.core.engine import next_stage, people_standing
from quanheng.core.inputs import Due
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import (
    clearance,
    enrolment,
    examination,
    inspection,
    integrity_exam,
    opening,
    public_notice,
    speech,
)
from quanheng.core.stages.decision.tables import Vote
from quanheng.core.stages.decision.votes import Settings as DecisionSettings
from quanheng.core.stages.decision.votes import voters_for
from quanheng.core.stages.integrity_exam.drawing import lacks
from quanheng.core.stages.integrity_exam.marking import bank_of, marked
from quanheng.core.stages.public_notice.period import notice_period
from quanheng.core.values import Refused, Text
from quanheng.web.plans.days import planned_steps
from quanheng.web.run_access import RunInView
from quanheng.web.run_table import title_of
from quanheng.web.stages.access import stage_for
from quanheng.web.stages.dues import due_lines
from quanheng.web.stages.enrolment import own_of
from quanheng.web.stages.heeds import heeds_of
from quanheng.web.stages.marking import marked_stage
from quanheng.web.stages.notice_desk import received_of
from quanheng.web.stages.opening_desk import moves_of, takes
from quanheng.web.stages.opinions import matters_of
from quanheng.web.stages.score_sheets import sheets_of, sits
from quanheng.web.stages.screens import address_of, screen_of


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. Shapes: `done` of `wanted` parts are finished, where it has parts."""

    text: Text
    where: Text
    run: str
    href: str
    due_on: date | None
    is_late: bool
    notes: tuple[Text, ...] = ()
    more: int = 0
    done: int | None = None
    wanted: int | None = None
    is_ready: bool = False

    @property
    def left(self) -> int:
        """How many parts are left."""
        return (self.wanted or 0) - (self.done or 0)

    @property
    def is_done(self) -> bool:
        """Whether it has parts, and none is left."""
        return bool(self.wanted) and not self.left


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run under way with its open stage, as one person sees it."""

    view: RunInView
    stage: StageSettings
    due_on: date | None
    today: date

    def task(self, text: Text, href: str, **more: object) -> Task:
        """A task of this run."""
        plan = self.view.state.facts.plan
        is_late = self.due_on is not None and self.today > self.due_on
        return Task(text, plan.title, self.view.state.code, href, self.due_on, is_late, **more)  # type: ignore[arg-type]


def open_run(view: RunInView, today: date) -> OpenRun | None:
    """The run with its open stage, None when it is over."""
    stage = next_stage(view.state.facts.plan, view.state.outcomes)
    if stage is None:
        return None
    return OpenRun(view, stage, _due_on(view, stage), today)


def _due_on(view: RunInView, stage: StageSettings) -> date | None:
    """The last day of a notice that is up, else the day that the plan gives the stage."""
    if isinstance(stage, public_notice.Settings):
        inputs = stage_for(view, stage.id, public_notice.Settings).inputs
        period = notice_period(inputs, stage)
        if period is not None:
            return period.last
    step = planned_steps(view.state.facts.plan).get(stage.id)
    return step.closes_on or step.opens_on if step else None


def organising(run: OpenRun, dues: tuple[Due, ...]) -> Iterator[Task]:
    """For the organiser: the open stage, what it waits for, whether it may close."""
    if not run.view.may("close_stage"):
        return
    lines = due_lines(dues, run.stage, run.view.state.facts, run.view.actor)
    notes = tuple(line.text for line in lines[:3]) or heeds_of(run.view, run.stage)
    until = max((due.until for due in dues if due.until is not None), default=None)
    if until is not None:
        run = replace(run, due_on=until)
    yield run.task(
        title_of(run.stage),
        screen_of(run.view.state.code, run.stage),
        notes=notes,
        more=max(len(lines) - len(notes), 0),
        is_ready=not dues,
    )


def judging(run: OpenRun) -> Iterator[Task]:
    """For a judge: the sheets still to be filled in."""
    marked = isinstance(run.stage, speech.Settings | examination.Settings)
    if not marked or not run.view.may("record_marks"):
        return
    view, judge = marked_stage(run.view, run.stage.id), run.view.actor.person
    if judge is None or not sits(view, judge):
        return
    sheets = [s for s in sheets_of(view, judge) if not s.is_barred and s.panel.entry == "either"]
    if not sheets:
        return
    yield run.task(
        Text(f"{view.title.zh}：评分", f"{view.title.say('en')}: marks"),
        address_of("marking", view.code, view.id),
        done=sum(s.is_done for s in sheets),
        wanted=len(sheets),
    )


def scoring(run: OpenRun) -> Iterator[Task]:
    """For a member who scores the inspection in its table."""
    judge = run.view.actor.person
    if judge is None or not run.view.may("record_marks") or not isinstance(run.stage, inspection.Settings):
        return
    score = run.stage.score
    view = stage_for(run.view, run.stage.id, inspection.Settings)
    if score is None or score.by != "members" or not view.inputs.frame.is_member(score.body or "", judge):
        return
    own = [row for row in view.inputs.rows.get("marks", ()) if getattr(row, "judge", "") == judge]
    said = Text(f"已打 {len(own)} 个分数", f"{len(own)} marks given")
    left = [p for p in view.slate.people() if p not in {getattr(row, "person", "") for row in own}]
    names = "、".join(view.name(p) for p in left)
    todo = (Text(f"还没打分：{names}", f"to mark: {names}"),) if left else ()
    yield run.task(
        Text(f"{view.title.zh}：评分", f"{view.title.say('en')}: marks"),
        address_of("candidate-forms", view.code, view.id, "marks"),
        notes=(said, *todo),
    )


def deciding(run: OpenRun) -> Iterator[Task]:
    """For a member of the body that decides: the candidates on whom they have not spoken."""
    if not isinstance(run.stage, DecisionSettings) or not run.view.may("state_vote"):
        return
    view, member = stage_for(run.view, run.stage.id, DecisionSettings), run.view.actor.person
    if member is None or not view.inputs.frame.is_member(run.stage.body, member):
        return
    mine = [c for c in view.slate.candidates if member in voters_for(c, view.inputs)]
    said = {(v.person, v.post) for v in view.rows("votes", Vote) if v.member == member}
    waits = () if mine else (Text("到会登记后即可表态", "you may vote once the attendance is recorded"),)
    yield run.task(
        Text(f"{view.title.zh}：表态", f"{view.title.say('en')}: your votes"),
        address_of("meeting", view.code, view.id),
        notes=waits,
        done=sum((c.person, c.post) in said for c in mine),
        wanted=len(mine),
    )


def clearing(run: OpenRun, *, seated: bool) -> Iterator[Task]:
    """The opinions that somebody gives or signs: as discipline officer, or `seated` in a body of the plan."""
    if not isinstance(run.stage, clearance.Settings) or not run.view.may("give_integrity_opinion"):
        return
    view, person = stage_for(run.view, run.stage.id, clearance.Settings), run.view.actor.person
    if person in people_standing(run.view.state.facts, run.view.state.outcomes):
        return
    bodies = {b for m in run.stage.musts for b in (run.stage.giver_of(m), run.stage.second_of(m))}
    if seated and not any(view.inputs.frame.is_member(body, person or "") for body in bodies):
        return
    matters = matters_of(view)
    signing = sum(m.signs for m in matters)
    note = Text(f"待第二签字 {signing} 份", f"{signing} wait for your second signature")
    mine = [m for m in matters if m.right or m.signs]
    yield run.task(
        Text(f"{view.title.zh}：出具意见", f"{view.title.say('en')}: opinions"),
        address_of("opinions", view.code, view.id),
        notes=(note,) if signing else (),
        done=sum(not m.waits for m in mine),
        wanted=len(mine),
    )


def settling(run: OpenRun) -> Iterator[Task]:
    """For the discipline officer: the objections to settle."""
    if not isinstance(run.stage, public_notice.Settings) or not run.view.may("settle_objection"):
        return
    view = stage_for(run.view, run.stage.id, public_notice.Settings)
    received = received_of(view)
    quiet = () if received else (Text("尚未收到异议", "no objection so far"),)
    yield run.task(
        Text(f"{view.title.zh}：异议核查", f"{view.title.say('en')}: objections"),
        address_of("objections", view.code, view.id),
        notes=quiet,
        done=sum(r.is_settled for r in received),
        wanted=len(received),
    )


def enrolling(run: OpenRun) -> Iterator[Task]:
    """For a member of staff: the selections open for enrolment."""
    person = run.view.actor.person
    if not isinstance(run.stage, enrolment.Settings) or not run.view.may("enrol") or person is None:
        return
    view = stage_for(run.view, run.stage.id, enrolment.Settings)
    if person not in view.inputs.people:
        return
    own = own_of(view, person)
    posts = tuple(view.post(a.post) for a in own)
    said = Text(
        f"已报：{'、'.join(p.zh for p in posts)}", f"applied: {', '.join(p.say('en') for p in posts)}"
    )
    yield run.task(
        Text("正在报名", "Open for enrolment"),
        address_of("enrolment", view.code, view.id),
        notes=(said,) if own else (Text("您还没有报名", "you have not applied"),),
    )


def rechoosing(run: OpenRun) -> Iterator[Task]:
    """For a candidate whose post is cancelled: another may be chosen."""
    person = run.view.actor.person
    if not isinstance(run.stage, opening.Settings) or not run.view.may("rechoose_post") or person is None:
        return
    view = stage_for(run.view, run.stage.id, opening.Settings)
    own = [m for m in moves_of(view) if m.person == person] if takes(view) else []
    if own:
        titles = Text("、".join(m.title.zh for m in own), ", ".join(m.title.say("en") for m in own))
        yield run.task(
            Text("职位取消，可以改报", "Your post is cancelled: you may choose another"),
            address_of("rechoose", view.code, view.id),
            notes=(Text(f"已取消：{titles.zh}", f"cancelled: {titles.say('en')}"),),
            done=sum(m.chosen is not None for m in own),
            wanted=len(own),
        )


def sitting(run: OpenRun) -> Iterator[Task]:
    """For who sits the integrity examination: how often they have sat, and whether they passed."""
    person = run.view.actor.person
    if not isinstance(run.stage, integrity_exam.Settings) or not run.view.may("take_integrity_exam"):
        return
    view = stage_for(run.view, run.stage.id, integrity_exam.Settings)
    if person is None or person not in view.slate.people():
        return
    own = marked(view.inputs, view.settings).get(person, {})
    passed = any(a.passed for a in own.values())
    said = Text("已合格", "passed") if passed else Text("尚未合格", "not passed yet")
    yield run.task(
        view.title,
        address_of("exam", view.code, view.id),
        notes=(said,) if own else (Text("您还没有考试", "you have not sat yet"),),
    )


def keeping(run: OpenRun) -> Iterator[Task]:
    """For the keeper of the bank: an examination that has no questions yet."""
    if not isinstance(run.stage, integrity_exam.Settings) or not run.view.may("keep_questions"):
        return
    view = stage_for(run.view, run.stage.id, integrity_exam.Settings)
    short = lacks(bank_of(view.inputs, view.settings), view.settings)
    if short:
        yield run.task(
            Text(f"{view.title.zh}：提供题库", f"{view.title.say('en')}: hand the bank over"),
            address_of("exam-desk", view.code, view.id),
            notes=short[:3],
        )


def enrolment_of(view: RunInView) -> str:
    """Where a member of staff follows their application in a run, or their wishes where nobody applies."""
    stages = view.state.facts.plan.stages
    stage = next((s for s in stages if isinstance(s, enrolment.Settings)), None)
    if stage is not None:
        return address_of("enrolment", view.state.code, stage.id)
    reached = [s for s in stages if s.kind == "matching" and s.id in view.state.outcomes]
    return address_of("preferences", view.state.code, reached[-1].id) if reached else ""


def has_applied(view: RunInView, person: str) -> bool:
    """Whether a person has applied in a run that is past its enrolment."""
    return any(person in outcome.entered.people() for outcome in view.state.outcomes.values())


def own_integrity(view: RunInView, actor: Actor) -> tuple[Text, ...]:
    """What an appointment still asks of the person: the talk and the pledge."""
    stage = next_stage(view.state.facts.plan, view.state.outcomes)
    if stage is None or stage.kind != "appointment" or actor.person is None:
        return ()
    try:
        dues = stage_for(view, stage.id, type(stage)).dues()
    except Refused:
        return ()
    return tuple(d.text for d in dues if d.person == actor.person and d.table in ("talks", "pledges"))
