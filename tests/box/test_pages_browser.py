"""A whole election in a real browser, on a phone: collected and cast by phone, and by a printed slip."""

import re

import pytest
import voting
from browsing import PHONE, make_account
from command_line import call
from playwright.sync_api import Page, expect
from small_run import ALL, AT
from voting import RUN, VOTE

from quanheng.actions.open_election import close_collecting, open_casting, open_election
from quanheng.actions.set_up_election import set_up_election
from quanheng.core.ballots.encoding import to_bytes
from quanheng.documents.slips import spelled
from quanheng.store import ballot_box

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "box"], transaction=True)]


@pytest.fixture
def opened():
    """An election open for collecting, and the secrets of twelve slips."""
    voting.started(12)
    set_up_election(ALL, RUN, voting.wish(12, slips=12), AT)
    slips = voting.make_slips(12)
    open_election(ALL, RUN, VOTE, AT)
    return slips


def fill_in(page: Page, choice="好"):
    """Answer every page of the ballot with one key pressed for each question, and cast it."""
    page.get_by_role("button", name="开始").click()
    for _ in voting.CANDIDATES:
        for fieldset in page.locator("fieldset").all():
            fieldset.get_by_label(choice, exact=True).check()
        page.get_by_role("button", name=re.compile("下一页|核对")).click()
    expect(page.get_by_role("heading", name="核对您的选择")).to_be_visible()


def cast(page: Page):
    page.get_by_role("button", name="确认投出").click()
    expect(page.get_by_role("heading", name="已投出")).to_be_visible()


def test_a_voter_collects_on_one_day_and_casts_on_another(
    live_server, page, sign_in_as, box_server, opened, axe
):
    page.set_viewport_size(PHONE)
    sign_in_as(make_account("v001", "staff", person_code="V001"))
    page.goto(f"{live_server.url}/elections/{VOTE}/collect")
    expect(page.get_by_text("组织方可冒发").first).to_be_visible()
    axe(page)
    page.get_by_role("button", name="领票").click()
    expect(page.get_by_text("备份码（只显示这一次）")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="存到投票页").click()
    expect(page.get_by_text("票已存好，投票尚未开始")).to_be_visible()
    assert page.url == f"{box_server}/{VOTE}", "the credentials are wiped from the address"
    assert page.context.cookies(box_server) == [
        c for c in page.context.cookies() if c["domain"] == "localhost"
    ]
    close_collecting(ALL, RUN, VOTE, AT)
    open_casting(ALL, RUN, VOTE, AT)

    page.context.clear_cookies()
    page.goto(f"{box_server}/{VOTE}")
    fill_in(page)
    axe(page)
    page.reload()
    expect(page.get_by_text("上次选的还在")).to_be_visible()
    page.get_by_role("button", name="接着选").click()
    expect(page.get_by_label("好", exact=True).first).to_be_checked()
    page.get_by_role("button", name="下一页").click()
    page.get_by_role("button", name="核对").click()
    cast(page)
    axe(page)
    assert ballot_box.count_in(VOTE) == 2
    page.get_by_text("查询码（").click()
    code = page.locator(".ballot-codes code").first.inner_text()
    page.goto(f"{box_server}/{VOTE}/check")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("这张票在票箱里")).to_be_visible()
    axe(page)


def test_a_lost_connection_casts_nothing_twice(page, box_server, opened):
    close_collecting(ALL, RUN, VOTE, AT)
    open_casting(ALL, RUN, VOTE, AT)
    page.set_viewport_size(PHONE)
    page.goto(f"{box_server}/{VOTE}#{opened[0]}.citizens")
    fill_in(page)
    # The first ballot arrives and its answer is lost; then the line is down, and the page is closed and opened.
    lost = []

    def drop_answer(route):
        if not lost:
            lost.append(route.fetch().status)
        route.abort()

    page.route("**/cast*", drop_answer)
    page.get_by_role("button", name="确认投出").click()
    expect(page.get_by_role("heading", name="还有 2 张票未投出")).to_be_visible()
    assert (lost, ballot_box.count_in(VOTE)) == ([200], 1)
    page.unroute("**/cast*")
    page.goto(f"{box_server}/{VOTE}")
    expect(page.get_by_role("heading", name="已投出")).to_be_visible()
    assert ballot_box.count_in(VOTE) == 2


def test_a_code_that_cannot_be_scanned_is_typed_as_it_is_printed(page, box_server, opened, axe):
    close_collecting(ALL, RUN, VOTE, AT)
    open_casting(ALL, RUN, VOTE, AT)
    page.set_viewport_size(PHONE)
    page.goto(f"{box_server}/{VOTE}")
    axe(page)
    field = page.get_by_label("不能扫码的，输入票上的码")
    field.fill("AAAA")
    page.keyboard.press("Enter")
    expect(page.get_by_text("这张票读不出来")).to_be_visible()
    code = spelled(to_bytes(opened[0])).replace("<br>", " ")
    field.fill(f"{'A' if code[0] != 'A' else 'B'}{code[1:]}")
    page.keyboard.press("Enter")
    expect(page.get_by_text("这张票读不出来")).to_be_visible()
    field.fill(f"{code.lower()} 。Citizens")
    page.keyboard.press("Enter")
    fill_in(page)
    cast(page)
    assert ballot_box.count_in(VOTE) == 2


