"""Opening ratio (开考比例): seats that may open, posts that may not, and where their applicants go."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from core.stage_ground import codes, inputs, left, person, said, slate
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.findings import title_of
from quanheng.core.language.posts import Choices, Overlay, Post
from quanheng.core.language.rules import Rule
from quanheng.core.language.terms import Share
from quanheng.core.people import Tenure
from quanheng.core.stages.opening import Qualification, Rechoice, Settings, admit, close, openings
from quanheng.core.stages.opening.ratio import PostOpening
from quanheng.core.values import Candidate, Slate, Text

DAY = date(2026, 3, 12)


def settings(**more):
    return Settings.model_validate(
        {
            "id": "opening",
            "kind": "opening",
            "ratio": "1.5",
            "else": ["reduce_seats", "cancel"],
            "rechoose": True,
        }
        | more
    )


def what_became(outcome):
    return {p.post: (p.candidates, p.seats, p.done) for p in outcome.record.posts}


FULL = ("p1@park", "p2@park", "p3@farm", "p1@east", "p2@east", "p5@west", "p6@west")


def test_two_candidates_for_two_seats_at_one_and_a_half_leave_one_seat():
    outcome = close(slate(*FULL), inputs(), settings())
    assert what_became(outcome) == {
        "park": (2, 1, "reduced"),
        "farm": (1, 0, "cancelled"),
        "east": (2, 1, "open"),
        "west": (2, 1, "open"),
    }
    assert outcome.remaining.seats == {"park": 1, "farm": 0, "east": 1, "west": 1}
    assert left(outcome) == {"p3@farm": "post_cancelled"}
    gone = outcome.findings_of(Candidate("p3", "farm"))[0]
    assert gone.source.ref == "stages.opening.ratio"
    assert [(e.label.en, e.value.zh) for e in gone.evidence] == [
        ("Candidates", "1"),
        ("Seats before", "1"),
        ("Seats now", "0"),
        ("Ratio wanted", "1.5:1"),
    ]
    assert [f.code for f in outcome.findings if f.candidate is None] == [
        "seats_not_filled",
        "seats_not_filled",
    ]


@pytest.mark.parametrize(
    ("candidates", "seats", "boundary", "opens"),
    [
        (3, 2, "at_least", 2),
        (2, 2, "at_least", 1),
        (3, 2, "over", 1),
        (1, 1, "at_least", 0),
        (4, 2, "over", 2),
    ],
)
def test_the_most_seats_that_a_ratio_allows(candidates, seats, boundary, opens):
    post = Post(id="x", title=Text("x"))
    assert settings(boundary=boundary).most_seats(post, candidates, seats) == opens


def test_a_ratio_of_its_own_for_a_post_or_class():
    post = Post(id="x", title=Text("x"), **{"class": "office"})
    assert settings(ratios={"office": 3}).most_seats(post, 5, 2) == 1
    assert settings(ratios={"x": 1, "office": 3}).most_seats(post, 5, 2) == 2
    assert settings(ratio=None).most_seats(post, 1, 2) == 2


def test_a_least_number_of_candidates():
    outcome = close(slate("p1@park", "p2@park", "p3@farm"), inputs(), settings(ratio=None, min_candidates=2))
    assert what_became(outcome) == {
        "park": (2, 2, "open"),
        "farm": (1, 0, "cancelled"),
        "east": (0, 0, "cancelled"),
        "west": (0, 0, "cancelled"),
    }
    assert left(outcome) == {"p3@farm": "post_cancelled"}
    assert outcome.departures[0].finding.source.ref == "stages.opening.min_candidates"


def test_going_on_below_the_ratio():
    outcome = close(slate("p1@park", "p2@farm"), inputs(), settings(**{"else": ["go_on"]}))
    assert what_became(outcome)["park"] == (1, 2, "gone_on")
    assert what_became(outcome)["east"] == (0, 0, "cancelled")
    assert left(outcome) == {}


def test_stopping_the_whole_competition():
    outcome = close(slate("p1@park", "p2@park", "p3@park"), inputs(), settings(**{"else": ["stop"]}))
    assert {p.done for p in outcome.record.posts} == {"stopped"}
    assert left(outcome) == dict.fromkeys(("p1@park", "p2@park", "p3@park"), "post_stopped")


def test_merging_brings_candidates_and_seats_and_never_costs_the_other_post():
    plan = settings(**{"else": ["merge", "cancel"]}, merge_into={"farm": "east", "west": "park"})
    outcome = close(slate("p1@east", "p2@east", "p3@farm", "p2@farm", "p4@west"), inputs(), plan)
    assert what_became(outcome) == {
        "park": (0, 0, "cancelled"),
        "farm": (2, 1, "open"),
        "east": (2, 1, "open"),
        "west": (1, 0, "cancelled"),
    }
    outcome = close(slate("p1@east", "p2@east", "p3@farm"), inputs(), plan)
    assert what_became(outcome)["east"] == (3, 2, "open")
    assert left(outcome) == {"p3@farm": "post_merged"}
    assert said(outcome.remaining.candidates) == ("p1@east", "p2@east", "p3@east")
    short = close(slate("p1@east", "p2@east", "p2@farm"), inputs(), plan)
    assert what_became(short)["east"] == (2, 1, "reduced")


def test_merging_must_say_into_what():
    with pytest.raises(ValidationError, match="merge_into"):
        settings(**{"else": ["merge"]})


def test_posts_bound_later_and_excluded_posts_are_left_alone():
    posts = {
        "pool": Post(id="pool", title=Text("中层副职", "Deputies"), seats=None, late_bound=True),
        "out": Post(id="out", title=Text("不设"), excluded=True),
    }
    outcome = close(Slate((Candidate("p1", "pool"),)), inputs(posts=posts), settings())
    assert what_became(outcome) == {"pool": (1, 0, "open")}
    assert left(outcome) == {}
    assert title_of("moon", inputs()) == Text("moon", "moon")


def rechoice(who="p3", old="farm", new="west", chosen_on=DAY):
    return Rechoice(person=who, from_post=old, to_post=new, chosen_on=chosen_on)


def refused(row, ground=None, plan=None, at=FULL):
    return codes(admit("rechoices", [row], slate(*at), ground or inputs(), plan or settings()))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (rechoice(old="moon"), "unknown_post"),
        (rechoice(new="moon"), "unknown_post"),
        (rechoice(who="p1", old="park"), "post_not_cancelled"),
        (rechoice(new="farm"), "post_not_open"),
        (rechoice(who="p6"), "not_a_candidate"),
    ],
)
def test_new_choices_that_are_refused(row, code):
    assert refused(row) == ((0, code),)


def test_for_oneself_a_new_choice_is_of_today_and_within_the_time():
    window = settings(time={"from": date(2026, 3, 11), "to": DAY})
    now = replace(inputs(), own_at=datetime(2026, 3, 12, 9, tzinfo=UTC))
    late = replace(inputs(), own_at=datetime(2026, 3, 13, 9, tzinfo=UTC))

    def said_of(row, ground):
        return codes(admit("rechoices", [row], slate(*FULL), ground, window))

    assert said_of(rechoice(chosen_on=DAY), now) == ()
    assert said_of(rechoice(), now) == ()
    assert said_of(rechoice(chosen_on=date(2026, 3, 11)), now) == ((0, "not_today"),)
    assert said_of(rechoice(), late) == ((0, "after_deadline"),)
    assert settings().last_day() is None


def test_a_new_choice_within_the_limits():
    assert refused(rechoice()) == ()
    assert refused(rechoice(), plan=settings(rechoose=False)) == ((0, "no_new_choice"),)
    also = (*FULL, "p3@west")
    assert refused(rechoice(), at=also) == ((0, "already_chosen"),)
    assert refused(rechoice(new="east"), inputs(choices=Choices(max=1)), at=also) == (
        (0, "too_many_choices"),
    )
    barred = inputs(people=[person("p3", unit="西片")], choices=Choices(max=3, own_unit_barred=True))
    assert refused(rechoice(), barred) == ((0, "own_unit_barred"),)
    recorded = inputs({"rechoices": [rechoice()]}, choices=Choices(max=1))
    assert refused(rechoice(new="east"), recorded) == ()
    unknown = ("p1@park", "p2@park", "x9@farm", "p5@west", "p6@west")
    assert refused(rechoice(who="x9"), at=unknown) == ((0, "unknown_person"),)
    two = ("p1@park", "p2@park", "p3@farm", "p3@east", "p5@west", "p6@west")
    rows = [rechoice(), rechoice(old="east")]
    assert codes(admit("rechoices", rows, slate(*two), inputs(), settings())) == ((1, "already_chosen"),)
    kept = inputs({"rechoices": [rechoice()]})
    assert codes(admit("rechoices", rows[1:], slate(*two), kept, settings())) == ((0, "already_chosen"),)


def west_for(identity):
    """The four posts, the west one with a rule of its own."""
    rule = Rule.model_validate({"id": "own", "title": "公务员", "identity": {"in": [identity]}})
    west = Post(id="west", title=Text("西片主任", "West head"), eligibility=(Overlay(add=(rule,)),))
    return {**inputs().frame.posts, "west": west}


def review(**more):
    return Qualification(person="p3", post="west", reviewed_on=DAY, reviewed_by="领导小组", **more)


def test_a_post_with_other_rules_needs_them_met_or_reviewed():
    posts = west_for("公务员")
    fits = inputs(people=[person("p3", identity="公务员")], posts=posts)
    unknown = inputs(posts=posts)
    fails = inputs(people=[person("p3", identity="工人")], posts=posts)
    assert refused(rechoice(), fits) == ()
    assert refused(rechoice(), unknown) == ((0, "not_reviewed"),)
    assert refused(rechoice(), fails) == ((0, "not_qualified"),)
    reviewed = {"qualifications": [review()]}
    assert refused(rechoice(), inputs(reviewed, posts=posts)) == ()
    worker = [person("p3", identity="工人")]
    assert refused(rechoice(), inputs(reviewed, worker, posts=posts)) == ((0, "not_qualified"),)
    approved = {"qualifications": [review(basis="批复3号")]}
    assert refused(rechoice(), inputs(approved, worker, posts=posts)) == ()


def test_a_contradiction_in_the_file_is_told_at_the_row():
    tenure = {"kind": "post", "at_least": {"years": 1}}
    rule = Rule.model_validate({"id": "own", "title": "任职", "tenure": tenure})
    west = Post(id="west", title=Text("西片主任"), eligibility=(Overlay(add=(rule,)),))
    wrong = Tenure("post", "科员", date(2020, 1, 1), date(2019, 1, 1))
    ground = inputs(people=[person("p3", tenures=(wrong,))], posts={**inputs().frame.posts, "west": west})
    assert refused(rechoice(), ground) == ((0, "interval_reversed"),)


def test_reviews_are_of_candidates_and_posts():
    rows = [review(), Qualification(person="p9", post="west", reviewed_on=DAY, reviewed_by="组"),
            Qualification(person="p3", post="moon", reviewed_on=DAY, reviewed_by="组")]  # fmt: skip
    found = codes(admit("qualifications", rows, slate(*FULL), inputs(), settings()))
    assert found == ((1, "unknown_person"), (2, "unknown_post"))


def test_a_new_choice_moves_the_candidate_and_gives_back_a_seat():
    ground = inputs({"rechoices": [rechoice(new="park")]})
    outcome = close(slate(*FULL), ground, settings())
    assert what_became(outcome)["park"] == (3, 2, "open")
    assert left(outcome) == {"p3@farm": "post_cancelled"}
    assert "p3@park" in said(outcome.remaining.candidates)
    assert outcome.record.moved == (("p3", "farm", "park"),)
    assert outcome.departures[0].finding.text.zh == "“农办副主任”未达比例，取消该职位竞争；改报“园区副主任”"
    assert outcome.record.of("park") == PostOpening("park", 2, 3, 2, 2, "open")


def test_a_new_choice_into_a_post_that_goes_on_short():
    plan = settings(ratio=3, ratios={"farm": 2}, **{"else": ["go_on"]}, min_candidates=1)
    rows = inputs({"rechoices": [rechoice()]})
    outcome = close(slate("p1@park", "p5@west"), rows, plan)
    assert what_became(outcome)["west"] == (1, 1, "gone_on")
    cancels = settings(ratios={"west": 3, "farm": 2}, **{"else": ["cancel"]})
    assert left(close(slate("p3@farm"), inputs(), cancels)) == {"p3@farm": "post_cancelled"}
    goes = settings(ratios={"park": 3}, **{"else": ["merge", "go_on"]}, merge_into={"farm": "park"})
    merged = close(slate("p1@park", "p3@farm"), inputs(), goes)
    assert what_became(merged)["park"] == (2, 3, "gone_on")


def test_seats_as_a_share_of_the_candidates():
    def post(name, **share):
        return Post(id=name, title=Text(name), seats=Share(of="candidates", **share))

    posts = {
        "a": post("a", share="0.8"),
        "b": post("b", share="0.5", round="up", at_most=2),
        "c": post("c", share="0.5", round="half_up"),
        "d": post("d", share="0.1", at_least=1),
    }
    at = slate(
        "p1@a", "p2@a", "p3@a", "p1@b", "p2@b", "p3@b", "p1@c", "p2@c", "p3@c", "p1@d", "p2@d", seats={}
    )
    ground = inputs(posts=posts)
    assert {p.post: p.seats for p in openings(at, ground, settings(ratio=None))} == {
        "a": 2,
        "b": 2,
        "c": 2,
        "d": 1,
    }


def test_parts_of_seats_left_over_are_pooled():
    share = Share(share="0.5", of="candidates", remainder="pool")
    posts = {x: Post(id=x, title=Text(x), seats=share) for x in "abc"}
    at = slate("p1@a", "p2@b", "p3@b", "p4@b", "p5@c", "p6@c")
    assert {p.post: p.seats for p in openings(at, inputs(posts=posts), settings(ratio=None))} == {
        "a": 1,
        "b": 1,
        "c": 1,
    }


pairs = st.lists(
    st.tuples(
        st.sampled_from(["p1", "p2", "p3", "p4", "p5"]), st.sampled_from(["park", "farm", "east", "west"])
    ),
    unique=True,
)
measures = st.lists(st.sampled_from(["reduce_seats", "cancel", "go_on", "stop"]), min_size=1, max_size=3)


@given(pairs, measures, st.decimals("0.5", "4", places=1))
def test_closing_again_changes_nothing(people, order, ratio):
    """Law: what opens has its ratio, so the outcome is a fixed point and everyone is accounted for."""
    plan = settings(ratio=Decimal(ratio), **{"else": order})
    at = slate(*(f"{p}@{q}" for p, q in people))
    once = close(at, inputs(), plan)
    again = close(once.remaining, inputs(), plan)
    assert again.remaining.candidates == once.remaining.candidates
    assert set(once.remaining.candidates) | {d.candidate for d in once.departures} == set(at.candidates)
    for post in once.record.posts:
        assert post.done != "reduced" or post.candidates >= Decimal(ratio) * post.seats


@given(pairs, st.sampled_from(["park", "farm", "east", "west"]))
def test_one_more_candidate_never_costs_a_seat(people, post):
    """Law: more candidates never make a post worse off."""
    fewer = slate(*(f"{p}@{q}" for p, q in people))
    more = fewer.joined_by([Candidate("p6", post)])
    before = {p.post: p.seats for p in openings(fewer, inputs(), settings())}
    after = {p.post: p.seats for p in openings(more, inputs(), settings())}
    assert all(after[p] >= before[p] for p in before)


def test_posts_outside_the_stage_keep_their_seats():
    outcome = close(slate("p1@park", "p2@park"), inputs(), settings(only_posts=["park"]))
    assert what_became(outcome) == {"park": (2, 1, "reduced")}
    assert {**slate(*FULL).seats, **outcome.remaining.seats} == {**slate(*FULL).seats, "park": 1}
