"""Two-way selection (双向选择): who may wish, choose and adjust, and what becomes of everyone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from core.matching_ground import DAY, EMPTY, adjustment, ground, orders, settings, wishes
from core.stage_ground import codes, earlier_outcome, frame, holder, kin, left, person, said, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.language.posts import Choices, Post
from quanheng.core.language.rules import Rule
from quanheng.core.stages.matching import (
    RECORD,
    Adjustment,
    Choice,
    Establishment,
    Preference,
    admit,
    close,
    due,
)
from quanheng.core.stages.matching.choosers import choosers_of
from quanheng.core.stages.matching.field import field_of
from quanheng.core.stages.matching.tables import Head
from quanheng.core.values import Candidate, Outcome, Refused, Score, Slate, Text, Working

WISHES = wishes("p1@park,farm", "p2@park,east", "p3@park,farm", "p4@farm,park", "p5@west")
ORDERS = orders("park:p3,p1", "farm:p1,p4", "east:p2", "west:-p5")


def refused(table, rows, about=None, plan=None, at=EMPTY):
    return codes(admit(table, rows, at, about or ground(), plan or settings()))


def words(outcome, candidate):
    return [(f.code, f.text.zh, f.text.en) for f in outcome.findings_of(Candidate(*candidate.split("@")))]


def test_everyone_is_accounted_for():
    outcome = close(EMPTY, ground(WISHES, ORDERS), settings())
    assert said(outcome.remaining.candidates) == ("p1@park", "p2@east", "p3@park", "p4@farm")
    assert left(outcome) == {
        "p1@farm": "placed_higher",
        "p2@park": "not_chosen",
        "p3@farm": "placed_higher",
        "p4@park": "placed_higher",
        "p5@west": "not_chosen",
    }
    assert words(outcome, "p5@west") == [
        ("not_chosen", "“西片主任”未选用：专业不符", "Not chosen by West head: 专业不符")
    ]
    assert words(outcome, "p3@farm") == [
        ("placed_higher", "已由更先的岗位“园区副主任”选用", "Chosen by Park deputy, which comes first")
    ]
    assert words(outcome, "p2@east") == [
        ("placed", "第 2 志愿，“东片主任”选用", "Chosen by East head: choice number 2")
    ]
    assert words(outcome, "p5@") == [
        (
            "waits_for_post",
            "周五：双向选择未上岗；待岗至 2026-06-30；只发基本工资",
            "周五: not placed by two-way selection; waits for a post until 2026-06-30; basic pay only",
        )
    ]
    assert words(outcome, "p6@")[0][0] == "not_registered"
    assert [f.text.zh for f in outcome.findings if f.code == "vacant_seats"] == ["“西片主任”空缺 1 个岗位"]
    assert outcome.remaining.seats == EMPTY.seats


def test_the_record_opens_the_figures():
    record = close(EMPTY, ground(WISHES, ORDERS, [adjustment("p5", "west")]), settings()).record
    assert isinstance(record, RECORD)
    assert [(o.office, o.seats, o.reserved, o.people, o.vacant) for o in record.offices] == [
        ("park", 2, 0, ("p1", "p3"), 0),
        ("farm", 1, 0, ("p4",), 0),
        ("east", 1, 0, ("p2",), 0),
        ("west", 1, 0, ("p5",), 0),
    ]
    assert record.of("farm").people == ("p4",)
    assert [(r.number, r.asked, r.placed, r.blocking) for r in record.rounds] == [(1, 5, 4, 0)]
    assert (record.placed, record.unplaced, record.not_registered) == (5, ("p6",), ("p6",))
    assert record.left == ()
    assert record.waits_until == date(2026, 6, 30)
    assert record.adjusted == (("p5", "west", "岗位空缺", "纪要第2号"),)


def test_a_full_office_says_who_was_last_and_by_how_much():
    some = wishes("p1@park", "p2@park", "p3@park")
    outcome = close(EMPTY, ground(some, orders("park:p3,p1,p2")), settings(alternates=None))
    assert words(outcome, "p2@park") == [
        (
            "office_full",
            "“园区副主任”2 个岗位已满：最后选用的赵一第 2 位，本人第 3 位",
            "Park deputy is full (2): 赵一 was last, place 2; own place 3",
        )
    ]
    finding = outcome.departures[0].finding
    assert [(e.label.en, e.value.zh) for e in finding.evidence] == [
        ("Round", "1"),
        ("Choice", "1"),
        ("Place in the office's order", "3"),
    ]
    scores = [
        Choice(office="park", person=p, score=s) for p, s in (("p1", "88"), ("p2", "79.5"), ("p3", "91"))
    ]
    by_score = close(EMPTY, ground(some, scores), settings(alternates=None, chosen_by="score"))
    assert words(by_score, "p2@park")[0][1:] == (
        "“园区副主任”2 个岗位已满：最后选用的赵一第 2 位，本人第 3 位，相差 8.5 分",
        "Park deputy is full (2): 赵一 was last, place 2; own place 3, 8.5 points behind",
    )
    none = close(
        replace(EMPTY, seats={"park": 0}), ground(some, orders("park:p3,p1,p2")), settings(alternates=None)
    )
    assert words(none, "p2@park")[0][1] == "“园区副主任”没有空缺岗位（本人第 3 位）"


def test_grades_and_the_order_of_equals():
    some = wishes("p1@farm", "p2@farm", "p3@farm")
    plan = settings(chosen_by="grade", grades=["优先", "可选"], alternates=None)

    def graded(*places):
        rows = (("p1", "可选", places[0]), ("p2", "可选", places[1]), ("p3", "可选", places[2]))
        return ground(some, [Choice(office="farm", person=p, grade=g, place=n) for p, g, n in rows])

    (missing,) = due(EMPTY, graded(None, None, None), plan)
    assert missing.text.zh == "“农办副主任”最后的岗位上赵一、钱二、孙三同等，须填同等次序"
    assert len(due(EMPTY, graded(1, 1, 2), plan)) == 1
    assert said(close(EMPTY, graded(3, 1, 2), plan).remaining.candidates) == ("p2@farm",)
    first = [
        Choice(office="farm", person=p, grade=g) for p, g in (("p1", "可选"), ("p2", "优先"), ("p3", "可选"))
    ]
    assert said(close(EMPTY, ground(some, first), plan).remaining.candidates) == ("p2@farm",)


def test_equals_are_parted_by_the_plans_chain():
    some = wishes("p1@farm", "p2@farm")
    scores = [Choice(office="farm", person=p, score="80") for p in ("p1", "p2")]
    working = Working(Text("测评"), Decimal(1))
    tested = Slate((Candidate("p1", ""), Candidate("p2", "")))
    scored = tuple(Score(c, Decimal(n), working) for n, c in enumerate(tested.candidates))
    earlier = earlier_outcome(scores=scored)
    plan = settings(chosen_by="score", ties=[{"by": "assessment"}], alternates=None)
    outcome = close(EMPTY, ground(some, scores, earlier={"assessment": earlier}), plan)
    assert said(outcome.remaining.candidates) == ("p2@farm",)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (wishes("p9@park"), "unknown_person"),
        (wishes("p1@moon"), "unknown_post"),
        (wishes("m1@park"), "not_in_pool"),
        (wishes("p1@park,farm,east,west"), "too_many_choices"),
        (wishes("p1@park,park"), "repeated_row"),
        (wishes("p1@park", number=2), "no_such_round"),
        ([Preference(person="p1", office="park", order=4, stated_on=DAY)], "too_many_choices"),
        ([Preference(person="p1", office="park", order=1, stated_on=date(2026, 4, 1))], "after_deadline"),
    ],
)
def test_wishes_that_are_refused(rows, code):
    assert refused("preferences", rows) == ((len(rows) - 1, code),)


def test_nobody_names_an_office_whose_conditions_they_do_not_meet():
    """P28: a teacher's certificate, judged before the round; what is not on record is entered first."""
    rule = Rule.model_validate({"licence": {"has": ["教师资格证"]}})
    plan = settings(takers={"identities": ["干部"], "eligible": True})
    people = [
        person("p1", unit="园区", attributes={"licences": "教师资格证"}),
        person("p2", unit="园区", attributes={"licences": "会计证"}),
        person("p3", unit="东片"),
    ]
    about = ground(people=people, eligibility=rule)
    rows = wishes("p1@park", "p2@park", "p3@park")
    assert refused("preferences", rows, about, plan) == ((1, "not_qualified"), (2, "not_qualified"))
    assert refused("preferences", rows, ground(people=people), plan) == ()


