"""Who sits in the bodies of a plan."""

import pytest
from core_plan import plan_of

from quanheng.core.members import Member, check_members, seated
from quanheng.core.people import Person
from quanheng.core.values import RefusedMany

PEOPLE = {code: Person(code, code) for code in ("a", "b", "c", "d")}
BODIES = """
bodies:
  - {id: small, title: 小组, members: 2}
  - {id: odd, title: 单数组, odd: true}
  - {id: big, title: {zh: 委员会, en: Committee}, at_least: 3}
"""


def refusals(*members: Member) -> list[str]:
    with pytest.raises(RefusedMany) as refused:
        check_members(plan_of(BODIES), PEOPLE, members)
    return [r.say("en") for r in refused.value.refusals]


def test_the_principal_comes_first():
    members = (Member(body="big", person="a"), Member(body="big", person="b", principal=True))
    assert seated(members) == ({"big": ("b", "a")}, {"big": "b"})


def test_members_that_fit_are_let_pass():
    check_members(
        plan_of(BODIES),
        PEOPLE,
        [Member(body="small", person="a"), Member(body="small", person="b"), Member(body="odd", person="c")],
    )


def test_every_problem_is_said_at_once():
    assert refusals(
        Member(body="elders", person="a"),
        Member(body="big", person="zz"),
        Member(body="small", person="a", principal=True),
        Member(body="small", person="b", principal=True),
        Member(body="small", person="c"),
        Member(body="odd", person="a"),
        Member(body="odd", person="b"),
    ) == [
        "members.elders: The plan has no body 'elders'. Known: small, odd, big.",
        "members.big: The roster knows no person 'zz'. Enter the person in the roster first.",
        "members.small: Body 'small' has 2 principals: a, b. Name one only.",
        "members.big: 'Committee' needs at least 3 and has 1 members. Adjust the list of members.",
        "members.odd: '单数组' needs an odd number and has 2 members. Adjust the list of members.",
        "members.small: '小组' needs exactly 2 and has 3 members. Adjust the list of members.",
    ]
