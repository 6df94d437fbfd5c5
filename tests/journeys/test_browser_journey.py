"""A small selection from its start to the appointment, in a real browser, every act by the role that does it."""

from datetime import timedelta

import pytest
from browsing import PHONE, WIDE, axe, browser, make_account, page, sign_in_as
from playwright.sync_api import expect
from small_run import ALL

from quanheng.actions.import_roster import import_roster
from quanheng.actions.save_plan import save_plan
from quanheng.core.roster_tables import AppraisalRow, PersonRow, UnitRow
from quanheng.core.trace import Verified, verify
from quanheng.store import load
from quanheng.store.books import entries_of, head_of
from quanheng.store.load import run_state
from quanheng.store.models import StageClosing
from quanheng.web.objecting import RECENT
from quanheng.web.reader import now

__all__ = ["axe", "browser", "page", "sign_in_as"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RUN = "street-1"
NAMES = {
    "P1": "陈一鸣",
    "P2": "李素云",
    "J1": "周正",
    "J2": "吴平",
    "C1": "郑书记",
    "C2": "王委员",
    "C3": "冯委员",
    "D1": "韩廉",
}
PLAN = """\
language: 1
id: street
version: "1"
title: {{zh: 小街道竞争上岗方案, en: A small street's plan}}
organisation: {{name: 小街道, kind: street_office, scopes: [internal_unit_posts]}}
as_of: {day}
begins_on: {day}
bodies:
  - {{id: judges, title: 评委, at_least: 2}}
  - {{id: committee, title: 党工委, at_least: 3}}
  - {{id: discipline, title: 纪工委, at_least: 1}}
posts:
  - {{id: office, title: 办公室主任, seats: 1}}
eligibility:
  all:
    - {{id: identity, title: 具有公务员身份, identity: {{in: [公务员]}}}}
    - {{id: appraisals, title: 上年度考核称职以上, appraisals: {{last: 1, every: {{grade_at_least: 称职}}}}}}
stages:
  - {{id: enrolment, kind: enrolment, time: {{on: {day}}}}}
  - {{id: speech, kind: speech, time: {{on: {day}}}, judges: judges, full_mark: 100, step: 0.5,
     rounding: [{{at: component, digits: 2}}]}}
  - id: assessment
    kind: assessment
    time: {{on: {day}}}
    dimensions: [{{id: virtue, title: 德}}, {{id: ability, title: 能}}]
    grades: [{{id: good, title: 优秀, value: 100}}, {{id: fair, title: 称职, value: 80}}, {{id: poor, title: 不称职, value: 0}}]
    groups: [{{id: staff, title: 全体职工, weight: 100}}]
    denominator: valid
  - {{id: composite, kind: composite, time: {{on: {day}}}, full: 100,
     components: [{{id: speech, from: speech, weight: 40}}, {{id: assessment, from: assessment, weight: 60}}],
     rounding: [{{at: total, digits: 2}}]}}
  - {{id: shortlist, kind: shortlist, time: {{on: {day}}}, by: composite,
     keep: {{per_seat: 1, ties: chain}}, ties: [{{final: refuse}}]}}
  - {{id: decision, kind: decision, time: {{on: {day}}}, body: committee, quorum: {{share: 2/3, of: members}},
     majority: {{over: 1/2, of: due}}, principal_last: true}}
  - {{id: notice, kind: public_notice, time: {{on: {day}}}, lasts: {{days: 3}}, places: [公示栏], objections_to: discipline}}
  - {{id: appointment, kind: appointment, time: {{on: {day}}}, talk: true, term: {{years: 3}}}}
"""


@pytest.fixture
def house(live_server, page, sign_in_as, axe):
    """The street with its roster, its plan and one account a role; lets the page act as any of them."""
    today = now()
    people = [PersonRow(code=c, name=n, identity="公务员", unit="U") for c, n in NAMES.items()]
    grades = [AppraisalRow(person=c, year=today.year - 1, grade="称职") for c in NAMES]
    tables = {"units": [UnitRow(code="U", name="机关")], "people": people, "appraisals": grades}
    import_roster(ALL, {name: list(enumerate(rows, start=2)) for name, rows in tables.items()}, today)
    save_plan(ALL, PLAN.format(day=today.date()), "street.yaml", today)
    RECENT.sent.clear()
    accounts = {"organiser": make_account("organiser", "organiser", display_name="组织干部")}
    roles = {"P": "staff", "J": "judge", "C": "committee_member", "D": "discipline_officer"}
    for code, name in NAMES.items():
        role = roles[code[0]]
        accounts[code] = make_account(code, role, display_name=name, person_code=code)
    return House(live_server.url, page, sign_in_as, axe, accounts)


class House:
    """The browser in the hands of one person after another."""

    def __init__(self, url, page, sign_in_as, axe, accounts):
        self.url, self.page, self.sign_in_as, self.axe, self.accounts = url, page, sign_in_as, axe, accounts
        page.on("dialog", lambda dialog: dialog.accept())

    def enter(self, who, path="/"):
        """Sign in as somebody and open a page."""
        self.page.context.clear_cookies()
        self.sign_in_as(self.accounts[who])
        self.go(path)

    def go(self, path):
        """Open a page."""
        self.page.goto(self.url + path)

    def press(self, name):
        """Press the first button of this name."""
        self.page.get_by_role("button", name=name).first.click()

    def says(self, words):
        """The page says so."""
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def looks_right(self):
        """The page stands axe and fits, wide and on a phone."""
        for size in (PHONE, WIDE):
            self.page.set_viewport_size(size)
            self.page.evaluate("scrollTo(0, 0)")  # what lies under the head of the page is small to axe
            self.axe(self.page)
            assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
                self.page.url
            )

    def closes(self, stage):
        """The organiser closes a stage."""
        self.enter("organiser", f"/runs/{RUN}/stages/{stage}")
        self.press("结束本环节")
        self.says("已结束：")


