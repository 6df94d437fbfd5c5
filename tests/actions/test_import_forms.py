"""Forms into the archive: matched, compared, taken over as a whole with their originals, and out again unchanged."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from documents.form_files import FORM, JPEG
from documents.test_lrm_legacy import FIELDS, legacy_file

from quanheng.actions.import_forms import Chosen, compare_forms, import_forms, matches_of
from quanheng.actions.issue_form import issue_forms
from quanheng.core.authority import Actor
from quanheng.core.form.appointment_form import AppointmentForm, Element, FamilyMember, KeptElement
from quanheng.core.form.facts import differences
from quanheng.core.form.form_match import CodeRule
from quanheng.core.values import Refused, RefusedMany
from quanheng.documents.lrm_legacy import read_legacy
from quanheng.documents.lrmx import read_form, write_form
from quanheng.store import findings, models
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.dossiers import dossiers_of

pytestmark = pytest.mark.django_db
ORGANISER = Actor("organiser", None, frozenset({"organiser"}))
AT = datetime(2026, 3, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = AT + timedelta(days=1)
RULE = CodeRule("R")
WHOLE = replace(FORM, kept=(KeptElement(Element("DaoLingNianYue", (), ("204004",)), "CanJiaGongZuoShiJian"),))
HUSBAND = AppointmentForm(
    name="祝昱钧", sex="男", born="198106", family=(FamilyMember("妻子", "闻书砚", "198204"),)
)


def _read(form, file="闻.lrmx"):
    return read_form(write_form(form), file)


def _imported(*forms, at=AT, code=""):
    chosen = [Chosen(_read(form, f"{n}.lrmx"), code) for n, form in enumerate(forms)]
    compared = compare_forms(ORGANISER, chosen, RULE, at.date())
    import_forms(ORGANISER, compared, at)
    return compared


def test_new_people_get_codes_and_all_their_forms_say():
    compared = _imported(WHOLE, HUSBAND)
    assert [(e.code, e.is_new) for e in compared.entering] == [("R001", True), ("R002", True)]
    people = {d.person.id: d for d in dossiers_of()}
    assert people["R001"].id_number == FORM.id_number
    assert differences(WHOLE, people["R001"].person) == ()
    assert {d.kind for d in models.PersonDocument.objects.filter(person="R001")} == {"lrmx", "photograph"}
    entry = list(entries_of(HOUSE))[-1]
    assert (entry.act, entry.body["new"], sorted(entry.body["forms"])) == (
        "import_forms",
        ["R001", "R002"],
        ["R001", "R002"],
    )
    assert set(findings.counts_of(["R001", "R002"])) == {"R001", "R002"}


def test_out_again_a_form_is_what_came_in():
    _imported(WHOLE)
    again = read_form(issue_forms(ORGANISER, ["R001"], "lrmx", AT).content, "a.lrmx").form
    assert write_form(again) == write_form(WHOLE)


def test_an_older_file_comes_out_as_a_form_of_today():
    read = read_legacy(legacy_file(FIELDS), "张.lrm", JPEG)
    import_forms(ORGANISER, compare_forms(ORGANISER, [Chosen(read)], RULE, AT.date()), AT)
    kept = models.PersonDocument.objects.get(person="R001", kind="lrmx")
    assert (kept.name, bytes(kept.content)) == ("张.lrm", legacy_file(FIELDS))
    again = read_form(issue_forms(ORGANISER, ["R001"], "lrmx", AT).content, "a.lrmx").form
    assert again == replace(read.form, age_as_of="20260320")


def test_a_second_time_nothing_changes_and_what_differs_changes_alone():
    _imported(WHOLE)
    same = _imported(WHOLE, at=LATER, code="R001")
    assert same.changes.changes == ()
    other = replace(WHOLE, nation="满族", appraisals=WHOLE.appraisals.replace("2025年：优秀", "2025年：称职"))
    changed = compare_forms(ORGANISER, [Chosen(_read(other), "R001")], RULE, LATER.date())
    told = {
        (d.table, d.kind, f.field, f.before, f.after)
        for d in changed.differences_of("R001")
        for f in d.fields
    }
    assert told == {
        ("people", "changed", "nation", "汉族", "满族"),
        ("appraisals", "changed", "grade", "优秀", "称职"),
    }
    import_forms(ORGANISER, changed, LATER)
    assert models.FormerRow.objects.filter(person="R001").count() == 2
    kept = models.PersonDocument.objects.filter(person="R001", kind="lrmx").order_by("pk")
    assert [(d.known_until is None) for d in kept] == [False, True]


def test_what_is_not_chosen_is_not_taken_over():
    _imported(WHOLE)
    other = replace(WHOLE, nation="满族", health="一般")
    chosen = Chosen(_read(other), "R001", {"family"})
    assert compare_forms(ORGANISER, [chosen], RULE, LATER.date()).changes.changes == ()


def test_tenures_are_not_taken_beside_those_of_the_archive_unless_chosen():
    _imported(WHOLE)
    other = replace(WHOLE, resume_text=WHOLE.resume_text + "\n2026.01--         望山县委组织部挂职")
    usual = compare_forms(ORGANISER, [Chosen(_read(other), "R001")], RULE, LATER.date())
    assert usual.changes.changes == ()
    assert [row.kind for row in usual.entering[0].offered["tenures"]] == ["secondment"]
    chosen = compare_forms(ORGANISER, [Chosen(_read(other), "R001", {"tenures"})], RULE, LATER.date())
    assert [d.table for d in chosen.differences_of("R001")] == ["tenures"]


def test_forms_find_their_people():
    _imported(WHOLE, HUSBAND)
    unknown = AppointmentForm(name="柏云恺", born="197001")
    numberless = replace(WHOLE, id_number="")
    found = matches_of(ORGANISER, [WHOLE, numberless, HUSBAND, unknown])
    assert [(m.by, [k.code for k in m.people]) for m in found] == [
        ("number", ["R001"]),
        ("name", ["R001"]),
        ("name", ["R002"]),
        ("nobody", []),
    ]


def test_what_does_not_fit_is_told_by_file_and_nothing_is_written():
    late = replace(WHOLE, work_started="203001", resume_text="")
    with pytest.raises(RefusedMany) as caught:
        compare_forms(ORGANISER, [Chosen(_read(late, "晚.lrmx"))], RULE, AT.date())
    assert [r.where.split(":")[0] for r in caught.value.refusals] == ["晚.lrmx"]
    twice = [Chosen(_read(WHOLE, "a.lrmx"), "R9"), Chosen(_read(WHOLE, "b.lrmx"), "R9")]
    with pytest.raises(RefusedMany) as caught:
        compare_forms(ORGANISER, [*twice, Chosen(_read(replace(WHOLE, name=""), "c.lrmx"))], RULE, AT.date())
    assert [(r.code, r.where) for r in caught.value.refusals] == [
        ("form_unnamed", "c.lrmx"),
        ("form_twice", "b.lrmx"),
    ]
    assert not models.Person.objects.exists()


def test_an_archive_that_moved_on_and_a_role_that_may_not():
    compared = compare_forms(ORGANISER, [Chosen(_read(WHOLE))], RULE, AT.date())
    _imported(HUSBAND)
    with pytest.raises(Refused) as caught:
        import_forms(ORGANISER, compared, LATER)
    assert caught.value.code == "archive_changed"
    auditor = Actor("auditor", None, frozenset({"auditor"}))
    for act in (
        lambda: matches_of(auditor, [WHOLE]),
        lambda: compare_forms(auditor, [], RULE, AT.date()),
        lambda: import_forms(auditor, compared, AT),
        lambda: issue_forms(auditor, ["R001"], "lrmx", AT),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "not_allowed"
