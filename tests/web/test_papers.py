"""Papers: looking leaves no trace, issuing does."""

import hashlib
import io
import json

import pytest
from pypdf import PdfReader

from quanheng.documents.drawing import built_in, text_of
from quanheng.store.books import head_of, lines_of

pytestmark = pytest.mark.django_db
RUN = "s10-finished"
PAGE = f"/runs/{RUN}/stages/notice/papers"


def test_every_stage_lists_its_papers(as_role):
    client = as_role()
    for stage in (
        "enrolment",
        "speech",
        "composite",
        "inspection",
        "clearance",
        "decision",
        "notice",
        "probation",
    ):
        assert client.get(f"/runs/{RUN}/stages/{stage}/papers").status_code == 200


def test_a_draft_is_a_document_and_leaves_no_trace(as_role):
    client, head = as_role(), head_of(RUN)
    listed, _ = client.get(PAGE).context["papers"][0]
    answer = client.get(f"{PAGE}/0")
    assert "".join(text_of(answer.content).splitlines()[:2]) == listed.paper.title.zh
    assert client.get(f"{PAGE}/0/text").content.decode().startswith('<pre class="paper-text"')
    assert head_of(RUN) == head
    assert client.get(f"{PAGE}/99").status_code == 404


def test_issuing_is_recorded_with_number_day_and_digest(as_role):
    client = as_role()
    answer = client.post(f"{PAGE}/0/issue", {"number": "河街发〔2026〕9号", "issued_on": "2026-03-21"})
    assert answer.content[:2] == b"PK"
    entry = json.loads(list(lines_of(RUN))[-1])
    assert (entry["act"], entry["subject"]) == ("issue_document", "notice.public_notice")
    assert entry["body"] == {
        "stage": "notice",
        "paper": "public_notice",
        "title": entry["body"]["title"],
        "index": 0,
        "number": "河街发〔2026〕9号",
        "issued_on": "2026-03-21",
        "document": hashlib.sha256(answer.content).hexdigest(),
        "template_version": 0,
        "template": built_in("public_notice").digest,
    }
    assert "河街发〔2026〕9号" in client.get(PAGE).content.decode()


def test_who_may_not_issue_may_not_and_a_wrong_date_is_refused(as_role):
    assert as_role("committee").post(f"{PAGE}/0/issue", {"issued_on": "2026-03-21"}).status_code == 403
    assert as_role().post(f"{PAGE}/0/issue", {"issued_on": "morgen"}).status_code == 409
    assert as_role().post(f"{PAGE}/99/issue", {"issued_on": "2026-03-21"}).status_code == 409


def test_a_stage_that_is_not_reached_says_so(as_role):
    page = as_role().get("/runs/s10-speech/stages/notice/papers")
    assert page.status_code == 200
    assert page.context["refusal"].code == "earlier_stage_open"


def test_a_paper_that_is_not_there_yet_says_what_it_waits_for(as_role):
    html = as_role().get("/runs/s10-decision/stages/decision/papers").content.decode()
    assert "会议纪要：本环节结束后形成" in html


def test_a_paper_is_a_pdf_of_the_same_words(as_role):
    client = as_role()
    words = "".join(text_of(client.get(f"{PAGE}/0").content).split())
    pdf = PdfReader(io.BytesIO(client.get(f"{PAGE}/0?as=pdf").content))
    told = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    assert set(words) - set(told) == set()