def stage(name, rest=""):
    """The path of a stage of the run."""
    return f"/runs/{RUN}/stages/{name}{rest}"


def test_a_selection_by_role_from_start_to_appointment(house):
    start_and_name_members(house)
    for person, words in (("P1", "熟悉业务"), ("P2", "愿意担当")):
        enrol(house, person, words)
    house.closes("enrolment")
    for judge, marks in (("J1", ("92", "85.5")), ("J2", ("90", "84"))):
        mark(house, judge, marks)
    house.closes("speech")
    key_sheets(house)
    for name in ("assessment", "composite", "shortlist"):
        house.closes(name)
    decide(house)
    house.closes("decision")
    put_up_notice(house)
    object_and_settle(house)
    house.closes("notice")
    appoint(house)
    house.closes("appointment")
    follow_own_way(house)
    assert verify(entries_of(RUN)) == Verified(head_of(RUN).number, head_of(RUN))
    [made] = run_state(RUN).outcomes["appointment"].record.appointments
    assert (made.person, made.post) == ("P1", "office")


def start_and_name_members(house):
    house.enter("organiser", "/plans/street/start")
    house.page.get_by_label("运行编号").fill(RUN)
    house.page.get_by_label("我已阅读").check()
    house.press("启动")
    house.says("运行已启动")
    house.go(f"/runs/{RUN}/members")
    for body, seats in {
        "judges": ("J1", "J2"),
        "committee": ("C1", "C2", "C3"),
        "discipline": ("D1",),
    }.items():
        for number, code in enumerate(seats):
            house.page.locator(f"[name=person-{body}]").nth(number).fill(code)
    house.page.locator("[name=principal-committee][value='0']").check()
    house.press("保存全部成员")
    house.says("成员名单已保存")


def enrol(house, person, words):
    house.enter(person)
    house.looks_right()
    house.page.get_by_role("link", name="正在报名", exact=True).click()
    house.says("您符合条件的职位")
    house.looks_right()
    house.page.get_by_label("办公室主任").check()
    house.page.get_by_label("报名陈述").fill(words)
    house.press("下一步：核对")
    house.says(words)
    house.press("确认报名")
    expect(house.page.get_by_role("heading", name="报名回执")).to_be_visible()
    house.looks_right()


