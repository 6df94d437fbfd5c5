"""Supervision in a real browser: every page wide and narrow, and a report from its sender to its officer."""

import pytest
from browsing import PHONE, WIDE
from playwright.sync_api import expect

from quanheng.actions.find_alerts import alerts_on
from quanheng.actions.find_duties import duties_on
from quanheng.store.models import Account, Report
from quanheng.web.reader import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/supervision",
    "/supervision/settings",
    "/supervision/duties",
    "/supervision/trace?person=HW021",
    "/supervision/trace/s10-finished/4",
    "/supervision/people/HW021/way",
    "/supervision/who-sees-what?run=s10-decision&fact=speech.marks",
    "/supervision/reports",
    "/report-line",
    "/report-line/follow",
)


@pytest.fixture
def officer(own_street, sign_in_as):
    account = Account.objects.get(username="discipline")
    sign_in_as(account)
    return account


@pytest.mark.parametrize(
    ("size", "language"), [pytest.param(WIDE, "zh", id="wide-zh"), pytest.param(PHONE, "en", id="phone-en")]
)
def test_every_page_is_accessible_and_fits(officer, live_server, page, axe, size, language):
    officer.choose_language(language)
    page.set_viewport_size(size)
    today = now().date()
    number = Report.objects.order_by("received_on").first().number
    more = (
        f"/supervision/alerts/{alerts_on(today)[0].key}",
        f"/supervision/duties/{duties_on(today)[0].key}",
        f"/supervision/reports/{number}",
    )
    for address in (*PAGES, *more):
        answer = page.goto(live_server.url + address)
        assert answer.status == 200, address
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_a_report_without_a_name_is_sent_by_keyboard_and_handled(own_street, live_server, page, sign_in_as):
    page.goto(f"{live_server.url}/report-line")
    page.get_by_label("反映谁、哪件事").fill("农办副主任人选")
    page.keyboard.press("Tab")
    page.keyboard.type("考察前挨个打招呼，三名同事可以作证。")
    expect(page.get_by_role("radio", name="匿名")).to_be_checked()
    page.get_by_role("button", name="提交").press("Enter")
    code = page.locator(".receipt-number").inner_text()
    number = page.locator("dl dd").first.inner_text()
    page.get_by_role("link", name="凭查询码查看").click()
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看或补充").click()
    expect(page.get_by_text("已收到，待受理")).to_be_visible()
    assert code not in page.url

    sign_in_as(Account.objects.get(username="discipline"))
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name=f"举报 {number}").click()
    page.get_by_label("办理情况").fill("线索具体，予以受理。")
    page.get_by_label("给举报人的答复").fill("已受理，三个月内答复。")
    page.get_by_role("button", name="记入").click()
    expect(page.get_by_role("status").get_by_text("已记入")).to_be_visible()
    page.goto(f"{live_server.url}/report-line/follow")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看或补充").click()
    expect(page.get_by_text("已受理，三个月内答复。")).to_be_visible()
    expect(page.get_by_text("线索具体，予以受理。")).to_have_count(0)


def test_an_alert_opens_what_it_rests_on(officer, live_server, page):
    page.goto(f"{live_server.url}/supervision?kind=over_establishment")
    page.get_by_text("所据事实（9）").click()
    page.get_by_role("link", name="祝昱钧").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("祝昱钧")
