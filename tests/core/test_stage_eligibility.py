"""Eligibility review (资格审查): who leaves with which rule, what is held open, what a reviewer settles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from quanheng.core.eligibility.qualification import Waiver, candidate_verdict
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.language.posts import Body, Frame, Post
from quanheng.core.language.rules import Rule
from quanheng.core.people import Person, Tenure
from quanheng.core.stages.eligibility import (
    RECORD,
    TABLES,
    TITLE,
    EligibilityRecord,
    Review,
    Settings,
    Standing,
    admit,
    close,
    due,
)
from quanheng.core.values import (
    Candidate,
    Departure,
    Evidence,
    Finding,
    Outcome,
    Refused,
    Slate,
    Source,
    Text,
)
from quanheng.core.workdays import Calendar, PartialDate

AS_OF = date(2026, 3, 10)
RULES = Rule.model_validate(
    {
        "all": [
            {"id": "identity", "identity": {"in": ["公务员"]}},
            {
                "id": "age",
                "age": {"at_most": 45},
                "waivable": True,
                "basis": {"law": "方案", "article": "第三条"},
                "relax": {"to": {"at_most": 50}, "needs": "书面决议"},
            },
        ]
    }
)
SOFT = Rule.model_validate({"id": "age", "strength": "soft", "age": {"at_most": 45}})
POST = Post(id="p1", title=Text("科长", "Section chief"))
PEOPLE = {
    "fit": Person("fit", "符合", identity="公务员", born=PartialDate(1985, 1, 1)),
    "old": Person("old", "年长", identity="公务员", born=PartialDate(1979, 1, 1)),
    "gap": Person("gap", "缺项", identity="公务员"),
}
FIT, OLD, GAP = (Candidate(person, "p1") for person in PEOPLE)
SETTINGS = Settings(id="eligibility", kind="eligibility")
FIT_AGE = "年龄不超过 45 周岁：41 周岁（1985-01-01 出生）"
OLD_AGE = "年龄不超过 45 周岁：47 周岁（1979-01-01 出生）"
OLD_HINT = "（年龄不会再符合；仅可依规定放宽或另选职位；可凭“书面决议”放宽）"


def inputs(rules: Rule | None = RULES, rows: Sequence[Row] = (), **more: Any) -> Inputs:
    tables: dict[str, tuple[Row, ...]] = {
        "reviews": tuple(r for r in rows if isinstance(r, Review)),
        "waivers": tuple(r for r in rows if isinstance(r, Waiver)),
    }
    frame = Frame(
        posts={"p1": POST},
        as_of=AS_OF,
        eligibility=rules,
        bodies={"group": Body(id="group", title=Text("领导小组", "Leading group"))},
        members={"group": ("fit",)},
    )
    return Inputs(frame, more.get("people", PEOPLE), Calendar(), AS_OF, AS_OF, tables)


def review(person: str, verdict: str = "qualified", by: str = "fit", post: str = "") -> Review:
    return Review.model_validate(
        {"person": person, "post": post, "verdict": verdict, "reason": "已核对档案原件", "by": by}
    )


def waiver(person: str, rule: str = "age", kind: str = "waiver", **more: Any) -> Waiver:
    return Waiver.model_validate(
        {
            "person": person,
            "rule": rule,
            "kind": kind,
            "approved_by": "区委组织部",
            "document": "批复 3 号",
            **more,
        }
    )


def slate(*candidates: Candidate) -> Slate:
    return Slate(candidates, {"p1": 1})


def test_who_fits_stays_with_a_finding_for_every_rule() -> None:
    found = close(slate(FIT), inputs(), SETTINGS)
    assert found == Outcome(
        "eligibility",
        slate(FIT),
        slate(FIT),
        (),
        (
            Finding(
                "rule",
                "met",
                Text("身份为公务员：公务员", "identity 公务员: 公务员"),
                Source("plan", "eligibility#identity"),
                FIT,
                (Evidence(Text("身份", "identity"), Text("公务员", "公务员")),),
            ),
            Finding(
                "rule",
                "met",
                Text(FIT_AGE, "age at most 45 years: 41 (born 1985-01-01)"),
                Source("plan", "eligibility#age", Text("方案第三条")),
                FIT,
                (Evidence(Text("出生", "born"), Text("1985-01-01", "1985-01-01")),),
            ),
        ),
        (),
        EligibilityRecord(AS_OF, (Standing(FIT, "qualified", False),)),
    )


def test_who_fails_leaves_with_the_rule_the_fact_and_the_basis() -> None:
    found = close(slate(FIT, OLD), inputs(), SETTINGS)
    assert found.remaining == slate(FIT)
    assert found.departures == (
        Departure(
            OLD,
            Finding(
                "not_eligible",
                "not_met",
                Text(
                    f"资格条件不符：{OLD_AGE}{OLD_HINT}【方案第三条】",
                    "Not eligible: age at most 45 years: 47 (born 1979-01-01) (age will not fit again; "
                    "only a relaxation could; may be relaxed on “书面决议”)",
                ),
                Source("plan", "eligibility#age", Text("方案第三条")),
                OLD,
                (Evidence(Text("出生", "born"), Text("1979-01-01", "1979-01-01")),),
            ),
        ),
    )
    assert found.record.standings[1] == Standing(OLD, "not_qualified", False, ("eligibility#age",))


def test_what_is_unknown_holds_the_stage_open_and_says_what_to_enter() -> None:
    wanted = due(slate(FIT, OLD, GAP), inputs(), SETTINGS)
    assert wanted == (
        Due(
            Text(
                "缺项（科长）：年龄不超过 45 周岁：缺出生年月；需补录出生年月；可凭“书面决议”放宽，"
                "或由审查人录入审查意见",
                "缺项 (Section chief): age at most 45 years: date of birth not entered; enter date of birth; "
                "may be relaxed on “书面决议”, or a reviewer settles it",
            ),
            "reviews",
            "gap",
            "",
        ),
    )
    with pytest.raises(Refused) as caught:
        close(slate(GAP), inputs(), SETTINGS)
    assert caught.value.code == "stage_closed_too_early"
    assert "缺项（科长）" in caught.value.text.zh


def test_a_reviewer_settles_what_is_unknown() -> None:
    passed = close(slate(GAP), inputs(rows=[review("gap")]), SETTINGS)
    assert passed.remaining == slate(GAP)
    assert passed.findings[-1] == Finding(
        "review",
        "met",
        Text("审查意见：符合资格。已核对档案原件（符合）", "Review: qualified. 已核对档案原件 (符合)"),
        Source("act", "eligibility.reviews:gap|"),
        GAP,
    )
    assert passed.record.standings == (Standing(GAP, "qualified", True, (), ("eligibility#age",)),)
    failed = close(slate(GAP), inputs(rows=[review("gap", "not_qualified")]), SETTINGS)
    assert failed.departures == (
        Departure(
            GAP,
            Finding(
                "review_not_qualified",
                "not_met",
                Text("审查不通过：已核对档案原件", "Not passed on review: 已核对档案原件"),
                Source("decision", "eligibility.reviews:gap|"),
                GAP,
                (Evidence(Text("审查人", "reviewer"), Text("符合", "符合")),),
            ),
        ),
    )


def test_a_review_of_one_post_goes_before_one_of_all_posts() -> None:
    rows = [review("gap", "not_qualified"), review("gap", "qualified", post="p1"), review("fit", "qualified")]
    assert close(slate(GAP), inputs(rows=rows), SETTINGS).remaining == slate(GAP)


@pytest.mark.parametrize(("on_unknown", "stays"), [("fail", False), ("pass_with_note", True)])
def test_a_plan_may_say_what_becomes_of_the_unknown(on_unknown: str, stays: bool) -> None:
    settings = Settings.model_validate({"id": "eligibility", "kind": "eligibility", "on_unknown": on_unknown})
    found = close(slate(GAP), inputs(), settings)
    assert found.remaining == (slate(GAP) if stays else slate())
    assert [d.finding.code for d in found.departures] == ([] if stays else ["facts_missing"])
    assert [f.state for f in found.findings] == ["met", "unknown"]
    assert found.record.standings[0].open == ("eligibility#age",)


def test_a_soft_rule_waits_for_a_reason_and_then_stays_a_note() -> None:
    soft = inputs(SOFT)
    (wanted,) = due(slate(OLD), soft, Settings(id="eligibility", kind="eligibility", reviewed_by="group"))
    assert wanted == Due(
        Text(
            f"年长（科长）：软性条件，须说明理由：{OLD_AGE}；请审查人录入理由",
            "年长 (Section chief): soft rule, a reason is needed: "
            "age at most 45 years: 47 (born 1979-01-01); a reviewer gives it",
        ),
        "reviews",
        "old",
        "group",
    )
    found = close(slate(OLD), inputs(SOFT, [review("old")]), SETTINGS)
    assert [(f.code, f.state) for f in found.findings] == [
        ("rule", "note"),
        ("rule_warning", "note"),
        ("review", "met"),
    ]
    assert found.remaining == slate(OLD)
    assert due(slate(FIT), soft, SETTINGS) == ()


def test_without_rules_everyone_stays() -> None:
    found = close(slate(FIT), inputs(None), SETTINGS)
    assert found.findings == (
        Finding(
            "no_rules",
            "note",
            Text("方案未设资格条件", "the plan sets no conditions"),
            Source("plan", "eligibility"),
            FIT,
        ),
    )
    assert found.record.standings == (Standing(FIT, "qualified", False),)
    assert close(slate(FIT), inputs(None, [review("fit", "not_qualified")]), SETTINGS).remaining == slate()


def test_a_waiver_and_a_paper_open_the_rule_and_are_recorded() -> None:
    waived = close(
        slate(OLD), inputs(rows=[waiver("old", approved_on="2026-03-09", reason="急需")]), SETTINGS
    )
    assert waived.remaining == slate(OLD)
    assert waived.findings[-1] == Finding(
        "rule_waived",
        "note",
        Text("区委组织部，批复 3 号，2026-03-09，急需", "区委组织部, 批复 3 号, 2026-03-09, 急需"),
        Source("plan", "eligibility#age", Text("方案第三条")),
        OLD,
    )
    relaxed = close(slate(OLD), inputs(rows=[waiver("old", kind="paper", post="p1")]), SETTINGS)
    assert (relaxed.remaining, relaxed.findings[-1].code) == (slate(OLD), "rule_relaxed")
    assert close(slate(OLD), inputs(rows=[waiver("old", post="p2")]), SETTINGS).remaining == slate()


def test_duties_stand_in_the_record_and_rules_for_others_are_told_once() -> None:
    rules = Rule.model_validate(
        {
            "all": [
                {"training": {"hours_at_least": 110}, "until": {"within": {"years": 1}, "what": "补足培训"}},
                {"when": {"sex": {"in": "女"}}, "age": {"at_most": 40}},
            ]
        }
    )
    man = {"fit": Person("fit", "符合", sex="男", born=PartialDate(1970, 1, 1))}
    found = close(slate(FIT), inputs(rules, people=man), SETTINGS)
    assert found.record.standings == (
        Standing(
            FIT,
            "qualified",
            False,
            duties=(Text("任职后 1 年内：补足培训", "within 1 year of appointment: 补足培训"),),
        ),
    )
    assert [f.code for f in found.findings] == ["rule", "rule_duty", "rule_not_applicable"]


def refusals(table: str, rows: Sequence[Row], where: Inputs, settings: Settings = SETTINGS) -> list[str]:
    return [r.code for _, r in admit(table, rows, slate(FIT, OLD, GAP), where, settings)]


def test_a_review_may_not_turn_a_hard_rule() -> None:
    ((index, refusal),) = admit(
        "reviews", [review("gap"), review("old")], slate(OLD, GAP), inputs(), SETTINGS
    )
    assert (index, refusal.code, refusal.where) == (1, "hard_rule_stands", "old|")
    assert refusal.text.zh == f"年长不符合“科长”的硬性条件，审查意见不能改为符合：{OLD_AGE}。"
    assert refusals("reviews", [review("old", "not_qualified")], inputs()) == []
    assert refusals("reviews", [review("fit")], inputs(None)) == []
    with pytest.raises(Refused) as caught:
        close(slate(OLD), inputs(rows=[review("old")]), SETTINGS)
    assert caught.value.code == "hard_rule_stands"


def test_reviews_come_from_the_body_and_speak_of_candidates() -> None:
    settings = Settings(id="eligibility", kind="eligibility", reviewed_by="group")
    assert refusals("reviews", [review("gap", by="old")], inputs(), settings) == ["not_a_reviewer"]
    assert refusals("reviews", [review("gap", by="fit")], inputs(), settings) == []
    unknown_body = Settings(id="eligibility", kind="eligibility", reviewed_by="nobody")
    assert refusals("reviews", [review("gap", by="old")], inputs(), unknown_body) == []
    assert refusals("reviews", [review("nobody")], inputs()) == ["unknown_person"]
    assert refusals("reviews", [review("gap", post="p2")], inputs()) == ["not_a_candidate"]
    assert refusals("reviews", [review("gap"), review("gap")], inputs()) == ["repeated_row"]


def test_only_rules_that_allow_it_are_waived_or_relaxed() -> None:
    assert refusals("waivers", [waiver("old"), waiver("old", kind="paper")], inputs()) == []
    ((_, refusal),) = admit("waivers", [waiver("old", "identity")], slate(OLD), inputs(), SETTINGS)
    assert refusal.code == "rule_not_waivable"
    assert (
        refusal.say("zh")
        == "old||identity|waiver: 条件“identity”不接受豁免。 方案中可以这样办理的条件：age。"
    )
    assert refusals("waivers", [waiver("old")], inputs(None)) == ["rule_not_waivable"]
    assert refusals("waivers", [waiver("old", kind="paper")], inputs(SOFT)) == ["rule_not_waivable"]


def test_people_must_be_in_the_roster_and_their_dates_must_agree() -> None:
    with pytest.raises(Refused) as caught:
        candidate_verdict(Candidate("ghost", "p1"), inputs())
    assert caught.value.code == "unknown_person"
    tenure = Rule.model_validate({"tenure": {"kind": "rank", "at_least": {"years": 2}}})
    turned = {
        "fit": Person("fit", "符合", tenures=(Tenure("rank", "科员", date(2024, 1, 1), date(2020, 1, 1)),))
    }
    with pytest.raises(Refused) as caught:
        close(slate(FIT), inputs(tenure, people=turned), SETTINGS)
    assert (caught.value.code, caught.value.where) == ("interval_reversed", "符合（fit）")


def test_the_tables_and_the_record_are_declared() -> None:
    assert [(t.name, t.row, t.act, t.required) for t in TABLES] == [
        ("reviews", Review, "review_eligibility", False),
        ("waivers", Waiver, "review_eligibility", False),
    ]
    assert (TITLE.zh, RECORD) == ("资格审查", EligibilityRecord)
