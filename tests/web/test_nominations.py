"""Register, figures and the nomination form on screen (首提台账、统计、首提人推荐表), by the roles that use them."""

import csv
import io

import pytest
from docx import Document
from openpyxl import load_workbook

from quanheng.core.act_titles import ACT_TITLES
from quanheng.core.authority import ACTS
from quanheng.store.load import run_state
from quanheng.web.lists import as_csv
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
NOMINATE = "/runs/s3-nomination/stages/nomination/nominate"


def lines(page):
    return [(x.name, x.run, x.state) for x in page.context["page"]]


def filled(**more):
    given = {
        "person": "HW033", "post": "team-head", "channel": "leader", "reasons": "熟悉基层工作，群众基础好，能独当一面",
        "performance": "办成搬迁", "integrity": "无问题", "problems": "无", "relation": "colleague", "signed": "on",
        "nominated_on": now().date().isoformat(),
    }  # fmt: skip
    return given | more


def nominations():
    return run_state("s3-nomination").facts.rows["nomination"]


def test_the_register_holds_every_nomination_and_narrows(as_role):
    client = as_role()
    assert len(lines(client.get("/nominations"))) == 14
    assert lines(client.get("/nominations?state=withdrawn")) == [("葛伯朗", "s3-finished", "withdrawn")]
    assert {name for name, *_ in lines(client.get("/nominations?words=应云哲"))} == {"梅菱溪"}
    assert {name for name, *_ in lines(client.get("/nominations?words=工作片"))} == {"鲍棠溪"}
    assert lines(client.get("/nominations?words=nobody")) == []
    assert lines(client.get("/nominations?soon=1")) == [("宓承钧", "s3-nomination", "pending")]


