"""Secondment and pay on the screen: names instead of codes, what may be typed, what is needed, the figures."""

from datetime import date
from decimal import Decimal

from quanheng.core.engine import RunFacts
from quanheng.core.kinds import KINDS
from quanheng.core.people import Person
from quanheng.core.plans.reading import read_plan
from quanheng.core.stages.pay import Paid, PayRecord
from quanheng.core.stages.secondment import SecondmentRecord, Stay
from quanheng.core.stages.secondment.attending import Attended
from quanheng.core.stages.secondment.tables import Changed, Consent, Posting
from quanheng.core.values import Candidate, Finding, Outcome, Slate, Source, Text
from quanheng.core.workdays import Calendar
from quanheng.web.inputs.choices import offers_of
from quanheng.web.inputs.forms import RowForm
from quanheng.web.inputs.rows import Wording
from quanheng.web.plans.asks import fit, known_values, needed_fields
from quanheng.web.plans.words import stage_words
from quanheng.web.run_table import run_table
from quanheng.web.stages.figures import Figures, figures_of

TEXT = """
language: 1
id: posted
title: 挂职与绩效
organisation: {name: 云川县委组织部, kind: party_organ}
as_of: 2026-01-01
bodies: [{id: standing, title: {zh: 县委常委会, en: Standing committee}, members: 11}]
posts: [{id: secretary, title: 挂职第一书记, leading: false, seats: 2}]
stages:
  - id: posting
    kind: secondment
    length: {years: 2}
    kinds: [{zh: 下派, en: Downwards}]
    directions: [{id: down, title: 机关到基层, who: {party: {in: [中共党员]}}, level: same}]
    attendance: {is: {at_least: 2/3}, of: entered}
    extend: {consents: [home, standing]}
    end_early: {consents: [person]}
  - id: grades
    kind: grading
    by: posting
    grades: [{id: good, title: 合格, is: {at_least: 60}, coefficient: 1}, {id: bad, title: 不合格}]
  - id: bonus
    kind: pay
    pots:
      - {id: year, title: {zh: 年终, en: Year}, by: coefficient, from: grades, each: 100}
      - {id: team, title: 团队}
      - {id: some, title: 部分, each: 5, who: {quantity: grade.grades.good, is: {at_least: 1}}}
      - {id: few, title: 少数, each: 5, who: {quantity: rank, is: {at_most: 3}}}
"""
PLAN = read_plan(TEXT).plan
WHO = Candidate("p1", "secretary")
ALL = Slate((WHO,), {"secretary": 2})
SETTINGS, PAY = PLAN.stage("posting"), PLAN.stage("bonus")
POSTED = Posting(
    person="p1", host="云水镇", post="村主任助理", sort="下派", since=date(2026, 3, 1), document="组发3号"
)


def facts(**rows):
    people = {"p1": Person("p1", "赵一")}
    return RunFacts(PLAN, people, Calendar(), rows={"posting": rows})


def offered(stage, table, **rows):
    found = offers_of(facts(**rows), {}, stage, KINDS[stage.kind].table(table))
    return {name: ([code for code, _ in offer.answers], offer.binding) for name, offer in found.items()}


def test_the_post_at_the_host_is_typed_and_parties_are_chosen_by_name():
    found = offered(SETTINGS, "postings", postings=(POSTED,))
    assert found["post"] == (["挂职第一书记", "村主任助理"], False)
    assert found["host"] == (["云水镇"], False)
    assert found["sort"] == (["下派"], True)
    assert found["level"][0][2:4] == ["副科级", "正科级"]
    assert offered(SETTINGS, "changes")["asked_by"] == (["home", "host", "person", "standing"], True)
    assert offered(SETTINGS, "consents")["party"] == (["home", "standing", "person"], True)
    assert offered(PAY, "amounts")["pot"] == (["team"], True)
    assert known_values(PAY, KINDS["pay"].table("amounts"), "2026-03-01") == {"pot": "team"}


