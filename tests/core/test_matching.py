"""Matching (双向选择): no pair is left that would rather have each other, and nobody could do better."""

from itertools import product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st

from quanheng.core.matching import (
    NOT_CHOSEN,
    UNPLACED,
    Answer,
    Market,
    Proof,
    Round,
    answers_of,
    by_priority,
    contested,
    deferred_acceptance,
    market_of,
    match_rounds,
    proof_of,
    together,
)

WISHES = {
    "zhao": ["office", "farm"],
    "qian": ["office", "park"],
    "sun": ["office", "farm", "park"],
    "li": ["farm", "office"],
    "zhou": ["farm"],
}
ORDERS = {
    "office": {"sun": 0, "li": 1, "zhao": 2, "qian": 3},
    "farm": {"zhao": 0, "sun": 1, "li": 2},
    "park": {"qian": 0, "sun": 1},
}
SEATS = {"office": 1, "farm": 1, "park": 1}


def one_round(wishes=None, orders=None, seats=None, **more):
    (result,) = match_rounds([Round(wishes or WISHES, orders or ORDERS, seats or SEATS, **more)])
    return result


def test_the_example_worked_by_hand():
    result = one_round()
    assert result.placed == {"sun": "office", "zhao": "farm", "qian": "park"}
    assert result.answers == {
        ("zhao", "office"): Answer("full", "sun", 2, 1),
        ("zhao", "farm"): Answer("placed"),
        ("qian", "office"): Answer("full", "sun", 3, 1),
        ("qian", "park"): Answer("placed"),
        ("sun", "office"): Answer("placed"),
        ("sun", "farm"): Answer("placed_higher"),
        ("sun", "park"): Answer("placed_higher"),
        ("li", "farm"): Answer("full", "zhao", 2, 1),
        ("li", "office"): Answer("full", "sun", 1, 1),
        ("zhou", "farm"): Answer("not_chosen"),
    }
    assert result.vacancies() == {"office": 0, "farm": 0, "park": 0}
    assert result.proof == Proof()


def test_an_office_without_seats_holds_nobody():
    result = one_round(seats={"office": 0, "farm": 1, "park": 1})
    assert result.placed == {"zhao": "farm", "qian": "park"}
    assert result.answers["sun", "office"] == Answer("full")
    assert result.proof.holds()


def test_a_later_round_offers_what_is_left_to_those_who_are_left():
    first = Round({"a": ["x"], "b": ["x"], "c": ["x"]}, {"x": {"a": 0, "b": 1, "c": 2}}, {"x": 1, "y": 0})
    second = Round({"a": ["y"], "b": ["y"], "c": ["y", "x"]}, {"y": {"a": 0, "b": 2, "c": 1}}, {"y": 1})
    one, two = match_rounds([first, second])
    assert one.placed == {"a": "x"}
    assert two.wishes == {"b": ("y",), "c": ("y", "x")}
    assert two.seats == {"x": 0, "y": 1}
    assert two.placed == {"c": "y"}
    assert two.answers["b", "y"] == Answer("full", "c", 1, 1)


def test_offices_that_choose_first_are_asked_first():
    assert by_priority(["x", "y", "z"], [["z"], ["y"]]) == ("z", "y", "x")
    plain = one_round({"a": ["x", "y"]}, {"x": {"a": 0}, "y": {"a": 0}}, {"x": 1, "y": 1})
    first = one_round({"a": ["x", "y"]}, {"x": {"a": 0}, "y": {"a": 0}}, {"x": 1, "y": 1}, first=[["y"]])
    assert (plain.placed, first.placed) == ({"a": "x"}, {"a": "y"})


def test_who_may_not_come_together_gives_way_by_the_offices_order():
    wishes = {"a": ["x", "y"], "b": ["x", "y"], "c": ["x"]}
    orders = {"x": {"a": 0, "b": 1, "c": 2}, "y": {"a": 0, "b": 1}}
    result = one_round(wishes, orders, {"x": 2, "y": 1}, apart=[("b", "a")])
    assert result.placed == {"a": "x", "b": "y", "c": "x"}
    assert result.gave_way == {("b", "x"): "a"}
    assert result.answers["b", "x"] == Answer("gave_way", "a")
    assert result.lapsed() == ()
    assert together({"a": "x", "b": "x", "c": "y"}, [("b", "a"), ("a", "c"), ("d", "a")]) == (
        ("a", "b", "x"),
    )


