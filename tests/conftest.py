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

# Tests are never timed: a busy machine is no fault of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Let pyproject.toml name Django's settings even where the Django plugin is off."""
    if not pluginmanager.has_plugin("django"):
        parser.addini("DJANGO_SETTINGS_MODULE", "Django's settings; unused without the Django plugin")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test in a real browser may begin anew once: whether a click comes before a script listens is chance."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
