"""Checks that rest on no law (方案自洽检查): a plan that keeps each and one that breaks it."""

from __future__ import annotations

from typing import Any

import pytest
from core.plan_for_checks import DROP, found

from quanheng.core.plans.checks.register import CHECKS

Edit = tuple[str, Any]
COMPOSITE = "stages.composite.components"


def part(id: str, weight: int, **more: Any) -> dict[str, Any]:
    """One component of a composite."""
    return {"id": id, "weight": weight} | ({"entered": True} if "from" not in more else {}) | more


def schemes(*weights: int) -> Edit:
    """A composite with two schemes, for the class and for post b, of these weights."""
    one, two = weights
    return (
        "stages.composite",
        {
            "id": "composite",
            "kind": "composite",
            "ties": [{"final": "shared"}],
            "schemes": [
                {"classes": ["deputy"], "components": [part("p", one)]},
                {"posts": ["b"], "components": [part("q", two)], "full": 10},
            ],
        },
    )


NESTED = {"id": "resume", "weight": 50, "components": [part("edu", 60), part("years", 30)]}
OWN = {"id": "own", "record": {"since": "work"}}
OVERLAY = {"replace": {"nobody": {"work_years": {"at_least": 3}}}}
MARKED = {"id": "marked", "kind": "inspection", "score": {"full_mark": 50}}


def named(kind: str, **more: Any) -> tuple[Edit, ...]:
    """The plan with one more stage, which names things."""
    return (("stages.+", {"id": "more", "kind": kind} | more),)


NOBODY = {"id": "x", "title": "某方", "body": "nobody"}
LAW = {"id": "law", "title": "法律"}
TALKS = {"groups": [{"id": "staff", "title": "职工", "weight": 1}]}

