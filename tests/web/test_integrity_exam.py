"""The integrity examination: the bank for its keeper alone, a paper by the server's clock, the desk."""

from datetime import timedelta
from io import BytesIO

import pytest
from browsing import make_account
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from openpyxl import Workbook, load_workbook

from quanheng.actions.close_stage import close_stage
from quanheng.actions.demo import ORGANISER, load_demo
from quanheng.actions.demo_scenes import SCENES
from quanheng.core.trace import Verified, verify
from quanheng.store.books import HOUSE, entries_of, head_of
from quanheng.store.load import run_state
from quanheng.store.models import Account, Sitting
from quanheng.store.sittings import sitting_of
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db

RUN, STAGE = "s1-integrity", "integrity-exam"
EXAM = f"/runs/{RUN}/stages/{STAGE}/exam"
DESK = f"/runs/{RUN}/stages/{STAGE}/exam-desk"
TABLE = f"/runs/{RUN}/stages/{STAGE}/inputs/questions"
PEOPLE = ("WS011", "WS016", "WS017", "WS020")


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    """The water company before its integrity examination, beside a finished run of the street office."""
    scenes = tuple(s for s in SCENES if s.code in ("s10-finished", RUN))
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        load_demo(now(), scenes=scenes)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def enter(company, client, db):
    """Signs the test client in as an account, which is opened where it is missing."""

    def sign_in(username, person=None):
        account = Account.objects.filter(username=username).first()
        if account is None:
            account = make_account(username, "staff", display_name=username, person_code=person)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def said(response):
    return response.content.decode()


def right_answers(person, wrong=0):
    """What somebody would send who knows all but so many answers."""
    state = run_state(RUN)
    rows = state.facts.rows[STAGE]["questions"]
    answers = {row.question: row.answer for row in rows}
    asked = sitting_of(RUN, STAGE, person).questions
    return {f"q-{q}": list(answers[q]) if n >= wrong else [] for n, q in enumerate(asked)}


def late(minutes):
    """The time runs on: everything of the sitting lies so much further back."""
    for row in Sitting.objects.filter(handed_in_at=None):
        row.started_at -= timedelta(minutes=minutes)
        row.ends_at -= timedelta(minutes=minutes)
        row.save()


def test_only_the_keeper_reads_questions_before_and_after(enter):
    for reader in ("organiser", "committee", "auditor", "manager"):
        assert enter(reader).get("/questions").status_code == 403, reader
        page = enter(reader).get(TABLE)
        assert page.status_code == 403 or "礼金" not in said(page), reader
        file = enter(reader).get(f"{TABLE}?as=xlsx")
        assert file.status_code == 403 or load_workbook(BytesIO(file.content)).active.max_row == 1, reader
    keeper = enter("discipline")
    assert "在用 30 题" in said(keeper.get("/questions"))
    assert "礼金" in said(keeper.get(TABLE))


def test_a_paper_is_drawn_answered_kept_and_handed_in(enter):
    client = enter("manager")
    assert "开始考试" in said(client.get(EXAM))
    client.post(f"{EXAM}/begin")
    page = said(client.get(EXAM))
    assert page.count("<fieldset") == 20
    assert 'data-ends-at="' in page
    given = right_answers("WS011", wrong=2)
    assert client.post(f"{EXAM}/answers", dict(list(given.items())[:5])).json()["kept"]
    again = said(client.get(EXAM))
    assert again.count(" checked>") >= 3
    assert client.post(f"{EXAM}/begin").status_code == 409
    client.post(f"{EXAM}/hand-in", given)
    page = said(client.get(EXAM))
    assert "<strong>90</strong>" in page
    assert "合格" in page
    assert "正确答案" not in page
    rows = run_state(RUN).facts.rows[STAGE]
    assert (len(rows["attempts"]), len(rows["papers"])) == (20, 1)
    acts = [e for e in entries_of(RUN) if e.act == "take_integrity_exam"]
    assert [set(e.body) >= {"stage"} for e in acts] == [True, True]
    assert "礼金" not in str([e.body for e in entries_of(RUN)] + [e.body for e in entries_of(HOUSE)])


