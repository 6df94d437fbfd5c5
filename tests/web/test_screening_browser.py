"""Who qualifies in a real browser: wide and narrow, in both languages, by keyboard."""

import pytest
from browsing import PHONE, WIDE
from playwright.sync_api import expect

from quanheng.store.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/screening?plan=s10-street-office&post=area-head"


@pytest.fixture
def organiser(own_street, sign_in_as):
    account = Account.objects.get(username="organiser")
    sign_in_as(account)
    return account


@pytest.mark.parametrize(
    ("size", "language"), [pytest.param(WIDE, "zh", id="wide-zh"), pytest.param(PHONE, "en", id="phone-en")]
)
def test_the_screens_are_accessible_and_fit(organiser, live_server, page, axe, size, language):
    organiser.choose_language(language)
    page.set_viewport_size(size)
    for address in ("/screening", LIST):
        assert page.goto(live_server.url + address).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    page.locator("details.disclosure summary").first.press("Enter")
    expect(page.locator("details[open] table")).to_be_visible()
    page.evaluate("window.scrollTo(0, 0)")  # the head of the page stays, and covers what is scrolled under it
    axe(page)
    page.locator("tbody a.btn").nth(1).click()
    page.get_by_label("去掉这项条件" if language == "zh" else "Drop this condition").check()
    page.get_by_role("button", name="试算" if language == "zh" else "Try").click()
    expect(page.locator(".figures")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