def mark(house, judge, marks):
    house.enter(judge)
    house.page.get_by_role("link", name="演讲（面试）：评分").click()
    house.looks_right()
    house.page.get_by_role("link", name="开始评分").click()
    field = house.page.get_by_label("得分")
    field.fill("92.3")
    house.page.keyboard.press("Enter")
    house.says("以 0.5 分为一档")
    house.looks_right()
    for given in marks:
        field.fill(given)
        house.page.keyboard.press("Enter")
        house.says("的评分已保存")
    house.says("全部评完")
    assert house.page.evaluate("Object.keys(localStorage)") == []


def key_sheets(house):
    house.enter("organiser", stage("assessment", "/sheets"))
    for name, count in (("应到", "3"), ("实到", "2"), ("发出", "2"), ("收回", "2")):
        house.page.get_by_label(f"全体职工 {name}").fill(count)
    house.press("保存到会与票数")
    house.says("还差 2 张")
    for keys in ("1122", "1231"):
        house.page.get_by_label("陈一鸣 德").focus()
        house.page.keyboard.type(keys)
        house.page.keyboard.press("Enter")
        house.says("号票已录入")
    house.says("已录完")
    house.looks_right()


def decide(house):
    house.enter("organiser", stage("decision", "/meeting"))
    for name, said in (("地点", "三楼"), ("记录人", "组织干部"), ("议题", "讨论任用")):
        house.page.get_by_label(name).fill(said)
    house.press("保存会议")
    house.page.get_by_role("button", name="保存到会情况").click()
    house.says("到会人数已足")
    house.looks_right()
    house.enter("C1", stage("decision", "/meeting"))
    house.says("您末位表态，还有 2 名成员没有表态")
    expect(house.page.get_by_role("button", name="表态")).to_have_count(0)
    for member in ("C2", "C3", "C1"):
        house.enter(member, stage("decision", "/meeting"))
        house.page.get_by_label("同意", exact=True).check()
        house.press("表态")
        house.says("：已记录")
    house.looks_right()
    expect(house.page.locator(".meeting-card").get_by_text("通过", exact=True)).to_be_visible()


def put_up_notice(house):
    house.enter("organiser", stage("notice", "/notice"))
    house.page.get_by_label("公示栏 发布日期").fill(now().date().isoformat())
    house.press("保存")
    house.says("次日方可结束")
    house.looks_right()


def object_and_settle(house):
    house.page.context.clear_cookies()
    house.go("/notices")
    house.looks_right()
    house.page.get_by_role("main").get_by_role("link").first.click()
    house.says("陈一鸣")
    house.looks_right()
    house.page.get_by_label("反映的问题").fill("去年负责的项目验收材料与实际不符。")
    house.press("提交")
    number = house.page.locator(".receipt-number").inner_text()
    house.looks_right()
    house.enter("D1")
    house.page.get_by_role("link", name="公示：异议核查").click()
    house.says(number)
    house.looks_right()
    house.page.get_by_label("处理结果").select_option("not_upheld")
    house.page.get_by_label("核查情况").fill("经查材料属实。")
    house.press("登记结论")
    house.says("不实或不影响任用")
    # A test cannot wait three days: the decision is put a month back, and the organiser mends the day on which
    # the notice went up.
    decided_on = now().date() - timedelta(days=31)
    StageClosing.objects.filter(run__code=RUN, stage="decision").update(closed_on=decided_on)
    load.forget()
    house.enter("organiser", stage("notice", "/notice"))
    house.page.get_by_label("公示栏 发布日期").fill((now().date() - timedelta(days=30)).isoformat())
    house.press("保存")
    house.says("公示已登记")
    house.page.context.clear_cookies()
    house.go(f"/notices/{RUN}/notice")
    house.says("公示期已满")
    expect(house.page.get_by_text("陈一鸣")).to_have_count(0)


def appoint(house):
    house.enter("organiser", stage("appointment", "/appointments"))
    house.looks_right()
    today = now().date().isoformat()
    house.page.get_by_label("谈话人").fill("C1")
    house.page.locator("#talks").get_by_role("button").click()
    house.says("已为 1 人录入")
    house.page.get_by_label("文号").fill("街工委〔2026〕1号")
    house.page.get_by_label("任职起算日").fill(today)
    house.page.locator("#documents").get_by_role("button").click()
    house.says("街工委〔2026〕1号")


def follow_own_way(house):
    house.enter("P2")
    house.says("未进入下一环节")
    house.looks_right()
    house.enter("P1")
    house.says("已办结")
