"""Judge fairness: figures worked by hand, and laws that hold for any panel."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.language.scoring import Trim
from quanheng.core.scoring.fairness import (
    Group,
    JudgeLine,
    JudgeMark,
    correlation,
    fairness_of,
    kendalls_w,
    mean_ranks,
    standard_deviation,
)
from quanheng.core.scoring.scores import counted
from quanheng.core.values import Candidate

A, B, C = Candidate("a", ""), Candidate("b", ""), Candidate("c", "")
PANEL = {
    A: {"1": Decimal(90), "2": Decimal(85), "3": Decimal(70)},
    B: {"1": Decimal(88), "2": Decimal(86), "3": Decimal(95)},
    C: {"1": Decimal(80), "2": Decimal(84), "3": Decimal(75)},
}
ONE = [Group(("1", "2", "3"))]


def points(found, method):
    return next(m.points for m in found.methods if m.id == method)


def test_a_judge_beside_the_others():
    found = fairness_of(PANEL, ONE, {A: Decimal(85), B: Decimal(88), C: Decimal(80)})
    # Others on a, b, c: 77.5, 90.5, 79.5; own 90, 88, 80: below them by -12.5, 2.5, -0.5, in the mean -3.5.
    marks = (
        JudgeMark(A, Decimal(90), Decimal(1), Decimal("77.5"), Decimal(3), False),
        JudgeMark(B, Decimal(88), Decimal(2), Decimal("90.5"), Decimal(1), False),
        JudgeMark(C, Decimal(80), Decimal(3), Decimal("79.5"), Decimal(2), False),
    )
    assert found.judges[0] == JudgeLine(
        "1", 3, Decimal(86), Decimal("-3.5"), Decimal(28).sqrt(), Decimal("-0.5"), marks
    )
    assert [j.severity for j in found.judges] == [Decimal("-3.5"), Decimal("-2"), Decimal("5.5")]


def test_marks_left_out_by_the_plans_trimming_are_counted_by_judge():
    found = fairness_of(PANEL, [Group(("1", "2", "3"), trim=Trim())], {})
    assert {j.judge: j.dropped for j in found.judges} == {"1": 1, "2": 2, "3": 3}
    few = fairness_of({A: {"1": Decimal(90), "2": Decimal(85)}}, [Group(("1", "2"), trim=Trim())], {})
    assert [j.dropped for j in few.judges] == [0, 0]
    by_item = fairness_of(PANEL, [Group(("1", "2", "3"), trim=Trim(level="item"))], {})
    assert [j.dropped for j in by_item.judges] == [0, 0, 0]


def test_the_order_under_each_method_beside_the_plans():
    by_plan = {A: Decimal(90), B: Decimal(88), C: Decimal(80)}
    found = fairness_of(PANEL, ONE, by_plan)
    assert points(found, "mean") == {A: Decimal(245) / 3, B: Decimal(269) / 3, C: Decimal(239) / 3}
    assert points(found, "trimmed") == {A: Decimal(85), B: Decimal(88), C: Decimal(80)}
    assert points(found, "median") == {A: Decimal(85), B: Decimal(88), C: Decimal(80)}
    assert points(found, "ranks") == {A: Decimal(-6) / 3, B: Decimal(-4) / 3, C: Decimal(-8) / 3}
    parts = {m.id: m.parts[A] for m in found.methods}
    assert [(p.source, p.value, counted(p)) for p in parts["trimmed"]] == [
        ("1", Decimal(90), False),
        ("2", Decimal(85), True),
        ("3", Decimal(70), False),
    ]
    assert [(p.source, p.value, counted(p)) for p in parts["ranks"]] == [
        ("1", Decimal(-1), True),
        ("2", Decimal(-2), True),
        ("3", Decimal(-3), True),
    ]
    assert [(m.id, list(m.ranks.values()), m.moved) for m in found.methods] == [
        (name, [2, 1, 3], (A, B)) for name in ("mean", "trimmed", "median", "ranks", "standardised")
    ]


def test_groups_count_by_their_weights_or_are_added():
    weighed = [Group(("1",), Decimal(60)), Group(("2", "3"), Decimal(40))]
    assert points(fairness_of(PANEL, weighed, {}), "mean")[A] == Decimal(85)
    added = [Group(("1",)), Group(("2", "3"))]
    assert points(fairness_of(PANEL, added, {}), "mean")[A] == Decimal("167.5")


def test_a_candidate_without_marks_from_a_group_ends_the_comparison():
    found = fairness_of({A: {"1": Decimal(90)}}, [Group(("1",)), Group(("2",))], {})
    assert (found.methods, found.agreement) == ((), None)
    assert found.judges == (
        JudgeLine(
            "1",
            1,
            Decimal(90),
            None,
            None,
            None,
            (JudgeMark(A, Decimal(90), Decimal(1), None, None, False),),
        ),
    )


def test_candidates_are_compared_inside_their_post():
    posts = {Candidate("a", "x"): {"1": Decimal(60)}, Candidate("b", "y"): {"1": Decimal(90)}}
    found = fairness_of(posts, [Group(("1",))], {c: Decimal(1) for c in posts})
    assert all(m.moved == () for m in found.methods)
    assert points(found, "standardised") == dict.fromkeys(posts, Decimal(0))


def test_agreement_is_whole_when_all_give_the_same_order():
    assert kendalls_w([[Decimal(9), Decimal(90)], [Decimal(8), Decimal(80)], [Decimal(7), Decimal(70)]]) == 1
    assert kendalls_w([[Decimal(9), Decimal(70)], [Decimal(8), Decimal(80)], [Decimal(7), Decimal(90)]]) == 0
    # Ties: ranks 1.5 1.5 3 and 1 2 3; sums 2.5 3.5 6, squares 6.5; 12 x 6.5 / (4 x 24 - 2 x 6).
    assert (
        kendalls_w([[Decimal(9), Decimal(9)], [Decimal(9), Decimal(8)], [Decimal(7), Decimal(7)]])
        == Decimal(78) / 84
    )
    assert kendalls_w([[Decimal(9), Decimal(9)], [Decimal(9), Decimal(9)], [Decimal(9), Decimal(9)]]) is None
    assert kendalls_w([[Decimal(9)], [Decimal(8)], [Decimal(7)]]) is None


def test_too_few_numbers_say_nothing():
    assert standard_deviation([Decimal(1)]) is None
    assert correlation([Decimal(1), Decimal(2)], [Decimal(1), Decimal(2)]) is None
    assert correlation([Decimal(1), Decimal(1), Decimal(1)], [Decimal(1), Decimal(2), Decimal(3)]) is None
    assert mean_ranks([Decimal(5), Decimal(7), Decimal(5)]) == [Decimal("2.5"), Decimal(1), Decimal("2.5")]


MARKS = st.lists(st.lists(st.integers(0, 100).map(Decimal), min_size=4, max_size=4), min_size=3, max_size=6)


@given(MARKS)
def test_severities_of_a_full_panel_add_up_to_nothing(rows):
    panel = {Candidate(str(i), ""): dict(zip("1234", row, strict=True)) for i, row in enumerate(rows)}
    found = fairness_of(panel, [Group(tuple("1234"))], {})
    assert abs(sum(j.severity for j in found.judges)) < Decimal("1e-20")
    assert found.agreement is None or 0 <= found.agreement <= 1 + Decimal("1e-20")


@given(MARKS, st.permutations("1234"))
def test_the_order_of_the_judges_changes_nothing(rows, order):
    panel = {Candidate(str(i), ""): dict(zip("1234", row, strict=True)) for i, row in enumerate(rows)}
    one, other = (fairness_of(panel, [Group(tuple(j))], {}) for j in ("1234", order))
    assert {j.judge: (j.marked, j.spread) for j in one.judges} == {
        j.judge: (j.marked, j.spread) for j in other.judges
    }
    assert [m.ranks for m in one.methods if m.id in ("median", "ranks", "mean")] == [
        m.ranks for m in other.methods if m.id in ("median", "ranks", "mean")
    ]
