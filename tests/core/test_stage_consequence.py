"""Consequences: by numbers, facts, streaks and what an inspection found (结果运用)."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError
from scored_stage import D, c, inputs, person, scored, slate

from quanheng.core.people import Appraisal
from quanheng.core.stages import consequence
from quanheng.core.stages.assessment import AssessmentRecord
from quanheng.core.stages.consequence import Follows, InspectionFinding, PeriodResult, Settings
from quanheng.core.stages.grading import GradingRecord
from quanheng.core.values import Outcome, Refused, Slate, Text

ONE = slate("p@a")


def settings(*rules: dict, **how: object) -> Settings:
    """Consequences of the round."""
    return Settings.model_validate({"id": "after", "kind": "consequence", "rules": rules, **how})


def rule(name: str, **how: object) -> dict:
    """One consequence, called after its id."""
    return {"id": name, "title": name, "then": f"{name}！", **how}


def votes(**rates: object) -> dict[str, Outcome]:
    """An assessment `vote` that gave p these rates."""
    own = {grade: D(str(rate)) for grade, rate in rates.items()}
    return {"vote": Outcome("vote", ONE, ONE, record=AssessmentRecord({}, {}, {}, rates={"p": own}))}


def followed(how: Settings, known: object, field: Slate = ONE) -> list[str]:
    """Which consequences follow."""
    return [f.rule for f in consequence.close(field, known, how).record.follows]


def found(holds: bool, name: str = "admonition") -> InspectionFinding:
    """What the inspection found on p."""
    return InspectionFinding(person="p", rule=name, holds=holds, document="考察材料2号")


P172 = settings(
    rule(
        "removal",
        when={"quantity": "rate.vote.bad", "is": {"over": "1/3"}},
        finding="不胜任现职",
        departs=True,
    ),
    rule(
        "admonition",
        when={"quantity": "rate.vote.excellent + rate.vote.good", "is": {"under": "2/3"}},
        finding="确属不称职",
    ),
)


def test_a_number_alone_is_not_enough_where_an_inspection_must_find_it() -> None:
    """P172: fewer than two thirds good votes AND found unfit by the inspection."""
    before = votes(excellent="0.1", good="0.5", bad="0.2")
    [due] = consequence.due(ONE, inputs("p", earlier=before), P172)
    assert due.text.zh == "姓名p须认定是否“确属不称职”（admonition）"
    with pytest.raises(Refused):
        consequence.close(ONE, inputs("p", earlier=before), P172)
    assert followed(P172, inputs("p", {"findings": [found(False)]}, before)) == []
    outcome = consequence.close(ONE, inputs("p", {"findings": [found(True)]}, before), P172)
    [finding] = outcome.findings
    assert (finding.text.zh, [e.value.zh for e in finding.evidence]) == (
        "admonition：admonition！",
        ["考察材料2号"],
    )
    assert followed(P172, inputs("p", earlier=votes(excellent="0.1", good="0.6", bad="0.1"))) == []


def test_whoever_a_consequence_takes_out_leaves_once() -> None:
    before = votes(excellent=0, good="0.1", bad="0.9")
    how = settings(*(r.model_dump(by_alias=True, exclude_unset=True) for r in P172.rules), rule("also", when={"quantity": "rate.vote.bad", "is": {"over": "0.5"}}, departs=True))  # fmt: skip
    rows = {"findings": [found(True, "removal"), found(True)]}
    outcome = consequence.close(ONE, inputs("p", rows, before), how)
    assert [d.finding.text.zh for d in outcome.departures] == ["removal：removal！"]
    assert [f.text.zh for f in outcome.findings] == ["admonition：admonition！", "also：also！"]
    assert outcome.record.follows == tuple(
        Follows(c("p@a"), name, Text(f"{name}！"), None, None, Text(name))
        for name in ("removal", "admonition", "also")
    )


def periods(*results: str) -> dict:
    """The results of earlier months, entered out of order."""
    rows = [PeriodResult(person="p", period=f"2026-{n:02}", result=r) for n, r in enumerate(results, start=1)]
    return {"results": rows[::-1]}


LADDER = settings(
    rule("third", streak={"results": ["last"], "times": 3}, pay=0, whom={"identity": {"in": ["正式"]}}),
    rule("second", streak={"results": ["last"], "times": 2}),
    rule("first", streak={"results": ["last"], "times": 1}),
    ladder=True,
)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ((), []),
        (("last", "fine"), []),
        (("fine", "last"), ["first"]),
        (("last", "last"), ["second"]),
        (("last", "fine", "last", "last"), ["second"]),
        (("last", "last", "last"), ["third"]),
    ],
)
def test_a_ladder_takes_the_heaviest_step(results: tuple[str, ...], expected: list[str]) -> None:
    """P210: once criticised, twice running fined, three times suspended, by identity."""
    assert followed(LADDER, inputs([person("p", identity="正式")], periods(*results))) == expected


def test_a_fact_that_is_missing_is_waited_for_only_where_the_numbers_call_for_it() -> None:
    [due] = consequence.due(ONE, inputs("p", periods("last", "last", "last")), LADDER)
    assert due.text.zh.startswith("姓名p的事实不全，无法判断“third”：")
    assert consequence.due(ONE, inputs("p", periods("last")), LADDER) == ()
    assert followed(LADDER, inputs([], periods("last", "last", "last"))) == ["second"]


def test_the_grade_of_this_run_is_the_latest_period() -> None:
    """P180: three quarters running; the grade given in this run is the third."""
    before = {"grades": Outcome("grades", ONE, ONE, record=GradingRecord((), (), {c("p@a"): "bad"}))}
    how = settings(
        rule("persuaded", streak={"results": ["不称职", "bad"], "times": 3}, lasts={"years": 1}),
        rule("now", when={"quantity": "grade.grades.bad", "is": {"at_least": 1}}, pay="0.8"),
        rule("window", streak={"results": ["不称职"], "times": 2, "within": 3}),
    )
    known = inputs("p", periods("不称职", "不称职"), before)
    outcome = consequence.close(ONE, known, how)
    assert outcome.record.follows == (
        Follows(c("p@a"), "persuaded", Text("persuaded！"), date(2027, 3, 13), None, Text("persuaded")),
        Follows(c("p@a"), "now", Text("now！"), None, D("0.8"), Text("now")),
        Follows(c("p@a"), "window", Text("window！"), None, None, Text("window")),
    )
    assert [(e.label.zh, e.value.zh) for f in outcome.findings for e in f.evidence] == [
        ("各期结果", "不称职、不称职、bad"),
        ("有效至", "2027-03-13"),
        ("系数", "0.8"),
        ("各期结果", "不称职、不称职、bad"),
    ]


def test_yearly_grades_of_the_archive_are_facts() -> None:
    """P172: incompetent two years running."""
    how = settings(rule("dismissed", whom={"appraisals": {"last": 2, "every": {"grade_in": ["不称职"]}}}))
    years = (Appraisal(2024, "不称职"), Appraisal(2025, "不称职"))
    assert followed(how, inputs([person("p", appraisals=years)])) == ["dismissed"]
    assert followed(how, inputs([person("p", appraisals=(years[0], Appraisal(2025, "称职")))])) == []


def test_the_first_three_and_the_last_three_share_places() -> None:
    """P194: ranks may be shared, so that the first or last three may be more."""
    table = {"p@a": 90, "q@a": 80, "r@a": 80, "s@a": 70}
    field = slate(*table)
    how = settings(
        rule("praised", when={"quantity": "rank", "is": {"at_most": 2}}),
        rule("named", when={"quantity": "from_bottom", "is": {"at_most": 2}}),
        by="total",
    )
    outcome = consequence.close(field, inputs("pqrs", earlier={"total": scored("total", field, table)}), how)
    assert [(f.candidate.person, f.rule) for f in outcome.record.follows] == [
        ("p", "praised"),
        ("q", "praised"),
        ("q", "named"),
        ("r", "praised"),
        ("r", "named"),
        ("s", "named"),
    ]


def test_findings_are_for_rules_that_need_one() -> None:
    known = inputs("p")
    refused = consequence.admit("findings", [found(True), found(True, "praise")], ONE, known, P172)
    assert [(n, r.code, r.remedy.zh) for n, r in refused] == [
        (1, "unknown_rule", "可填：removal、admonition。")
    ]
    assert consequence.admit("results", periods("last")["results"], ONE, known, P172) == ()


@pytest.mark.parametrize(
    "rules",
    [
        [rule("x")],
        [rule("x", finding="属实"), rule("x", finding="属实")],
        [rule("x", whom={"age": {"at_most": 40}, "strength": "soft"})],
    ],
)
def test_settings_that_contradict_themselves(rules: list[dict]) -> None:
    with pytest.raises(ValidationError):
        settings(*rules)


def test_bans_and_lists_outlive_the_run() -> None:
    how = settings(
        rule("ban", title="取消资格", then="一年内不得报名", finding="违纪", lasts={"years": 1}, bars=True),
        rule("list", title="入库", then="列入名单", finding="成绩优秀", enters="后备", leaves="旧名单"),
    )
    known = inputs(ONE.people(), {"findings": [found(True, "ban"), found(True, "list")]})
    outcome = consequence.close(ONE, known, how)
    assert [(f.title.zh, f.bars, f.enters, f.leaves) for f in outcome.record.follows] == [
        ("取消资格", True, "", ""),
        ("入库", False, "后备", "旧名单"),
    ]
    told = [(e.label.zh, e.value.zh) for f in outcome.findings for e in f.evidence]
    assert ("列入名单", "后备") in told and ("退出名单", "旧名单") in told
    with pytest.raises(ValidationError):
        settings(rule("ban", title="取消资格", then="不得报名", bars=True, finding="违纪"))