def test_the_tablet_of_a_meeting_forgets_whoever_voted(page, box_server, opened, axe):
    close_collecting(ALL, RUN, VOTE, AT)
    open_casting(ALL, RUN, VOTE, AT)
    page.goto(f"{box_server}/{VOTE}?kiosk")
    axe(page)
    page.get_by_label("扫码枪读入").fill("nothing of ours")
    page.keyboard.press("Enter")
    expect(page.get_by_text("这个码读不出来，请再扫一次。").first).to_be_visible()
    expect(page.get_by_label("扫码枪读入")).to_be_focused()
    for slip in opened[:2]:
        page.get_by_label("扫码枪读入").fill(f"{box_server}/{VOTE}#{slip}.citizens")
        page.keyboard.press("Enter")
        fill_in(page, "一般")
        cast(page)
        page.get_by_role("button", name="完成，交给下一位").click()
        expect(page.get_by_text("请扫描您抽到的票")).to_be_visible()
    assert ballot_box.count_in(VOTE) == 4
    assert page.evaluate("indexedDB.databases()") == []
    page.get_by_label("扫码枪读入").fill(f"{opened[0]}.citizens")
    page.keyboard.press("Enter")
    fill_in(page)
    page.get_by_role("button", name="确认投出").click()
    expect(page.get_by_text("先投的那一次有效").first).to_be_visible()
    assert ballot_box.count_in(VOTE) == 4


def test_another_language_in_the_middle_of_a_ballot_loses_nothing_and_the_tablet_turns_back(
    page, box_server, opened, axe
):
    close_collecting(ALL, RUN, VOTE, AT)
    open_casting(ALL, RUN, VOTE, AT)
    home = f"{box_server}/{VOTE}?kiosk"
    page.goto(home)
    page.get_by_label("扫码枪读入").fill(f"{opened[0]}.citizens")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="开始").click()
    page.get_by_role("group", name="德").get_by_label("一般", exact=True).check()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Page 1 of 2")).to_be_focused()
    expect(page.get_by_role("group", name="Virtue").get_by_label("Fair", exact=True)).to_be_checked()
    axe(page)
    page.get_by_role("group", name="Ability").get_by_label("Fair", exact=True).check()
    page.get_by_role("button", name="Next").click()
    for question in ("Virtue", "Ability"):
        page.get_by_role("group", name=question).get_by_label("Fair", exact=True).check()
    page.get_by_role("button", name="Look over").click()
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="核对您的选择")).to_be_focused()
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Cast").click()
    expect(page.get_by_role("heading", name="Cast")).to_be_visible()
    page.get_by_role("button", name="Done, next voter").click()
    expect(page.get_by_text("请扫描您抽到的票")).to_be_visible()
    assert (page.url, page.evaluate("document.documentElement.lang")) == (home, "zh-CN")
    assert ballot_box.count_in(VOTE) == 2


def test_the_organiser_takes_an_election_from_set_up_to_count(
    live_server, page, sign_in_as, box_server, axe, tmp_path
):
    voting.started(12)
    sign_in_as(make_account("o", "organiser"))
    page.set_viewport_size(PHONE)
    desk = f"{live_server.url}/runs/{RUN}/stages/assessment/election"
    page.goto(f"{live_server.url}/runs/{RUN}/stages/assessment")
    page.get_by_role("link", name="电子投票").click()
    axe(page)
    page.get_by_label("投票编号").fill(VOTE)
    citizens = page.get_by_role("group", name="群众")
    citizens.get_by_label("印制票：会场亲手抽取").check()
    citizens.get_by_label("没有名册的人数").fill("12")
    page.get_by_label("选民名册").fill("\n".join(f"{c},职工" for c in voting.codes(12)))
    page.get_by_role("button", name="筹备投票").click()
    axe(page)
    with page.expect_download() as order:
        page.get_by_role("link", name="下载制票文件").click()
    order.value.save_as(tmp_path / "order.json")
    done = call("ballots", "slips", tmp_path / "order.json", "--spare", "0", "--out", tmp_path / "slips")
    assert done.code == 0, done.err
    page.get_by_label("制票清单").set_input_files(tmp_path / "slips" / "commitments.json")
    page.get_by_role("button", name="登记清单").click()
    expect(page.get_by_text("已登记 12 张印制票")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="公布投票").click()
    expect(page.get_by_role("heading", name="正在领票")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="结束领票").click()
    page.get_by_role("button", name="开始投票").click()
    expect(page.get_by_text("已达 0%")).to_be_visible()
    axe(page)
    page.get_by_label("用扫码枪逐张扫").fill("AAAAAAAAAAAAAAAAAAAAAA.citizens")
    page.get_by_role("button", name="作废").click()
    expect(page.get_by_text("读不出的 1 张")).to_be_visible()
    page.get_by_role("button", name="封箱").click()
    expect(page.get_by_text("发出 = 收回 + 未投 + 作废")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="计票").click()
    expect(page.get_by_text("到会、票数和选票已录入")).to_be_visible()
    page.goto(desk)
    with page.expect_download() as board:
        page.get_by_role("link", name="下载公示板").click()
    board.value.save_as(tmp_path / "board.jsonl")
    assert call("ballots", "recount", tmp_path / "board.jsonl").code == 0
