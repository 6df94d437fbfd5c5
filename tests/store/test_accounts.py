"""Accounts: passwords and roles."""

import pytest
from browsing import make_account
from django.db import IntegrityError, transaction
from django.utils import timezone

from quanheng.core.authority import Actor
from quanheng.store.models import Account

pytestmark = pytest.mark.django_db


def test_an_account_has_no_password_unless_one_is_given():
    assert Account.objects.open("li", "李明").has_usable_password() is False
    with_password = Account.objects.open("wang", "王芳", "一个很长的密码 2026")
    assert with_password.check_password("一个很长的密码 2026") is True


def test_roles_reach_everywhere_or_one_run():
    account = make_account("li", "organiser", display_name="李明", person_code="P001")
    account.grants.create(role="judge", run_code="R1", granted_at=timezone.localtime())
    assert account.roles() == {"organiser"}
    assert account.roles("R1") == {"organiser", "judge"}
    assert account.roles("R2") == {"organiser"}
    assert account.roles_anywhere() == {"organiser", "judge"}
    assert account.actor("R1") == Actor("li", "P001", frozenset({"organiser", "judge"}), "李明")


def test_a_revoked_role_is_kept_as_a_row_and_no_longer_held():
    account = make_account("li", "auditor")
    account.grants.update(revoked_at=timezone.localtime())
    assert account.roles() == account.roles_anywhere() == frozenset()
    account.grants.create(role="auditor", granted_at=timezone.localtime())
    assert Account.objects.get(username="li").roles() == {"auditor"}


@pytest.mark.parametrize("run_code", [None, "R1"])
def test_no_role_is_held_twice(run_code):
    account = make_account("li", "auditor", run_code=run_code)
    with pytest.raises(IntegrityError), transaction.atomic():
        account.grants.create(role="auditor", run_code=run_code, granted_at=timezone.localtime())


def test_the_language_is_kept():
    account = make_account("li")
    account.choose_language("en")
    assert Account.objects.get(username="li").language == "en"