def test_rows_say_names_instead_of_codes():
    wording = Wording(facts(), SETTINGS)
    assert wording.say(Consent, "party", "standing") == Text("县委常委会", "Standing committee")
    assert wording.say(Changed, "asked_by", "host") == Text("接收单位", "the host")
    assert wording.say(Posting, "sort", "下派") == Text("下派", "Downwards")
    assert wording.say(Posting, "post", "村主任助理") == Text("村主任助理")


def test_what_the_plan_asks_of_a_row():
    assert needed_fields(SETTINGS, KINDS["secondment"].table("days")) == ("whole",)
    counted = read_plan(TEXT.replace("of: entered", "of: days").replace("    kinds: [", "    # [")).plan
    plain = counted.stage("posting")
    assert needed_fields(plain, KINDS["secondment"].table("days")) == ()
    form = RowForm(KINDS["secondment"].table("postings"), {})
    fit(form, plain, KINDS["secondment"].table("postings"))
    assert "sort" not in form.fields


def test_the_plan_reads_in_words():
    said = {s.id: {label.zh: value.zh for label, value in s.facts} for s in stage_words(PLAN)}
    assert said["posting"] == {
        "期限": "2年",
        "种类": "下派",
        "挂职方向": "机关到基层（哪些人 政治面貌为中共党员，层级 平级）",
        "在岗要求": "界限 不低于2/3，按什么天数 逐月录入",
        "延长": "须同意的各方 派出单位；县委常委会",
        "提前结束": "须同意的各方 本人",
    }
    assert said["bonus"] == {
        "奖金盘子": "年终（按什么分 系数，来自环节 定等，系数 1 的金额（元） 100）；团队；"
        "部分（哪些人有份 定等“合格”，系数 1 的金额（元） 5）；"
        "少数（哪些人有份 名次不超过3，系数 1 的金额（元） 5）"
    }


def outcome(stage, record):
    found = Finding("x", "met", Text("x"), Source("plan", "stages"), WHO)
    return Outcome(stage, ALL, ALL, findings=(found,), record=record)


def test_a_closed_secondment_and_its_pots_stand_in_figures():
    stay = Stay(
        "p1", "农办", "云水镇", "村主任助理", "down", date(2026, 3, 1), date(2028, 3, 1),
        Attended(Decimal(14), Decimal(28)), "host", "home",
    )  # fmt: skip
    [stays] = figures_of(facts(), SETTINGS, outcome("posting", SecondmentRecord((stay,))))
    assert [t.zh for t in stays.rows[0]] == [
        "赵一（p1）", "农办", "云水镇 村主任助理", "机关到基层", "2026-03-01 至 2028-03-01",
        "14/28 天（50%）", "接收单位",
    ]  # fmt: skip
    paid = (
        Paid(WHO, "year", Decimal(1), Decimal(100), Text("x")),
        Paid(WHO, "team", Decimal(1), Decimal("33.3"), Text("x")),
    )
    left = (("year", None), ("team", Decimal("0.01")), ("some", None), ("few", None))
    closed = outcome("bonus", PayRecord(paid, left))
    [pots] = figures_of(facts(), PAY, closed)
    assert isinstance(pots, Figures)
    assert [[t.zh for t in row] for row in pots.rows] == [
        ["年终", "1", "100.00", "—", "—"],
        ["团队", "1", "33.30", "33.31", "0.01"],
        ["部分", "0", "0.00", "—", "—"],
        ["少数", "0", "0.00", "—", "—"],
    ]
    assert figures_of(facts(), PAY, None) == figures_of(facts(), SETTINGS, None) == ()
    [group] = run_table(facts(), {"posting": outcome("posting", None), "bonus": closed}).groups
    assert [cell.mark.zh for cell in group.lines[0].cells] == ["已挂职", "133.30 元"]


def test_a_name_of_the_plan_is_not_read_as_a_fixed_value():
    stage = (
        "  - {id: list, kind: shortlist, by: grades, keep: {per_seat: 1}, ties: [{by: rank}, {final: lot}]}\n"
    )
    said = {s.id: {label.zh: value.zh for label, value in s.facts} for s in stage_words(_with(stage))}
    assert said["list"]["同分处理"] == "依据 rank；最后 抽签"


def _with(stage):
    return read_plan(TEXT + stage).plan
