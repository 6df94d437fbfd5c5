"""The trace on screen: books, entries, verification."""

import io

import pytest
from openpyxl import load_workbook
from street_office import RUN

from quanheng.core.act_titles import ACT_TITLES
from quanheng.core.authority import ACTS
from quanheng.core.trace import from_lines, verify
from quanheng.store import queries
from quanheng.store.books import HOUSE, head_of, lines_of
from quanheng.store.load import run_state
from quanheng.store.models import TraceEntry

BOOK = f"/trace/{RUN}"


def test_every_act_has_a_title_in_both_languages():
    assert set(ACTS) <= set(ACT_TITLES)
    assert all(title.zh and title.en for title in ACT_TITLES.values())


@pytest.mark.django_db
def test_the_books_with_their_heads(as_role):
    html = as_role("auditor").get("/trace").content.decode()
    assert head_of(RUN).short() in html
    assert f'href="/trace/{HOUSE}"' in html


@pytest.mark.django_db
def test_entries_in_words_narrowed_by_act_and_words(as_role):
    client = as_role("auditor")
    html = client.get(BOOK).content.decode()
    assert "竞聘演讲 · 评委评分表" in html
    page = client.get(f"{BOOK}?act=close_stage").context["page"]
    assert {entry.act for entry in page} == {"close_stage"}
    content = client.get(f"{BOOK}?act=close_stage&as=xlsx").content
    assert len(list(load_workbook(io.BytesIO(content)).active.values)) == page.paginator.count + 1
    assert client.get(f"{BOOK}?words=nothing-like-it").context["page"].paginator.count == 0


@pytest.mark.django_db
def test_a_book_that_holds_says_its_head(as_role):
    page = as_role("auditor").post(f"{BOOK}/verify")
    assert page.context["holds"].count == head_of(RUN).number
    assert head_of(RUN).short() in page.content.decode()


@pytest.mark.django_db
def test_a_printed_head_is_checked(as_role):
    client, head = as_role("auditor"), head_of(RUN)
    page = client.post(f"{BOOK}/verify", {"number": head.number, "digest": head.short().upper()})
    assert page.context["holds"] is not None
    page = client.post(f"{BOOK}/verify", {"number": head.number, "digest": "0" * 16})
    assert page.context["broken"].number == head.number
    page = client.post(f"{BOOK}/verify", {"number": head.number + 5, "digest": head.digest})
    assert page.context["broken"].code == "truncated"
    assert client.post(f"{BOOK}/verify", {"number": "3", "digest": "kurz"}).status_code == 422


@pytest.mark.django_db
def test_the_first_broken_entry_is_named(as_role):
    head = head_of(RUN)
    last = TraceEntry.objects.get(book=RUN, number=head.number)
    forged = last.line.replace(f'"number":{head.number}', f'"number":{head.number + 1}')
    TraceEntry.objects.create(
        book=RUN, number=head.number + 1, at=last.at, actor=last.actor, act=last.act, subject=last.subject,
        digest=last.digest, algorithm=last.algorithm, line=forged,
    )  # fmt: skip
    page = as_role("auditor").post(f"{BOOK}/verify")
    assert page.context["broken"].number == head.number + 1
    assert f"第 {head.number + 1} 条" in page.content.decode()


@pytest.mark.django_db
def test_a_line_that_cannot_be_read_is_named(as_role):
    head = head_of(RUN)
    TraceEntry.objects.create(
        book=RUN, number=head.number + 1, at="", actor="", act="close_stage", subject="", digest="0" * 64,
        algorithm="sha256", line='{"body":{}}',
    )  # fmt: skip
    page = as_role("auditor").post(f"{BOOK}/verify")
    assert page.context["unreadable"].where == f"line {head.number + 1}"


@pytest.mark.django_db
def test_the_file_verifies_elsewhere(as_role):
    content = b"".join(as_role("auditor").get(f"{BOOK}/file").streaming_content).decode()
    assert content.splitlines() == list(lines_of(RUN))
    assert verify(from_lines(content.splitlines())).head == head_of(RUN)


@pytest.mark.django_db
def test_a_book_that_is_not_there(as_role):
    client = as_role("auditor")
    assert client.get("/trace/nothing").status_code == 404
    assert client.get("/trace/nothing/file").status_code == 404
    assert client.post("/trace/nothing/verify").status_code == 404


def test_a_book_offers_only_the_acts_that_occur_and_names_plans_and_people(as_role):
    context = as_role("auditor").get("/trace/house").context
    held = {entry.act for entry in queries.entries("house")}
    assert {act for act, _ in context["acts"]} == held
    saved = next(line for line in context["entries"] if line["entry"].act == "save_plan")
    assert saved["subject"].zh.startswith(run_state(RUN).facts.plan.title.zh)
