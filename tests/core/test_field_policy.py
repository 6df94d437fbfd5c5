"""The field policy: every role and every fact, written out, so that a change of policy is a change of this table."""

import pytest

from quanheng.core.authority import ROLES, Actor
from quanheng.core.field_policy import (
    DERIVED,
    POLICY,
    masked,
    require_sight,
    shown,
    sight,
    visible_fields,
)
from quanheng.core.roster_tables import TABLES, PersonRow
from quanheng.core.values import Refused

W, M, N = "whole", "masked", "none"
#                     organiser discipline auditor own
EXPECTED = {
    **dict.fromkeys(
        (
            "code", "name", "sex", "born", "nation", "party", "party_joined", "work_started", "identity",
            "establishment", "unit", "educations", "tenures", "appraisals", "trainings", "awards", "relations",
            "photograph",
        ),
        (W, W, W, W),
    ),
    "health": (W, N, N, W),
    "id_number": (W, M, M, W),
    "sanctions": (W, W, W, N),
    "family": (W, W, N, W),
    "reserves": (W, N, W, N),
    "attributes": (W, W, N, W),
    "documents": (W, W, N, N),
    "findings": (W, W, W, N),
    "units": (W, W, W, N),
    "posts": (W, W, W, N),
    "establishments": (W, W, W, N),
}  # fmt: skip
READERS = ("organiser", "discipline_officer", "auditor")


def reader(*roles: str) -> Actor:
    return Actor("a", "P1", frozenset(roles))


def test_every_role_sees_of_every_fact_what_the_table_says():
    assert {
        fact: (*(sight(reader(role), fact) for role in READERS), sight(reader("staff"), fact, own=True))
        for fact in POLICY
    } == EXPECTED


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(READERS)))
def test_nobody_else_sees_anything(role):
    assert visible_fields(reader(role)) == frozenset()


def test_every_fact_of_the_archive_has_a_rule():
    facts = {*PersonRow.model_fields, *(t.name for t in TABLES)} - {"people", "missing"}
    assert facts <= set(POLICY)
    assert set(DERIVED.values()) <= set(POLICY)
    assert not set(DERIVED) & set(POLICY)


def test_what_is_worked_out_is_seen_by_whoever_sees_what_it_is_made_of():
    assert sight(reader("discipline_officer"), "reserve") == N
    assert sight(reader("auditor"), "reserve") == W
    assert "age" in visible_fields(reader("staff"), own=True)
    assert "reserve" not in visible_fields(reader("staff"), own=True)


def test_on_their_own_page_an_organiser_sees_what_anybody_sees_of_themselves():
    assert sight(reader("organiser"), "sanctions", own=True) == N


def test_an_unknown_fact_is_seen_by_nobody():
    assert sight(reader(*ROLES), "shoe_size") == N
    with pytest.raises(Refused) as refused:
        require_sight(reader(*ROLES), "shoe_size")
    assert refused.value.remedy.zh == "可见的角色：无。请去掉这个条件。"


def test_a_masked_value_keeps_its_beginning_only():
    assert masked("110101198001011234") == "110101************"
    assert masked("12345") == "*****"
    number = "110101198001011234"
    assert shown(reader("organiser"), "id_number", number) == number
    assert shown(reader("auditor"), "id_number", number) == "110101************"
    assert shown(reader("staff"), "id_number", number) == ""


def test_nobody_narrows_by_what_they_do_not_see_whole():
    require_sight(reader("organiser"), "id_number")
    with pytest.raises(Refused) as refused:
        require_sight(reader("auditor"), "id_number")
    assert refused.value.code == "not_allowed"
    assert refused.value.say("en") == (
        "id_number: Your role does not see this fact and may not filter, sort or export by it. "
        "It is seen by: Organiser. Take this condition off."
    )
