"""The trace in the database: appended in order, never changed."""

import pytest
from django.db import DatabaseError, connection, transaction
from small_run import AT

from quanheng.core.trace import Broken, Verified, verify
from quanheng.store.books import append, entries_of, head_of, lines_of
from quanheng.store.models import TraceEntry

pytestmark = pytest.mark.django_db


def write(n: int) -> None:
    for number in range(n):
        append("b", at=AT, actor="a", act="save_plan", subject=f"s{number}", body={"n": number})


def test_entries_follow_one_another_and_verify():
    write(3)
    entries = list(entries_of("b"))
    assert [e.number for e in entries] == [1, 2, 3]
    assert verify(entries, head_of("b")) == Verified(3, head_of("b"))
    assert len(list(lines_of("b"))) == 3
    assert head_of("other") is None


@pytest.mark.parametrize("change", ["update", "delete", "truncate"])
def test_the_database_itself_refuses_to_change_the_trace(change):
    write(2)
    if change == "truncate" and connection.vendor != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE; DELETE is covered")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        if change == "update":
            TraceEntry.objects.filter(number=1).update(act="close_stage")
        elif change == "delete":
            TraceEntry.objects.filter(number=2).delete()
        else:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE store_traceentry")
    assert TraceEntry.objects.filter(book="b").count() == 2


def test_a_line_changed_behind_the_database_is_named():
    write(3)
    entries = list(entries_of("b"))
    changed = [entries[0], type(entries[1])(**{**_facts(entries[1]), "subject": "someone"}), entries[2]]
    found = verify(changed)
    assert isinstance(found, Broken)
    assert found.number == 2


def _facts(entry):
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}
