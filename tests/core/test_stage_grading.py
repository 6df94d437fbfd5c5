"""Grading: bands, conditions, shares and numbers, by the rules of published plans (定等)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError
from scored_stage import D, c, frame, inputs, person, scored, slate

from quanheng.core.stages import grading
from quanheng.core.stages.composite import CompositeRecord
from quanheng.core.stages.grading import Graded, Settings
from quanheng.core.stages.grading.tables import Excused, Figure, GivenGrade, MeanException
from quanheng.core.values import Outcome, Refused, Slate

NAMES = "abcdefghij"


def settings(*grades: dict, **how: object) -> Settings:
    """A grading by the stage `total`."""
    return Settings.model_validate(
        {"id": "grades", "kind": "grading", "by": "total", "grades": grades, **how}
    )


def grade(name: str, **how: object) -> dict:
    """One grade, called after its id."""
    return {"id": name, "title": name.upper(), **how}


def field(*points: object) -> tuple[Slate, dict[str, Outcome]]:
    """People a, b, c … for one post with these points of the stage `total`."""
    table = {f"{name}@a": p for name, p in zip(NAMES, points, strict=False)}
    everybody = slate(*table)
    return everybody, {"total": scored("total", everybody, table)}


def graded(how: Settings, *points: object, rows: dict | None = None, people: tuple = ()) -> dict[str, str]:
    """Everybody's grade."""
    everybody, before = field(*points)
    known = inputs(people or everybody.people(), rows, before)
    outcome = grading.close(everybody, known, how)
    return {g.candidate.person: g.grade for g in outcome.record.graded}


BANDS = (
    grade("top", **{"is": {"at_least": 90}}),
    grade("good", **{"is": {"at_least": 80, "under": 90}}),
    grade("poor", **{"is": {"under": 60}}),
)


def test_bands_make_grades_and_a_gap_makes_none() -> None:
    """P72: 特 from 90, 甲 80 to 89 …; what lies in no band has no grade."""
    assert graded(settings(*BANDS), 95, 90, 89, 70, 59) == {
        "a": "top",
        "b": "top",
        "c": "good",
        "d": "",
        "e": "poor",
    }
    everybody, before = field(70)
    [finding] = grading.close(everybody, inputs("a", earlier=before), settings(*BANDS)).findings
    assert (finding.code, finding.text.zh) == (
        "no_grade",
        "70 分，第 1 名：不在任何等次内；TOP须不低于90分；GOOD须不低于80且低于90分；POOR须低于60分",
    )


def shares(*numbers: object, **how: object) -> Settings:
    """Grades a, b, c … for these shares of the field, the last for the rest."""
    lines = [
        grade(n, share={"share": s, "of": "people", "round": "half_up"})
        for n, s in zip("xyz", numbers, strict=False)
    ]
    return settings(*lines, grade("rest", follows="约谈"), **how)


def test_shares_of_20_70_and_10_and_an_absolute_floor() -> None:
    """P174: 20 / 70 / 10 by rank, and below 60 is unqualified whatever the rank."""
    how = shares("0.2", "0.7")
    assert "".join(graded(how, *range(100, 90, -1)).values()) == "xx" + "yyyyyyy" + "rest"
    floor = settings(
        grade("x", share={"share": "0.2", "of": "people"}),
        grade("y", share={"share": "0.7", "of": "people"}),
        grade("rest"),
        grade("unqualified", overrides=True, **{"is": {"under": 60}}),
    )
    assert graded(floor, 55, 50) == {"a": "unqualified", "b": "unqualified"}


@pytest.mark.parametrize(
    ("equals", "expected"), [("exclude", "y y y rest rest"), ("include", "x x x y rest")]
)
def test_equals_across_a_number(equals: str, expected: str) -> None:
    how = shares("0.4", "0.6", equals=equals)
    how = how.model_copy(update={"last_at_least": how.grades[0].share.model_copy(update={"share": D("0.2")})})
    assert " ".join(graded(how, 90, 90, 90, 80, 70).values()) == expected


