"""Parts of a page by htmx, in a real browser: refusals, an ended session, no server; the demo banner."""

import pytest
from browsing import make_account
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from playwright.sync_api import expect

from quanheng.config.urls import handler404, handler500
from quanheng.config.urls import urlpatterns as product_urls
from quanheng.core.values import Refused

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

PAGE = """{% extends "web/base.html" %}{% block title %}登记{% endblock %}{% block content %}<h1>登记</h1>
<button class="btn" hx-post="/close" hx-target="#result">关闭</button>
<button class="btn" hx-post="/count" hx-target="#result">计票</button><div id="result"></div>{% endblock %}"""


def show_page(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


def close(request):
    raise Refused(
        "ballots_missing", "还有人没有投票。", "Some have not voted.", "R1/推荐", "请等到截止。", "Wait."
    )


def count(request):
    return HttpResponse("共 3 票")


def reset_demo(request):
    return HttpResponse("")


urlpatterns = [
    *product_urls,
    path("page", show_page),
    path("close", close),
    path("count", count),
    path("demo/reset", reset_demo, name="demo-reset"),
]
__all__ = ["handler404", "handler500"]


@pytest.fixture
def opened(live_server, page, sign_in_as):
    sign_in_as(make_account("li", "organiser", display_name="李明"))
    page.goto(f"{live_server.url}/page")
    return page


def test_a_part_arrives_with_the_forms_token(opened):
    opened.get_by_role("button", name="计票").click()
    expect(opened.locator("#result")).to_have_text("共 3 票")


def test_a_refusal_appears_among_the_messages_and_the_page_stays(opened, axe):
    opened.get_by_role("button", name="计票").click()
    expect(opened.locator("#result")).to_have_text("共 3 票")
    opened.get_by_role("button", name="关闭").click()
    expect(opened.get_by_role("status")).to_contain_text("还有人没有投票。")
    expect(opened.get_by_role("status")).to_contain_text("请等到截止。")
    expect(opened.locator("#result")).to_have_text("共 3 票")
    axe(opened)


def test_a_server_out_of_reach_is_said(opened):
    opened.route("**/count", lambda route: route.abort())
    opened.get_by_role("button", name="计票").click()
    expect(opened.get_by_role("status")).to_contain_text("没有连上服务器")


def test_after_the_session_ended_the_whole_page_goes_to_sign_in(live_server, opened):
    opened.context.clear_cookies(name="quanheng_session")
    opened.get_by_role("button", name="计票").click()
    expect(opened).to_have_url(f"{live_server.url}/sign-in?next=/page")


def test_the_demo_says_so_and_asks_before_it_is_reset(live_server, opened, settings, axe):
    settings.DEMO = True
    opened.reload()
    axe(opened)
    questions = []
    opened.on("dialog", lambda dialog: (questions.append(dialog.message), dialog.dismiss()))
    opened.get_by_role("button", name="恢复演示数据").click()
    assert questions == ["恢复到最初的演示数据？此后的操作都会清除。"]
    assert opened.url == f"{live_server.url}/page"
