"""Democratic assessment: which sheets may enter, what they come to, and which rates pass or veto."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from scored_stage import D, c, inputs, leaves, left, points_of, slate, stayed, street_office

from quanheng.core.language.scoring import Disclose
from quanheng.core.scoring.disclosing import TOO_FEW, disclosure_in
from quanheng.core.scoring.given import rates_of
from quanheng.core.scoring.scores import plain
from quanheng.core.stages import assessment
from quanheng.core.stages.assessment import GroupTurnout, Settings, Sheet
from quanheng.core.tallies.rating import Tally
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import Refused, Text

GRADES = [
    {"id": "a", "title": {"zh": "优秀", "en": "excellent"}, "value": 100},
    {"id": "b", "title": {"zh": "称职", "en": "competent"}, "value": 80},
    {"id": "d", "title": {"zh": "不称职", "en": "incompetent"}, "value": 0},
    {"id": "n", "title": {"zh": "不了解", "en": "do not know"}},
]
STAFF = {"id": "staff", "title": {"zh": "职工", "en": "staff"}, "weight": 40}
HEADS = {"id": "heads", "title": {"zh": "中层", "en": "heads"}, "weight": 60}
FIELD = slate("p@a", "q@a", "p@b")


def settings(**how):
    plain = {"id": "assessment", "kind": "assessment", "groups": [STAFF], "denominator": "valid"}
    if "scale" not in how:
        plain["grades"] = GRADES
    return Settings.model_validate({**plain, **how})


def sheets(**given_marks):
    """Overall marks by person: 'aab' are three sheets of the staff; heads_p is a group and a person."""
    rows = []
    for name, marks in given_marks.items():
        group, _, person = name.rpartition("_")
        first = 100 if group == "heads" else 0
        rows += [
            Sheet(sheet=str(first + i), group=group or "staff", person=person, marks={"overall": m})
            for i, m in enumerate(marks, start=1)
        ]
    return rows


def turnout(group="staff", should_attend=20, present=15, issued=12, returned=10):
    return GroupTurnout(
        group=group, should_attend=should_attend, present=present, issued=issued, returned=returned
    )


def closed(rows, how=None, field=FIELD, **tables):
    return assessment.close(field, inputs(field.people(), {"sheets": rows, **tables}), how or settings())


FIVE = ("virtue", "ability", "diligence", "achievement", "integrity")
STREET = {
    "p": dict(zip(FIVE, ("aaaaaabb", "aaaaabbb", "aaaaaaab", "aaaabbbc", "aaaaaaaa"), strict=True)),
    "q": dict(zip(FIVE, ("aaaaaabb", "aaaaabbb", "aaaabbbb", "aaaabbbb", "aaaaabbb"), strict=True)),
}


def street_rows():
    words = {"a": "优秀", "b": "称职", "c": "基本称职"}
    return [
        Sheet(sheet=str(i + 1), group="staff", person=p, marks={d: words[m[i]] for d, m in own.items()})
        for p, own in STREET.items()
        for i in range(8)
    ]


def test_the_street_office_takes_the_mean_of_five_dimensions():
    outcome = closed(street_rows(), street_office("assessment"))
    assert points_of(outcome) == {"p@a": "94.50", "q@a": "92.00", "p@b": "94.50"}
    dimensions = outcome.score_of(c("p@a")).working.parts
    assert [(d.label.zh, d.value, d.rule.zh) for d in dimensions] == [
        ("德", D(95), "760 ÷ 8"),
        ("能", D("92.5"), "740 ÷ 8"),
        ("勤", D("97.5"), "780 ÷ 8"),
        ("绩", D("87.5"), "700 ÷ 8"),
        ("廉", D(100), "800 ÷ 8"),
    ]
    assert leaves(dimensions[3]) == [
        f"assessment.sheets:staff|achievement|{g}" for g in ("excellent", "competent", "basic")
    ]


def two_groups(**how):
    return settings(groups=[STAFF, HEADS], **{"empty_group": "block", **how})


def test_groups_are_weighted_whatever_their_size():
    outcome = closed(sheets(p="aaab", q="aaaa", heads_p="d", heads_q="a"), two_groups(rounding=[{}]))
    assert points_of(outcome) == {"p@a": "38.00", "q@a": "100.00", "p@b": "38.00"}
    assert outcome.score_of(c("p@a")).working.rule.zh == "(95×40 + 0×60) ÷ 100"


@pytest.mark.parametrize(("rule", "points"), [("renormalise", "95"), ("zero", "38")])
def test_a_group_that_said_nothing(rule, points):
    rows = sheets(p="aaab", q="a", heads_q="a")
    assert points_of(closed(rows, two_groups(empty_group=rule)))["p@a"] == points
    with pytest.raises(Refused) as refused:
        closed(rows, two_groups())
    assert "姓名p尚无测评票：中层" in refused.value.text.zh


def test_a_group_of_abstentions_is_as_good_as_empty():
    rows = sheets(p="aaab", q="a", heads_p="n", heads_q="a")
    assert (
        points_of(closed(rows, two_groups(empty_group="renormalise", denominator="decided")))["p@a"] == "95"
    )
    assert points_of(closed(rows, two_groups(denominator="decided")))["p@a"] == "38"


def test_a_small_group_joins_another():
    rows = sheets(p="aaa", q="aaa", heads_p="d", heads_q="a")
    small = {"below": 3, "rule": "merge", "into": "staff"}
    counts = [turnout(), turnout("heads", 1, 1, 1, 1)]
    outcome = closed(rows, two_groups(small_group=small))
    assert points_of(outcome)["p@a"] == "75"
    assert outcome.record.counts["p"]["heads"] == (Tally({"d": 1}),)
    ten = sheets(p="a" * 10, q="a" * 10, heads_p="d", heads_q="a")
    whole = closed(ten, two_groups(small_group=small, denominator="issued"), turnout=counts)
    assert points_of(whole)["p@a"] == str(D(1000) / 13)
    assert (
        points_of(closed(sheets(p="d", q="a"), settings(small_group={"below": 9, "rule": "count"})))["p@a"]
        == "0"
    )


def test_a_small_group_may_block():
    how = settings(small_group={"below": 3, "rule": "block"})
    assert dues(sheets(p="ab", q="aa"), how) == [("“职工”组只有 2 张票，不足 3 张", "sheets", "")]


def test_the_denominator_is_the_plan_s():
    rows = sheets(p="aabbnnnnnn", q="aaaaaaaaaa")
    points = {
        base: points_of(closed(rows, settings(denominator=base, rounding=[{}]), turnout=[turnout()]))["p@a"]
        for base in ("decided", "valid", "returned", "issued", "present", "should_attend")
    }
    assert points == {
        "decided": "90.00", "valid": "36.00", "returned": "36.00",
        "issued": "30.00", "present": "24.00", "should_attend": "18.00",
    }  # fmt: skip


def test_numbers_instead_of_grades():
    rows = sheets(p=["90", "85.5"], q=["70", "70"])
    assert points_of(closed(rows, settings(scale={"max": 100, "step": "0.5"}))) == {
        "p@a": "87.75", "q@a": "70", "p@b": "87.75",
    }  # fmt: skip


def test_sheets_that_break_a_rule_count_as_invalid():
    rows = sheets(p="ab", q="ad")
    outcome = closed(rows, settings(all_equal_invalid=True))
    assert points_of(outcome) == {"p@a": "80", "q@a": "0", "p@b": "80"}
    assert outcome.record.spoiled == (
        ("staff", "1", Text("对所有人的评价完全相同", "everyone is given the same mark")),
    )


APPROVE = {"grades": ["a", "b"], "is": {"over": "2/3"}}
VETO = {"grades": ["d"], "is": {"at_least": "1/3"}}


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ("aab", None),
        ("aan", "rate_not_reached"),
        ("abd", "rate_not_reached"),
        ("aaadd", "rate_not_reached"),
        ("aaaad", None),
    ],
)
def test_two_thirds_must_be_exceeded(marks, code):
    outcome = closed(sheets(p=marks, q="aaa"), settings(approve=[APPROVE]))
    assert left(outcome) == ({"p@a": code, "p@b": code} if code else {})


@pytest.mark.parametrize(("marks", "gone"), [("aad", True), ("aaad", False), ("n", False)])
def test_a_third_against_is_a_veto(marks, gone):
    outcome = closed(sheets(p=marks, q="a"), settings(veto=[{**VETO, "denominator": "decided"}]))
    assert ("p@a" in left(outcome)) is gone


def test_a_rate_says_its_numbers():
    finding = closed(sheets(p="aad", q="a"), settings(veto=[VETO])).departure_of(c("p@a")).finding
    assert finding.text == Text(
        "不称职票 1/3，占 0.333333…；达到否决线：不低于 1/3",
        "incompetent: 1 of 3, 0.333333…; veto when at least 1/3",
    )
    assert (finding.code, finding.source.ref) == ("vetoed_by_rate", "stages.assessment.veto.0")


def test_a_rate_over_some_groups_and_one_dimension():
    rows = sheets(p="ad", q="aa", heads_p="dd", heads_q="aa")
    rule = {"grades": ["d"], "is": {"over": "1/2"}, "groups": ["heads"], "dimension": "overall"}
    assert left(closed(rows, two_groups(veto=[rule]))) == {"p@a": "vetoed_by_rate", "p@b": "vetoed_by_rate"}
    assert left(closed(rows, two_groups(veto=[{**rule, "groups": ["staff"]}]))) == {}


def test_the_pass_mark_and_the_cut():
    field = slate("p@a", "q@a", "r@a")
    rows = sheets(p="aaa", q="bbb", r="ddd")
    outcome = closed(rows, settings(keep={"top": 1}, **{"pass": 60}), field)
    assert (stayed(outcome), left(outcome)) == (["p@a"], {"q@a": "below_cut", "r@a": "below_pass_mark"})


def admitted(table, rows, how=None, **before):
    found = assessment.admit(table, rows, FIELD, inputs(FIELD.people(), before), how or settings())
    return {i: r.code for i, r in found}


def one(**how):
    return Sheet(**{"sheet": "1", "group": "staff", "person": "p", "marks": {"总体评价": "优秀"}, **how})


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"group": "guests"}, "unknown_group"),
        ({"person": "z"}, "unknown_person"),
        ({"marks": {"overall": "好"}}, "unknown_mark"),
        ({"marks": {"overall": "优秀/称职"}}, "over_mark"),
        ({"marks": {}}, "no_mark"),
        ({"marks": {"overall": "a", "绩": "a"}}, "unknown_column"),
    ],
)
def test_rows_that_may_not_enter(row, code):
    assert admitted("sheets", [one(), one(sheet="2", **row)]) == {1: code}


def test_a_refusal_says_what_may_stand_there():
    field = inputs(FIELD.people())

    def said(how, **row):
        [(_, refusal)] = assessment.admit("sheets", [one(**row)], FIELD, field, how)
        return refusal.say("zh")

    assert said(settings(), marks={"overall": "好"}) == (
        "staff|1|p: “总体评价：好”：不是方案中的等次或允许的分数。"
        " 可填：优秀、称职、不称职、不了解。请核对原票。"
    )
    assert said(settings(scale={"max": 10}), marks={"overall": "11"}).endswith("可填：0–10。请核对原票。")
    assert said(settings(), marks={"overall": "a", "绩": "a"}).endswith("可填：总体评价。请核对原票。")


def test_the_same_sheet_twice_for_one_person():
    assert admitted("sheets", [one(), one()]) == {1: "repeated_row"}


def test_a_sheet_belongs_to_one_group():
    assert admitted("sheets", [one(), one(person="q")], two_groups()) == {}
    rows = [one(), one(group="heads", person="q")]
    assert admitted("sheets", rows, two_groups()) == {1: "sheet_in_two_groups"}
    assert admitted("sheets", rows, two_groups(numbering="group")) == {}


def test_a_sheet_beyond_those_given_out():
    rows = [one(sheet=n) for n in ("12", "13", "0", "A1")]
    assert admitted("sheets", rows, turnout=[turnout()]) == {
        1: "sheet_beyond_issued",
        2: "sheet_beyond_issued",
    }
    few = [turnout(should_attend=1, present=1, issued=1, returned=1)]
    assert admitted("sheets", [one(sheet="B"), one(sheet="A")], turnout=few) == {1: "sheet_beyond_issued"}
    assert admitted("sheets", [one(sheet="A")], turnout=few, sheets=[one(sheet="B", person="q")]) == {
        0: "sheet_beyond_issued"
    }
    counts = [turnout(), turnout("heads", 3, 3, 3, 3)]
    rows = [one(sheet="15"), one(sheet="16", group="heads")]
    assert admitted("sheets", rows, two_groups(), turnout=counts) == {1: "sheet_beyond_issued"}
    assert admitted("sheets", rows, two_groups(), turnout=counts[:1]) == {}


def test_turnout_that_cannot_be():
    rows = [
        turnout(returned=13), turnout("guests"), turnout(present=30), turnout(returned=1),
    ]  # fmt: skip
    found = [admitted("turnout", [row], sheets=sheets(p="aa")) for row in rows]
    assert found == [
        {0: "more_returned_than_issued"}, {0: "unknown_group"},
        {0: "turnout_contradicts_itself"}, {0: "fewer_returned_than_entered"},
    ]  # fmt: skip
    assert admitted("turnout", [turnout()]) == {}


def dues(rows, how=None, **tables):
    known = inputs(FIELD.people(), {"sheets": rows, **tables})
    return [(d.text.zh, d.table, d.person) for d in assessment.due(FIELD, known, how or settings())]


def test_what_is_missing():
    assert dues([], settings(denominator="issued")) == [
        ("“职工”组未登记到会与票数", "turnout", ""),
        ("姓名p尚无测评票：职工", "sheets", "p"),
        ("姓名q尚无测评票：职工", "sheets", "q"),
    ]
    assert dues(sheets(p="a", q="a")) == []
    assert dues(sheets(p="a", q="a"), turnout=[turnout()]) == [
        ("“职工”组收回 10 张，只录入 1 张", "sheets", "")
    ]


@pytest.mark.parametrize(("attended", "met"), [(14, True), (13, False), (0, False)])
def test_a_quorum_by_group(attended, met):
    how = settings(groups=[{**STAFF, "quorum": {"at_least": "2/3"}}])
    base = 21 if attended else 0
    counts = turnout(should_attend=base, present=attended, issued=min(1, attended), returned=min(1, attended))
    found = [text for text, _, _ in dues(sheets(p="a", q="a"), how, turnout=[counts])]
    assert (found == []) is met
    assert [text for text, _, _ in dues(sheets(p="a", q="a"), how)] == ["“职工”组未登记到会与票数"]


@pytest.mark.parametrize(
    "how",
    [
        {"scale": {}, "grades": GRADES},
        {"groups": [STAFF, HEADS]},
        {"veto": [{**VETO, "grades": ["z"]}]},
        {"veto": [{**VETO, "dimension": "z"}]},
        {"veto": [{**VETO, "groups": ["z"]}]},
        {"sheet_rules": [{"grades": ["z"], "count": {"at_most": 1}}]},
        {"small_group": {"below": 3, "rule": "merge", "into": "z"}},
        {"small_group": {"below": 3, "rule": "merge"}},
        {"keep": {"top": 1, "ties": "chain"}},
    ],
)
def test_settings_that_contradict_themselves(how):
    with pytest.raises(ValueError, match=r"needed|need|known|chain"):
        settings(**how)


def test_the_record_keeps_turnout_and_counts():
    record = closed(sheets(p="ab", q="aa"), turnout=[turnout(returned=2)]).record
    assert record == assessment.AssessmentRecord(
        turnouts={"staff": Turnout(20, 15, 12, 2)},
        sheets={"staff": 2},
        counts={"p": {"staff": (Tally({"a": 1, "b": 1}),)}, "q": {"staff": (Tally({"a": 2}),)}},
        rates={
            "p": {"a": D("0.5"), "b": D("0.5"), "d": D(0), "n": D(0)},
            "q": {"a": D(1), "b": D(0), "d": D(0), "n": D(0)},
        },
    )


def test_a_large_meeting_is_counted_in_seconds():
    people = [f"p{i}" for i in range(60)]
    words = ("优秀", "称职", "不称职", "不了解")
    dimensions = [{"id": d, "title": d} for d in ("virtue", "ability", "work")]
    columns = [d["id"] for d in dimensions]
    rows = [
        Sheet.model_construct(
            sheet=str(s),
            group="staff",
            person=p,
            marks={d: words[(s * 7 + i * 3 + k) % 4] for k, d in enumerate(columns)},
        )
        for s in range(1, 1501)
        for i, p in enumerate(people)
    ]
    field = slate(*[f"{p}@a" for p in people])
    before = process_time()
    outcome = closed(rows, settings(dimensions=dimensions), field)
    assert process_time() - before < 3
    assert len(rows) == 90_000
    assert {s.value for s in outcome.scores} == {D(45)}


MARKS = st.lists(st.tuples(st.sampled_from("abdn"), st.sampled_from("abdn")), min_size=1, max_size=12)


@given(MARKS, st.randoms(use_true_random=False))
def test_law_order_does_not_matter_and_everyone_is_accounted_for(marks, chance):
    rows = sheets(p=[m for m, _ in marks], q=[m for _, m in marks])
    how = settings(veto=[VETO], keep={"top": 1})
    outcome = closed(rows, how)
    assert sorted([*stayed(outcome), *left(outcome)]) == sorted(map(str, FIELD.candidates))
    chance.shuffle(rows)
    again = closed(rows, how)
    assert (points_of(again), left(again)) == (points_of(outcome), left(outcome))


@given(MARKS, st.integers(0, 11))
def test_law_a_better_mark_never_lowers_the_own_score(marks, index):
    own = [m for m, _ in marks]
    better = [*own]
    better[index % len(own)] = "a"
    before, after = (closed(sheets(p=m, q="a" * len(own))).score_of(c("p@a")).value for m in (own, better))
    assert after >= before


def test_a_group_that_rates_some_people_only():
    rules = settings(groups=[STAFF, HEADS | {"rates": ["q"]}], empty_group="block")
    refusals = assessment.admit("sheets", sheets(heads_p="a"), FIELD, inputs(FIELD.people(), {}), rules)
    assert [r.code for _, r in refusals] == ["group_does_not_rate"]
    rows = sheets(p="a", q="b", heads_q="a")
    assert assessment.due(FIELD, inputs(FIELD.people(), {"sheets": rows}), rules) == ()
    outcome = closed(rows, rules)
    assert {s.candidate.person: s.value for s in outcome.scores} == {"p": D(100), "q": D(92)}


SHOWN = {"disclosure": {}, "groups": [STAFF, HEADS, {"id": "chief", "title": "领导", "weight": 20}]}


def disclosed_parts(rows, how):
    """The total's working and its groups, for p, who alone is assessed."""
    working = closed(rows, settings(empty_group="block", **how), slate("p@a")).scores[0].working
    return (
        working.value,
        working.rule.zh,
        [(p.label.zh, p.value, p.rule.zh, len(p.parts)) for p in working.parts],
    )