def test_wishes_beside_those_recorded():
    held = ground(wishes("p1@park,farm"))
    again = [Preference(person="p1", office="park", order=1, stated_on=DAY)]
    assert refused("preferences", again, held) == ()
    other = [Preference(person="p1", office="east", order=2, stated_on=DAY)]
    assert refused("preferences", other, held) == ((0, "choice_repeated"),)
    timed = settings(time={"on": "2026-03-12"})
    assert refused("preferences", wishes("p1@park"), plan=timed) == ((0, "after_deadline"),)


def test_an_office_of_the_plan_that_is_not_open_to_selection():
    plan = settings(offices=["office"])
    assert refused("preferences", wishes("p1@park,east"), plan=plan) == ((1, "not_an_office"),)
    barred = ground(choices=())
    barred = replace(barred, frame=frame(choices=Choices(max=3, own_unit_barred=True)))
    assert refused("preferences", wishes("p1@park"), barred) == ((0, "own_unit_barred"),)
    shut = frame(posts={"park": Post(id="park", title=Text("园区"), excluded=True)})
    assert refused("preferences", wishes("p1@park"), replace(ground(), frame=shut)) == ((0, "not_an_office"),)


def test_holders_take_no_part_unless_they_lost():
    head = holder("p6")
    rows = wishes("p6@farm")
    (refusal,) = admit("preferences", rows, EMPTY, ground(people=[head]), settings())
    assert refusal[1].text.en == "吴六 holds '农办副主任' and takes no part."
    competed = Slate((Candidate("p6", "head"), Candidate("p5", "head")))
    competition = Outcome(
        "competition",
        competed,
        Slate((Candidate("p5", "head"),)),
        departed("p6", "head"),
    )
    about = ground(people=[head], earlier={"competition": competition})
    assert refused("preferences", rows, about) == ()
    assert refused("preferences", wishes("p5@farm"), about) == ((0, "not_in_pool"),)
    outcome = close(EMPTY, about, settings(must_take_part="losers", waiting=None))
    assert outcome.record.unplaced == ("p6",)
    assert words(outcome, "p6@") == [
        (
            "not_registered",
            "吴六：竞争落选；不报名的，作自动待岗处理",
            "吴六: lost the competition; whoever does not register waits for a post",
        )
    ]
    assert close(EMPTY, about, settings(must_take_part="nobody")).record.unplaced == ()


