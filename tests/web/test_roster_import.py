"""Importing the roster on the screen: handed in, compared, confirmed; faults come back marked; nothing half-written."""

import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from quanheng.actions import upload_roster
from quanheng.core.authority import Actor
from quanheng.core.values import Refused
from quanheng.documents.roster_source import read_source
from quanheng.store import models, roster_uploads
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
ORGANISER = Actor("organiser", None, frozenset({"organiser"}))
HEADER = ("编号", "姓名", "健康状况")


def book(*rows, table="people", header=HEADER):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        page = made.add_worksheet(table)
        for number, row in enumerate((header, *rows)):
            page.write_row(number, 0, row)
    return buffer.getvalue()


def handed_in(client, content, mode="update", file="名册.xlsx"):
    """Hand a file in and do what the background would; the address of the upload."""
    answer = client.post("/roster/import", {"file": SimpleUploadedFile(file, content), "mode": mode})
    assert answer.status_code == 302, answer.content.decode()
    code = answer.headers["Location"].rpartition("/")[2]
    upload_roster.compare_upload(ORGANISER, code)
    return code


def test_a_file_is_compared_and_written_once_it_is_confirmed(as_role):
    client = as_role()
    name = models.Person.objects.get(code="HW012").name
    code = handed_in(client, book(("HW012", name, "良好"), ("HW999", "曾宁", "")))
    page = client.get(f"/roster/import/{code}")
    assert [(t.name, [(k, n) for k, _, n in t.counts]) for t in page.context["tables"]] == [
        ("people", [("changed", 1), ("new", 1)])
    ]
    told = [
        (r.kind, r.person, r.name, [(f.zh, b.zh, a.zh) for f, b, a in r.fields]) for r in page.context["rows"]
    ]
    assert told == [
        ("changed", "HW012", name, [("健康状况", "健康", "良好")]),
        ("new", "HW999", "曾宁", [("编号", "（空）", "HW999"), ("姓名", "（空）", "曾宁")]),
    ]
    assert models.Person.objects.get(code="HW012").health == "健康"
    assert client.post(f"/roster/import/{code}/confirm").status_code == 302
    assert client.get(f"/roster/import/{code}/progress").context["is_at_work"]
    upload_roster.import_upload(ORGANISER, code)
    assert models.Person.objects.get(code="HW012").health == "良好"
    assert "HX-Refresh" in client.get(f"/roster/import/{code}/progress").headers
    kept = models.RosterUpload.objects.get(code=code)
    assert (kept.state, bytes(kept.content), kept.pages.count()) == ("imported", b"", 0)
    again = client.post(f"/roster/import/{code}/confirm")
    assert (again.status_code, again.context["refusals"][0].code) == (409, "not_compared")


def test_faults_are_listed_and_come_back_marked_in_the_workbook(as_role):
    client = as_role()
    code = handed_in(
        client,
        book(
            ("HW012", "2019", "称职"),
            ("HW998", "2019", "称职"),
            table="appraisals",
            header=("人员编号", "年度", "等次"),
        ),
    )
    page = client.get(f"/roster/import/{code}")
    assert [(r.code, r.where) for r in page.context["refusals"]] == [
        ("unknown_person", "名册.xlsx[appraisals]:3:人员编号(person)")
    ]
    assert client.post(f"/roster/import/{code}/confirm").status_code == 409
    marked = load_workbook(io.BytesIO(client.get(f"/roster/import/{code}/marked").content))
    assert "HW998" in marked["appraisals"]["A3"].comment.text
    assert not models.Appraisal.objects.filter(year=2019).exists()
    assert client.post(f"/roster/import/{code}/drop").status_code == 302
    assert client.get(f"/roster/import/{code}").status_code == 404


def test_doubts_do_not_stand_in_the_way(as_role):
    client = as_role()
    header = ("编号", "姓名", "身份证号")
    code = handed_in(client, book(("HW999", "曾宁", "110105194912310021"), header=header))
    page = client.get(f"/roster/import/{code}")
    assert ([d.code for d in page.context["doubts"]], page.context["upload"].state) == (
        ["id_number_check"],
        "compared",
    )


