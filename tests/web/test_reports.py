"""The report line: from a report without a name to a disqualification, and who sees none of it."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quanheng.core.trace import Verified, verify
from quanheng.store.books import entries_of
from quanheng.store.models import Report, ReportFile, ReportStep
from quanheng.store.reports import BOOK, hash_of_code
from quanheng.web.objecting import Recent
from quanheng.web.supervision import report_line

pytestmark = pytest.mark.django_db
SAID = {"about": "农办副主任人选", "text": "考察前私下打招呼拉票，三人可以作证。", "manner": "anonymous"}


@pytest.fixture(autouse=True)
def unhurried(street, db, monkeypatch):
    for model in (ReportFile, ReportStep, Report):
        model.objects.all().delete()  # those of the demonstration
    monkeypatch.setattr(report_line, "SENT", Recent(5, 600))
    monkeypatch.setattr(report_line, "ASKED", Recent(20, 600))


def sent(client, **changed):
    return client.post("/report-line", {**SAID, **changed})


def code_in(answer):
    return re.search(r"receipt-number\">([A-Z0-9-]+)<", answer.content.decode())[1]


def test_an_anonymous_report_keeps_the_day_and_nothing_about_the_sender(street, client):
    before = len(list(entries_of(BOOK)))
    pdf = SimpleUploadedFile("张三拍摄.pdf", b"%PDF-1.7 x", "text/html")
    answer = sent(client, from_whom="打错了", contact="1", files=pdf)
    kept = Report.objects.get()
    assert (kept.signed, kept.from_whom, kept.state) == (False, "", "received")
    assert type(kept.received_on) is date
    assert kept.code_hash == hash_of_code(code_in(answer))
    assert {f.name for f in Report._meta.fields} == {
        "id", "number", "code_hash", "received_on", "signed", "from_whom", "about", "text", "state", "run", "person",
    }  # fmt: skip
    file = ReportFile.objects.get()
    assert (file.name, file.media_type) == ("附件1.pdf", "application/pdf")
    assert len(list(entries_of(BOOK))) == before, "an entry would tell the time"


def test_a_report_by_somebody_signed_in_names_no_account(as_role):
    sent(as_role("organiser"), manner="signed", from_whom="何人", contact="138")
    kept = Report.objects.get()
    assert (kept.signed, kept.from_whom) == (True, "何人，138")
    assert "organiser" not in str(kept.__dict__)


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "太短"},
        {"about": ""},
        {"manner": "signed"},
        {"manner": "other"},
        {"files": SimpleUploadedFile("a.exe", b"MZ")},
        {"files": [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1") for n in range(4)]},
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(street, client, changed):
    answer = sent(client, **changed)
    assert answer.status_code == 422
    assert SAID["text"] in answer.content.decode() or "text" in changed
    assert not Report.objects.exists()


def test_a_few_from_one_place_are_enough(street, client):
    for _ in range(5):
        assert sent(client).status_code == 200
    assert sent(client).status_code == 409
    assert Report.objects.count() == 5


def test_whoever_holds_the_code_follows_and_adds(street, client):
    code = code_in(sent(client))
    answer = client.post(
        "/report-line/follow", {"code": code.lower().replace("-", " "), "word": "还有录音。"}
    )
    assert "还有录音。" in answer.content.decode()
    (word,) = ReportStep.objects.all()
    assert (word.kind, word.by, type(word.on)) == ("word", "", date)
    assert client.post("/report-line/follow", {"code": "AAAA-BBBB"}).status_code == 422


def test_from_a_report_to_a_disqualification_in_one_path(as_role):
    code = code_in(sent(as_role("discipline")))
    number = Report.objects.get().number
    officer = as_role("discipline")
    page = f"/supervision/reports/{number}"
    out_of_order = officer.post(page, {"kind": "uphold", "note": "查实"})
    assert out_of_order.status_code == 422
    for kind in ("register", "examine", "uphold"):
        answer = officer.post(page, {"kind": kind, "note": f"办理{kind}", "answer": f"答复{kind}"})
        assert answer.status_code == 302
    shown = officer.get(page).content.decode()
    whom = re.search(r'value="(s10-decision\|[^"]+\|HW021)"', shown)[1]
    empty = officer.post(f"{page}/disqualify", {"whom": whom, "reason": "", "source": ""})
    assert empty.status_code == 422
    done = officer.post(
        f"{page}/disqualify", {"whom": whom, "reason": "拉票查实", "source": "河纪〔2026〕9号"}
    )
    assert done.status_code == 302
    kept = Report.objects.get()
    assert (kept.state, kept.run, kept.person) == ("upheld", "s10-decision", "HW021")
    run = as_role("organiser").get("/runs/s10-decision").content.decode()
    assert "取消资格：拉票查实" in run
    followed = Client().post("/report-line/follow", {"code": code}).content.decode()
    assert "答复uphold" in followed
    assert "办理uphold" not in followed
    entries = list(entries_of(BOOK))
    assert [e.body["step"] for e in entries if e.subject == number] == [
        "register",
        "examine",
        "uphold",
        "disqualify",
    ]
    assert isinstance(verify(entries), Verified)
    assert "拉票" not in str([e.body for e in entries]), "the book bears digests, never words"


def test_nobody_else_sees_reports_and_an_officer_none_about_themselves(as_role):
    sent(as_role("organiser"))
    number = Report.objects.get().number
    as_role("discipline").post(f"/supervision/reports/{number}", {"kind": "register", "note": "登记"})
    for reader in ("organiser", "auditor", "committee", "staff", "judge", "admin"):
        client = as_role(reader)
        assert client.get("/supervision/reports").status_code == 403
        assert client.get(f"/supervision/reports/{number}").status_code == 403
        assert client.get("/trace/reports").status_code == 403
        assert client.get("/trace/reports/file").status_code == 403
        assert number not in client.get("/").content.decode()
    assert "reports" not in as_role("auditor").get("/trace").content.decode()
    sent(as_role("organiser"), about="纪工委副书记陶柏山")
    own = Report.objects.exclude(number=number).get().number
    officer = as_role("discipline")
    assert own not in officer.get("/supervision/reports").content.decode()
    assert officer.get(f"/supervision/reports/{own}").status_code == 409


def test_a_file_is_saved_never_shown(as_role):
    sent(as_role("organiser"), files=SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"))
    file = ReportFile.objects.get()
    answer = as_role("discipline").get(f"/supervision/reports/files/{file.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert as_role("auditor").get(f"/supervision/reports/files/{file.id}").status_code == 403


def test_more_than_the_files_that_may_come_is_refused_before_it_is_read(street, client):
    answer = client.post("/report-line", SAID, CONTENT_LENGTH=str(17_000_000))
    assert answer.status_code == 413
    assert not Report.objects.exists()
