"""The establishment on screen: the matrix, what stands behind a cell, a unit, the export, a refused start."""

import io
from datetime import date

import openpyxl
import pytest

from quanheng.store.establishment import approved_establishment, establishment
from quanheng.store.models import ApprovedSeats, Run
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db


def numbers(page):
    """Every line of the matrix by unit and part, its non-empty cells as approved, actual, vacant, over."""
    return {
        (line.code, line.part): [
            (c.cell.approved, c.cell.actual, c.cell.vacant, c.cell.over) for c in line.cells if not c.is_empty
        ]
        for line in page.context["lines"]
        if any(not c.is_empty for c in line.cells)
    }


def test_the_matrix_of_the_street(as_role):
    page = as_role().get("/establishment?on=2025-06-01")
    assert page.context["rungs"] == ["乡科级正职", "乡科级副职", "中层正职", "中层副职"]
    assert numbers(page) == {
        ("HW", "total"): [(2, 2, 0, 0), (8, 9, 0, 1), (6, 3, 3, 0), (12, 8, 4, 0)],
        ("PQ", "total"): [(4, 2, 2, 0), (4, 3, 1, 0)],
        ("PQ", "own"): [(4, 2, 2, 0), (4, 3, 1, 0)],
        ("BZ", "whole"): [(2, 2, 0, 0), (8, 9, 0, 1)],
        ("DZB", "whole"): [(1, 1, 0, 0), (1, 0, 1, 0)],
        ("ZZB", "whole"): [(2, 1, 1, 0)],
        ("NB", "whole"): [(1, 1, 0, 0)],
        ("JSB", "whole"): [(1, 1, 0, 0)],
        ("YQ", "whole"): [(2, 1, 1, 0)],
        ("CJB", "whole"): [(1, 1, 0, 0)],
        ("SQ", "whole"): [(1, 0, 1, 0)],
    }
    text = page.content.decode()
    assert "“街道领导班子 乡科级副职”超职数 1 人" in text
    assert "《地方各级人民政府机构设置和编制管理条例》第26条" in text


def test_another_day_has_its_own_numbers_and_people(as_role):
    earlier = numbers(as_role().get("/establishment?on=2022-01-01"))
    assert earlier["YQ", "whole"] == [(1, 1, 0, 0)]
    assert earlier["PQ", "own"] == [(4, 1, 3, 0), (3, 2, 1, 0)]


def test_the_archive_is_read_in_one_query_a_table(street, db, django_assert_num_queries):
    with django_assert_num_queries(4):
        establishment(date(2025, 6, 1))
    with django_assert_num_queries(3):
        approved_establishment()


def test_a_cell_opens_the_posts_and_the_people(as_role):
    page = as_role().get("/establishment/cell?unit=PQ&level=中层副职&leading=yes&on=2025-06-01")
    (part,) = page.context["parts"]
    assert (part.approved.seats, part.approved.number.paper) == (4, "河编〔2024〕2号")
    assert [(t, n, [h.person for h in held]) for t, n, held in part.posts] == [
        ("工作片副主任", 4, ["HW038", "HW039", "HW120"])
    ]
    total = as_role().get("/establishment/cell?unit=HW&level=中层正职&leading=yes&on=2025-06-01&below=yes")
    assert [part.unit for part in total.context["parts"]] == ["工作片", "党政综合办公室", "社区"]


def test_the_export_holds_the_same_numbers(as_role):
    answer = as_role().get("/establishment?as=xlsx&on=2025-06-01")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = {(row[0], row[2] or ""): row[3:] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["HW", "小计（含下级）"] == (2, 2, 0, 0, 8, 9, 0, 1, 6, 3, 3, 0, 12, 8, 4, 0)
    assert rows["YQ", ""] == (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1, 0)


def test_a_unit_shows_its_place_seats_and_people(as_role):
    page = as_role().get("/establishment/units/YQ?on=2025-06-01")
    assert page.context["above"] == [("HW", "河湾街道")]
    assert [(p.title.zh, p.cell.vacant) for p in page.context["parts"]] == [("中层副职", 1)]
    assert len(page.context["people"]) == 14


def test_a_plan_without_a_vacancy_does_not_start_and_says_why(as_role):
    ApprovedSeats.objects.create(
        unit="YQ", level="中层副职", leading=True, seats=1, approved_on=date(2025, 1, 1), paper="河编〔2025〕1号",
        known_from=now(),
    )  # fmt: skip
    before = Run.objects.count()
    page = as_role().post("/plans/s10-street-office/start", {"code": "again", "seen": "on"})
    text = page.content.decode()
    assert (page.status_code, Run.objects.count()) == (422, before)
    assert "“园区经济服务中心 中层副职”核定 1（河编〔2025〕1号），实有 1（其中 1 人让出）" in text
    assert "多 1 席，不得启动" in text