def test_a_recusal_that_has_lapsed_is_said():
    """With b out of x there is room for c, who no longer drives a from z: a never comes to x."""
    wishes = {"a": ["z", "x"], "b": ["x"], "c": ["x", "z"], "d": ["x"]}
    orders = {"x": {"a": 0, "b": 1, "d": 2, "c": 3}, "z": {"c": 0, "a": 1}}
    result = one_round(wishes, orders, {"x": 2, "z": 1}, apart=[("a", "b")])
    assert result.placed == {"a": "z", "c": "x", "d": "x"}
    assert result.gave_way == {("b", "x"): "a"}
    assert result.lapsed() == (("b", "x"),)


def test_equals_at_the_last_seat_are_named():
    orders = {"x": {"a": 0, "b": 1, "c": 1}}
    wishes = {"a": ["x"], "b": ["x"], "c": ["x"]}
    assert contested(wishes, orders, {"x": 2}) == {"x": ("b", "c")}
    assert contested(wishes, orders, {"x": 3}) == {}
    assert contested(wishes, orders, {"x": 1}) == {}


def flat(standing, capacity, ties):
    """People who all name one office, by their standing there."""
    market = Market(range(len(standing) + 1), [0] * len(standing), standing, [capacity])
    return [p for p, edge in enumerate(deferred_acceptance(market, ties).edge) if edge != UNPLACED]


@pytest.mark.parametrize(
    ("ties", "held"),
    [("number", [0, 1]), ("include", [0, 1, 3]), ("exclude", [1])],
)
def test_what_becomes_of_equals(ties, held):
    assert flat([5, 2, NOT_CHOSEN, 5, 7], 2, ties) == held
    assert flat([5, 2], 0, ties) == []
    assert flat([4], 2, ties) == [0]


def test_equals_who_were_let_go_stay_out_when_they_come_later():
    """Person 2 comes to office 0 only after its equals were let go there together."""
    market = Market([0, 1, 2, 4, 5], [0, 0, 1, 0, 1], [3, 3, 9, 3, 0], [1, 1])
    assert list(deferred_acceptance(market, "exclude").edge) == [UNPLACED, UNPLACED, UNPLACED, 4]
    assert list(deferred_acceptance(market, "include").edge) == [0, 1, 3, 4]


def test_what_an_independent_look_finds():
    market = Market([0, 2, 4, 5], [0, 1, 0, 1, 0], [0, 0, 1, 1, NOT_CHOSEN], [1, 1])
    assert proof_of(market, [0, 3, UNPLACED]).holds()
    assert proof_of(market, [1, 2, UNPLACED]) == Proof(blocking=((0, 0),))
    assert proof_of(market, [UNPLACED, 3, UNPLACED]) == Proof(blocking=((0, 0), (0, 1), (1, 0)))
    assert proof_of(market, [0, 2, UNPLACED]) == Proof(over=(0,))
    assert proof_of(market, [0, 3, 4]) == Proof(not_listed=(2,))
    assert proof_of(market, [2, 3, UNPLACED]).not_listed == (0,)


@st.composite
def markets(draw, most_people=4, most_offices=3):
    """A small market of names: wishes, orders in which some people are left out, seats."""
    offices = [f"o{n}" for n in range(draw(st.integers(1, most_offices)))]
    people = [f"p{n}" for n in range(draw(st.integers(1, most_people)))]
    wishes = {p: draw(st.lists(st.sampled_from(offices), unique=True)) for p in people}
    orders = {
        o: {p: n for n, p in enumerate(draw(st.lists(st.sampled_from(people), unique=True)))} for o in offices
    }
    seats = {o: draw(st.integers(0, 2)) for o in offices}
    return wishes, orders, seats


def is_stable(wishes, orders, seats, placed):
    """The definition itself, by names and without the arrays of the module."""
    for person, own in wishes.items():
        better = own[: own.index(placed[person])] if person in placed else own
        for office in better:
            if person not in orders[office]:
                continue
            held = [p for p, o in placed.items() if o == office]
            if len(held) < seats[office]:
                return False
            if any(orders[office][person] < orders[office][p] for p in held):
                return False
    return True


