"""The invented street office for tests of the screens: its plan and inputs as values, and its runs in the database."""

from functools import lru_cache

import pytest
from django.db import connection, transaction
from django.test import override_settings
from filled import copy_of, speaking_to

from quanheng.actions.demo import load_demo
from quanheng.actions.demo_runs import Shipped
from quanheng.actions.demo_scenes import SCENES
from quanheng.actions.run_headless import closing_days
from quanheng.actions.worked_out import forget_worked_out
from quanheng.core.engine import Closing, RunFacts, replay
from quanheng.core.members import seated
from quanheng.core.roster import assemble
from quanheng.core.workdays import Calendar
from quanheng.store.models import Account
from quanheng.web.reader import now

ELSEWHERE = ("s1", "s2", "s4", "s9")
STREET = tuple(scene for scene in SCENES if scene.inputs.split("/")[0] not in ELSEWHERE)
"""The street office's own runs: the other organisations of the demonstration have tests of their own."""
RUN = "s10-speech"
"""A run whose speeches are being marked; one judge's marks are missing."""


STREET_OFFICE = ("s10-street-office", "s10")


@lru_cache(maxsize=4)
def _shipped(plan="s10-street-office", inputs="s10"):
    return Shipped.of(plan, inputs)


def plan():
    """The street office's plan."""
    return _shipped().plan


def given():
    """All that people gave to the street office's run."""
    return _shipped().given


@lru_cache(maxsize=16)
def worked_out(until=None, of=STREET_OFFICE):
    """The facts and the outcomes of a shipped run before a stage, or of the whole run."""
    shipped = _shipped(*of)
    plan, given = shipped.plan, shipped.given
    days = closing_days(plan, given, None)
    people = assemble({name: held.numbered() for name, held in given.roster.items()}, max(days.values()))
    members, principals = seated(given.seats())
    rows, closings, opened = {}, [], min(days.values())
    for name, held in given.stages.items():
        stage, table = name.split(".", 1)
        rows.setdefault(stage, {})[table] = held.rows
    for stage in plan.stages:
        if stage.id == until:
            break
        closings.append(Closing(stage.id, opened, days[stage.id]))
        opened = days[stage.id]
    facts = RunFacts(plan, people, Calendar(), members, principals, rows, tuple(closings))
    again = replay(facts)
    assert again.refusal is None, again.refusal
    return facts, again.outcomes


@pytest.fixture(scope="session")
def street_database(django_db_setup, django_db_blocker):
    """The name of a database with the street office's demonstration, loaded once by a worker and not changed."""
    with django_db_blocker.unblock(), copy_of(connection.settings_dict["NAME"]) as name:
        with speaking_to(name), override_settings(DEMO=True):
            load_demo(now(), scenes=STREET)
        yield name


@pytest.fixture(scope="module")
def street(street_database, django_db_blocker):
    """The demonstration, for all tests of a module; every test's own changes are undone."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        speaking_to(street_database),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own_street(street_database, transactional_db, live_server):
    """The demonstration, for one test whose acts are committed: a copy that ends with it."""
    with copy_of(street_database) as name, speaking_to(name):
        yield


@pytest.fixture
def as_role(street, client, db):
    """Signs the test client in as the demonstration's account of a role."""
    forget_worked_out()  # another test may have changed rows without an act, and was undone

    def sign_in(username="organiser"):
        client.force_login(
            Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in
