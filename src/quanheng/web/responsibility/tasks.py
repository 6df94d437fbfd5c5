"""Tasks of first-nominator responsibility (首提责任待办): to sign, to state, to renew, to handle in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quanheng.actions.nomination_lines import nomination_lines
from quanheng.core.accountability.access import reads_file, states_own
from quanheng.core.accountability.admission import IN_PHASE
from quanheng.core.accountability.appeals import may_ask
from quanheng.core.accountability.case import Case, deadlines
from quanheng.core.accountability.steps import Statement
from quanheng.core.authority import Actor, may
from quanheng.core.engine import next_stage
from quanheng.core.stages.nomination.tables import Settings
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar
from quanheng.store.cases import all_cases
from quanheng.store.load import run_state
from quanheng.store.work_lists import runs_under_way
from quanheng.web.responsibility.cases import case_line
from quanheng.web.responsibility.nominating import channels_for, own_nominations
from quanheng.web.run_access import RunInView
from quanheng.web.stages.access import stage_for
from quanheng.web.stages.screens import address_of
from quanheng.web.tasks import Task


def responsibility_tasks(actor: Actor, today: date) -> tuple[Task, ...]:
    """What waits for this reader about nominations and cases, what is due first in front."""
    tasks = [*_nominating(actor), *_expiring(actor, today)]
    for case in all_cases():
        tasks += _stating(case, actor, today)
        tasks += _appealing(case, actor, today)
        tasks += _handling(case, actor, today)
    return tuple(sorted(tasks, key=lambda t: (t.due_on is None, t.due_on)))


def _nominating(actor: Actor) -> Iterator[Task]:
    """Nominations to sign, and runs in which one may nominate now."""
    if actor.person is None or not may(actor, "nominate"):
        return
    for code, kind in runs_under_way():
        if kind != "nomination":
            continue
        state = run_state(code)
        stage = next_stage(state.facts.plan, state.outcomes)
        if not isinstance(stage, Settings):
            continue
        view = stage_for(RunInView(actor, state), stage.id, Settings)
        own = own_nominations(view, actor.person)
        unsigned = [n for n in own if n.is_standing and not n.is_signed and stage.signatures]
        if not own and not channels_for(view, actor.person):
            continue
        names = Text("、".join(n.line.name for n in unsigned), ", ".join(n.line.name for n in unsigned))
        text = Text("可以提名", "You may nominate")
        if unsigned:
            text = Text(f"在提名表上签名：{names.zh}", f"Sign the nomination of {names.en}")
        href = address_of("nominate", code, stage.id)
        done = sum(n.is_signed for n in own)
        yield Task(text, state.facts.plan.title, code, href, None, False, done=done, wanted=len(own) or None)


def _expiring(actor: Actor, today: date) -> Iterator[Task]:
    """Nominations that were not taken up and soon run out."""
    if not may(actor, "record_nomination"):
        return
    for line in nomination_lines(today):
        if line.reminds_on(today):
            text = Text(f"提名即将失效：{line.name}", f"A nomination runs out: {line.name}")
            who = "、".join(n.name for n in line.nominators)
            notes = (Text(f"首提责任人：{who}", f"first nominator: {who}"),)
            href = f"{address_of('nominations')}?soon=1"
            yield Task(text, line.title, line.run, href, line.valid_until, False, notes)


def _stating(case: Case, actor: Actor, today: date) -> Iterator[Task]:
    """One's own statement, while it is asked for."""
    calendar = Calendar()
    if not states_own(case, actor) or case.phase(today, calendar) not in IN_PHASE["statement"]:
        return
    if any(s.party == actor.person for s in case.rows(Statement)):
        return
    until = deadlines(case, calendar)["statements"]
    yield Task(
        Text("首提责任追究：本人陈述", "Accountability: your statement"),
        Text(f"{case.facts.name}，{case.facts.post_title.zh}", case.facts.name),
        "",
        address_of("case-statement", case.code),
        until,
        today > until,
    )


def _appealing(case: Case, actor: Actor, today: date) -> Iterator[Task]:
    """What one bears, while one may still ask for a review or appeal."""
    if not states_own(case, actor) or case.closing() is None or actor.person is None:
        return
    days = [a.asked_on for a in may_ask(case, actor.person, Calendar()) if a.asked_on >= today]
    if days:
        where = Text(f"{case.facts.name}，{case.facts.post_title.zh}", case.facts.name)
        text = Text("首提责任追究：可以申请复核或申诉", "Accountability: you may ask for a review or appeal")
        yield Task(text, where, "", address_of("case-statement", case.code), max(days), False)


def _handling(case: Case, actor: Actor, today: date) -> Iterator[Task]:
    """Cases to handle, and those that a member of the deciding body is to read."""
    line = case_line(case, today)
    if line.is_closed or not reads_file(case, actor):
        return
    if not may(actor, "record_case_step") and case.phase(today, Calendar()) != "decision":
        return
    text = Text(f"案件 {case.code}：{line.phase.zh}", f"Case {case.code}: {line.phase.en}")
    where = Text(f"{case.facts.name}，{case.facts.post_title.zh}", case.facts.name)
    yield Task(text, where, "", address_of("case", case.code), line.due_on, line.is_late)
