"""Points worked out of the record and of quantities, by the tables of published plans (履历计分)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from composite_stage import closed, earlier, points, settings, stage
from pydantic import ValidationError
from scored_stage import D, c, inputs, person, points_of, slate, stayed

from quanheng.core.language.points import Conversion, RecordItem
from quanheng.core.people import Appraisal, Award, Education, Person, Tenure
from quanheng.core.stages import composite
from quanheng.core.stages.assessment import AssessmentRecord
from quanheng.core.stages.composite import Proof
from quanheng.core.values import Outcome
from quanheng.core.workdays import PartialDate

ONE = slate("p@a")


def work(since: str, until: str | None = None, **more: object) -> Tenure:
    """One stretch of a history."""
    facts = {"kind": "post", "name": "教师", **more}
    return Tenure(since=date.fromisoformat(since), until=until and date.fromisoformat(until), **facts)


def recorded(item: dict, /, **more: object) -> dict:
    """A component that the record fills."""
    return {"id": "x", "record": item, **more}


def total(component: dict, who: Person, **how: object) -> str:
    """What one component comes to for one person."""
    outcome = closed(settings(component, **how), ONE, people=[who])
    return points_of(outcome)["p@a"]


def why(component: dict, who: Person) -> str:
    """Why a component has no value yet."""
    [due] = composite.due(ONE, inputs([who]), settings(component))
    return due.text.zh


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        # P54: a point and a half for each year
        ({"growth": {"each": "1.5"}}, {0: 0, "2.9": 3, 10: 15}),
        # P108: base 25, ten more for each year
        ({"growth": {"first": 25, "each": 10}}, {0: 25, 1: 35, "1.5": 35}),
        # P113: the first two, one for each further
        ({"growth": {"from": 1, "first": 2, "each": 1}}, {0: 0, 1: 2, 4: 5}),
        # P113: five at ten years, then a half each
        ({"growth": {"from": 10, "first": 5, "each": "0.5"}}, {9: 0, 10: 5, 13: "6.5"}),
        # P110: under two years 2; two years 3; a half for each further year
        ({"growth": {"from": 2, "first": 3, "each": "0.5", "below": 2}}, {1: 2, 2: 3, 6: 5}),
        # P50: half a point a lesson, halves of lessons count
        ({"growth": {"each": "0.5", "whole": False}}, {"12.5": "6.25"}),
        # P74: nothing up to two, then 20 and ten more each
        ({"growth": {"from": 3, "first": 20, "each": 10}}, {2: 0, 3: 20, 5: 40}),
        ({"growth": {"each": 5, "unit": 20}}, {19: 0, 45: 10}),
        # P65: nine, three less for each missing year
        ({"shortfall": {"target": 3, "full": 9, "each": 3}}, {1: 3, 3: 9, 8: 9}),
        # P208: 15 at the task, 0.3 up and down for each percentage point
        ({"around": {"target": 100, "at": 15, "each": "0.3"}}, {100: 15, 104: "16.2", 90: 12}),
        # P208: reached full, else by share
        ({"proportion": {"target": 100, "full": 22}}, {50: 11, 100: 22, 150: 22}),
        ({"proportion": {"target": 100, "full": 22, "over": True}}, {150: 33}),
        # P112: (5, 8] 6; (8, 10] 8; over ten 10
        (
            {
                "bands": [
                    {"is": {"over": 5, "at_most": 8}, "points": 6},
                    {"is": {"over": 8, "at_most": 10}, "points": 8},
                    {"is": {"over": 10}, "points": 10},
                ],
                "else": 1,
            },
            {5: 1, 8: 6, "8.1": 8, 11: 10},
        ),
    ],
)
def test_a_quantity_becomes_points(how: dict, expected: dict) -> None:
    conversion = Conversion.model_validate(how)
    found = {q: conversion.points(D(str(q))) for q in expected}
    assert found == {q: D(str(v)) for q, v in expected.items()}


@pytest.mark.parametrize(
    ("item", "who", "expected"),
    [
        # P50: a tenth of a point for each year of age; years of age are full years
        ({"since": "birth"}, person("p", born=PartialDate.of("1980-03-14")), "45"),
        ({"since": "work"}, person("p", work_started=PartialDate.of("2001-07")), "24"),
        ({"since": "party"}, person("p", party="群众"), "0"),
        ({"since": "party"}, person("p", party="中共党员", party_joined=PartialDate.of("2010-01-01")), "16"),
        # Two descriptions joined: overlapping time counts once; a secondment counts as grass-roots (P110)
        (
            {"years": [{"grassroots": True}, {"kind": ["secondment"]}]},
            person(
                "p",
                tenures=(
                    work("2010-03-13", "2012-03-13", grassroots=True),
                    work("2012-03-13", "2013-03-13"),
                    work("2011-03-13", "2014-03-13", kind="secondment", name="挂职"),
                ),
            ),
            "4",
        ),
        ({"years": {"name_has": ["教师"]}}, person("p", tenures=()), "0"),
        # P54: the last five years, 优秀 3 and 合格 1
        (
            {"appraisals": {"last": 5, "grades": {"优秀": 3, "合格": 1}}},
            person(
                "p",
                appraisals=tuple(
                    Appraisal(y, g)
                    for y, g in ((2019, "优秀"), (2021, "优秀"), (2022, "合格"), (2023, "基本合格"), (2025, "优秀"))
                ),
            ),
            "7",
        ),
        ({"lookup": {"by": "education", "values": {"本科": 4, "大专": 3}, "else": 0}},
         person("p", educations=(Education("大学", full_time=True),)), "4"),
        ({"attribute": "周课时"}, person("p", attributes={"周课时": "12"}), "12"),
    ],
)  # fmt: skip
def test_what_the_record_gives(item: dict, who: Person, expected: str) -> None:
    assert total(recorded(item, converts={"growth": {"each": 1}}), who) == expected


AWARDS = (
    Award("教学竞赛", "市级", date(2024, 5, 1)),
    Award("教学竞赛", "县级", date(2024, 3, 1)),
    Award("先进工作者", "县级", date(2025, 9, 1)),
    Award("先进工作者", "省级", date(2015, 9, 1)),
    Award("先进工作者", "校级", date(2025, 9, 1)),
    Award("优秀教师", "县级", date(2026, 9, 1)),
)


@pytest.mark.parametrize(
    ("counts", "more", "expected"),
    [
        ("every", {}, "4.5"),
        ("highest", {}, "2.5"),
        ("highest_by_name", {}, "3.5"),
        ("highest_by_year", {}, "3.5"),
        ("every", {"name_has": ["竞赛"]}, "3.5"),
        ("every", {"within": {"years": 20}}, "8.5"),
    ],
)
def test_awards_by_level_of_which_the_highest_may_count_alone(counts: str, more: dict, expected: str) -> None:
    levels = {"省级": 4, "市级": "2.5", "县级": 1}
    asked = {"levels": levels, "counts": counts, "within": {"years": 5}, **more}
    assert total(recorded({"awards": asked}), person("p", awards=AWARDS)) == expected


def test_the_working_shows_every_award_and_which_a_higher_one_covers() -> None:
    asked = {"levels": {"市级": 2, "县级": 1}, "counts": "highest_by_name"}
    outcome = closed(settings(recorded({"awards": asked})), ONE, people=[person("p", awards=AWARDS[:2])])
    [part] = outcome.score_of(c("p@a")).working.parts
    assert [(w.label.zh, w.value) for w in part.parts] == [
        ("2024-05-01 市级教学竞赛", D(2)),
        ("2024-03-01 县级教学竞赛（就高，不重复计）", D(0)),
    ]


POSTS = [
    {"when": {"tenure": {"name_in": ["书记", "校长"], "current": True}}, "points": 6},
    {"when": {"tenure": {"name_in": ["班主任"], "current": True}}, "points": 4},
    {"when": {"education": {"at_least": "本科"}, "title": "本科"}, "points": 1},
]


@pytest.mark.parametrize(("take", "expected"), [("first", "4"), ("highest", "4"), ("sum", "5")])
def test_cases_take_the_first_the_best_or_all(take: str, expected: str) -> None:
    who = person("p", tenures=(work("2020-01-01", name="班主任"),), educations=(Education("本科"),))
    assert total(recorded({"cases": POSTS, "take": take}), who) == expected


@pytest.mark.parametrize("take", ["first", "highest", "sum"])
def test_nobody_meets_a_case(take: str) -> None:
    assert total(recorded({"cases": POSTS, "take": take}), person("p")) == "0"


@pytest.mark.parametrize(
    ("item", "who", "expected"),
    [
        ({"since": "birth"}, person("p"), "缺出生年月"),
        ({"years": {}}, person("p", missing=frozenset({"tenures"})), "缺任职经历"),
        ({"years": {"level": {"in": ["x"], "scale": "none"}}}, person("p"), "方案没有等级表“none”"),
        ({"appraisals": {"last": 1, "grades": {"优秀": 1}}}, person("p", missing=frozenset({"appraisals"})), "缺年度考核"),
        ({"awards": {"levels": {"省级": 1}}}, person("p", missing=frozenset({"awards"})), "缺奖励情况"),
        ({"attribute": "周课时"}, person("p"), "缺“周课时”"),
        ({"attribute": "周课时"}, person("p", attributes={"周课时": "满"}), "“周课时”不是数：满"),
        ({"lookup": {"by": "sex", "values": {"女": 1}}}, person("p"), "缺性别"),
        ({"cases": POSTS, "take": "first"}, person("p", missing=frozenset({"tenures"}), educations=(Education("本科"),)), "档案不全，可为 1 至 6"),
    ],
)  # fmt: skip
def test_what_is_not_on_record_is_never_guessed(item: dict, who: Person, expected: str) -> None:
    assert why(recorded(item), who) == f"姓名p（职位a）缺“x”得分：{expected}"


def test_a_day_that_is_not_known_matters_only_where_it_changes_the_points() -> None:
    who = person("p", born=PartialDate.of("1980-03"))
    aged = recorded({"since": "birth"}, converts={"growth": {"each": "0.1"}})
    assert why(aged, who) == "姓名p（职位a）缺“x”得分：档案不全，可为 45.916667… 至 46"
    assert total(aged | {"cap": "4.5"}, who) == "4.5"
    assert total(aged | {"floor": 5}, who) == "5"
    assert total(aged | {"missing": "default", "default": 2}, who) == "2"


def test_whoever_is_not_in_the_roster_has_no_record() -> None:
    [due] = composite.due(ONE, inputs(), settings(recorded({"since": "birth"})))
    assert due.text.en.endswith("has no 'x': not in the roster")


PROVED = recorded({"awards": {"levels": {"省级": 4}}}, evidence=True, proof_by="2026-03-10")


def proof(filed_on: str, component: str = "x") -> Proof:
    """A paper that somebody filed."""
    return Proof(person="p", component=component, document="原件", filed_on=date.fromisoformat(filed_on))


@pytest.mark.parametrize(
    ("rows", "expected", "rule"),
    [
        ([], "0", "未提交证明材料，不计"),
        ([proof("2026-03-11")], "0", "证明材料于 2026-03-11 提交，逾期（2026-03-10），不计"),
        ([proof("2026-03-10")], "4", "奖励"),
    ],
)
def test_a_bonus_counts_on_a_proof_that_came_in_time(rows: list[Proof], expected: str, rule: str) -> None:
    who = person("p", awards=(Award("标兵", "省级", date(2024, 1, 1)),))
    outcome = composite.close(ONE, inputs([who], {"proofs": rows}), settings(PROVED))
    [part] = outcome.score_of(c("p@a")).working.parts
    assert (points_of(outcome)["p@a"], part.rule.zh) == (expected, rule)


def test_proofs_are_for_components_that_need_one_and_for_candidates() -> None:
    how = settings(PROVED, {"id": "y", "entered": True})
    good = proof("2026-03-10")
    rows = [good, proof("2026-03-10", "y"), good.model_copy(update={"person": "q"})]
    refused = composite.admit("proofs", rows, ONE, inputs([person("p")]), how)
    assert [(n, r.code) for n, r in refused] == [(1, "unknown_component"), (2, "unknown_person")]
    [(_, late)] = composite.admit("proofs", [proof("2026-03-20")], ONE, inputs([person("p")]), how)
    assert late.code == "dated_in_future"


def test_an_entered_quantity_is_converted_and_may_be_any_number() -> None:
    growth = {
        "id": "g",
        "entered": True,
        "converts": {"around": {"target": 0, "at": 15, "each": "0.3"}},
        "floor": 0,
    }
    rows = points("g", {"p": -60})
    assert composite.admit("points", rows, ONE, inputs([person("p")]), settings(growth)) == ()
    assert points_of(closed(settings(growth), ONE, rows)) == {"p@a": "0"}


def test_base_points_less_penalties_never_under_nothing() -> None:
    """P184: ten points for petitions, each of three kinds of event takes off its own, floor 0."""
    group = {
        "id": "petitions",
        "full": 10,
        "floor": 0,
        "components": [
            {"id": "base", "fixed": 10},
            {"id": "single", "entered": True, "effect": "penalty", "converts": {"growth": {"each": 2}}},
            {"id": "collective", "entered": True, "effect": "penalty", "converts": {"growth": {"each": 10}}},
        ],
    }
    assert points_of(closed(settings(group), ONE, points("single", {"p": 3}))) == {"p@a": "4"}
    both = points("single", {"p": 1}) + points("collective", {"p": 1})
    assert points_of(closed(settings(group), ONE, both)) == {"p@a": "0"}


def test_an_event_brings_a_group_to_nothing() -> None:
    """P74: five days of leave and more, and the month counts nothing: the raw quantity is looked at."""
    month = {
        "id": "month",
        "when": {"quantity": "leave", "is": {"under": 5}},
        "components": [
            {"id": "base", "fixed": 100},
            {"id": "leave", "entered": True, "effect": "penalty",
             "converts": {"bands": [{"is": {"over": 1, "at_most": 2}, "points": 20}]}},
        ],
    }  # fmt: skip
    assert points_of(closed(settings(month), ONE, points("leave", {"p": 2}))) == {"p@a": "80"}
    assert points_of(closed(settings(month), ONE, points("leave", {"p": 5}))) == {"p@a": "0"}


def test_bands_over_two_rates_of_an_earlier_vote() -> None:
    """P171: points by the rate of excellent votes and the rate of negative ones together."""
    bands = {
        "cases": [
            {"when": {"all": [
                {"quantity": "rate.vote.good", "is": {"at_least": "0.9"}},
                {"quantity": "rate.vote.bad", "is": {"under": "0.05"}},
            ]}, "then": 100},
            {"when": {"quantity": "rate.vote.good", "is": {"at_least": "0.6"}}, "then": 80},
        ],
        "else": 60,
    }  # fmt: skip
    field = slate("p@a", "q@a", "r@a")
    record = AssessmentRecord(
        turnouts={},
        sheets={},
        counts={},
        rates={
            "p": {"good": D("0.95"), "bad": D("0.01")},
            "q": {"good": D("0.95"), "bad": D("0.05")},
            "r": {"good": D("0.5"), "bad": D("0.5")},
        },
    )
    before = {"vote": Outcome("vote", field, field, record=record)}
    how = settings({"id": "votes", "cases": bands}, {"id": "none", "cases": {"cases": []}})
    assert points_of(closed(how, field, before=before)) == {"p@a": "100", "q@a": "80", "r@a": "60"}


def test_the_best_of_the_own_unit_is_the_measure() -> None:
    """P19: the own result against the best of the same unit."""
    field = slate("p@a", "q@a", "r@a", "s@a")
    before = earlier(work={"p@a": 80, "q@a": 60, "r@a": 50, "s@a": 0})
    people = [person("p", unit="一科"), person("q", unit="一科"), person("r", unit="二科"), person("s")]
    how = settings(stage("work", measure="best", best_within=["unit"], full_mark=100))
    outcome = closed(how, field, before=before, people=people)
    assert points_of(outcome) == {"p@a": "100", "q@a": "75.00", "r@a": "100", "s@a": "0"}
    unknown = composite.close(slate("t@a"), inputs([], earlier=earlier(work={"t@a": 7})), how)
    assert points_of(unknown) == {"t@a": "100"}


def test_dates_alone_make_the_order_where_nobody_has_points() -> None:
    """P52: the earlier appointment first, then the earlier title, then the earlier start of work."""
    people = [
        person("p", attributes={"聘任日期": "2015-09-01"}, work_started=PartialDate.of("2003-08-01")),
        person("q", attributes={"聘任日期": "2012-09-01"}, work_started=PartialDate.of("2001-08-01")),
        person("r", attributes={"聘任日期": "2015-09-01"}, work_started=PartialDate.of("2000-08-01")),
    ]
    field = slate("p@a", "q@a", "r@a")
    how = settings(ties=[{"earlier": "聘任日期"}, {"earlier": "work_started"}])
    assert composite.due(field, inputs(people), how) == ()
    outcome = closed(how, field, people=people)
    assert [s.candidate.person for s in outcome.record.orders["a"]] == ["q", "r", "p"]
    assert stayed(outcome) == ["p@a", "q@a", "r@a"]


@pytest.mark.parametrize(
    "component",
    [
        {"id": "x", "entered": True, "fixed": 5},
        {"id": "x", "fixed": 5, "converts": {"growth": {"each": 1}}},
        {"id": "x", "entered": True, "converts": {"growth": {"each": 1}, "bands": [{"is": {"over": 1}, "points": 1}]}},
        {"id": "x", "entered": True, "proof_by": "2026-03-10"},
        {"id": "x", "entered": True, "best_within": ["unit"]},
        {"id": "x", "fixed": 5, "across": "unit"},
        {"id": "x", "fixed": 5, "bands": [{"title": "优", "is": {"at_least": 1}}]},
        {"id": "x", "record": {}},
        {"id": "x", "record": {"since": "work", "attribute": "y"}},
        {"id": "x", "record": {"cases": [{"when": {"age": {"at_most": 40}, "strength": "soft"}, "points": 1}]}},
    ],
)  # fmt: skip
def test_components_that_contradict_themselves(component: dict) -> None:
    with pytest.raises(ValidationError):
        settings(component)


def test_a_single_description_may_stand_alone() -> None:
    assert len(RecordItem.model_validate({"years": {"grassroots": True}}).years) == 1


def test_nothing_to_order_by() -> None:
    with pytest.raises(ValidationError):
        settings(ties=[{"final": "shared"}])


def test_the_date_of_the_item_may_be_its_own() -> None:
    who = person("p", work_started=PartialDate.of("2000-01-01"))
    item = {"since": "work", "as_of": "2010-01-01"}
    assert Decimal(total(recorded(item), who)) == 10


def test_a_person_inherits_the_units_points_and_a_unit_the_mean_of_its_people() -> None:
    """P171: the unit's ratio counts for its people; P198: the members' part is their mean."""
    people = [
        Person(id="u", name="一科"),
        person("p", unit="一科"),
        person("q", unit="一科"),
        person("r", unit="二科"),
    ]
    units = earlier(units={"u@units": 90})
    field = slate("p@a", "r@a")
    how = settings(stage("units", across="unit", missing="default", default=60))
    inherited = closed(how, field, before=units, people=people)
    assert points_of(inherited) == {"p@a": "90", "r@a": "60"}
    [part] = inherited.score_of(c("p@a")).working.parts
    assert part.label.zh == "一科"
    members = earlier(members={"p@staff": 80, "q@staff": 91, "r@staff": 10})
    outcome = closed(
        settings(stage("members", across="members")), slate("u@a"), before=members, people=people
    )
    assert points_of(outcome) == {"u@a": "85.5"}
    [mean] = outcome.score_of(c("u@a")).working.parts
    assert [(w.label.zh, w.value) for w in mean.parts] == [("姓名p", D(80)), ("姓名q", D(91))]


def test_a_unit_of_which_nobody_was_rated_is_waited_for() -> None:
    how = settings(stage("members", across="members"))
    [due] = composite.due(slate("u@a"), inputs([Person(id="u", name="一科")]), how)
    assert due.text.zh == "一科（职位a）缺“members”得分"
    [other] = composite.due(slate("x@a"), inputs([], earlier=earlier(members={"p@staff": 80})), how)
    assert other.person == "x"
