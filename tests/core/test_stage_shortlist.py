"""Shortlist: who is kept, how equals are parted, one post a person, the reserve, resolved exceptions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scored_stage import c, inputs, left, person, scored, slate, stayed, street_office

from quanheng.core.stages import shortlist
from quanheng.core.stages.shortlist import Deviation, Settings, TieBroken
from quanheng.core.values import Refused


def settings(**how):
    plain = {"id": "shortlist", "kind": "shortlist", "by": "composite", "keep": {"per_seat": 1}}
    return Settings.model_validate({**plain, **how})


def field_of(points, seats=None):
    return slate(*points, seats=seats)


def known(points, seats=None, people=None, others=None, **rows):
    field = field_of(points, seats)
    before = {"composite": scored("composite", field, points)}
    before |= {name: scored(name, field, table) for name, table in (others or {}).items()}
    return field, inputs(people or field.people(), rows, before)


def closed(points, how=None, seats=None, **more):
    field, given_inputs = known(points, seats, **more)
    return shortlist.close(field, given_inputs, how or settings())


def why(outcome, name):
    return outcome.departure_of(c(name)).finding.text.zh


def notes(outcome, name):
    return {f.code: f.text.zh for f in outcome.findings_of(c(name))}


ONE_POST = {"p@a": "92", "q@a": "90.5", "r@a": "80"}


def test_one_for_each_seat_and_the_rest_learn_rank_points_and_cut():
    outcome = closed(ONE_POST)
    assert (stayed(outcome), left(outcome)) == (["p@a"], {"q@a": "below_cut", "r@a": "below_cut"})
    assert why(outcome, "q@a") == "第 2 名，90.5 分；1 席按 1∶1 取 1 名；入围最低 92 分"
    assert notes(outcome, "p@a") == {"kept": "第 1 名，92 分；1 席按 1∶1 取 1 名"}
    assert outcome.record.kept == {"a": ("p",)}
    assert [(s.candidate.person, s.rank) for s in outcome.record.reserve["a"]] == [("q", 2), ("r", 3)]


STREET = {"p@park": "92.46", "q@park": "92.46", "r@park": "92.46", "s@park": "70"}
STREET_SEATS = {"park": 2}


def street_inputs(*rows):
    """Three equal totals for two seats, one ahead by the assessment, two still equal."""
    field = field_of(STREET, STREET_SEATS)
    before = {
        "composite": scored("composite", field, STREET, {"p@park": 1, "q@park": 2, "r@park": 2, "s@park": 4})
    }
    return field, inputs(field.people(), {"tie_breaks": rows}, before)


def placed_by_vote(person_, place):
    return TieBroken(post="park", person=person_, place=place, way="vote", record="纪要第3号")


def test_the_street_office_votes_on_equals_across_the_cut():
    how = street_office("shortlist")
    field, nothing = street_inputs()
    assert [(d.text.zh, d.table, d.person, d.by) for d in shortlist.due(field, nothing, how)] == [
        ("park入围线上同分，姓名q须以表决确定次序", "tie_breaks", "q", "committee"),
        ("park入围线上同分，姓名r须以表决确定次序", "tie_breaks", "r", "committee"),
    ]
    field, half = street_inputs(placed_by_vote("q", 2))
    assert len(shortlist.due(field, half, how)) == 2
    field, both = street_inputs(placed_by_vote("q", 2), placed_by_vote("r", 1))
    outcome = shortlist.close(field, both, how)
    assert (stayed(outcome), left(outcome)) == (
        ["p@park", "r@park"],
        {"q@park": "below_cut", "s@park": "below_cut"},
    )
    assert notes(outcome, "r@park")["tie_parted"] == "同分，按记录的次序第 1（纪要第3号）"
    assert why(outcome, "q@park") == "第 3 名，92.46 分；2 席按 1∶1 取 2 名；入围最低 92.46 分"


def test_equals_away_from_the_cut_need_no_vote():
    how = settings(keep={"per_seat": 1, "ties": "chain"}, ties=[{"final": "vote"}])
    assert stayed(closed({"p@a": "90", "q@a": "80", "r@a": "80"}, how)) == ["p@a"]
    assert stayed(closed({"p@a": "90", "q@a": "90"}, how, {"a": 2})) == ["p@a", "q@a"]


EQUAL = {"p@a": "80", "q@a": "80"}


@pytest.mark.parametrize(
    ("how", "kept"),
    [
        ({}, ["p@a", "q@a"]),
        ({"keep": {"per_seat": 1, "ties": "exclude"}}, []),
        ({"keep": {"per_seat": 1, "ties": "chain"}, "ties": [{"final": "shared"}]}, ["p@a", "q@a"]),
        ({"keep": {"per_seat": 1, "ties": "chain"}, "ties": [{"by": "speech"}, {"final": "lot"}]}, ["q@a"]),
        (
            {"keep": {"per_seat": 1, "ties": "chain"}, "ties": [{"earlier": "since"}, {"final": "lot"}]},
            ["p@a"],
        ),
        ({"keep": {"per_seat": 1}, "ties": [{"by": "speech"}]}, ["q@a"]),
    ],
)
def test_equals_across_the_cut(how, kept):
    people = [
        person("p", attributes={"since": "2019-01-01"}),
        person("q", attributes={"since": "2020-01-01"}),
    ]
    outcome = closed(EQUAL, settings(**how), people=people, others={"speech": {"p@a": "70", "q@a": "71"}})
    assert stayed(outcome) == kept
    if not kept:
        assert why(outcome, "p@a").endswith("无人入围")


def test_a_plan_without_a_way_to_part_them_stops():
    how = settings(keep={"per_seat": 1, "ties": "chain"}, ties=[{"final": "refuse"}])
    with pytest.raises(Refused) as refused:
        closed(EQUAL, how)
    assert (refused.value.code, refused.value.text.en) == (
        "tie_not_parted", "Post 'a': equal across the cut: 姓名p, 姓名q; the plan has no way to part them.",
    )  # fmt: skip


TWO_POSTS = {"p@a": "90", "p@b": "90", "q@b": "80", "q@a": "80", "r@b": "70"}


@pytest.mark.parametrize(
    ("way", "kept"),
    [
        ("none", ["p@a", "p@b"]),
        ("choice_order", ["p@a", "q@b"]),
        ("post_order", ["p@a", "q@b"]),
        ("score", ["p@a", "q@b"]),
    ],
)
def test_one_post_for_each_person(way, kept):
    assert stayed(closed(TWO_POSTS, settings(one_post_per_person=way))) == kept


def test_a_freed_place_goes_to_the_next_and_everybody_learns_why():
    outcome = closed(TWO_POSTS, settings(one_post_per_person="choice_order"))
    assert left(outcome) == {"p@b": "kept_for_other_post", "q@a": "kept_for_other_post", "r@b": "below_cut"}
    assert why(outcome, "p@b") == "已确定为“职位a”的考察对象，不再占用本职位名额"
    assert notes(outcome, "q@b")["moved_up"] == "前列的姓名p已确定为其他职位考察对象，依次递补"
    assert why(outcome, "r@b") == "第 3 名，70 分；1 席按 1∶1 取 1 名；入围最低 80 分"
    assert {post: [s.candidate.person for s in own] for post, own in outcome.record.reserve.items()} == {
        "a": [], "b": ["r"],
    }  # fmt: skip


def test_who_misses_the_first_wish_is_told_the_cut_there():
    points = {"p@a": "90", "q@a": "80", "q@b": "80"}
    outcome = closed(points, settings(one_post_per_person="choice_order"))
    assert (stayed(outcome), left(outcome)) == (["p@a", "q@b"], {"q@a": "below_cut"})


def test_a_cancelled_post_has_no_reserve_and_no_seat():
    how = settings(keep={"per_seat": 2, "short": "cancel_post"})
    outcome = closed({"p@a": "90"}, how)
    assert (left(outcome), outcome.remaining.seats, outcome.record.reserve) == (
        {"p@a": "post_cancelled"},
        {"a": 0},
        {},
    )


def test_somebody_without_points_is_due():
    field = slate("p@a", "q@a")
    only = {"composite": scored("composite", field, {"p@a": "80"})}
    assert [d.text.zh for d in shortlist.due(field, inputs(["p", "q"], earlier=only), settings())] == [
        "姓名q在“composite”环节没有得分"
    ]
    with pytest.raises(Refused):
        shortlist.close(field, inputs(["p", "q"], earlier=only), settings())


def resolved(one="q", other="p"):
    return Deviation(post="a", person_in=one, person_out=other, reason="专业更对口", resolution="纪要第5号")


def test_a_resolution_may_depart_from_the_order_where_points_are_a_reference():
    outcome = closed(ONE_POST, settings(decides="reference"), exceptions=(resolved(),))
    assert (stayed(outcome), left(outcome)) == (["q@a"], {"p@a": "set_aside", "r@a": "below_cut"})
    assert why(outcome, "p@a") == "经集体研究不列入：专业更对口（纪要第5号）"
    assert notes(outcome, "q@a")["taken_by_resolution"] == "经集体研究列入：专业更对口（纪要第5号）"
    assert [s.candidate.person for s in outcome.record.reserve["a"]] == ["p", "r"]
    assert outcome.departure_of(c("p@a")).finding.source.ref == "shortlist.exceptions:a|q"


@pytest.mark.parametrize("pair", [("q", "r"), ("p", "p")])
def test_a_resolution_that_does_not_fit_the_order(pair):
    with pytest.raises(Refused) as refused:
        closed(ONE_POST, settings(decides="reference"), exceptions=(resolved(*pair),))
    assert refused.value.code == "exception_does_not_apply"


def test_a_resolution_cannot_take_somebody_twice():
    points = {"p@a": "90", "q@a": "80", "q@b": "80", "r@b": "70"}
    how = settings(decides="reference", one_post_per_person="choice_order")
    with pytest.raises(Refused) as refused:
        closed(points, how, exceptions=(resolved(),))
    assert refused.value.text.en == "姓名q is kept already and cannot be taken again."


def admitted(table, rows, how, points=EQUAL, **before):
    field, given_inputs = known(points, **before)
    return {i: r.code for i, r in shortlist.admit(table, rows, field, given_inputs, how)}


def test_exceptions_that_may_enter():
    rows = [resolved(), Deviation(post="a", person_in="z", person_out="p", reason="x", resolution="y")]
    assert admitted("exceptions", rows, settings(decides="reference")) == {1: "unknown_person"}
    assert admitted("exceptions", rows[:1], settings()) == {0: "score_decides"}


def broken(person_, place, way="lot"):
    return TieBroken(post="a", person=person_, place=place, way=way, record="签号")


def test_tie_breaks_that_may_enter():
    how = settings(keep={"per_seat": 1, "ties": "chain"}, ties=[{"final": "lot"}])
    rows = [broken("p", 1), broken("q", 1), broken("q", 2, "vote"), broken("z", 3)]
    assert admitted("tie_breaks", rows[:2], how) == {1: "place_taken"}
    assert admitted("tie_breaks", rows[1:2], how, tie_breaks=rows[:1]) == {0: "place_taken"}
    assert admitted("tie_breaks", rows[2:], how) == {0: "wrong_way_to_part", 1: "unknown_person"}
    assert admitted("tie_breaks", rows[:1], settings()) == {0: "wrong_way_to_part"}
    other_tier = {"p@a": "80", "q@a": "70"}
    assert admitted("tie_breaks", rows[:2], how, other_tier) == {}


@pytest.mark.parametrize(
    "how",
    [
        {"keep": {"per_seat": 1, "ties": "chain"}},
        {"keep": {"per_seat": 1, "ties": "chain"}, "ties": [{"by": "speech"}]},
        {"ties": [{"final": "lot"}, {"by": "speech"}]},
    ],
)
def test_settings_that_contradict_themselves(how):
    with pytest.raises(ValueError, match="final"):
        settings(**how)


POINTS = st.lists(st.tuples(st.integers(60, 64), st.integers(60, 64)), min_size=1, max_size=7)


@given(
    POINTS,
    st.integers(1, 3),
    st.sampled_from(["include", "exclude"]),
    st.sampled_from(["choice_order", "score", "none"]),
)
def test_law_everyone_is_accounted_for_and_nobody_kept_stands_behind_one_left_out(values, seats, ties, way):
    points = {
        f"p{i}@{post}": str(v) for i, own in enumerate(values) for post, v in zip("ab", own, strict=True)
    }
    how = settings(keep={"per_seat": 1, "ties": ties}, one_post_per_person=way)
    outcome = closed(points, how, {"a": seats, "b": seats})
    assert sorted([*stayed(outcome), *left(outcome)]) == sorted(points)
    cut = {name for name, code in left(outcome).items() if code == "below_cut"}
    for name in stayed(outcome):
        own = [x for x in cut if x.endswith(name[-2:])]
        assert all(int(points[x]) <= int(points[name]) for x in own)
    if way != "none":
        people = [x.person for x in outcome.remaining.candidates]
        assert len(set(people)) == len(people)