def test_an_archive_that_changed_meanwhile_is_compared_again(as_role):
    client = as_role()
    name = models.Person.objects.get(code="HW012").name
    first = handed_in(client, book(("HW012", name, "良好")))
    second = handed_in(client, book(("HW012", name, "一般")))
    for code in (second, first):
        upload_roster.begin_import(ORGANISER, code, now())
        upload_roster.import_upload(ORGANISER, code)
    assert models.Person.objects.get(code="HW012").health == "一般"
    page = client.get(f"/roster/import/{first}")
    assert [r.code for r in page.context["refusals"]] == ["archive_changed"]
    assert client.post(f"/roster/import/{first}/again").status_code == 302
    upload_roster.compare_upload(ORGANISER, first)
    assert client.get(f"/roster/import/{first}").context["rows"][0].fields[0][1].zh == "一般"


def test_work_that_fell_silent_can_be_begun_again(as_role):
    client = as_role()
    code = upload_roster.upload_roster(ORGANISER, book(("HW999", "曾宁", "")), "r.xlsx", "update", now())
    upload_roster.begin_again(ORGANISER, code, now())
    roster_uploads.move_upload(code, ("waiting",), "comparing", now() - timedelta(minutes=3))
    page = client.get(f"/roster/import/{code}")
    assert (page.context["is_interrupted"], page.context["is_at_work"]) == (True, False)
    upload_roster.compare_upload(ORGANISER, code)
    assert roster_uploads.upload_of(code).state == "comparing"
    client.post(f"/roster/import/{code}/again")
    upload_roster.compare_upload(ORGANISER, code)
    assert roster_uploads.upload_of(code).state == "compared"


def test_many_rows_come_in_pages(as_role):
    client = as_role()
    code = handed_in(client, book(*((f"N{n:03d}", "曾宁", "") for n in range(120))))
    first, last = (client.get(f"/roster/import/{code}?table=people&page={n}") for n in (1, 9))
    assert [len(page.context["rows"]) for page in (first, last)] == [100, 20]
    assert (last.context["number"], last.context["pages"]) == (2, 2)


@pytest.mark.parametrize(("file", "status"), [("名册.docx", 422), ("名册.xlsx", 302)])
def test_a_file_of_another_kind_is_refused_on_the_form(as_role, file, status):
    content = SimpleUploadedFile(file, book(("HW999", "曾宁", "")))
    assert as_role().post("/roster/import", {"file": content, "mode": "update"}).status_code == status


def test_the_whole_roster_is_exported_and_reads_back(as_role):
    client = as_role()
    content = client.post("/roster/import/export").content
    people = read_source(content, "r.xlsx")["people"].sheet.column("code")
    assert people == list(models.Person.objects.order_by("pk").values_list("code", flat=True))
    assert models.TraceEntry.objects.filter(book="house").latest("number").act == "export_archive"
    some = read_source(client.post("/roster/import/export", {"words": "HW012"}).content, "r.xlsx")
    assert (some["people"].sheet.column("code"), set(some["tenures"].sheet.column("person"))) == (
        ["HW012"],
        {"HW012"},
    )
    empty = load_workbook(io.BytesIO(client.get("/roster/import/template").content))
    assert [cell.value for cell in empty["reserves"][1]] == ["人员编号", "名单", "列入日期", "退出日期"]


def test_nobody_else_may_work_on_an_upload():
    auditor = Actor("auditor", None, frozenset({"auditor"}))
    code = upload_roster.upload_roster(ORGANISER, book(("HW999", "曾宁", "")), "r.xlsx", "update", now())
    for act in (
        lambda: upload_roster.compare_upload(auditor, code),
        lambda: upload_roster.begin_import(auditor, code, now()),
        lambda: upload_roster.import_upload(auditor, code),
        lambda: upload_roster.begin_again(auditor, code, now()),
        lambda: upload_roster.drop_upload(auditor, code),
        lambda: upload_roster.marked_upload(auditor, code, "zh"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_allowed"


def test_uploads_left_lying_go_after_a_week():
    week = timedelta(days=roster_uploads.KEPT_DAYS, minutes=1)
    content = book(("HW999", "曾宁", ""))
    old = upload_roster.upload_roster(ORGANISER, content, "r.xlsx", "update", now() - week)
    new = upload_roster.upload_roster(ORGANISER, content, "r.xlsx", "update", now())
    assert list(models.RosterUpload.objects.values_list("code", flat=True)) == [new] != [old]
