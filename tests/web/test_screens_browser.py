"""Every screen of plans, runs, inputs, roster and trace in a real browser: wide and narrow, in both languages."""

import pytest
from browsing import PHONE, WIDE
from playwright.sync_api import expect
from street_office import RUN

from quanheng.store.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STAGE = f"/runs/{RUN}/stages/speech"
PAGES = (
    "/runs",
    "/runs/s10-finished",
    f"/runs/{RUN}",
    f"{STAGE}/inputs",
    f"{STAGE}/inputs/marks",
    f"{STAGE}/inputs/marks?key=HW001|HW012||",
    f"{STAGE}/inputs/marks/upload",
    "/runs/s10-finished/stages/assessment/inputs/sheets",
    "/runs/s10-finished/stages/eligibility/candidates/office-director/HW012",
    "/runs/s10-finished/stages/notice/papers",
    "/runs/s10-finished/papers",
    "/paper-templates",
    "/paper-templates/public_notice",
    "/runs/s10-finished/stages/decision/back",
    f"/runs/{RUN}/members",
    "/runs/s10-decision/amendments",
    "/plans",
    "/plans/new?from=s10-street-office",
    "/plans/s10-street-office",
    "/plans/s10-street-office/checks",
    "/plans/s10-street-office/timeline",
    "/plans/s10-street-office/file",
    "/plans/s10-street-office/versions",
    "/plans/s10-street-office/start",
    "/establishment",
    "/establishment/cell?unit=HW&level=乡科级副职&leading=yes&below=yes",
    "/establishment/units/PQ",
    "/establishment/competition-share",
    "/establishment/vacancies",
    "/establishment/vacancies/2020/units/YQ",
    "/roster",
    "/findings",
    "/forms/import",
    "/runs/s10-finished/forms",
    "/roster/people/HW012",
    "/trace",
    f"/trace/{RUN}",
)


@pytest.fixture
def organiser(own_street, sign_in_as):
    account = Account.objects.get(username="organiser")
    sign_in_as(account)
    return account


def assert_fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize(
    ("size", "language"), [pytest.param(WIDE, "zh", id="wide-zh"), pytest.param(PHONE, "en", id="phone-en")]
)
def test_every_page_is_accessible_and_fits(organiser, live_server, page, axe, size, language):
    organiser.choose_language(language)
    page.set_viewport_size(size)
    for address in PAGES:
        answer = page.goto(live_server.url + address)
        assert answer.status == 200, address
        axe(page)
        assert_fits(page)


def test_a_cell_opens_its_evidence_down_to_single_marks(organiser, live_server, page, axe):
    page.goto(f"{live_server.url}/runs/s10-finished")
    page.locator(".score-cell.number a").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    expect(drawer.locator(".node-leaf").first).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.locator(".score-cell.number a").first).to_be_focused()


def test_without_script_a_cell_leads_to_a_page(organiser, live_server, page, browser):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/runs/s10-finished")
    plain.locator(".score-cell.number a").first.click()
    expect(plain.get_by_role("heading", name="得分")).to_be_visible()
    context.close()


def test_a_row_is_entered_by_keyboard_and_a_wrong_one_says_why(organiser, live_server, page, axe):
    page.goto(f"{live_server.url}{STAGE}/inputs/marks")
    page.get_by_label("评委").select_option("HW007")
    page.get_by_label("人员编号").select_option(index=1)
    page.get_by_label("得分").fill("120")
    page.keyboard.press("Enter")
    expect(page.locator(".field-error, .notice.is-error").first).to_contain_text("100")
    expect(page.get_by_label("得分")).to_have_value("120")
    axe(page)
    page.get_by_label("得分").fill("90")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已录入")


def test_a_stage_that_waits_for_something_offers_no_closing_and_says_why(organiser, live_server, page, axe):
    page.goto(f"{live_server.url}/runs/{RUN}")
    expect(page.get_by_role("button", name="结束本环节")).to_be_disabled()
    expect(page.locator("#close-waits")).to_contain_text("还缺")
    axe(page)
