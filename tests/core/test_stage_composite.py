"""Composite: components by weight, missing values, bonus and penalty, schemes by post, ranks and ties."""

import pytest
from composite_stage import FIELD, closed, earlier, entered, points, settings, stage
from hypothesis import given
from hypothesis import strategies as st
from scored_stage import (
    D,
    c,
    frame,
    inputs,
    leaves,
    left,
    person,
    points_of,
    ranks_of,
    slate,
    stayed,
    street_office,
)

from quanheng.core.language.posts import PostClass
from quanheng.core.scoring.weighing import weight_scale
from quanheng.core.stages import composite
from quanheng.core.stages.composite import Settings
from quanheng.core.values import Refused, Text

STREET = earlier(
    speech={"p@a": "89.40", "q@a": "93.15", "r@a": "93.15"},
    assessment={"p@a": "94.50", "q@a": "92.00", "r@a": "92.00"},
)


def test_the_street_office_weighs_forty_to_sixty_and_parts_equals_by_the_assessment():
    field = slate("p@a", "q@a", "r@a")
    outcome = closed(street_office("composite"), field, before=STREET)
    assert points_of(outcome) == {"p@a": "92.46", "q@a": "92.46", "r@a": "92.46"}
    assert ranks_of(outcome) == {"p@a": 1, "q@a": 2, "r@a": 2}
    speech, assessment = outcome.score_of(c("p@a")).working.parts
    assert [(w.label, w.value, w.rule.zh) for w in (speech, assessment)] == [
        (Text("竞聘演讲", "Speech"), D("35.76"), "89.4 × 40 ÷ 100"),
        (Text("民主测评", "Democratic assessment"), D("56.70"), "94.5 × 60 ÷ 100"),
    ]
    assert leaves(outcome.score_of(c("p@a")).working) == ["speech.marks:p@a", "assessment.marks:p@a"]
    assert [(str(f.candidate), f.text.zh) for f in outcome.findings] == [
        ("p@a", "同分，比“assessment”得分：94.5"),
        ("q@a", "同分，比“assessment”得分：92"),
        ("r@a", "同分，比“assessment”得分：92"),
    ]
    assert [s.rank for s in outcome.record.orders["a"]] == [1, 2, 2]


@pytest.mark.parametrize("weights", [(40, 60), ("0.4", "0.6"), (4, 6), ("2/5", "3/5")])
def test_weights_as_points_shares_or_ratios(weights):
    how = settings(stage("speech", weights[0]), stage("assessment", weights[1]), rounding=[{}])
    assert points_of(closed(how, slate("p@a"), before=STREET)) == {"p@a": "92.46"}


def test_weights_that_add_up_to_more_stay_as_written():
    assert weight_scale([D(60), D(50)], D(100)) == 1
    how = settings(stage("speech", 60), stage("assessment", 50), rounding=[{}])
    assert points_of(closed(how, slate("p@a"), before=STREET)) == {"p@a": "100.89"}


def test_parts_within_parts_and_folded_scales():
    written = {
        "id": "written",
        "weight": 40,
        "components": [entered("general", 6, full_mark=150), entered("special", 4)],
    }
    how = settings(written, entered("interview", 60), rounding=[{"at": "item", "digits": 1}, {}])
    rows = points("general", {"p": 100}) + points("special", {"p": 70}) + points("interview", {"p": 80})
    outcome = closed(how, slate("p@a"), rows)
    assert points_of(outcome) == {"p@a": "75.20"}  # (100×60÷150 + 70×40÷100) × 40% + 80 × 60%
    assert leaves(outcome.score_of(c("p@a")).working) == [
        f"composite.points:p||{name}" for name in ("general", "special", "interview")
    ]


def test_raw_points_without_weights():
    how = settings(
        entered("written"), entered("interview", full_mark=300), entered("record", full_mark=50), full=450
    )
    rows = points("written", {"p": 80}) + points("interview", {"p": 250}) + points("record", {"p": "41.5"})
    assert points_of(closed(how, slate("p@a"), rows)) == {"p@a": "371.5"}