def test_a_small_group_is_not_shown_nor_the_one_that_would_give_it_away():
    rows = sheets(p="a" * 20, heads_p="b" * 6) + [
        Sheet(sheet=str(n), group="chief", person="p", marks={"overall": "a"}) for n in range(201, 204)
    ]
    value, rule, parts = disclosed_parts(rows, SHOWN)
    hidden = "票数过少，不显示"
    assert (
        value
        == closed(rows, settings(empty_group="block", groups=SHOWN["groups"]), slate("p@a")).scores[0].value
    )
    assert (rule, parts) == (
        "各组加权平均；票数过少的组不显示",
        [("职工", D(100), "票数较少，只显示平均分", 0), ("中层", None, hidden, 0), ("领导", None, hidden, 0)],
    )


def test_few_ballots_show_their_mean_and_many_all_of_them():
    rows = sheets(p="a" * 20, heads_p="ab" * 4)
    _, rule, parts = disclosed_parts(rows, {"disclosure": {}, "groups": [STAFF, HEADS]})
    assert rule == "(100×40 + 90×60) ÷ 100"
    assert [p[2:] for p in parts] == [("票数较少，只显示平均分", 0)] * 2
    many = sheets(p="a" * 20, heads_p="ab" * 6)
    _, _, parts = disclosed_parts(many, {"disclosure": {}, "groups": [STAFF, HEADS]})
    assert [p[3] for p in parts] == [1, 2]


