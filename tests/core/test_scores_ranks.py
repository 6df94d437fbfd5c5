"""Ranks, conditions and cuts: the order of candidates, the chain that parts equals, the places of a post."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scored_stage import D, c, frame, inputs, person, scored, slate

from quanheng.core.language.terms import Cases, Condition, Keep, StageSettings, TieBreak
from quanheng.core.scoring.conditions import is_met, situation_of, threshold_value
from quanheng.core.scoring.keeping import (
    Cut,
    PassMark,
    below_pass,
    check_keep,
    chosen,
    cut_of,
    each_once,
    scores_by_post,
    scores_of,
    standings_of,
)
from quanheng.core.scoring.placing import placed, wishes_by
from quanheng.core.scoring.ranks import Standing, TieFacts, standings, tiers_of
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import PartialDate

PEOPLE = {
    p.id: p
    for p in (
        person(
            "p",
            sex="男",
            born=PartialDate(1980, 5),
            attributes={"certificate": "A", "years": "3", "since": "2020-01-02"},
        ),
        person(
            "q",
            sex="女",
            born=PartialDate(1982, 1),
            attributes={"certificate": "C", "years": "5", "since": "2019-01-02"},
        ),
        person("r", sex="女", attributes={"certificate": "B", "years": "many", "since": "long ago"}),
    )
}
EQUAL = {c("p@a"): D(80), c("q@a"): D(80), c("r@a"): D(75)}


def order(chain, points=None, values=EQUAL):
    facts = TieFacts(points or {}, PEOPLE)
    return [
        (s.candidate.person, s.rank) for s in standings(values, [TieBreak(**link) for link in chain], facts)
    ]


def test_equal_points_share_a_rank():
    assert order([]) == [("p", 1), ("q", 1), ("r", 3)]


@pytest.mark.parametrize(
    ("link", "first"),
    [
        ({"by": "written"}, "q"),
        ({"attribute": "certificate", "prefer": ["C", "A"]}, "q"),
        ({"attribute": "sex", "prefer": ["女"]}, "q"),
        ({"attribute": "years"}, "q"),
        ({"earlier": "born"}, "p"),
        ({"later": "born"}, "q"),
        ({"earlier": "since"}, "q"),
        ({"later": "since"}, "p"),
    ],
)
def test_one_link_parts_two_equals(link, first):
    points = {"written": {c("p@a"): D(70), c("q@"): D(71)}}
    assert order([link], points)[0] == (first, 1)


@pytest.mark.parametrize(
    "link",
    [
        {"by": "written"}, {"by": "unknown"}, {"attribute": "unknown"}, {"attribute": "years"},
        {"earlier": "born"}, {"later": "since"}, {"final": "lot"},
    ],
)  # fmt: skip
def test_a_link_that_does_not_know_everyone_parts_nobody(link):
    values = {c("q@a"): D(80), c("r@a"): D(80)}
    assert order([link], {"written": {c("q@a"): D(1)}}, values) == [("q", 1), ("r", 1)]


def test_somebody_outside_the_roster_is_not_guessed_at():
    assert order([{"attribute": "sex"}], values={c("z@a"): D(1), c("q@a"): D(1)}) == [("z", 1), ("q", 1)]


def test_the_chain_says_what_parted_whom():
    facts = TieFacts({"written": {c("p@a"): D("70.5"), c("q@a"): D(70)}}, PEOPLE)
    found = standings(EQUAL, [TieBreak(by="written")], facts)
    assert found[0] == Standing(
        c("p@a"), D(80), 1, Text("同分，比“written”得分：70.5", "equal points, parted by 'written': 70.5")
    )
    assert standings(EQUAL, [TieBreak(earlier="born")], facts)[1].parted_by.zh == "同分，比“born”：1982-01-01"
    assert [len(t) for t in tiers_of(found)] == [1, 1, 1]


def test_a_condition_looks_at_the_field():
    field = slate("p@a", "q@a", seats={"a": 2})
    own = situation_of("a", field, inputs(within=frame(a={"parameters": {"w": 3}})), (D(70), D(80)))
    holds = [
        {"quantity": "candidates", "is": {"at_most": 2}},
        {"quantity": "ratio", "is": {"at_least": 1}, "posts": ["a"]},
        {"all": [{"quantity": "mean", "is": {"at_least": 75}}, {"quantity": "w", "is": {"over": 2}}]},
        {"any": [{"posts": ["b"]}, {"quantity": "best", "is": {"at_least": 80}}]},
        {"not": {"posts": ["b"]}},
    ]
    fails = [
        {"quantity": "seats", "is": {"over": 2}}, {"posts": ["b"]}, {"classes": ["x"]},
        {"all": [{"posts": ["a"]}, {"posts": ["b"]}]}, {"any": [{"posts": ["b"]}]}, {"not": {"posts": ["a"]}},
    ]  # fmt: skip
    assert [is_met(Condition.model_validate(x), own) for x in holds + fails] == [True] * 5 + [False] * 6
    with pytest.raises(Refused) as refused:
        is_met(Condition.model_validate({"quantity": "moon", "is": {"over": 1}}), own)
    assert refused.value.code == "unknown_quantity"


def test_applicants_are_those_who_entered_the_first_stage():
    field = slate("p@a", "q@a")
    earlier = {"enrolment": scored("enrolment", slate("p@a", "q@a", "r@a"), {})}
    assert situation_of("a", field, inputs(earlier=earlier)).quantity("applicants") == 3


def test_a_pass_mark_may_depend_on_the_competition():
    cases = Cases.model_validate(
        {"cases": [{"when": {"quantity": "candidates", "is": {"at_most": 1}}, "then": 70}], "else": "mean"}
    )
    alone = situation_of("a", slate("p@a"), inputs(), (D(60),))
    several = situation_of("a", slate("p@a", "q@a"), inputs(), (D(60), D(64)))
    assert [threshold_value(cases, s) for s in (alone, several)] == [D(70), D(62)]
    assert threshold_value(Cases(cases=()), alone) is None
    assert threshold_value(None, alone) is None
    assert threshold_value(D(60), alone) == 60


SETTINGS = StageSettings(id="speech", kind="speech")


@pytest.mark.parametrize(("boundary", "gone"), [("at_least", ["r"]), ("over", ["q", "r"])])
def test_the_pass_mark_itself(boundary, gone):
    field = slate("p@a", "q@a", "r@a")
    scores = scored("speech", field, {"p@a": "61", "q@a": "60", "r@a": "59.99"}).scores
    found = below_pass(SETTINGS, scores, PassMark(D(60), boundary), field, inputs())
    assert [f.candidate.person for f in found] == gone
    assert below_pass(SETTINGS, scores, PassMark(None), field, inputs()) == ()
    assert len(each_once(found + found)) == len(gone)


def situation(candidates, seats):
    names = [f"p{i}@a" for i in range(candidates)]
    return situation_of("a", slate(*names, seats={"a": seats}), inputs())


@pytest.mark.parametrize(
    ("keep", "candidates", "seats", "places"),
    [
        ({"per_seat": 3}, 40, 10, 30),
        ({"per_seat": 3}, 40, 5, 15),
        ({"per_seat": "1.5"}, 9, 3, 5),
        ({"per_seat": "1.5", "round": "down"}, 9, 3, 4),
        ({"top": 6}, 9, 1, 6),
        ({"drop_last": 1}, 4, 1, 3),
        ({"drop_last": 5}, 4, 1, 0),
        ({"passed": True}, 9, 1, None),
        ({"share": {"share": "1/3", "of": "candidates", "round": "half_up"}}, 8, 1, 3),
        ({"share": {"share": "1/3", "of": "candidates", "at_least": 5}}, 8, 1, 5),
        ({"share": {"share": "0.8", "of": "candidates", "at_most": 5}}, 8, 1, 5),
        (
            {
                "table": {
                    "cases": [{"when": {"quantity": "seats", "is": {"at_least": 10}}, "then": 2}],
                    "else": 3,
                }
            },
            99,
            10,
            20,
        ),
        (
            {
                "table": {
                    "cases": [{"when": {"quantity": "seats", "is": {"at_least": 10}}, "then": 2}],
                    "else": 3,
                }
            },
            99,
            9,
            27,
        ),
        ({"table": {"cases": []}}, 9, 1, None),
    ],
)
def test_places_of_a_post(keep, candidates, seats, places):
    cut = cut_of(Keep.model_validate(keep), situation(candidates, seats))
    assert (cut.places, cut.seats, cut.cancelled) == (places, seats, False)


@pytest.mark.parametrize(
    ("keep", "cut"),
    [
        ({"short": "actual"}, (9, 3, False)),
        ({"short": "reduce_seats"}, (3, 1, False)),
        ({"short": "reduce_seats", "at_least_per_seat": "2.5"}, (3, 1, False)),
        ({"short": "reduce_seats", "per_seat": 6}, (0, 0, True)),
        ({"short": "cancel_post"}, (0, 0, True)),
        ({"short": "cancel_post", "at_least_per_seat": "4/3"}, (9, 3, False)),
    ],
)
def test_a_ratio_that_is_not_reached(keep, cut):
    found = cut_of(Keep.model_validate({"per_seat": 3, **keep}), situation(4, 3))
    assert (found.places, found.seats, found.cancelled) == cut


def test_a_ratio_that_stops_the_selection():
    with pytest.raises(Refused) as refused:
        cut_of(Keep(per_seat=3, short="stop"), situation(4, 3))
    assert (refused.value.code, refused.value.where) == ("ratio_not_reached", "a")


@pytest.mark.parametrize(
    "keep",
    [
        {"top": 3, "ties": "chain"},
        {"table": {"cases": [], "else": "mean"}},
        {"top": 3, "short": "reduce_seats"},
    ],
)
def test_a_keep_that_cannot_be_worked_out(keep):
    with pytest.raises(Exception, match=r"keep|reduce_seats"):
        check_keep(Keep.model_validate(keep), may_chain=False)
    check_keep(None, may_chain=False)


def standing_at(*values):
    return standings({c(f"p{i}@a"): D(v) for i, v in enumerate(values)}, (), TieFacts({}, {}))


@pytest.mark.parametrize(
    ("ties", "kept", "contested"), [("include", 3, 0), ("exclude", 1, 0), ("chain", 1, 2)]
)
def test_equals_across_the_cut(ties, kept, contested):
    choice = chosen(standing_at(90, 80, 80, 70), 2, ties)
    assert (len(choice.kept), len(choice.left), len(choice.contested)) == (kept, 4 - kept, contested)


def test_forty_places_and_forty_one_people():
    values = [100 - i for i in range(39)] + [50, 50, 40]
    assert len(chosen(standing_at(*values), 40, "include").kept) == 41
    assert chosen(standing_at(90, 80), None, "chain").left == ()
    assert len(chosen(standing_at(90, 80), 5, "exclude").kept) == 2


def test_the_order_of_those_who_are_left():
    field = slate("p@a", "q@a", "r@a", "s@a")
    scores = scored("speech", field, {"p@a": "90", "q@a": "80", "r@a": "80", "s@a": "70"}).scores
    left = field.without([c("p@a")])
    assert [(s.candidate.person, s.rank) for s in standings_of(scores, left, "a")] == [
        ("q", 1),
        ("r", 1),
        ("s", 3),
    ]
    assert scores_by_post({s.candidate: s.working for s in scores}) == scores


def test_scores_by_person_serve_every_candidacy():
    by_person = scored("speech", slate("p@"), {"p@": "90"})
    found = scores_of(inputs(earlier={"speech": by_person}), "speech", [c("p@a"), c("q@a")])
    assert {str(k): s.value for k, s in found.items()} == {"p@a": D(90)}
    assert scores_of(inputs(), "speech", [c("p@a")]) == {}


def two_posts(places=1):
    field = slate("p@a", "p@b", "q@a", "q@b", "r@b")
    points = {"p@a": "90", "q@a": "80", "p@b": "90", "q@b": "80", "r@b": "70"}
    scores = scored("composite", field, points).scores
    orders = {post: standings_of(scores, field, post) for post in "ab"}
    return field, orders, {post: Cut(places, 1, Text("")) for post in "ab"}


def names(placement):
    return {post: [s.candidate.person for s in own] for post, own in placement.kept.items()}


def test_a_person_ahead_twice_is_kept_once_and_the_next_moves_up():
    field, orders, cuts = two_posts()
    wishes = wishes_by("choice_order", field.candidates, orders, ["a", "b"])
    placement = placed(orders, cuts, "include", wishes)
    assert names(placement) == {"a": ["p"], "b": ["q"]}
    assert placement.turned_down == frozenset({c("q@a"), c("r@b")})
    assert names(placed(orders, cuts, "include", None)) == {"a": ["p"], "b": ["p"]}
    assert (placement.post_of("q"), placement.post_of("r")) == ("b", None)


def test_wishes_by_plan_or_by_standing():
    field, orders, _ = two_posts()
    by_plan = wishes_by("post_order", field.candidates, orders, ["b", "a"])
    by_standing = wishes_by("score", field.candidates, orders, ["a", "b"])
    assert [[x.post for x in own] for own in by_plan.values()] == [["b", "a"], ["b", "a"], ["b"]]
    assert [[x.post for x in own] for own in by_standing.values()] == [["a", "b"], ["a", "b"], ["b"]]


POINTS = st.lists(st.tuples(st.integers(60, 70), st.integers(60, 70)), min_size=1, max_size=8)


@given(POINTS, st.integers(0, 3), st.integers(0, 3), st.sampled_from(["include", "exclude"]))
def test_law_nobody_misses_a_better_wish_behind_which_they_stand(points, first, second, ties):
    people = [f"p{i}" for i in range(len(points))]
    field = slate(*[f"{p}@{post}" for p in people for post in "ab"])
    values = {
        f"{p}@{post}": str(v)
        for p, own in zip(people, points, strict=True)
        for post, v in zip("ab", own, strict=True)
    }
    scores = scored("composite", field, values).scores
    orders = {post: standings_of(scores, field, post) for post in "ab"}
    cuts = {"a": Cut(first, 1, Text("")), "b": Cut(second, 1, Text(""))}
    placement = placed(orders, cuts, ties, wishes_by("choice_order", field.candidates, orders, ["a", "b"]))
    kept = [s.candidate.person for own in placement.kept.values() for s in own]
    assert len(set(kept)) == len(kept)
    got_b = {s.candidate.person for s in placement.kept["b"]}
    lowest = min((s.value for s in placement.kept["a"]), default=None)
    for standing in orders["a"]:
        if standing.candidate.person in got_b and lowest is not None:
            assert standing.value <= lowest


@given(st.dictionaries(st.integers(0, 20), st.integers(0, 5), min_size=1))
def test_law_everybody_is_ranked_once(values):
    found = standings({c(f"p{k}@a"): D(v) for k, v in values.items()}, (), TieFacts({}, {}))
    assert sorted(s.candidate.person for s in found) == sorted(f"p{k}" for k in values)
    assert all(s.rank == 1 + sum(v > s.value for v in values.values()) for s in found)


def test_dates_of_the_roster_sort_as_dates():
    assert TieFacts({}, PEOPLE).fact("born", c("p@a")) == date(1980, 5, 1)
