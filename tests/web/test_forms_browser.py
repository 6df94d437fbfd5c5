"""Forms and findings in a real browser: several files chosen at once, compared, confirmed; wide and narrow, zh and en."""

from dataclasses import replace

import pytest
from browsing import PHONE, WIDE
from documents.form_files import FORM
from playwright.sync_api import expect

from quanheng.documents.lrmx import write_form
from quanheng.store.models import Account, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
def test_forms_are_uploaded_compared_and_confirmed(
    organiser, live_server, page, axe, tmp_path, size, language
):
    organiser.choose_language(language)
    page.set_viewport_size(size)
    known = Person.objects.get(code="HW012")
    forms = {
        "known.lrmx": write_form(
            replace(FORM, name=known.name, born=known.born.replace("-", "")[:6], id_number="", resume_text="")
        ),
        "new.lrmx": write_form(replace(FORM, name="闻新来")),
        "broken.lrmx": b"<Person>",
    }
    for name, content in forms.items():
        (tmp_path / name).write_bytes(content)
    page.goto(f"{live_server.url}/forms/import")
    axe(page)
    page.set_input_files("input[type=file]", [str(tmp_path / name) for name in forms])
    page.get_by_role("button", name="上传并比较" if language == "zh" else "Upload and compare").click()
    expect(page.get_by_role("heading", name="闻新来")).to_be_visible()
    axe(page)
    assert_fits(page)
    page.get_by_label("人员 · 1" if language == "zh" else "People · 1").first.uncheck()
    page.get_by_role(
        "button", name="按选择重新比较" if language == "zh" else "Compare by these choices"
    ).click()
    expect(page.get_by_label("人员 · 1" if language == "zh" else "People · 1").first).not_to_be_checked()
    page.get_by_role("button", name="确认转入 2 张" if language == "zh" else "Take over 2").click()
    expect(page.get_by_role("status")).to_contain_text("2")
    assert Person.objects.filter(name="闻新来").count() == 1
    assert Person.objects.get(code="HW012").nation == known.nation
    for address in ("/findings", "/findings?settled=1", "/runs/s10-finished/forms"):
        page.goto(live_server.url + address)
        axe(page)
        assert_fits(page)


def test_a_finding_is_verified_where_it_stands(organiser, live_server, page, axe):
    page.goto(f"{live_server.url}/findings?severity=warning")
    rows = page.locator("tbody tr")
    before = rows.count()
    rows.first.locator("summary").click()
    rows.first.get_by_label("核实情况").fill("查阅原始材料，无误")
    axe(page)
    rows.first.get_by_role("button", name="核实无误").click()
    expect(page.get_by_role("status")).to_contain_text("已记为核实")
    expect(rows).to_have_count(before - 1)