def test_one_small_group_alone_keeps_its_mean():
    value, rule, parts = disclosed_parts(sheets(p="aab"), {"disclosure": {}})
    assert (plain(value), rule, parts) == ("93.333333…", "票数较少，只显示平均分", [])


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"approve": [{"grades": ["a"], "is": {"over": "1/2"}}]}, "rate_not_reached"),
        ({"veto": [{"grades": ["d"], "is": {"at_least": "1/3"}}]}, "vetoed_by_rate"),
    ],
)
def test_a_rate_of_few_ballots_is_told_without_its_votes(rule, code):
    outcome = closed(sheets(p="dddd"), settings(disclosure={}, **rule), slate("p@a"))
    (departure,) = outcome.departures
    assert departure.finding.code == code
    assert "票数较少，不显示得票" in departure.finding.text.zh
    assert departure.finding.evidence == ()
    many = closed(sheets(p="d" * 12), settings(disclosure={}, **rule), slate("p@a"))
    assert many.departures[0].finding.evidence[1].value.zh == "12"


def test_disclosure_in_order():
    with pytest.raises(ValueError, match="mean_below"):
        settings(disclosure={"hidden_below": 5, "mean_below": 3})


FEW = Disclosure()
"""The rules that an election fixes."""


def counted(rows, how=None, field=None):
    """The stage closed as counted from an election."""
    field = field or slate("p@a")
    given_ = replace(inputs(field.people(), {"sheets": rows}), disclosure=FEW)
    return assessment.close(field, given_, how or settings())


