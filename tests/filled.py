"""Databases that are filled once: the demonstration is loaded into one of its own, which tests read or copy.

A test of one connection works in it and is rolled back; one whose acts are committed (a browser before a live
server) gets a copy that ends with it. The database that all other tests begin with stays empty.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from django.db import connection

from quanheng.actions.worked_out import forget_worked_out

_numbers = count(1)


@contextmanager
def speaking_to(name: str) -> Iterator[None]:
    """Every connection that is opened meanwhile, of whatever thread, is one to this database."""
    own = connection.settings_dict["NAME"]
    _turn_to(name)
    try:
        yield
    finally:
        _turn_to(own)


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    forget_worked_out()


@contextmanager
def copy_of(name: str) -> Iterator[str]:
    """A copy of a database that nobody speaks to; its name, which no other copy has had."""
    suffix = f"copy{next(_numbers)}"
    with speaking_to(name):
        connection.creation.clone_test_db(suffix, verbosity=0)
        copy = connection.creation.get_test_db_clone_settings(suffix)["NAME"]
    try:
        yield copy
    finally:
        _drop(copy)


def _drop(name: str) -> None:
    """Drop a database, though a thread of the live server may not have hung up yet."""
    if connection.vendor == "sqlite":
        for rest in ("", "-wal", "-shm"):
            Path(name + rest).unlink(missing_ok=True)
        return
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")
