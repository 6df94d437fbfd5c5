"""Democratic recommendation (民主推荐): names or votes, groups, bases, boundaries, a second round."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from core.stage_ground import codes, inputs, left, person, said, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.language.posts import Post
from quanheng.core.scoring.scores import plain
from quanheng.core.stages.recommendation import Settings, admit, close, due
from quanheng.core.stages.recommendation.recommending import Spoiled
from quanheng.core.stages.recommendation.second_round import first_round
from quanheng.core.stages.recommendation.tables import Ballot, Call, GroupTurnout
from quanheng.core.tallies.approval import Votes
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.values import Candidate, Refused, Text

LISTED = slate("p1@park", "p2@park", "p3@park")
STAFF = {"id": "staff", "title": "职工", "weight": 60}
LEADERS = {"id": "leaders", "title": "领导", "weight": 40}


def settings(**more):
    given_ = {
        "id": "recommendation",
        "kind": "recommendation",
        "form": "approval",
        "groups": [STAFF],
        "denominator": "returned",
    }
    return Settings.model_validate(given_ | more)


def naming(**more):
    return settings(**{"form": "naming", "most": 2, "names": "open"} | more)


def sheets(*votes, group="staff", round=1, start=1):
    """Sheets from words: 'p1+ p2- p3' is for, against, abstaining; '' is a blank sheet."""
    marks = {"+": "approve", "-": "oppose", "?": "abstain", "!": "invalid"}
    found = []
    for number, vote in enumerate(votes, start=start):
        at = {"round": round, "group": group, "sheet": str(number)}
        found += [
            Ballot(**at, person=w[:2], post=w[4:] or "park", mark=marks[w[2]]) for w in vote.split()
        ] or [Ballot(**at)]
    return found


def turnout(returned, group="staff", round=1, should=None, present=None):
    present = present or returned
    return GroupTurnout(
        round=round,
        group=group,
        should_attend=should or present,
        present=present,
        issued=present,
        returned=returned,
    )


def ground(votes, *turnouts, **more):
    count = len({(v.group, v.sheet) for v in votes})
    return inputs({"sheets": votes, "turnout": turnouts or [turnout(count)]}, **more)


def points(outcome):
    return {str(s.candidate): (plain(s.value), s.rank) for s in outcome.scores}


def test_approval_is_the_share_of_the_base_the_plan_names():
    votes = sheets("p1+ p2- p3?", "p1+ p2+ p3+", "p1- p2-", "p1+")
    result = close(
        LISTED, ground(votes), settings(needed=[{"is": {"over": "1/2"}}], rounding=[{"digits": 1}])
    )
    assert points(result) == {"p1@park": ("75", 1), "p2@park": ("25", 2), "p3@park": ("25", 2)}
    assert left(result) == {"p2@park": "below_rate", "p3@park": "below_rate"}
    gone = result.departures[0].finding
    assert gone.text.zh == "赞成率 25%，要求：超过 50%"
    assert gone.source.ref == "stages.recommendation.needed.0"
    assert [(e.label.zh, e.value.zh) for e in gone.evidence] == [
        ("赞成", "1"),
        ("反对", "2"),
        ("弃权", "1"),
        ("无效", "0"),
    ]
    assert result.findings[0].text.en == "Park deputy: recommended by 75%"


@pytest.mark.parametrize(
    ("denominator", "rate"),
    [
        ("decided", "50"),
        ("valid", "40"),
        ("returned", "40"),
        ("issued", "33.33"),
        ("present", "33.33"),
        ("should_attend", "25"),
    ],
)
def test_every_base(denominator, rate):
    votes = sheets("p1+", "p1+", "p1-", "p1-", "p1?")
    at = ground(votes, turnout(5, present=6, should=8))
    plan = settings(denominator=denominator, rounding=[{"digits": 2}])
    (score,) = close(slate("p1@park"), at, plan).scores
    assert f"{score.value.normalize():f}" == rate


@pytest.mark.parametrize(("bound", "stays"), [({"over": "1/2"}, False), ({"at_least": "1/2"}, True)])
def test_exactly_half_is_on_the_side_the_plan_says(bound, stays):
    result = close(slate("p1@park"), ground(sheets("p1+", "p1-")), settings(needed=[{"is": bound}]))
    assert bool(result.remaining.candidates) is stays


@pytest.mark.parametrize(
    ("unmarked", "rate"), [("approve", 100), ("oppose", 50), ("abstain", 50), ("invalid", 50)]
)
def test_an_unmarked_name_counts_as_the_plan_says(unmarked, rate):
    votes = sheets("p1+ p2+", "p2+")
    result = close(slate("p1@park", "p2@park"), ground(votes), settings(unmarked=unmarked))
    assert result.score_of(Candidate("p1", "park")).value == rate


def test_too_many_against_is_a_veto():
    votes = sheets("p1+", "p1+", "p1-")
    result = close(
        slate("p1@park"), ground(votes), settings(veto=[{"on": "oppose", "is": {"at_least": "1/3"}}])
    )
    assert left(result) == {"p1@park": "vetoed"}
    assert result.departures[0].finding.text.en == "votes against: 33.33%; vetoed when at least 1/3"


def test_names_written_bring_people_in():
    votes = sheets("p1+ p4+", "p4+", "p4+ p5+", "")
    result = close(slate("p1@park"), ground(votes), naming(keep={"top": 1}))
    assert said(result.remaining.candidates) == ("p4@park",)
    assert left(result) == {"p1@park": "below_cut", "p5@park": "below_cut"}
    assert result.record.brought_in == (Candidate("p4", "park"), Candidate("p5", "park"))
    assert result.record.valid_until == date(2027, 3, 31)
    assert result.record.rounds[0].votes["staff"][Candidate("p1", "park")] == Votes(1, 2, 1, 0)


def test_sheets_with_too_many_too_few_or_no_outsiders_do_not_count():
    people = [
        person("p1", unit="机关"),
        person("p2", unit="机关"),
        person("p3", unit="乡镇"),
        person("p4", unit="机关"),
    ]
    votes = sheets("p1+ p2+ p3+", "p1+", "p1+ p2+", "p1+ p3+")
    plan = naming(exactly=True, outsiders=1, inside_units=["机关"])
    result = close(LISTED, ground(votes, people=people), plan)
    assert result.record.rounds[0].spoiled == (
        Spoiled("staff", "park", "over_vote", 1),
        Spoiled("staff", "park", "too_few_outsiders", 1),
        Spoiled("staff", "park", "under_vote", 1),
    )
    assert points(result)["p3@park"] == ("25", 1)


def test_the_limit_may_be_for_the_whole_sheet_or_follow_the_seats():
    at = slate("p1@park", "p2@farm", "p3@east")
    votes = sheets("p1+:park p2+:farm p3+:east", "p1+:park p2+:farm")
    whole = close(at, ground(votes), naming(limit_per="sheet"))
    assert whole.record.rounds[0].spoiled == (Spoiled("staff", "", "over_vote", 1),)
    assert points(whole) == {"p1@park": ("50", 1), "p2@farm": ("50", 1), "p3@east": ("0", 1)}
    each = close(at, ground(votes), naming(most="seats"))
    assert each.record.rounds[0].spoiled == ()
    assert points(each)["p3@east"] == ("50", 1)


def test_approvals_beyond_the_limit_spoil_the_sheet():
    votes = sheets("p1+ p2+ p3+", "p1+ p2-")
    result = close(LISTED, ground(votes), settings(most=2))
    assert result.record.rounds[0].votes["staff"][Candidate("p1", "park")] == Votes(1, 0, 0, 1)
    assert result.record.rounds[0].votes["staff"][Candidate("p3", "park")] == Votes(0, 0, 1, 1)


def two_groups(**more):
    return settings(groups=[STAFF, LEADERS], **({"combine": "weighted", "empty_group": "renormalise"} | more))


def both(*turnouts):
    votes = sheets("p1+", "p1-") + sheets("p1+", group="leaders", start=3)
    return ground(votes, *(turnouts or (turnout(2), turnout(1, "leaders"))))


def test_groups_are_weighed_or_added():
    assert close(slate("p1@park"), both(), two_groups()).scores[0].value == 70
    added = close(slate("p1@park"), both(), two_groups(combine="added", rounding=[{"digits": 2}]))
    assert str(added.scores[0].value) == "66.67"
    only = two_groups(needed=[{"is": {"over": "1/2"}, "groups": ["staff"], "denominator": "valid"}])
    assert left(close(slate("p1@park"), both(), only)) == {"p1@park": "below_rate"}


@pytest.mark.parametrize(("rule", "value"), [("renormalise", 50), ("zero", 30)])
def test_an_empty_group_counts_as_the_plan_says(rule, value):
    at = ground(sheets("p1+", "p1-"), turnout(2), turnout(0, "leaders", present=0))
    assert close(slate("p1@park"), at, two_groups(empty_group=rule)).scores[0].value == value


def test_an_empty_group_may_hold_the_stage():
    at = ground(sheets("p1+", "p1-"), turnout(2), turnout(0, "leaders", present=0))
    assert [d.text.en for d in due(slate("p1@park"), at, two_groups(empty_group="block"))] == [
        "group '领导' has no sheets"
    ]


def test_nobody_counts_nowhere():
    at = ground(sheets("p1?", "p1?"), turnout(2), turnout(0, "leaders"))
    plan = two_groups(denominator="decided", needed=[{"is": {"at_least": 0}}])
    result = close(slate("p1@park"), at, plan)
    assert left(result) == {"p1@park": "below_rate"}
    assert result.departures[0].finding.text.zh == "赞成率 -，要求：不低于 0%"


def test_a_small_group_is_merged_with_its_turnout():
    plan = two_groups(
        combine="added", small_group={"below": 2, "rule": "merge", "into": "staff"}, denominator="issued"
    )
    result = close(slate("p1@park"), both(), plan)
    assert result.record.rounds[0].votes == {"staff": {Candidate("p1", "park"): Votes(2, 1)}}


def test_what_is_due():
    assert due(slate(), inputs(), settings()) == ()
    dues = due(LISTED, inputs(), settings(groups=[STAFF | {"quorum": {"at_least": "2/3"}}]))
    assert [(d.text.en, d.table) for d in dues] == [
        ("group '职工' has no turnout", "turnout"),
        ("group '职工' has no sheets", "sheets"),
    ]
    few = ground(sheets("p1+"), turnout(1, should=2))
    assert "2/3" in due(LISTED, few, settings(groups=[STAFF | {"quorum": {"at_least": "2/3"}}]))[0].text.zh
    none = ground([], turnout(0), turnout(0, "leaders"))
    assert [d.text.zh for d in due(LISTED, none, two_groups())] == ["没有推荐票"]
    with pytest.raises(Refused, match="没有推荐票"):
        close(LISTED, none, two_groups())


SECOND = {"second_round": {"when": ["short"], "keep": {"per_seat": 1}}, "needed": [{"is": {"over": "1/2"}}]}


def test_a_second_round_when_too_few_reach_the_rate():
    votes = sheets("p1+ p2-", "p1+ p2+ p3+", "p1- p3-")
    plan = settings(**SECOND)
    first = ground(votes, turnout(3))
    assert [d.text.en for d in due(LISTED, first, plan)] == [
        "second round: group '职工' has no turnout",
        "second round: group '职工' has no sheets",
    ]
    more = sheets("p1+ p2+", "p1- p2+", round=2)
    both_rounds = inputs({"sheets": votes + more, "turnout": [turnout(3), turnout(2, round=2)]})
    assert (
        codes(
            admit(
                "sheets",
                sheets("p3+", round=2),
                slate("p1@park", "p3@park", "p2@park", "p4@farm"),
                first,
                plan,
            )
        )
        == ()
    )
    result = close(
        LISTED, both_rounds, settings(**SECOND | {"second_round": {"when": ["short"], "keep": {"top": 1}}})
    )
    assert left(result) == {
        "p1@park": "below_rate",
        "p2@park": "not_in_second_round",
        "p3@park": "not_in_second_round",
    }
    assert [r.number for r in result.record.rounds] == [1, 2]


def test_no_second_round_when_enough_reach_the_rate():
    at = ground(sheets("p1+ p2+ p3-"))
    assert due(LISTED, at, settings(**SECOND)) == ()
    assert left(close(LISTED, at, settings(**SECOND))) == {"p3@park": "below_rate"}


def test_a_second_round_for_equals_across_the_cut():
    plan = settings(keep={"top": 1}, second_round={"when": ["tie"], "keep": {"top": 1}})
    votes = sheets("p1+ p2+", "p1- p2-")
    at = ground(votes)
    assert [d.table for d in due(slate("p1@park", "p2@park"), at, plan)] == ["turnout", "sheets"]
    settled_ = ground(votes + sheets("p1+ p2-", round=2), turnout(2), turnout(1, round=2))
    assert left(close(slate("p1@park", "p2@park"), settled_, plan)) == {"p2@park": "below_cut"}
    clear = ground(sheets("p1+ p2-"))
    assert left(close(slate("p1@park", "p2@park"), clear, plan)) == {"p2@park": "below_cut"}


def test_votes_for_reference_send_nobody_away():
    at = ground(sheets("p1+ p2-"))
    plan = settings(effect="reference", needed=SECOND["needed"])
    result = close(slate("p1@park", "p2@park"), at, plan)
    assert left(result) == {}
    assert [(f.code, f.state) for f in result.findings] == [("recommended", "met"), ("below_rate", "note")]


@pytest.mark.parametrize(
    ("row", "plan", "code"),
    [
        (Ballot(group="public", sheet="1"), settings(), "unknown_group"),
        (Ballot(group="staff", sheet="1", post="park"), settings(), "post_without_person"),
        (Ballot(group="staff", sheet="1", person="p4", post="park"), settings(), "not_on_list"),
        (Ballot(group="staff", sheet="1", person="p9", post="park"), naming(), "unknown_person"),
        (Ballot(group="staff", sheet="1", person="p4", post="moon"), naming(), "unknown_post"),
        (
            Ballot(group="staff", sheet="1", person="p4", post="farm"),
            naming(only_posts=["park"]),
            "post_outside_stage",
        ),
        (
            Ballot(group="staff", sheet="1", person="p1", post="park", mark="反对"),
            naming(),
            "mark_not_allowed",
        ),
        (
            Ballot(group="staff", sheet="1", person="p1", post="park", round=2),
            settings(),
            "not_in_second_round",
        ),
        (Ballot(group="staff", sheet="9", person="p1", post="park"), settings(), "sheet_beyond_issued"),
    ],
)
def test_sheets_that_are_refused(row, plan, code):
    at = inputs({"turnout": [turnout(3)]})
    assert codes(admit("sheets", [row], LISTED, at, plan)) == ((0, code),)


def test_sheets_that_enter():
    at = ground(sheets("p1+"), turnout(3))
    rows = [*sheets("p1+ p4+", start=2), Ballot(group="staff", sheet="3")]
    assert admit("sheets", rows, LISTED, at, naming()) == ()
    closed = {"moon": Post(id="moon", title=Text("月"), excluded=True)}
    odd = Ballot(group="staff", sheet="1", person="p4", post="moon")
    assert codes(admit("sheets", [odd], LISTED, inputs(posts=closed), naming())) == ((0, "post_excluded"),)


def test_turnout_that_is_refused():
    at = inputs({"sheets": sheets("p1+", "p1+")})
    wrong = GroupTurnout(group="staff", should_attend=3, present=3, issued=2, returned=3)
    rows = [turnout(1, "public"), turnout(1), wrong]
    assert codes(admit("turnout", rows[:2], LISTED, at, settings())) == (
        (0, "unknown_group"),
        (1, "fewer_returned_than_entered"),
    )
    assert codes(admit("turnout", [wrong], LISTED, at, settings())) == ((0, "more_returned_than_issued"),)


@pytest.mark.parametrize(
    ("more", "said_"),
    [
        ({"form": "naming"}, "needs most"),
        ({"most": 0}, "at least 1"),
        ({"exactly": True}, "need most"),
        ({"most": 2, "outsiders": 1}, "belong together"),
        ({"groups": [STAFF, LEADERS]}, "several groups"),
        ({"needed": [{"is": {"over": 0}, "groups": ["moon"]}]}, "no group 'moon'"),
        ({"small_group": {"below": 2, "rule": "merge", "into": "moon"}}, "no group 'moon'"),
        ({"keep": {"top": 1, "ties": "chain"}}, "chain belongs"),
        ({"second_round": {"when": ["tie"], "keep": {"top": 1}}}, "needs keep"),
        ({"effect": "reference", "keep": {"top": 1}}, "no keep"),
    ],
)
def test_plans_that_contradict_themselves(more, said_):
    with pytest.raises(ValidationError, match=said_):
        settings(**more)


@chances(deadline=None)
@given(
    st.lists(st.sampled_from(["p1+ p2-", "p1- p2+", "p2+", "", "p1? p2!"]), min_size=1, max_size=8),
    st.randoms(),
)
def test_the_count_does_not_depend_on_the_order_of_sheets(votes, chance):
    """Law: rows in any order give the same outcome, and everyone is accounted for."""
    rows = sheets(*votes)
    at = slate("p1@park", "p2@park")
    plan = settings(needed=[{"is": {"over": "1/2"}}])
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = close(at, ground(rows), plan), close(at, ground(shuffled), plan)
    assert (one.scores, one.departures) == (other.scores, other.departures)
    for candidate in at.candidates:
        votes_on = one.record.rounds[0].votes["staff"][candidate]
        assert votes_on.approve + votes_on.oppose + votes_on.abstain + votes_on.invalid == len(votes)


def test_a_name_written_may_be_a_vote_against():
    """P210: the single worst person; out at 60 % of the sheets."""
    rules = naming(
        most=1,
        exactly=True,
        names="listed",
        names_for="oppose",
        veto=[{"on": "oppose", "is": {"at_least": "0.6"}}],
    )
    rows = sheets("p1-", "p1-", "p1-", "p2-", "")
    outcome = close(LISTED, inputs({"sheets": rows, "turnout": [turnout(5)]}), rules)
    assert left(outcome) == {"p1@park": "vetoed"}
    assert outcome.record.rounds[0].votes["staff"][Candidate("p1", "park")] == Votes(1, 3, 1)


def test_names_for_goes_with_naming():
    with pytest.raises(ValidationError, match="names_for"):
        settings(names_for="oppose")


def test_a_group_that_votes_on_some_only():
    some = LEADERS | {"rates": ["p2"]}
    rules = settings(groups=[STAFF, some], combine="weighted", empty_group="block", denominator="valid")
    tables = {
        "sheets": sheets("p1+ p2- p3-") + sheets("p2+", group="leaders", start=2),
        "turnout": [turnout(1), turnout(1, group="leaders")],
    }
    refusals = admit("sheets", sheets("p1+", group="leaders", start=2), LISTED, inputs(), rules)
    assert codes(refusals) == ((0, "group_does_not_rate"),)
    outcome = close(LISTED, inputs(tables), rules)
    assert {s.candidate.person: plain(s.value) for s in outcome.scores} == {
        "p1": "100",
        "p2": "40",
        "p3": "0",
    }


def test_a_group_merged_before_voting_owes_no_sheets():
    small = {"below": 10, "rule": "merge", "into": "staff"}
    rules = settings(groups=[STAFF, LEADERS], combine="added", empty_group="block", small_group=small)
    nobody = GroupTurnout(group="leaders", should_attend=0, present=0, issued=0, returned=0)
    tables = {"sheets": sheets("p1+"), "turnout": [turnout(1), nobody]}
    assert due(LISTED, inputs(tables), rules) == ()


def test_a_write_in_takes_the_place_of_somebody_voted_against():
    """P140: unmarked is approval; whoever is against somebody may write another name."""
    rules = settings(names="open", write_in="with_oppose", unmarked="approve", denominator="valid")
    rows = sheets("p1- p5+", "p5+", "p1- p2- p5+", "")
    outcome = close(LISTED, inputs({"sheets": rows, "turnout": [turnout(4)]}), rules)
    record = outcome.record.rounds[0]
    assert record.spoiled == (Spoiled("staff", "park", "unopposed_write_in", 1),)
    assert record.votes["staff"][Candidate("p5", "park")] == Votes(2, 0, 1, 1)


@pytest.mark.parametrize(("bound", "again"), [({"under": "0.5"}, True), ({"under": "0.4"}, False)])
def test_a_second_round_when_the_best_rate_is_low(bound, again):
    """P138: the top rate below a share calls for a second round."""
    rules = settings(second_round={"when": ["low"], "low": bound, "keep": {"per_seat": 1}})
    rows = sheets("p1+ p2-", "p2+", "p3-", "p1+", "")
    tables = {"sheets": rows, "turnout": [turnout(5)]}
    waits = [d.text.zh for d in due(LISTED, inputs(tables), rules)]
    assert bool(waits) is again
    assert all(text.startswith("第二轮") for text in waits)


@pytest.mark.parametrize(
    "wrong", [{"second_round": {"when": ["low"], "keep": {"per_seat": 1}}}, {"write_in": "with_oppose"}]
)
def test_low_and_write_in_need_their_partners(wrong):
    with pytest.raises(ValidationError, match=r"low|write_in"):
        settings(**wrong)


BOTH = {"groups": [STAFF, LEADERS], "combine": "weighted", "empty_group": "zero"}
LEAD = {"start": 101, "group": "leaders"}
WITHHELD = [("得票", "票数过少，不显示")]


def counted(votes, how, field=None, **more):
    """The stage closed as counted from an election."""
    groups = [g.id for g in how.groups]
    turnouts = [turnout(len({v.sheet for v in votes if v.group == g}), group=g) for g in groups]
    ground_ = ground(votes, *turnouts, **more)
    return close(field or slate("p1@park"), replace(ground_, disclosure=Disclosure()), how)


def told(finding):
    return [(e.label.zh, e.value.zh) for e in finding.evidence]


def test_votes_of_few_are_withheld_and_the_rate_stays():
    outcome = counted(sheets("p1+", "p1+", "p1-", "p1?"), settings())
    (rate,) = outcome.scores[0].working.parts
    assert (points(outcome), rate.value, rate.rule.zh, rate.parts) == (
        {"p1@park": ("50", 1)},
        Decimal("0.5"),
        "票数较少，只显示得票率",
        (),
    )
    assert told(outcome.findings[0]) == WITHHELD
    assert outcome.record.rounds[0].votes == {"staff": {}}


def test_a_group_of_few_hides_another_with_it_but_not_their_sum():
    votes = sheets(*["p1+"] * 12) + sheets("p1+", "p1-", "p1-", **LEAD)
    outcome = counted(votes, settings(**BOTH, needed=[{"is": {"over": 1}, "groups": ["leaders"]}]))
    (departure,) = outcome.departures
    assert departure.finding.text.zh == "得票率界限：超过 100%；票数较少，不显示得票"
    assert told(departure.finding) == [("赞成", "13"), ("反对", "2"), ("弃权", "0"), ("无效", "0")]
    (rate,) = outcome.scores[0].working.parts
    assert [(p.label.zh, p.value, p.parts) for p in rate.parts] == [
        ("职工：赞成率（占收回票）", None, ()),
        ("领导：赞成率（占收回票）", None, ()),
    ]
    alone = counted(sheets("p1+", "p1-"), settings(**BOTH | {"empty_group": "renormalise"}))
    assert alone.scores[0].working.parts[0].rule.zh == "票数较少，只显示得票率"
    assert outcome.record.rounds[0].votes == {"staff": {}, "leaders": {}}


def test_votes_of_many_are_told_as_on_paper():
    votes = sheets(*["p1+"] * 12) + sheets(*["p1-"] * 10, **LEAD)
    how = settings(**BOTH)
    own = [turnout(12), turnout(10, group="leaders")]
    assert counted(votes, how) == close(slate("p1@park"), ground(votes, *own), how)
    assert close(slate("p1@park"), ground(votes, *own), settings(**BOTH, disclosure={})) == counted(
        votes, how
    )


def test_sheets_that_do_not_count_are_withheld_with_their_group():
    votes = sheets("p1+ p2+ p3+", "p1+", "p2+", "p3+")
    assert counted(votes, naming(), LISTED).record.rounds[0].spoiled == ()
    many = sheets("p1+ p2+ p3+", *["p1+ p2+"] * 12)
    assert counted(many, naming(), LISTED).record.rounds[0].spoiled == (
        Spoiled("staff", "park", "over_vote", 1),
    )


def test_slices_that_did_not_come_back_are_no_ballots():
    votes = sheets(*["p1+ p2!"] * 10, "p1+ p2+")
    rounds = counted(votes, settings(), LISTED).record.rounds
    assert {str(c) for c in rounds[0].votes["staff"]} == {"p1@park", "p3@park"}
    void = counted(sheets(*["p1!"] * 3), settings())
    assert void.record.rounds[0].votes == {"staff": {}}


def test_a_group_from_which_nothing_came_hides_nothing():
    outcome = counted(sheets(*["p1+"] * 12), settings(**BOTH))
    assert list(outcome.record.rounds[0].votes["staff"].values()) == [Votes(12)]
    assert [p.value for p in outcome.scores[0].working.parts[0].parts] == [1, 0]


def test_votes_have_no_mean_so_a_group_of_five_to_nine_is_not_told_at_all():
    outcome = counted(sheets(*["p1+"] * 12) + sheets(*["p1+"] * 7, **LEAD), settings(**BOTH))
    assert [p.value for p in outcome.scores[0].working.parts[0].parts] == [None, None]


def test_a_second_round_says_what_called_for_it():
    plan = settings(
        keep={"top": 1},
        needed=[{"is": {"over": "1/2"}}],
        second_round={"when": ["short", "low", "tie"], "low": {"under": "0.6"}, "keep": {"top": 2}},
    )
    votes = ground(sheets("p1+ p2-", "p1- p2+"))
    first = first_round(slate("p1@park", "p2@park"), votes, plan)
    assert [(own.post, [c.zh for c in own.causes], [str(c) for c in own.again]) for own in first.posts] == [
        (
            "park",
            ["达到得票界限的 0 人，少于职数 2 个", "最高得票率 50%，方案规定低于 60%时再推"],
            ["p1@park", "p2@park"],
        )
    ]
    tie = settings(keep={"top": 1}, second_round={"when": ["tie"], "keep": {"top": 2}})
    [post] = first_round(slate("p1@park", "p2@park"), votes, tie).posts
    assert [c.en for c in post.causes] == ["2 stand equal across the cut (the first 1)"]
    assert first_round(LISTED, inputs({}), plan) is None
    assert first_round(slate("p1@park", "p2@park"), votes, settings()).posts == ()


SIGNED = {"signed": True, "groups": [STAFF]}


def signed(sheet, by, vote="p1", round=1):
    return Ballot(round=round, sheet=sheet, group="staff", person=vote, post="park", signed_by=by)


@pytest.mark.parametrize(
    ("rows", "plan", "found"),
    [
        ([signed("1", "V1"), signed("1", "V1", "p2"), signed("2", "V2")], SIGNED, ()),
        ([signed("1", "")], SIGNED, ((0, "sheet_not_signed"),)),
        ([signed("1", "V1")], {}, ((0, "sheet_signed"),)),
        ([signed("1", "V1"), signed("1", "V2", "p2")], SIGNED, ((1, "two_signers"),)),
        ([signed("1", "V1"), signed("2", "V1")], SIGNED, ((1, "signed_twice"),)),
    ],
)
def test_signed_sheets_have_one_signer_and_each_signer_one_sheet(rows, plan, found):
    at = inputs({"turnout": [turnout(3)]})
    assert codes(admit("sheets", rows, LISTED, at, settings(**plan))) == found


def test_somebody_who_signed_before_signs_no_second_sheet():
    at = inputs({"turnout": [turnout(3)], "sheets": [signed("1", "V1")]})
    assert codes(admit("sheets", [signed("2", "V1")], LISTED, at, settings(**SIGNED))) == (
        (0, "signed_twice"),
    )


def call(post="park", **more):
    given_ = {"reason": "得票过于分散", "decided_by": "考察组", "decided_on": date(2026, 3, 12)}
    return Call(post=post, **(given_ | more))


def test_a_body_may_call_for_a_second_round():
    """P138: votes scattered, or far from what is known of people."""
    plan = settings(second_round={"when": ["judged"], "keep": {"top": 2}})
    votes, counted = sheets("p1+ p2+ p3-"), turnout(1)
    assert first_round(LISTED, inputs({"sheets": votes, "turnout": [counted]}), plan).posts == ()
    called = inputs({"sheets": votes, "turnout": [counted], "calls": [call()]})
    again = first_round(LISTED, called, plan).posts
    assert [(p.post, [c.zh for c in p.causes], said(p.again)) for p in again] == [
        ("park", ["考察组决定再推：得票过于分散"], ("p1@park", "p2@park"))
    ]
    ask = [call(), call("moon"), call("farm", decided_on=date(2030, 1, 1))]
    assert codes(admit("calls", ask, LISTED, called, plan)) == ((1, "unknown_post"), (2, "dated_in_future"))
    assert codes(admit("calls", [call()], LISTED, called, settings())) == ((0, "no_call_here"),)
