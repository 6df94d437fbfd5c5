"""Quotas: the best list is the one that trying every list finds; what contradicts is a smallest set."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.quotas import Chosen, Contradiction, Quota, best_list


def by_trying(points, count, quotas):
    """The best list among all: most points, then the earlier person where two lists first differ."""
    lists = [c for c in combinations(range(len(points)), count) if all(q.holds(c) for q in quotas)]
    return min(lists, key=lambda c: (-sum(points[p] for p in c), c), default=None)


@st.composite
def fields(draw):
    points = sorted(draw(st.lists(st.integers(0, 6), min_size=1, max_size=8)), reverse=True)
    people = st.frozensets(st.integers(0, len(points) - 1))
    plain = st.builds(Quota, people, st.integers(0, 3), st.none() | st.integers(2, 3))
    shared = st.builds(
        lambda members, more, share: Quota(members, share=share, within=members | more),
        people,
        people,
        st.sampled_from([Fraction(1, 4), Fraction(1, 3), Fraction(1, 2)]),
    )
    quotas = draw(st.lists(plain | shared, max_size=4))
    return points, draw(st.integers(1, len(points))), quotas


@given(fields())
def test_the_list_is_the_best_of_all_and_contradictions_are_smallest(field):
    points, count, quotas = field
    best, found = by_trying(points, count, quotas), best_list(points, count, quotas)
    if best is not None:
        assert found == Chosen(best, sum(points[p] for p in best))
        return
    assert by_trying(points, count, [quotas[q] for q in found.quotas]) is None
    smaller = (c for n in range(len(found.quotas)) for c in combinations(quotas, n))
    assert all(by_trying(points, count, c) is not None for c in smaller)


def test_without_quotas_the_list_is_the_top():
    assert best_list([9, 8, 7, 7], 3, []) == Chosen((0, 1, 2), 24)


def test_a_quota_takes_the_best_of_those_it_counts():
    women = Quota(frozenset({2, 4}), at_least=1)
    assert best_list([9, 8, 5, 6, 4], 2, [women]) == Chosen((0, 2), 14)


def test_two_quotas_may_contradict_where_neither_does_alone():
    women, men = Quota(frozenset({0, 1}), at_least=2), Quota(frozenset({2, 3}), at_least=2)
    spare = Quota(frozenset({0, 1, 2, 3}), at_least=1)
    assert best_list([4, 3, 2, 1], 3, [spare, women, men]) == Contradiction((1, 2))


def test_a_smaller_contradiction_is_preferred_to_the_one_found_first():
    alone = Quota(frozenset({0}), at_least=2)
    women, men = Quota(frozenset({0, 1}), at_least=2), Quota(frozenset({2, 3}), at_least=2)
    assert best_list([4, 3, 2, 1], 3, [alone, women, men]) == Contradiction((0,))


def test_after_so_many_tries_a_contradiction_from_which_nothing_can_go_will_do():
    quotas = [Quota(frozenset({0}), at_least=2), Quota(frozenset({1}), at_least=2)]
    assert best_list([2, 1], 2, quotas, tries=0) == Contradiction((1,))