def departed(who, post):
    """How somebody left a stage before."""
    outcome = close(
        EMPTY,
        ground(wishes(f"{who}@farm"), orders(f"farm:-{who}")),
        settings(),
    )
    (departure,) = outcome.departures
    candidate = Candidate(who, post)
    return (replace(departure, candidate=candidate, finding=replace(departure.finding, candidate=candidate)),)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (orders("moon:p1"), "unknown_post"),
        (orders("park:p9"), "unknown_person"),
        (orders("park:p6"), "not_listed"),
        (orders("park:p1", number=2), "no_such_round"),
        ([Choice(office="park", person="p1")], "standing_missing"),
        (
            [Choice(office="park", person="p1", order=1), Choice(office="park", person="p2", order=1)],
            "order_repeated",
        ),
        (orders("park:p1,p2,p3"), "more_than_seats"),
    ],
)
def test_choices_that_are_refused(rows, code):
    assert refused("choices", rows, ground(WISHES)) == ((len(rows) - 1, code),)


def test_an_office_may_choose_alternates_and_change_its_mind():
    rows = orders("park:p1,p2,p3")
    assert refused("choices", rows, ground(WISHES), settings(alternates=1)) == ()
    assert refused("choices", rows, ground(WISHES), settings(alternates=None)) == ()
    full = ground(WISHES, orders("park:p1,p2"))
    third = [Choice(office="park", person="p3", order=3)]
    assert refused("choices", third, full) == ((0, "more_than_seats"),)
    instead = [*orders("park:-p2"), *third]
    assert refused("choices", instead, full) == ()