def test_an_election_withholds_marks_of_few_from_working_record_and_shares():
    rows = sheets(p="a" * 12, heads_p="aabbbb")
    how = settings(groups=[STAFF, HEADS], empty_group="block")
    found, open_ = counted(rows, how), closed(rows, how, slate("p@a"))
    assert points_of(found) == points_of(open_)
    assert leaves(open_.scores[0].working) != leaves(found.scores[0].working)
    assert [(p.value, p.rule.zh, p.parts) for p in found.scores[0].working.parts] == [
        (D(100), "票数较少，只显示平均分", ()),
        (D(520) / 6, "票数较少，只显示平均分", ()),
    ]
    assert (found.record.counts, found.record.rates) == ({"p": {}}, {"p": open_.record.rates["p"]})
    assert (found.record.sheets, found.untold) == ({"staff": 12, "heads": 6}, {})


def test_shares_that_tell_few_marks_serve_later_stages_and_nobody_else():
    found = counted(sheets(p="aab"))
    assert (found.record.counts, found.record.rates) == ({"p": {}}, {})
    shares = {"a": D(2) / 3, "b": D(1) / 3, "d": D(0), "n": D(0)}
    assert found.untold == {"p": shares}
    later = inputs(["p"], earlier={"assessment": found})
    assert rates_of(c("p@a"), later) == {f"rate.assessment.{grade}": rate for grade, rate in shares.items()}


