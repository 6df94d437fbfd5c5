"""Works shared among authors, revised targets, ratios to the mean, and how many may have a bonus."""

from datetime import date

import pytest
from composite_stage import closed, earlier, entered, points, settings, stage
from pydantic import ValidationError
from scored_stage import D, inputs, person, points_of, slate

from quanheng.core.stages import composite
from quanheng.core.stages.composite import Target, Work

FIELD = slate("p@a", "q@a")
PAPERS = {
    "id": "papers",
    "works": {
        "levels": {"SCI": 10, "核心": 6},
        "shares": {1: [1], 3: [0.6, 0.3, 0.1]},
        "within": {"years": 5},
        "most": 2,
    },
    "cap": 12,
}


def work(who, title, level="SCI", place=1, authors=1, on="2025-06-30", component="papers"):
    return Work(
        person=who, component=component, title=title, level=level, place=place, authors=authors,
        done_on=date.fromisoformat(on), document="刊号",
    )  # fmt: skip


def target(who, number, on="2025-10-20", component="output"):
    return Target(
        person=who, component=component, target=D(number), approved_by="党组",
        approved_on=date.fromisoformat(on), document="纪要",
    )  # fmt: skip


def close(how, **rows):
    return composite.close(FIELD, inputs(FIELD.people(), rows), how)


def refusals(how, table, *rows):
    known = inputs(FIELD.people())
    return [(n, r.code) for n, r in composite.admit(table, rows, FIELD, known, how)]


def test_a_work_counts_by_the_place_among_its_authors() -> None:
    rows = [
        work("p", "甲", place=2, authors=3),
        work("p", "乙", "核心"),
        work("p", "丙", place=3, authors=3),
        work("p", "旧", on="2015-01-01"),
        work("q", "丁", place=2, authors=2),
    ]
    outcome = close(settings(PAPERS), works=rows)
    assert points_of(outcome) == {"p@a": "9.0", "q@a": "0"}
    (papers,) = outcome.scores[0].working.parts
    assert [(w.label.zh, str(w.value), w.rule.zh) for w in papers.parts] == [
        ("乙（核心，1 人中第 1）", "6", "计 6 分"),
        ("甲（SCI，3 人中第 2）", "3.0", "计 3 分"),
        ("丙（SCI，3 人中第 3）", "0", "超出计分件数"),
    ]


@pytest.mark.parametrize(
    "shares, beyond, expected",
    [("whole", 0, "10"), ("equal", 0, "2.50"), ({4: ["0.4", "0.2"]}, "0.1", "1.0"), ({1: [1]}, "0.2", "2.0")],
)
def test_shares_are_whole_equal_or_by_the_number_of_authors(shares, beyond, expected) -> None:
    how = settings(
        {
            "id": "papers",
            "works": {"levels": {"SCI": 10}, "shares": shares, "beyond": beyond, "counts": "highest"},
        }
    )
    rows = [work("p", "甲", place=3, authors=4)]
    assert points_of(close(how, works=rows)) == {"p@a": expected, "q@a": "0"}


def test_works_that_may_not_enter() -> None:
    how = settings(PAPERS, entered("other"))
    assert refusals(
        how,
        "works",
        work("p", "甲"),
        work("x", "甲"),
        work("p", "乙", component="other"),
        work("p", "丙", "CSSCI"),
        work("p", "丁", place=3, authors=2),
        work("p", "戊", on="2030-01-01"),
    ) == [
        (1, "unknown_person"),
        (2, "unknown_component"),
        (3, "unknown_level"),
        (4, "place_beyond_authors"),
        (5, "dated_in_future"),
    ]  # fmt: skip


OUTPUT = entered("output", converts={"proportion": {"target": 100, "full": 50}}, revisable_until="2025-10-31")


def test_a_target_may_be_lowered_until_a_day() -> None:
    how = settings(
        OUTPUT, {**OUTPUT, "id": "other", "converts": {"around": {"target": 80, "at": 15, "each": 1}}}
    )
    rows = points("output", {"p@a": 80, "q@a": 80}) + points("other", {"p@a": 82, "q@a": 82})
    outcome = close(how, points=rows, targets=[target("p", 80), target("q", 84, component="other")])
    assert points_of(outcome) == {"p@a": "67", "q@a": "53.0"}
    assert refusals(
        how, "targets", target("p", 80), target("q", 80, "2025-11-01"), target("p", 80, component="x")
    ) == [(1, "revised_too_late"), (2, "unknown_component")]
    late = settings({**OUTPUT, "revisable_until": "2030-12-31"})
    assert refusals(late, "targets", target("p", 80, "2030-01-01"), target("x", 9)) == [
        (0, "dated_in_future"),
        (1, "unknown_person"),
    ]


def test_the_mean_of_the_field_is_the_measure() -> None:
    before = earlier(cases={"p@a": 120, "q@a": 80})
    people = [person("p"), person("q")]
    how = settings(stage("cases", measure="mean", full_mark=70, cap=80))
    outcome = closed(how, FIELD, before=before, people=people)
    assert points_of(outcome) == {"p@a": "80", "q@a": "56.0"}
    assert outcome.scores[0].working.parts[0].parts[0].rule.zh == "÷ 平均 100 × 70"


BONUS = entered(
    "bonus", effect="bonus", given_to={"share": 0.5, "of": "people"},
    when={"quantity": "share.cut", "is": {"over": 0.15}},
)  # fmt: skip
CUT = entered("cut", effect="penalty", missing="zero")


def test_a_bonus_for_few_and_only_where_enough_others_lost_points() -> None:
    """P187: a bonus only where more than 15% were deducted, and for so many at most."""
    how = settings({"id": "base", "fixed": 60}, CUT, BONUS)
    cut, bonus = points("cut", {"q@a": 5}), points("bonus", {"p@a": 10})
    assert points_of(close(how, points=[*cut, *bonus])) == {"p@a": "70", "q@a": "55"}
    assert points_of(close(how, points=bonus)) == {"p@a": "60", "q@a": "60"}
    both = [*bonus, *points("bonus", {"q@a": 1})]
    dues = composite.due(FIELD, inputs(FIELD.people(), {"points": both}), how)
    assert [(d.text.zh, d.table) for d in dues] == [("职位a：2 人有“bonus”，方案至多 1 人", "points")]


@pytest.mark.parametrize(
    "component",
    [
        {"id": "x", "works": {"levels": {"SCI": 1}, "shares": {2: [1, 1]}}},
        {"id": "x", "works": {"levels": {"SCI": 1}, "shares": {1: [0.5, 0.5]}}},
        {"id": "x", "works": {"levels": {}}},
        {"id": "x", "entered": True, "revisable_until": "2025-10-31"},
        {
            "id": "x",
            "entered": True,
            "converts": {"growth": {"each": 1}},
            "revisable_until": "2025-10-31",
        },
        {"id": "x", "entered": True, "given_to": {"share": 0.1, "of": "seats"}},
    ],
)
def test_components_that_contradict_themselves(component) -> None:
    with pytest.raises(ValidationError):
        settings(component)
