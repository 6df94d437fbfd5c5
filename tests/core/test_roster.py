"""Roster (名册)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.inputs import Column
from quanheng.core.people import (
    Appraisal,
    Award,
    Education,
    Person,
    Relation,
    Sanction,
    Tenure,
    Training,
)
from quanheng.core.roster import assemble
from quanheng.core.roster_checks import Allowed
from quanheng.core.roster_tables import (
    TABLES,
    AppraisalRow,
    AwardRow,
    EducationRow,
    PersonRow,
    SanctionRow,
    TenureRow,
    TrainingRow,
)
from quanheng.core.values import Refused, RefusedMany
from quanheng.core.workdays import PartialDate

TODAY = date(2026, 3, 10)
ROWS = {t.name: t.row for t in TABLES}


def tables(**cells):
    """Tables from plain cells; lines count from 2, as in a file with a header."""
    return {
        name: [(line, ROWS[name](**row)) for line, row in enumerate(rows, 2)] for name, rows in cells.items()
    }


STREET = {"code": "HW", "name": "河湾街道"}
OFFICE = {"code": "DZB", "name": "党政综合办公室", "parent": "HW", "kind": "内设机构"}
WEN = {"code": "P1", "name": "闻书砚", "unit": "DZB"}
TAO = {"code": "P2", "name": "陶云溪", "unit": "HW"}
FULL = {
    "units": [STREET, OFFICE],
    "posts": [{"code": "DZB-1", "title": "主任", "unit": "DZB", "leading": "是", "seats": "1"}],
    "people": [
        {
            **WEN,
            "sex": "女",
            "born": "1985-04",
            "nation": "汉族",
            "party": "中共党员",
            "party_joined": "2008.06",
            "work_started": "2007-08-01",
            "identity": "公务员",
            "establishment": "行政编制",
            "health": "健康",
            "id_number": "11010519491231002X",
        },
        TAO,
    ],
    "educations": [
        {"person": "P1", "level": "研究生", "degree": "硕士", "full_time": "在职", "finished_on": "2014-06"},
        {
            "person": "P1",
            "level": "大学本科",
            "full_time": "全日制",
            "school": "江左大学",
            "major": "行政管理",
            "finished_on": "2007.07",
        },
    ],
    "tenures": [
        {
            "person": "P1",
            "kind": "职务",
            "name": "主任",
            "since": "2019-03-04",
            "unit": "党政综合办公室",
            "level": "中层正职",
            "leading": "是",
            "post": "DZB-1",
        },
        {
            "person": "P1",
            "kind": "工作",
            "name": "科员",
            "since": "2007-08",
            "until": "2019-03",
            "grassroots": "是",
        },
    ],
    "appraisals": [
        {"person": "P1", "year": "2025", "grade": "优秀"},
        {"person": "P1", "year": "2024", "grade": "称职"},
    ],
    "sanctions": [
        {
            "person": "P1",
            "kind": "党内警告",
            "decided_on": "2020-05-06",
            "effect_until": "2021-05",
            "source": "河湾纪〔2020〕3号",
        }
    ],
    "trainings": [
        {"person": "P1", "name": "专题班", "finished_on": "2024-05-18", "hours": "24", "kind": "党校"}
    ],
    "awards": [{"person": "P1", "name": "嘉奖", "level": "县级", "given_on": "2024-02-01"}],
    "relations": [{"person": "P1", "to": "P2", "kind": "配偶"}],
    "attributes": [{"person": "P1", "name": "驾驶证", "value": "C1"}],
    "missing": [{"person": "P2", "history": "年度考核"}, {"person": "P2", "history": "trainings"}],
}
WHOLE = Person(
    id="P1",
    name="闻书砚",
    sex="女",
    born=PartialDate(1985, 4),
    nation="汉族",
    party="中共党员",
    party_joined=PartialDate(2008, 6),
    work_started=PartialDate(2007, 8, 1),
    identity="公务员",
    establishment="行政编制",
    unit="党政综合办公室",
    health="健康",
    educations=(
        Education("大学本科", "", True, "江左大学", "行政管理", date(2007, 7, 1)),
        Education("研究生", "硕士", False, "", "", date(2014, 6, 1)),
    ),
    tenures=(
        Tenure("work", "科员", date(2007, 8, 1), date(2019, 3, 1), grassroots=True),
        Tenure(
            "post",
            "主任",
            date(2019, 3, 4),
            unit="党政综合办公室",
            level="中层正职",
            leading=True,
            post="DZB-1",
        ),
    ),
    appraisals=(Appraisal(2024, "称职"), Appraisal(2025, "优秀")),
    sanctions=(Sanction("党内警告", date(2020, 5, 6), date(2021, 5, 31), "河湾纪〔2020〕3号"),),
    trainings=(Training("专题班", date(2024, 5, 18), 24, "党校"),),
    awards=(Award("嘉奖", "县级", date(2024, 2, 1)),),
    relations=(Relation("P2", "配偶"),),
    attributes={"驾驶证": "C1"},
)
BARE = Person(id="P2", name="陶云溪", unit="河湾街道", missing=frozenset({"appraisals", "trainings"}))


def test_rows_become_people():
    people = assemble(tables(**FULL), TODAY)
    assert dict(people) == {"P1": WHOLE, "P2": BARE}
    assert list(people) == ["P1", "P2"]


@given(st.data())
def test_the_order_of_history_rows_does_not_matter(data):
    shuffled = {
        name: rows if name in ("units", "people") else data.draw(st.permutations(rows))
        for name, rows in FULL.items()
    }
    assert assemble(tables(**shuffled), TODAY) == assemble(tables(**FULL), TODAY)


def said(today=TODAY, allowed=None, **cells):
    """Code and place of every refusal that these tables meet."""
    with pytest.raises(RefusedMany) as refused:
        assemble(tables(**{"units": [STREET, OFFICE], "people": [WEN, TAO], **cells}), today, allowed)
    return [(r.code, r.where) for r in refused.value.refusals]


@pytest.mark.parametrize(
    ("cells", "refusals"),
    [
        ({"people": [WEN, TAO, WEN]}, [("person_twice", "people:4:编号(code)")]),
        (
            {"units": [STREET, OFFICE, STREET]},
            [("row_twice", "units:4:编号(code)")],
        ),
        (
            {"appraisals": [{"person": "P1", "year": 2024, "grade": g} for g in ("称职", "优秀")]},
            [("year_twice", "appraisals:3:年度(year)")],
        ),
        ({"people": [{**WEN, "unit": "XX"}]}, [("unknown_unit", "people:2:单位(unit)")]),
        (
            {"units": [STREET, {**OFFICE, "parent": "XX"}]},
            [("unknown_unit", "units:3:上级(parent)")],
        ),
        (
            {"posts": [{"code": "A", "title": "主任", "unit": "XX"}]},
            [("unknown_unit", "posts:2:单位(unit)")],
        ),
        (
            {"appraisals": [{"person": "P9", "year": 2024, "grade": "称职"}]},
            [("unknown_person", "appraisals:2:人员编号(person)")],
        ),
        (
            {"relations": [{"person": "P1", "to": "P9", "kind": "配偶"}]},
            [("unknown_person", "relations:2:对方编号(to)")],
        ),
        (
            {"tenures": [{"person": "P1", "kind": "post", "name": "主任", "since": "2020-01", "post": "X"}]},
            [("unknown_post", "tenures:2:岗位编号(post)")],
        ),
        (
            {"units": [{**STREET, "parent": "DZB"}, OFFICE, {"code": "C", "name": "社区", "parent": "HW"}]},
            [("unit_circle", "units:2:上级(parent)"), ("unit_circle", "units:3:上级(parent)")],
        ),
        (
            {"people": [{**WEN, "sex": "F", "identity": "干部"}]},
            [("unknown_sex", "people:2:性别(sex)"), ("unknown_identity", "people:2:身份(identity)")],
        ),
        (
            {"appraisals": [{"person": "P1", "year": 2024, "grade": "良好"}]},
            [("unknown_grade", "appraisals:2:等次(grade)")],
        ),
        (
            {"tenures": [{"person": "P1", "kind": "兼职", "name": "主任", "since": "2020-01"}]},
            [("unknown_tenure_kind", "tenures:2:类别(kind)")],
        ),
        (
            {"missing": [{"person": "P1", "history": "家庭"}]},
            [("unknown_history", "missing:2:未录入项(history)")],
        ),
        ({"people": [{**WEN, "born": "2026-04"}]}, [("born_in_future", "people:2:出生(born)")]),
        (
            {"awards": [{"person": "P1", "name": "嘉奖", "given_on": "2026-03-11"}]},
            [("date_in_future", "awards:2:授予日期(given_on)")],
        ),
        (
            {"appraisals": [{"person": "P1", "year": 2027, "grade": "称职"}]},
            [("year_in_future", "appraisals:2:年度(year)")],
        ),
        (
            {"people": [{**WEN, "born": "1990-05-02", "work_started": "1990-05-01"}]},
            [("work_before_birth", "people:2:参加工作时间(work_started)")],
        ),
        (
            {
                "tenures": [
                    {"person": "P1", "kind": "post", "name": "主任", "since": "2020-02", "until": "2020-01"}
                ]
            },
            [("tenure_reversed", "tenures:2:结束(until)")],
        ),
        (
            {
                "sanctions": [
                    {
                        "person": "P1",
                        "kind": "警告",
                        "decided_on": "2025-05-06",
                        "effect_until": "2025-04-30",
                    }
                ]
            },
            [("effect_reversed", "sanctions:2:影响期至(effect_until)")],
        ),
        (
            {
                "missing": [{"person": "P1", "history": "appraisals"}],
                "appraisals": [{"person": "P1", "year": 2024, "grade": "称职"}],
            },
            [("missing_but_given", "missing:2:未录入项(history)")],
        ),
    ],
)
def test_refuses_what_does_not_fit(cells, refusals):
    assert said(**cells) == refusals


def test_every_refusal_says_where_why_and_what_to_do():
    with pytest.raises(RefusedMany) as refused:
        assemble(tables(units=[STREET], people=[{**TAO, "identity": "干部"}]), TODAY)
    (only,) = refused.value.refusals
    assert only.say("zh") == (
        "people:2:身份(identity): “干部”不在可用词中。 可填：公务员、事业单位人员、工人、其他。"
    )
    assert only.say("en") == (
        "people:2:身份(identity): '干部' is not an accepted word. "
        "Use one of: 公务员, 事业单位人员, 工人, 其他."
    )


def test_a_person_may_have_no_unit_yet():
    cells = {"units": [STREET], "people": [{"code": "P1", "name": "闻书砚"}]}
    assert assemble(tables(**cells), TODAY) == {"P1": Person(id="P1", name="闻书砚")}


def test_today_and_this_month_are_not_the_future():
    cells = {"people": [{**WEN, "born": "2026-03", "work_started": "2026-03"}], "units": [STREET, OFFICE]}
    assert assemble(tables(**cells), TODAY)["P1"].born == PartialDate(2026, 3)


def test_an_organisation_may_have_words_of_its_own():
    cells = {"units": [STREET, OFFICE], "people": [{**WEN, "identity": "聘用教师"}]}
    allowed = Allowed(identities=("聘用教师",))
    assert assemble(tables(**cells), TODAY, allowed)["P1"].identity == "聘用教师"


def test_an_unknown_table_is_refused():
    with pytest.raises(Refused) as refused:
        assemble({"hobbies": []}, TODAY)
    assert (refused.value.code, refused.value.where) == ("unknown_table", "hobbies")


def test_rows_of_another_table_are_a_bug():
    with pytest.raises(TypeError):
        assemble({"units": tables(people=[WEN])["people"]}, TODAY)


def test_dates_may_come_from_files_and_from_spreadsheets():
    def day(value):
        return AwardRow(person="P1", name="嘉奖", given_on=value).given_on

    assert [
        day(v) for v in ("2024-02-03", date(2024, 2, 3), datetime(2024, 2, 3, 9, tzinfo=UTC), 20240203)
    ] == ([date(2024, 2, 3)] * 4)
    assert [day(v) for v in ("2024-02", 202402, 202402.0)] == [date(2024, 2, 1)] * 3
    assert [
        SanctionRow(person="P1", kind="警告", decided_on="2024-01", effect_until=v).effect_until
        for v in ("2024-02", date(2024, 2, 3), datetime(2024, 2, 3, 9, tzinfo=UTC), " ")
    ] == [date(2024, 2, 29), date(2024, 2, 3), date(2024, 2, 3), None]
    assert [
        PersonRow(code="P1", name="闻", born=v).born
        for v in ("1985-04", PartialDate(1985, 4), date(1985, 4, 1), None)
    ] == [PartialDate(1985, 4), PartialDate(1985, 4), PartialDate(1985, 4, 1), None]


@pytest.mark.parametrize(
    ("row", "cells", "field"),
    [
        (PersonRow, {"code": "P1", "name": "闻", "born": "去年"}, "born"),
        (PersonRow, {"code": "P1", "name": "闻", "born": "1985-13"}, "born"),
        (PersonRow, {"code": " ", "name": "闻"}, "code"),
        (PersonRow, {"code": "P1", "name": "闻", "id_number": "123"}, "id_number"),
        (AppraisalRow, {"person": "P1", "year": "去年", "grade": "称职"}, "year"),
        (EducationRow, {"person": "P1", "level": "大专", "full_time": "函授"}, "full_time"),
        (TrainingRow, {"person": "P1", "name": "班", "finished_on": "2024-01", "hours": "-1"}, "hours"),
        (TenureRow, {"person": "P1", "kind": "职务", "name": "主任", "since": 2019.5}, "since"),
    ],
)
def test_an_unreadable_cell_names_its_field(row, cells, field):
    with pytest.raises(ValidationError) as refused:
        row(**cells)
    assert [e["loc"] for e in refused.value.errors()] == [(field,)]


def test_an_unreadable_date_is_explained_in_both_languages():
    with pytest.raises(ValidationError) as refused:
        PersonRow(code="P1", name="闻", born="去年")
    assert refused.value.errors()[0]["ctx"] == {"zh": "“去年”不是日期。", "en": "“去年” is not a date."}


def test_only_cells_make_a_row():
    with pytest.raises(ValidationError):
        PersonRow.model_validate("P1")


def test_dates_of_a_row_are_written_as_they_were_read():
    row = PersonRow(code="P1", name="闻书砚", born="198504")
    assert row.model_dump(mode="json", exclude_none=True) == {
        "code": "P1",
        "name": "闻书砚",
        "born": "1985-04",
    }
    assert PersonRow.model_validate(row.model_dump(mode="json")) == row


def test_the_page_describes_every_table_and_column():
    page = (Path(__file__).parents[2] / "docs" / "roster.md").read_text(encoding="utf-8")
    sections = page.partition("## The tables")[2].partition("\n## ")[0].split("\n### ")[1:]
    described = []
    for section in sections:
        lines = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]
        described.append((section.split("`")[1], [(c[0].removeprefix("| "), c[1]) for c in lines]))
    columns = []
    for table in TABLES:
        fields = table.row.model_fields.values()
        found = [next(m for m in f.metadata if isinstance(m, Column)) for f in fields]
        columns.append((table.name, [(c.zh, c.en) for c in found]))
    assert described == columns