def test_grades_are_those_of_the_plan():
    plan = settings(chosen_by="grade", grades=["优先"])
    rows = [Choice(office="park", person="p1", grade="随意"), Choice(office="park", person="p2")]
    assert refused("choices", rows, ground(WISHES), plan) == ((0, "unknown_grade"), (1, "standing_missing"))


def test_heads_choose_and_stay_out_of_their_relatives_affairs():
    head = holder("m2", name="农办副主任")
    plan = settings(heads={"farm": ["农办副主任"]})
    about = ground(WISHES, people=[head, kin("p4", "m2")])
    row = Choice(office="farm", person="p1", order=1)
    assert refused("choices", [row], about, plan) == ((0, "not_a_chooser"),)
    assert refused("choices", [row.model_copy(update={"chosen_by": "m2"})], about, plan) == ()
    own = Choice(office="farm", person="p4", order=1, chosen_by="m2")
    assert refused("choices", [own], about, plan) == ((0, "must_recuse"),)
    free = Choice(office="park", person="p1", order=1, chosen_by="m3")
    assert refused("choices", [free], about, plan) == ()
    assert refused("choices", [row], ground(WISHES), plan) == ((0, "not_a_chooser"),)
    others = orders("park:p1", "east:p2", "west:p5")
    (asked,) = due(EMPTY, ground(WISHES, others, people=[head]), plan)
    assert (asked.table, asked.by) == ("choices", "m2")


def test_winners_of_the_competition_become_the_choosers():
    won = earlier_outcome(remaining=Slate((Candidate("m3", "head"),)))
    plan = settings(heads={"farm": ["head", "农办副主任"]})
    about = ground(WISHES, people=[holder("m2")], earlier={"competition": won})
    row = Choice(office="farm", person="p1", order=1, chosen_by="m3")
    assert refused("choices", [row], about, plan) == ()
    old = row.model_copy(update={"chosen_by": "m2"})
    assert refused("choices", [old], about, plan) == ((0, "not_a_chooser"),)


def test_what_is_waited_for():
    assert [
        d.text.en for d in due(EMPTY, ground(wishes("p1@park")), settings(preferences={"min": 2, "max": 3}))
    ] == [
        "赵一 names 1 of at least 2",
        "Park deputy has not chosen in round 1",
    ]
    with pytest.raises(Refused) as early:
        close(EMPTY, ground(WISHES), settings())
    assert early.value.code == "stage_closed_too_early"
    assert due(EMPTY, ground(), settings()) == ()


def test_seats_by_the_establishment():
    plan = settings(capacity="establishment", offices=["park", "farm"])
    assert [d.text.en for d in due(EMPTY, ground(), plan)] == [
        "the establishment of Park deputy is missing",
        "the establishment of Farm deputy is missing",
    ]
    table = [Establishment(office="park", posts=3, occupied=2), Establishment(office="farm", posts=1)]
    about = ground(wishes("p1@park", "p2@park"), orders("park:p1,p2"), establishment=table)
    outcome = close(
        EMPTY, about, settings(capacity="establishment", offices=["park", "farm"], alternates=None)
    )
    assert said(outcome.remaining.candidates) == ("p1@park",)
    rows = [Establishment(office="park", posts=1, occupied=2), Establishment(office="east", posts=1)]
    assert refused("establishment", rows, plan=plan) == ((0, "over_establishment"), (1, "not_an_office"))


def test_reserved_seats_are_left_to_adjustments():
    plan = settings(reserved={"park": 1}, alternates=None)
    about = ground(wishes("p1@park", "p2@park"), orders("park:p1,p2"))
    assert said(close(EMPTY, about, plan).remaining.candidates) == ("p1@park",)
    assert refused("adjustments", [adjustment("p2")], about, plan) == ()
    held = replace(about, rows={**about.rows, "adjustments": (adjustment("p2"),)})
    assert said(close(EMPTY, held, plan).remaining.candidates) == ("p1@park", "p2@park")
    assert settings(reserved=1).reserved_of("farm") == 1


