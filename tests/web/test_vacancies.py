"""Vacancy plans on screen: the year's list, filing a unit's plan, reviewing it, my work, the paper and the export."""

import io

import docx
import openpyxl
import pytest
from django.urls import reverse

from quanheng.store.models import Account, VacancyLine, VacancyPlan
from quanheng.store.vacancy_plans import filed_plans
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
ROW = {
    "r0-level": "中层副职", "r0-leading": "true", "r0-seats": "1", "r0-basis": "vacant",
    "r0-way": "competition", "r0-reason": "新增职数未配",
}  # fmt: skip


@pytest.fixture
def year(street, db):
    """This year, in which nobody has filed anything yet."""
    VacancyLine.objects.all().delete()
    VacancyPlan.objects.all().delete()
    return now().year


def address(year, name="vacancy-unit"):
    return reverse(name, args=[year, "YQ"])


@pytest.fixture
def officer(street, client):
    """The personnel officer of one unit, signed in."""
    account = Account.objects.open("yq-officer", "园区人事干部")
    account.grants.create(role="unit_officer", unit="YQ", granted_at=now())
    client.force_login(account)
    return client


def test_a_units_officer_files_for_the_own_unit_and_sees_no_other(officer, year):
    tasks = [t.href for s in officer.get("/").context["sections"] for t in s.tasks]
    assert tasks == [reverse("vacancy-year", args=[year])]
    page = officer.get(tasks[0])
    assert [u.standing.unit for u, _ in page.context["units"]] == ["YQ"]
    assert [(s["title"], s["vacant"]) for s in page.context["sums"]] == [("中层副职", 1)]
    assert officer.post(address(year), {"count": "1", **ROW}).status_code == 302
    assert (filed_plans(year)["YQ"].submitted_by, filed_plans(year)["YQ"].state) == (
        "yq-officer",
        "submitted",
    )
    other = reverse("vacancy-unit", args=[year, "NB"])
    assert (officer.get(other).status_code, officer.post(other, {"count": "0"}).status_code) == (404, 404)
    assert officer.post(address(year, "vacancy-approve")).status_code == 403
    assert filed_plans(year).keys() == {"YQ"}
    assert officer.get("/").context["sections"][0].tasks == ()
    paper = docx.Document(io.BytesIO(officer.get(reverse("vacancy-paper", args=[year])).content))
    assert {row.cells[0].text for table in paper.tables for row in table.rows[1:]} == {"园区经济服务中心"}


def test_the_demonstration_has_last_januarys_plans_approved(as_role):
    year = VacancyPlan.objects.values_list("year", flat=True).distinct().get()
    page = as_role().get(f"/establishment/vacancies/{year}")
    assert [(u.standing.unit, u.standing.state, u.standing.seats) for u, _ in page.context["units"]] == [
        ("PQ", "approved", 3), ("BZ", "approved", 0), ("DZB", "approved", 1), ("ZZB", "approved", 1),
        ("NB", "approved", 0), ("JSB", "approved", 0), ("YQ", "approved", 1), ("CJB", "approved", 0),
        ("SQ", "approved", 1),
    ]  # fmt: skip


def test_a_unit_files_and_the_department_returns_then_approves(as_role, year):
    client = as_role()
    assert client.post(address(year), {"count": "3", **ROW}).status_code == 302
    assert (filed_plans(year)["YQ"].state, filed_plans(year)["YQ"].seats) == ("submitted", 1)
    client.post(address(year, "vacancy-return"), {"comment": "写明拟任职务"})
    assert "写明拟任职务" in client.get(address(year)).content.decode()
    client.post(address(year), {"count": "1", **ROW, "r0-post": "副主任"})
    client.post(address(year, "vacancy-approve"))
    page = client.get(address(year))
    assert (page.context["standing"].state, page.context["forms"]) == ("approved", [])
    assert page.context["rows"] == [("中层副职", "是", "副主任", 1, "现有空缺", "竞争上岗", "新增职数未配")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"r0-seats": "2"}, "空缺 1，计划 2"),
        ({"r0-reason": ""}, "r0-reason"),
        ({"r0-seats": "-1"}, ""),
    ],
)
def test_a_wrong_row_is_refused_and_nothing_typed_is_lost(as_role, year, wrong, said):
    answer = as_role().post(address(year), {"count": "3", **ROW, "r0-post": "副主任一名", **wrong})
    text = answer.content.decode()
    assert (answer.status_code, said in text, "副主任一名" in text) == (422, True, True)
    assert filed_plans(year) == {}


def test_a_year_gone_by_in_which_nobody_filed_is_not_called_overdue(as_role, year):
    page = as_role().get(f"/establishment/vacancies/{year - 5}")
    assert (page.context["units"], page.context["late"]) == ([], [])


def test_more_rows_lose_nothing(as_role, year):
    page = as_role().post(address(year), {"count": "3", "more": "yes", **ROW, "r0-post": "副主任一名"})
    assert (page.status_code, len(page.context["forms"])) == (200, 6)
    assert "副主任一名" in page.content.decode()


def test_what_is_missing_is_in_my_work(as_role, year):
    client = as_role()
    client.post(address(year), {"count": "0"})
    (section,) = client.get("/").context["sections"]
    task = next(t for t in section.tasks if not t.run)
    assert (task.href, task.done, task.wanted) == (f"/establishment/vacancies/{year}", 0, 9)
    assert task.is_late == (now().date() > task.due_on)
    assert [note.zh for note in task.notes] == [
        "未报：工作片、街道领导班子、党政综合办公室、社会治安综合治理办公室、农办、计生办、城建办、社区",
        "1 个单位待审核",
    ]


def test_the_collected_plan_as_a_paper_and_a_table(as_role, year):
    client = as_role()
    client.post(address(year), {"count": "1", **ROW})
    paper = docx.Document(io.BytesIO(client.get(f"/establishment/vacancies/{year}/paper").content))
    text = "\n".join(p.text for p in paper.paragraphs)
    assert "应报单位9个，已报1个，批准0个；共申报空缺1席，其中批准0席。" in text
    assert "工作片、街道领导班子" in text
    assert [[c.text for c in row.cells][:4] for row in paper.tables[0].rows][1] == [
        "园区经济服务中心", "中层副职", "", "1",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/establishment/vacancies/{year}?as=xlsx").content)
    ).active
    assert list(sheet.iter_rows(min_row=2, values_only=True)) == [
        (
            "园区经济服务中心",
            "中层副职",
            "是",
            "",
            1,
            "现有空缺",
            "竞争上岗",
            "新增职数未配",
            "已报，待审核",
        )
    ]