CASES: list[tuple[str, str, str, tuple[Edit, ...]]] = [
    ("notice.places", "warning", "stages.10.places", (("stages.notice.places", ["内网", "内网"]),)),
    ("decision.body_size", "warning", "bodies.1.members", (("bodies.party.members", 2),)),
    ("decision.body_size", "warning", "stages.9.quorum", (("stages.decision.quorum.share", 2),)),
    ("names.body", "error", "stages.13.consults.1", named("motion", consults=["party", "nobody"])),
    ("names.body", "error", "stages.13.proposed_by.0", named("motion", proposed_by=["nobody"])),
    ("names.body", "error", "stages.13.nominated_by.0", named("nomination", nominated_by=["nobody"])),
    ("names.body", "error", "stages.13.gates.0.body", named("nomination", gates=[NOBODY])),
    (
        "names.body",
        "error",
        "stages.13.rights.0.bodies.0",
        named("nomination", rights=[{"channels": ["unit"], "bodies": ["nobody"]}]),
    ),
    (
        "names.body",
        "error",
        "stages.13.accountability.decided_by",
        named("nomination", accountability={"decided_by": "nobody", "consequences": [LAW]}),
    ),
    ("nomination.told", "error", "stages.0.nomination_told", (("stages.enrolment.nomination_told", True),)),
    ("nomination.told", "error", "stages.9.nomination_told", (("stages.decision.nomination_told", True),)),
    ("nomination.rights", "warning", "stages.13.rights", named("nomination", rights=[{"channels": ["leader"]}])),
    ("names.body", "error", "stages.13.parties.0.body", named("consultation", parties=[NOBODY])),
    ("names.body", "error", "stages.13.subjects.0.judges", named("examination", subjects=[LAW | {"form": "panel", "judges": "nobody"}])),
    ("names.body", "error", "stages.13.decided_by", named("assign_posts", places={"a": ["b"]}, decided_by="nobody")),
    ("names.post", "error", "stages.13.places.a.1", named("assign_posts", places={"a": ["b", "c"]})),
    ("names.post", "error", "stages.13.places.c", named("assign_posts", places={"c": ["b"]})),
    ("names.scheme", "error", "stages.13.subjects.0", named("examination", subjects=[LAW | {"posts": ["a", "c"]}])),
    ("names.scheme", "error", "stages.13.subjects.0", named("examination", subjects=[LAW | {"classes": ["deputy", "chief"]}])),
    ("names.stage", "error", "stages.13.with_meeting.stage", named("talks", with_meeting={"stage": "meeting", "meeting": 60, "talks": 40}, **TALKS)),
    ("names.stage", "error", "stages.13.tasks.0.follows", named("follow_up", tasks=[{"id": "x", "title": "整改", "within": {"days": 5}, "follows": "grades.a"}])),
    ("names.parameter", "error", "stages.13.pots.0.parameter", named("pay", pots=[{"id": "x", "title": "岗位", "by": "post", "parameter": "duty", "each": 1}])),
    ("names.stage", "error", "stages.13.by", named("consequence", by="nobody", rules=[{"id": "x", "title": "后果", "when": {"quantity": "rank", "is": {"at_most": 1}}, "then": "表扬"}])),
    ("scoring.source", "error", "stages.13.by", named("grading", by="notice", grades=[{"id": "a", "title": "甲"}, {"id": "b", "title": "乙"}])),
    ("names.stage", "error", "stages.13.grades.0", named("grading", by="composite", grades=[{"id": "a", "title": "甲", "needs": {"quantity": "rate.speech.good", "is": {"over": 0}}}, {"id": "b", "title": "乙"}])),
    ("names.stage", "error", "stages.13.rules.0", named("consequence", rules=[{"id": "x", "title": "后果", "when": {"quantity": "grade.more.a", "is": {"over": 0}}, "then": "表扬"}])),
    ("names.stage", "error", "stages.5.components.0", ((COMPOSITE, [part("p", 100, when={"quantity": "rate.assessment.a + rate.assessment.nobody", "is": {"over": 0}})]),)),
    ("posts.total", "warning", "title", (("title", "共10个职位竞争上岗方案"),)),
    ("posts.total", "warning", "purpose", (("purpose", "面向全局，共计 4 个岗位"),)),
    ("posts.total", "warning", "notes.1", (("notes", ["共 2 个职位", "合计9名职数"]),)),
    ("posts.seats", "warning", "posts.0.seats", (("posts.a.seats", 0),)),
    ("posts.seats", "warning", "posts.0", (("posts.a.seats", None),)),
    ("posts.empty_class", "warning", "classes.1", (("classes.+", {"id": "x", "title": "正职"}),)),
    ("dates.valid", "warning", "stages.12.time", (("valid", {"until": "2026-03-10"}),)),
    ("slips.ladder", "warning", "eligibility.all.2.education.at_least", (("eligibility.all.2.education.at_least", "本科以上"),)),
    ("slips.ladder", "warning", "posts.0.eligibility.0.add.0.degree.at_least", (("posts.a.eligibility", [{"add": [{"degree": {"at_least": "MBA"}}]}]),)),
    ("slips.ladder", "warning", "posts.0.eligibility.0.add.0.at_least_n.of.1.degree.at_least", (("posts.a.eligibility", [{"add": [{"at_least_n": {"n": 1, "of": [{"age": {"at_most": 45}}, {"degree": {"at_least": "MBA"}}]}}]}]),)),
    ("slips.ladder", "warning", "classes.0.eligibility.0.replace.x.education.in", (("eligibility", {"id": "x", "age": {"at_most": 45}}), ("classes.deputy.eligibility", [{"replace": {"x": {"education": {"in": ["本科", "留学"]}}}}]))),
    ("slips.pass", "warning", "stages.3.pass", (("stages.speech.pass", 160),)),
    ("slips.pass", "warning", "stages.0.subjects.0.pass", (("stages.0", {"id": "exam", "kind": "examination", "subjects": [{"id": "p", "title": "笔试", "full_mark": 50, "pass": 60}]}),)),
    ("slips.trim", "warning", "stages.3.trim", (("stages.speech.trim", {"high": 4, "low": 4}),)),
    ("slips.wishes", "warning", "stages.0.preferences.max", (("stages.0", {"id": "choose", "kind": "matching", "offices": ["a"], "preferences": {"max": 2}}),)),
    ("slips.circle", "warning", "stages.0.merge_into.a", (("stages.0", {"id": "open", "kind": "opening", "ratio": 3, "else": ["merge"], "merge_into": {"a": "b", "b": "c"}}),)),
    ("slips.circle", "warning", "stages.6.refill.from", (("stages.shortlist.refill", {"from": ["shortlist"]}),)),
    ("posts.choices", "warning", "choices.max", (("choices.max", 3),)),
    ("posts.choices", "warning", "choices.groups.deputy", (("choices.groups.deputy.max", 3),)),
    ("eligibility.as_of", "warning", "as_of", (("as_of", "2026-03-11"),)),
    ("judges.sizes", "error", "bodies.0", (("bodies.judges.at_least", 9),)),
    ("judges.sizes", "error", "stages.3.min_judges", (("stages.speech.min_judges", 8),)),
    ("judges.sizes", "error", "stages.3", (("bodies.judges.members", 6),)),
    ("judges.sizes", "error", "stages.7.team", (("stages.inspection.team.at_least", 10),)),
    ("probation.full", "warning", "stages.12.time", (("stages.probation.time.by", {"months": 11}),)),
    ("lint.weights_sum", "error", f"{COMPOSITE}".replace("composite", "5", 1), ((f"{COMPOSITE}.speech.weight", 40),)),
    ("lint.weights_sum", "error", "stages.5.components.2.components", ((f"{COMPOSITE}.speech.weight", 25), (f"{COMPOSITE}.assessment.weight", 25), (f"{COMPOSITE}.+", NESTED))),
    ("lint.weights_sum", "error", "stages.5.components", ((f"{COMPOSITE}.speech", {"id": "speech", "from": "speech", "weight_from": "w"}), ("posts.a.parameters", {"w": 50}), ("posts.b.parameters", {"w": 60}))),
    ("lint.weights_sum", "error", "stages.5.components.2.components.1.components", ((f"{COMPOSITE}.speech.weight", 25), (f"{COMPOSITE}.assessment.weight", 25), (f"{COMPOSITE}.+", {"id": "best", "weight": 50, "take": "highest", "components": [part("once", 100), NESTED]}))),
    ("lint.weights_sum", "error", "stages.5.schemes.0.components", (schemes(90, 10),)),
    ("lint.weights_sum", "error", "stages.5.schemes.1.components", (schemes(100, 20),)),
    ("lint.weights_sum", "error", "stages.4.groups", (("stages.assessment.groups.staff.weight", 50),)),
    ("lint.weights_sum", "error", "stages.3.groups", (("stages.speech.judges", DROP), ("stages.speech.groups", [{"body": "judges", "weight": 70}, {"body": "party", "weight": 40}]))),
    ("lint.weights_sum", "error", "stages.5.components", ((COMPOSITE, [OWN | {"cap": 60}, {"id": "base", "fixed": 30}]),)),
    ("lint.weights_sum", "error", "stages.5.components", ((COMPOSITE, [{"id": "group", "full": 90, "components": [{"id": "base", "fixed": 90}]}]),)),
    ("names.scheme", "error", "stages.5.components.0", ((COMPOSITE, [part("p", 100, when={"posts": ["x"]})]),)),
    ("names.scheme", "error", "stages.5.components.1", ((COMPOSITE, [part("p", 100), {"id": "q", "cases": {"cases": [{"when": {"classes": ["x"]}, "then": 1}]}}]),)),
    ("lint.points_mismatch", "error", "stages.3.items", (("stages.speech.items.x.max", 70),)),
    ("scoring.source", "error", "stages.5.components.0", ((f"{COMPOSITE}.speech.from", "shortlist"),)),
    ("scoring.source", "error", "stages.5.components.0.from", ((f"{COMPOSITE}.speech.from", "opening"),)),
    ("scoring.source", "error", "stages.6.by", (("stages.shortlist.by", "inspection"),)),
    ("scoring.carry", "warning", "stages.5.components.0.from", (("stages.speech.carry", False),)),
    ("scoring.ties", "warning", "stages.6.keep", (("stages.shortlist.keep.ties", DROP),)),
    ("scoring.equal_totals", "note", "stages.5", (("stages.composite.ties", DROP), ("stages.shortlist.ties", DROP))),
    ("scoring.shortage", "warning", "stages.6.keep", (("stages.shortlist.keep.short", DROP),)),
    ("scoring.shortage", "warning", "stages.2", (("stages.opening.else", DROP),)),
    ("scoring.small_group", "warning", "stages.4.groups", (("stages.assessment.small_group", DROP),)),
    ("scoring.small_group", "warning", "stages.4.empty_group", (("stages.assessment.groups.leaders", DROP), ("stages.assessment.empty_group", "renormalise"))),
    ("scoring.minutes", "note", "stages.3", (("stages.speech.minutes", DROP),)),
    ("names.body", "error", "stages.3.judges", (("stages.speech.judges", "judge"),)),
    ("names.body", "error", "stages.3.groups.1.body", (("stages.speech.judges", DROP), ("stages.speech.groups", [{"body": "judges"}, {"body": "mass"}]))),
    ("names.body", "error", "stages.1.reviewed_by", (("stages.review.reviewed_by", "x"),)),
    ("names.body", "error", "stages.6.decided_by", (("stages.shortlist.decided_by", "x"),)),
    ("names.body", "error", "stages.9.body", (("stages.decision.body", "x"),)),
    ("names.body", "error", "stages.10.objections_to", (("stages.notice.objections_to", "x"),)),
    ("names.body", "error", "stages.7.team", (("stages.inspection.team.from", "x"),)),
    ("names.body", "error", "stages.7.score", (("stages.inspection.score", {"full_mark": 10, "by": "members", "body": "x"}),)),
    ("names.body", "error", "stages.5.components.0.decided_by", ((f"{COMPOSITE}.speech.decided_by", "x"),)),
    ("names.body", "error", "eligibility.all.7.recusal.with", (("eligibility.all.7.recusal.with", ["post_unit", "x"]),)),
    ("names.stage", "error", "stages.5.components.0.from", ((f"{COMPOSITE}.speech.from", "speach"),)),
    ("names.stage", "error", "stages.6.by", (("stages.shortlist.by", "x"),)),
    ("names.stage", "error", "stages.6.refill.from", (("stages.shortlist.refill", {"from": ["x"]}),)),
    ("names.stage", "error", "stages.9.follows", (("stages.decision.follows", "x"),)),
    ("names.stage", "error", "stages.11.time.after", (("stages.appointment.time.after", "x"),)),
    ("names.stage", "error", "stages.11.time.before", (("stages.appointment.time", {"before": "x"}),)),
    ("names.post", "error", "choices.groups.x", (("choices.groups.x", {"max": 1}),)),
    ("names.post", "error", "stages.2.ratios.x", (("stages.opening.ratios", {"a": 3, "deputy": 2, "x": 2}),)),
    ("names.post", "error", "stages.2.merge_into.a", (("stages.opening.merge_into", {"a": "x"}),)),
    ("names.scheme", "error", "stages.5.schemes.0", (("stages.composite.schemes", [{"posts": ["x"], "components": [part("p", 100)]}]),)),
    ("names.scheme", "error", "stages.5.schemes.0", (("stages.composite.schemes", [{"classes": ["x"], "components": [part("p", 100)]}]),)),
    ("names.scheme", "error", "stages.3.when", (("stages.speech.when", {"all": [{"posts": ["x"]}]}),)),
    ("names.scheme", "error", "stages.3.when", (("stages.speech.when", {"not": {"classes": ["x"]}}),)),
    ("names.tie", "error", "stages.5.ties.0", (("stages.composite.ties", [{"by": "x"}]),)),
    ("matching.fallback", "error", "stages.13.takers.unplaced_of", named("matching", takers={"unplaced_of": "more"})),
    ("matching.fallback", "error", "stages.13.takers.unplaced_of", named("matching", takers={"unplaced_of": "decision"})),
    ("names.post", "error", "stages.13.quotas.0.posts", named("quota_selection", by="composite", quotas=[{"id": "q", "title": "人数", "per": "unit", "at_least": 1, "posts": ["nobody"]}])),
    ("scoring.source", "error", "stages.13.by", named("quota_selection", by="decision", quotas=[{"id": "q", "title": "人数", "per": "unit", "at_least": 1}])),
    ("names.parameter", "error", "stages.5.components.0.weight_from", ((f"{COMPOSITE}.speech", {"id": "speech", "from": "speech", "weight_from": "w"}), ("posts.a.parameters", {"w": 50}))),
    ("names.quantity", "error", "stages.3.when", (("stages.speech.when", {"any": [{"quantity": "applicants + candidate", "is": {"over": 3}}]}),)),
    ("names.quantity", "error", "stages.5.components.0", ((f"{COMPOSITE}.speech", {"id": "speech", "from": "speech", "weight": 50, "when": {"quantity": "rank.spech", "is": {"at_most": 3}}}),)),
    ("names.quantity", "error", "stages.13.rules.0", named("consequence", by="composite", rules=[{"id": "r", "title": "表彰", "when": {"quantity": "rnak", "is": {"at_most": 3}}, "then": "表彰"}])),
    ("names.quantity", "error", "stages.13.pots.0.who", named("pay", pots=[{"id": "p", "title": "奖金", "amount": 100, "by": "points", "from": "composite", "who": {"quantity": "pionts", "is": {"over": 3}}}])),
    ("names.overlay", "error", "posts.0.eligibility", (("posts.a.eligibility", [OVERLAY]),)),
    ("dates.circle", "error", "stages.10.time", (("stages.notice.time", {"after": "appointment"}),)),
    ("dates.circle", "error", "stages.10.time", (("stages.notice.time", {"after": "decision", "by": {"days": 99999999}}),)),
    ("dates.order", "warning", "stages.4.time", (("stages.assessment.time", {"on": "2026-03-11"}),)),
    ("dates.rounds", "warning", "stages.13.rounds.0.preferences_until", named("matching", time={"on": "2027-04-06"}, rounds=[{"preferences_until": "2026-03-13"}])),
    ("dates.rest_day", "warning", "stages.4.time", (("stages.assessment.time", {"on": "2026-03-14"}),)),
    ("dates.provisional", "note", "stages.11.time", (("stages.probation", DROP), ("stages.appointment.time", {"on": "2027-03-02"}))),
]  # fmt: skip


