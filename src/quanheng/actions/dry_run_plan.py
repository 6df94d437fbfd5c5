"""Dry run of a plan (方案试算): on a run, or on the roster of a day; only that it was done is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from django.db import transaction

from quanheng.actions.acting import refuse_conflict
from quanheng.core.authority import Actor, require
from quanheng.core.field_policy import sight
from quanheng.core.language.rules import GROUPS, Rule
from quanheng.core.plans.reading import read_plan
from quanheng.core.rehearsal.dry_run import DryRun, Qualified, dry_run, qualified, withheld
from quanheng.core.roster import people_of
from quanheng.core.values import Refused
from quanheng.core.workdays import Calendar
from quanheng.store.archive_columns import people_count
from quanheng.store.archive_history import tables_known
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.load import run_state
from quanheng.store.models import PlanVersion

_FACTS: Mapping[str, str] = {
    **dict.fromkeys(("sex", "nation", "identity", "establishment", "unit", "party", "health"), ""),
    **dict.fromkeys(("tenure", "stepwise", "incumbent", "flow", "matrix"), "tenures"),
    **dict.fromkeys(("education", "degree"), "educations"),
    **dict.fromkeys(("age", "remaining_service"), "born"),
    "party_years": "party_joined",
    "work_years": "work_started",
    "own_unit_barred": "unit",
    "appraisals": "appraisals",
    "sanction": "sanctions",
    "training": "trainings",
    "award": "awards",
    "recusal": "relations",
    "reserve_list": "reserves",
}
"""The fact on which a condition rests, '' where it is named like it; an attribute where not here."""

MOST_PEOPLE = 5_000
"""How many people a dry run judges one by one; more are judged by `screen_roster`."""


def dry_run_on_run(actor: Actor, version: PlanVersion, run_code: str, at: datetime) -> DryRun:
    """Play a version on the inputs of a run.

    Errors: Refused by authority, for a run in which the actor stands, for one that has closed no stage.
    """
    require(actor, "dry_run_plan")
    state = run_state(run_code)
    refuse_conflict(actor, "dry_run_plan", state)
    if not state.outcomes:
        raise Refused(
            "run_not_begun",
            f"运行“{run_code}”还没有结束任何环节，没有可用的录入。",
            f"Run '{run_code}' has closed no stage yet, so there is nothing to play on.",
            where=run_code,
            remedy_zh="请选一次已经办过的运行。",
            remedy_en="Choose a run that has gone on.",
        )
    plan = read_plan(version.text).plan
    found = withheld(dry_run(plan, state.facts, state.outcomes), plan, partial(_sees, actor))
    _record(actor, version, {"run": run_code}, at)
    return found


def dry_run_on_roster(actor: Actor, version: PlanVersion, on: date, at: datetime) -> tuple[Qualified, ...]:
    """Judge the roster as known on a day by the conditions of a version.

    Errors: Refused by authority, for a roster that is too large for this.
    """
    require(actor, "dry_run_plan")
    require(actor, "view_roster")
    if people_count() > MOST_PEOPLE:
        raise Refused(
            "roster_too_large",
            f"名册超过 {MOST_PEOPLE} 人，不逐人试算。",
            f"The roster has more than {MOST_PEOPLE} people, who are not judged one by one.",
            where="roster",
            remedy_zh="请用“谁符合资格”，它按整个名册计算。",
            remedy_en="Use 'Who qualifies', which works over the whole roster.",
        )
    people = people_of(tables_known(on))
    found = qualified(read_plan(version.text).plan, people, Calendar(), partial(_sees, actor))
    _record(actor, version, {"roster_on": on.isoformat()}, at)
    return found


def _sees(actor: Actor, rule: Rule) -> bool:
    """Whether the actor sees the fact on which a condition rests; a group rests on none of its own."""
    form = rule.form()
    return form in GROUPS or sight(actor, _FACTS.get(form, "attributes") or form) == "whole"


def _record(actor: Actor, version: PlanVersion, on_what: dict[str, str], at: datetime) -> None:
    """One entry that a dry run was done: by whom, of what, on what; never what came out."""
    with transaction.atomic():
        lock_book(HOUSE)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="dry_run_plan",
            subject=version.plan,
            body={"plan": version.plan, "number": version.number, "digest": version.digest, **on_what},
        )
