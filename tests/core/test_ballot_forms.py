"""Ballot forms: derived from a stage, sliced where they may be; opened ballots count as paper sheets do."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from ballot_booth import Booth, election_with
from core.stage_ground import inputs as ground
from core.stage_ground import person
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st

from quanheng.core.ballots.ballot import CastBallot
from quanheng.core.ballots.board import Counts
from quanheng.core.ballots.deriving import disclosure_of, form_of_stage
from quanheng.core.ballots.election import Style
from quanheng.core.ballots.forms import BallotForm, Limit, form_of, is_on_scale
from quanheng.core.ballots.rows import Opened, comments_of, rows_of, turnout_rows, written_names
from quanheng.core.stages import assessment, decision, recommendation
from quanheng.core.stages.recommendation.tables import Ballot
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.values import Candidate, Refused, Slate

GRADES = [
    {"id": "a", "title": {"zh": "优秀", "en": "excellent"}, "value": 100},
    {"id": "b", "title": {"zh": "称职", "en": "competent"}, "value": 80},
    {"id": "n", "title": {"zh": "不了解", "en": "do not know"}},
]
STAFF = {"id": "staff", "title": "职工", "weight": 60}
HEADS = {"id": "heads", "title": "中层", "weight": 40}


def slate(*words: str) -> Slate:
    """A slate whose posts are those stood for, two seats in the park and one in the farm office."""
    candidates = tuple(Candidate(*word.split("@")) for word in words)
    return Slate(candidates, {c.post: 2 if c.post == "park" else 1 for c in candidates})


FIELD = slate("p1@park", "p2@park", "p3@farm")


def inputs(**tables: Any) -> Any:
    people = [person("p1", unit="园区"), person("p2", unit="农办"), person("p3", unit="园区"), person("p4")]
    return ground(tables, people)


def assessing(**more: Any) -> assessment.Settings:
    plain: dict[str, Any] = {
        "id": "assessment",
        "kind": "assessment",
        "grades": GRADES,
        "dimensions": [{"id": "virtue", "title": "德"}, {"id": "work", "title": "绩"}],
        "groups": [STAFF, HEADS],
        "empty_group": "renormalise",
        "denominator": "valid",
    }
    if "scale" in more:
        del plain["grades"]
    return assessment.Settings.model_validate(plain | more)


def recommending(**more: Any) -> recommendation.Settings:
    plain = {
        "id": "recommendation",
        "kind": "recommendation",
        "form": "approval",
        "groups": [STAFF],
        "denominator": "returned",
    }
    return recommendation.Settings.model_validate(plain | more)


def deciding(**more: Any) -> decision.Settings:
    plain = {
        "id": "decision",
        "kind": "decision",
        "body": "committee",
        "quorum": {"share": "2/3"},
        "majority": {"over": "1/2"},
        "manner": "secret",
    }
    return decision.Settings.model_validate(plain | more)


def cast(form: BallotForm, *votes: tuple[str, dict[str, str]]) -> tuple[CastBallot, ...]:
    """Ballots of a form from styles and marks."""
    booth = Booth(replace(election_with(styles=form.styles()), form=form.plain()))
    return tuple(booth.ballot(n, style, marks) for n, (style, marks) in enumerate(votes))


def opened(form: BallotForm, *votes: tuple[str, dict[str, str]], issued: int = 10, **written: str) -> Opened:
    said = [style for style, _ in votes]
    counts = {s.id: Counts(issued, said.count(s.id), issued - said.count(s.id)) for s in form.styles()}
    return Opened(form, cast(form, *votes), counts, written)


def test_an_assessment_is_sliced_by_person_and_group() -> None:
    form = form_of_stage(assessing(), FIELD, inputs())
    assert (form.asks, form.slices, form.blank, form.whole) == ("grades", "person", "refuse", ())
    assert [s.id for s in form.styles()] == [
        "marks|staff|p1",
        "marks|staff|p2",
        "marks|staff|p3",
        "marks|heads|p1",
        "marks|heads|p2",
        "marks|heads|p3",
    ]
    assert form.cells_of(Style("staff", "p1")) == ("virtue", "work")
    assert form_of(form.plain()) == form


def test_remarks_are_ballots_of_their_own() -> None:
    form = form_of_stage(assessing(comments=True, groups=[STAFF]), slate("p1@park"), inputs())
    assert form.styles() == (Style("staff", "p1"), Style("staff", "p1", "comment"))
    assert form.cells_of(Style("staff", "p1", "comment")) == ("comment",)
    assert form.fits(Style("staff", "p1", "comment"), {"comment": "好" * 300})
    assert not form.fits(Style("staff", "p1", "comment"), {"comment": "好" * 301})
    assert not form.fits(Style("staff", "p1", "comment"), {"comment": ""})
    assert not form.fits(Style("staff", "p1", "comment"), {"virtue": "a"})


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"sheet_rules": [{"grades": ["a"], "share": {"at_most": "1/2"}}]}, "rules"),
        ({"all_equal_invalid": True}, "equal"),
    ],
)
def test_what_binds_a_whole_sheet_keeps_it_whole_and_says_the_cost(rule: dict[str, Any], why: str) -> None:
    form = form_of_stage(assessing(**rule), FIELD, inputs())
    assert form.slices == "sheet"
    assert [s.id for s in form.whole] == [why, "cost"]
    assert [s.id for s in form.styles()] == ["marks|staff|", "marks|heads|"]
    assert form.cells_of(Style("staff"))[:2] == ("p1|virtue", "p1|work")
    assert form_of(form.plain()) == form


def test_a_ballot_fits_its_form_or_does_not() -> None:
    form = form_of_stage(assessing(), FIELD, inputs())
    style = Style("staff", "p1")
    assert form.fits(style, {"virtue": "a", "work": "n"})
    assert not form.fits(style, {"virtue": "a"})
    assert not form.fits(style, {"virtue": "a", "work": "x"})
    assert not form.fits(style, {"virtue": "a", "work": "b", "p2|work": "a"})
    assert not form.fits(Style("staff", "p9"), {"virtue": "a", "work": "a"})
    blank = form_of_stage(assessing(blank="abstain"), FIELD, inputs())
    assert blank.fits(style, {"virtue": "a"})


@pytest.mark.parametrize(
    ("mark", "is_on"),
    [
        ("80", True), ("80.5", True), ("100", True), ("0", True), ("80.3", False), ("101", False), ("-1", False),
        ("-0", False), ("080", False), ("8e1", False), ("80.50", False), ("", False), ("８０", False), ("NaN", False),
    ],
)  # fmt: skip
def test_numbers_on_a_scale_have_one_writing(mark: str, is_on: bool) -> None:
    form = form_of_stage(assessing(scale={"min": 0, "max": 100, "step": "0.5"}), FIELD, inputs())
    assert form.scale == ("0", "100", "0.5")
    assert is_on_scale(mark, form.scale) is is_on
    assert form.fits(Style("staff", "p1"), {"virtue": mark, "work": "90"}) is is_on
    assert is_on_scale("3", ("0", "10", ""))


def test_groups_that_rate_some_or_their_own_unit() -> None:
    own = STAFF | {"rates": "own_unit"}
    some = HEADS | {"rates": ["p3"]}
    form = form_of_stage(assessing(groups=[own, some]), FIELD, inputs())
    assert [s.id for s in form.styles()] == [
        "marks|staff|p1",
        "marks|staff|p2",
        "marks|staff|p3",
        "marks|heads|p3",
    ]
    assert [s.subject for s in form.styles_for("staff", "园区")] == ["p1", "p3"]
    assert [s.subject for s in form.styles_for("heads", "园区")] == ["p3"]


def test_own_unit_and_whole_sheets_do_not_go_together() -> None:
    with pytest.raises(Refused) as refused:
        form_of_stage(
            assessing(groups=[STAFF | {"rates": "own_unit"}], all_equal_invalid=True), FIELD, inputs()
        )
    assert refused.value.code == "own_unit_needs_slices"


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        (deciding(manner="statements"), FIELD),
        (deciding(), slate()),
        (assessing(), slate()),
        (recommending(), slate()),
        (recommending(signed=True), FIELD),
    ],
)
def test_stages_without_secret_ballots(settings: Any, field: Any) -> None:
    with pytest.raises(Refused) as refused:
        form_of_stage(settings, field, inputs())
    assert refused.value.code == "no_secret_ballot"


def test_votes_on_each_candidate_are_sliced_by_candidate() -> None:
    form = form_of_stage(recommending(unmarked="approve"), FIELD, inputs())
    assert (form.asks, form.slices, form.blank) == ("votes", "candidate", "approve")
    assert [c.id for c in form.choices] == ["approve", "oppose", "abstain"]
    assert form.cells_of(Style("staff", "p1@park")) == ("vote",)


def test_names_are_sliced_by_post_with_limits_and_outsiders() -> None:
    settings = recommending(
        form="naming", most="seats", exactly=True, outsiders=1, inside_units=["园区"], names="open"
    )
    form = form_of_stage(settings, FIELD, inputs())
    assert (form.asks, form.slices, form.write_in) == ("names", "post", True)
    assert form.limits == (Limit("park", 2, True, 1), Limit("farm", 1, True, 1))
    assert [s.outside for s in form.subjects] == [False, True, False]
    assert form.cells_of(Style("staff", "park")) == ("p1@park|vote", "p2@park|vote")
    style = Style("staff", "park")
    assert form.fits(style, {"p1@park|vote": "approve", "+1": "park|王五"})
    for cell, mark in (
        ("+0", "park|王五"),
        ("+1", "farm|王五"),
        ("+1", "park|"),
        ("+1", "王五"),
        ("x", "park|王五"),
    ):
        assert not form.fits(style, {cell: mark})
    assert not form.fits(style, {"+1": "park|" + "王" * 41})


def test_a_second_round_is_for_those_who_stand_again() -> None:
    settings = recommending(
        form="naming", names="open", most=1, needed=[{"is": {"over": "1/2"}}],
        second_round={"when": ["short"], "keep": {"per_seat": 1}},
    )  # fmt: skip
    field = slate("p1@farm", "p2@farm", "p3@farm")
    first = form_of_stage(settings, field, inputs())
    votes = [("marks|staff|farm", {f"{p}@farm|vote": "approve"}) for p in ("p1", "p1", "p2", "p2", "p3")]
    box = opened(first, *votes, issued=5)
    rows = {"sheets": rows_of(settings, box), "turnout": turnout_rows(settings, box, {"staff": 5}, ["staff"])}
    again = form_of_stage(settings, field, inputs(**rows), round=2)
    assert [s.person for s in again.subjects] == ["p1", "p2"]
    assert (again.write_in, again.round) == (False, 2)
    second = opened(again, *[("marks|staff|farm", {"p1@farm|vote": "approve"})] * 3, issued=5)
    rows = {name: rows[name] + more for name, more in (
        ("sheets", rows_of(settings, second)), ("turnout", turnout_rows(settings, second, {"staff": 5}, ["staff"]))
    )}  # fmt: skip
    outcome = recommendation.close(field, inputs(**rows), settings)
    assert [c.person for c in outcome.remaining.candidates] == ["p1"]


def test_no_second_round_without_a_cause() -> None:
    with pytest.raises(Refused):
        form_of_stage(recommending(names="open"), FIELD, inputs(), round=2)


def test_names_of_a_whole_sheet_stay_whole() -> None:
    form = form_of_stage(recommending(form="naming", most=2, limit_per="sheet"), FIELD, inputs())
    assert (form.slices, form.limits, [w.id for w in form.whole]) == (
        "sheet",
        (Limit("", 2),),
        ["limit", "cost"],
    )
    one = form_of_stage(recommending(form="naming", most=2, limit_per="sheet"), slate("p1@park"), inputs())
    assert one.slices == "post"


def test_every_ballot_of_a_form_fits_into_its_length() -> None:
    whole = form_of_stage(assessing(all_equal_invalid=True, comments=True), FIELD, inputs())
    names = form_of_stage(recommending(form="naming", most=2, names="open"), FIELD, inputs())
    numbers = form_of_stage(assessing(scale={"max": 100}), FIELD, inputs())
    plain = form_of_stage(deciding(), FIELD, inputs())
    assert [f.length("e2026") for f in (whole, names, numbers, plain)] == [1920, 1280, 256, 128]


def test_merged_groups_have_no_ballots() -> None:
    form = form_of_stage(assessing(), FIELD, inputs()).of_groups({"staff"})
    assert {s.group for s in form.styles()} == {"staff"}


def test_slices_become_the_sheets_that_paper_gives() -> None:
    settings = assessing(groups=[STAFF, HEADS], numbering="round")
    form = form_of_stage(settings, slate("p1@park", "p2@park"), inputs())
    votes = [
        ("marks|staff|p1", {"virtue": "a", "work": "a"}),
        ("marks|staff|p1", {"virtue": "a", "work": "b"}),
        ("marks|staff|p2", {"virtue": "b", "work": "b"}),
        ("marks|heads|p2", {"virtue": "n", "work": "b"}),
    ]
    box = opened(form, *votes, issued=3)
    rows = rows_of(settings, box)
    assert [(r.group, r.sheet, r.person) for r in rows] == [  # type: ignore[attr-defined]
        ("staff", "1", "p1"),
        ("staff", "1", "p2"),
        ("staff", "2", "p1"),
        ("heads", "4", "p2"),
    ]
    turnout = turnout_rows(settings, box, {"staff": 5, "heads": 3}, ["staff", "heads"])
    assert [r.model_dump() for r in turnout] == [
        {"group": "staff", "should_attend": 5, "present": 3, "issued": 3, "returned": 2},
        {"group": "heads", "should_attend": 3, "present": 3, "issued": 3, "returned": 1},
    ]
    known = inputs(turnout=turnout)
    assert assessment.admit("sheets", rows, slate("p1@park", "p2@park"), known, settings) == ()
    outcome = assessment.close(slate("p1@park", "p2@park"), inputs(turnout=turnout, sheets=rows), settings)
    points = {s.candidate.person: s.value for s in outcome.scores}
    assert points == {"p1": Decimal(95), "p2": Decimal(64)}


def test_groups_numbered_anew_start_at_one() -> None:
    settings = assessing(numbering="group")
    form = form_of_stage(settings, slate("p1@park"), inputs())
    both = {"virtue": "a", "work": "a"}
    rows = rows_of(settings, opened(form, ("marks|staff|p1", both), ("marks|heads|p1", both)))
    assert [(r.group, r.sheet) for r in rows] == [("staff", "1"), ("heads", "1")]  # type: ignore[attr-defined]


def test_voters_of_several_units_have_sheets_of_their_own() -> None:
    settings = assessing(groups=[STAFF | {"rates": "own_unit"}])
    form = form_of_stage(settings, FIELD, inputs())
    both = {"virtue": "a", "work": "a"}
    box = opened(form, ("marks|staff|p1", both), ("marks|staff|p2", both), ("marks|staff|p3", both), issued=2)
    rows = rows_of(settings, box)
    assert [(r.sheet, r.person) for r in rows] == [("1", "p1"), ("1", "p3"), ("3", "p2")]  # type: ignore[attr-defined]
    (turnout,) = turnout_rows(settings, box, {"staff": 4}, ["staff"])
    assert (turnout.issued, turnout.returned) == (4, 2)  # type: ignore[attr-defined]


def test_whole_sheets_are_judged_as_a_whole() -> None:
    settings = assessing(groups=[STAFF], all_equal_invalid=True)
    field = slate("p1@park", "p2@park")
    form = form_of_stage(settings, field, inputs())
    cells = form.cells_of(Style("staff"))
    equal, mixed = dict.fromkeys(cells, "a"), dict.fromkeys(cells, "a") | {"p2|virtue": "b", "p2|work": "b"}
    rows = rows_of(settings, opened(form, ("marks|staff|", equal), ("marks|staff|", mixed)))
    record = assessment.close(field, inputs(sheets=rows), settings).record
    assert [why.zh for _, _, why in record.spoiled] == ["对所有人的评价完全相同"]


def test_a_merged_group_owes_nothing() -> None:
    merge = {"below": 10, "rule": "merge", "into": "staff"}
    settings = assessing(
        small_group=merge, empty_group="block", groups=[STAFF, HEADS | {"quorum": {"at_least": "2/3"}}]
    )
    field = slate("p1@park")
    form = form_of_stage(settings, field, inputs()).of_groups({"staff"})
    box = opened(form, *[("marks|staff|p1", {"virtue": "a", "work": "b"})] * 1)
    rows = {
        "sheets": rows_of(settings, box),
        "turnout": turnout_rows(settings, box, {"staff": 12}, ["staff", "heads"]),
    }
    assert assessment.due(field, inputs(**rows), settings) == ()
    assert assessment.close(field, inputs(**rows), settings).scores[0].value == Decimal(90)


def test_votes_become_rows_and_a_slice_that_did_not_come_back_is_no_vote() -> None:
    settings = recommending(unmarked="approve")
    field = slate("p1@park", "p2@park")
    form = form_of_stage(settings, field, inputs())
    box = opened(
        form,
        ("marks|staff|p1@park", {"vote": "oppose"}),
        ("marks|staff|p1@park", {}),
        ("marks|staff|p2@park", {"vote": "abstain"}),
    )
    rows = rows_of(settings, box)
    turnout = turnout_rows(settings, box, {"staff": 10}, ["staff"])
    outcome = recommendation.close(field, inputs(sheets=rows, turnout=turnout), settings)
    votes = {c.person: v for c, v in outcome.record.rounds[0].votes["staff"].items()}
    assert (votes["p1"].approve, votes["p1"].oppose) == (1, 1)
    assert (votes["p2"].approve, votes["p2"].abstain, votes["p2"].invalid) == (0, 1, 1)


def test_names_written_in_become_people_and_blank_ballots_blank_rows() -> None:
    settings = recommending(form="naming", most=2, names="open")
    form = form_of_stage(settings, slate("p1@park"), inputs())
    votes = [
        ("marks|staff|park", {"p1@park|vote": "approve", "+1": "park|赵一", "+2": "park|李四"}),
        ("marks|staff|park", {}),
        ("marks|staff|park", {"+1": "park|看不清"}),
    ]
    assert written_names(opened(form, *votes)) == ("李四", "看不清", "赵一")
    with pytest.raises(Refused) as refused:
        rows_of(settings, opened(form, *votes))
    assert refused.value.code == "written_name_unread"
    rows = rows_of(settings, opened(form, *votes, 赵一="p1", 李四="p4", 看不清=""))
    named = sorted((r.post, r.person, r.mark) for r in rows if isinstance(r, Ballot))
    assert named == [
        ("", "", "approve"),
        ("", "", "approve"),
        ("park", "p1", "approve"),
        ("park", "p4", "approve"),
    ]
    assert len({r.key() for r in rows}) == len(rows)


def test_names_of_a_whole_sheet_become_rows() -> None:
    settings = recommending(
        form="naming",
        most=2,
        limit_per="sheet",
        names_for="oppose",
        veto=[{"on": "oppose", "is": {"at_least": "0.6"}}],
    )
    field = slate("p1@park", "p3@farm")
    form = form_of_stage(settings, field, inputs())
    ballots = [("marks|staff|", {"p1@park|vote": "oppose"})] * 3 + [
        ("marks|staff|", {"p3@farm|vote": "oppose"})
    ]
    box = opened(form, *ballots)
    rows, turnout = rows_of(settings, box), turnout_rows(settings, box, {"staff": 10}, ["staff"])
    assert recommendation.admit("sheets", rows, field, inputs(turnout=turnout), settings) == ()
    outcome = recommendation.close(field, inputs(sheets=rows, turnout=turnout), settings)
    assert [d.candidate.person for d in outcome.departures] == ["p1"]


def test_a_decision_takes_counts() -> None:
    settings = deciding()
    form = form_of_stage(settings, slate("p1@park"), inputs())
    style = form.styles()[0].id
    rows = rows_of(
        settings, opened(form, (style, {"vote": "agree"}), (style, {"vote": "postpone"}), (style, {}))
    )
    assert [r.model_dump() for r in rows] == [
        {
            "person": "p1",
            "post": "park",
            "group": "",
            "agree": 1,
            "disagree": 0,
            "postpone": 1,
            "abstain": 1,
            "invalid": 0,
        }
    ]


def test_a_decision_counted_in_groups() -> None:
    quorum = [{"share": "4/5", "group": "party"}, {"share": "1/2", "group": "mass"}]
    settings = deciding(quorum=quorum)
    form = form_of_stage(settings, slate("p1@park"), inputs())
    rows = rows_of(settings, opened(form, ("marks|mass|p1@park", {"vote": "agree"})))
    assert [(r.group, r.agree) for r in rows] == [("party", 0), ("mass", 1)]  # type: ignore[attr-defined]


def test_remarks_are_shown_when_there_are_enough() -> None:
    settings = assessing(comments=True, groups=[STAFF])
    form = form_of_stage(settings, slate("p1@park"), inputs())
    style = "comment|staff|p1"
    nine = [(style, {"comment": f"意见{n}"}) for n in range(9)]
    assert comments_of(opened(form, *nine), Disclosure()) == {}
    ten = opened(form, *nine, (style, {"comment": "再提一条"}))
    assert comments_of(ten, Disclosure()) == {
        style: tuple(sorted([f"意见{n}" for n in range(9)] + ["再提一条"]))
    }
    assert rows_of(settings, ten) == ()


@given(st.permutations(range(6)))
@chances(deadline=None, max_examples=20)
def test_the_rows_do_not_depend_on_the_order_of_the_ballots(order: list[int]) -> None:
    settings = assessing(groups=[STAFF])
    form = form_of_stage(settings, slate("p1@park"), inputs())
    votes = [("marks|staff|p1", {"virtue": "ab"[n % 2], "work": "abn"[n % 3]}) for n in range(6)]
    box = opened(form, *votes)
    shuffled = replace(box, ballots=tuple(box.ballots[n] for n in order))
    assert rows_of(settings, shuffled) == rows_of(settings, box)


def test_what_may_be_shown_is_said_by_the_plan() -> None:
    assert disclosure_of(assessing()) == disclosure_of(recommending()) == Disclosure()
    said = assessing(disclosure={"hidden_below": 3, "mean_below": 8})
    assert disclosure_of(said) == Disclosure(hidden_below=3, mean_below=8)
    assert disclosure_of(deciding()).shown({"committee": 1}) == {"committee": "distribution"}
