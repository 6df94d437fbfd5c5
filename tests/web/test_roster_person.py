"""A person's page: what each role sees of it, as known on a day, what was changed, documents, corrections."""

import io
import struct
import zlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from quanheng.actions.correct_person import correct_person
from quanheng.core.authority import Actor
from quanheng.core.field_policy import POLICY, sight
from quanheng.core.person_documents import KINDS, fact_of
from quanheng.core.roster_tables import AppraisalRow, PersonRow, SanctionRow, TenureRow
from quanheng.store import models, queries
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.models import Account, Person, PersonDocument, Sanction

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = "110101198001011234"
MASKED = "110101************"
READERS = ("organiser", "discipline", "auditor")
PAGE = "/roster/people/HW012"


def png(width=2, height=2):
    """A real picture, small."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


PDF = b"%PDF-1.4\n%%EOF\n"

TOLD = {
    "name": "某某某", "sex": "女", "born": "1985-04", "nation": "畲族", "party": "民盟盟员", "party_joined": "2009-06",
    "work_started": "2008-07", "identity": "其他", "establishment": "某种编制", "health": "某种健康",
}  # fmt: skip
ROWS = {
    "educations": (models.Education, {"level": "大专", "full_time": True, "school": "某所院校"}, "某所院校"),
    "tenures": (models.Tenure, {"kind": "post", "name": "某项职务", "since": date(2015, 1, 1)}, "某项职务"),
    "appraisals": (models.Appraisal, {"year": 2001, "grade": "不定等次"}, "不定等次"),
    "sanctions": (models.Sanction, {"kind": "某种处分", "decided_on": date(2015, 1, 1)}, "某种处分"),
    "trainings": (models.Training, {"name": "某次培训", "finished_on": date(2015, 1, 1)}, "某次培训"),
    "awards": (models.Award, {"name": "某项奖励", "given_on": date(2015, 1, 1)}, "某项奖励"),
    "relations": (models.Relation, {"to": "HW099", "kind": "某种关系"}, "某种关系"),
    "family": (models.Family, {"relation": "某种称谓", "name": "某位亲属"}, "某位亲属"),
    "reserves": (models.Reserve, {"list": "某张名单"}, "某张名单"),
    "attributes": (models.Attribute, {"name": "某项事实", "value": "某个内容"}, "某个内容"),
}


@pytest.fixture
def told(street, db):
    """Somebody of whom every fact can be told from every other on a page."""
    Person.objects.filter(code="HW012").update(**TOLD, id_number=NUMBER)
    for model, fields, _ in ROWS.values():
        model.objects.filter(person="HW012").delete()
        model.objects.create(person_id="HW012", known_from=timezone.localtime(), **fields)
    for kind in KINDS:
        PersonDocument.objects.create(
            person="HW012", kind=kind, name=f"某份{kind}", media_type="image/png", content=png(), digest="0" * 64,
            entered_by="organiser", known_from=timezone.localtime(),
        )  # fmt: skip
    models.ArchiveFinding.objects.create(
        person="HW012", severity="warning", code="resume_gap", table="tenures", text_zh="某条提示",
        text_en="A finding", mark="m",
    )  # fmt: skip


SHOWN = {
    **TOLD,
    "code": "HW012",
    "id_number": NUMBER,
    **{name: said for name, (_, _, said) in ROWS.items()},
    "documents": "某份diploma",
    "photograph": "的照片",
    "findings": "某条提示",
}
ON_PAGE = sorted(set(POLICY) - {"units", "posts", "unit", "establishments"})


@pytest.mark.parametrize("fact", ON_PAGE)
@pytest.mark.parametrize("reader", [*READERS, "own"])
def test_every_reader_sees_every_fact_as_the_policy_says(as_role, told, reader, fact):
    own = reader == "own"
    username = "staff" if own else reader
    Account.objects.filter(person_code="HW012").update(person_code=None)
    if own:
        Account.objects.filter(username="staff").update(person_code="HW012")
    html = as_role(username).get("/dossier" if own else PAGE).content.decode()
    seen = sight(Account.objects.get(username=username).actor(), fact, own=own)
    assert (SHOWN[fact] in html) is (seen == "whole")
    if fact == "id_number":
        assert (MASKED in html) is (seen == "masked")


@pytest.mark.parametrize("username", ["staff", "judge", "committee", "admin"])
def test_nobody_else_sees_pages_changes_or_documents_of_others(as_role, told, username):
    client = as_role(username)
    number = PersonDocument.objects.first().pk
    for address in (PAGE, f"{PAGE}/changes", f"/roster/documents/{number}", f"{PAGE}/correct/people"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("username", READERS)
def test_a_document_opens_for_whoever_sees_its_kind(as_role, told, username, kind):
    number = PersonDocument.objects.get(kind=kind).pk
    seen = sight(Account.objects.get(username=username).actor(), fact_of(kind))
    answer = as_role(username).get(f"/roster/documents/{number}")
    assert answer.status_code == (200 if seen == "whole" else 404)
    if seen == "whole":
        assert answer.content == png()
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_history_that_was_never_entered_is_told_apart_from_an_empty_one(as_role):
    missing = models.Missing.objects.first()
    page = as_role().get(f"/roster/people/{missing.person_id}")
    assert {h.name: h.is_missing for h in page.context["dossier"].histories}[missing.history] is True
    assert "从未录入" in page.content.decode()


def test_an_account_that_stands_for_nobody_has_no_dossier(as_role):
    client = as_role("auditor")
    assert client.get("/dossier").status_code == client.get("/dossier/changes").status_code == 409


def test_somebody_who_is_not_there(as_role):
    client = as_role()
    for address in (
        "/roster/people/NOBODY",
        "/roster/people/NOBODY/changes",
        "/roster/people/NOBODY/correct/people",
    ):
        assert client.get(address).status_code == 404
    assert client.get(f"{PAGE}/correct/units").status_code == 404


def corrected(at, reason="依据原件", **tables):
    actor = Actor("organiser", None, frozenset({"organiser"}))
    correct_person(actor, "HW012", tables, reason, at)


@pytest.fixture
def history(street, db):
    """The dossier of one person, changed twice since it came in; the days before each change."""
    came_in = timezone.localtime(Person.objects.get(code="HW012").known_from)
    first, second = came_in + timedelta(days=2), came_in + timedelta(days=4)
    own = Person.objects.get(code="HW012")
    row = PersonRow.model_validate({name: getattr(own, name) for name in PersonRow.model_fields})
    corrected(first, people=[row.model_copy(update={"health": "良好", "nation": "畲族"})])
    corrected(
        second,
        appraisals=[AppraisalRow(person="HW012", year=2025, grade="优秀")],
        sanctions=[SanctionRow(person="HW012", kind="诫勉", decided_on=date(2020, 1, 1))],
    )
    return came_in.date(), first.date(), second.date()


def facts(page):
    return {f.name: (f.value, f.now) for f in page.context["dossier"].facts}


def test_the_page_of_a_day_shows_what_was_known_then_and_marks_what_has_changed(as_role, history):
    client = as_role()
    came_in, first, second = history
    then = client.get(f"{PAGE}?on={came_in}")
    assert facts(then)["nation"] == ("汉族", "畲族")
    assert facts(then)["sex"][1] is None
    sections = {h.name: h for h in then.context["dossier"].histories}
    assert any(line.is_past for line in sections["appraisals"].lines)
    assert sections["sanctions"].added == 1
    between = client.get(f"{PAGE}?on={first}")
    assert facts(between)["nation"] == ("畲族", None)
    today = client.get(f"{PAGE}?on={second}")
    assert [h.lines for h in today.context["dossier"].histories] == [
        h.lines for h in client.get(PAGE).context["dossier"].histories
    ]
    assert set(today.context["days"]) >= {came_in, first, second}


def test_before_somebody_came_in_the_page_says_that_they_were_not_known(as_role, history):
    page = as_role().get(f"{PAGE}?on={history[0] - timedelta(days=1)}")
    assert page.status_code == 200
    assert "还没有这个人" in page.content.decode()
    assert as_role().get(f"{PAGE}?on=yesterday").status_code == 409


def test_changes_say_who_when_why_and_each_field_before_and_after(as_role, history):
    changes = as_role().get(f"{PAGE}/changes").context["changes"]
    last, middle, first = changes
    assert first.is_first
    assert (last.act.zh, last.reason) == (middle.act.zh, middle.reason) == ("更正人员信息", "依据原件")
    assert last.actor == middle.actor == str(Account.objects.get(username="organiser"))
    said = [(f.title.zh, f.before.zh, f.after.zh) for row in middle.rows for f in row.fields]
    assert said == [("民族", "汉族", "畲族"), ("健康状况", "健康", "良好")]
    assert ("处分", "new") in {(row.table.zh, row.kind) for row in last.rows}
    gone = {row.kind for row in last.rows if row.table.zh == "年度考核"}
    assert "gone" in gone


def test_changes_tell_nobody_what_the_page_does_not(as_role, history):
    Account.objects.filter(person_code="HW012").update(person_code=None)
    Account.objects.filter(username="staff").update(person_code="HW012")
    own = as_role("staff").get("/dossier/changes")
    assert "处分" not in {row.table.zh for change in own.context["changes"] for row in change.rows}
    officer = as_role("auditor").get(f"{PAGE}/changes")
    titles = {f.title.zh for change in officer.context["changes"] for row in change.rows for f in row.fields}
    assert "健康状况" not in titles
    assert "民族" in titles


def test_an_identity_number_is_masked_in_the_changes_too(as_role, street, db):
    own = Person.objects.get(code="HW012")
    row = PersonRow.model_validate({name: getattr(own, name) for name in PersonRow.model_fields})
    corrected(timezone.localtime() + timedelta(days=1), people=[row.model_copy(update={"id_number": NUMBER})])
    html = as_role("auditor").get(f"{PAGE}/changes").content.decode()
    assert MASKED in html
    assert NUMBER not in html
    assert NUMBER in as_role().get(f"{PAGE}/changes").content.decode()


def sent(client, kind="photograph", content=None, name="照片.png"):
    file = io.BytesIO(png() if content is None else content)
    file.name = name
    return client.post(f"{PAGE}/documents", {"kind": kind, "file": file})


def test_a_photograph_is_filed_replaced_and_taken_down_and_the_book_says_so(as_role):
    client = as_role()
    assert sent(client).status_code == 302
    first = client.get(PAGE).context["photograph"].number
    assert sent(client, content=png(3, 3)).status_code == 302
    second = client.get(PAGE).context["photograph"].number
    assert second != first
    assert PersonDocument.objects.get(pk=first).known_until is not None
    assert client.post(f"/roster/documents/{second}/remove").status_code == 302
    assert client.get(PAGE).context["photograph"] is None
    assert client.post(f"/roster/documents/{second}/remove").status_code == 409
    bodies = [(e.act, e.body) for e in list(entries_of(HOUSE))[-3:]]
    size = len(png())
    assert bodies == [
        ("file_document", {"filed": first, "kind": "photograph", "bytes": size, "media": "image/png"}),
        (
            "file_document",
            {"filed": second, "kind": "photograph", "bytes": len(png(3, 3)), "media": "image/png"},
        ),
        ("file_document", {"removed": second, "kind": "photograph"}),
    ]


def test_the_page_of_an_earlier_day_shows_the_photograph_of_that_day(as_role):
    client = as_role()
    sent(client)
    PersonDocument.objects.update(known_from=AT, known_until=AT + timedelta(days=3))
    Person.objects.filter(code="HW012").update(known_from=AT)
    assert client.get(PAGE).context["photograph"] is None
    assert client.get(f"{PAGE}?on=2026-03-11").context["photograph"] is not None
    assert client.get(f"{PAGE}?on=2026-03-13").context["photograph"] is None


def test_the_own_photograph_is_shown_on_the_own_page(as_role):
    sent(as_role())
    Account.objects.filter(person_code="HW012").update(person_code=None)
    Account.objects.filter(username="staff").update(person_code="HW012")
    client = as_role("staff")
    assert "/dossier/photograph" in client.get("/dossier").content.decode()
    assert client.get("/dossier/photograph").content == png()


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("photograph", PDF, "document_kind"),
        ("diploma", b"MZ\x90", "document_kind"),
        ("photograph", png() + b"\0" * (2 << 20), "document_size"),
        ("diploma", b"", "document_size"),
        ("poem", PDF, "unknown_kind"),
    ],
)
def test_a_file_that_does_not_do_is_refused_and_nothing_is_kept(as_role, kind, content, code):
    answer = sent(as_role(), kind, content)
    assert answer.status_code == 409
    assert {refusal.code for refusal in answer.context["refusals"]} == {code}
    assert not PersonDocument.objects.exists()


def test_a_pdf_is_saved_and_not_opened_in_the_page(as_role):
    client = as_role()
    assert sent(client, "diploma", PDF, "毕业证.pdf").status_code == 302
    number = PersonDocument.objects.get().pk
    answer = client.get(f"/roster/documents/{number}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_document_for_nobody_and_a_form_without_a_file_are_refused(as_role):
    client = as_role()
    assert client.post(f"{PAGE}/documents", {"kind": "diploma"}).status_code == 409
    file = io.BytesIO(PDF)
    file.name = "x.pdf"
    assert (
        client.post("/roster/people/NOBODY/documents", {"kind": "diploma", "file": file}).status_code == 409
    )


def test_the_axis_holds_every_tenure_and_the_resume_tells_of_them_in_order(as_role):
    dossier = as_role().get(PAGE).context["dossier"]
    tenures = [row for row in queries.dossier("HW012")["tenures"] if isinstance(row, TenureRow)]
    bars = [bar for lane in dossier.axis.lanes for bar in lane.bars]
    assert sorted(b.tenure.name for b in bars) == sorted(t.name for t in tenures)
    assert [r.since for r, _ in dossier.resume] == sorted(r.since for r, _ in dossier.resume)


def test_a_sanction_is_not_on_the_own_page(as_role):
    sanction = Sanction.objects.first()
    Account.objects.filter(person_code=sanction.person_id).update(person_code=None)
    Account.objects.filter(username="staff").update(person_code=sanction.person_id)
    assert sanction.kind in as_role().get(f"/roster/people/{sanction.person_id}").content.decode()
    assert sanction.kind not in as_role("staff").get("/dossier").content.decode()