def test_rounds_widen_and_offer_what_is_left():
    plan = settings(
        alternates=None,
        reserved={"park": 1},
        rounds=[
            {"reach": "own_unit", "offices": ["office"]},
            {"reach": "group"},
            {"title": "全街道", "opens_reserved": True},
        ],
    )
    assert refused("preferences", wishes("p1@farm"), plan=plan) == ((0, "out_of_reach"),)
    assert refused("preferences", wishes("p1@east"), plan=plan) == ((0, "office_not_open"),)
    first = ground(wishes("p1@park", "p2@park"), orders("park:p1,p2"))
    assert refused("preferences", wishes("p1@farm", number=2), first, plan) == ((0, "not_in_pool"),)
    assert refused("preferences", wishes("p2@farm", number=2), first, plan) == ()
    assert refused("preferences", wishes("p2@west", number=2), first, plan) == ((0, "out_of_reach"),)
    both = ground(
        (*wishes("p1@park", "p2@park"), *wishes("p2@park", number=3), *wishes("p3@west", number=2)),
        (*orders("park:p1,p2"), *orders("park:p2", number=3), *orders("west:p3", number=2)),
    )
    outcome = close(EMPTY, both, plan)
    assert said(outcome.remaining.candidates) == ("p1@park", "p2@park", "p3@west")
    assert [(r.number, r.asked, r.placed) for r in outcome.record.rounds] == [(1, 2, 1), (2, 1, 1), (3, 1, 1)]


def test_offices_that_choose_first_may_take_those_who_did_not_name_them():
    plan = settings(unlisted="priority", priority=[["east"]], alternates=None)
    rows = orders("east:p1", "park:p1,p6")
    assert refused("choices", rows, ground(wishes("p1@park")), plan) == ((2, "not_listed"),)
    outcome = close(EMPTY, ground(wishes("p1@park"), orders("east:p1", "park:p1")), plan)
    assert said(outcome.remaining.candidates) == ("p1@east",)
    assert words(outcome, "p1@east") == [
        ("placed", "本人未选报，“东片主任”选用", "Chosen by East head: not named by the person")
    ]
    assert left(outcome) == {"p1@park": "placed_higher"}
    free = settings(unlisted="allow", alternates=None)
    outcome = close(EMPTY, ground(wishes("p1@park"), orders("park:p1,p6", "west:p6")), free)
    assert said(outcome.remaining.candidates) == ("p1@park", "p6@park")


def test_relatives_are_parted_by_adjustment():
    about = ground(WISHES, ORDERS, people=[kin("p3", "p1")])
    (missing,) = due(EMPTY, about, settings())
    assert missing.text.zh == "赵一与孙三有回避关系，不能同在“园区副主任”，须调配"
    moved = ground(WISHES, ORDERS, [adjustment("p3", "west")], people=[kin("p3", "p1")])
    outcome = close(EMPTY, moved, settings())
    assert left(outcome)["p3@park"] == "adjusted_away"
    assert words(outcome, "p3@park")[0][1] == "经调配改到“西片主任”：岗位空缺（纪要第2号）"
    assert words(outcome, "p3@west")[0][:2] == ("assigned", "经调配安排：岗位空缺（纪要第2号）")
    assert due(EMPTY, about, settings(relatives="allow")) == ()
    there = slate("m1@park", seats={"park": 3})
    with_one = ground(WISHES, ORDERS, people=[kin("p3", "m1")])
    assert [d.person for d in due(there, with_one, settings())] == ["m1"]


def test_relatives_give_way_by_the_offices_order():
    about = ground(WISHES, ORDERS, people=[kin("p3", "p1")])
    outcome = close(EMPTY, about, settings(relatives="give_way"))
    assert said(outcome.remaining.candidates) == ("p1@farm", "p2@east", "p3@park")
    assert words(outcome, "p1@park")[0][:2] == ("recused", "与孙三有回避关系，不能同在“园区副主任”")
    again = ground(
        wishes("p1@farm,park", "p2@park", "p3@park,farm", "p4@park"),
        orders("park:p1,p2,p4,p3", "farm:p3,p1"),
        people=[kin("p2", "p1")],
    )
    outcome = close(EMPTY, again, settings(relatives="give_way", alternates=None))
    assert said(outcome.remaining.candidates) == ("p1@farm", "p3@park", "p4@park")
    assert words(outcome, "p2@park")[0][1].endswith("；对方最后不在此岗位，可予调配")


