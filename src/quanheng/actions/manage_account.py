"""Manage accounts (管理账户): open them, give and take roles, issue links; each in the house book."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from quanheng.actions.sign_in_link import sign_in_link
from quanheng.core.authority import ROLES, UNIT_ROLES, Actor, require
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.models import Account, Person, RoleGrant, Run, Unit

_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """An account as a list shows it.

    Shapes: `roles` holds role, run ('' for every run) and unit ('' but for a unit's role).
    """

    username: str
    name: str
    person: str | None
    roles: tuple[tuple[str, str, str], ...]


def held_accounts(actor: Actor) -> tuple[HeldAccount, ...]:
    """Every account with the roles it holds now. Errors: Refused by authority."""
    require(actor, "manage_accounts")
    return tuple(
        HeldAccount(
            account.username,
            str(account),
            account.person_code,
            tuple((g.role, g.run_code or "", g.unit) for g in account.grants.all() if g.revoked_at is None),
        )
        for account in Account.objects.prefetch_related("grants")
    )


def open_account(actor: Actor, username: str, name: str, person: str, at: datetime) -> None:
    """Open an account without a password: it is entered by one-time links.

    Shapes: `person` is a code of the roster, '' for somebody who is not in it.
    Errors: Refused by authority, for a name that is taken or malformed, for an unknown person.
    """
    require(actor, "manage_accounts")
    if not _USERNAME.fullmatch(username):
        raise _refused(
            "username", username, "用户名只用字母、数字、点和短横线。", "Use letters, digits, dots, hyphens."
        )
    if not name:
        raise _refused("name", username, "请填写姓名。", "Give a name.")
    if person and not Person.objects.filter(code=person).exists():
        raise _refused(
            "unknown_person", person, "名册中没有这个人员编号。", "The roster knows no such person."
        )
    try:
        with transaction.atomic():
            lock_book(HOUSE)
            Account.objects.open(username, name, person_code=person or None)
            _note(actor, at, username, {"opened": username, "person": person})
    except IntegrityError:
        raise _refused(
            "account_taken",
            username,
            "用户名已有人用，或者此人已有账户。",
            "The name is taken, or the person has one.",
        ) from None


def open_account_with_roles(
    actor: Actor, username: str, name: str, person: str, roles: Sequence[str], at: datetime, unit: str = ""
) -> None:
    """Open an account and give it its roles, everywhere, in one go.

    Shapes: `unit` is for the roles of UNIT_ROLES. Errors: as for opening and granting.
    """
    with transaction.atomic():
        open_account(actor, username, name, person, at)
        for role in roles:
            grant_role(actor, username, role, "", at, unit if role in UNIT_ROLES else "")


def grant_role(actor: Actor, username: str, role: str, run_code: str, at: datetime, unit: str = "") -> None:
    """Give an account a role: everywhere, in one run, or for one unit where the role is a unit's.

    Errors: Refused by authority; for one's own account; where administration would meet selection; for a
    unit's role without its unit.
    """
    require(actor, "manage_accounts")
    account = _account(actor, username)
    if role not in ROLES:
        raise _refused("unknown_role", role, "没有这个角色。", "There is no such role.")
    if run_code and not Run.objects.filter(code=run_code).exists():
        raise _refused("unknown_run", run_code, "没有这个运行。", "There is no such run.")
    others = account.roles_anywhere() - {role}
    if ("administrator" in others) or (role == "administrator" and others):
        raise _refused(
            "roles_apart",
            username,
            "系统管理员不参与选拔，不能与其他角色同在一个账户。",
            "An administrator has no say in selections: the role stands alone in an account.",
        )
    if role == "administrator" and run_code:
        raise _refused("unknown_role", role, "系统管理员不分运行。", "Administrators serve no single run.")
    _refuse_misplaced(role, run_code, unit)
    try:
        with transaction.atomic():
            lock_book(HOUSE)
            account.grants.create(role=role, run_code=run_code or None, unit=unit, granted_at=at)
            _note(actor, at, username, {"granted": role, "run": run_code, "unit": unit})
    except IntegrityError:
        raise _refused(
            "role_held", username, "此账户已有这个角色。", "The account holds this role already."
        ) from None


def revoke_role(actor: Actor, username: str, grant: int, at: datetime) -> None:
    """Take a role back; the grant stays readable as revoked. Errors: Refused when it is not held."""
    require(actor, "manage_accounts")
    account = _account(actor, username)
    with transaction.atomic():
        lock_book(HOUSE)
        held = RoleGrant.objects.filter(pk=grant, account=account, revoked_at=None).first()
        if held is None:
            raise _refused(
                "role_not_held", username, "此账户没有这个角色。", "The account does not hold this role."
            )
        held.revoked_at = at
        held.save(update_fields=["revoked_at"])
        _note(actor, at, username, {"revoked": held.role, "run": held.run_code or "", "unit": held.unit})


def issue_link(actor: Actor, username: str, at: datetime) -> str:
    """A one-time sign-in path for an account, to be handed to its owner alone."""
    require(actor, "manage_accounts")
    account = _account(actor, username)
    with transaction.atomic():
        lock_book(HOUSE)
        _note(actor, at, username, {"link_issued": username})
    return sign_in_link(account)


def _refuse_misplaced(role: str, run_code: str, unit: str) -> None:
    """Refuse a unit's role without its unit or in a single run, and a unit with any other role."""
    if (role in UNIT_ROLES) != bool(unit) or (unit and run_code):
        raise _refused(
            "unit_and_role",
            unit or role,
            "单位人事干部须写明服务的一个单位，不分运行；其他角色不写单位。",
            "A unit's officer serves one named unit and no single run; other roles name no unit.",
        )
    if unit and not Unit.objects.filter(code=unit).exists():
        raise _refused("unknown_unit", unit, "名册中没有这个单位编码。", "The roster knows no such unit.")


def _account(actor: Actor, username: str) -> Account:
    if username == actor.account:
        raise _refused(
            "own_account",
            username,
            "不能给本人的账户授权或发放链接。",
            "Nobody grants roles or links to their own account.",
        )
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise _refused("unknown_account", username, "没有这个账户。", "There is no such account.")
    return account


def _note(actor: Actor, at: datetime, username: str, body: Mapping[str, Any]) -> None:
    append(HOUSE, at=at, actor=actor.account, act="manage_accounts", subject=username, body=body)


def _refused(code: str, where: str, zh: str, en: str) -> Refused:
    return Refused(code, zh, en, where, "请核对后重试。", "Check and try again.")
