"""Pay (奖金分配): pots shared evenly, by grade, by points, by rank, with bounds and factors."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pydantic import ValidationError
from scored_stage import D, c, frame, inputs, scored, slate

from quanheng.core.stages.consequence import ConsequenceRecord, Follows
from quanheng.core.stages.grading import Graded, GradingRecord
from quanheng.core.stages.pay import Amount, Settings, admit, close, due
from quanheng.core.values import Outcome, Refused, Text

FIELD = slate("p@a", "q@a", "r@a")


def settings(*pots, **more):
    return Settings.model_validate({"id": "pay", "kind": "pay", "pots": pots} | more)


def graded(**coefficients):
    rows = tuple(
        Graded(c(f"{who}@a"), "g", None, None, None if n is None else D(n)) for who, n in coefficients.items()
    )
    record = GradingRecord(rows, grades={g.candidate: f"g{g.candidate.person}" for g in rows})
    return {"grades": Outcome("grades", FIELD, FIELD, record=record)}


def punished(*factors):
    follows = tuple(Follows(c("q@a"), f"r{n}", Text("扣"), None, f) for n, f in enumerate(factors))
    return {"after": Outcome("after", FIELD, FIELD, record=ConsequenceRecord(follows))}


POINTS = {"total": scored("total", FIELD, {"p@a": 120, "q@a": 80, "r@a": 80})}


def ground(earlier=None, **rows):
    return inputs(FIELD.people(), rows, earlier)


def amounts(how, at):
    return {f"{x.pot}:{x.candidate.person}": str(x.amount) for x in close(FIELD, at, how).record.paid}


def entered(pot="year", number="100"):
    return Amount(pot=pot, amount=D(number), document="8号")


def test_a_whole_is_shared_evenly_and_what_rounding_leaves_stays():
    how = settings({"id": "year", "title": "年终"})
    assert [(d.text.zh, d.table) for d in due(FIELD, ground(), how)] == [("“年终”的总额", "amounts")]
    with pytest.raises(Refused):
        close(FIELD, ground(), how)
    at = ground(amounts=[entered()])
    assert amounts(how, at) == {"year:p": "33.33", "year:q": "33.33", "year:r": "33.33"}
    assert close(FIELD, at, how).record.left == (("year", D("0.01")),)
    assert [f.text.zh for f in close(FIELD, at, how).findings] == ["合计 33.33 元"] * 3


def test_two_pots_one_by_grade_and_one_for_some():
    """P181: two pots; P180: 120, 100, 80 per cent and nothing."""
    how = settings(
        {"id": "base", "title": "基础", "by": "coefficient", "from": "grades", "each": 1000},
        {
            "id": "top",
            "title": "优秀",
            "amount": 300,
            "who": {"quantity": "grade.grades.gp", "is": {"over": 0}},
        },
    )
    at = ground(graded(p="1.2", q="0.8", r="0"))
    assert amounts(how, at) == {
        "base:p": "1200.00", "base:q": "800.00", "base:r": "0.00", "top:p": "300.00",
    }  # fmt: skip
    assert close(FIELD, at, how).record.left == (("base", None), ("top", D("0.00")))


def test_a_pot_may_be_measured_out_by_the_number_of_the_post():
    """P40: high pay with the heavy duty of key departments."""
    how = settings(
        {"id": "duty", "title": "岗位", "by": "post", "parameter": "duty", "over": 10, "each": 1000}
    )
    heavy = frame(a={"parameters": {"duty": 15}})
    at = replace(ground(), frame=heavy)
    assert amounts(how, at) == {"duty:p": "1500.00", "duty:q": "1500.00", "duty:r": "1500.00"}
    (evidence,) = close(FIELD, at, how).findings[0].evidence
    assert evidence.value.zh == "1500.00 元 = 1000 × 岗位系数 1.5"
    assert [d.person for d in due(FIELD, ground(), how)] == ["p", "q", "r"]
    for pot in ({"by": "post"}, {"parameter": "duty"}, {"by": "post", "parameter": "duty", "from": "total"}):
        with pytest.raises(ValidationError):
            settings({"id": "duty", "title": "岗位", **pot})


def test_every_amount_says_the_sum_behind_it():
    how = settings(
        {"id": "base", "title": "基础", "by": "coefficient", "from": "grades", "each": 1000},
        {"id": "team", "title": "团队", "by": "points", "from": "total", "amount": 300},
        {"id": "first", "title": "名次", "by": "rank", "from": "total", "ranks": [90]},
        {"id": "all", "title": "平均", "each": 5},
    )
    at = ground({**graded(p="1.2", q="0.8", r="0"), **POINTS, **punished(D("0.5"))})
    told = {f.candidate.person: f for f in close(FIELD, at, how).findings}
    assert told["q"].text == Text("合计 452.50 元", "452.50 yuan in all")
    assert [(e.label.zh, e.value) for e in told["q"].evidence] == [
        ("基础", Text("400.00 元 = 1000 × 等次系数 0.8 × 结果运用 0.5",
                      "400.00 yuan = 1000 × coefficient 0.8 × consequences 0.5")),
        ("团队", Text("50.00 元 = 总额 300 × 得分系数 80 × 结果运用 0.5 ÷ 合计 240",
                      "50.00 yuan = whole 300 × points as a factor 80 × consequences 0.5 ÷ sum 240")),
        ("名次", Text("0.00 元 = 名次奖 0 × 结果运用 0.5", "0.00 yuan = by place 0 × consequences 0.5")),
        ("平均", Text("2.50 元 = 5 × 结果运用 0.5", "2.50 yuan = 5 × consequences 0.5")),
    ]  # fmt: skip
    assert told["p"].evidence[3].value == Text("5.00 元 = 5", "5.00 yuan = 5")


def test_a_grade_without_coefficient_is_asked_for():
    how = settings({"id": "base", "title": "基础", "by": "coefficient", "from": "grades", "each": 1000})
    assert [d.person for d in due(FIELD, ground(graded(p="1", q=None, r="1")), how)] == ["q"]
    assert [d.person for d in due(FIELD, ground(), how)] == ["p", "q", "r"]


def test_a_pot_pays_a_person_once():
    both = slate("p@a", "p@b", "q@b")
    pot = {"id": "year", "title": "年终", "each": 100}
    [told] = due(both, ground(), settings(pot))
    assert told.person == "p"
    assert told.text.zh.endswith(
        "以两个职位列入“年终”，一个盘子对一人只付一次：请退出其一，或由方案在 who 中写明职位"
    )
    only_b = settings({**pot, "who": {"posts": ["b"]}})
    assert due(both, ground(), only_b) == ()
    assert [str(x.amount) for x in close(both, ground(), only_b).record.paid] == ["100.00", "100.00"]


def test_points_over_a_norm_within_bounds():
    """P75: the factor is points over a hundred, at least 0.9 and at most 1.1."""
    pot = {"id": "x", "title": "绩效", "by": "points", "from": "total", "each": 100, "over": 100}
    assert amounts(settings(pot), ground(POINTS)) == {"x:p": "120.00", "x:q": "80.00", "x:r": "80.00"}
    bounded = settings(pot | {"at_least": 0.9, "at_most": 1.1})
    assert amounts(bounded, ground(POINTS)) == {"x:p": "110.00", "x:q": "90.00", "x:r": "90.00"}


def test_money_by_rank_among_those_whose_pot_it_is():
    pot = {"id": "r", "title": "名次奖", "by": "rank", "from": "total", "ranks": [3000, 2000]}
    assert amounts(settings(pot), ground(POINTS)) == {"r:p": "3000.00", "r:q": "2000.00", "r:r": "2000.00"}
    low = settings(pot | {"who": {"quantity": "points", "is": {"under": 100}}, "ranks": [500]})
    assert amounts(low, ground(POINTS)) == {"r:q": "500.00", "r:r": "500.00"}
    first = settings(pot | {"ranks": [3000]})
    assert amounts(first, ground(POINTS)) == {"r:p": "3000.00", "r:q": "0.00", "r:r": "0.00"}


def test_consequences_multiply_what_people_get():
    """P74, P172: pay cut in proportion, or none."""
    pot = {"id": "x", "title": "绩效", "each": 100}
    assert amounts(settings(pot), ground(punished(D("0.5"), None, D("0.5")))) == {
        "x:p": "100.00", "x:q": "25.00", "x:r": "100.00",
    }  # fmt: skip
    plain = settings(pot, factors=False)
    assert amounts(plain, ground(punished(D("0.5"))))["x:q"] == "100.00"
    nobody = settings({"id": "x", "title": "绩效", "amount": 100, "who": {"posts": ["b"]}})
    assert close(FIELD, ground(), nobody).findings == ()
    assert close(FIELD, ground(), nobody).record.left == (("x", Decimal(100)),)


def test_amounts_are_entered_for_open_pots_only():
    how = settings({"id": "year", "title": "年终"}, {"id": "fixed", "title": "定额", "each": 5})
    refused = admit("amounts", [entered(), entered("fixed"), entered("moon")], FIELD, ground(), how)
    assert [(n, r.code) for n, r in refused] == [(1, "unknown_pot"), (2, "unknown_pot")]


@pytest.mark.parametrize(
    "pots",
    [
        [{"id": "x", "title": "x", "from": "grades"}],
        [{"id": "x", "title": "x", "by": "points"}],
        [{"id": "x", "title": "x", "by": "rank", "from": "total"}],
        [{"id": "x", "title": "x", "each": 1, "amount": 2}],
        [{"id": "x", "title": "x"}, {"id": "x", "title": "x"}],
    ],
)
def test_pots_that_make_no_sense(pots):
    with pytest.raises(ValidationError):
        settings(*pots)
