"""Checks of a plan (方案检查): levels and why, places, scopes, confirmations, the shipped plan, speed, the docs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from core.plan_for_checks import CATALOGUE, DROP, checked, edited, found, read, scopes

from quanheng.core.plans.checks.register import CHECKS, register_table
from quanheng.core.plans.lint import Check, check_plan, scopes_of
from quanheng.core.plans.reading import Place, read_plan
from quanheng.core.plans.schema import Plan
from quanheng.core.regulations import catalogue_of
from quanheng.core.values import Refused, Text

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "src" / "quanheng" / "data" / "plans" / "s10-street-office.yaml"
THREE_DAYS = ("stages.notice.lasts", {"days": 3})
QUORUM = ("stages.decision.quorum", {"over": "1/2"})
LEFT_TO_THE_MOTION = {"decision.motion", "decision.consulted"}
"""Steps that the small plan, as most plans do, leaves to the motion."""


def test_a_finding_says_everything() -> None:
    [check] = found("notice.length", THREE_DAYS)
    assert check == Check(
        level="error",
        code="notice.length",
        path=("stages", 10, "lasts"),
        place=Place(353, 4),
        text=Text(
            "公示3天（合3个工作日），规定不少于5个工作日。"
            "《党政领导干部选拔任用工作条例》第42条：现行有效，适用于本方案，必须遵守。",
            "the notice is up for 3 days (3 working days); at least 5 working days are asked. "
            "Regulations on Selecting and Appointing Leading Cadres (2019), article 42: "
            "it is in force, binds this plan and must be kept.",
        ),
        rule="TL19-42-1",
        law=Text("党政领导干部选拔任用工作条例", "Regulations on Selecting and Appointing Leading Cadres"),
        article="42",
        remedy=Text(
            "改为 lasts: {working_days: 5}，或说明所依据的规定。",
            "Write lasts: {working_days: 5}, or name the rule you follow.",
        ),
    )


def why(*edits: tuple[str, Any], code: str = "notice.length", as_of: date | None = None) -> tuple[str, str]:
    """The level of the only finding of a check, and the reason for it."""
    [check] = found(code, *edits, as_of=as_of)
    return check.level, check.text.zh.split("：", 1)[-1]


REACH = "《党政领导干部选拔任用工作条例》第4-6条"


@pytest.mark.parametrize(
    ("edits", "level", "reason"),
    [
        ((), "error", "现行有效，适用于本方案，必须遵守。"),
        (scopes("internal_unit_posts", kind="street_office"), "warning", f"本方案参照执行（适用范围见{REACH}）（条号待核）。"),
        (scopes("internal_unit_posts", kind="mass_body"), "warning", f"本方案参照执行（适用范围见{REACH}）（条号待核）。"),
        (scopes("institution_leaders", kind="hospital"), "warning", f"本方案参照执行（适用范围见{REACH}）（条号待核）。"),
        (scopes("institution_staff", kind="school"), "note", f"不适用于本方案的范围，供参考（适用范围见{REACH}）（条号待核）。"),
    ],
)  # fmt: skip
def test_the_level_follows_whom_the_rule_binds(edits: Any, level: str, reason: str) -> None:
    assert why(THREE_DAYS, *edits) == (level, reason)


def test_other_doubts_make_a_warning() -> None:
    assert why(("stages.shortlist.keep.per_seat", 1), code="inspection.candidates") == (
        "warning",
        "规定为“一般应当”。",
    )
    assert why(("stages.probation.counts", False), code="probation.counts") == (
        "warning",
        "该法规的施行日期待核。",
    )
    assert why(("bodies.judges.members", 3), code="judges.panel") == (
        "warning",
        "规定为“一般应当”，该法规的施行日期待核，条款中的数字待核（条号待核）。",
    )
    assert why(("stages.notice.time", {"on": "2026-03-28"}), code="notice.rest_day") == (
        "warning",
        "由其他规定推导。",
    )
    assert why(("posts.a.principal", True), code="clearance.audit") == (
        "note",
        "是否须审计，视人选的职务而定，故不按更高一级列出。",
    )


def test_rules_on_leading_cadres_leave_other_posts_alone() -> None:
    plain = (("posts.a.leading", False), ("posts.b.leading", False))
    assert found("notice.length", THREE_DAYS, *plain) == []
    assert found("notice.missing", ("stages.notice", DROP), ("stages.appointment.time", DROP), *plain) == []
    assert [c.level for c in found("notice.length", THREE_DAYS, plain[0])] == ["error"]


def test_internal_units_may_do_with_less() -> None:
    without = ("stages.inspection.notice", DROP)
    assert why(without, *scopes("internal_unit_posts"), code="inspection.notice") == (
        "warning",
        "内设机构领导职务的考察可以简化，故不按更高一级列出。",
    )
    assert [c.level for c in found("inspection.report", ("stages.inspection.covers", []))] == ["warning"]


def test_who_is_named_does_not_compete() -> None:
    named = (("stages.enrolment.channels", ["organisation"]), ("posts.a.principal", True))
    assert found("posts.deputies", *named) == []
    assert found("order.complete", ("stages.assessment", DROP), *named) == []


def test_rules_of_other_scopes_and_other_days_are_silent() -> None:
    assert found("notice.length", THREE_DAYS, *scopes("enterprise_leaders", kind="state_enterprise")) == []
    assert found("notice.length", THREE_DAYS, *scopes("civil_servants", kind="enterprise")) == []
    assert found("decision.quorum", QUORUM, as_of=date(2019, 3, 2)) == []
    assert [c.level for c in found("decision.quorum", QUORUM, as_of=date(2019, 3, 3))] == ["error"]


@pytest.mark.parametrize(
    ("lasts", "time", "said"),
    [
        ({"days": 7}, DROP, None),
        ({"days": 6}, DROP, "合4个工作日"),
        ({"days": 7}, {"on": "2026-09-28"}, "合3个工作日"),
        ({"working_days": 5}, DROP, None),
    ],
)
def test_calendar_days_are_counted_by_the_calendar(lasts: Any, time: Any, said: str | None) -> None:
    edits = (("stages.notice.lasts", lasts), ("stages.notice.time", time), ("stages.appointment.time", DROP), ("stages.probation.time", DROP))  # fmt: skip
    checks = found("notice.length", *edits)
    assert ([said in c.text.zh for c in checks] if said else checks) == ([True] if said else [])


def test_a_notice_of_candidates_may_be_shorter() -> None:
    early = {"id": "early", "kind": "public_notice", "lasts": {"days": 2}, "places": ["网站"]}
    assert found("notice.length", ("stages.opening", early)) == []


@pytest.mark.parametrize(
    ("edits", "codes"),
    [
        ((("stages.inspection", DROP), ("stages.decision", DROP), ("stages.appointment", DROP), ("stages.enrolment", DROP), ("stages.probation", DROP), ("stages.clearance", DROP)), []),
        ((("stages.clearance", DROP),), ["clearance.archive", "clearance.complaints"]),
        ((("stages.clearance", DROP), ("stages.+", {"id": "late", "kind": "clearance", "musts": ["archive"]})), ["clearance.archive", "clearance.complaints"]),
        ((("stages.decision.recusal_base", "reduce"),), ["decision.majority"]),
        ((("stages.enrolment", DROP), ("posts.a.principal", True), ("posts.a.title", "国家安全处处长")), []),
        ((("stages.shortlist.keep", {"table": {"cases": [], "else": 2}, "short": "actual", "ties": "include"}),), []),
        ((("stages.probation", DROP), ("stages.appointment.trial", {"months": 6})), ["probation.length"]),
        ((("stages.probation.length", {"years": 1}),), []),
        ((("term", DROP),), []),
        ((("eligibility", DROP),), ["eligibility.appraisal", "eligibility.education", "eligibility.sanction"]),
        ((("posts.a.eligibility", [{"drop": ["nobody"]}]),), ["names.overlay"]),
        ((("stages.speech.time", {"after": "assessment"}), ("stages.assessment.time", {"after": "speech"})), ["dates.circle"]),
        ((("stages.assessment", DROP), ("stages.opening", {"id": "assessment", "kind": "assessment", "grades": [{"id": "a", "title": "优", "value": 1}], "groups": [{"id": "g", "title": "全体", "weight": 1, "quorum": {"over": "2/3"}}], "denominator": "valid"})), []),
    ],
)  # fmt: skip
def test_what_a_change_brings_about(edits: Any, codes: list[str]) -> None:
    new = {c.code for c in checked(*edits) if c.level != "note"} - LEFT_TO_THE_MOTION
    assert set(codes) <= new
    assert bool(new) == bool(codes)


def test_sanctions_bar_nobody_from_a_plan_of_a_firm_that_settles_no_office() -> None:
    firm = scopes("enterprise_leaders", kind="state_enterprise")
    stages = ("inspection", "decision", "appointment", "enrolment", "probation", "clearance", "notice")
    until_shortlist = [(f"stages.{stage}", DROP) for stage in stages]
    assert [c.rule for c in found("eligibility.sanction", ("eligibility", DROP), *firm)] == ["ZW-19"]
    assert found("eligibility.sanction", ("eligibility", DROP), *firm, *until_shortlist) == []


def test_swapped_steps_that_the_rule_lets_swap() -> None:
    """The written and spoken examination may come after the assessment, in a competition."""
    late = {"id": "late", "kind": "speech", "judges": "judges", "minutes": 5}
    edits = (("stages.inspection", DROP), ("stages.speech", DROP), ("stages.7", late))
    assert found("order.competition", *edits) == []


def test_ways_through_the_conditions() -> None:
    """A firm condition counts when it stands on every way through the tree."""
    good, bad = {"education": {"in": ["大专", "本科"]}}, {"party": {"in": ["中共党员"]}}
    matrix = {"matrix": {"rows": [{"education": "大专", "years": 7}]}}
    degree = {"matrix": {"rows": [{"degree": "硕士", "years": 1}]}}
    where = "eligibility.all.2"

    def is_kept(rule: dict[str, Any]) -> bool:
        return found("eligibility.education", (where, rule)) == []

    assert is_kept(good) and is_kept(matrix) and is_kept({"any": [good, matrix]})
    assert is_kept({"at_least_n": {"n": 2, "of": [good, matrix, bad]}})
    assert not is_kept({"any": [good, bad]})
    assert not is_kept({"at_least_n": {"n": 1, "of": [good, bad]}})
    assert not is_kept({"not": good})
    assert not is_kept({**good, "strength": "soft"})
    assert not is_kept({**good, "when": bad})
    assert not is_kept(degree)
    assert not is_kept({"any": [good, {"all": [bad]}]})


def test_conditions_of_single_posts_name_them() -> None:
    lower = {"replace": {"edu": {"education": {"at_least": "高中"}}}}
    edits = (("eligibility.all.2.id", "edu"), ("posts.b.eligibility", [lower]))
    [check] = found("eligibility.education", *edits)
    assert (check.path, check.text.zh.split("。")[0]) == (
        ("posts", 1),
        "资格条件没有要求大专以上学历（业务处副处长）",
    )


def test_tenure_by_a_table_and_years_by_a_lookup() -> None:
    table = {"matrix": {"of": {"kind": ["post"]}, "rows": [{"education": "本科", "years": 3}]}}
    assert found("eligibility.tenure", ("eligibility.all.5", table)) == []
    lookup = {"work_years": {"at_least": {"by": "sex", "values": {"男": 6, "女": 6}}}}
    assert [c.rule for c in found("eligibility.service", ("eligibility.all.3", lookup))] == ["TL19-08-1a"]
    assert found("eligibility.service", ("eligibility.all.3", {"work_years": {"over": 5}})) == []


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("posts.a.eligibility", [{"add": [{"id": "x", "licence": {"has": ["证"]}, "waivable": True}]}], ("posts", 0, "eligibility", 0, "add", 0)),
        ("classes.deputy.eligibility", [{"replace": {"x": {"id": "x", "health": {"in": ["健康"]}, "waivable": True, "basis": {"law": "条例", "article": "七"}}}}], ("classes", 0, "eligibility", 0, "replace", "x")),
        ("eligibility.all.+", {"at_least_n": {"n": 1, "of": [{"id": "x", "health": {"in": ["健康"]}, "waivable": True, "basis": {"article": "第8条(1)(七)"}}]}}, ("eligibility", "all", 10, "at_least_n", "of", 0)),
        ("eligibility.all.+", {"not": {"id": "x", "licence": {"has": ["证"]}, "waivable": True}}, ("eligibility", "all", 10, "not")),
    ],
)  # fmt: skip
def test_what_is_never_waived_is_found_anywhere(path: str, value: Any, where: tuple[str | int, ...]) -> None:
    assert [c.path for c in found("eligibility.waiver", (path, value))] == [where]


def confirmed(*checks: str) -> tuple[str, Any]:
    """Confirmations of these checks."""
    return ("confirmations", [{"check": c, "reason": {"zh": "经研究同意", "en": "agreed"}} for c in checks])


def test_a_confirmation_makes_a_note_with_its_reason() -> None:
    for name in ("inspection.candidates", "TL19-25-1"):
        [check] = found("inspection.candidates", ("stages.shortlist.keep.per_seat", 1), confirmed(name))
        assert (check.level, check.confirmed) == ("note", Text("经研究同意", "agreed"))
        assert check.text.zh.endswith("规定为“一般应当”。已确认：经研究同意")
        assert check.text.en.endswith("Confirmed: agreed")
    [weights] = found(
        "lint.weights_sum", ("stages.composite.components.speech.weight", 60), confirmed("lint.weights_sum")
    )
    assert weights.level == "note"


def test_a_rule_in_force_and_a_plan_that_cannot_run_are_not_confirmed_away() -> None:
    [check] = found("notice.length", THREE_DAYS, confirmed("notice.length"))
    assert (check.level, check.confirmed) == ("error", None)
    assert check.text.zh.endswith("必须遵守。方案虽已确认，此项不因确认而免除。")
    [firm] = found("names.stage", ("stages.shortlist.by", "x"), confirmed("names.stage"))
    assert (firm.level, firm.confirmed) == ("error", None)


def test_confirmations_of_nothing_are_named() -> None:
    said = [
        (c.level, c.code, c.path) for c in checked(confirmed("nothing", "notice.length", "decision.motion"))
    ]
    assert ("warning", "confirmation.unknown", ("confirmations", 0)) in said
    assert ("note", "confirmation.unused", ("confirmations", 1)) in said
    assert len([s for s in said if s[1].startswith("confirmation.")]) == 2


def test_scopes_are_taken_from_the_kind_where_none_are_named() -> None:
    plan = Plan.model_validate(edited(("organisation.scopes", [])))
    assert scopes_of(plan) == {"internal_unit_posts", "civil_servants"}
    [check] = found("organisation.scopes", ("organisation.scopes", []))
    assert (check.level, check.text.zh) == (
        "note",
        "方案没有写适用范围，按单位性质取：civil_servants、internal_unit_posts。",
    )
    [none] = found("organisation.scopes", *scopes(kind="other"))
    assert none.text == Text(
        "方案没有写适用范围，按单位性质取：无。", "the plan names no scopes; taken by its kind: none."
    )


def test_findings_come_in_the_order_of_the_file() -> None:
    places = [(c.place.line, c.place.column) for c in checked(THREE_DAYS, QUORUM, ("title", "共9个职位"))]
    assert places == sorted(places)
    assert len(set(places)) > 3


def test_wrong_weights_alone_make_an_error() -> None:
    checks = checked(("stages.composite.components.speech.weight", 60))
    said = [(c.level, c.code) for c in checks if c.level != "note" and c.code not in LEFT_TO_THE_MOTION]
    assert said == [("error", "lint.weights_sum")]


def test_the_shipped_plan_has_the_warnings_that_law_asks_and_no_error() -> None:
    checks = check_plan(read_plan(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name), CATALOGUE)
    assert [c for c in checks if c.level == "error"] == []
    warned = {c.code for c in checks if c.level == "warning" and c.rule}
    assert {
        "notice.length",
        "probation.length",
        "posts.deputies",
        "inspection.candidates",
        "clearance.archive",
        "clearance.complaints",
    } <= warned
    assert [c.text.zh.split("。")[0] for c in checks if c.code == "probation.length"] == [
        "试用期为3个月，规定为 12 个月"
    ]


def test_the_register_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "plan-checks.md").read_text(encoding="utf-8")
    assert register_table(CATALOGUE) in page


def test_codes_are_used_once() -> None:
    codes = [spec.code for spec in CHECKS]
    assert len(set(codes)) == len(codes)


def test_a_catalogue_must_hold_the_rules_of_the_register() -> None:
    with pytest.raises(Refused) as refusal:
        check_plan(read(), catalogue_of({}))
    assert refusal.value.code == "regulation_unknown"
