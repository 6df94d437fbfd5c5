"""Accounts (账户): who may sign in, and the roles each holds, everywhere or in one run."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from quanheng.core.authority import ROLES, Actor
from quanheng.store.prepared import rows_of

_AT_ONCE = ("id", "password", "username", "display_name", "person_code", "language", "is_active")
"""What a request asks of the account that sends it."""
_WITH_GRANTS = f"""
SELECT {", ".join(f"a.{name}" for name in _AT_ONCE)}, g.role, g.run_code, g.unit
FROM store_account a LEFT JOIN store_rolegrant g ON g.account_id = a.id AND g.revoked_at IS NULL
WHERE a.id = %s ORDER BY g.id
"""


class AccountManager(BaseUserManager["Account"]):
    """Accounts by their username."""

    def open(self, username: str, display_name: str, password: str | None = None, **fields: Any) -> Account:
        """A new account; without a password it can be entered by a one-time link only."""
        account = self.model(
            username=self.model.normalize_username(username), display_name=display_name, **fields
        )
        account.set_password(password)
        account.save()
        return account

    def with_grants(self, key: Any) -> Account | None:
        """An account and its live grants by one statement, for the requests that many send at once."""
        rows = rows_of(self.db, _WITH_GRANTS, [self.model._meta.pk.to_python(key)])
        if not rows:
            return None
        found = self.model.from_db(self.db, _AT_ONCE, rows[0][: len(_AT_ONCE)])
        found.live_grants = tuple(row[len(_AT_ONCE) :] for row in rows if row[-1] is not None)
        return found


class Account(AbstractBaseUser):
    """One person's way in.

    Shapes: `person_code` is the code of the same person in the roster, empty for somebody who is not in it.
    """

    LANGUAGES = [("zh", "中文"), ("en", "English")]

    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=100)
    person_code = models.CharField(max_length=64, null=True, blank=True, unique=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="zh")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    @cached_property
    def live_grants(self) -> tuple[tuple[str, str | None, str], ...]:
        """Role, run and unit of each grant, read once for this object: a request reads its account anew."""
        return tuple(self.grants.filter(revoked_at=None).values_list("role", "run_code", "unit"))

    def roles(self, run_code: str | None = None) -> frozenset[str]:
        """The roles held everywhere, and those held in one run when it is named."""
        return frozenset(role for role, run, _ in self.live_grants if run is None or run == run_code)

    def roles_anywhere(self) -> frozenset[str]:
        """Every role held now, in whatever run: what the menus go by."""
        return frozenset(role for role, _, _ in self.live_grants)

    def actor(self, run_code: str | None = None) -> Actor:
        """This account as the one who acts, in one run or outside of any."""
        units = frozenset(unit for _, _, unit in self.live_grants if unit)
        return Actor(self.username, self.person_code, self.roles(run_code), str(self), units)

    def choose_language(self, language: str) -> None:
        """Keep the language that this person reads."""
        self.language = language
        self.save(update_fields=["language"])


class RoleGrant(models.Model):
    """One role given to one account, until it is revoked; the row itself is never deleted.

    Shapes: `unit` is the code of the unit that a role of UNIT_ROLES is given for, else empty.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=[(role, name.zh) for role, name in ROLES.items()])
    run_code = models.CharField(max_length=64, null=True, blank=True)
    unit = models.CharField(max_length=64, blank=True, default="")
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "run_code", "unit"],
                condition=models.Q(revoked_at=None),
                name="one_live_grant_in_a_run",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "unit"],
                condition=models.Q(revoked_at=None, run_code=None),
                name="one_live_grant_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.role}@{self.run_code or '*'}"