def test_at_least_five_percent_and_one_in_the_last_grade() -> None:
    """P209: at least max(5%, 1) are eliminated."""
    least = {"share": "0.05", "of": "people", "round": "down", "at_least": 1}
    how = settings(grade("stays"), grade("last", departs=True), last_at_least=least)
    everybody, before = field(90, 80, 70)
    outcome = grading.close(everybody, inputs("abc", earlier=before), how)
    assert [str(d.candidate) for d in outcome.departures] == ["c@a"]
    assert outcome.departures[0].finding.text.zh == "70 分，第 3 名：LAST；STAYS名额已满"


def test_a_number_that_depends_on_the_size_of_the_unit() -> None:
    """P72: units of five and fewer have one 特, larger ones two; each unit is a field of its own."""
    most = {"cases": [{"when": {"quantity": "people", "is": {"at_most": 5}}, "then": 1}], "else": 2}
    how = settings(grade("top", most=most), grade("rest"), within=["unit"])
    people = (*(person(n, unit="甲" if n < "d" else "乙") for n in "abcdefghi"), person("j"))
    found = graded(how, *range(100, 90, -1), people=people)
    assert "".join(n for n, g in found.items() if g == "top") == "adej"


def test_a_number_without_a_case_is_no_bound() -> None:
    most = {"cases": [{"when": {"quantity": "people", "is": {"at_most": 1}}, "then": 1}]}
    how = settings(grade("top", most=most), grade("rest"))
    assert graded(how, 90, 80) == {"a": "top", "b": "top"}


def figure(who: str, name: str, number: int) -> Figure:
    """A number of the year."""
    return Figure(person=who, figure=name, number=D(number), basis="考勤表")


BARRED = settings(
    grade("top", needs={"all": [{"quantity": "late", "is": {"under": 13}}, {"quantity": "absent", "is": {"at_most": 1}}]}),
    grade("rest"),
)  # fmt: skip


def test_figures_bar_a_grade_and_nothing_entered_is_nothing() -> None:
    """P72: late 13 times, or absent more than a day, and 特 is out of reach."""
    rows = {"figures": [figure("a", "late", 13), figure("b", "absent", 1)]}
    assert graded(BARRED, 99, 90, 80, rows=rows) == {"a": "rest", "b": "top", "c": "top"}


def test_a_grade_needs_a_total_and_no_item_at_nothing() -> None:
    """P195: 90 and no item at nothing; 80 and at most one."""
    how = settings(
        grade("top", needs={"quantity": "zero_items", "is": {"at_most": 0}}, **{"is": {"at_least": 90}}),
        grade("good", needs={"quantity": "zero_items", "is": {"at_most": 1}}, **{"is": {"at_least": 80}}),
        grade("rest"),
    )
    everybody, before = field(95, 94, 93)
    points = {
        "duty": {c("a@a"): D(50), c("b@a"): D(0), c("c@a"): D(0)},
        "work": {c("a@a"): D(45), c("b@a"): D(94), c("c@a"): D(0)},
    }
    record = CompositeRecord({}, points)
    total = before["total"]
    before = {"total": Outcome("total", everybody, everybody, scores=total.scores, record=record)}
    outcome = grading.close(everybody, inputs("abc", earlier=before), how)
    assert outcome.record.graded == (
        Graded(c("a@a"), "top", D(95), 1, None),
        Graded(c("b@a"), "good", D(94), 2, None),
        Graded(c("c@a"), "rest", D(93), 3, None),
    )
    assert outcome.record.grades == {c("a@a"): "top", c("b@a"): "good", c("c@a"): "rest"}


def test_who_is_not_appraised_and_who_was_graded_elsewhere_take_no_number() -> None:
    """P188: long leave is not appraised; P182: a task force's grade does not use the home quota."""
    how = settings(grade("top", most=1, coefficient="1.2", follows="优先使用"), grade("rest", coefficient=1))
    everybody, before = field(99, 98, 97, 96)
    rows = {
        "excused": [Excused(person="a", reason="病假超过半年", basis="假条")],
        "given": [GivenGrade(person="b", grade="top", given_by="专班", basis="专班文件")],
    }
    outcome = grading.close(everybody, inputs("abcd", rows, before), how)
    assert outcome.record == grading.GradingRecord(
        (
            Graded(c("b@a"), "top", None, None, D("1.2")),
            Graded(c("c@a"), "top", D(97), 1, D("1.2")),
            Graded(c("d@a"), "rest", D(96), 2, D(1)),
        ),
        (("a", "病假超过半年"),),
        {c("b@a"): "top", c("c@a"): "top", c("d@a"): "rest"},
    )
    assert [(f.code, f.text.zh) for f in outcome.findings] == [
        ("not_appraised", "不参加考核：病假超过半年"),
        ("graded", "TOP，由专班评定，不占本处名额"),
        ("graded", "97 分，第 1 名：TOP"),
        ("graded", "96 分，第 2 名：REST；TOP名额已满"),
    ]
    assert [(e.label.zh, e.value.zh) for e in outcome.findings[1].evidence] == [
        ("系数", "1.2"),
        ("结果运用", "优先使用"),
    ]


