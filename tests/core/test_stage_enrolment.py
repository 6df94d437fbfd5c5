"""Enrolment (报名): who may choose what, until when, and who had to."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from core import stage_ground
from core.stage_ground import codes, holder, left, person, said, slate
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.channels import CHANNELS
from quanheng.core.language.posts import Choices, GroupChoice, Post
from quanheng.core.stages.enrolment import (
    Application,
    EnrolmentRecord,
    Settings,
    Withdrawal,
    admit,
    close,
    due,
)
from quanheng.core.values import Candidate, Refused, Slate, Text
from quanheng.core.words import options_of

DAY = date(2026, 3, 10)


def inputs(*rows, closed_on=DAY, **more):
    return stage_ground.inputs(*rows, closed_on=closed_on, **more)


def settings(**more):
    return Settings.model_validate(
        {"id": "enrolment", "kind": "enrolment", "time": {"on": DAY}, "channels": ["self", "mass", "joint"]}
        | more
    )


def application(who="p1", post="park", **more):
    return Application(person=who, post=post, applied_on=more.pop("applied_on", DAY), **more)


def refused(row, ground=None, plan=None):
    return codes(admit("applications", [row], Slate(), ground or inputs(closed_on=DAY), plan or settings()))


def test_an_application_that_the_plan_allows_enters():
    assert refused(application()) == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (application(who="nobody"), "unknown_person"),
        (application(post="moon"), "unknown_post"),
        (application(applied_on=date(2026, 3, 11)), "after_deadline"),
        (application(channel="leader"), "channel_not_allowed"),
        (application(channel="mass"), "recommender_missing"),
    ],
)
def test_what_is_refused(row, code):
    assert refused(row) == ((0, code),)


def test_a_joint_recommendation_needs_as_many_different_names_as_the_plan_says():
    plan = settings(recommenders={"joint": 3})
    assert refused(application(channel="joint", recommended_by="甲、乙、乙"), plan=plan) == (
        (0, "recommender_missing"),
    )
    assert refused(application(channel="joint", recommended_by="甲、乙，丙"), plan=plan) == ()


def test_what_is_entered_after_the_last_day_says_why():
    after = inputs(closed_on=date(2026, 3, 12))
    assert refused(application(), after) == ((0, "late_without_reason"),)
    assert refused(application(late_because="3月10日收到纸质表，漏录"), after) == ()
    assert refused(application(applied_on=date(2026, 3, 11), late_because="x"), after) == (
        (0, "after_deadline"),
    )
    assert refused(application(), after, settings(time=None)) == ()
    [finding] = close(
        Slate(), inputs({"applications": [application(late_because="漏录")]}), settings()
    ).findings_of(Candidate("p1", "park"))
    assert finding.evidence[-1].value.zh == "漏录"


def test_for_oneself_the_clock_decides():
    plan = settings(time={"on": DAY, "at": "9:30"})
    in_time, late = (
        replace(inputs(closed_on=DAY), own_at=datetime(2026, 3, 10, 9, m, tzinfo=UTC)) for m in (30, 31)
    )
    assert refused(application(), in_time, plan) == ()
    assert refused(application(), late, plan) == ((0, "after_deadline"),)
    assert refused(application(), late) == ()
    assert refused(application(applied_on=date(2026, 3, 9)), in_time, plan) == ((0, "not_today"),)


def test_a_statement_may_be_asked_for():
    plan = settings(statement_at_least=4)
    assert refused(application(statement="短"), plan=plan) == ((0, "statement_too_short"),)
    assert refused(application(statement="熟悉业务"), plan=plan) == ()


def test_without_a_date_in_the_plan_the_day_of_closing_is_the_last():
    ground, plan = inputs(closed_on=DAY), settings(time=None)
    assert refused(application(), ground, plan) == ()
    assert refused(application(applied_on=date(2026, 3, 11)), ground, plan) == ((0, "after_deadline"),)


def test_excluded_posts_own_unit_and_sources():
    posts = {
        "park": Post(id="park", title=Text("园区", "Park"), unit="园区", excluded=True),
        "farm": Post(id="farm", title=Text("农办", "Farm"), unit="农办", sources=("own_unit", "事业编制")),
    }
    ground = inputs(
        people=[person("p1", unit="农办"), person("p2", unit="园区"), person("p3", establishment="事业编制")],
        posts=posts,
    )
    barred = inputs(people=[person("p1", unit="农办")], choices=Choices(own_unit_barred=True))
    assert refused(application(post="park"), ground) == ((0, "post_excluded"),)
    assert refused(application(post="farm"), ground) == ()
    assert refused(application(who="p3", post="farm"), ground) == ()
    assert refused(application(who="p2", post="farm"), ground) == ((0, "source_not_open"),)
    assert refused(application(post="farm"), barred) == ((0, "own_unit_barred"),)


def test_incumbents_may_be_barred():
    ground, plan = inputs(people=[holder("p1")]), settings(bars_incumbents_of="中层副职")
    assert refused(application(), ground, plan) == ((0, "incumbent_barred"),)
    assert refused(application(who="p2"), ground, plan) == ()


def test_one_office_post_and_three_in_all():
    recorded = inputs({"applications": [application(post="park"), application(post="east")]})
    rows = [application(post="farm"), application(post="west"), application(who="p2", post="farm")]
    assert codes(admit("applications", rows, Slate(), recorded, settings())) == ((0, "too_many_choices"),)
    narrow = inputs({"applications": [application(post="park")]}, choices=Choices(max=1))
    assert refused(application(post="east"), narrow) == ((0, "too_many_choices"),)


def test_a_row_given_again_replaces_the_first_and_a_withdrawn_one_frees_its_choice():
    again = inputs({"applications": [application()]}, choices=Choices(max=1))
    assert refused(application(statement="新"), again) == ()
    freed = inputs(
        {
            "applications": [application()],
            "withdrawals": [Withdrawal(person="p1", post="park", reason="调动", withdrawn_on=DAY)],
        },
        choices=Choices(max=1),
    )
    assert refused(application(post="farm"), freed) == ()


def test_a_group_that_stands_alone_may_not_be_combined():
    choices = Choices(max=None, groups={"mixed": GroupChoice(max=2, together=False)})
    posts = {
        "a": Post(id="a", title=Text("甲"), group="mixed"),
        "b": Post(id="b", title=Text("乙")),
    }
    ground = inputs({"applications": [application(post="a")]}, choices=choices, posts=posts)
    assert refused(application(post="b"), ground) == ((0, "choices_not_together"),)


def test_too_many_of_a_group_without_a_class():
    posts = {x: Post(id=x, title=Text(x), group="mixed") for x in "ab"}
    ground = inputs(
        {"applications": [application(post="a")]},
        choices=Choices(max=None, groups={"mixed": GroupChoice(max=1)}),
        posts=posts,
    )
    assert refused(application(post="b"), ground) == ((0, "too_many_choices"),)


def test_ranked_choices_each_have_their_own_number():
    ground = inputs({"applications": [application()]}, choices=Choices(max=3, mode="ranked"))
    assert refused(application(post="east", choice=1), ground) == ((0, "choice_repeated"),)
    assert refused(application(post="east", choice=2), ground) == ()


def test_the_same_person_and_post_twice_in_one_batch():
    rows = [application(), application()]
    assert codes(admit("applications", rows, Slate(), inputs(), settings())) == ((1, "repeated_row"),)


def test_a_row_of_another_kind_is_a_bug():
    row = Withdrawal(person="p1", post="park", reason="x", withdrawn_on=DAY)
    with pytest.raises(TypeError, match="Withdrawal is not Application"):
        admit("applications", [row], Slate(), inputs(), settings())


def test_fixed_words_are_read_in_either_language_and_offered_to_screens():
    assert [application(channel=word).channel for word in ("个人自荐", "Self", "self")] == ["self"] * 3
    assert options_of(Application, "channel") is CHANNELS
    assert options_of(Application, "statement") is None


def test_withdrawal_needs_an_application():
    row = Withdrawal(person="p1", post="park", reason="调动", withdrawn_on=DAY)
    known = inputs({"applications": [application()]})
    assert codes(admit("withdrawals", [row], Slate(), inputs(), settings())) == ((0, "no_application"),)
    assert admit("withdrawals", [row], Slate(), known, settings()) == ()


def test_it_may_not_close_before_the_deadline():
    with pytest.raises(Refused, match="2026-03-10") as refusal:
        close(Slate(), inputs(closed_on=date(2026, 3, 9)), settings())
    assert refusal.value.code == "stage_closed_too_early"
    assert due(Slate(), inputs(), settings(time=None)) == ()


def test_the_last_day_ends_at_its_hour_for_whoever_closes_it_then():
    plan = settings(time={"on": DAY, "at": "9:30"})
    said = [due(Slate(), replace(inputs(closed_on=DAY), hour=time(9, m)), plan) for m in (30, 31)]
    assert [[d.text.zh for d in dues] for dues in said] == [["报名到 2026-03-10 09:30 才截止"], []]
    assert due(Slate(), inputs(closed_on=DAY), plan) == ()
    assert due(Slate(), replace(inputs(closed_on=date(2026, 3, 11)), hour=time(8)), plan) == ()


def test_what_comes_too_late_or_too_early_says_which():
    plan = settings(time={"on": DAY, "at": "9:30"})
    late = replace(inputs(closed_on=DAY), own_at=datetime(2026, 3, 10, 9, 31, tzinfo=UTC))
    ahead = inputs(closed_on=date(2026, 3, 9))
    said = [
        admit("applications", [application()], Slate(), ground, plan)[0][1].text.zh
        for ground in (late, ahead)
    ]
    assert said == ["报名已于 2026-03-10 9:30 截止。", "报名日期 2026-03-10 还没有到。"]


def test_applications_make_the_slate_and_nobody_is_forgotten():
    plan = settings(must_enrol={"incumbents_of": "中层"})
    people = [holder("p1"), holder("p4"), holder("p5", until=date(2024, 1, 1))]
    rows = {
        "applications": [
            application(channel="mass", recommended_by="王五"),
            application(who="p2", post="east", choice=2),
            application(who="p3", post="east"),
        ],
        "withdrawals": [Withdrawal(person="p3", post="east", reason="调动", withdrawn_on=DAY)],
    }
    outcome = close(slate(), inputs(rows, people), plan)
    assert said(outcome.entered.candidates) == ("p1@park", "p2@east", "p3@east")
    assert said(outcome.remaining.candidates) == ("p1@park", "p2@east")
    assert left(outcome) == {"p3@east": "withdrawn"}
    assert outcome.remaining.seats == {"park": 2, "farm": 1, "east": 1, "west": 1}
    assert outcome.record == EnrolmentRecord(
        applications=3,
        people=2,
        withdrawn=1,
        per_post=(("park", 1), ("east", 1)),
        per_channel=(("self", 1), ("mass", 1)),
        not_enrolled=("p4",),
    )
    absent = outcome.findings_of(Candidate("p4", ""))
    assert [(f.code, f.state, f.source.ref) for f in absent] == [
        ("must_enrol", "not_met", "stages.enrolment.must_enrol")
    ]
    stayed = outcome.findings_of(Candidate("p1", "park"))
    assert [(e.label.zh, e.value.zh) for e in stayed[0].evidence] == [
        ("报名日期", "2026-03-10"),
        ("志愿顺序", "1"),
        ("推荐方式", "群众推荐"),
        ("推荐人", "王五"),
    ]


@given(st.lists(st.tuples(st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["park", "farm", "east"]))))
def test_the_slate_is_accounted_for(pairs):
    """Law: whatever was let in is on the slate once, and admission keeps everyone within their choices."""
    rows = [application(who, post) for who, post in pairs]
    turned_away = {index for index, _ in admit("applications", rows, Slate(), inputs(), settings())}
    kept = [row for index, row in enumerate(rows) if index not in turned_away]
    outcome = close(Slate(), inputs({"applications": kept}), settings())
    assert said(outcome.remaining.candidates) == tuple(f"{r.person}@{r.post}" for r in kept)
    assert all(
        sum(r.person == p and r.post in ("park", "farm") for r in kept) <= 1 for p in ("p1", "p2", "p3")
    )


def test_people_are_listed_by_rule():
    people = [
        person("p1", party="中共党员", unit="园区"),
        person("p2", party="群众"),
        person("p3", party="中共党员", unit="东片"),
        person("p4"),
    ]
    plan = settings(
        enters=[
            {"who": {"all": [{"party": {"in": "中共党员"}}, {"unit": {"in": "园区"}}]}, "posts": ["farm"]},
            {"who": {"party": {"in": "中共党员"}}},
        ]
    )
    known = inputs({"applications": [application("p2", "east")]}, people)
    opened = Slate((), dict.fromkeys(("park", "farm", "east", "west"), 1))
    asked = [d.person for d in due(opened, known, plan)]
    assert "p4" in asked and not {"p1", "p2", "p3"} & {*asked}
    settled = [application(who, "west") for who in asked]
    known = inputs({"applications": [application("p2", "east"), *settled]}, people)
    outcome = close(opened, known, plan)
    listed = [(str(f.candidate), f.text.zh) for f in outcome.findings if f.code == "listed_by_rule"]
    assert listed == [
        ("p1@farm", "须全部符合：2 项中符合 2 项"),
        ("p3@park", "政治面貌为中共党员：中共党员"),
    ]
    assert said(outcome.remaining.candidates[:1] + outcome.remaining.candidates[-2:]) == (
        "p2@east", "p1@farm", "p3@park",
    )  # fmt: skip


def test_a_single_rule_may_stand_alone_and_nothing_lists_nobody():
    assert len(settings(enters={"who": {"sex": {"in": "女"}}}).enters) == 1
    assert settings(enters=None).enters == ()
    closed_to = settings(enters={"who": {"sex": {"in": "女"}}}, only_posts=[])
    assert due(Slate(), inputs(), closed_to) == ()