def test_an_election_of_many_tells_all_that_paper_tells():
    rows = sheets(p="a" * 12, heads_p="ab" * 6)
    how = settings(groups=[STAFF, HEADS], empty_group="block")
    assert counted(rows, how) == closed(rows, how, slate("p@a"))


def test_a_small_group_merged_before_counting_is_not_told_apart():
    rows = sheets(p="a" * 12, heads_p="ab")
    how = settings(
        groups=[STAFF, HEADS],
        empty_group="renormalise",
        small_group={"below": 5, "rule": "merge", "into": "staff"},
    )
    assert counted(rows, how).record.counts == {"p": {"staff": (Tally({"a": 13, "b": 1}),)}}
    assert closed(rows, how, slate("p@a")).record.counts == {
        "p": {"staff": (Tally({"a": 12}),), "heads": (Tally({"a": 1, "b": 1}),)}
    }


def test_why_a_sheet_of_few_does_not_count_is_withheld():
    how = settings(sheet_rules=[{"grades": ["a"], "count": {"at_most": 0}}])
    (spoiled,) = counted(sheets(p="abb"), how).record.spoiled
    assert spoiled == ("staff", "1", TOO_FEW)
    (spoiled,) = counted(sheets(p="a" + "b" * 12), how).record.spoiled
    assert spoiled[2].zh == "给出a的人数（1/1）须不超过0"


