"""Accounts over time (账户沿革): who held which roles when, which grants are traced, who had applied."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q

from quanheng.core.access_history import Grant, Holder, Period
from quanheng.store import models
from quanheng.store.books import HOUSE

OwnRows = tuple[int, int]
"""How many rows an account entered, and how many stand in its person's name."""
Traced = dict[tuple[str, str, str, str], list[tuple[datetime, int, str]]]


def holders(run: str, enrolment: Collection[tuple[str, str]]) -> tuple[Holder, ...]:
    """Every account that ever held a role outside of any run or in this one.

    Shapes: `enrolment` are the stages and tables of the run in which people apply.
    """
    grants = models.RoleGrant.objects.filter(Q(run_code=None) | Q(run_code=run)).select_related("account")
    traced = _granted_in_trace()
    held: dict[models.Account, list[Grant]] = {}
    for grant in grants.order_by("account__username", "id"):
        held.setdefault(grant.account, []).append(_grant(grant, traced))
    people = {account.person_code for account in held if account.person_code}
    applied = _applied(run, enrolment, people)
    return tuple(
        Holder(
            account.username,
            str(account),
            account.person_code,
            tuple(own),
            tuple(applied.get(account.person_code or "", ())),
        )
        for account, own in held.items()
    )


def _grant(grant: models.RoleGrant, traced: Traced) -> Grant:
    run = grant.run_code or ""
    said = traced.get((grant.account.username, grant.role, run, grant.unit), [])
    # An entry bears the second in which it was written.
    second = grant.granted_at.replace(microsecond=0)
    entry = next(((number, by) for at, number, by in said if at == second), (None, ""))
    return Grant(grant.role, run, grant.unit, (grant.granted_at, grant.revoked_at), *entry)


def _granted_in_trace() -> Traced:
    """The entries that record a granting, by account, role, run and unit."""
    lines = models.TraceEntry.objects.filter(book=HOUSE, act="manage_accounts").order_by("number")
    found: Traced = {}
    for number, at, by, subject, line in lines.values_list("number", "at", "actor", "subject", "line"):
        body = json.loads(line)["body"]
        if body.get("granted"):
            key = subject, body["granted"], body.get("run") or "", body.get("unit") or ""
            found.setdefault(key, []).append((datetime.fromisoformat(at), number, by))
    return found


def _applied(
    run: str, enrolment: Collection[tuple[str, str]], people: Collection[str]
) -> dict[str, list[Period]]:
    """When each of these people had an application in the run."""
    found: dict[str, list[Period]] = {}
    for stage, table in enrolment:
        rows = models.InputRow.objects.filter(run__code=run, stage=stage, table=table).order_by("pk")
        for payload, since, until in rows.values_list("payload", "entered_at", "replaced_at"):
            person = json.loads(payload).get("person", "")
            if person in people:
                found.setdefault(person, []).append((since, until))
    return found


def own_rows(
    run: str, account: str, person: str | None, at: datetime, own_fields: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], OwnRows]:
    """The rows that an account had entered by an instant, and those that stood in its person's name.

    Shapes: by stage and table; `own_fields` is the field by which a row of a table is somebody's own.
    """
    mine = Q(entered_by=account) | (Q(payload__contains=f'"{person}"') if person else Q(pk=None))
    rows = models.InputRow.objects.filter(mine, run__code=run, entered_at__lte=at).exclude(
        replaced_at__lte=at
    )
    found: dict[tuple[str, str], OwnRows] = {}
    for stage, table, by, payload in rows.order_by("pk").values_list(
        "stage", "table", "entered_by", "payload"
    ):
        field = own_fields.get((stage, table))
        is_own = field is not None and person is not None and json.loads(payload).get(field) == person
        if is_own or by == account:
            entered, named = found.get((stage, table), (0, 0))
            found[stage, table] = entered + (by == account), named + is_own
    return found
