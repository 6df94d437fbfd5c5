"""A judge's sheet in a browser: what was typed and not sent comes back on the same device, to the same judge."""

from datetime import date

import pytest
from browsing import PHONE, make_account
from playwright.sync_api import expect
from small_run import ALL, AT, enrolled

from quanheng.actions.close_stage import close_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_draft_survives_a_lost_connection_and_ends_with_the_session(live_server, page, sign_in_as):
    code = enrolled()
    close_stage(ALL, code, "enrolment", AT, date(2026, 3, 10))
    sign_in_as(make_account("judge", "judge", display_name="评委", person_code="J1"))
    page.set_viewport_size(PHONE)
    address = f"{live_server.url}/runs/{code}/stages/speech/marking/1"
    page.goto(address)
    expect(page.get_by_label("得分")).to_be_focused()
    page.get_by_label("得分").fill("88.5")
    page.goto(address)
    expect(page.get_by_label("得分")).to_have_value("88.5")
    expect(page.get_by_text("已恢复上次没有提交的内容")).to_be_visible()
    page.get_by_role("button", name="保存，下一位").click()
    expect(page.get_by_role("main")).to_contain_text("的评分已保存")
    assert page.evaluate("Object.keys(localStorage)") == []
    page.get_by_label("得分").fill("70")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(f"{live_server.url}/sign-in")
    assert page.evaluate("Object.keys(localStorage)") == []
