"""What is asked of the roster: read from an address, said as one again, and kept within the field policy."""

import pytest

from quanheng.core.authority import ROLES, Actor
from quanheng.core.field_policy import DERIVED, POLICY, sight
from quanheng.core.roster_query import (
    COLUMNS,
    FILTERS,
    MOST,
    SORTS,
    USUAL_COLUMNS,
    RosterQuery,
    columns_for,
    filters_for,
    is_permitted,
    permitted,
    query_of,
    sorts_for,
    title_of,
    words_of,
)
from quanheng.core.values import Refused

ANSWERS = {"number": "40", "yes_no": "yes"}


def reader(*roles: str) -> Actor:
    return Actor("a", "P1", frozenset(roles))


def test_an_address_is_read_and_said_again():
    given = [
        ("words", " 闻 书 "),
        ("sex", "女"),
        ("sort", "-born"),
        ("columns", "age"),
        ("after", "x"),
        ("rank", ""),
    ]
    query = query_of(given)
    assert query == RosterQuery((("words", "闻 书"), ("sex", "女")), "-born", ("age",))
    assert query_of(query.pairs()) == query
    assert query.pairs() == (("words", "闻 书"), ("sex", "女"), ("sort", "-born"), ("columns", "age"))
    assert words_of(query) == ["闻", "书"]
    assert query.without("sex", "女").conditions == (("words", "闻 书"),)
    assert query.sorted_by("name") == RosterQuery(query.conditions, "name", ("age",))
    assert query_of([("sort", "shoe_size"), ("columns", "shoe_size")]) == RosterQuery()
    assert RosterQuery().pairs() == ()


def test_of_a_filter_with_one_answer_the_last_holds_and_others_are_alternatives():
    query = query_of([("age_from", "30"), ("sex", "女"), ("sex", "男"), ("age_from", "40"), ("sex", "女")])
    assert query.conditions == (("sex", "女"), ("sex", "男"), ("age_from", "40"))


@pytest.mark.parametrize(
    ("pair", "where"),
    [(("age_from", "old"), "old"), (("age_to", "1234"), "1234"), (("leading", "perhaps"), "perhaps")],
)
def test_a_condition_that_makes_no_sense_is_refused(pair, where):
    with pytest.raises(Refused) as refused:
        query_of([pair])
    assert (refused.value.code, refused.value.where) == ("malformed_filter", where)


def test_too_many_conditions_are_refused():
    with pytest.raises(Refused, match="条件不能超过"):
        query_of([("rank", str(n)) for n in range(MOST + 1)])


def test_every_filter_column_and_order_names_a_fact_of_the_policy():
    facts = {*POLICY, *DERIVED}
    assert {f.fact for f in FILTERS.values()} | {fact for _, fact in SORTS.values()} | set(COLUMNS) <= facts
    assert set(USUAL_COLUMNS) <= set(COLUMNS)
    assert all(title_of(column).zh and title_of(column).en for column in ("name", *COLUMNS))


@pytest.mark.parametrize("role", list(ROLES))
@pytest.mark.parametrize("name", list(FILTERS))
def test_nobody_narrows_by_what_they_do_not_see(role, name):
    actor, asked = reader(role), query_of([(name, ANSWERS.get(FILTERS[name].kind, "x"))])
    sees = sight(actor, FILTERS[name].fact) == "whole" and sight(actor, "code") == "whole"
    assert is_permitted(actor, asked) is sees
    assert (name in filters_for(actor)) is sees
    if sees:
        assert permitted(actor, asked).conditions == asked.conditions
    else:
        with pytest.raises(Refused, match="您的角色看不到"):
            permitted(actor, asked)


@pytest.mark.parametrize("role", list(ROLES))
def test_columns_that_a_reader_does_not_see_are_left_out(role):
    actor = reader(role)
    seen = tuple(c for c in COLUMNS if sight(actor, c) != "none")
    assert columns_for(actor) == seen
    if seen:
        assert permitted(actor, RosterQuery(columns=COLUMNS)).columns == seen
        assert set(sorts_for(actor)) == set(SORTS)
