"""For every test; imports no Django where QUANHENG_WITHOUT_DJANGO asks for the core alone."""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

if os.environ.get("QUANHENG_WITHOUT_DJANGO"):
    # An import of Django fails from here on, as on a machine that has none.
    sys.modules["django"] = None  # type: ignore[assignment]
else:
    from street_office import as_role, own_street, street, street_database

    __all__ = ["as_role", "own_street", "street", "street_database"]

# Tests are never timed: a busy machine is no fault of the code. Nor are they drawn by lot: the same examples each
# time, so that a change is what breaks a test; `--hypothesis-profile=fresh` looks for others.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fresh", UNTIMED)
settings.register_profile("untimed", UNTIMED, derandomize=True)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Let pyproject.toml name Django's settings even where the Django plugin is off."""
    if not pluginmanager.has_plugin("django"):
        parser.addini("DJANGO_SETTINGS_MODULE", "Django's settings; unused without the Django plugin")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to SQLite what asks no database, and let a test in a real browser begin anew once.

    pytest-django refuses a database to a test that asks for none, so such a test can only say on PostgreSQL what
    it said on SQLite. One that starts a database of its own is marked `both_databases`.
    Whether a click comes before a script listens is chance.
    """
    if os.environ.get("QUANHENG_TEST_DATABASE") == "postgres":
        config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
        items[:] = [item for item in items if asks_a_database(item)]
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def asks_a_database(item: pytest.Item) -> bool:
    """Whether a test may come to the database of the tests, by its mark or by one of its fixtures."""
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("both_databases")
    return marked is not None or not {"django_db_setup", "live_server"}.isdisjoint(
        getattr(item, "fixturenames", ())
    )
