"""The trace explorer: entries in words, one entry checked, one person's way, and an export that proves itself."""

import io
import zipfile
from datetime import timedelta

import pytest
from command_line import call
from django.db import connection
from openpyxl import load_workbook

from quanheng.actions.go_back import go_back
from quanheng.core.authority import Actor
from quanheng.store.append_only import put_triggers, take_triggers
from quanheng.store.load import forget
from quanheng.store.models import InputRow, Person, TraceEntry
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
ORGANISER = Actor("organiser", None, frozenset({"organiser"}))


def page(client, path):
    return client.get(path).content.decode()


def closing(run, stage):
    return TraceEntry.objects.get(book=run, act="close_stage", subject=stage).number


def test_entries_are_narrowed_and_said_in_words(as_role):
    auditor = as_role("auditor")
    shown = page(auditor, "/supervision/trace?run=s10-finished&stage=speech&act=close_stage")
    assert "组织干部：结束环节“竞聘演讲”：进入 30，留下 30，退出 0。" in shown
    assert "1 条" in shown
    assert "完整 s10-finished" in shown
    by_officer = page(auditor, "/supervision/trace?role=discipline_officer&run=s10-finished")
    assert "出具廉政意见" in by_officer
    assert "组织干部：" not in by_officer
    day = (now() + timedelta(days=1)).date()
    assert "没有符合条件的记录" in page(auditor, f"/supervision/trace?since={day}")
    named = page(auditor, "/supervision/trace?person=裘彦川&run=s10-finished")
    assert "此人的全程" in named
    Person.objects.filter(code="HW013").update(name="裘彦川")
    many = page(auditor, "/supervision/trace?person=裘彦川&run=s10-finished")
    assert "“裘彦川”有 2 人同名，请选一人" in many
    assert "person=HW013" in many
    assert "此人的全程" not in many
    assert auditor.get("/supervision/trace/export?person=裘彦川").status_code == 409


def test_a_subject_is_said_in_words(as_role):
    duties = page(as_role("auditor"), "/supervision/trace?act=record_duty")
    assert "登记任后监督事项“裘彦川（HW021）”" in duties or "（HW0" in duties
    alerts = page(as_role("auditor"), "/supervision/trace?act=explain_alert")
    assert "说明预警“公示期不足”" in alerts
    assert "设定预警数目“预警数目”" in page(as_role("auditor"), "/supervision/trace?act=set_alert_settings")


def test_a_closing_is_checked_against_a_replay(as_role):
    number = closing("s10-finished", "speech")
    path = f"/supervision/trace/s10-finished/{number}"
    assert f"结果与第 {number} 条所记摘要一致" in page(as_role("auditor"), path)
    mark = InputRow.objects.filter(run__code="s10-finished", stage="speech", table="marks").first()
    changed = mark.payload.replace('"9', '"8', 1)
    assert changed != mark.payload
    InputRow.objects.filter(pk=mark.pk).update(payload=changed)
    forget()
    assert "不一致：录入内容可能被改动" in page(as_role("auditor"), path)


def test_a_closing_that_was_opened_again_says_so(as_role):
    number = closing("s10-decision", "clearance")
    go_back(ORGANISER, "s10-decision", "clearance", "补一份意见", now())
    shown = page(as_role("auditor"), f"/supervision/trace/s10-decision/{number}")
    assert "此环节后来退回，现在没有结果" in shown


def test_a_changed_entry_breaks_the_chain_on_every_page_that_shows_it(as_role):
    take_triggers(connection)
    row = TraceEntry.objects.get(book="s10-finished", number=5)
    changed = row.line.replace('"actor":"organiser"', '"actor":"organizer"')
    TraceEntry.objects.filter(pk=row.pk).update(line=changed)
    put_triggers(connection)
    shown = page(as_role("auditor"), "/supervision/trace/s10-finished/4")
    assert "第一处断裂在第 5 条" in shown


def test_one_persons_way_over_all_runs(as_role):
    shown = page(as_role("auditor"), "/supervision/people/HW021/way")
    for told in ("s10-finished", "s10-decision", "93.14 分，第 1 名", "农办副主任", "提到此人的记录"):
        assert told in shown
    left = page(as_role("auditor"), "/supervision/people/HW022/way")
    assert "资格条件不符" in left


def test_the_export_proves_itself_on_another_machine(as_role, tmp_path):
    answer = as_role("auditor").get("/supervision/trace/export?person=HW021&run=s10-finished")
    package = zipfile.ZipFile(io.BytesIO(answer.content))
    assert sorted(package.namelist()) == [
        "README.txt", "books/s10-finished.jsonl", "entries.xlsx", "heads.txt",
    ]  # fmt: skip
    package.extractall(tmp_path)
    book, number, digest, _ = (tmp_path / "heads.txt").read_text(encoding="utf-8").split("\t")
    assert book == "s10-finished"
    told = call("trace", "verify", tmp_path / "books/s10-finished.jsonl", "--head", f"{number}:{digest}")
    assert told.code == 0
    lines = (tmp_path / "books/s10-finished.jsonl").read_text(encoding="utf-8").splitlines()
    sheet = load_workbook(tmp_path / "entries.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows
    assert all(row[-1] in lines[row[2] - 1] for row in rows), "each digest is that of its number in the book"
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert call("trace", "verify", cut, "--head", f"{number}:{digest}").code == 1