def said(code: str, *edits: Edit) -> list[tuple[str, str]]:
    """The level and the path of every finding of a check; a path to something unsaid ends at its part."""
    return [(c.level, ".".join(map(str, c.path))) for c in found(code, *edits)]


@pytest.mark.parametrize(("code", "level", "path", "edits"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES])
def test_a_check_is_kept_or_broken(code: str, level: str, path: str, edits: tuple[Edit, ...]) -> None:
    broken = said(code, *edits)
    assert [lv for lv, _ in broken] == [level] * len(broken)
    assert any(p == path or p.startswith(f"{path}.") for _, p in broken)
    if code != "dates.provisional":  # a trial of a year always ends in a year that is not announced
        assert said(code) == []


def test_every_check_without_a_law_has_a_case() -> None:
    assert {c[0] for c in CASES} == {spec.code for spec in CHECKS if not spec.rules}


@pytest.mark.parametrize(
    ("code", "edits"),
    [
        ("posts.total", (("title", "共10个职位竞争上岗方案"), ("posts.a.late_bound", True))),
        ("posts.total", (("title", "共3名职数、共2个职位竞争上岗方案"),)),
        ("posts.seats", (("posts.a.seats", None), ("posts.a.late_bound", True))),
        ("posts.seats", (("posts.a.seats", 0), ("posts.a.excluded", True))),
        ("slips.ladder", (("eligibility.all.2.education.at_least", "大学"),)),
        ("slips.trim", (("stages.speech.trim", {"high": 4, "low": 4, "only_if_more_than": 9}),)),
        ("slips.circle", (("stages.shortlist.refill", {"from": ["inspection"]}),)),
        ("dates.valid", (("valid", {"while": "市委任期内"}),)),
        ("lint.weights_sum", (("stages.assessment.groups.staff.weight", 10), ("stages.assessment.groups.leaders.weight", 50), (f"{COMPOSITE}.speech.weight", 40), (f"{COMPOSITE}.assessment.weight", 60))),
        ("posts.choices", (("choices.max", None),)),
        ("eligibility.as_of", (("stages.enrolment.time", DROP), ("as_of", "2026-03-20"))),
        ("lint.weights_sum", (schemes(100, 10),)),
        ("lint.weights_sum", (schemes(1, 10),)),
        ("lint.weights_sum", ((COMPOSITE, [OWN]),)),
        ("lint.weights_sum", (("stages.assessment.groups.leaders.weight", 1), ("stages.assessment.groups.staff.weight", 1))),
        ("lint.weights_sum", ((f"{COMPOSITE}.+", part("bonus", 10, effect="bonus")),)),
        ("lint.weights_sum", ((f"{COMPOSITE}.speech.when", {"posts": ["a"]}), (f"{COMPOSITE}.speech.weight", 20))),
        ("lint.weights_sum", ((f"{COMPOSITE}", [{"id": "s", "from": "speech"}]),)),
        ("lint.weights_sum", ((f"{COMPOSITE}.speech", {"id": "speech", "from": "speech", "weight_from": "w"}),)),
        ("lint.points_mismatch", (("stages.speech.items", []),)),
        ("scoring.source", (("stages.7", MARKED), ("stages.decision.follows", "marked"))),
        ("scoring.ties", (("stages.shortlist.keep", {"passed": True}),)),
        ("scoring.shortage", (("stages.shortlist.keep", {"drop_last": 1, "ties": "include"}),)),
        ("scoring.equal_totals", (("stages.composite.ties", DROP),)),
        ("names.stage", (("stages.notice.time", {"after": "meeting"}), ("events", {"meeting": "2026-03-24"}))),
        ("names.overlay", (("posts.a.eligibility", [{"add": [{"flag": {"name": "在查"}}]}]),)),
        ("dates.circle", (("stages.notice.time", {"after": "nobody"}),)),
        ("dates.order", (("stages.notice.time", DROP), ("stages.appointment.time", DROP))),
        ("judges.sizes", (("stages.inspection.team.from", DROP), ("stages.inspection.team.at_least", 30))),
    ],
)  # fmt: skip
def test_what_is_no_breach(code: str, edits: tuple[Edit, ...]) -> None:
    assert said(code, *edits) == []


def test_weights_name_their_sum() -> None:
    text = found("lint.weights_sum", (f"{COMPOSITE}.speech.weight", "62.5"))[0].text
    assert (text.zh, text.en) == (
        "各构成项合计 112.5，而满分为 100。",
        "the components come to 112.5; the full total is 100.",
    )


def test_an_unknown_name_hints_at_the_nearest() -> None:
    [check] = found("names.stage", (f"{COMPOSITE}.speech.from", "speach"))
    assert check.text.zh == "方案中没有环节“speach”。"
    assert check.remedy.zh.startswith("是否想写“speech”？可用：appointment, ")