def test_bonus_penalty_cap_and_floor():
    bonus = {"effect": "bonus", "cap": 5}
    how = settings(
        entered("base"), entered("plus", **bonus), entered("minus", effect="penalty"), floor=0, cap=100
    )
    field = slate("p@a", "q@a", "r@a")
    rows = (
        points("base", {"p": 98, "q": 10, "r": 50})
        + points("plus", {"p": 4})
        + points("minus", {"q": 30, "r": 2})
    )
    outcome = closed(how, field, rows)
    assert points_of(outcome) == {"p@a": "100", "q@a": "0", "r@a": "48"}
    assert outcome.score_of(c("p@a")).working.rule.zh == "封顶 100"
    assert [w.value for w in outcome.score_of(c("r@a")).working.parts] == [50, 0, -2]


def test_a_component_is_capped_before_it_is_weighed():
    how = settings(entered("record", 50, cap=80), entered("talk", 50, floor=20))
    rows = points("record", {"p": 90}) + points("talk", {"p": 10})
    assert points_of(closed(how, slate("p@a"), rows)) == {"p@a": "50"}


def test_a_bonus_only_for_the_first_of_the_written_test():
    when = {"quantity": "rank.written", "is": {"at_most": 1}}
    how = settings(entered("written"), entered("plus", effect="bonus", when=when))
    rows = points("written", {"p": 80, "q": 70}) + points("plus", {"p": 3, "q": 3})
    assert points_of(closed(how, FIELD, rows)) == {"p@a": "83", "q@a": "70"}


def test_a_conditional_part_of_the_score_is_not_missed_where_it_does_not_apply():
    how = settings(entered("base"), entered("extra", when={"posts": ["b"]}))
    assert points_of(closed(how, FIELD, points("base", {"p": 80, "q": 70}))) == {"p@a": "80", "q@a": "70"}


def test_the_share_of_the_best():
    how = settings(entered("result", measure="best", full_mark=50))
    rows = points("result", {"p": 40, "q": 30})
    assert points_of(closed(how, FIELD, rows)) == {"p@a": "50", "q@a": "37.50"}
    zero = points("result", {"p": 0, "q": 0})
    assert points_of(closed(how, FIELD, zero)) == {"p@a": "0", "q@a": "0"}


def test_a_rank_turned_into_points():
    how = settings(entered("exam", measure="rank_points", rank_points={"first": 10, "step": 2}))
    assert points_of(closed(how, FIELD, points("exam", {"p": 70, "q": 75}))) == {"p@a": "8", "q@a": "10"}


@pytest.mark.parametrize(
    ("policy", "total"),
    [
        ({"missing": "zero"}, "40.00"),
        ({"missing": "default", "default": 60}, "76.00"),
        ({"missing": "renormalise"}, "100.00"),
    ],
)
def test_a_missing_value_as_the_plan_says(policy, total):
    how = settings(entered("talk", 40), entered("votes", 60, **policy), rounding=[{}])
    outcome = closed(how, slate("p@a"), points("talk", {"p": 100}))
    assert points_of(outcome) == {"p@a": total}


def test_a_missing_value_that_may_not_be_missing_is_due():
    how = settings(stage("speech", 40), entered("votes", 60))
    known = inputs(["p", "q"], {"points": points("votes", {"p": 90})}, earlier(speech={"q@a": "80"}))
    assert [(d.text.zh, d.table, d.person) for d in composite.due(FIELD, known, how)] == [
        ("姓名p（职位a）缺“speech”得分", "", "p"),
        ("姓名q（职位a）缺“votes”得分", "points", "q"),
    ]
    with pytest.raises(Refused):
        composite.close(FIELD, known, how)


def test_a_stage_that_scored_by_person_serves_each_candidacy():
    field = slate("p@a", "p@b")
    outcome = closed(settings(stage("speech")), field, before=earlier(speech={"p@": "80"}))
    assert points_of(outcome) == {"p@a": "80", "p@b": "80"}