def test_who_reads_english_sits_in_english_and_is_told_what_is_chinese_only(enter):
    keeper = enter("discipline")
    chinese = {row.question for row in run_state(RUN).facts.rows[STAGE]["questions"]} - {"lj02"}
    for code in sorted(chinese):
        row = next(r for r in run_state(RUN).facts.rows[STAGE]["questions"] if r.question == code)
        kept = {name: str(value) for name, value in row if not name.endswith("_en")}
        assert keeper.post(TABLE, kept).status_code == 302
    client = enter("manager")
    client.post("/language", {"language": "en"})
    client.post(f"{EXAM}/begin")
    page = said(client.get(EXAM))
    asked = sitting_of(RUN, STAGE, "WS011").questions
    assert page.count("In Chinese only") == len(asked) - ("lj02" in asked)
    assert ("must not accept a banquet" in page) is ("lj02" in asked)
    client.post("/language", {"language": "zh"})
    page = said(client.get(EXAM))
    assert "仅有中文" not in page
    assert "banquet" not in page


def test_the_server_s_clock_ends_a_sitting_with_the_answers_kept(enter):
    client = enter("manager")
    client.post(f"{EXAM}/begin")
    given = right_answers("WS011")
    client.post(f"{EXAM}/answers", given)
    late(41)
    assert client.post(f"{EXAM}/answers", {next(iter(given)): "B"}).status_code == 409
    page = said(client.get(EXAM, follow=True))
    assert "时间到，已自动交卷" in page
    assert "<strong>100</strong>" in page
    [paper] = run_state(RUN).facts.rows[STAGE]["papers"]
    assert paper.seconds == 40 * 60


def test_what_comes_after_the_end_counts_no_more_though_it_is_handed_in(enter):
    client = enter("manager")
    client.post(f"{EXAM}/begin")
    given = right_answers("WS011")
    late(41)
    client.post(f"{EXAM}/hand-in", given)
    page = said(client.get(EXAM))
    assert "<strong>0</strong>" in page
    assert "补考" in page


def test_the_desk_collects_papers_of_who_never_came_back(enter):
    enter("manager").post(f"{EXAM}/begin")
    late(41)
    desk = enter("organiser")
    assert "收回已到时的 1 份试卷" in said(desk.get(DESK))
    assert "已收回 1 份试卷" in said(desk.post(f"{DESK}/collect", follow=True))
    assert "不合格" in said(desk.get(DESK))
    assert sitting_of(RUN, STAGE, "WS011") is None


def test_nobody_sits_twice_after_passing_or_oftener_than_the_plan_says(enter):
    client = enter("manager")
    for wrong in (20, 0):
        client.post(f"{EXAM}/begin")
        client.post(f"{EXAM}/hand-in", right_answers("WS011", wrong))
    page = said(client.get(EXAM))
    assert "开始考试" not in page
    refused = client.post(f"{EXAM}/begin")
    assert refused.status_code == 409
    assert "您已经合格" in said(refused)


def test_strangers_do_not_sit_and_one_sees_no_other_paper(enter):
    client = enter("worker", "WS022")
    assert "您不在本次考试的应试人员中" in said(client.get(EXAM))
    assert client.post(f"{EXAM}/begin").status_code == 409
    assert client.post(f"{EXAM}/answers", {"q-lj01": "A"}).status_code == 409
    assert enter("organiser").post(f"{EXAM}/begin").status_code == 403


def test_once_closed_answers_open_to_those_entitled_and_the_run_goes_on(enter):
    for number, person in enumerate(PEOPLE):
        client = enter("manager" if not number else f"manager{number}", person)
        client.post(f"{EXAM}/begin")
        client.post(f"{EXAM}/hand-in", right_answers(person, wrong=number))
    close_stage(ORGANISER, RUN, STAGE, now())
    page = said(client.get(EXAM))
    assert "正确答案" in page
    desk = said(enter("organiser").get(DESK))
    assert desk.count("逐题查看") >= 4
    outcome = run_state(RUN).outcomes[STAGE]
    assert {c.person for c in outcome.remaining.candidates} == set(PEOPLE)
    texts = {row.text for row in run_state(RUN).facts.rows[STAGE]["questions"]}
    for attempt in outcome.record.attempts:
        assert {part.label.zh for part in attempt.points.parts} <= texts
    assert verify(entries_of(RUN)) == Verified(head_of(RUN).number, head_of(RUN))


