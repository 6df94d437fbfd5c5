"""What flows: an outcome accounts for everyone, a refusal says what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.values import (
    Candidate,
    Departure,
    Finding,
    Outcome,
    Refused,
    RefusedMany,
    Score,
    Slate,
    Source,
    Text,
    Working,
    how_many,
)

A, B, C = Candidate("a", "x"), Candidate("b", "x"), Candidate("a", "y")


def finding(candidate: Candidate) -> Finding:
    return Finding("f", "not_met", Text("因", "why"), Source("plan", "p"), candidate)


def test_a_text_is_said_in_the_language_that_is_there():
    assert Text("中", "en").say("en") == "en"
    assert Text("中").say("en") == "中"
    assert str(Text("中", "en")) == "中"


def test_a_refusal_names_place_reason_and_remedy():
    refused = Refused("c", "不可", "No.", where="f:3", remedy_zh="改。", remedy_en="Mend.")
    assert refused.say("en") == "f:3: No. Mend."
    assert str(refused.at("g:4")) == "g:4: 不可 改。"
    assert Refused("c", "不可", "No.").say("en") == "No."


def test_many_refusals_are_one():
    many = RefusedMany([Refused("c", "一", "one"), Refused("d", "二", "two", where="w")])
    assert (many.code, many.say("en")) == ("c", "one; w: two")
    assert len(many.refusals) == 2
    assert many.each == many.refusals
    one = Refused("c", "一", "one")
    assert one.each == (one,)


def test_a_slate_holds_each_candidate_once():
    slate = Slate((A, B, C), {"x": 1})
    assert slate.of("x") == (A, B)
    assert slate.people() == ("a", "b")
    assert slate.without([B]) == Slate((A, C), {"x": 1})
    assert slate.without([B, C]).joined_by([C]) == Slate((A, C), {"x": 1})
    assert slate.with_seats({"x": 2}).seats == {"x": 2}
    assert str(A) == "a@x"
    with pytest.raises(ValueError, match="twice"):
        Slate((A, A))


def test_an_outcome_accounts_for_everyone():
    slate = Slate((A, B))
    score = Score(A, 1, Working(Text("分"), None))
    outcome = Outcome("s", slate, Slate((A,)), (Departure(B, finding(B)),), (finding(A),), (score,))
    assert outcome.findings_of(A) == (finding(A),)
    assert outcome.findings_of(B) == (finding(B),)
    assert outcome.score_of(A) == score
    assert outcome.score_of(B) is None
    assert outcome.departure_of(B) == Departure(B, finding(B))
    assert outcome.departure_of(A) is None
    with pytest.raises(ValueError, match="remaining"):
        Outcome("s", slate, Slate((A,)))
    with pytest.raises(ValueError, match="twice"):
        Outcome("s", slate, Slate((A,)), (Departure(B, finding(B)), Departure(B, finding(B))))


people = st.lists(st.builds(Candidate, st.sampled_from("abcdef"), st.sampled_from("xy")), unique=True)


@given(people, st.data())
def test_whoever_does_not_remain_must_depart(candidates, data):
    stay = data.draw(st.lists(st.sampled_from(candidates), unique=True)) if candidates else []
    gone = tuple(Departure(c, finding(c)) for c in candidates if c not in stay)
    slate = Slate(tuple(candidates))
    assert Outcome("s", slate, Slate(tuple(stay)), gone).entered == slate
    if gone:
        with pytest.raises(ValueError, match="remaining"):
            Outcome("s", slate, Slate(tuple(stay)), gone[1:])


def test_one_thing_and_several():
    assert [how_many(n, "seat") for n in (0, 1, 2)] == ["0 seats", "1 seat", "2 seats"]
