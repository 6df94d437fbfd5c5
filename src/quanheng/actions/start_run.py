"""Start a run (启动运行): a plan version, everyone's facts as they stand, the members of its bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from quanheng.actions.acting import Act, acting
from quanheng.actions.close_stage import outcome_digest
from quanheng.actions.open_seats import open_seats
from quanheng.core.authority import Actor, require
from quanheng.core.engine import RunFacts, replay
from quanheng.core.members import Member, check_members, seated
from quanheng.core.people import Person
from quanheng.core.plans.approval import refuse_expired, refuse_unapproved
from quanheng.core.plans.reading import read_plan
from quanheng.core.values import Refused
from quanheng.core.workdays import Calendar
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.load import RunState, remember, roster_people
from quanheng.store.models import PlanVersion, Run
from quanheng.store.plan_reviews import review_state
from quanheng.store.save import digest_of_lines, save_members, save_people_facts, save_run

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
SEATS = "seats"
"""The lock under which seats are opened one run after another, so that two cannot take the same vacancy."""


def start_run(
    actor: Actor,
    version: PlanVersion,
    code: str,
    at: datetime,
    started_on: date | None = None,
    people: Mapping[str, Person] | None = None,
    beyond_plan: str = "",
) -> Run:
    """Begin a run under a code of its own; the roster's facts are taken down with it.

    Shapes: `people` is the roster where the caller has just read it; `beyond_plan` the reason for filling
    more than the year's vacancy plan.
    Errors: Refused by authority, for a code that is taken or malformed, for a plan that is not approved as it
    asks to be; RefusedMany without vacancies.
    """
    require(actor, "start_run")
    if not _CODE.fullmatch(code) or code == HOUSE:
        raise _bad_code(code, "只能用小写字母、数字和短横线", "use lower-case letters, digits and hyphens")
    read = read_plan(version.text)
    plan = read.plan
    refuse_unapproved(read, review_state(version))
    refuse_expired(plan, started_on or at.date())
    facts = roster_people() if people is None else people
    try:
        with transaction.atomic():
            lock_book(SEATS)
            lock_book(code)
            seats = open_seats(plan, code, at.date(), beyond_plan)
            run = save_run(code, version, actor.account, started_on or at.date())
            digest = save_people_facts(run, facts)
            entry = append(
                code,
                at=at,
                actor=actor.account,
                act="start_run",
                subject=plan.id,
                body={
                    "plan": plan.id,
                    "version": version.number,
                    "plan_digest": version.digest,
                    "people": len(facts),
                    "facts": digest,
                    "establishment": seats.told(),
                    **({"beyond_plan": beyond_plan.strip()} if seats.beyond else {}),
                },
                algorithm=plan.trace,
            )
    except IntegrityError:
        raise _bad_code(code, "已有同名的运行", "a run of this code exists") from None
    remember(RunState(code, RunFacts(plan, facts, Calendar()), {}, entry.digest))
    return run


def appoint_members(actor: Actor, run_code: str, members: Sequence[Member], at: datetime) -> None:
    """Say who sits in the bodies of the plan; may change until the first stage that hears a body has closed.

    Errors: Refused by authority; RefusedMany for unknown bodies or people, sizes, two principals.
    """
    with acting(actor, "appoint_members", run_code, at) as act:
        check_members(act.facts.plan, act.facts.people, members)
        save_members(act.run, members)
        bodies, principals = seated(members)
        act.become(members=bodies, principals=principals)
        _refuse_if_heard(act)
        act.subject = "members"
        act.body = {
            "bodies": {body: list(people) for body, people in bodies.items()},
            "principals": dict(principals),
            "rows": digest_of_lines([m.model_dump_json() for m in members]),
        }


def _refuse_if_heard(act: Act) -> None:
    """Members may change only where no closed stage would have come out otherwise."""
    worked_out = replay(act.facts).outcomes
    if {s: outcome_digest(o) for s, o in worked_out.items()} == {
        s: outcome_digest(o) for s, o in act.outcomes.items()
    }:
        return
    raise Refused(
        "members_already_heard",
        "已结束的环节是由原成员办理的，改变成员会改变其结果。",
        "A closed stage was decided by the members as they were; changing them would change its outcome.",
        where="members",
        remedy_zh="请先退回到该环节并写明理由。",
        remedy_en="Go back to that stage with a reason first.",
    )


def _bad_code(code: str, zh: str, en: str) -> Refused:
    return Refused(
        "run_code",
        f"运行编号“{code}”不可用：{zh}。",
        f"Run code '{code}' cannot be used: {en}.",
        where="code",
        remedy_zh="请换一个编号，如 s10-2026。",
        remedy_en="Choose another, for example s10-2026.",
    )
