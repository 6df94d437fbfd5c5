"""Who qualifies: counts and people by condition, what if, the export, and who sees what."""

import io
from itertools import count

import pytest
from command_line import PLAN
from django.db.models import Q
from openpyxl import load_workbook

from quanheng.actions.screen_roster import screen_roster
from quanheng.core.authority import Actor
from quanheng.core.language.rules import Rule
from quanheng.core.plans.reading import read_plan
from quanheng.store.books import HOUSE as BOOK
from quanheng.store.books import append, entries_of
from quanheng.store.models import Appraisal
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db

ADDRESS = "/screening?plan=s10-street-office"
TRY = "/screening/what-if?plan=s10-street-office&condition={}&try=1"

NUMBERS = count()


def note_a_change():
    """The entry that every act leaves which changes the archive: screening then loads it again.

    Shapes: tests of one second would else leave equal entries, and one test the archive of the other.
    """
    append(
        BOOK,
        at=now(),
        actor="organiser",
        act="correct_person",
        subject="HW001",
        body={"number": next(NUMBERS)},
    )


def tallies(response):
    return dict(response.context["found"].tallies)


def prefix_of(response, words):
    return next(c.prefix for c in response.context["found"].conditions if words in c.asked.zh)


def test_a_plan_is_chosen_first(as_role):
    assert "街道中层干部竞争上岗" in as_role().get("/screening").content.decode()


def test_everybody_is_counted_and_listed_with_their_conditions(as_role):
    response = as_role().get(ADDRESS)
    assert sum(tallies(response).values()) == 120
    assert response.context["count"] == 120
    first = response.context["people"][0]
    assert (first.code, len(first.conditions)) == ("HW001", len(response.context["found"].conditions))
    grades = next(c for c in first.conditions if "考核" in c.asked.zh)
    assert (grades.state, grades.said, grades.fact) == ("met", "符合", "2024—2025：称职、称职")
    assert grades.source == "年度考核 HW001 2024—2025"


def test_a_missing_grade_leaves_the_person_open_and_says_what_to_enter(as_role):
    Appraisal.objects.filter(person="HW003", year=2025).delete()
    note_a_change()
    client = as_role()
    response = client.get(f"{ADDRESS}&state=unknown")
    assert "HW003" in [p.code for p in response.context["people"]]
    prefix = prefix_of(response, "考核")
    response = client.get(f"{ADDRESS}&failing={prefix}&how=unknown")
    told = {p.code: p for p in response.context["people"]}["HW003"]
    assert [c.change for c in told.conditions if "考核" in c.asked.zh] == ["需补录：年度考核 2025 "]


def test_other_numbers_and_a_dropped_condition_flip_people_for_a_reason(as_role):
    Appraisal.objects.filter(Q(person="HW001"), year=2025).update(grade="基本称职")
    note_a_change()
    client = as_role()
    prefix = prefix_of(client.get(ADDRESS), "考核")
    response = client.get(TRY.format(prefix) + "&drops=1")
    flips = {flip.code: flip for flip in response.context["flips"]}
    assert (flips["HW001"].before, flips["HW001"].after) == ("not_met", "met")
    assert "2024—2025：称职、基本称职" in flips["HW001"].why[0]
    response = client.get(TRY.format(prefix) + "&number-last=1&day=2025-03-10")
    assert "HW001" in [flip.code for flip in response.context["flips"]]
    response = client.get(TRY.format(prefix) + "&number-last=many")
    assert response.status_code == 422
    assert response.context["refusals"][0].code == "number_unfit"


def test_the_list_is_exported_and_the_trace_says_so(as_role):
    client = as_role()
    response = client.post("/screening/export", {"plan": "s10-street-office"})
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 121
    assert rows[0][:3] == ("编号", "姓名", "资格")
    assert rows[1][0] == "HW001"
    entry = list(entries_of(BOOK))[-1]
    assert (entry.act, entry.subject, entry.body["lines"]) == ("screen_roster", "s10-street-office", 120)


def test_a_fact_the_role_does_not_see_is_neither_told_nor_searched():
    auditor, organiser = Actor("a", None, frozenset({"auditor"})), Actor("o", None, frozenset({"organiser"}))
    conditions = {
        "all": [
            {"health": {"in": ["健康"]}},
            {"attribute": {"name": "驾照", "in": ["C1"]}},
            {"sex": {"in": ["女"]}},
        ]
    }
    shipped = read_plan(PLAN.read_text(encoding="utf-8")).plan
    plan = shipped.model_copy(update={"eligibility": Rule.model_validate(conditions)})
    seen = {
        actor.account: [
            c.is_seen for c in screen_roster(actor, plan, "area-head", plan.as_of, "zh").conditions
        ]
        for actor in (auditor, organiser)
    }
    assert seen == {"a": [False, False, True], "o": [True, True, True]}


def test_an_address_that_asks_nothing_sensible(as_role):
    client = as_role()
    assert client.get("/screening?plan=none").status_code == 404
    assert client.get(f"{ADDRESS}&as_of=yesterday").status_code == 409
    assert client.get(f"{ADDRESS}&post=none").status_code == 409
    assert client.get(TRY.format("c99")).status_code == 404
