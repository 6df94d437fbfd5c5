"""Sign in, in a real browser: wide and on a phone, both languages, without the mouse."""

import re

import pytest
from browsing import PHONE, WIDE, make_account
from playwright.sync_api import expect

from quanheng.actions.sign_in_link import sign_in_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "一个很长的密码 2026"
SIZES = [pytest.param(WIDE, id="wide"), pytest.param(PHONE, id="phone")]


def assert_fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", SIZES)
def test_sign_in_page_in_both_languages(live_server, page, axe, size):
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/sign-in")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    axe(page)
    assert_fits(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    axe(page)
    assert_fits(page)


@pytest.mark.parametrize("size", SIZES)
def test_password_by_keyboard_then_sign_out(live_server, page, axe, size):
    make_account("li", "organiser", "auditor", display_name="李明", password=PASSWORD)
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/sign-in")
    page.get_by_label("用户名").fill("li")
    page.get_by_label("密码").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    axe(page)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="我的工作")).to_be_visible()
    axe(page)
    assert_fits(page)
    page.locator("details.menu summary").press("Enter")
    axe(page)
    assert_fits(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="退出登录")).to_be_hidden()
    page.locator("details.menu summary").press("Enter")
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(f"{live_server.url}/sign-in")


def test_a_link_leaves_no_code_in_the_address(live_server, page, axe):
    account = make_account("wang", "judge", display_name="王芳")
    page.goto(live_server.url + sign_in_link(account))
    expect(page).to_have_url(f"{live_server.url}/sign-in/link")
    axe(page)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.locator(".menu-name")).to_have_text("王芳")


def test_the_menu_folds_on_a_phone(live_server, page, sign_in_as, axe):
    sign_in_as(make_account("li", "organiser", display_name="李明"))
    page.set_viewport_size(PHONE)
    page.goto(live_server.url)
    entry = page.get_by_role("navigation").get_by_role("link", name="我的工作")
    expect(entry).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    expect(entry).to_be_visible()
    axe(page)
    page.get_by_role("button", name="菜单").click()
    expect(entry).to_be_hidden()


def test_the_skip_link_comes_first(live_server, page):
    page.goto(f"{live_server.url}/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))


@pytest.mark.parametrize("size", SIZES)
def test_a_page_that_is_not_there(live_server, page, sign_in_as, axe, size):
    sign_in_as(make_account("li", "staff", display_name="李明"))
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/nowhere")
    expect(page.get_by_role("heading", name="没有找到这一页")).to_be_visible()
    axe(page)
    assert_fits(page)
