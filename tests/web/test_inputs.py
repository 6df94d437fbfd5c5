"""Inputs: lists, forms, files."""

import io

import pytest
from browsing import make_account
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from street_office import RUN, given

from quanheng.core.authority import Actor
from quanheng.core.stages.speech import Mark
from quanheng.core.values import Refused
from quanheng.documents.tables import read_table
from quanheng.store.load import run_state
from quanheng.web.inputs.files import pack, unpack
from quanheng.web.run_access import RunInView

pytestmark = pytest.mark.django_db
MARKS = f"/runs/{RUN}/stages/speech/inputs/marks"
SHEETS = "/runs/s10-finished/stages/assessment/inputs/sheets"


def marks_of(judge):
    return [r for r in run_state(RUN).facts.rows["speech"]["marks"] if r.judge == judge]


def missing_marks():
    return [r for r in given().stages["speech.marks"].rows if r.judge == "HW007"]


def csv_of(rows, name="marks.csv"):
    lines = ["judge,person,mark", *(f"{r.judge},{r.person},{r.mark}" for r in rows)]
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def test_every_table_of_every_stage_has_its_page(as_role):
    client = as_role()
    view = RunInView(Actor("x", None, frozenset()), run_state("s10-finished"))
    for stage in view.state.facts.plan.stages:
        listed = client.get(f"/runs/s10-finished/stages/{stage.id}/inputs")
        assert listed.status_code == 200
        for line in listed.context["tables"]:
            page = client.get(f"/runs/s10-finished/stages/{stage.id}/inputs/{line['table'].name}")
            assert page.status_code == 200
            assert page.context["form"] is None


def test_a_row_is_entered_and_listed_with_who_and_when(as_role):
    client = as_role()
    row = missing_marks()[0]
    answer = client.post(MARKS, {"judge": "HW007", "person": row.person, "mark": "88.5"})
    assert (answer.status_code, answer.headers["Location"]) == (302, MARKS)
    assert [(r.person, str(r.mark)) for r in marks_of("HW007")] == [(row.person, "88.5")]
    page = client.get(f"{MARKS}?words=HW007")
    (shown,) = page.context["page"].object_list
    assert (shown.key, shown.entered_by) == (row.key(), "组织干部")


