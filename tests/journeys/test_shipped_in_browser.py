"""S1, S2 and S4 on the screens (随附方案上屏): every stage of each shipped plan, closed in a real browser by its organiser.

Files are handed in by whoever may (the organiser, the discipline officer) through the same upload that people
use; one act of each plan is done by hand by the person whose act it is.
"""

import re

import pytest
from browsing import axe, browser, make_account, page, sign_in_as
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect

from quanheng.actions.demo_runs import Shipped
from quanheng.actions.import_roster import import_roster
from quanheng.actions.keep_questions import keep_questions
from quanheng.actions.run_headless import ACTOR
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import appoint_members, start_run
from quanheng.core.kinds import KINDS
from quanheng.core.trace import Verified, verify
from quanheng.documents.list_workbook import input_workbook
from quanheng.store.books import entries_of, head_of
from quanheng.store.load import run_state
from quanheng.web.inputs.rows import file_keys
from quanheng.web.reader import now

__all__ = ["axe", "browser", "page", "sign_in_as"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICERS = frozenset({"give_integrity_opinion", "settle_objection", "object", "keep_questions"})
"""Acts whose tables the discipline officer fills in; the organiser fills in the others."""


def parted(table, rows):
    """The rows of a table under the account that hands them in."""
    found = {}
    for row in rows:
        let = table.name == "opinions" and getattr(row, "must", "") in ("archive", "personal_matters")
        who = "discipline" if table.act in OFFICERS and not let else "organiser"
        found.setdefault(who, []).append(row)
    return found


class Journey:
    """A shipped plan on its way through the browser."""

    def __init__(self, plan, inputs, url, page, sign_in_as):
        self.shipped = Shipped.of(plan, inputs)
        self.given, self.plan = self.shipped.given, self.shipped.plan
        self.code, self.url, self.page, self.sign_in_as = plan, url, page, sign_in_as
        self.by_hand = {}
        self.accounts, self.clients = {}, {}
        page.on("dialog", lambda dialog: dialog.accept())

    def begin(self):
        """The roster, the plan, the run and its members; what comes after is done on the screens."""
        tables = {name: held.numbered() for name, held in self.given.roster.items()}
        people = import_roster(ACTOR, tables, now())
        version = save_plan(ACTOR, self.shipped.text, self.shipped.file, now())
        start_run(ACTOR, version, self.code, now(), people=people)
        appoint_members(ACTOR, self.code, self.given.seats(), now())
        self.account("organiser", "organiser")
        self.account("discipline", "discipline_officer")

    def account(self, name, role, person=None):
        self.accounts[name] = make_account(name, role, display_name=name, person_code=person)
        self.clients[name] = Client()
        self.clients[name].force_login(
            self.accounts[name], backend="django.contrib.auth.backends.ModelBackend"
        )

    def enter(self, who, path):
        """Sign the browser in as somebody and open a page of the run."""
        self.page.context.clear_cookies()
        self.sign_in_as(self.accounts[who])
        self.go(path)

    def go(self, path):
        self.page.goto(f"{self.url}/runs/{self.code}/{path}")

    def says(self, words):
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def fill_in(self, stage):
        """Hand in the files of a stage: shown with their differences first, then confirmed."""
        for table in KINDS[stage.kind].tables:
            name = f"{stage.id}.{table.name}"
            keep = self.by_hand.get(name, lambda row: True)
            rows = (
                [row for row in self.given.stages[name].rows if keep(row)]
                if name in self.given.stages
                else []
            )
            if table.name == "applications":  # the run is played after the plan's last day
                rows = [row.model_copy(update={"late_because": "据纸质报名表补录"}) for row in rows]
            for who, own in parted(table, rows).items():
                self.hand_in(stage, table, own, self.clients[who])

    def hand_in(self, stage, table, rows, client):
        """One file, shown with its differences, then confirmed."""
        name = f"{stage.id}.{table.name}"
        address = f"/runs/{self.code}/stages/{stage.id}/inputs/{table.name}/upload"
        content = input_workbook(table, rows, file_keys(stage, table, rows))
        shown = client.post(address, {"file": SimpleUploadedFile("file.xlsx", content)})
        text = shown.content.decode()
        assert f"确认录入 {len(rows)} 行" in text, (name, text[text.find("<main") :][:3000])
        packed = text.split('name="packed" value="')[1].split('"')[0]
        done = client.post(address, {"packed": packed, "file": "file.xlsx"})
        assert done.status_code == 302, name

    def close(self, stage):
        """The organiser closes the stage in the browser, on the day that it was."""
        day = self.shipped.days()[stage.id].isoformat()
        if stage is self.plan.stages[0] or getattr(self, "who", "") != "organiser":
            self.enter("organiser", f"stages/{stage.id}")
            self.who = "organiser"
        else:
            self.go(f"stages/{stage.id}")
        self.says("已齐备，可以结束")
        self.page.get_by_label("结束日期").fill(day)
        self.page.get_by_role("button", name="结束本环节").click()
        self.says("已结束：")

    def run(self, acts, last):
        """Every stage to the last: its files, what is done by hand there, its end."""
        for stage in self.plan.stages:
            if acts.get(f"before {stage.id}"):
                acts[f"before {stage.id}"](self)
                self.who = ""
            self.fill_in(stage)
            if acts.get(stage.id):
                acts[stage.id](self)
                self.who = ""
            self.close(stage)
            if stage.id == last:
                break
        assert verify(entries_of(self.code)) == Verified(head_of(self.code).number, head_of(self.code))

    def appointed(self):
        record = run_state(self.code).outcomes["appointment"].record
        return {(made.person, made.post) for made in record.appointments}


@pytest.fixture
def journey(live_server, page, sign_in_as):
    """Makes the journey of a plan."""

    def begun(plan, inputs):
        made = Journey(plan, inputs, live_server.url, page, sign_in_as)
        made.begin()
        return made

    return begun


def hand_the_bank_over(trip):
    trip.enter("discipline", "stages/integrity-exam/exam-desk")
    trip.page.get_by_role("button", name="把在用的 30 题用于本环节").click()
    trip.says("30 题已用于本环节")


def sit_the_examination(trip):
    right = {row.question: row.answer for row in trip.given.stages["integrity-exam.questions"].rows}
    trip.enter("manager", "stages/integrity-exam/exam")
    trip.page.get_by_role("button", name="开始考试").click()
    expect(trip.page.locator(".exam-question")).to_have_count(20)
    for box in trip.page.locator(".exam-question input:not([type=hidden])").all():
        if box.get_attribute("value") in right[box.get_attribute("name").removeprefix("q-")]:
            box.check()
    expect(trip.page.locator("[data-kept]")).to_contain_text("已保存")
    trip.page.wait_for_load_state("networkidle")
    trip.page.reload()
    expect(trip.page.locator(".exam-question input:checked")).not_to_have_count(0)
    trip.page.get_by_role("button", name="交卷").click()
    trip.says("已交卷")
    trip.says("100 分")


def test_company_managers_fall_back_to_the_market_and_sit_an_examination(journey):
    trip = journey("s1-company-managers", "s1")
    trip.account("manager", "staff", "WS011")
    keep_questions(
        trip.accounts["discipline"].actor(), trip.given.stages["integrity-exam.questions"].rows, now()
    )
    trip.by_hand = {
        "integrity-exam.questions": lambda row: False,
        "integrity-exam.papers": lambda row: row.person != "WS011",
        "integrity-exam.attempts": lambda row: row.person != "WS011",
    }
    trip.run(
        {"before integrity-exam": hand_the_bank_over, "integrity-exam": sit_the_examination}, "appointment"
    )
    assert trip.appointed() == {
        ("WS011", "operations-head"),
        ("WS016", "engineering-deputy"),
        ("WS017", "engineering-deputy"),
        ("WS020", "finance-deputy"),
    }


def vote_last(trip):
    trip.enter("secretary", "stages/shortlist/meeting")
    waiting = trip.page.get_by_role("button", name=re.compile("^表态"))
    for left in (4, 3, 2, 1, 0):
        card = trip.page.locator(".meeting-card").filter(has=waiting).first
        agrees = any(name in card.inner_text() for name in trip.chosen)
        card.get_by_label("同意" if agrees else "不同意", exact=True).check()
        card.get_by_role("button", name=re.compile("^表态")).click()
        expect(waiting).to_have_count(left)


def test_bureau_posts_by_the_voice_of_all_and_the_secretary_votes_last(journey):
    trip = journey("s2-bureau-posts", "s2")
    trip.account("secretary", "committee_member", "SF001")
    trip.by_hand = {"shortlist.votes": lambda row: row.member != "SF001"}
    people = run_state(trip.code).facts.people
    trip.chosen = [people[code].name for code in ("SF009", "SF014")]
    trip.run({"shortlist": vote_last}, "training")
    assert trip.appointed() == {("SF009", "bureau-senior"), ("SF014", "office-senior")}
    [due] = run_state(trip.code).outcomes["training"].record.to_make_up
    assert due.candidate.person == "SF014"


def give_an_opinion(trip):
    """The head of the office signs by his own account, his colleague signs second by hers."""
    person = run_state(trip.code).facts.people["SJ015"].name
    trip.enter("archivist", "stages/clearance/opinions")
    trip.page.get_by_role("link", name=f"{person} 干部档案必审").click()
    trip.page.get_by_label("结论").select_option("clear")
    trip.page.get_by_label("文号").fill("滨市监党组核〔2026〕1号")
    trip.page.get_by_label("出具日期").fill("2026-04-13")
    trip.page.get_by_role("button", name="签字并提交").click()
    trip.says("已录入")
    trip.enter("second", "stages/clearance/opinions")
    trip.page.get_by_role("link", name=f"{person} 干部档案必审").click()
    trip.page.get_by_role("button", name="我作第二签字").click()
    trip.says("已签字")


def test_a_competition_judged_with_the_four_musts_signed_twice(journey):
    trip = journey("s4-competition-judged", "s4/judged")
    trip.account("archivist", "staff", "SJ008")
    trip.account("second", "staff", "SJ010")
    trip.by_hand = {"clearance.opinions": lambda row: (row.person, row.must) != ("SJ015", "archive")}
    trip.run({"clearance": give_an_opinion}, "appointment")
    assert trip.appointed() == {
        ("SJ015", "office-deputy"),
        ("SJ021", "policy-deputy"),
        ("SJ026", "food-deputy"),
    }


def mark_the_inspection(trip):
    trip.enter("director", "")
    trip.page.goto(trip.url)
    trip.page.get_by_role("link", name="考察：评分").click()
    for name, mark in (("华荷静", "90"), ("闻岳哲", "89.5")):  # the two whom the member has not marked
        form = trip.page.get_by_role("region", name=name)
        form.get_by_label("分数").fill(mark)
        form.get_by_role("button", name="保存，下一人").click()
        trip.says(f"{name}：已录入。")


def test_a_competition_scored_and_posts_assigned_from_the_ranking(journey):
    trip = journey("s4-competition-scored", "s4/scored")
    trip.account("director", "judge", "SJ001")
    trip.by_hand = {
        "inspection.marks": lambda row: row.judge != "SJ001" or row.person not in ("SJ015", "SJ021")
    }
    trip.run({"inspection": mark_the_inspection}, "appointment")
    assert trip.appointed() == {
        ("SJ015", "office-deputy"),
        ("SJ021", "policy-deputy"),
        ("SJ026", "food-deputy"),
    }