@pytest.mark.parametrize(("groups", "told"), [(None, True), (["heads"], False), (["staff"], False)])
def test_a_rate_is_told_where_its_groups_together_give_none_away(groups, told):
    rate = {"grades": ["a"], "is": {"over": 1}} | ({"groups": groups} if groups else {})
    how = settings(groups=[STAFF, HEADS], empty_group="block", approve=[rate])
    (departure,) = counted(sheets(p="a" * 12, heads_p="aabb"), how).departures
    assert bool(departure.finding.evidence) is told


def test_the_stricter_of_plan_and_election_governs():
    plan_, fixed = Disclose(hidden_below=3, mean_below=20), Disclosure(5, 10)
    assert disclosure_in(None, None) is None
    assert disclosure_in(None, fixed) == fixed
    assert disclosure_in(plan_, None) == Disclosure(3, 20)
    assert disclosure_in(plan_, fixed) == Disclosure(5, 20)


def test_a_group_may_leave_out_its_highest_and_lowest_marks():
    """A head nurse's plan: two highest and two lowest of the middle managers do not count."""
    how = settings(
        scale={"max": 100}, groups=[{**STAFF, "trim": {"high": 2, "low": 2, "only_if_more_than": 4}}]
    )
    marks = ("100", "90", "90", "80", "60", "20")
    rows = [
        Sheet(sheet=f"{p}{n}", group="staff", person=p, marks={"overall": m})
        for p, own in (("p", marks), ("q", ("100", "50", "50")))
        for n, m in enumerate(own)
    ]
    outcome = closed(rows, how)
    assert points_of(outcome) == {"p@a": "85", "q@a": "66.66666666666666666666666667", "p@b": "85"}
    mean = outcome.score_of(c("p@a")).working
    assert [(p.label.zh, p.value) for p in mean.parts[-1:]] == [("去掉 2 个最高分、2 个最低分", D(4))]


