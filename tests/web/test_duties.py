"""Duties after appointment in the browser's terms: who records what, with which file, and what is left of it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from quanheng.actions.find_duties import duties_on
from quanheng.actions.worked_out import forget_worked_out
from quanheng.core.trace import Verified, verify
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.models import Attribute, DutyRecord
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db


def duty(kind, person="HW012"):
    return next(d for d in duties_on(now().date()) if (d.kind, d.person) == (kind, person))


def said(**changed):
    return {"done_on": now().date().isoformat(), "result": "fit", "text": "回访 12 人，评议良好。", **changed}


def test_what_the_finished_run_left_to_do(as_role):
    kinds = {d.kind for d in duties_on(now().date()) if d.run == "s10-finished" and d.person == "HW012"}
    assert kinds == {"talk", "integrity_talk", "pledge", "review", "trial", "term"} & kinds
    assert duty("talk").done_on is not None
    page = as_role("auditor").get("/supervision/duties?standing=overdue&words=hw012").content.decode()
    assert "廉政承诺书" in page
    assert "没有符合条件的事项" in as_role("auditor").get("/supervision/duties?words=nobody").content.decode()
    assert as_role("auditor").get("/supervision/duties?as=xlsx").status_code == 200


def test_a_review_is_recorded_once_with_its_file_its_document_and_its_entry(as_role):
    found = duty("review")
    path = f"/supervision/duties/{found.key}"
    organiser = as_role("organiser")
    assert organiser.post(path, said(text="")).status_code == 422
    assert organiser.post(path, said(done_on="2020-01-01")).status_code == 422
    wrong = SimpleUploadedFile("a.exe", b"MZ")
    assert organiser.post(path, said(file=wrong)).status_code == 422
    assert not DutyRecord.objects.filter(person="HW012").exists()
    paper = SimpleUploadedFile("签字.pdf", b"%PDF-1.7 x")
    assert organiser.post(path, said(file=paper)).status_code == 302
    assert organiser.post(path, said()).status_code == 422
    kept = DutyRecord.objects.get(person="HW012")
    assert (kept.result, kept.file_name, kept.person) == ("fit", "签字.pdf", "HW012")
    entry = [e for e in entries_of(HOUSE) if e.act == "record_duty"][-1]
    assert (entry.body["kind"], entry.body["file"]) == ("review", kept.digest)
    assert isinstance(verify(entries_of(HOUSE)), Verified)
    assert duty("review").done_on == now().date()
    auditor = as_role("auditor")
    document = Document(io.BytesIO(auditor.get(f"{path}/document").content))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "胜任" in cells
    assert auditor.get(f"{path}/file").content == b"%PDF-1.7 x"


def test_each_duty_is_recorded_by_its_role_and_never_by_whom_it_is_about(as_role):
    talk = f"/supervision/duties/{duty('integrity_talk').key}"
    assert as_role("organiser").post(talk, said(result="done")).status_code == 403
    assert as_role("auditor").post(talk, said(result="done")).status_code == 403
    officer = as_role("discipline")
    assert officer.post(talk, said(result="done")).status_code == 302
    other = f"/supervision/duties/{duty('review').key}"
    assert as_role("discipline").post(other, said()).status_code == 403
    assert as_role("auditor").get(f"{other}/document").status_code == 404
    assert as_role("auditor").get(f"{other}/file").status_code == 404


def test_what_is_overdue_stands_in_my_work_of_the_right_role(as_role):
    organiser = as_role("organiser").get("/").content.decode()
    assert "任后考核回访" in organiser
    assert "任前廉政谈话" not in organiser
    officer = as_role("discipline").get("/").content.decode()
    assert "任前廉政谈话" in officer
    assert "任后考核回访" not in officer
    assert "监督与任后管理" not in as_role("judge").get("/").content.decode()


def test_the_head_of_the_office_who_grew_up_there(as_role):
    Attribute.objects.create(person_id="HW001", name="成长地", value="望山县", known_from=now())
    forget_worked_out()
    as_role("discipline").post(
        "/supervision/settings",
        {
            "window_days": 90, "mass_count": 5, "batch_days": 30, "batch_count": 10, "close_months": 12,
            "close_count": 1, "near_months": 6, "look_back_months": 36, "area": "望山县河湾街道", "source": "本单位",
        },
    )  # fmt: skip
    assert [d.person for d in duties_on(now().date()) if d.kind == "area"] == ["HW001"]
