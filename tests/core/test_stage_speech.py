"""Speech: who may mark whom, what is missing, and the score that the marks that count come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scored_stage import (
    JUDGES,
    D,
    c,
    frame,
    inputs,
    leaves,
    left,
    points_of,
    ranks_of,
    slate,
    stayed,
    street_office,
)

from quanheng.core.language.posts import Body
from quanheng.core.language.scoring import Trim
from quanheng.core.scoring.fairness import Group
from quanheng.core.stages import speech
from quanheng.core.stages.speech import Absence, Draw, Mark, Recusal, Room, Settings, SheetCheck
from quanheng.core.values import Outcome, Refused, Text

PLAN = {"id": "speech", "kind": "speech"}


def settings(**how):
    return Settings.model_validate({**PLAN, **({} if "groups" in how else {"judges": "judges"}), **how})


def marks(table):
    """Rows from {person: [marks of J1, J2, …]}; a person may be 'person@post'."""
    return [
        Mark(judge=f"J{i}", person=who.split("@")[0], post=who.partition("@")[2], mark=D(str(m)))
        for who, own in table.items()
        for i, m in enumerate(own, start=1)
    ]


def closed(field, table, how=None, within=None, **rows):
    given_rows = {"marks": table if isinstance(table, list) else marks(table), **rows}
    return speech.close(
        field, inputs([*field.people(), *JUDGES], given_rows, within=within), how or settings()
    )


FIELD = slate("p@a", "q@a", "p@b")
FIVE = {"p": [88, 90, 92, 86, 91], "q": [93, 94, 92.75, 93, 93]}


def test_the_street_office_takes_the_mean_of_all_marks():
    outcome = closed(FIELD, FIVE, street_office("speech"))
    assert points_of(outcome) == {"p@a": "89.40", "q@a": "93.15", "p@b": "89.40"}
    assert ranks_of(outcome) == {"p@a": 2, "q@a": 1, "p@b": 1}
    working = outcome.score_of(c("p@a")).working
    assert working.rule == Text("447 ÷ 5（计 5 个，去掉 0 个）", "447 ÷ 5 (5 counted, 0 dropped)")
    assert leaves(working) == [f"speech.marks:J{i}|p||" for i in range(1, 6)]
    assert outcome.record.judges == {"judges": JUDGES}


def test_one_highest_and_one_lowest_go():
    outcome = closed(FIELD, FIVE, settings(trim={}, rounding=[{"at": "component"}]))
    assert points_of(outcome) == {"p@a": "89.67", "q@a": "93.00", "p@b": "89.67"}


def test_too_few_marks_to_trim_name_the_candidate():
    field = slate("p@a")
    within = frame(members={"judges": ("J1", "J2")})
    with pytest.raises(Refused) as refused:
        closed(field, {"p": [88, 90]}, settings(trim={}), within)
    assert (refused.value.code, refused.value.where) == ("too_few_marks_to_trim", "p")


ITEMS = [
    {"id": "talk", "title": "演讲", "max": 60},
    {"id": "answer", "title": "答辩", "max": 30},
    {"id": "paper", "title": "材料", "max": 10, "yes_no": True},
]


def sheet(judge, person, *values):
    return [
        Mark(judge=judge, person=person, item=i["id"], mark=D(str(v)))
        for i, v in zip(ITEMS, values, strict=True)
    ]


def three_sheets():
    rows = sheet("J1", "p", 50, 20, 10) + sheet("J2", "p", 40, 25, 0) + sheet("J3", "p", 45, 30, 10)
    return slate("p@a"), rows, frame(members={"judges": ("J1", "J2", "J3")})


def test_a_criteria_sheet_adds_up():
    field, rows, within = three_sheets()
    assert points_of(closed(field, rows, settings(items=ITEMS, rounding=[{}]), within)) == {"p@a": "76.67"}


def test_trimming_by_item_before_summing():
    field, rows, within = three_sheets()
    how = settings(items=ITEMS, trim={"level": "item"})
    outcome = closed(field, rows, how, within)
    assert points_of(outcome) == {"p@a": "80"}
    assert outcome.score_of(c("p@a")).working.parts[0].label == Text("演讲")


def test_items_with_weights_are_folded():
    field, rows, within = three_sheets()
    weighted = [{**i, "weight": w} for i, w in zip(ITEMS, (30, 60, 10), strict=True)]
    how = settings(items=weighted, rounding=[{"at": "judge", "digits": 0}])
    assert points_of(closed(field, rows, how, within)) == {"p@a": "79.33333333333333333333333333"}


GROUPS = [{"body": "experts", "weight": 60}, {"body": "public", "weight": 40}]


def two_groups():
    return frame(members={"experts": ("J1", "J2", "J3"), "public": ("J4", "J5")})


def test_groups_of_judges_by_weight_or_added():
    field = slate("p@a")
    table = {"p": [90, 80, 70, 60, 70]}
    assert points_of(closed(field, table, settings(groups=GROUPS), two_groups())) == {"p@a": "74"}
    plain = [{"body": "experts", "trim": {}}, {"body": "public"}]
    assert points_of(closed(field, table, settings(groups=plain), two_groups())) == {"p@a": "145"}


def test_ranks_become_points():
    field = slate("p@a", "q@a")
    within = frame(members={"judges": ("J1", "J2", "J3")})
    points = {"first": 200, "step": 4}
    by_marks = settings(rank_points=points)
    assert points_of(closed(field, {"p": [90, 80, 70], "q": [80, 80, 75]}, by_marks, within)) == {
        "p@a": "198.6666666666666666666666667",
        "q@a": "198.6666666666666666666666667",
    }
    by_ranks = settings(rank_points={**points, "given": "ranks"})
    assert points_of(closed(field, {"p": [1, 1, 2], "q": [2, 2, 1]}, by_ranks, within)) == {
        "p@a": "198.6666666666666666666666667",
        "q@a": "197.3333333333333333333333333",
    }


def rooms_of_two():
    """Two rooms with the sums of a published example: 1620.66 over 22 and 1452.89 over 20 after dropping."""
    one = ["95", "94", *["73.67"] * 21, "73.59", "41", "40"]
    two = ["85", "84", *["72.64"] * 19, "72.73", "61.79", "61"]
    table = {f"x{i:02}": [v] for i, v in enumerate(one)} | {f"y{i:02}": [v] for i, v in enumerate(two)}
    rooms = [Room(person=p, room="第一组" if p[0] == "x" else "第二组") for p in table]
    return slate(*[f"{p}@a" for p in table]), table, rooms


def test_rooms_are_made_comparable_as_in_the_published_example():
    field, table, rooms = rooms_of_two()
    how = settings(
        normalise={"drop": {"high": 2, "low": 2}},
        rounding=[{"at": "group", "digits": 4}, {"at": "coefficient", "digits": 4}, {"at": "component"}],
    )
    outcome = closed(field, table, how, frame(members={"judges": ("J1",)}), rooms=rooms)
    numbers = {}
    for name in ("x02@a", "y02@a"):
        _, coefficient = outcome.score_of(c(name)).working.parts[0].parts
        overall, room = coefficient.parts[0].parts
        numbers[name] = (str(overall.value), str(room.value), str(coefficient.value))
    assert numbers == {
        "x02@a": ("73.1596", "73.6664", "0.9931"),
        "y02@a": ("73.1596", "72.6445", "1.0071"),
    }
    assert (points_of(outcome)["x02@a"], points_of(outcome)["y02@a"]) == ("73.16", "73.16")


@pytest.mark.parametrize(
    ("rule", "points"),
    [
        ({}, {"p@a": "47.22", "q@a": "66.11", "r@b": "56.67"}),
        ({"overall": "room_means"}, {"p@a": "45.83", "q@a": "64.17", "r@b": "55.00"}),
        ({"within": "post"}, {"p@a": "50.00", "q@a": "70.00", "r@b": "50.00"}),
    ],
)
def test_other_ways_to_compare_rooms(rule, points):
    field = slate("p@a", "q@a", "r@b")
    drawn = (("p", "a", "1"), ("q", "a", "1"), ("r", "b", "2"))
    rooms = [Room(person=p, post=post, room=room) for p, post, room in drawn]
    how = settings(per="candidacy", normalise=rule, rounding=[{"at": "coefficient", "digits": 9}, {}])
    table = {"p@a": [50], "q@a": [70], "r@b": [50]}
    outcome = closed(field, table, how, frame(members={"judges": ("J1",)}), rooms=rooms)
    assert points_of(outcome) == points


def test_a_room_of_zeros_has_no_coefficient():
    field = slate("p@a", "q@a")
    rooms = [Room(person="p", room="1"), Room(person="q", room="2")]
    with pytest.raises(Refused) as refused:
        closed(
            field,
            {"p": [0], "q": [50]},
            settings(normalise={}),
            frame(members={"judges": ("J1",)}),
            rooms=rooms,
        )
    assert refused.value.code == "room_mean_zero"


def test_the_absent_leave_or_earn_zero_and_count_in_no_mean():
    rows = {"absences": [Absence(person="q", reason="弃权")]}
    field = slate("p@a", "q@a", "r@a")
    table = {"p": [80] * 5, "r": [90] * 5}
    gone = closed(field, table, settings(), **rows)
    assert (left(gone), stayed(gone), points_of(gone)) == (
        {"q@a": "absent"}, ["p@a", "r@a"], {"p@a": "80", "r@a": "90"},
    )  # fmt: skip
    zero = closed(field, table, settings(absent="zero", **{"pass": "mean"}), **rows)
    assert points_of(zero) == {"p@a": "80", "q@a": "0", "r@a": "90"}
    assert left(zero) == {"p@a": "below_pass_mark", "q@a": "below_pass_mark"}
    assert [f.code for f in zero.findings] == ["absent"]


def test_the_cut_of_a_speech():
    field = slate("p@a", "q@a", "r@a", seats={"a": 1})
    table = {"p": [80] * 5, "q": [70] * 5, "r": [59] * 5}
    outcome = closed(field, table, settings(keep={"drop_last": 1}, **{"pass": 60}))
    assert left(outcome) == {"q@a": "below_cut", "r@a": "below_pass_mark"}
    assert outcome.departure_of(c("q@a")).finding.text.zh == "第 2 名，70 分；淘汰末 1 名；未进入下一环节"


def test_a_shortage_at_the_cut_reduces_the_seats():
    field = slate("p@a", "q@a", seats={"a": 2})
    how = settings(keep={"per_seat": 2, "short": "reduce_seats", "ties": "exclude"})
    outcome = closed(field, {"p": [80] * 5, "q": [70] * 5}, how)
    assert (outcome.remaining.seats, left(outcome)) == ({"a": 1}, {})


def admitted(table, rows, field=FIELD, how=None, within=None, before=None):
    known = inputs([*field.people(), *JUDGES], before, within=within)
    return {i: r.code for i, r in speech.admit(table, rows, field, known, how or settings())}


def test_marks_that_may_enter():
    assert admitted("marks", marks(FIVE)) == {}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"judge": "p"}, "judge_is_candidate"),
        ({"judge": "Z"}, "not_a_judge"),
        ({"person": "z"}, "not_a_candidate"),
        ({"post": "a"}, "wrong_unit"),
        ({"item": "talk"}, "unknown_item"),
        ({"mark": 101}, "mark_out_of_range"),
        ({"mark": -1}, "mark_out_of_range"),
        ({"mark": "85.3"}, "mark_off_step"),
        ({"judge": "J2"}, "judge_recused"),
        ({"person": "q"}, "marked_though_absent"),
    ],
)
def test_marks_that_may_not(row, code):
    before = {
        "recusals": [Recusal(judge="J2", person="p", reason="夫妻")],
        "absences": [Absence(person="q", reason="弃权")],
    }
    one = Mark(**{"judge": "J1", "person": "p", "mark": D(80), **row})
    assert admitted("marks", [one], how=settings(step="0.5"), before=before) == {0: code}


def test_a_candidate_who_judges_is_told_both_roles_and_the_remedy():
    [(_, refusal)] = speech.admit(
        "marks", [Mark(judge="p", person="q", mark=D(80))], FIELD, inputs(["p", "q"]), settings()
    )
    assert refusal.say("zh") == (
        "p: 姓名p（p）既是评委，又是本环节的人选，应当回避，其评分不能录入。"
        " 请调整评委名单，由其他评委评分；或者由本人退出竞争。"
    )


def test_a_range_is_said_with_its_step():
    [(_, refusal)] = speech.admit(
        "marks",
        [Mark(judge="J1", person="p", mark=D("85.3"))],
        FIELD,
        inputs(["p", "q"]),
        settings(step="0.5"),
    )
    assert refusal.text.zh == "分数 85.3 不在允许范围内：0 至 100 分，以 0.5 分为一档。"


def test_a_judge_sits_in_one_group_only():
    within = frame(members={"experts": ("J1",), "public": ("J1",)})
    row = [Mark(judge="J1", person="p", mark=D(80))]
    assert admitted("marks", row, how=settings(groups=GROUPS), within=within) == {0: "judge_in_two_groups"}


def test_marks_by_post_name_the_post():
    how = settings(per="candidacy")
    rows = [Mark(judge="J1", person="p", mark=D(80)), Mark(judge="J1", person="p", post="b", mark=D(80))]
    assert admitted("marks", rows, how=how) == {0: "wrong_unit"}


def test_yes_or_no_is_all_or_nothing():
    rows = [Mark(judge=j, person="p", item="paper", mark=D(m)) for j, m in (("J1", 10), ("J2", 5))]
    assert admitted("marks", rows, how=settings(items=ITEMS)) == {1: "mark_off_step"}


def test_ranks_are_whole_numbers_from_one():
    how = settings(rank_points={"first": 10, "step": 1, "given": "ranks"})
    rows = [Mark(judge=f"J{i}", person="p", mark=D(m)) for i, m in enumerate(("1", "0", "1.5"), start=1)]
    assert admitted("marks", rows, how=how) == {1: "mark_out_of_range", 2: "mark_off_step"}


def test_the_same_mark_twice_in_one_batch():
    assert admitted("marks", [Mark(judge="J1", person="p", mark=D(80))] * 2) == {1: "repeated_row"}


def test_the_other_tables():
    pairs = (("J1", "p"), ("Z", "p"), ("J1", "z"))
    assert admitted("recusals", [Recusal(judge=j, person=p, reason="亲属") for j, p in pairs]) == {
        1: "not_a_judge", 2: "unknown_person",
    }  # fmt: skip
    assert admitted(
        "absences", [Absence(person=p, post=x, reason="病") for p, x in (("p", "b"), ("q", "b"))]
    ) == {
        1: "not_a_candidate",
    }
    before = {"draw": [Draw(person="q", number=1)]}
    rows = [Draw(person="p", number=1), Draw(person="p", post="a", number=2), Draw(person="z", number=3)]
    assert admitted("draw", rows, before=before) == {
        0: "number_drawn_twice",
        1: "wrong_unit",
        2: "unknown_person",
    }
    assert admitted("draw", [Draw(person="p", number=4)], before=before) == {}
    assert admitted("rooms", [Room(person="p", room="1")]) == {}


def dues(field, rows, how=None, within=None):
    known = inputs([*field.people(), *JUDGES], rows, within=within)
    return [(d.text.zh, d.table, d.person, d.by) for d in speech.due(field, known, how or settings())]


def test_every_missing_mark_is_due():
    rows = {"marks": marks({"p": [80] * 5, "q": [80] * 4})}
    assert dues(FIELD, rows) == [("评委姓名J5对姓名q尚缺 1 个评分", "marks", "q", "J5")]
    rows["recusals"] = [Recusal(judge="J5", person="q", reason="夫妻")]
    assert dues(FIELD, rows) == []
    assert points_of(closed(FIELD, rows["marks"], recusals=rows["recusals"]))["q@a"] == "80"


def test_a_recused_judge_s_earlier_mark_does_not_count():
    rows = marks({"p": [80] * 5, "q": [80, 80, 80, 80, 0]})
    outcome = closed(FIELD, rows, recusals=[Recusal(judge="J5", person="q", reason="夫妻")])
    assert points_of(outcome)["q@a"] == "80"


def test_sheets_from_paper_are_keyed_by_two_where_the_plan_says_so():
    field, how = slate("p@a"), settings(entry="paper_twice", missing="skip")
    rows = {
        "marks": marks({"p": [80, 90]}),
        "checks": [SheetCheck(judge="J1", person="p", total=80, checked_by="x")],
    }
    assert [d[1:] for d in dues(field, rows, how)] == [("checks", "p", "J2")]
    wrong = SheetCheck(judge="J2", person="p", total=91, checked_by="x")
    whole = {"marks": rows["marks"]}
    assert admitted("checks", rows["checks"] + [wrong], field, how, before=whole) == {1: "keyed_differently"}


def test_a_half_filled_sheet_is_due_even_where_judges_may_stay_away():
    field = slate("p@a")
    rows = sheet("J1", "p", 50, 20, 10) + sheet("J2", "p", 50, 20, 10)[:2]
    how = settings(items=ITEMS, missing="skip", min_judges=3)
    assert [d[0] for d in dues(field, {"marks": rows}, how)] == [
        "评委姓名J2对姓名p尚缺 1 个评分",
        "“judges”中须至少 3 名评委为姓名p评分，现有 2 名",
    ]


def test_judges_by_post_are_missed_by_post():
    how = settings(per="candidacy")
    rows = {"marks": marks({"p@a": [80] * 5, "q@a": [80] * 5, "p@b": [80] * 4})}
    assert [d[0] for d in dues(FIELD, rows, how)] == ["评委姓名J5对姓名p（b）尚缺 1 个评分"]


def test_a_bench_too_small_or_even():
    within = frame(
        members={"judges": ("J1", "p")}, bodies=[Body(id="judges", title="评委", at_least=5, odd=True)]
    )
    rows = {"marks": marks({"p": [80], "q": [80]})}
    assert [d[0] for d in dues(FIELD, rows, within=within)] == [
        "评委“judges”须至少 5 人，现有 1 人（人选不能任评委）"
    ]
    rows = {"marks": marks({"p": [80] * 4, "q": [80] * 4})}
    assert [d[0] for d in dues(FIELD, rows, settings(odd=True), frame(members={"judges": JUDGES[:4]}))] == [
        "评委“judges”须为单数，现有 4 人"
    ]


def test_numbers_and_rooms_are_due_where_the_plan_has_them():
    rows = {"marks": marks({"p": [80] * 5, "q": [80] * 5}), "draw": [Draw(person="p", number=1)]}
    assert dues(FIELD, rows, settings(draw=True, normalise={})) == [
        ("姓名q尚未抽签", "draw", "q", ""),
        ("姓名p未登记考场", "rooms", "p", ""),
        ("姓名q未登记考场", "rooms", "q", ""),
    ]


def test_closing_too_early_is_refused():
    with pytest.raises(Refused) as refused:
        closed(FIELD, {"p": [80] * 5})
    assert refused.value.code == "stage_closed_too_early"


def test_an_empty_slate_closes():
    assert closed(slate(), {}) == Outcome(
        "speech", slate(), slate(), record=speech.SpeechRecord({"judges": JUDGES})
    )


@pytest.mark.parametrize(
    "how",
    [
        {"judges": None},
        {"judges": "judges", "groups": GROUPS},
        {"groups": [{"body": "a", "weight": 1}, {"body": "b"}]},
        {"trim": {"level": "item"}},
        {"trim": {"level": "item"}, "items": ITEMS, "rank_points": {"first": 9, "step": 1}},
        {"items": ITEMS, "rank_points": {"first": 9, "step": 1, "given": "ranks"}},
        {"keep": {"top": 1, "ties": "chain"}},
    ],
)
def test_settings_that_contradict_themselves(how):
    with pytest.raises(ValueError, match=r"needed|weight|trimming|ranks|chain"):
        settings(**how)


TABLE = st.lists(st.lists(st.integers(0, 100), min_size=5, max_size=5), min_size=1, max_size=5)


@given(TABLE, st.integers(0, 60), st.randoms(use_true_random=False))
def test_law_the_slate_is_accounted_for_and_order_does_not_matter(table, line, chance):
    field = slate(*[f"p{i}@{'ab'[i % 2]}" for i in range(len(table))])
    rows = marks({f"p{i}": own for i, own in enumerate(table)})
    how = settings(trim={}, keep={"top": 2}, **{"pass": line})
    outcome = closed(field, rows, how)
    assert sorted([*stayed(outcome), *left(outcome)]) == sorted(map(str, field.candidates))
    chance.shuffle(rows)
    again = closed(field, rows, how)
    assert (points_of(again), left(again)) == (points_of(outcome), left(outcome))


@given(TABLE, st.data())
def test_law_raising_one_mark_never_lowers_the_own_score(table, data):
    field = slate(*[f"p{i}@a" for i in range(len(table))])
    judge = data.draw(st.integers(0, 4))
    before = closed(field, marks({f"p{i}": own for i, own in enumerate(table)}), settings(trim={}))
    table[0][judge] = data.draw(st.integers(table[0][judge], 100))
    after = closed(field, marks({f"p{i}": own for i, own in enumerate(table)}), settings(trim={}))
    assert after.score_of(c("p0@a")).value >= before.score_of(c("p0@a")).value
    assert after.score_of(c("p0@a")).rank <= before.score_of(c("p0@a")).rank


def test_the_panel_is_each_judges_own_total_and_how_they_count():
    how = settings(items=ITEMS, trim={})
    rows = [*sheet("J1", "p", 50, 25, 10), *sheet("J2", "p", 40, 20, 0)]
    field = slate("p@a", "p@b", "q@a")
    within = frame(members={"judges": ("J1", "J2", "q")})
    given_rows = {"marks": rows, "absences": [Absence(person="q", reason="病")]}
    totals, groups = speech.panel_totals(
        field, inputs(["p", "q", "J1", "J2"], given_rows, within=within), how
    )
    assert {str(u): {j: w.value for j, w in own.items()} for u, own in totals.items()} == {
        "p@": {"J1": D(85), "J2": D(60)}
    }
    assert groups == (Group(("J1", "J2"), None, Trim()),)
