"""A store that ends with the process (临时库): the same tables and triggers, on a database in memory."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from quanheng.store.append_only import refuse_changes


def make_temporary_store() -> None:
    """Make every table in the empty database in memory; nothing else is ever touched.

    Errors: RuntimeError when the settings name any other database.
    """
    if connection.settings_dict["NAME"] != ":memory:":
        raise RuntimeError("a temporary store stands in memory only")
    with connection.schema_editor() as editor:
        for model in apps.get_app_config("store").get_models():
            editor.create_model(model)
        refuse_changes(None, editor)
