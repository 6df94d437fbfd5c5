"""The roster in a real browser: found as one types, columns chosen, conditions taken off, all without a mouse."""

import pytest
from browsing import PHONE, WIDE, settled
from playwright.sync_api import expect

from quanheng.store.models import Account, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("/roster", "/roster?open=filters&sex=女&age_from=40", "/roster?open=columns", "/roster?open=views")


@pytest.fixture
def organiser(own_street, sign_in_as):
    account = Account.objects.get(username="organiser")
    sign_in_as(account)
    return account


@pytest.mark.parametrize(
    ("size", "language"), [pytest.param(WIDE, "zh", id="wide-zh"), pytest.param(PHONE, "en", id="phone-en")]
)
def test_every_panel_is_accessible_and_fits(organiser, live_server, page, axe, size, language):
    organiser.choose_language(language)
    page.set_viewport_size(size)
    for address in PAGES:
        assert page.goto(live_server.url + address).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def test_people_are_found_as_one_types_and_the_address_says_so(organiser, live_server, page, axe):
    person = Person.objects.get(code="HW012")
    page.goto(f"{live_server.url}/roster?sex={person.sex}")
    page.get_by_label("姓名、拼音").press_sequentially(person.initials + "zzz")
    expect(page.locator(".empty")).to_be_visible()
    for _ in "zzz":
        page.keyboard.press("Backspace")
    expect(page.get_by_role("link", name=person.name)).to_be_visible()
    expect(page.get_by_label("姓名、拼音")).to_be_focused()
    assert f"words={person.initials}" in page.url
    expect(page.locator("#roster-count")).to_contain_text(" 人")
    axe(page)
    page.locator(".pill-row .pill").first.click()
    expect(page.locator(".pill-row")).to_have_count(0)
    assert "sex=" not in page.url


def test_columns_are_chosen_by_keyboard_and_kept_in_a_view(organiser, live_server, page, axe):
    page.goto(f"{live_server.url}/roster")
    page.get_by_role("link", name="列与次序").press("Enter")
    page.get_by_label("近三年考核").wait_for()
    settled(page)
    page.get_by_label("近三年考核").press("Space")
    expect(page.get_by_role("columnheader", name="近三年考核")).to_be_visible()
    expect(page.get_by_label("近三年考核")).to_be_focused()
    axe(page)
    page.get_by_role("link", name="视图").press("Enter")
    page.get_by_label("把现在的条件").fill("考核")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已保存视图")).to_be_visible()
    expect(page.get_by_role("columnheader", name="近三年考核")).to_be_visible()


def test_a_filter_becomes_a_pill_at_once(organiser, live_server, page):
    page.goto(f"{live_server.url}/roster?open=filters")
    page.get_by_label("性别").select_option("女")
    expect(page.locator(".pill-row .pill")).to_contain_text("性别：女")
    expect(page.get_by_label("性别")).to_have_value("")
    page.get_by_label("年龄不小于").fill("40")
    page.keyboard.press("Tab")
    expect(page.locator(".pill-row .pill")).to_have_count(2)


def test_without_script_the_list_is_narrowed_by_its_buttons(organiser, live_server, page, browser):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/roster?sort=-born")
    plain.get_by_role("link", name="筛选条件").click()
    plain.get_by_label("性别").select_option("女")
    plain.get_by_role("button", name="加上条件").click()
    plain.get_by_label("年龄不大于").fill("50")
    plain.get_by_role("button", name="查找").click()
    expect(plain.locator(".pill-row .pill")).to_have_count(2)
    assert "sort=-born" in plain.url
    context.close()


PERSON = "/roster/people/HW012"
PERSON_PAGES = (
    PERSON,
    f"{PERSON}?on=2020-01-01",
    f"{PERSON}/changes",
    f"{PERSON}/correct/people",
    f"{PERSON}/correct/tenures",
)


@pytest.mark.parametrize(
    ("size", "language"), [pytest.param(WIDE, "en", id="wide-en"), pytest.param(PHONE, "zh", id="phone-zh")]
)
def test_a_persons_pages_are_accessible_and_fit(organiser, live_server, page, axe, size, language):
    organiser.choose_language(language)
    page.set_viewport_size(size)
    for address in PERSON_PAGES:
        assert page.goto(live_server.url + address).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def test_a_fact_is_corrected_by_keyboard_and_stands_in_the_changes(organiser, live_server, page, axe):
    page.goto(f"{live_server.url}{PERSON}/correct/people")
    page.get_by_label("民族").fill("畲族")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="将有的变更")).to_be_visible()
    axe(page)
    page.get_by_label("更正的理由和依据").fill("依据户口簿")
    page.get_by_role("button", name="确认更正").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已更正")
    expect(page.locator(".form-sheet")).to_contain_text("畲族")
    page.get_by_role("link", name="变更记录").press("Enter")
    expect(page.get_by_role("row", name="民族")).to_contain_text("汉族")
    expect(page.locator(".timeline")).to_contain_text("依据户口簿")
    axe(page)
