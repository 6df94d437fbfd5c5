"""Importing: by update or as the whole; what differs is told by field, checked as it would stand, written once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quanheng.actions.correct_person import correct_person, person_changes
from quanheng.actions.import_roster import keep_import, roster_changes
from quanheng.core.authority import Actor
from quanheng.core.roster_difference import FieldDifference, RowDifference, differences
from quanheng.core.roster_sheets import BY_NAME, Sheet, sheets_of
from quanheng.core.values import Refused, RefusedMany
from quanheng.store import models
from quanheng.store.archive_history import tables_known

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = AT + timedelta(days=30)
KEEPER = Actor("keeper", None, frozenset({"organiser"}))
UNIT = {"code": "HW", "name": "河湾街道"}
WEN = {"code": "P1", "name": "闻书砚", "unit": "HW", "identity": "公务员"}
TAO = {"code": "P2", "name": "陶云溪", "unit": "HW"}
RANK = {"person": "P1", "kind": "rank", "name": "一级科员", "since": "2020-01-01"}


def sheets(**cells):
    return sheets_of(
        {
            name: [(line, BY_NAME[name].row.model_validate(row)) for line, row in enumerate(rows, 2)]
            for name, rows in cells.items()
        }
    )


def changes(mode="update", at=LATER, **cells):
    return roster_changes(KEEPER, sheets(**cells), mode, at.date())


def told(found):
    return [row for change in found.changes for row in differences(change)]


def imported(mode="update", at=LATER, **cells):
    keep_import(KEEPER, mode, changes(mode, at, **cells), at)


def refused(mode="update", **cells):
    with pytest.raises(RefusedMany) as many:
        changes(mode, **cells)
    return [(each.code, each.where) for each in many.value.refusals]


@pytest.fixture(autouse=True)
def archive(db):
    imported(
        "replace",
        AT,
        units=[UNIT],
        people=[WEN, TAO],
        tenures=[RANK],
        missing=[{"person": "P2", "history": "awards"}],
    )


def test_an_update_changes_what_it_names_and_leaves_the_rest():
    found = changes(people=[{**WEN, "unit": "", "sex": "女"}, {"code": "P3", "name": "曾宁"}])
    assert told(found) == [
        RowDifference(
            "people",
            "changed",
            "P1",
            "P1",
            (FieldDifference("sex", None, "女"), FieldDifference("unit", "HW", None)),
        ),
        RowDifference(
            "people",
            "new",
            "P3",
            "P3",
            (FieldDifference("code", None, "P3"), FieldDifference("name", None, "曾宁")),
        ),
    ]
    keep_import(KEEPER, "update", found, LATER)
    kept = tables_known()
    assert [row.code for _, row in kept["people"]] == ["P1", "P2", "P3"]
    assert [row.name for _, row in kept["tenures"]] == ["一级科员"]
    assert list(models.FormerRow.objects.values_list("table", "key", "known_from", "known_until")) == [
        ("people", "P1", AT, LATER)
    ]
    assert told(changes(people=[{**WEN, "unit": "", "sex": "女"}])) == []


def test_a_column_that_an_update_does_not_name_keeps_what_stands():
    table = BY_NAME["people"]
    sheet = Sheet(table, [2, 3], {"code": ["P1", "P3"], "name": ["闻书砚", "曾宁"], "sex": ["女", "男"]})
    found = roster_changes(KEEPER, {"people": sheet}, "update", LATER.date())
    assert [(row.kind, row.key, [f.field for f in row.fields]) for row in told(found)] == [
        ("changed", "P1", ["sex"]),
        ("new", "P3", ["code", "name", "sex"]),
    ]


def test_a_replacement_is_the_whole_roster():
    found = changes("replace", units=[UNIT], people=[TAO])
    assert [(row.table, row.kind, row.key) for row in told(found)] == [
        ("people", "gone", "P1"),
        ("tenures", "gone", "P1|rank|一级科员|2020-01-01"),
        ("missing", "gone", "P2|awards"),
    ]
    keep_import(KEEPER, "replace", found, LATER)
    assert [row.code for _, row in tables_known()["people"]] == ["P2"]
    assert [row.code for _, row in tables_known(AT.date())["people"]] == ["P1", "P2"]
    entry = models.TraceEntry.objects.latest("number")
    assert entry.act == "import_roster" and '"gone":1' in entry.line and '"mode":"replace"' in entry.line


def test_a_history_that_is_given_is_no_longer_marked_as_never_entered():
    award = {"person": "P2", "name": "嘉奖", "given_on": "2025-02-01"}
    assert [(row.table, row.kind) for row in told(changes(awards=[award]))] == [
        ("awards", "new"),
        ("missing", "gone"),
    ]
    mark = {"person": "P1", "history": "tenures"}
    assert refused(missing=[mark]) == [("missing_but_given", "missing:2:未录入项(history)")]
    assert refused(awards=[award], missing=[{"person": "P2", "history": "awards"}]) == [
        ("missing_but_given", "missing:2:未录入项(history)")
    ]


def test_checks_look_at_what_would_stand_afterwards():
    number = "11010519491231002X"
    imported(people=[{**WEN, "id_number": number}])
    assert refused(people=[{**TAO, "id_number": number.lower()}]) == [
        ("id_number_twice", "people:2:身份证号(id_number)")
    ]
    assert refused(tenures=[{**RANK, "name": "四级主任科员", "since": "2023-01"}]) == [
        ("two_ranks", "tenures:2:开始(since)")
    ]
    assert refused(appraisals=[{"person": "P9", "year": 2024, "grade": "称职"}]) == [
        ("unknown_person", "appraisals:2:人员编号(person)")
    ]
    fine = [{**RANK, "until": "2023-01-01"}, {**RANK, "name": "四级主任科员", "since": "2023-01"}]
    assert [row.kind for row in told(changes(tenures=fine))] == ["changed", "new"]


def test_a_number_that_disagrees_is_a_doubt_and_no_refusal():
    found = changes(people=[{**WEN, "sex": "男", "born": "1985-04", "id_number": "110105194912310021"}])
    assert [(d.code, d.where) for d in found.doubts] == [
        ("id_number_check", "people:2:身份证号(id_number)"),
        ("id_number_birth", "people:2:出生(born)"),
        ("id_number_sex", "people:2:性别(sex)"),
    ]


def test_an_import_is_refused_when_the_archive_has_changed_since_it_was_compared():
    found = changes(people=[{**WEN, "sex": "女"}])
    imported(people=[{**TAO, "sex": "男"}])
    with pytest.raises(Refused) as once:
        keep_import(KEEPER, "update", found, LATER)
    assert once.value.code == "archive_changed"
    assert [row.sex for _, row in tables_known()["people"]] == [None, "男"]


def test_an_update_of_one_person_reads_no_other():
    with CaptureQueriesContext(
        connection,
    ) as asked:
        changes(people=[{**WEN, "sex": "女"}], appraisals=[{"person": "P1", "year": 2025, "grade": "优秀"}])
    reading = [q["sql"] for q in asked if "store_person" in q["sql"] or "store_appraisal" in q["sql"]]
    assert reading and all(" WHERE " in sql for sql in reading)


def test_only_an_organiser_imports():
    for roles in ("auditor", "administrator", "staff"):
        actor = Actor("a", None, frozenset({roles}))
        with pytest.raises(Refused) as denied:
            roster_changes(actor, sheets(people=[WEN]), "update", LATER.date())
        assert denied.value.code == "not_allowed"


def rows(**cells):
    return {name: [BY_NAME[name].row.model_validate(row) for row in given] for name, given in cells.items()}


def test_one_person_is_corrected_with_a_reason():
    second = {**RANK, "name": "四级主任科员", "since": "2023-01-01"}
    given = rows(people=[{**WEN, "sex": "女"}], tenures=[{**RANK, "until": "2023-01-01"}, second])
    found = correct_person(KEEPER, "P1", given, "任职文件核对", LATER)
    assert [(row.table, row.kind, [f.field for f in row.fields]) for row in told(found)][:2] == [
        ("people", "changed", ["sex"]),
        ("tenures", "changed", ["until"]),
    ]
    entry = models.TraceEntry.objects.latest("number")
    assert (entry.act, entry.subject, "任职文件核对" in entry.line) == ("correct_person", "P1", True)
    assert [row.until for _, row in tables_known(AT.date())["tenures"]] == [None]
    gone = correct_person(KEEPER, "P1", rows(tenures=[]), "误录", LATER)
    assert [row.kind for row in told(gone)] == ["gone", "gone"]
    assert [row.code for _, row in tables_known()["people"]] == ["P1", "P2"]


@pytest.mark.parametrize(
    ("person", "given", "reason", "code"),
    [
        ("P1", {"people": [{**WEN, "sex": "女"}]}, " ", "no_reason"),
        ("P1", {"people": [WEN]}, "核对", "nothing_changed"),
        ("P1", {"people": [{**TAO, "sex": "男"}]}, "核对", "other_person"),
        ("P1", {"people": []}, "核对", "other_person"),
        ("P1", {"units": [UNIT]}, "核对", "other_person"),
    ],
)
def test_a_correction_that_is_none_is_refused(person, given, reason, code):
    with pytest.raises(Refused) as refusal:
        correct_person(KEEPER, person, rows(**given), reason, LATER)
    assert refusal.value.code == code


def test_a_correction_is_refused_when_the_archive_has_changed_since_it_was_shown():
    given = rows(people=[{**WEN, "sex": "女"}])
    shown = person_changes(KEEPER, "P1", given, LATER.date())
    imported(people=[{**TAO, "sex": "男"}])
    with pytest.raises(Refused) as refusal:
        correct_person(KEEPER, "P1", given, "核对", LATER, shown.version)
    assert refusal.value.code == "archive_changed"
