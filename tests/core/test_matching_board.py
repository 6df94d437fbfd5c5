"""The board of two-way selection: deadlines, rounds, pairs that adjustments make, and what they would change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from core.matching_ground import DAY, EMPTY, adjustment, ground, orders, settings, wishes
from core.stage_ground import codes, holder, kin
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quanheng.core.stages.matching import Adjustment, Call, Choice, Preference, admit, due
from quanheng.core.stages.matching.board import Seat, board_of
from quanheng.core.stages.matching.consequences import Filling, Move, consequences_of, with_adjustments
from quanheng.core.stages.matching.field import field_of
from quanheng.core.stages.matching.pairs import Pair, pairs_of
from quanheng.core.stages.matching.rounds import Deadlines, deadlines_of, round_now

UNTIL = {"preferences_until": "2026-03-13", "at": "17:00", "choices_until": "2026-03-14"}
WISHES = wishes("p1@park,farm", "p2@park", "p3@park", "p4@farm,park", "p5@west")
ORDERS = orders("park:p1,p2,p3", "farm:p1,p4", "west:p5")
LOOSE = {"alternates": None, "posts_per_person": 2}


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def own(about, when):
    return replace(about, own_at=when)


@pytest.mark.parametrize(
    ("when", "phase"),
    [
        (at(12, 8), "wishing"),
        (at(13, 17), "wishing"),
        (at(13, 17, 1), "choosing"),
        (at(14, 23, 59), "choosing"),
        (at(15, 0), "over"),
    ],
)
def test_wishes_end_at_their_hour_and_choices_on_their_day(when, phase):
    days = Deadlines(date(2026, 3, 13), "17:00", date(2026, 3, 14))
    assert days.phase(when) == phase
    assert (days.takes_wishes(when), days.takes_choices(when)) == (phase == "wishing", phase == "choosing")


def test_without_days_both_sides_are_open_at_once_and_a_day_lasts_to_its_end():
    assert (Deadlines().takes_wishes(at(1, 0)), Deadlines().takes_choices(at(1, 0))) == (True, True)
    whole = Deadlines(date(2026, 3, 13))
    assert whole.phase(at(13, 23, 59)) == "wishing"
    assert whole.phase(at(14, 0)) == "choosing"


def test_nobodys_time_to_name_offices_is_cut_short():
    plan, about = settings(rounds=[UNTIL]), ground(closed_on=date(2026, 3, 12))
    [early] = due(EMPTY, about, plan)
    assert (early.text.zh, early.until) == ("志愿填报到 2026-03-13 17:00 才截止", DAY)
    hours = [due(EMPTY, replace(about, closed_on=DAY, hour=time(h)), plan) for h in (16, 18)]
    assert (hours, due(EMPTY, ground(), plan)) == ([(early,), ()], ())
    assert due(EMPTY, about, settings(settles="organisation", adjusted_by="group", rounds=[UNTIL])) != (
        early,
    )


def test_nobody_is_adjusted_before_both_sides_have_chosen():
    plan = settings(rounds=[UNTIL], adjusted_by="group")
    about = ground(wishes("p1@park", "p2@farm"))
    [(_, refusal)] = admit("adjustments", [adjustment("p3", "east")], EMPTY, about, plan)
    assert (refusal.code, refusal.remedy.zh) == (
        "choosing_not_over",
        "机构全部选完之后再调配；尚缺：“园区副主任”第 1 轮尚未选人，另有 1 项。",
    )
    chosen = ground(wishes("p1@park", "p2@farm"), orders("park:p1", "farm:p2"))
    assert admit("adjustments", [adjustment("p3", "east")], EMPTY, chosen, plan) == ()


def test_a_wish_dated_ahead_is_told_so():
    row = Preference(person="p1", office="park", order=1, stated_on=DAY)
    about = ground(closed_on=date(2026, 3, 12))
    [(_, refusal)] = admit("preferences", [row], EMPTY, about, settings(rounds=[UNTIL]))
    assert (refusal.code, refusal.text.zh) == (
        "after_deadline",
        "申请日期 2026-03-13 还没有到，今天是 2026-03-12。",
    )


@pytest.mark.parametrize(
    "circle",
    [
        {"at": "17:00"},
        {"preferences_until": "2026-03-13", "at": "25:00"},
        {"preferences_until": "2026-03-13", "choices_until": "2026-03-12"},
    ],
)
def test_days_of_a_round_that_make_no_sense(circle):
    with pytest.raises(ValidationError):
        settings(rounds=[circle])


def wish_today(day=13, office="park", order=1):
    return [Preference(person="p1", office=office, order=order, stated_on=date(2026, 3, day))]


@pytest.mark.parametrize(
    ("when", "stated", "code"),
    [
        (at(13, 9), 13, None),
        (at(13, 18), 13, "after_deadline"),
        (at(14, 9), 13, "after_deadline"),
        (at(13, 9), 12, "not_today"),
    ],
)
def test_for_oneself_the_clock_decides_and_not_the_date_that_was_typed(when, stated, code):
    plan = settings(rounds=[UNTIL])
    found = admit("preferences", wish_today(stated), EMPTY, own(ground(), when), plan)
    assert codes(found) == (((0, code),) if code else ())


def test_what_comes_from_paper_goes_by_its_date():
    plan = settings(rounds=[UNTIL])
    assert admit("preferences", wish_today(13), EMPTY, ground(), plan) == ()
    (late,) = admit("preferences", wish_today(14), EMPTY, ground(), plan)
    assert (late[1].code, late[1].remedy.zh) == (
        "after_deadline",
        "逾期申请不予受理；如日期有误，请更正。依据：方案 stages.two-way.time。",
    )


@pytest.mark.parametrize(
    ("when", "heads", "code"),
    [
        (at(14, 9), {"farm": ["农办副主任"]}, None),
        (at(13, 9), {"farm": ["农办副主任"]}, "choosing_not_begun"),
        (at(15, 9), {"farm": ["农办副主任"]}, "choosing_over"),
        (at(14, 9), {}, "not_a_chooser"),
    ],
)
def test_a_head_chooses_in_time_and_only_where_the_plan_names_heads(when, heads, code):
    plan = settings(rounds=[UNTIL], heads=heads)
    about = own(ground(wishes("p1@farm"), people=[holder("m2", name="农办副主任")]), when)
    row = Choice(office="farm", person="p1", order=1, chosen_by="m2")
    assert codes(admit("choices", [row], EMPTY, about, plan)) == (((0, code),) if code else ())


def called(*rounds):
    rows = [Call(round=n, preferences_until=date(2026, 3, 20 + n), at="12:00") for n in rounds]
    return ground(calls=rows)


def test_the_round_called_last_is_open_and_ends_those_before():
    plan = settings(rounds=[UNTIL, {}], alternates=None)
    assert (round_now(ground(), plan), round_now(called(1, 2), plan)) == (1, 2)
    assert deadlines_of(1, ground(), plan) == Deadlines(date(2026, 3, 13), "17:00", date(2026, 3, 14))
    assert deadlines_of(2, called(2), plan) == Deadlines(date(2026, 3, 22), "12:00", None)
    assert codes(admit("preferences", wish_today(), EMPTY, called(2), plan)) == ((0, "round_over"),)
    about = ground(wishes("p1@park"), calls=called(2).rows["calls"])
    choice = [Choice(office="park", person="p1", order=1)]
    assert codes(admit("choices", choice, EMPTY, about, plan)) == ((0, "round_over"),)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Call(round=2, preferences_until=DAY), None),
        (Call(round=3, preferences_until=DAY), "round_out_of_turn"),
        (Call(round=4, preferences_until=DAY), "no_such_round"),
        (Call(round=1, preferences_until=DAY, choices_until=date(2026, 3, 12)), "dates_reversed"),
    ],
)
def test_rounds_are_called_one_after_the_other(row, code):
    plan = settings(rounds=[{}, {}, {}])
    assert codes(admit("calls", [row], EMPTY, ground(), plan)) == (((0, code),) if code else ())


def test_a_round_is_not_called_where_the_organisation_assigns():
    plan = settings(settles="organisation")
    row = Call(round=1, preferences_until=DAY)
    assert codes(admit("calls", [row], EMPTY, ground(), plan)) == ((0, "assigned_by_organisation"),)


def test_the_board_says_who_sits_where_by_which_wish_and_who_wanted_it_more():
    board = board_of(EMPTY, ground(WISHES, ORDERS, [adjustment("p6", "east")]), settings(**LOOSE))
    cards = {card.office: card for card in board.offices}
    assert cards["park"].taken == (
        Seat("p1", "chosen", 1, 1, 1),
        Seat("p2", "chosen", 1, 2, 1),
    )
    assert [(r.person, r.wish, r.place, r.answer.last) for r in cards["park"].others] == [("p3", 1, 3, "p2")]
    assert (cards["park"].asked, cards["park"].answered, cards["park"].vacant) == (4, True, 0)
    assert [s.way for s in cards["east"].taken] == ["adjusted"]
    assert [(w.person, w.silent, len(w.refusals)) for w in board.waiting] == [("p3", False, 1)]
    assert [(line.asked, line.placed, line.pairs) for line in board.rounds] == [(5, 4, 0)]
    assert board.seat_of("p4") == (cards["farm"], Seat("p4", "chosen", 1, 2, 1))
    assert board.seat_of("p3") is None
    assert (board.wishes, board.pairs, board.relatives) == (7, (), ())


def test_priority_reserved_seats_heads_and_concurrent_posts_stand_on_the_board():
    plan = settings(
        priority=[["farm"]],
        reserved={"park": 1},
        heads={"farm": ["农办副主任"]},
        unlisted="priority",
        **LOOSE,
    )
    rows = [*orders("farm:p2", "park:p1", "west:p5")]
    about = ground(
        wishes("p1@park", "p2@park", "p5@west"),
        rows,
        [adjustment("p1", "east", concurrent=True)],
        people=[holder("m2", name="农办副主任")],
    )
    cards = {card.office: card for card in board_of(EMPTY, about, plan).offices}
    assert (cards["farm"].group, cards["farm"].heads, cards["park"].heads) == (1, ("m2",), None)
    assert cards["farm"].taken == (Seat("p2", "unasked", None, 1, 1),)
    assert cards["park"].reserved == 1
    assert [(s.person, s.way, s.wish) for s in cards["east"].taken] == [("p1", "concurrent", None)]


def test_where_the_organisation_assigns_everyone_without_a_post_waits_for_it():
    plan = settings(settles="organisation")
    board = board_of(EMPTY, ground(adjustments=[adjustment("p1", "park")]), plan)
    assert [w.person for w in board.waiting] == ["p2", "p3", "p4", "p5", "p6"]


def test_an_adjustment_that_takes_a_seat_from_somebody_makes_pairs_and_says_which():
    plan = settings(**LOOSE)
    about = ground(WISHES, ORDERS)
    changes = [adjustment("p6", "park"), adjustment("p2", "")]
    found = consequences_of(changes, EMPTY, about, plan)
    assert found.moves == (Move("p2", ("park",), ()), Move("p6", (), ("park",)))
    assert [m.loses for m in found.moves] == [True, False]
    assert found.filled == ()
    assert found.made == (
        Pair("p2", "park", "unasked", "p6", 2),
        Pair("p3", "park", "unasked", "p6", 3),
    )
    assert found.people() == ("p2", "p6")
    seat = consequences_of([adjustment("p2", "east")], EMPTY, about, plan)
    assert seat.made == (Pair("p2", "park", "seat", "", 2), Pair("p3", "park", "seat", "", 3))
    assert seat.filled == (Filling("park", 2, 2, 1), Filling("east", 1, 0, 1))
    after = with_adjustments(about, [adjustment("p2", "east"), adjustment("p3", "park")])
    later = pairs_of(field_of(EMPTY, after, plan))
    assert later == (Pair("p2", "park", "later", "p3", 2, 3),)


def test_a_new_adjustment_ends_the_one_before_and_mends_its_pairs():
    plan = settings(**LOOSE)
    about = ground(WISHES, ORDERS, [adjustment("p2", "east")])
    found = consequences_of([adjustment("p2", "park")], EMPTY, about, plan)
    assert [(p.person, p.why) for p in found.mended] == [("p2", "seat"), ("p3", "seat")]
    assert found.made == ()
    assert found.moves == (Move("p2", ("east",), ("park",), 1),)


def test_relatives_and_members_who_must_step_aside_are_told_before():
    plan = settings(**LOOSE)
    about = ground(
        WISHES, ORDERS, people=[kin("p3", "p1"), kin("p6", "m1")], members={"committee": ("m1", "m2")}
    )
    found = consequences_of([adjustment("p3", "park"), adjustment("p2", "")], EMPTY, about, plan)
    assert found.together == (("p1", "p3", "park"),)
    assert consequences_of([adjustment("p6", "east")], EMPTY, about, plan).recused == (("m1", "p6"),)


def test_whom_a_relative_keeps_out_misses_nothing():
    about = ground(WISHES, ORDERS, [adjustment("p2", "east")], people=[kin("p2", "p1")])
    assert [p.person for p in board_of(EMPTY, about, settings(**LOOSE)).pairs] == ["p3"]
    assert [p.person for p in board_of(EMPTY, about, settings(**LOOSE, relatives="allow")).pairs] == [
        "p2",
        "p3",
    ]


def test_a_wish_of_the_first_round_does_not_count_against_seats_of_the_second():
    plan = settings(
        rounds=[{}, {"opens_reserved": True}], reserved={"park": 1}, alternates=None, posts_per_person=2
    )
    about = ground(
        wishes("p1@park", "p2@park") + wishes("p3@park", number=2),
        orders("park:p1,p2") + orders("park:p3", number=2),
    )
    board = board_of(EMPTY, about, plan)
    assert (board.field.placed, board.pairs) == ({"p1": ("park",), "p3": ("park",)}, ())
    moved = with_adjustments(about, [Adjustment(person="p1", office="east", reason="调", decided_by="纪要")])
    assert pairs_of(field_of(EMPTY, moved, plan)) == (
        Pair("p1", "park", "seat", "", 1),
        Pair("p2", "park", "seat", "", 2),
    )


PEOPLE = st.sampled_from([f"p{n}" for n in range(1, 7)])
OFFICES = st.sampled_from(["park", "farm", "east", "west"])


@given(
    st.dictionaries(PEOPLE, st.lists(OFFICES, min_size=1, max_size=3, unique=True)),
    st.dictionaries(OFFICES, st.lists(PEOPLE, min_size=1, unique=True)),
)
def test_no_pair_misses_each_other_before_an_adjustment(wanted, ordered):
    about = ground(
        wishes(*(f"{p}@{','.join(own_wishes)}" for p, own_wishes in wanted.items())),
        orders(*(f"{o}:{','.join(people)}" for o, people in ordered.items())),
    )
    board = board_of(EMPTY, about, settings(alternates=None))
    assert board.pairs == ()
    assert [line.pairs for line in board.rounds] == [0]
    seated = [s.person for card in board.offices for s in card.taken]
    assert sorted(seated + [w.person for w in board.waiting]) == [f"p{n}" for n in range(1, 7)]