def test_the_mean_of_a_unit_is_bounded_unless_approved() -> None:
    """P72: a unit of eight may have 640 points at most, where the mean is 80."""
    how = settings(grade("top"), grade("rest"), mean_at_most=80)
    everybody, before = field(*[80] * 7, "80.5")
    known = inputs(everybody.people(), earlier=before)
    [due] = grading.due(everybody, known, how)
    assert due.text.zh == "“职位a”8 人合计 640.5 分，平均不得超过 80 分（合计 640 分）"
    approved = {"exceptions": [MeanException(field="a", basis="批复")]}
    assert grading.due(everybody, inputs(everybody.people(), approved, before), how) == ()
    everybody, before = field(*[80] * 8)
    assert grading.due(everybody, inputs(everybody.people(), earlier=before), how) == ()


def test_whoever_has_no_points_is_waited_for() -> None:
    how = settings(grade("top"), grade("rest"))
    [due] = grading.due(slate("a@a"), inputs("a"), how)
    assert due.text.en == "姓名a has no points"
    with pytest.raises(Refused):
        grading.close(slate("a@a"), inputs("a"), how)


def test_rows_that_fit_no_grade_are_refused() -> None:
    everybody, before = field(90)
    known = inputs("a", earlier=before)
    [(_, refused)] = grading.admit("figures", [figure("a", "early", 1)], everybody, known, BARRED)
    assert (refused.code, refused.remedy.zh) == ("unknown_figure", "可填：absent、late。")
    given = GivenGrade(person="a", grade="best", given_by="专班", basis="文件")
    [(_, refused)] = grading.admit("given", [given], everybody, known, BARRED)
    assert (refused.code, refused.remedy.en) == ("unknown_grade", "Known: top, rest.")
    fine = [
        ("figures", [figure("a", "late", 1)]),
        ("given", [given.model_copy(update={"grade": "top"})]),
        ("excused", [Excused(person="a", reason="审查中", basis="文件")]),
        ("exceptions", [MeanException(field="a", basis="批复")]),
    ]
    assert [grading.admit(table, rows, everybody, known, BARRED) for table, rows in fine] == [()] * 4


@pytest.mark.parametrize(
    ("grades", "how"),
    [
        ([grade("x"), grade("x")], {}),
        ([grade("x", share={"share": "0.2", "of": "seats"}), grade("y")], {}),
        ([grade("x", overrides=True), grade("y")], {}),
        ([grade("x"), grade("y")], {"last_at_least": {"share": "0.2", "of": "seats"}}),
        # P182: the bonus of neighbouring grades lies at least 20% apart
        ([grade("x", coefficient="1.1"), grade("y", coefficient=1)], {"gap_at_least": "0.2"}),
    ],
)
def test_settings_that_contradict_themselves(grades: list[dict], how: dict) -> None:
    with pytest.raises(ValidationError):
        settings(*grades, **how)


def test_coefficients_far_enough_apart() -> None:
    how = settings(grade("x", coefficient="1.2"), grade("y", coefficient=1), gap_at_least="0.2")
    assert [g.coefficient for g in how.grades] == [Decimal("1.2"), Decimal(1)]


def test_whoever_is_not_in_the_roster_is_a_field_alone() -> None:
    everybody, before = field(90, 80)
    how = settings(grade("top", most=1), grade("rest"), within=["unit"])
    outcome = grading.close(everybody, inputs([person("a", unit="甲")], earlier=before, within=frame()), how)
    assert [g.grade for g in outcome.record.graded] == ["top", "top"]