def test_the_register_as_files(as_role):
    client = as_role("auditor")
    sheet = load_workbook(io.BytesIO(client.get("/nominations?as=xlsx&state=passed").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("被提名人", "编号", "职位")
    assert [(r[0], r[6], r[7]) for r in rows[1:]] == [
        ("鲍棠溪", "翁云哲", "个人"),
        ("梅菱溪", "应云哲、祝昱钧", "共同"),
        ("娄静云", "阮静黛", "个人"),
    ]
    text = client.get("/nominations?as=csv&state=passed").content.decode("utf-8-sig")
    assert [tuple(r) for r in csv.reader(io.StringIO(text))] == [tuple(str(c or "") for c in r) for r in rows]
    paper = Document(io.BytesIO(client.get("/nominations/paper?state=passed").content))
    assert [c.text for c in paper.tables[0].rows[1].cells][:2] == ["鲍棠溪", "综合执法队队长"]
    assert "首提责任人4人次" in "".join(p.text for p in paper.paragraphs)


def test_no_cell_of_a_csv_is_a_formula():
    text = as_csv("x", ("a", "b"), [("=1+1", None), (-3, True)]).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["a", "b"], ["'=1+1", ""], ["-3", "是"]]


def test_figures_tell_of_cases_only_to_those_who_may_read_them(as_role):
    page = as_role("organiser").get("/nominations/figures")
    assert [t.zh for t in page.context["columns"]] == [
        "提名", "采纳", "任用", "试用合格", "任用后有问题", "撤回",
    ]  # fmt: skip
    assert (page.context["decided"], page.context["times"], page.context["nominated"]) == (3, 4, 14)
    page = as_role("discipline").get("/nominations/figures")
    found = {bar.figures.title: bar.numbers for bar in page.context["bars"]}
    assert found["应云哲"] == (2, 1, 1, 1, 0, 0, 0, 0)
    assert found["阮静黛"][-2] == 1


def test_figures_by_unit_and_year_as_a_sheet(as_role):
    client = as_role()
    sheet = load_workbook(io.BytesIO(client.get("/nominations/figures?by=unit&as=xlsx").content)).active
    rows = {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert (rows["街道领导班子"], rows["工作片"]) == (10, 2)
    assert b"<svg" in client.get("/nominations/figures?by=year").content


def test_a_nominator_signs_and_the_work_list_says_so(as_role):
    client = as_role("nominator")
    (task,) = [t for t in client.get("/").context["answering"] if t.run == "s3-nomination"]
    assert (task.text.zh, task.href, task.done, task.wanted) == ("在提名表上签名：梅菱溪", NOMINATE, 0, 1)
    (own,) = client.get(NOMINATE).context["own"]
    (row,) = [n for n in nominations()["nominations"] if n.person == "HW030"]
    assert {title.zh: words.zh for title, words in own.told}["已知问题"] == row.problems
    sent = {"person": "HW030", "post": "service-director"}
    assert client.post(f"{NOMINATE}/sign", sent).status_code == 302
    (task,) = [t for t in client.get("/").context["answering"] if t.run == "s3-nomination"]
    assert (task.text.zh, task.done) == ("可以提名", 1)


def test_the_form_offers_what_the_nominator_has_a_right_to(as_role):
    form = as_role("nominator").get(NOMINATE).context["form"]
    assert [c for c, _ in form.fields["channel"].choices] == ["leader", "joint"]
    assert "unit" not in form.fields and "responsible" not in form.fields
    assert "HW003" not in dict(form.fields["nominators"].choices)
    assert form.fields["relation"].choices[0][0] == ""


def test_a_nomination_is_filed_signed_and_withdrawn(as_role):
    client = as_role("nominator")
    assert client.post(NOMINATE, filled()).status_code == 302
    (row,) = [n for n in nominations()["nominations"] if n.person == "HW033"]
    assert (row.nominators, row.channel, row.unit, row.responsible) == ("HW003", "leader", "", "")
    assert any(s.person == "HW033" and s.signer == "HW003" for s in nominations()["signatures"])
    sent = {"person": "HW033", "post": "team-head", "reason": "岗位另有安排"}
    assert client.post(f"{NOMINATE}/withdraw", sent).status_code == 302
    (own,) = [n for n in client.get(NOMINATE).context["own"] if n.line.person == "HW033"]
    assert (own.line.state, own.is_standing, own.may_withdraw) == ("withdrawn", False, False)


def test_a_joint_nomination_names_the_others(as_role):
    sent = filled(channel="joint", nominators=["HW006", "HW008"])
    assert as_role("nominator").post(NOMINATE, sent).status_code == 302
    (row,) = [n for n in nominations()["nominations"] if n.person == "HW033"]
    assert row.nominators == "HW003、HW006、HW008"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"relation": ""}, ""),
        ({"relation": "kin"}, "应当回避，不得提名"),
        ({"person": "HW030", "post": "service-director"}, "同一人不重复提名"),
        ({"signed": ""}, ""),
        ({"person": "nobody"}, "名册中没有编号"),
        ({"channel": "joint"}, "须有 2 名提名人"),
        ({"nominators": ["HW006"]}, "提名方式应选“联名推荐”"),
        ({"nominated_on": "2020-01-01"}, "已于 2021-01-01 失效"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(as_role, more, said):
    before = nominations()
    answer = as_role("nominator").post(NOMINATE, filled(**more))
    text = answer.content.decode()
    assert (answer.status_code, said in text, "办成搬迁" in text) == (422, True, True)
    assert nominations() == before


def test_the_form_is_a_paper_with_what_was_decided_on_it(as_role):
    client = as_role()
    page = client.get("/runs/s3-finished/stages/nomination/papers")
    assert "首提人推荐表（梅菱溪）" in page.content.decode()
    paper = Document(io.BytesIO(client.get("/runs/s3-finished/stages/nomination/papers/0").content))
    words = "\n".join(c.text for t in paper.tables for r in t.rows for c in r.cells)
    assert all(w in words for w in ("应云哲", "祝昱钧", "共同责任", "2026年4月20日", "长期在社区一线工作"))


def test_every_act_has_a_title():
    assert {"nominate", "sign_nomination", "open_case", "state_in_case"} <= set(ACTS) & set(ACT_TITLES)
