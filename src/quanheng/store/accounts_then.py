"""Accounts as of a day (某日的账户): who could sign in with which roles, and which grants are traced."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from quanheng.store import models
from quanheng.store.archive_history import end_of
from quanheng.store.books import HOUSE


@dataclass(frozen=True, slots=True)
class AccountThen:
    """One account on a day. Shapes: `untraced` are roles whose granting stands in no entry."""

    username: str
    name: str
    person: str | None
    roles: frozenset[str]
    untraced: frozenset[str]


def accounts_then(run: str, on: date) -> list[AccountThen]:
    """Every account that held a role when a day ended, outside of any run or in this one."""
    end = end_of(on)
    grants = models.RoleGrant.objects.filter(
        Q(run_code=None) | Q(run_code=run), Q(revoked_at=None) | Q(revoked_at__gte=end), granted_at__lt=end
    ).select_related("account")
    traced = _granted_in_trace()
    held: dict[str, list[models.RoleGrant]] = {}
    for grant in grants.order_by("account__username", "id"):
        held.setdefault(grant.account.username, []).append(grant)
    return [
        AccountThen(
            username,
            str(own[0].account),
            own[0].account.person_code,
            frozenset(g.role for g in own),
            frozenset(g.role for g in own if (username, g.role) not in traced),
        )
        for username, own in held.items()
    ]


def _granted_in_trace() -> set[tuple[str, str]]:
    lines = models.TraceEntry.objects.filter(book=HOUSE, act="manage_accounts").values_list("subject", "line")
    found = set()
    for subject, line in lines:
        granted = json.loads(line)["body"].get("granted")
        if granted:
            found.add((subject, granted))
    return found