HEADER = ("题号", "类别", "题型", "题目", "选项", "答案", "分值")


def workbook(*rows):
    book = Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("bank.xlsx", file.getvalue())


def test_a_file_shows_its_differences_and_enters_what_is_confirmed(enter):
    keeper = enter("discipline")
    file = workbook(
        ("lj01", "廉洁纪律", "单选", "收到无法退还的礼金，应当", "A=登记上交|B=自行保管", "A", 4),
        ("new1", "保密纪律", "判断", "涉密文件可以用微信传送。", "A=正确|B=错误", "B", 5),
    )
    page = said(keeper.post("/questions/import", {"file": file}))
    assert "确认录入 2 行" in page
    assert "保密纪律" in page
    assert "收到无法退还的礼金" in page
    assert "new1" not in said(keeper.get("/questions"))
    packed = page.split('name="packed" value="')[1].split('"')[0]
    keeper.post("/questions/import", {"packed": packed, "file": "bank.xlsx"})
    assert "new1" in said(keeper.get("/questions"))
    assert "在用 31 题" in said(keeper.get("/questions"))


def test_a_file_with_one_bad_question_enters_none(enter):
    keeper = enter("discipline")
    file = workbook(
        ("ok1", "廉洁纪律", "单选", "？", "A=甲|B=乙", "A", 5),
        ("bad1", "廉洁纪律", "单选", "？", "A=甲|B=乙", "AB", 5),
        ("bad2", "廉洁纪律", "判断", "？", "A=甲|B=乙|C=丙", "A", 5),
    )
    page = said(keeper.post("/questions/import", {"file": file}))
    assert "不予录入" in page
    assert "单选题、判断题只有一个答案" in page
    assert "bank.xlsx" in page
    assert "确认录入" not in page
    file = workbook(("q x", "", "填空", "？", "A=甲|B=乙", "A", "五"))
    refused = keeper.post("/questions/import", {"file": file})
    assert refused.status_code == 422
    assert "在用 30 题" in said(keeper.get("/questions"))


def test_a_question_is_entered_changed_and_retired(enter):
    keeper = enter("discipline")
    new = {"question": "own1", "category": "廉洁纪律", "form": "single", "text": "新题？",
           "options": "A=对|B=错", "answer": "C", "points": "5"}  # fmt: skip
    page = keeper.post("/questions/new", new)
    assert page.status_code == 422
    assert "新题？" in said(page)
    keeper.post("/questions/new", {**new, "answer": "A"})
    keeper.post("/questions/own1", {**new, "answer": "B", "text": "改过的题？"})
    assert "改过的题？" in said(keeper.get("/questions?words=own1"))
    keeper.post("/questions/own1/retire")
    assert "在用 30 题" in said(keeper.get("/questions"))
    assert "own1" in said(keeper.get("/questions?state=retired"))
    keeper.post("/questions/own1/retire", {"back": "1"})
    assert "在用 31 题" in said(keeper.get("/questions"))
    assert keeper.get("/questions/nothing").status_code == 404


def test_the_keeper_hands_the_bank_over_and_is_told_when_it_is_wanted(enter):
    keeper = enter("discipline")
    keeper.post("/questions/lj01/retire")
    assert "29 题已用于本环节" in said(keeper.post(f"{DESK}/bank", follow=True))
    assert {row.question for row in run_state(RUN).facts.rows[STAGE]["questions"]} >= {"lj02", "zz04"}
    assert "lj01" not in {row.question for row in run_state(RUN).facts.rows[STAGE]["questions"]}
    for row in ("lj02", "lj03"):
        keeper.post(f"{TABLE}/remove", {"key": row})
    assert "提供题库" in said(keeper.get("/"))
    assert "“廉洁纪律”类须有 6 题，只有 4 题" in said(enter("organiser").get(DESK))
    assert enter("manager").post(f"{EXAM}/begin").status_code == 409


def test_the_bank_of_a_stage_stands_once_a_paper_is_drawn(enter):
    assert "您还没有考试" in said(enter("manager").get("/"))
    enter("manager").post(f"{EXAM}/begin")
    keeper = enter("discipline")
    for refused in (keeper.post(f"{DESK}/bank"), keeper.post(f"{TABLE}/remove", {"key": "lj01"})):
        assert refused.status_code == 409
        assert "题库不能再改" in said(refused)
