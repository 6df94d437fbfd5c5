"""Nominations and cases in a real browser: a form filled in and refused, a statement, every page with axe."""

import pytest
from browsing import PHONE, WIDE
from playwright.sync_api import expect

from quanheng.store.cases import all_cases
from quanheng.store.load import forget, run_state
from quanheng.store.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOMINATE = "/runs/s3-nomination/stages/nomination/nominate"


@pytest.fixture
def signed_in(own_street, sign_in_as):
    """Signs in as an account of the demonstration, in a language."""

    def sign_in(username, language="zh"):
        account = Account.objects.get(username=username)
        sign_in_as(account)
        account.choose_language(language)

    return sign_in


def heard():
    return next(c.code for c in all_cases() if c.closing() is None)


@pytest.mark.parametrize(
    ("size", "language"), [pytest.param(WIDE, "zh", id="wide-zh"), pytest.param(PHONE, "en", id="phone-en")]
)
def test_every_page_is_accessible_and_fits(signed_in, live_server, page, axe, size, language):
    page.set_viewport_size(size)
    code = heard()
    asked = {
        "discipline": (
            "/nominations", "/nominations/figures", "/nominations/figures?by=unit", "/nominations/cases",
            f"/nominations/cases/{code}", "/nominations/s3-finished/service-director/HW030/case",
        ),
        "nominator": ("/", NOMINATE),
        "judge": (f"/nominations/cases/{code}/statement",),
    }  # fmt: skip
    for username, addresses in asked.items():
        signed_in(username, language)
        for address in addresses:
            assert page.goto(live_server.url + address).status == 200, address
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_a_nomination_is_filled_in_refused_for_kin_and_then_taken(signed_in, live_server, page, axe):
    signed_in("nominator")
    page.goto(live_server.url + NOMINATE)
    page.get_by_label("被提名人", exact=True).fill("荆川屹")
    page.get_by_label("职位", exact=True).select_option("team-head")
    page.get_by_label("提名方式").select_option("joint")
    page.get_by_label("费筠禾").check()
    page.get_by_label("与被提名人的关系").select_option("kin")
    for label in ("提名理由", "工作实绩", "廉洁情况", "已知问题"):
        page.get_by_label(label, exact=True).last.fill(f"{label}：书面写明的内容若干字")
    page.get_by_label("我签名，对这一提名负首提责任").check()
    page.get_by_role("button", name="签名并提交").click()
    expect(page.get_by_text("应当回避，不得提名").last).to_be_visible()
    expect(page.get_by_label("被提名人", exact=True)).to_have_value("荆川屹")
    expect(page.get_by_label("费筠禾")).to_be_checked()
    axe(page)
    page.get_by_label("与被提名人的关系").select_option("colleague")
    page.get_by_role("button", name="签名并提交").click()
    expect(page.get_by_text("提名已提交并签名")).to_be_visible()
    forget()
    (row,) = [
        n for n in run_state("s3-nomination").facts.rows["nomination"]["nominations"] if n.person == "HW033"
    ]
    assert (row.nominators, row.channel) == ("HW003、HW006", "joint")


def test_somebody_concerned_states_their_case_from_my_work(signed_in, live_server, page):
    signed_in("judge")
    page.goto(live_server.url + "/")
    page.get_by_role("link", name="首提责任追究：本人陈述").click()
    page.get_by_label("我的陈述").fill("提名经班子集体研究，当时未发现问题。")
    page.get_by_role("button", name="提交陈述").click()
    expect(page.get_by_text("陈述已提交")).to_be_visible()
    assert page.goto(f"{live_server.url}/nominations/cases/{heard()}").status == 403
