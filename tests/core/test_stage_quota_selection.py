"""Structural selection: who is in and why, what a quota costs, contradictions told, equals parted, relief."""

from decimal import Decimal

import pytest
from core.stage_ground import codes, earlier_outcome, inputs, left, person, said
from pydantic import ValidationError

from quanheng.core.stages.quota_selection import (
    RECORD,
    Period,
    Place,
    QuotaFigures,
    Relief,
    Settings,
    admit,
    close,
    due,
)
from quanheng.core.values import Candidate, Refused, Score, Slate, Text, Working

WOMEN = {
    "id": "women",
    "title": {"zh": "女干部不少于 1 名", "en": "one woman at least"},
    "who": {"sex": {"in": ["女"]}},
}
POINTS = {"p1": "90", "p2": "85", "p3": "80", "p4": "75.5", "p5": "75.5"}
SEX = {"p1": "男", "p2": "男", "p3": "女", "p4": "女", "p5": "男"}
UNIT = {"p1": "甲县", "p2": "甲县", "p3": "甲县", "p4": "乙县", "p5": "乙县"}


def settings(*quotas, **more):
    said_so = {"id": "list", "kind": "quota_selection", "by": "assessment", "quotas": list(quotas)}
    return Settings.model_validate(said_so | more)


def ground(points=POINTS, sex=SEX, **rows):
    people = [person(p, unit=UNIT[p], **({"sex": sex[p]} if p in sex else {})) for p in POINTS]
    working = Working(Text("测评"), Decimal(1))
    slate = Slate(tuple(Candidate(p, "park") for p in points))
    scores = tuple(Score(Candidate(p, "park"), Decimal(n), working) for p, n in points.items())
    return inputs(rows, people, earlier={"assessment": earlier_outcome(remaining=slate, scores=scores)})


SLATE = Slate(tuple(Candidate(p, "park") for p in POINTS), {"park": 2})


def at_least(number, **more):
    return WOMEN | {"at_least": number} | more


def words(outcome, who):
    [finding] = outcome.findings_of(Candidate(who, "park"))
    return finding.code, finding.text.zh, finding.text.en


def test_the_quota_takes_the_best_of_those_it_counts_and_everybody_reads_why():
    outcome = close(SLATE, ground(), settings(at_least(1)))
    assert said(outcome.remaining.candidates) == ("p1@park", "p3@park")
    assert left(outcome) == {
        "p2@park": "gave_way_to_quota",
        "p4@park": "below_the_list",
        "p5@park": "below_the_list",
    }
    assert words(outcome, "p1") == ("chosen", "第 1 名，入选", "place 1: chosen")
    assert words(outcome, "p3") == (
        "chosen_for_quota",
        "第 3 名，为满足“女干部不少于 1 名”入选",
        "place 3: chosen to keep 'one woman at least'",
    )
    assert words(outcome, "p2") == (
        "gave_way_to_quota",
        "第 2 名，因结构要求未入选：替换孙三（第 3 名）则不能满足“女干部不少于 1 名”",
        "place 2, not chosen because of the quotas: in place of 孙三 (place 3) 'one woman at least' would break",
    )
    assert words(outcome, "p4")[1] == "第 4 名，2 人的名单到此之前已满"
    finding = outcome.departure_of(Candidate("p2", "park")).finding
    assert [e.value.zh for e in finding.evidence] == ["85", "2", "无"]


def test_the_record_says_what_the_quotas_cost():
    record = close(SLATE, ground(), settings(at_least(1))).record
    assert isinstance(record, RECORD)
    [figures] = record.lists
    assert (figures.post, figures.seats, figures.total, figures.top_total) == ("park", 2, 170, 175)
    assert figures.quotas == (QuotaFigures("women", "", 1, 1),)


def test_quotas_by_unit_and_shares():
    each = {"id": "county", "title": "每县至少 1 名", "per": "unit", "at_least": 1}
    outcome = close(SLATE, ground(), settings(each, ties=[{"attribute": "sex", "prefer": ["女"]}]))
    assert said(outcome.remaining.candidates) == ("p1@park", "p4@park")
    assert [(q.unit, q.count) for q in outcome.record.lists[0].quotas] == [("乙县", 1), ("甲县", 1)]
    assert words(outcome, "p4")[1] == "第 4 名，为满足“乙县：每县至少 1 名”入选"
    share = WOMEN | {"share": "1/2"}
    assert said(close(SLATE, ground(), settings(share)).remaining.candidates) == ("p1@park", "p3@park")
    of_unit = WOMEN | {"share": "1/2", "per": "unit"}
    plan = settings(
        of_unit, {"id": "most", "title": "甲县至多 1 名", "who": {"unit": {"in": ["甲县"]}}, "at_most": 1}
    )
    outcome = close(SLATE, ground(), plan)
    assert said(outcome.remaining.candidates) == ("p3@park", "p4@park")


def test_many_who_were_taken_instead_are_counted():
    points = {"p1": "90", "p2": "50", "p3": "49", "p4": "48", "p5": "47"}
    slate = Slate(SLATE.candidates, {"park": 4})
    plan = settings({"id": "none", "title": "不用甲", "who": {"party": {"in": ["群众"]}}, "at_most": 0})
    people = [person(p, unit=UNIT[p], party="群众" if p == "p1" else "中共党员") for p in POINTS]
    about = ground(points)
    about = inputs({}, people, earlier=dict(about.earlier))
    outcome = close(slate, about, plan)
    assert words(outcome, "p1")[1].endswith("；另有 1 人同理")