def test_too_few_marks_are_not_trimmed_to_nothing():
    how = settings(scale={"max": 100}, groups=[{**STAFF, "trim": {"high": 1, "low": 1}}])
    rows = [Sheet(sheet=p, group="staff", person=p, marks={"overall": "80"}) for p in ("p", "q")]
    with pytest.raises(Refused) as refused:
        closed(rows, how)
    assert refused.value.code == "too_few_marks_to_trim"


def test_marks_are_trimmed_where_the_base_is_marks():
    with pytest.raises(ValueError, match="denominator"):
        settings(scale={"max": 100}, denominator="issued", groups=[{**STAFF, "trim": {}}])


def test_nobody_is_rated_where_nobody_stands():
    assert assessment.due(slate(), inputs(), settings()) == ()


REVERSED = [{"id": "kept", "title": "执行制度"}, {"id": "broke", "title": "有无违规", "reversed": True}]


@pytest.mark.parametrize(
    ("how", "marks", "wanted"),
    [
        ({}, {"kept": "优秀", "broke": "不称职"}, "100"),
        ({"scale": {"min": 1, "max": 5}}, {"kept": "4", "broke": "2"}, "4"),
    ],
)
def test_a_reversed_question_earns_what_the_opposite_mark_earns(how, marks, wanted):
    """P204: a questionnaire with reversed questions."""
    how = settings(dimensions=REVERSED, **how)
    rows = [Sheet(sheet="1", group="staff", person=p, marks=marks) for p in ("p", "q")]
    assert set(points_of(closed(rows, how)).values()) == {wanted}


def test_the_rate_of_a_grade_leaves_reversed_questions_out():
    rows = [
        Sheet(sheet="1", group="staff", person=p, marks={"kept": "优秀", "broke": "不称职"})
        for p in ("p", "q")
    ]
    veto = [{"grades": ["d"], "is": {"over": 0}}]
    assert closed(rows, settings(dimensions=REVERSED, veto=veto)).departures == ()
    aimed = [{"grades": ["d"], "is": {"over": 0}, "dimension": "broke"}]
    assert len(closed(rows, settings(dimensions=REVERSED, veto=aimed)).departures) == 3


def test_an_empty_cell_is_no_approval_where_a_question_is_reversed():
    with pytest.raises(ValidationError):
        settings(dimensions=REVERSED, blank="approve")
