"""For every test; imports no Django, so that the tests of the core run where it is not installed."""

import pytest


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Let pyproject.toml name Django's settings even where the Django plugin is off."""
    if not pluginmanager.has_plugin("django"):
        parser.addini("DJANGO_SETTINGS_MODULE", "Django's settings; unused without the Django plugin")
