"""Vacancy plans: filed, returned, filed again, approved and frozen; a run beyond them gives its reason."""

from datetime import datetime, timedelta

import pytest
from small_run import ALL, AT, ORGANISER, PLAN, STAFF, roster

from quanheng.actions.approve_vacancy_plan import approve_vacancy_plan
from quanheng.actions.import_roster import import_roster
from quanheng.actions.return_vacancy_plan import return_vacancy_plan
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import start_run
from quanheng.actions.submit_vacancy_plan import submit_vacancy_plan
from quanheng.core.authority import Actor
from quanheng.core.roster_tables import EstablishmentRow
from quanheng.core.vacancy_plan import VacancyRow
from quanheng.core.values import Refused, RefusedMany
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.models import VacancyLine
from quanheng.store.save import digest_of_lines
from quanheng.store.vacancy_plans import filed_plans

pytestmark = pytest.mark.django_db
ONE = PLAN.replace("title: 办公室主任,", "title: 办公室主任, unit: 机关, level: 中层副职,")
JANUARY = datetime(2026, 1, 12, 9, tzinfo=AT.tzinfo)


def row(seats=1):
    return VacancyRow(level="中层副职", seats=seats, basis="vacant", way="competition", reason="退休")


@pytest.fixture
def house(db):
    tables = roster()
    number = EstablishmentRow(
        unit="U", level="中层副职", leading=True, seats=3, approved_on="2024-01-01", paper="编〔2024〕1号"
    )
    tables["establishments"] = [(2, number)]
    del tables["appraisals"]
    import_roster(ALL, tables, JANUARY)


def acts():
    return [(e.act, e.subject, dict(e.body)) for e in entries_of(HOUSE) if "vacancy_plan" in e.act]


def test_filed_returned_filed_again_and_frozen(house):
    first, second = (digest_of_lines([row(n).model_dump_json()]) for n in (3, 1))
    submit_vacancy_plan(ORGANISER, 2026, "U", [row(3)], JANUARY)
    return_vacancy_plan(ORGANISER, 2026, "U", " 请核减 ", JANUARY)
    assert (filed_plans(2026)["U"].state, filed_plans(2026)["U"].comment) == ("returned", "请核减")
    submit_vacancy_plan(ORGANISER, 2026, "U", [row(1)], JANUARY)
    approve_vacancy_plan(ORGANISER, 2026, "U", JANUARY)
    plan = filed_plans(2026)["U"]
    assert (plan.state, plan.rows, plan.digest, plan.decided_by) == (
        "approved",
        (row(1),),
        second,
        "organiser",
    )
    told = {"year": 2026, "unit": "U"}
    assert acts() == [
        ("submit_vacancy_plan", "2026/U", told | {"seats": 3, "rows": first}),
        ("return_vacancy_plan", "2026/U", told | {"rows": first, "comment": "请核减"}),
        ("submit_vacancy_plan", "2026/U", told | {"seats": 1, "rows": second}),
        ("approve_vacancy_plan", "2026/U", told | {"seats": 1, "rows": second}),
    ]
    with pytest.raises(Refused) as frozen:
        submit_vacancy_plan(ORGANISER, 2026, "U", [], JANUARY)
    assert frozen.value.code == "vacancy_plan_frozen"
    assert VacancyLine.objects.count() == 2


def test_what_may_not_be_is_refused_and_nothing_is_written(house):
    def code(act, *args):
        with pytest.raises(Refused) as refused:
            act(*args)
        return refused.value.code

    officer = Actor("u", None, frozenset({"unit_officer"}), units=frozenset({"V"}))
    assert code(submit_vacancy_plan, officer, 2026, "U", [], JANUARY) == "not_own_unit"
    assert code(submit_vacancy_plan, STAFF, 2026, "U", [], JANUARY) == "not_allowed"
    assert code(submit_vacancy_plan, ORGANISER, 2025, "U", [], JANUARY) == "wrong_year"
    assert code(submit_vacancy_plan, ORGANISER, 2026, "X", [], JANUARY) == "no_seats_here"
    with pytest.raises(RefusedMany) as many:
        submit_vacancy_plan(ORGANISER, 2026, "U", [row(4)], JANUARY)
    assert [(r.code, r.where) for r in many.value.refusals] == [("more_than_vacant", "1 中层副职")]
    assert code(approve_vacancy_plan, ORGANISER, 2026, "U", JANUARY) == "nothing_to_review"
    submit_vacancy_plan(ORGANISER, 2026, "U", [], JANUARY)
    assert code(return_vacancy_plan, ORGANISER, 2026, "U", "  ", JANUARY) == "comment_missing"
    assert [act for act, _, _ in acts()] == ["submit_vacancy_plan"]


def test_a_run_beyond_the_plan_needs_a_reason_which_the_trace_keeps(house):
    submit_vacancy_plan(ORGANISER, 2026, "U", [row(1)], JANUARY)
    approve_vacancy_plan(ORGANISER, 2026, "U", JANUARY)
    version = save_plan(ALL, ONE, "p.yaml", AT)
    start_run(ALL, version, "first", AT)
    with pytest.raises(Refused) as refused:
        start_run(ALL, version, "second", AT)
    assert refused.value.text.zh == (
        "超出已批准的 2026 年度空缺计划：“机关 中层副职”计划 1，本年已开 1，再开 1。"
    )
    start_run(ALL, version, "second", AT + timedelta(days=1), beyond_plan="机构改革新增任务")
    assert dict(next(entries_of("second")).body)["beyond_plan"] == "机构改革新增任务"
    assert "beyond_plan" not in dict(next(entries_of("first")).body)