def test_posts_and_classes_with_schemes_of_their_own():
    within = frame(posts=("a", "b", "d"), b={"class": "expert"}, a={"parameters": {"w": 30}})
    assert PostClass(id="expert", title="专业").id == within.posts["b"].cls
    how = settings(
        entered("talk", 100),
        schemes=[
            {"classes": ["expert"], "components": [entered("talk"), entered("paper")], "full": 200},
            {"posts": ["a"], "components": [entered("talk", None, weight_from="w"), entered("votes", 70)]},
        ],
    )
    field = slate("p@a", "p@b", "p@d")
    rows = points("talk", {"p": 80}) + points("paper", {"p@b": 90}) + points("votes", {"p@a": 60})
    assert points_of(closed(how, field, rows, within=within)) == {"p@a": "66", "p@b": "170", "p@d": "80"}


def test_points_may_be_a_number_of_the_post():
    within = frame(posts=("a", "b"), a={"parameters": {"base": 8}}, b={"parameters": {"base": 1}})
    how = settings({"id": "base", "parameter": "base", "cap": 5}, entered("talk"))
    outcome = closed(how, slate("p@a", "p@b"), points("talk", {"p": 10}), within=within)
    assert points_of(outcome) == {"p@a": "15", "p@b": "11"}
    assert outcome.score_of(c("p@b")).working.parts[0].rule == Text("取自职位的参数", "a number of the post")


def test_of_several_parts_the_best_or_the_worst_may_count_alone():
    """A test taken again: the better of both counts; somebody absent the second time keeps the first."""
    parts = [entered("first"), entered("again", missing="zero")]
    rows = points("first", {"p": 70, "q": 80}) + points("again", {"p": 90})
    for take, wanted in (("highest", ["90", "80"]), ("lowest", ["70", "0"])):
        how = settings({"id": "run", "components": parts, "take": take})
        assert list(points_of(closed(how, rows=rows)).values()) == wanted
    left = {"missing": "renormalise"}
    how = settings({"id": "run", "components": [entered("first", 1, **left)], "take": "highest"})
    assert set(points_of(closed(how)).values()) == {"0"}


def test_a_post_without_a_scheme_is_due():
    how = settings(schemes=[{"posts": ["b"], "components": [entered("talk")]}])
    assert [d.text.zh for d in composite.due(FIELD, inputs(["p", "q"]), how)] == ["职位“a”没有计分办法"]


def test_equals_are_parted_by_facts_or_share_a_rank():
    people = [
        person("p", attributes={"degree": "本科"}),
        person("q", attributes={"degree": "博士"}),
        person("r"),
    ]
    rows = points("talk", {"p": 80, "q": 80})
    how = settings(
        entered("talk"), ties=[{"attribute": "degree", "prefer": ["博士", "本科"]}, {"final": "shared"}]
    )
    assert ranks_of(closed(how, FIELD, rows, people=people)) == {"p@a": 2, "q@a": 1}
    assert ranks_of(closed(settings(entered("talk")), FIELD, rows)) == {"p@a": 1, "q@a": 1}
    by_component = settings(entered("talk"), entered("votes"), ties=[{"by": "votes"}])
    rows = points("talk", {"p": 70, "q": 60}) + points("votes", {"p": 60, "q": 70})
    assert ranks_of(closed(by_component, FIELD, rows)) == {"p@a": 2, "q@a": 1}


def test_those_below_the_pass_mark_leave():
    outcome = closed(settings(entered("talk"), **{"pass": 60}), FIELD, points("talk", {"p": 60, "q": "59.9"}))
    assert (stayed(outcome), left(outcome)) == (["p@a"], {"q@a": "below_pass_mark"})


def admitted(how, rows):
    found = composite.admit("points", rows, FIELD, inputs(["p", "q"]), how)
    return {i: r.code for i, r in found}


def test_points_that_may_not_enter():
    how = settings(
        stage("speech", 40),
        entered("votes", 60),
        entered("plus", effect="bonus"),
        entered("minus", effect="penalty", cap=5),
    )
    rows = [
        *points("votes", {"p": 90}), *points("votes", {"p": 90}), *points("speech", {"p": 90}),
        *points("votes", {"q@b": 90}), *points("votes", {"z": 90}), *points("votes", {"q": 101}),
        *points("votes", {"q@a": -1}), *points("minus", {"p": 6}), *points("plus", {"p": 500}),
        *points("plus", {"q": -1}),
    ]  # fmt: skip
    assert admitted(how, rows) == {
        1: "repeated_row", 2: "unknown_component", 3: "not_a_candidate", 4: "unknown_person",
        5: "points_out_of_range", 6: "points_out_of_range", 7: "points_out_of_range",
        9: "points_out_of_range",
    }  # fmt: skip


