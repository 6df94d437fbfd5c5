"""Two-way selection in a browser: a head orders people by keyboard, an adjustment is read before it is made."""

import pytest
from browsing import PHONE, WIDE, make_account, settled
from django.test import override_settings
from playwright.sync_api import expect

from quanheng.actions.demo import load_demo
from quanheng.store.load import run_state
from quanheng.store.models import Account
from quanheng.web.reader import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAGE = "/runs/two-way-board/stages/two-way"


@pytest.fixture
def demo():
    with override_settings(DEMO=True):
        load_demo(now())
        yield


def test_the_way_of_a_selection_through_three_desks(demo, live_server, page, sign_in_as, axe):
    sign_in_as(Account.objects.get(username="staff"))
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/runs/two-way-open/stages/two-way/preferences")
    page.get_by_label("第 1 志愿").select_option("park-centre")
    page.get_by_label("第 2 志愿").select_option("building-office")
    page.get_by_role("button", name="保存志愿").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("志愿已保存")
    axe(page)

    sign_in_as(Account.objects.get(username="head"))
    page.set_viewport_size(WIDE)
    page.goto(f"{live_server.url}{STAGE}/choosing/general-office")
    settled(page)
    first = page.locator(".desk-line").nth(0).locator(".desk-who strong").inner_text()
    down = page.get_by_role("button", name=f"下移：{first}")
    down.press("Enter")
    expect(page.locator(".desk-line").nth(1)).to_contain_text(first)
    expect(page.get_by_role("button", name=f"下移：{first}")).to_be_focused()
    axe(page)
    page.get_by_role("button", name="保存选人结果").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    order = {c.person: c.order for c in run_state("two-way-board").facts.rows["two-way"]["choices"]
             if c.office == "general-office" and c.accept}  # fmt: skip
    assert order["HW044"] == 2

    sign_in_as(make_account("lead", "committee_member", display_name="应云哲", person_code="HW002"))
    page.goto(f"{live_server.url}{STAGE}/matching/adjust?person=HW044&office=family-office")
    page.get_by_label("理由").fill("与姐同岗，须回避")
    page.get_by_label("决定（机构和纪要）").fill("领导小组纪要第2号")
    page.get_by_role("button", name="看后果").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("这次调配会改变什么")
    axe(page)
    page.get_by_role("button", name="确认调配").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已调配")
    expect(page.locator(".timeline")).to_contain_text("祝敬云 → 计生办岗位")
    axe(page)