def test_a_refused_row_keeps_what_was_typed_and_says_why_at_the_field(as_role):
    answer = as_role().post(MARKS, {"judge": "HW007", "person": missing_marks()[0].person, "mark": "188"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'value="188"' in html
    assert "100" in "".join(str(e) for e in answer.context["form"].errors.values())
    assert marks_of("HW007") == []


def test_a_row_is_changed_without_changing_whom_it_is_about(as_role):
    client = as_role()
    row = marks_of("HW001")[0]
    html = client.get(MARKS, {"key": row.key()}).content.decode()
    assert f'value="{row.person}"' in html
    given_again = {"judge": row.judge, "person": "HW999", "mark": "77"}
    assert client.post(f"{MARKS}?key={row.key()}", given_again).status_code == 302
    assert [str(r.mark) for r in marks_of("HW001") if r.person == row.person] == ["77"]


def test_a_row_is_taken_out(as_role):
    row = marks_of("HW001")[0]
    assert as_role().post(f"{MARKS}/remove", {"key": row.key()}).status_code == 302
    assert row.key() not in [r.key() for r in marks_of("HW001")]


def test_a_judge_sees_and_enters_own_marks_only(as_role):
    client = as_role("judge")
    page = client.get(MARKS)
    assert page.context["page"].paginator.count == 0
    person = missing_marks()[0].person
    assert client.post(MARKS, {"judge": "HW007", "person": person, "mark": "90"}).status_code == 302
    assert client.get(MARKS).context["page"].paginator.count == 1
    assert client.post(MARKS, {"judge": "HW001", "person": person, "mark": "1"}).status_code == 422
    other = f"/runs/{RUN}/stages/enrolment/inputs/applications"
    assert client.get(other).status_code == 403


def test_staff_see_no_marks(as_role):
    assert as_role("staff").get(MARKS).status_code == 403


def test_anonymous_rows_have_no_author_and_are_shown_to_nobody_once_the_stage_is_closed(as_role):
    assert run_state("s10-finished").facts.rows["assessment"]["sheets"]
    for role in ("organiser", "discipline", "auditor", "committee"):
        page = as_role(role).get(SHEETS)
        assert page.context["page"].paginator.count == 0
        assert ">录入人<" not in page.content.decode()
        assert "环节结束后只公开汇总数，不公开单张票" in page.content.decode()
        exported = as_role(role).get(f"{SHEETS}?as=xlsx").content
        assert read_table(page.context["table"], exported, "sheets.xlsx").rows == ()


def test_a_closed_stage_is_read_only(as_role):
    client = as_role()
    address = f"/runs/{RUN}/stages/enrolment/inputs/applications"
    assert client.get(address).context["form"] is None
    answer = client.post(
        address,
        {
            "person": "HW090",
            "post": "park-deputy",
            "choice": "1",
            "channel": "self",
            "applied_on": "2026-03-10",
        },
    )
    assert answer.status_code == 422
    assert "已经结束" in answer.content.decode()


def test_a_file_is_shown_first_and_entered_when_confirmed(as_role):
    client = as_role()
    rows = [*missing_marks(), marks_of("HW001")[0].model_copy(update={"mark": 66}), marks_of("HW002")[0]]
    page = client.post(f"{MARKS}/upload", {"file": csv_of(rows)})
    found = page.context["found"]
    assert (len(found.new), len(found.changed), found.unchanged, found.refused) == (len(rows) - 2, 1, 1, ())
    assert marks_of("HW007") == []
    sent = {"packed": page.context["packed"], "file": "marks.csv"}
    assert client.post(f"{MARKS}/upload", sent).status_code == 302
    assert marks_of("HW007") == missing_marks()


def test_what_a_file_may_not_enter_is_named_by_file_and_row(as_role):
    rows = [*missing_marks()[:2], Mark(judge="HW007", person="HW001", mark=50)]
    page = as_role().post(f"{MARKS}/upload", {"file": csv_of(rows)})
    assert [place for place, _ in page.context["found"].refused] == ["marks.csv:4"]
    assert not page.context["may_confirm"]
    assert "marks.csv:4" in page.content.decode()


def test_a_file_that_does_not_fit_the_table_is_refused_whole(as_role):
    upload = SimpleUploadedFile("marks.csv", "judge,person,分数\nHW007,HW012,好\n".encode())
    page = as_role().post(f"{MARKS}/upload", {"file": upload})
    assert page.status_code == 422
    assert "marks.csv:1" in page.content.decode()
    assert as_role().post(f"{MARKS}/upload").status_code == 422


def test_who_may_not_enter_may_not_upload(as_role):
    assert as_role("auditor").get(f"{MARKS}/upload").status_code == 403


def test_the_export_reads_back_as_the_same_rows(as_role):
    client = as_role()
    table = client.get(MARKS).context["table"]
    content = client.get(f"{MARKS}?as=xlsx").content
    assert list(read_table(table, content, "marks.xlsx").rows) == list(
        run_state(RUN).facts.rows["speech"]["marks"]
    )


def test_only_who_settles_objections_enters_them_in_the_tables_of_a_run(as_role):
    address = "/runs/s10-notice/stages/notice/inputs/objections"
    line = {"number": "来信1", "person": "HW012", "received_on": "2026-03-22", "text": "来信反映学历不实。"}
    for role in ("organiser", "committee", "auditor"):
        assert as_role(role).get(address).context["form"] is None
        assert as_role(role).post(address, line).status_code == 403
    assert as_role("discipline").get(address).context["form"] is not None


def test_the_empty_table_has_the_columns_and_explains_them(as_role):
    content = as_role().get(f"/runs/{RUN}/stages/assessment/inputs/sheets/template").content
    book = load_workbook(io.BytesIO(content))
    assert [c.value for c in book["sheets"][1]] == [
        "票号*", "测评组*", "人员编号*", "德", "能", "勤", "绩", "廉",
    ]  # fmt: skip
    assert book.sheetnames == ["sheets", "填写说明"]


def test_a_packed_file_comes_out_as_it_went_in():
    content = "评委,人员\n".encode() * 1000
    assert unpack(pack(content)) == content
    for broken in ("", "not base64!", "aGFsbG8="):
        with pytest.raises(Refused):
            unpack(broken)


def test_a_guest_with_no_part_in_the_run_sees_nothing(street, client):
    client.force_login(
        make_account("guest", "judge", person_code="HW091"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert client.get(MARKS).context["page"].paginator.count == 0
    answer = client.post(MARKS, {"judge": "HW091", "person": missing_marks()[0].person, "mark": "90"})
    assert answer.status_code == 422


def test_who_objected_is_shown_to_who_settles_it_alone(as_role):
    address = "/runs/s10-finished/stages/notice/inputs/objections"
    held = run_state("s10-finished").facts.rows["notice"]["objections"]
    assert as_role("discipline").get(address).context["page"].paginator.count == len(held) > 0
    for role in ("organiser", "committee", "auditor"):
        page = as_role(role).get(address)
        assert page.context["page"].paginator.count == 0
        exported = as_role(role).get(f"{address}?as=xlsx").content
        assert read_table(page.context["table"], exported, "objections.xlsx").rows == ()
        assert held[0].text not in page.content.decode()


def test_a_file_shows_no_rows_that_its_sender_may_not_read(as_role):
    address = "/runs/s10-notice/stages/notice/inputs/objections/upload"
    line = "number,person,received_on,text\n1,HW012,2026-03-22,x\n"
    sent = SimpleUploadedFile("objections.csv", line.encode())
    assert as_role().post(address, {"file": sent}).status_code == 403
