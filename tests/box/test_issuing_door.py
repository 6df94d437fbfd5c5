"""The door for credentials: it answers as the long way does, and lets nobody in whom that would not."""

import json
import re
from dataclasses import dataclass

import pytest
import voting
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.utils import timezone
from small_run import ALL, AT
from voting import RUN, VOTE

from quanheng.actions.open_election import close_collecting
from quanheng.store.models import IssueRecord

pytestmark = pytest.mark.django_db(databases=["default", "box"], transaction=True)
DOOR = "quanheng.web.middleware.issuing.IssuingDoor"
BACKEND = "django.contrib.auth.backends.ModelBackend"
ADDRESS = f"/elections/{VOTE}/issue"


@dataclass
class Asking:
    """A voter with an account, signed in, and what the phone asks for."""

    client: Client
    account: object
    content: str

    def ask(self, **headers):
        sent = self.client.post(ADDRESS, self.content, content_type="application/json", headers=headers)
        headers = {**sent.headers, "Content-Security-Policy": _directives(sent)}
        return sent.status_code, headers, re.sub(rb"\b\w{64}\b", b"", sent.content)


def _directives(sent):
    return sorted(sent.headers["Content-Security-Policy"].split("; "))


@pytest.fixture
def asking():
    opening, [voter, *_], _ = voting.opened(10)
    account = get_user_model().objects.open("v001", "甲", person_code=voter.code)
    account.grants.create(role="staff", granted_at=timezone.localtime())
    client = Client(enforce_csrf_checks=True)
    client.force_login(account, backend=BACKEND)
    client.cookies[settings.CSRF_COOKIE_NAME] = "t" * 32
    content = json.dumps({"blinded": {s: b.sent for s, b in voter.keys(opening).items()}})
    return Asking(client, account, content)


def both_ways(asking, settings, **headers):
    """The answer at the door and by the long way."""
    at_the_door = asking.ask(**headers)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != DOOR]
    asking.client.handler.load_middleware()
    return at_the_door, asking.ask(**headers)


TOKEN = {"X-CSRFToken": "t" * 32}


def test_the_same_signatures_and_headers(asking, settings):
    door, long_way = both_ways(asking, settings, **TOKEN)
    assert door == long_way
    assert (door[0], len(json.loads(door[2])["signed"])) == (200, 2)
    assert IssueRecord.objects.count() == 2


def ask_for_something_else(asking):
    asking.ask(**TOKEN)
    opening = voting.published(voting.elections.election_facts(VOTE).opening).election
    asking.content = json.dumps(
        {"blinded": {s: b.sent for s, b in voting.Voter("V001").keys(opening).items()}}
    )


def read_english(asking):
    asking.account.choose_language("en")
    ask_for_something_else(asking)


def close(asking):
    close_collecting(ALL, RUN, VOTE, AT)


def leave_the_roll(asking):
    get_user_model().objects.filter(pk=asking.account.pk).update(person_code="P1")


def send_nonsense(asking):
    asking.content = "{"


def take_the_role(asking):
    asking.account.grants.update(revoked_at=timezone.localtime())


def make_administrator(asking):
    asking.account.grants.update(role="administrator")


def sign_out(asking):
    Session.objects.all().delete()


def let_the_session_expire(asking):
    Session.objects.update(expire_date=timezone.localtime())


def change_the_password(asking):
    asking.account.set_password("another-password-1")
    asking.account.save()


def close_the_account(asking):
    get_user_model().objects.update(is_active=False)


def come_from_elsewhere(asking):
    asking.client.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32


@pytest.mark.parametrize(
    ("happens", "status"),
    [
        (ask_for_something_else, 409), (read_english, 409), (close, 409), (leave_the_roll, 409),
        (send_nonsense, 409), (take_the_role, 403), (make_administrator, 403), (come_from_elsewhere, 403),
        (sign_out, 302), (let_the_session_expire, 302), (change_the_password, 302), (close_the_account, 302),
    ],
)  # fmt: skip
def test_whoever_may_not_collect_hears_it_as_by_the_long_way(asking, settings, happens, status):
    happens(asking)
    noted = IssueRecord.objects.count()
    asking.client.cookies[settings.SESSION_COOKIE_NAME] = asking.client.cookies["quanheng_session"].value
    door = asking.ask(**TOKEN)
    assert (door[0], IssueRecord.objects.count()) == (status, noted)
    if status != 302:  # a session that has ended is ended once
        assert both_ways(asking, settings, **TOKEN) == (door, door)


def test_a_connection_that_was_cut_is_opened_again(asking):
    connection = connections["default"]
    if connection.vendor != "postgresql":
        pytest.skip("an SQLite file has no connection to cut")
    asking.ask(**TOKEN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()
    assert asking.ask(**TOKEN)[0] == 200
    assert IssueRecord.objects.count() == 2
