"""Who enters and who signs an opinion: members of the plan's bodies, the officer, the organiser where let."""

import pytest
from core.stage_ground import frame
from core.test_stage_clearance import opinion, settings

from quanheng.core.authority import ROLES, Actor
from quanheng.core.members import Member
from quanheng.core.opinion_rights import may_countersign, musts_of, refused_opinion, right_to

ALL = frame(members={"office": ("m1", "m2"), "discipline": ("m6", "m7")})
PLAN = settings(
    musts=["archive", "personal_matters", "discipline_opinion", "complaints"],
    given_by={"archive": "office", "personal_matters": "office", "discipline_opinion": "discipline"},
    office_enters=["archive"],
    signatures=2,
)


def actor(*roles, who=None):
    return Actor("x", who, frozenset(roles))


@pytest.mark.parametrize(
    ("who", "rights"),
    [
        (actor("staff", who="m1"), ["own", "own", "", ""]),
        (actor("staff", who="p1"), ["", "", "", ""]),
        (actor("committee_member", who="m7"), ["", "", "own", ""]),
        (actor("organiser"), ["paper", "", "", ""]),
        (actor("organiser", who="m2"), ["paper", "own", "", ""]),
        (actor("discipline_officer", who="m9"), ["", "", "paper", "paper"]),
        (actor(*ROLES), ["paper", "paper", "paper", "paper"]),
    ],
)
def test_the_right_follows_the_plan(who, rights):
    assert [right_to(who, must, PLAN, ALL) for must in PLAN.musts] == rights
    assert musts_of(who, PLAN, ALL) == tuple(m for m, right in zip(PLAN.musts, rights, strict=True) if right)


def test_the_officer_enters_what_no_body_is_seated_for():
    assert right_to(actor("discipline_officer"), "archive", PLAN, frame(members={})) == "paper"


@pytest.mark.parametrize(
    ("who", "row", "code"),
    [
        (actor("staff", who="m1"), opinion(must="archive", signed_by="m1"), None),
        (actor("staff", who="m1"), opinion(must="archive", signed_by="m2"), "not_own_row"),
        (
            actor("staff", who="m1"),
            opinion(must="archive", signed_by="m1", second_signature="m2"),
            "second_hand_signs",
        ),
        (actor("organiser"), opinion(must="archive", signed_by="m1", second_signature="m2"), None),
        (actor("organiser"), opinion(must="personal_matters", signed_by="m1"), "not_your_opinion"),
        (actor("discipline_officer"), opinion(must="archive", signed_by="m1"), "not_your_opinion"),
    ],
)
def test_what_is_refused(who, row, code):
    found = refused_opinion(who, row, PLAN, ALL)
    assert (found and found.code) == code


def test_only_an_opinion_is_judged():
    with pytest.raises(TypeError):
        refused_opinion(actor("staff"), Member(body="office", person="m1"), PLAN, ALL)


@pytest.mark.parametrize(
    ("who", "row", "waits"),
    [
        (actor("staff", who="m2"), opinion(must="archive", signed_by="m1"), True),
        (actor("staff", who="m1"), opinion(must="archive", signed_by="m1"), False),
        (actor("staff", who="m6"), opinion(must="archive", signed_by="m1"), False),
        (actor("staff", who="m2"), opinion(must="archive", signed_by="m1", second_signature="m2"), False),
        (actor("staff", who="m2"), opinion(must="archive", signed_by="m1", result="pending"), False),
        (actor("discipline_officer", who="m9"), opinion(must="complaints", signed_by="m6"), True),
        (actor("discipline_officer"), opinion(must="complaints", signed_by="m6"), False),
    ],
)
def test_who_signs_second(who, row, waits):
    assert may_countersign(who, row, PLAN, ALL) is waits
    assert not may_countersign(who, row, settings(given_by=None), frame())
