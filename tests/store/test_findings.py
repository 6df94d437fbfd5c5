"""Findings of the archive: worked out from its rows, counted by person, verified until the facts change."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction

from quanheng.actions.check_archive import check_archive, settle_finding
from quanheng.actions.import_roster import keep_import, roster_changes
from quanheng.core.authority import Actor
from quanheng.core.roster_sheets import sheets_of
from quanheng.core.roster_tables import PersonRow
from quanheng.core.values import Refused
from quanheng.store import findings, models
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.dossiers import dossiers_of
from quanheng.store.load import roster_people

pytestmark = pytest.mark.django_db
ORGANISER = Actor("organiser", "P0", frozenset({"organiser"}))
AT = datetime(2026, 3, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def archive():
    models.Unit.objects.create(code="NB", name="农办", known_from=AT)
    for code, name, joined in (("P1", "闻书砚", "1999-06"), ("P2", "祝昱钧", "2003-06")):
        models.Person.objects.create(
            code=code, name=name, sex="女", born="1982-04", party="中共党员", party_joined=joined,
            work_started="2004-07", unit="NB", id_number="110105198204150027", known_from=AT,
        )  # fmt: skip
        models.Tenure.objects.create(
            person_id=code, kind="post", name="主任", since=date(2004, 7, 1), unit="农办", known_from=AT
        )
        for year in range(2005, 2026):
            models.Appraisal.objects.create(person_id=code, year=year, grade="称职", known_from=AT)
        models.Education.objects.create(
            person_id=code,
            level="大学",
            full_time=True,
            school="江左大学",
            finished_on=date(2004, 7, 1),
            known_from=AT,
        )
        models.Family.objects.create(
            person_id=code, relation="女儿", name="祝安", born="2010-09", known_from=AT
        )
        models.Missing.objects.create(person_id=code, history="trainings", known_from=AT)
        models.Attribute.objects.create(person_id=code, name="驾驶证", value="C1", known_from=AT)


def test_dossiers_are_the_people_of_the_roster(archive):
    people = roster_people()
    assert {d.person.id: d.person for d in dossiers_of()} == people
    [one] = dossiers_of(["P2", "NOBODY"])
    assert (one.person, one.id_number) == (people["P2"], "110105198204150027")


def test_a_check_counts_by_person_and_kind(archive):
    assert findings.last_check() == findings.LastCheck(None, None, 0, 2)
    assert check_archive(ORGANISER, AT) == 2
    assert findings.last_check() == findings.LastCheck(AT, AT.date(), 2, 0)
    assert findings.kind_counts() == [("warning", "too_young", 1)]
    assert findings.counts_of(["P1", "P2", "P3"]) == {"P1": (0, 1, 0), "P2": (0, 0, 0)}
    assert list(findings.people_with_findings()) == ["P1"]
    assert list(findings.people_with_findings(["error"])) == []
    assert [f.person for f in findings.findings("warning", "too_young", "闻")] == ["P1"]
    assert not findings.findings(words="祝昱").exists()
    entry = list(entries_of(HOUSE))[-1]
    assert (entry.act, entry.body["people"], entry.body["findings"]) == (
        "check_archive",
        2,
        {"warning.too_young": 1},
    )


def test_a_verified_finding_comes_up_again_only_when_its_facts_change(archive):
    check_archive(ORGANISER, AT)
    mark = findings.findings().get().mark
    settle_finding(ORGANISER, "P1", mark, " 查阅入党志愿书，无误 ", AT)
    assert findings.counts_of(["P1"]) == {"P1": (0, 0, 0)}
    assert not findings.findings().exists()
    assert findings.findings(settled=True).get().mark == mark
    [settled] = findings.settled_findings("P1")
    assert (settled.reason, settled.settled_by) == ("查阅入党志愿书，无误", "organiser")
    findings.check_people(AT.date(), AT, ["P1"])
    assert findings.counts_of(["P1"]) == {"P1": (0, 0, 0)}
    models.Person.objects.filter(code="P1").update(party_joined="1999-05")
    findings.check_people(AT.date(), AT, ["P1"])
    assert findings.counts_of(["P1", "P2"]) == {"P1": (0, 1, 0), "P2": (0, 0, 0)}
    for change in (
        models.SettledFinding.objects.all().delete,
        lambda: models.SettledFinding.objects.update(reason=""),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def _nation_told(nation):
    row = PersonRow(code="P1", name="闻书砚", nation=nation)
    found = roster_changes(ORGANISER, sheets_of({"people": [(2, row)]}), "update", AT.date())
    keep_import(ORGANISER, "update", found, AT)


@pytest.mark.parametrize(("at_once", "people"), [(500, 2), (0, 1)])
def test_what_is_written_to_the_archive_is_followed(archive, monkeypatch, at_once, people):
    monkeypatch.setattr(findings, "AT_ONCE", at_once)
    _nation_told("汉族")
    assert findings.last_check().people == 0
    check_archive(ORGANISER, AT)
    _nation_told("满族")
    assert (findings.last_check().people, findings.last_check().unchecked) == (people, 2 - people)


@pytest.mark.parametrize(
    ("actor", "mark", "reason", "code"),
    [
        (Actor("auditor", None, frozenset({"auditor"})), "", "看过", "not_allowed"),
        (ORGANISER, "", "  ", "reason_missing"),
        (ORGANISER, "none", "看过", "finding_gone"),
    ],
)
def test_what_is_refused(archive, actor, mark, reason, code):
    check_archive(ORGANISER, AT)
    with pytest.raises(Refused) as caught:
        settle_finding(actor, "P1", mark or findings.findings().get().mark, reason, AT)
    assert caught.value.code == code
    assert findings.findings().count() == 1
