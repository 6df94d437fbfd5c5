"""What is worked out once is kept until an act writes something, for each day anew."""

from datetime import date, datetime

import pytest
from django.db import transaction

from quanheng.actions.run_headless import ZONE
from quanheng.actions.worked_out import WorkedOut, forget_worked_out
from quanheng.store.books import append

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def test_it_is_kept_until_something_is_written_and_by_the_day():
    asked: list[date] = []

    def work_out(day: date) -> int:
        asked.append(day)
        return len(asked)

    kept = WorkedOut(work_out)
    assert [kept.on(DAY), kept.on(DAY)] == [1, 1]
    with transaction.atomic():
        append(
            "house",
            at=datetime(2026, 3, 10, 9, tzinfo=ZONE),
            actor="a",
            act="check_archive",
            subject="",
            body={},
        )
    assert [kept.on(DAY), kept.on(DAY)] == [2, 2]
    assert kept.on(date(2026, 3, 11)) == 3
    forget_worked_out()
    assert kept.on(date(2026, 3, 11)) == 4