def test_quotas_that_contradict_are_told_with_a_smallest_set():
    plan = settings(
        at_least(1, id="spare", title="女干部至少 1 名"),
        at_least(3, title={"zh": "女干部不少于 3 名", "en": "three women"}),
    )
    (asked,) = due(SLATE, ground(), plan)
    assert (asked.table, asked.text.zh) == (
        "reliefs",
        "“园区副主任” 2 人的名单不能同时满足：女干部不少于 3 名（候选人中 2 人）；须增补候选人，或经决定放宽其中一项",
    )
    with pytest.raises(Refused) as early:
        close(SLATE, ground(), plan)
    assert early.value.code == "stage_closed_too_early"
    relief = Relief(post="park", quota="women", reason="人数不足", decided_by="纪要第6号")
    outcome = close(SLATE, ground(reliefs=(relief,)), plan)
    assert said(outcome.remaining.candidates) == ("p1@park", "p3@park")
    assert outcome.record.relaxed == (("park", "women", "人数不足", "纪要第6号"),)


def test_equals_of_whom_some_go_need_a_place():
    slate = Slate(SLATE.candidates, {"park": 4})
    plan = settings(at_least(1))
    assert [(d.table, d.person) for d in due(slate, ground(), plan)] == [("places", "p4"), ("places", "p5")]
    places = tuple(
        Place(person=p, post="park", place=n, decided_by="加试") for p, n in (("p5", 1), ("p4", 2))
    )
    outcome = close(slate, ground(places=places), plan)
    assert "p5@park" in said(outcome.remaining.candidates)
    five = Slate(SLATE.candidates, {"park": 9})
    assert due(five, ground(), plan) == ()
    assert len(close(five, ground(), plan).remaining.candidates) == 5


def test_missing_points_and_facts_are_asked_for():
    some = {k: v for k, v in POINTS.items() if k != "p5"}
    assert [d.text.en for d in due(SLATE, ground(some), settings(at_least(1)))] == ["周五 has no points"]
    unknown = {k: v for k, v in SEX.items() if k != "p4"}
    (asked,) = due(SLATE, ground(sex=unknown), settings(at_least(1)))
    assert asked.text.zh == "李四的事实不全，不知是否属于“女干部不少于 1 名”"


def test_a_quota_for_other_posts_does_not_bind():
    outcome = close(SLATE, ground(), settings(at_least(1, posts=["farm"])))
    assert said(outcome.remaining.candidates) == ("p1@park", "p2@park")
    assert outcome.record.lists[0].quotas == ()


def test_somebody_whom_the_roster_does_not_know_stops_the_stage():
    slate = Slate((*SLATE.candidates, Candidate("p9", "park")), {"park": 2})
    points = POINTS | {"p9": "60"}
    found = due(slate, ground(points), settings(at_least(1)))
    assert [d.person for d in found] == ["p9"]
    each = {"id": "county", "title": "每县至少 1 名", "per": "unit", "at_most": 1}
    outcome = close(slate, ground(points), settings(each, ties=[{"attribute": "sex", "prefer": ["女"]}]))
    assert [q.unit for q in outcome.record.lists[0].quotas] == ["—", "乙县", "甲县"]


def test_rows_that_are_refused():
    plan = settings(at_least(1))
    reliefs = [
        Relief(post=post, quota=quota, reason="少", decided_by="纪要")
        for post, quota in (("park", "women"), ("park", "men"), ("moon", "women"))
    ]
    assert codes(admit("reliefs", reliefs, SLATE, ground(), plan)) == (
        (1, "unknown_quota"),
        (2, "unknown_quota"),
    )
    place = [Place(person="p6", post="park", place=1, decided_by="抽签")]
    assert [code for _, code in codes(admit("places", place, SLATE, ground(), plan))] == ["not_a_candidate"]


@pytest.mark.parametrize(
    "quotas",
    [
        [{"id": "a", "title": "空", "who": {"sex": {"in": ["女"]}}}],
        [{"id": "a", "title": "反", "who": {"sex": {"in": ["女"]}}, "at_least": 2, "at_most": 1}],
        [{"id": "a", "title": "谁", "at_least": 1}],
        [at_least(1), at_least(2)],
        [at_least(1, who={"sex": {"in": ["女"]}, "strength": "soft"})],
    ],
)
def test_quotas_that_make_no_sense(quotas):
    with pytest.raises(ValidationError):
        settings(*quotas)


def test_the_chain_has_no_last_word():
    with pytest.raises(ValidationError):
        settings(at_least(1), ties=[{"final": "lot"}])


def period(year, counted, quota="women", post="park"):
    return Period(post=post, quota=quota, period=year, counted=counted, whole=10)


def test_a_share_may_be_averaged_over_several_years():
    """P223: at least so many, averaged over three years."""
    plan = settings(at_least(0, share="0.5", averaged_over=3))
    for rows, least in (
        ((), 1),
        ((period("2024", 5), period("2025", 5)), 1),
        ((period("2023", 0), period("2024", 8), period("2025", 7)), 0),
        ((period("2025", 0),), 2),
    ):
        (figures,) = close(SLATE, ground(periods=rows), plan).record.lists
        assert [q.at_least for q in figures.quotas] == [least]
    ask = [period("2025", 1), period("2025", 1, quota="men")]
    assert codes(admit("periods", ask, SLATE, ground(), plan)) == ((1, "unknown_quota"),)
    with pytest.raises(ValidationError):
        settings(at_least(1, averaged_over=3))
