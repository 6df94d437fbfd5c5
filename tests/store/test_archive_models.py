"""The archive's tables: names are spelled, former rows are never changed, the migration dates what stood."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from quanheng.store import models
from quanheng.store.spelling import spelled

AT = datetime(2026, 3, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_names_are_spelled_as_surnames_are_read():
    names = ("闻书砚", "曾宁", "单于长安", "单云", "欧阳若兰", "Wang Lei", "买买提·艾力", "解　乐")
    assert [spelled(name) for name in names] == [
        ("wen shuyan", "wsy"),
        ("zeng ning", "zn"),
        ("chanyu changan", "cyca"),
        ("shan yun", "sy"),
        ("ouyang ruolan", "oyrl"),
        ("wanglei", "w"),
        ("mai maitiaili", "mmtal"),
        ("xie le", "xl"),
    ]


@pytest.mark.django_db
def test_a_former_row_is_never_changed():
    models.FormerRow.objects.create(
        table="people", key="P1", person="P1", number=1, payload="{}", known_from=AT, known_until=AT
    )
    for change in (
        lambda: models.FormerRow.objects.update(payload="other"),
        lambda: models.FormerRow.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert models.FormerRow.objects.values_list("payload", flat=True).get() == "{}"


@pytest.mark.django_db(transaction=True)
def test_the_migration_dates_rows_by_the_last_import_and_spells_names():
    MigrationExecutor(connection).migrate([("store", "0002_append_only")])
    old = MigrationExecutor(connection).loader.project_state([("store", "0002_append_only")]).apps
    old.get_model("store", "Person").objects.create(code="P1", name="闻书砚")
    old.get_model("store", "TraceEntry").objects.create(
        book="house", number=1, at=AT.isoformat(), actor="a", act="import_roster", subject="roster"
    )
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(newest)
    person = models.Person.objects.get()
    assert (person.pinyin, person.initials, timezone.localtime(person.known_from)) == (
        "wen shuyan",
        "wsy",
        AT,
    )