def test_adjustments_that_are_refused():
    about = ground(WISHES, ORDERS)
    assert refused("adjustments", [adjustment("p5")], about) == ((0, "over_seats"),)
    assert refused("adjustments", [adjustment("p5"), adjustment("p1", "west")], about) == ()
    assert refused("adjustments", [adjustment("p5", "moon")], about) == ((0, "unknown_post"),)
    assert refused("adjustments", [adjustment("m1", "west")], about) == ((0, "not_in_pool"),)
    assert refused("adjustments", [adjustment("p5", "west")], about, settings(adjusted_by=None)) == (
        (0, "no_adjustments"),
    )
    twice = ground(WISHES, ORDERS, [adjustment("p5", "west")])
    assert refused("adjustments", [adjustment("p5", "")], twice) == ((0, "adjusted_twice"),)
    with pytest.raises(ValidationError, match="reason"):
        Adjustment(person="p5", office="west", reason="", decided_by="纪要")


def test_one_person_in_several_posts():
    about = ground(WISHES, ORDERS)
    also = adjustment("p1", "west", concurrent=True)
    assert refused("adjustments", [also], about) == ((0, "too_many_posts"),)
    plan = settings(posts_per_person=2)
    assert refused("adjustments", [also], about, plan) == ()
    assert refused("adjustments", [adjustment("p6", "west", concurrent=True)], about, plan) == (
        (0, "too_many_posts"),
    )
    outcome = close(EMPTY, ground(WISHES, ORDERS, [also]), plan)
    assert [str(c) for c in outcome.remaining.candidates if c.person == "p1"] == ["p1@park", "p1@west"]
    assert words(outcome, "p1@west") == [
        ("concurrent", "兼岗：岗位空缺（纪要第2号）", "Placed beside the main post: 岗位空缺 (纪要第2号)")
    ]
    assert outcome.record.placed == 4


def test_somebody_may_be_left_without_a_post_and_seats_never_overflow():
    outcome = close(EMPTY, ground(WISHES, ORDERS, [adjustment("p4", "")]), settings())
    assert words(outcome, "p4@farm")[0][1] == "经调配不安排岗位：岗位空缺（纪要第2号）"
    assert outcome.record.unplaced == ("p4", "p5", "p6")
    with pytest.raises(Refused) as full:
        close(EMPTY, ground(WISHES, ORDERS, [adjustment("p5", "farm")]), settings())
    assert (full.value.code, full.value.where) == ("over_seats", "stages.two-way.offices")


def test_rows_of_somebody_who_takes_part_no_longer():
    about = ground((*WISHES, *wishes("m1@west")), ORDERS)
    outcome = close(EMPTY, about, settings())
    assert left(outcome)["m1@west"] == "not_in_pool"


def test_those_who_waited_choose_again_and_are_assigned_at_last():
    first = close(EMPTY, ground(WISHES, ORDERS), settings())
    again = settings(id="second", takers={"unplaced_of": "two-way"})
    early = ground(earlier={"two-way": first})
    assert [d.text.en for d in due(first.remaining, early, again)] == [
        "the time of waiting is full on 2026-06-30"
    ]
    later = {"earlier": {"two-way": first}, "closed_on": date(2026, 7, 1)}
    assert refused("preferences", wishes("p1@west"), ground(**later), again, first.remaining) == (
        (0, "not_in_pool"),
    )
    second = close(first.remaining, ground(wishes("p5@west"), orders("west:p5"), **later), again)
    assert said(second.remaining.candidates)[-1:] == ("p5@west",)
    assert [f.code for f in second.findings_of(Candidate("p1", "park"))] == []
    last = settings(id="last", settles="organisation", takers={"unplaced_of": "second"})
    about = {"earlier": {"two-way": first, "second": second}, "closed_on": date(2026, 10, 8)}
    assert refused("preferences", wishes("p6@west"), ground(**about), last) == (
        (0, "assigned_by_organisation"),
    )
    (missing,) = due(second.remaining, ground(**about), last)
    assert (missing.person, missing.by) == ("p6", "committee")
    refusing = ground(adjustments=[adjustment("p6", "west", accepted=False)], **about)
    outcome = close(second.remaining, refusing, last)
    assert left(outcome) == {"p6@west": "refused_assignment"}
    assert words(outcome, "p6@west")[0][1] == "本人不服从安排（纪要第2号）"
    assert outcome.record.left == ("p6",)
    assert words(outcome, "p6@") == [("leaves", "吴六未安排岗位，予以分流", "吴六 gets no post and leaves")]
    bigger = second.remaining.with_seats({**second.remaining.seats, "farm": 2})
    taken = close(bigger, ground(adjustments=[adjustment("p6", "farm")], **about), last)
    assert said(taken.remaining.candidates)[-1:] == ("p6@farm",)
    assert taken.record.left == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"chosen_by": "grade"}, "grades"),
        ({"settles": "organisation", "adjusted_by": None}, "adjusted_by"),
        ({"ties": [{"final": "lot"}]}, "no final"),
        ({"preferences": {"min": 3, "max": 1}}, "min"),
        ({"rounds": []}, "at least 1"),
    ],
)
def test_plans_that_make_no_sense(wrong, code):
    with pytest.raises(ValidationError, match=code):
        settings(**wrong)


