"""The share of competition on screen: the figures, a promotion recorded and taken out, the floor."""

import io

import openpyxl
import pytest

from quanheng.store.promotions import floors, share_floor
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
PAGE = "/establishment/competition-share"


def promotion(**more):
    given = {
        "person": "HW003", "post": "某局局长", "unit": "某局", "level": "副处级", "competed": "false",
        "appointed_on": now().date().isoformat(), "paper": "任〔2026〕1号",
    }  # fmt: skip
    return given | more


def figures(page):
    share = page.context["share"]
    return share.total, share.competed, share.floor, page.context["is_below"]


def test_a_promotion_is_recorded_and_taken_out_again(as_role):
    client = as_role()
    assert figures(client.get(PAGE)) == (0, 0, 50, False)
    assert client.post(PAGE, promotion()).status_code == 302
    page = client.get(PAGE)
    assert figures(page) == (1, 0, 50, True)
    ((line, key),) = page.context["lines"]
    assert (line.name, line.source) == ("祝昱钧", "任〔2026〕1号")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}?as=xlsx").content)).active
    assert [row[1:8] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ("祝昱钧", "HW003", "某局局长", "某局", "副处级", "非竞争", "任〔2026〕1号")
    ]
    client.post(f"{PAGE}/remove", {"key": key})
    assert figures(client.get(PAGE)) == (0, 0, 50, False)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"level": "正科级"}, ""), ({"person": "XX"}, "没有此人"), ({"paper": ""}, "")],
)
def test_a_wrong_promotion_is_refused_and_nothing_typed_is_lost(as_role, wrong, said):
    answer = as_role().post(PAGE, promotion(**wrong))
    text = answer.content.decode()
    assert (answer.status_code, said in text, "某局局长" in text) == (422, True, True)


def test_the_floor_is_set_with_its_basis(as_role):
    client = as_role()
    assert client.post(f"{PAGE}/floor", {"percent": "60", "reason": ""}).status_code == 422
    assert client.post(f"{PAGE}/floor", {"percent": "160", "reason": "文件"}).status_code == 422
    client.post(f"{PAGE}/floor", {"percent": "60", "reason": "市委〔2026〕1号"})
    assert (share_floor(), [f.reason for f in floors()]) == (60, ["市委〔2026〕1号"])


def test_another_year_is_counted_to_its_end(as_role):
    share = as_role().get(f"{PAGE}?year=2020").context["share"]
    assert (str(share.since), str(share.until)) == ("2020-01-01", "2020-12-31")
    assert as_role().get(f"{PAGE}?year=x").context["share"].until == now().date()
