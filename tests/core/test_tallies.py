"""Tallies: rates by every denominator, means of grades, names on ballots."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scored_stage import D

from quanheng.core.language.scoring import Dimension, Grade, Scale, SheetRule
from quanheng.core.language.terms import Bound
from quanheng.core.tallies.approval import Votes, approval, least_count, points_of
from quanheng.core.tallies.plurality import Naming, plurality
from quanheng.core.tallies.rating import Grades, Tally, rating, share_of_grades
from quanheng.core.tallies.sheets import Reader, Reading, count_sheets, spoiled_sheets
from quanheng.core.tallies.turnout import Turnout, together
from quanheng.core.values import Text

HALF = Bound(over="1/2")
FOUR = (
    Grade(id="a", title=Text("优秀", "excellent"), value=100),
    Grade(id="b", title=Text("称职", "competent"), value=80),
    Grade(id="d", title=Text("不称职", "incompetent"), value=0),
    Grade(id="n", title=Text("不了解", "do not know")),
)
VALUES = Grades({g.id: g.value for g in FOUR}, {g.id: g.title for g in FOUR})


def test_approval_without_abstentions_and_its_points():
    result = approval(Votes(60, 20, 15), "decided", HALF, source="v")
    assert (result.rate.value, result.base, result.passed) == (D("0.75"), 80, True)
    assert points_of(result, D(30)).value == D("22.5")
    assert [p.source for p in result.rate.parts] == ["v|approve", "v|decided"]


def test_exactly_half_fails_when_it_must_be_over_half():
    assert approval(Votes(40, 40), "decided", HALF).passed is False
    assert approval(Votes(40, 40), "decided", Bound(at_least="1/2")).passed is True


def test_every_denominator():
    votes, turnout = Votes(60, 20, 15, 5), Turnout(150, 120, 110, 100)
    bases = ("decided", "valid", "returned", "issued", "present", "should_attend")
    assert [approval(votes, b, HALF, turnout).base for b in bases] == [80, 95, 100, 110, 120, 150]


def test_nothing_to_count_has_no_rate():
    result = approval(Votes(0), "decided", Bound(at_least=0))
    assert (result.rate.value, result.passed, points_of(result, D(30)).value) == (None, False, 0)


def test_thirteen_should_attend():
    assert least_count(Bound(at_least="2/3"), 13) == 9
    assert least_count(HALF, 13) == 7
    assert least_count(Bound(over=1), 13) is None
    assert least_count(HALF, 0) is None


def test_points_over_all_sheets_with_the_silent_ones_in_the_divisor():
    grades = Grades({"a": D(25), "b": D(20), "c": None}, {g: Text(g) for g in "abc"})
    mean = rating(
        Text("测评"), Tally({"a": 24, "b": 10}, 2, 4), grades, "returned", Turnout(returned=40), "s"
    )
    assert mean.value == D(20)
    assert [(p.source, p.value) for p in mean.parts] == [
        ("s|a", 24), ("s|b", 10), ("s|abstained", 2), ("s|invalid", 4),
    ]  # fmt: skip


def test_do_not_know_stays_out_of_those_who_decide():
    tally = Tally({"a": 3, "d": 1, "n": 4})
    means = [rating(Text(""), tally, VALUES, b, Turnout(), "s").value for b in ("decided", "valid")]
    assert means == [D(75), D("37.5")]
    assert rating(Text(""), Tally({"n": 4}), VALUES, "decided", Turnout(), "s").value is None
    assert share_of_grades(tally, VALUES, ("a", "d"), 8) == D("0.5")
    assert share_of_grades(tally, VALUES, ("a",), 0) is None


def test_tallies_add_up():
    assert Tally({"a": 1}, 1).plus(Tally({"b": 2}, 0, 3)) == Tally({"a": 1, "b": 2}, 1, 3)
    assert Tally({"a": 1, "b": 2}, 1, 3).total() == 7
    assert together([Turnout(3, 2, 2, 1), Turnout(4, 4, 4, 4)]) == Turnout(7, 6, 6, 5)


@pytest.mark.parametrize(
    ("turnout", "code"),
    [
        (Turnout(10, 9, 9, 10), "more_returned_than_issued"),
        (Turnout(8, 9, 9, 9), "turnout_contradicts_itself"),
        (Turnout(10, 8, 9, 9), "turnout_contradicts_itself"),
    ],
)
def test_counts_that_cannot_be(turnout, code):
    assert turnout.wrong("staff").code == code
    assert Turnout(10, 9, 9, 8).wrong() is None


class Row:
    def __init__(self, sheet, group, person, **marks):
        self.sheet, self.group, self.person, self.marks = sheet, group, person, marks


TWO = (Dimension(id="virtue", title=Text("德", "Virtue")), Dimension(id="work", title=Text("绩", "Work")))


def reader(blank="refuse", over_mark="refuse", spoils="row", scale=None, dimensions=TWO):
    return Reader(dimensions, () if scale else FOUR, scale, blank, over_mark, spoils)


def read(cells, **how):
    return reader(**how).read((tuple(cells), tuple(cells.values())))


def test_cells_are_read_by_id_or_title():
    assert read({"德": "优秀", "work": "b"}) == Reading(("a", "b"))
    assert read({"Virtue": "excellent", "绩": "不了解"}) == Reading(("a", "n"))


def test_what_cannot_be_read_names_the_cell():
    assert read({"德": "优秀", "绩": "好"}) == Reading((), "unknown_mark", "绩：好")
    assert read({"德": "优秀/称职", "绩": "优秀"}) == Reading((), "over_mark", "德：优秀/称职")
    assert read({"德": "优秀"}) == Reading((), "no_mark", "绩")
    assert read({"德": "优秀", "绩": "优秀", "能": "优秀"}) == Reading((), "unknown_column", "能")


def test_blank_and_over_marked_cells_as_the_plan_says():
    assert read({"德": "优秀"}, blank="abstain") == Reading(("a", ""))
    assert read({"德": "称职"}, blank="approve") == Reading(("b", "a"))
    assert read({"德": "优秀"}, blank="invalid") == Reading(("!", "!"))
    assert read({"德": "优秀"}, blank="invalid", spoils="mark") == Reading(("a", "!"))
    assert read({"德": "优秀 称职", "绩": "b"}, over_mark="invalid", spoils="mark") == Reading(("!", "b"))


def test_numbers_on_a_scale():
    how = {"scale": Scale(max=100, step=D("0.5")), "blank": "approve"}
    assert read({"德": "85.50", "绩": ""}, **how) == Reading(("85.5", "100"))
    wrong = [read({"德": v, "绩": "1"}, **how).fault for v in ("101", "85.3", "NaN", "高", "80/90")]
    assert wrong == ["unknown_mark"] * 4 + ["over_mark"]


def test_counts_by_person_group_and_dimension():
    rows = [
        Row("1", "staff", "p", 德="优秀", 绩="称职"),
        Row("2", "staff", "p", virtue="a", work="a"),
        Row("3", "heads", "p", 德="不称职", 绩="不了解"),
        Row("4", "heads", "p"),
    ]
    counts = count_sheets(rows, reader(blank="abstain"), {})
    assert counts == {
        "p": {
            "heads": (Tally({"d": 1}, 1), Tally({"n": 1}, 1)),
            "staff": (Tally({"a": 2}), Tally({"a": 1, "b": 1})),
        }
    }


def test_numbers_are_listed_from_high_to_low():
    rows = [Row(str(i), "g", "p", virtue=m) for i, m in enumerate(("70", "95", "70"))]
    tally = count_sheets(rows, reader(scale=Scale(), dimensions=TWO[:1]), {})["p"]["g"][0]
    assert list(tally.given.items()) == [("95", 1), ("70", 2)]


def test_whole_sheets_that_break_a_rule_do_not_count():
    one = reader(scale=Scale(), dimensions=TWO[:1])
    rules = (SheetRule(marks=Bound(at_least=90), count=Bound(at_most=1)),)
    rows = [Row("1", "g", p, virtue=m) for p, m in (("p", "95"), ("q", "91"))]
    rows += [Row("2", "g", p, virtue=m) for p, m in (("p", "95"), ("q", "80"))]
    rows += [Row("3", "g", p, virtue="80") for p in ("p", "q")]
    spoiled = spoiled_sheets(rows, one, rules, True)
    assert spoiled == {
        ("g", "1"): Text(
            "给出规定分数的人数（2/2）须不超过1", "such marks given to 2 of 2; must be at most 1"
        ),
        ("g", "3"): Text("对所有人的评价完全相同", "everyone is given the same mark"),
    }
    assert count_sheets(rows, one, spoiled)["p"]["g"] == (Tally({"95": 1}, 0, 2),)
    share = (SheetRule(grades="a", share=Bound(at_most="1/2")),)
    rows = [Row("1", "g", p, virtue="a", work="b") for p in "pqr"]
    assert list(spoiled_sheets(rows, reader(), share, False)) == [("g", "1")]
    assert spoiled_sheets(rows, reader(), (), False) == {}


@pytest.mark.parametrize(
    "part", [{"grades": "a"}, {"count": {"at_most": 1}}, {"grades": "a", "marks": {"over": 1}}]
)
def test_a_sheet_rule_says_which_cells_and_how_many(part):
    with pytest.raises(ValueError, match="is needed"):
        SheetRule(**part)


def test_six_names_three_of_them_from_outside():
    naming = Naming(3, exactly=True, least_outsiders=1, outsiders=frozenset({"x", "y"}))
    ballots = [
        ("a", "b", "x"),
        ("a", "x", "y"),
        ("a", "b", "c"),
        ("a", "x"),
        ("a", "a", "x"),
        (),
        ("a", "b", "c", "x"),
    ]
    result = plurality(ballots, naming, ["a", "b", "c", "x", "y"])
    assert [(n.person, n.votes.value, n.rank) for n in result.named] == [
        ("a", 2, 1), ("x", 2, 1), ("b", 1, 3), ("y", 1, 3), ("c", 0, 5),
    ]  # fmt: skip
    assert (result.valid, result.abstained) == (2, 1)
    assert result.invalid == (("over_vote", 1), ("repeated", 1), ("too_few_outsiders", 1), ("under_vote", 1))


def test_a_written_in_name_is_listed_too():
    assert [n.person for n in plurality([("z",)], Naming(1), ["a"]).named] == ["z", "a"]


CELLS = st.sampled_from(["优秀", "称职", "不称职", "不了解", ""])
SHEETS = st.lists(
    st.tuples(st.sampled_from("gh"), st.sampled_from("pq"), CELLS, CELLS), min_size=1, max_size=30
)


def rows_of(sheets):
    return [Row(str(i), g, p, 德=one, 绩=two) for i, (g, p, one, two) in enumerate(sheets)]


@given(SHEETS, st.randoms(use_true_random=False))
def test_law_a_tally_is_unchanged_by_the_order_of_sheets(sheets, chance):
    shuffled = list(sheets)
    chance.shuffle(shuffled)
    how = reader(blank="abstain")
    assert count_sheets(rows_of(sheets), how, {}) == count_sheets(rows_of(shuffled), how, {})


@given(SHEETS)
def test_law_every_mark_is_counted_once(sheets):
    counts = count_sheets(rows_of(sheets), reader(blank="abstain"), {})
    totals = {(p, g): {t.total() for t in tallies} for p, own in counts.items() for g, tallies in own.items()}
    assert totals == {key: {n} for key, n in Counter((p, g) for g, p, _, _ in sheets).items()}


@given(st.integers(0, 50), st.integers(0, 50), st.sampled_from(["b", "d"]))
def test_law_a_better_grade_never_lowers_the_mean(better, worse, grade):
    before = Tally({"a": better, grade: worse + 1})
    after = Tally({"a": better + 1, grade: worse})
    means = [rating(Text(""), t, VALUES, "valid", Turnout(), "s").value for t in (before, after)]
    assert means[0] <= means[1]


@given(st.integers(0, 40), st.integers(1, 40))
def test_law_the_least_count_is_the_first_that_passes(base, third):
    bound = Bound(over=D(third) / 41)
    least = least_count(bound, base)
    passing = [n for n in range(base + 1) if base and bound.holds(D(n) / base)]
    assert least == (passing[0] if passing else None)