def all_placements(wishes, orders, seats):
    people = list(wishes)
    options = [[None, *(o for o in wishes[p] if p in orders[o])] for p in people]
    for chosen in product(*options):
        placed = {p: o for p, o in zip(people, chosen, strict=True) if o is not None}
        if all(list(placed.values()).count(o) <= n for o, n in seats.items()):
            yield placed


@chances(deadline=None)
@given(markets())
def test_nobody_does_better_in_any_stable_placement(market):
    wishes, orders, seats = market
    placed = one_round(*market).placed
    stable = [s for s in all_placements(*market) if is_stable(wishes, orders, seats, s)]
    assert placed in stable
    for other in stable:
        for person, office in other.items():
            assert wishes[person].index(placed[person]) <= wishes[person].index(office)


@chances(deadline=None)
@given(markets(12, 5))
def test_seats_are_kept_and_nobody_is_placed_where_they_did_not_ask(market):
    wishes, orders, _ = market
    result = one_round(*market)
    assert all(o in wishes[p] and p in orders[o] for p, o in result.placed.items())
    assert all(n >= 0 for n in result.vacancies().values())
    assert result.proof == Proof()
    assert set(result.answers) == {(p, o) for p, own in wishes.items() for o in own}


@chances(deadline=None)
@given(markets(8, 4), st.randoms())
def test_the_order_of_entry_does_not_matter(market, random):
    wishes, orders, seats = market
    people, offices = list(wishes), list(seats)
    random.shuffle(people)
    random.shuffle(offices)
    again = one_round(
        {p: wishes[p] for p in people}, {o: orders[o] for o in offices}, {o: seats[o] for o in offices}
    )
    assert again == one_round(*market)


@chances(deadline=None)
@given(markets(6, 3), st.data())
def test_the_proof_finds_what_the_definition_finds(market, data):
    wishes, orders, seats = market
    placed = data.draw(st.sampled_from(list(all_placements(*market))))
    named = market_of(*market)
    edge = [
        named.market.start[n] + wishes[p].index(placed[p]) if p in placed else UNPLACED
        for n, p in enumerate(named.people)
    ]
    assert proof_of(named.market, edge).holds() == is_stable(wishes, orders, seats, placed)


@chances(deadline=None)
@given(markets(6, 4), st.lists(st.lists(st.sampled_from(["o0", "o1"]), unique=True), max_size=2))
def test_priority_is_the_same_as_one_group_after_the_other(market, groups):
    wishes, orders, seats = market
    groups = [
        [o for o in g if o in seats and all(o not in e for e in groups[:n])] for n, g in enumerate(groups)
    ]
    rest = [o for o in seats if all(o not in g for g in groups)]
    rounds = []
    for group in [*groups, rest]:
        own = {p: [o for o in w if o in group] for p, w in wishes.items()}
        rounds.append(Round(own, orders, {o: n if o in group else 0 for o, n in seats.items()}))
    placed = {p: o for result in match_rounds(rounds) for p, o in result.placed.items()}
    assert one_round(*market, first=groups).placed == placed


@chances(deadline=None)
@given(markets(5, 3), st.lists(st.tuples(st.sampled_from(["p0", "p1"]), st.sampled_from(["p2", "p3"]))))
def test_those_kept_apart_are_never_together(market, apart):
    result = one_round(*market, apart=apart)
    assert together(result.placed, apart) == ()
    assert result.proof.holds()


def test_a_long_chain_of_displacements_needs_no_recursion():
    """Everyone is displaced by the next: person n holds office n until person n - 1 is let go."""
    people = 20_000
    wishes = [[n, n + 1] for n in range(people)]
    wishes[-1] = [0]
    start = [0]
    for own in wishes:
        start.append(start[-1] + len(own))
    office = [o for own in wishes for o in own]
    standing = [
        0 if place or n == people - 1 else 1 for n, own in enumerate(wishes) for place, _ in enumerate(own)
    ]
    market = Market(start, office, standing, [1] * people)
    began = process_time()
    edge = deferred_acceptance(market).edge
    assert [office[e] for e in edge] == [*range(1, people), 0]
    assert process_time() - began < 5


def test_an_answer_for_an_office_that_nobody_reached():
    assert answers_of({"a": ["x"]}, {"x": {"a": 0}}, {}, {}) == {("a", "x"): Answer("full")}