@pytest.mark.parametrize("need", [{"evidence": True}, {"decided_by": "committee"}])
def test_some_points_need_a_basis(need):
    how = settings(entered("record", **need))
    assert admitted(how, points("record", {"p": 8})) == {0: "basis_missing"}
    assert admitted(how, points("record", {"p": 8}, basis="证书")) == {}


@pytest.mark.parametrize(
    "how",
    [
        {"components": []},
        {"components": [entered("x"), entered("x")]},
        {"components": [{"id": "x"}]},
        {"components": [entered("x", take="highest")]},
        {"components": [entered("x", missing="default")]},
        {"components": [entered("x", measure="rank_points")]},
        {"components": [entered("x", missing="renormalise")]},
        {"components": [entered("x")], "ties": [{"final": "vote"}]},
    ],
)
def test_settings_that_contradict_themselves(how):
    with pytest.raises(ValueError, match=r"needed|twice|belong|needs"):
        Settings.model_validate({"id": "composite", "kind": "composite", **how})


VALUES = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=8)
WEIGHED = settings(entered("talk", 40), entered("votes", 60), rounding=[{}], **{"pass": 50})


def run(values, chance=None):
    field = slate(*[f"p{i}@a" for i in range(len(values))])
    rows = points("talk", {f"p{i}": v for i, (v, _) in enumerate(values)})
    rows += points("votes", {f"p{i}": v for i, (_, v) in enumerate(values)})
    if chance:
        chance.shuffle(rows)
    return closed(WEIGHED, field, rows)


@given(VALUES, st.randoms(use_true_random=False))
def test_law_order_does_not_matter_and_everyone_is_accounted_for(values, chance):
    outcome, again = run(values), run(values, chance)
    assert (points_of(outcome), ranks_of(outcome)) == (points_of(again), ranks_of(again))
    assert sorted([*stayed(outcome), *left(outcome)]) == sorted(map(str, outcome.entered.candidates))


@given(VALUES, st.integers(0, 100))
def test_law_more_points_never_lower_the_own_total(values, more):
    raised = [(max(values[0][0], more), values[0][1]), *values[1:]]
    before, after = run(values).score_of(c("p0@a")), run(raised).score_of(c("p0@a"))
    assert after.value >= before.value
    assert after.rank <= before.rank


BANDED = settings(
    {
        "id": "ability",
        "entered": True,
        "full_mark": 15,
        "bands": [
            {"title": {"zh": "优", "en": "Good"}, "is": {"at_least": 12}},
            {"title": {"zh": "良", "en": "Fair"}, "is": {"at_least": 9, "at_most": 12}},
        ],
    }
)


@pytest.mark.parametrize(
    ("band", "number", "code", "remedy"),
    [
        ("优", 12, None, None),
        ("Fair", 12, None, None),
        ("良", 13, "points_outside_band", "请改分值，或改档次。"),
        ("差", 5, "unknown_band", "可填：优、良。"),
        ("", 12, "unknown_band", "可填：优、良。"),
    ],
)
def test_a_band_is_chosen_first_then_a_number_within_it(band, number, code, remedy):
    """P110: 优 12 to 15, 良 9 to 12, decided by the committee in two steps."""
    [row] = points("ability", {"p": number})
    rows = [row.model_copy(update={"band": band})]
    refused = composite.admit("points", rows, FIELD, inputs(FIELD.people()), BANDED)
    assert [(r.code, r.remedy.zh) for _, r in refused] == ([(code, remedy)] if code else [])


def test_a_component_without_bands_takes_none():
    [row] = points("x", {"p": 5})
    rows = [row.model_copy(update={"band": "优"})]
    [(_, refused)] = composite.admit("points", rows, FIELD, inputs(FIELD.people()), settings(entered("x")))
    assert (refused.code, refused.remedy.zh) == ("unknown_band", "可填：（留空）。")
