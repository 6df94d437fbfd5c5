"""Importing the roster in a real browser: the work goes on beside the page, which follows it and survives a reload."""

import io

import pytest
import xlsxwriter
from browsing import PHONE, WIDE, make_account
from playwright.sync_api import expect

from quanheng.store.models import Person, Unit
from quanheng.web.reader import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def book(rows):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        for name, (header, held) in rows.items():
            page = made.add_worksheet(name)
            for number, row in enumerate((header, *held)):
                page.write_row(number, 0, row)
    return buffer.getvalue()


def hand_in(page, live_server, content):
    page.goto(f"{live_server.url}/roster/import")
    page.get_by_label("名册文件").set_input_files(
        {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="上传并比较").click()


@pytest.mark.parametrize("size", [pytest.param(WIDE, id="wide"), pytest.param(PHONE, id="phone")])
def test_a_roster_is_compared_beside_the_page_and_confirmed(live_server, page, sign_in_as, axe, size):
    sign_in_as(make_account("li", "organiser", display_name="李明"))
    page.set_viewport_size(size)
    Unit.objects.create(code="HW", name="河湾街道", known_from=now())
    header = ("编号", "姓名", "单位", "身份证号")
    people = [(f"P{n:03d}", "曾宁", "HW", "110105194912310021" if not n else "") for n in range(150)]
    hand_in(page, live_server, book({"people": (header, people)}))
    expect(page.get_by_text("待确认")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.reload()
    page.get_by_role("button", name="确认写入").click()
    expect(page.get_by_text("已导入。")).to_be_visible()
    axe(page)
    assert Person.objects.count() == 150


def test_a_roster_with_faults_offers_the_marked_workbook(live_server, page, sign_in_as, axe):
    sign_in_as(make_account("li", "organiser", display_name="李明"))
    hand_in(page, live_server, book({"people": (("编号", "姓名", "出生"), [("P1", "曾宁", "去年")])}))
    expect(page.get_by_role("link", name="下载标出问题的工作簿")).to_be_visible()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标出问题的工作簿").click()
    assert download.value.suggested_filename == "名册-问题.xlsx"
    assert Person.objects.count() == 0
