"""Work lists (待办所需的查询): runs that are under way, and accounts with the roles they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from quanheng.core.plans.reading import read_plan
from quanheng.core.values import Text
from quanheng.store import models


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One role that an account holds.

    Shapes: `run_code` is empty where it is held everywhere, `unit` but for a unit's role.
    """

    id: int
    role: str
    run_code: str
    unit: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account with its roles."""

    username: str
    name: str
    person: str
    is_active: bool
    grants: tuple[GrantLine, ...]


def runs_under_way() -> list[tuple[str, str]]:
    """The runs with a stage still to close, newest first, each with the kind of that stage."""
    closed: dict[int, int] = {}
    for pk in models.StageClosing.objects.filter(voided_at=None).values_list("run_id", flat=True):
        closed[pk] = closed.get(pk, 0) + 1
    found = []
    for run in models.Run.objects.select_related("plan_version").order_by("-started_on", "-id"):
        stages, done = read_plan(run.plan_version.text).plan.stages, closed.get(run.pk, 0)
        if done < len(stages):
            found.append((run.code, stages[done].kind))
    return found


def codes_with_rows(table: str) -> list[str]:
    """The runs in which something stands in a table of this name."""
    live = models.InputRow.objects.filter(table=table, replaced_at=None)
    return sorted(set(live.values_list("run__code", flat=True)))


def rescheduled_codes() -> list[str]:
    """The runs in which a stage was put off or held earlier."""
    return sorted(set(models.StageRescheduling.objects.values_list("run__code", flat=True)))


def run_codes() -> list[str]:
    """Every run, newest first."""
    return list(models.Run.objects.order_by("-started_on", "-id").values_list("code", flat=True))


def accounts() -> list[AccountLine]:
    """Every account with the roles it holds now."""
    held: dict[int, list[GrantLine]] = {}
    for grant in models.RoleGrant.objects.filter(revoked_at=None):
        line = GrantLine(grant.pk, grant.role, grant.run_code or "", grant.unit, grant.granted_at)
        held.setdefault(grant.account_id, []).append(line)
    return [
        AccountLine(a.username, a.display_name, a.person_code or "", a.is_active, tuple(held.get(a.pk, ())))
        for a in models.Account.objects.order_by("username")
    ]


def names_of_units() -> Mapping[str, str]:
    """Every unit's name by code, in the order of the codes."""
    return dict(models.Unit.objects.order_by("code").values_list("code", "name"))


def names_of_people(codes: Iterable[str]) -> Mapping[str, str]:
    """Names in the roster by code."""
    return dict(models.Person.objects.filter(code__in=list(codes)).values_list("code", "name"))


def names_of_accounts(usernames: Iterable[str]) -> Mapping[str, str]:
    """Display names by username."""
    found = models.Account.objects.filter(username__in=set(usernames))
    return dict(found.values_list("username", "display_name"))


def acts_in(book: str) -> list[str]:
    """The acts that occur in a book."""
    acts = models.TraceEntry.objects.filter(book=book).order_by("act").values_list("act", flat=True)
    return list(acts.distinct())


def titles_of_plans() -> Mapping[str, Text]:
    """Titles of plans by id, as their newest versions say them."""
    versions = models.PlanVersion.objects.order_by("number").values_list("plan", "title_zh", "title_en")
    return {plan: Text(zh, en) for plan, zh, en in versions}