@chances(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([f"p{n}" for n in range(1, 7)]),
        st.lists(st.sampled_from(["park", "farm", "east", "west"]), unique=True, min_size=1, max_size=3),
    ),
    st.permutations([f"p{n}" for n in range(1, 7)]),
    st.randoms(),
)
def test_nobody_is_lost_and_the_order_of_rows_is_nothing(named, liked, random):
    stated = list(wishes(*(f"{p}@{','.join(own)}" for p, own in named.items())))
    chosen = [
        Choice(office=office, person=p, order=n)
        for office in ("park", "farm", "east", "west")
        for n, p in enumerate(liked, start=1)
        if office in named.get(p, ())
    ]
    plan = settings(alternates=None)
    outcome = close(EMPTY, ground(stated, chosen), plan)
    assert set(outcome.entered.candidates) == {Candidate(p, o) for p, own in named.items() for o in own}
    people = {c.person for c in outcome.remaining.candidates}
    assert people | set(outcome.record.unplaced) == {f"p{n}" for n in range(1, 7)}
    assert all(o.vacant >= 0 for o in outcome.record.offices)
    assert all(r.blocking == 0 for r in outcome.record.rounds)
    random.shuffle(stated)
    random.shuffle(chosen)
    again = close(EMPTY, ground(stated, chosen), plan)
    assert set(again.remaining.candidates) == set(outcome.remaining.candidates)
    assert left(again) == left(outcome)
    assert field_of(EMPTY, ground(stated, chosen), plan).results[0].proof.holds()


def head(office="farm", who="p6", post="农办副主任"):
    return Head(office=office, person=who, post=post, source="另一次竞争")


def test_who_won_the_heads_post_in_another_run_chooses_before_who_holds_it():
    plan = settings(heads={"farm": ["农办副主任"]})
    held = ground(people=[holder("m1")])
    assert choosers_of("farm", held, plan) == {"m1"}
    won = replace(held, rows={**held.rows, "heads": (head(),)})
    assert (choosers_of("farm", won, plan), choosers_of("park", won, plan)) == ({"p6"}, None)
    here = replace(won, earlier={"earlier": earlier_outcome(remaining=slate("p5@农办副主任"))})
    assert choosers_of("farm", here, plan) == {"p5"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (head(), None),
        (head(post="园区主任"), "not_a_head"),
        (head("park"), "not_a_head"),
        (head(who="p9"), "unknown_person"),
    ],
)
def test_a_head_that_is_taken_over_must_be_one_of_the_plan(row, code):
    plan = settings(heads={"farm": ["农办副主任"]})
    found = admit("heads", [row], Slate(), ground(), plan)
    assert [refusal.code for _, refusal in found] == ([code] if code else [])


def test_nobody_takes_over_once_another_has_chosen():
    plan = settings(heads={"farm": ["农办副主任"]})
    begun = ground(choices=[Choice(office="farm", person="p1", order=1, chosen_by="m1")])
    [(_, refusal)] = admit("heads", [head()], Slate(), begun, plan)
    assert refusal.code == "choosing_begun"
    own = ground(choices=[Choice(office="farm", person="p1", order=1, chosen_by="p6")])
    assert admit("heads", [head()], Slate(), own, plan) == ()
