"""Checks that rest on rules (依法检查): for every rule a plan that keeps it and one that breaks it, with its level."""

from __future__ import annotations

from typing import Any

import pytest
from core.plan_for_checks import CATALOGUE, DROP, checked, found, scopes

from quanheng.core.plans.checks.ground import lacking
from quanheng.core.plans.checks.register import CHECKS

Edit = tuple[str, Any]

INSTITUTION = scopes("institution_leaders", kind="hospital")
STAFF = scopes("institution_staff", kind="institution")
FIRM = scopes("enterprise_leaders", kind="state_enterprise")
TERM_CHANGE = scopes("leading_cadres", "civil_servants", "term_change", "elected_posts", kind="party_organ")
NO_CIVIL = scopes("internal_unit_posts")
SECTION = (("posts.a.level", "乡科级正职"), ("posts.b.level", "乡科级正职"))
DEPUTY_SECTION = (("posts.a.level", "乡科级副职"), ("posts.b.level", "乡科级副职"))
DIVISION = (("posts.a.level", "县处级正职"), ("posts.b.level", "县处级正职"))
BUREAU = (("posts.a.level", "厅局级副职"), ("posts.b.level", "厅局级副职"))
WITHOUT_TENURE = ("eligibility.all.5", DROP)
ORGANS_MUSTS = "stages.clearance.musts"
ALL_MUSTS = ["archive", "personal_matters", "discipline_opinion", "complaints"]


def less(must: str) -> Edit:
    """The clearance without one of its musts."""
    return (ORGANS_MUSTS, [m for m in ALL_MUSTS if m != must])


RANKS = (
    *scopes("civil_servants"),
    ("posts.a.leading", False),
    ("posts.b.leading", False),
    ("posts.a.title", "二级主任科员"),
)
FEW_YEARS = (WITHOUT_TENURE, ("eligibility.all.4.tenure.at_least", {"months": 12}))
RECOMMENDED = ("stages.+", {"id": "names", "kind": "recommendation", "form": "naming", "names": "open", "most": 1, "denominator": "valid", "effect": "reference", "groups": [{"id": "all", "title": "全体", "weight": 100}]})  # fmt: skip
NOMINATED = ("stages.opening", {"id": "names", "kind": "nomination", "time": {"from": "2026-03-10", "to": "2026-03-11"}})  # fmt: skip
REPLIED = ("stages.+", {"id": "reply", "kind": "approval", "by": ["市委组织部"], "reply_within": {"working_days": 15}})  # fmt: skip
WAIVABLE = ("eligibility.all.3", {"id": "years", "work_years": {"at_least": 5}, "waivable": True})


def graded() -> Edit:
    """A stage of grades that keeps to the share, new for each case that edits it."""
    return ("stages.+", {"id": "grades", "kind": "grading", "by": "composite", "grades": [{"id": "a", "title": "优秀", "share": {"share": 0.2, "of": "people"}}, {"id": "b", "title": "称职"}]})  # fmt: skip


YEARLY = ("title", "机关年度考核方案")


def all_grades(*titles: str) -> Edit:
    """A stage of grades with these titles, the four of civil servants by default."""
    names = titles or ("优秀", "称职", "基本称职", "不称职")
    return ("stages.+", {"id": "grades", "kind": "grading", "by": "composite", "grades": [{"id": f"g{n}", "title": t} for n, t in enumerate(names)]})  # fmt: skip


def more_grades(*titles: str) -> Edit:
    """The same stage with other grades."""
    return ("stages.grades.grades", all_grades(*titles)[1]["grades"])


def following(**rule: Any) -> Edit:
    """A stage with one consequence."""
    return ("stages.+", {"id": "after", "kind": "consequence", "by": "composite", "rules": [{"id": "x", "title": "后果", **rule}]})  # fmt: skip


def lasting(then: str, months: int) -> Edit:
    """A consequence that acts for so long."""
    return following(then=then, finding="属实", lasts={"months": months})


def changed(then: str, months: int) -> tuple[Edit, ...]:
    """The same consequence, acting for another time."""
    return (("stages.after.rules", lasting(then, months)[1]["rules"]),)


def ended(then: str, word: str, times: int) -> Edit:
    """A consequence of so many poor results in a row."""
    return following(then=then, streak={"results": [word], "times": times})


def asked_of(**party: Any) -> Edit:
    """A consultation with one side."""
    return ("stages.opening", {"id": "sides", "kind": "consultation", "parties": [{"id": "side", **party}]})


def nominated(**how: Any) -> Edit:
    """A nomination by a leader."""
    return ("stages.opening", {"id": "names", "kind": "nomination", "channels": ["leader"], **how})


def accountable(**terms: Any) -> Edit:
    """A nomination whose nominators are held to account."""
    return nominated(accountability={"decided_by": "party", "consequences": [{"id": "a", "title": "诫勉", "effect": {"months": 6}}], **terms})  # fmt: skip


NOTICE_AFTER = ("stages.+", {"id": "praised", "kind": "public_notice", "lasts": {"working_days": 5}, "places": ["公示栏"]})  # fmt: skip
AGREED = ("stages.opening", {"id": "agreed", "kind": "approval", "by": ["市委组织部"]})
FILED = ("stages.opening", {"id": "filed", "kind": "approval", "mode": "file", "by": ["市委组织部"], "time": {"on": "2026-02-10"}})  # fmt: skip
POSTED = ("stages.+", {"id": "away", "kind": "secondment", "length": {"years": 1}, "appraised": {"at": "host", "short": {"months": 6}}})  # fmt: skip
BODIES = (("posts.a.title", "市直班子"), ("posts.b.title", "县区班子"))
SEVENTH = (("posts.a.title", "七级职员"), ("posts.b.title", "七级职员"), ("posts.a.leading", False), ("posts.b.leading", False), ("eligibility.all.5.tenure.at_least", {"years": 4}))  # fmt: skip
TALKED = ("stages.opening", {"id": "talks", "kind": "talks", "groups": [{"id": "g", "title": "谈话", "weight": 1}], "keep": {"per_seat": 2}})  # fmt: skip
Case = tuple[str, str, str, tuple[Edit, ...], tuple[Edit, ...]]
CASES: list[Case] = [
    # rule, check, level, the setting in which the rule is kept, the edits that break it
    ("TL19-42-1", "notice.length", "error", (), (("stages.notice.lasts", {"working_days": 4}),)),
    ("KH-17-1", "appraisal.excellent", "error", (("title", "机关年度考核方案"), graded()), (("stages.grades.grades", [{"id": "a", "title": "优秀", "share": {"share": 0.3, "of": "people"}}, {"id": "b", "title": "称职"}]),)),
    ("SK-1", "appraisal.excellent", "warning", (*scopes("institution_staff"), ("title", "单位年度考核方案"), graded()), (("stages.grades.grades", [{"id": "a", "title": "优秀", "share": {"share": 0.25, "of": "people"}}, {"id": "b", "title": "合格"}]),)),
    ("TL19-20-2", "recommendation.candidates", "error", (TALKED, RECOMMENDED), (("stages.talks.keep", {"per_seat": 1}),)),
    ("TL19-18-2", "recommendation.talks_first", "error", (*TERM_CHANGE, TALKED, RECOMMENDED), (("stages.talks", DROP),)),
    ("CSL-48", "notice.missing", "error", (), (("stages.notice", DROP), ("stages.appointment.time", DROP))),
    ("WD-1", "notice.first_day", "warning", (), (("stages.notice.first_day_counts", True), ("stages.notice.lasts", {"working_days": 6}))),
    ("WD-3", "notice.rest_day", "warning", (), (("stages.notice.time", {"on": "2026-03-28"}),)),
    ("TL19-42-4", "notice.content", "warning", (("stages.notice.content", ["姓名、性别、出生年月、学历、政治面貌", "现任职务、拟任职务"]),), (("stages.notice.content", ["姓名、性别"]),)),
    ("TL19-42-4", "notice.objections", "warning", (), (("stages.notice.objections_to", DROP),)),
    ("TL19-25-3", "notice.candidates", "warning", (*TERM_CHANGE, ("stages.opening", {"id": "first", "kind": "public_notice", "lasts": {"working_days": 5}, "places": ["网站"], "objections_to": "discipline"})), (("stages.first", DROP),)),
    ("TL19-35-1", "decision.missing", "error", (), (("stages.decision", DROP),)),
    ("TL19-38-1", "decision.quorum", "error", (), (("stages.decision.quorum", {"over": "1/2"}),)),
    ("TL19-39-1", "decision.majority", "error", (), (("stages.decision.majority", {"over": "1/2", "of": "present"}),)),
    ("TL19-38-2", "decision.principal_last", "error", (), (("stages.decision.principal_last", False),)),
    ("TL19-15-5", "decision.scores_alone", "error", (), (("stages.inspection", DROP), ("stages.decision", DROP))),
    ("TL19-37-1", "decision.inspected", "error", (), (("stages.inspection", DROP),)),
    ("TL19-16-1", "decision.recommended", "note", (("stages.decision", DROP),), ()),
    ("TL19-34-1", "decision.consulted", lacking(["consultation"]), (("stages.decision", DROP),), ()),
    ("TL19-12", "decision.motion", lacking(["motion"]), (("stages.decision", DROP), ("stages.appointment", DROP), ("stages.probation", DROP)), ()),
    ("PRAC-QH23", "assessment.attendance", "note", (), (("stages.assessment.groups.staff.quorum", {"over": "1/2"}),)),
    ("FD-4-a", "clearance.archive", "warning", (*NO_CIVIL, ("as_of", "2017-05-01"), ("begins_on", "2017-05-01")), (less("archive"),)),
    ("TL19-37-5", "clearance.archive", "error", (), (less("archive"),)),
    ("TL19-37-3", "clearance.personal_matters", "error", (), (less("personal_matters"),)),
    ("TL19-37-2", "clearance.discipline_opinion", "error", (), (less("discipline_opinion"),)),
    ("TL19-37-4", "clearance.complaints", "error", (), (less("complaints"),)),
    ("FD-4-b", "clearance.personal_matters", "warning", (("begins_on", "2017-05-01"),), (less("personal_matters"),)),
    ("FD-4-c", "clearance.discipline_opinion", "warning", (("begins_on", "2017-05-01"),), (less("discipline_opinion"),)),
    ("FD-4-d", "clearance.complaints", "warning", (("begins_on", "2017-05-01"),), (less("complaints"),)),
    ("TL19-31-2", "clearance.signatures", "error", (), (("stages.clearance.signatures", 1),)),
    ("FD-double", "clearance.signatures", "warning", (("begins_on", "2017-05-01"),), (("stages.clearance.signatures", 1),)),
    ("TL19-31-2", "clearance.written", "warning", (), (("stages.clearance.written", False),)),
    ("TL19-31-3", "clearance.audit", "note", (), (("posts.a.principal", True),)),
    ("TL19-25-1", "inspection.candidates", "warning", (), (("stages.shortlist.keep.per_seat", 1),)),
    ("JZ-insp", "inspection.candidates", "warning", (("begins_on", "2018-05-01"),), (("stages.shortlist.keep", {"top": 2, "short": "actual", "ties": "include"}),)),
    ("TL19-28-2", "inspection.notice", "error", (), (("stages.inspection.notice", DROP),)),
    ("TL19-33-1", "inspection.team", "error", (), (("stages.inspection.team", {"at_least": 1}),)),
    ("TL19-29", "inspection.talks", "note", (), (("stages.inspection.talks", DROP),)),
    ("TL19-32", "inspection.report", "error", (), (("stages.inspection.covers", ["virtue"]), ("stages.inspection.fixed", ["strengths"]))),
    ("TL19-15-3", "posts.deputies", "warning", (), (("posts.a.principal", True),)),
    ("JZ-02", "posts.secret", "warning", NO_CIVIL, (("posts.a.title", "国家安全处副处长"),)),
    ("GX-04", "posts.secret", "warning", scopes("leading_cadres"), (("posts.a.unit", "重要机密管理处"),)),
    ("JZ-05", "posts.establishment", "note", (), (("basis", []),)),
    ("CSL-43", "posts.establishment", "note", scopes("civil_servants"), (("basis", []),)),
    ("BZ-06", "posts.establishment", "note", FIRM, (("basis", []),)),
    ("TL19-24-3", "eligibility.appraisal", "warning", (), (("eligibility.all.0.appraisals.every", {"grade_at_least": "基本称职"}),)),
    ("TL19-24-6", "eligibility.sanction", "warning", (), (("eligibility.all.1.sanction.kinds", ["警告"]),)),
    ("TL19-08-4a", "eligibility.education", "warning", (), (("eligibility.all.2.education.at_least", "高中"),)),
    ("TL19-08-4b", "eligibility.education", "warning", BUREAU, (("eligibility.all.2.education.at_least", "大专"),)),
    ("SL-1", "eligibility.education", "warning", INSTITUTION, (("eligibility.all.2.education.at_least", "大专"),)),
    ("TL19-08-1a", "eligibility.service", "warning", (), (("eligibility.all.3.work_years.at_least", 4),)),
    ("TL19-08-1b", "eligibility.grassroots", "warning", (), (("eligibility.all.4.tenure.at_least", {"years": 1}),)),
    ("LD-T1", "eligibility.tenure", "warning", DEPUTY_SECTION, (WITHOUT_TENURE,)),
    ("LD-T2", "eligibility.tenure", "warning", SECTION, (WITHOUT_TENURE, ("eligibility.all.4.tenure.at_least", {"years": 1}))),
    ("LD-T3", "eligibility.tenure", "warning", (), (WITHOUT_TENURE,)),
    ("LD-T4", "eligibility.tenure", "warning", DIVISION, (WITHOUT_TENURE, ("eligibility.all.4.tenure.at_least", {"months": 18}))),
    ("TL19-09-5", "eligibility.waiver", "error", (), (("eligibility.all.+", {"id": "law", "licence": {"has": ["法律职业资格"]}, "waivable": True}),)),
    ("TL19-08-5", "eligibility.training", "error", (), (("eligibility.all.+", {"training": {"hours_at_least": 550}, "until": {"within": {"years": 2}, "what": "补训"}}),)),
    ("TL19-09-1", "eligibility.step", "error", (), (("eligibility.all.6.stepwise.steps", 2),)),
    ("CSL-45", "eligibility.step", "error", scopes("civil_servants"), (("eligibility.all.6.stepwise.steps", 2),)),
    ("CSL-74", "eligibility.recusal", "note", (), (("eligibility.all.7", DROP),)),
    ("TL19-52-1", "eligibility.recusal", "note", NO_CIVIL, (("eligibility.all.7", DROP),)),
    ("JZ-int", "judges.panel", "warning", (), (("bodies.judges", {"id": "judges", "title": "面试小组", "at_least": 4}),)),
    ("TL19-43-1", "probation.length", "error", (), (("stages.probation.length", {"months": 6}),)),
    ("CSL-48", "probation.missing", "warning", (), (("stages.probation", DROP),)),
    ("SY-03a", "probation.start", "warning", (), (("stages.probation.counts_from", "effective"),)),
    ("SY-07", "probation.counts", "warning", (), (("stages.probation.counts", False),)),
    ("RQ-03", "term.length", "warning", scopes("leading_cadres"), (("term.length", {"years": 3}),)),
    ("DF-72", "term.length", "warning", scopes("elected_posts"), (("term.length", {"years": 4}),)),
    ("SL-4", "term.length", "warning", INSTITUTION, (("term.length", {"years": 6}),)),
    ("QY-2", "term.length", "warning", (*FIRM, ("term.length", {"years": 3})), (("term.length", {"years": 2}),)),
    ("SR-12", "term.contract", "error", STAFF, (("term.length", {"months": 24}),)),
    ("TL19-51-2", "term.renewals", "error", (), (("term.renewable", 2),)),
    ("RQ-06", "term.renewals", "warning", (("begins_on", "2018-05-01"),), (("term.renewable", 2),)),
    ("TL19-44", "appointment.talk", "error", (), (("stages.appointment.talk", False),)),
    ("TL19-40", "appointment.filing", "note", (), (("stages.appointment.filed_with", DROP),)),
    ("TL19-42-2", "order.notice", "error", (), (("stages.decision", DROP), ("stages.+", {"id": "late", "kind": "decision", "body": "party", "quorum": {"share": "2/3"}, "majority": {"over": "1/2"}, "principal_last": True}))),
    ("CSL-48b", "order.notice", "error", scopes("civil_servants"), (("stages.notice", DROP), ("stages.+", {"id": "late", "kind": "public_notice", "lasts": {"working_days": 5}, "places": ["网站"]}))),
    ("CSL-46", "order.civil_service", "error", (), (("stages.inspection", DROP), ("stages.+", {"id": "late", "kind": "inspection"}))),
    ("SR-10", "order.institution", "error", STAFF, (("stages.review", DROP), ("stages.+", {"id": "late", "kind": "eligibility"}))),
    ("JZ-06", "order.competition", "warning", (), (("stages.review", DROP), ("stages.+", {"id": "late", "kind": "eligibility"}))),
    ("JZ-06", "order.complete", "warning", (), (("stages.assessment", DROP), ("stages.inspection", DROP))),
    ("RP-21-2", "notice.length", "error", RANKS, (("stages.notice.lasts", {"working_days": 4}),)),
    ("WD-2", "notice.last_day", "warning", (), (("stages.notice.time", {"from": "2026-03-25", "to": "2026-04-04"}),)),
    ("CSL-64a", "eligibility.sanction", "warning", scopes("civil_servants"), (("eligibility.all.1.sanction.kinds", ["警告"]),)),
    ("ZW-19", "eligibility.sanction", "warning", FIRM, (("eligibility.all.1.sanction.kinds", ["警告"]),)),
    ("TL19-08-3a", "eligibility.tenure", "warning", (("posts.a.level", "厅局级正职"), ("posts.b.level", "厅局级正职")), FEW_YEARS),
    ("TL19-08-3b", "eligibility.tenure", "warning", BUREAU, (WITHOUT_TENURE,)),
    *(
        (rule.id, "eligibility.rank_tenure", "warning", (*RANKS, ("posts.a.title", rule.machine["target_rank"]), ("posts.b.title", rule.machine["target_rank"]), ("eligibility.all.5.tenure.at_least", {"years": 4})), FEW_YEARS)
        for rule in (CATALOGUE.rule(f"RP-18-{n:02d}") for n in range(1, 12))
    ),
    ("TL19-08-2", "eligibility.two_posts", "note", (), (("eligibility.all.8", DROP),)),
    ("KH-20-3", "eligibility.years_that_count", "note", (), (("eligibility.all.5.tenure.not_counted_grades", DROP),)),
    ("TL19-08-7", "eligibility.party_years", "warning", (("posts.a.title", "机关党委副书记"), ("eligibility.all.+", {"party_years": {"at_least": 3}})), (("eligibility.all.10", DROP),)),
    ("TL19-09-4", "eligibility.jump", "error", (), (("eligibility.all.6.stepwise.steps", 3),)),
    ("TL19-15-4", "eligibility.exceptions", "warning", (WAIVABLE, ("approval", {"by": "superior"})), (("approval", DROP),)),
    ("TL19-23", "recommendation.reference", "warning", (RECOMMENDED,), (("stages.names.effect", "decides"),)),
    ("TL19-16-2", "recommendation.validity", "error", (RECOMMENDED,), (("stages.names.valid_for", {"years": 2}),)),
    ("DF-27b", "nomination.days", "warning", (*TERM_CHANGE, NOMINATED), (("stages.names.time", {"on": "2026-03-10"}),)),
    ("JD-rep-12", "approval.reply", "warning", (REPLIED,), (("stages.reply.reply_within", {"months": 1}),)),
    ("CSL-67", "appointment.training", "note", (), (("eligibility.all.9", DROP),)),
    ("CSL-38", "appraisal.grades", "error", (YEARLY, all_grades()), (more_grades("优秀", "良好", "称职", "基本称职", "不称职"),)),
    ("CSL-38", "appraisal.grades", "warning", (YEARLY, all_grades()), (more_grades("优秀等次", "称职等次", "不称职等次"),)),
    ("SK-2", "appraisal.grades", "error", (*STAFF, YEARLY, all_grades("优秀", "合格", "基本合格", "不合格", "不定等次")), (more_grades("优秀", "合格", "基本合格", "不合格", "待定"),)),
    ("PS-1", "appraisal.grades", "warning", (("title", "平时考核办法"), all_grades("好", "较好", "一般", "较差")), (more_grades("好", "较好", "一般", "较差", "很差"),)),
    ("KT-exc2", "appraisal.excellent", "warning", (*scopes("leading_cadres"), YEARLY, graded()), (("stages.grades.grades", [{"id": "a", "title": "优秀", "share": {"share": 0.3, "of": "people"}}, {"id": "b", "title": "称职"}]),)),
    ("KT-exc1", "appraisal.excellent", "warning", (*scopes("leading_cadres"), *BODIES, YEARLY, graded()), (("stages.grades.grades", [{"id": "a", "title": "优秀", "share": {"share": 0.35, "of": "people"}}, {"id": "b", "title": "称职"}]),)),
    ("KT-7", "appraisal.bars", "note", (YEARLY, ("stages.+", {"id": "grades", "kind": "grading", "by": "composite", "grades": [{"id": "a", "title": "优秀", "needs": {"quantity": "处分", "is": {"at_most": 0}}}, {"id": "b", "title": "称职"}]})), (more_grades("优秀", "称职"),)),
    ("KH-17-3", "appraisal.notice", "warning", (YEARLY, all_grades(), NOTICE_AFTER), (("stages.praised", DROP),)),
    ("CSL-88a", "consequence.dismissal", "error", (YEARLY, ended("予以辞退", "不称职", 2)), (("stages.after.rules", ended("予以辞退", "不称职", 3)[1]["rules"]),)),
    ("SR-16", "consequence.dismissal", "note", (*STAFF, ended("解除聘用合同", "不合格", 2)), (("stages.after.rules", ended("解除聘用合同", "不合格", 1)[1]["rules"]),)),
    ("ZW-08", "consequence.effect", "warning", (lasting("予以记过处分", 12),), changed("记过", 6)),
    ("CF-9", "consequence.effect", "warning", (lasting("党内警告", 12),), changed("党内警告", 6)),
    ("CF-12", "consequence.effect", "warning", (lasting("撤销党内职务", 24),), changed("撤销党内职务", 12)),
    ("SXC-1", "consequence.effect", "warning", (accountable(),), (("stages.names.accountability.consequences", [{"id": "a", "title": "诫勉", "effect": {"months": 3}}]),)),
    ("ZC-2", "consequence.effect", "warning", (lasting("调整职务", 12),), changed("调整职务", 6)),
    ("QYJ-1", "consequence.exit", "warning", (*FIRM, ("title", "经理层任期制契约化方案"), following(then="退出", departs=True, when={"quantity": "points", "is": {"under": 70}})), (("stages.after.rules", following(then="退出", departs=True, when={"any": [{"quantity": "points", "is": {"at_most": 60}}]})[1]["rules"]),)),
    ("TL19-34-2", "consultation.united_front", "note", (asked_of(title="统战部门"),), (("stages.sides.parties", [{"id": "side", "title": "分管领导"}]),)),
    ("TL19-34-3", "consultation.silence", "error", (asked_of(title="协管方（统战）", silence={"months": 1}),), (("stages.sides.parties.side.silence", {"days": 10}),)),
    ("TL19-22", "decision.consent", "warning", (("stages.assessment", DROP), AGREED), (("stages.agreed", DROP),)),
    ("TL19-17", "recommendation.directed", "warning", (*TERM_CHANGE, RECOMMENDED), (("stages.names.limit_per", "sheet"),)),
    ("TL19-13", "nomination.written", "error", (nominated(),), (("stages.names.reasons_at_least", 0),)),
    ("FN-9", "nomination.validity", "note", (nominated(),), (("stages.names.valid_for", {"years": 2}),)),
    ("FN-10", "nomination.heard", "note", (nominated(), ("stages.decision.nomination_told", True)), (("stages.decision.nomination_told", False),)),
    ("CSL-95", "nomination.appeals", "error", (accountable(),), (("stages.names.accountability.review_asked_within", {"days": 10}),)),
    ("CSL-96", "nomination.appeals", "error", (accountable(),), (("stages.names.accountability.appeal_answered_within", {"months": 3}),)),
    ("SY-03b", "appointment.filed_ahead", "warning", (FILED,), (("stages.filed.time", {"on": "2026-03-30"}),)),
    ("SY-09", "probation.ends_early", "note", (), (("stages.probation.ends_early_on", DROP),)),
    ("TL19-45", "term.counts_from", "error", (), (("term.counts_from", "probation_end"),)),
    ("HB20-5", "eligibility.relations", "warning", (), (("eligibility.all.7.recusal.kinds", ["夫妻", "直系血亲"]),)),
    ("RP-19-1", "eligibility.shortened", "note", (*RANKS, ("eligibility.all.5.tenure.shortened_by", {"grade": "优秀", "months": 6})), (("eligibility.all.5.tenure.shortened_by", DROP),)),
    ("SZ-7", "eligibility.rank_tenure", "warning", (*STAFF, *SEVENTH), FEW_YEARS),
    ("LX-1", "intake.service", "warning", (("title", "公开遴选公务员方案"),), (("eligibility.all.3.work_years.at_least", 1), *FEW_YEARS)),
    ("DR-1", "transfer.age", "warning", (("title", "调任方案"), ("posts.b.level", ""), ("eligibility.all.+", {"age": {"at_most": 45}})), (("eligibility.all.10.age.at_most", 50),)),
    ("CSL-103", "term.employed", "error", (("title", "聘任制公务员招聘方案"),), (("term.length", {"years": 6}),)),
    ("KH-26", "secondment.appraised", "warning", (POSTED,), (("stages.away.appraised", {"at": "home"}),)),
    ("DF-27a", "election.candidates", "warning", TERM_CHANGE, (("stages.shortlist.keep.per_seat", 1),)),
    ("GX-3", "inspection.open_selection", "note", (("title", "公开选拔方案"), ("stages.shortlist.keep.per_seat", 3)), (("stages.shortlist.keep.per_seat", 2),)),
    ("RP-10", "posts.highest_rank", "error", (*RANKS, ("organisation.level", "县级")), (("posts.a.title", "一级调研员"),)),
    ("RP-21-1", "order.ranks", "error", RANKS, (("stages.inspection", DROP), ("stages.+", {"id": "late", "kind": "inspection"}))),
]  # fmt: skip
SAY_THE_SAME = {
    "TL19-14", "FD-motion", "TL19-31-1", "TL19-28-4", "HB20-6", "CSL-49", "KH-21-2", "RP-19-2", "RP-19-3", "DZ-1",
    "DZ-2", "TL19-35-2", "JD-rep-05", "TL19-18-1", "KH-17-2", "TL19-27", "KH-29", "TX-6", "CSL-64b", "SR-29",
    "TL19-35-3", "JD-rep-04", "KH-19-1", "RP-20",
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "code", "level", "kept", "broken"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES]
)
def test_a_rule_is_kept_or_broken(
    rule: str, code: str, level: str, kept: tuple[Edit, ...], broken: tuple[Edit, ...]
) -> None:
    if broken:
        assert [(c.level, c.rule) for c in found(code, *kept)] == []
        assert [(c.level, c.rule) for c in found(code, *kept, *broken)] == [(level, rule)]
    else:
        assert [(c.level, c.rule) for c in found(code)] == [(level, rule)]
        assert found(code, *kept) == []


def test_every_rule_of_the_register_has_a_case_or_says_the_same_as_another() -> None:
    tried = {case[0] for case in CASES}
    registered = {rule for spec in CHECKS for rule in spec.rules}
    assert registered - tried == SAY_THE_SAME
    assert {(c[0], c[1]) for c in CASES} <= {(rule, spec.code) for spec in CHECKS for rule in spec.rules}
    assert len(tried) >= 25


def test_the_clean_plan_breaks_nothing() -> None:
    """What is left are steps that plans usually leave to the motion, and a trial that ends in a later year."""
    assert [c.code for c in checked()] == [
        "decision.motion",
        "decision.consulted",
        "decision.recommended",
        "dates.provisional",
    ]
    assert [c for c in checked() if c.level == "error"] == []


FAR = (("posts.a.level", "厅局级副职"), ("posts.b.level", "厅局级副职"), ("eligibility.all.6", DROP))


def test_whoever_stands_three_levels_below_may_not_come_forward() -> None:
    near = ("eligibility.all.5.tenure.level", {"at_least": "县处级副职"})
    assert found("eligibility.jump", *FAR, near) == []
    [check] = found("eligibility.jump", *FAR, ("eligibility.all.5.tenure.level", {"at_least": "乡科级副职"}))
    assert (check.level, check.path) == ("warning", ("eligibility",))
    assert found("eligibility.jump", *FAR, ("posts.a.level", "甲级"), ("posts.b.level", "甲级")) == []


def test_a_recommendation_that_a_meeting_follows_only_advises() -> None:
    first = ("stages.opening", {**RECOMMENDED[1], "effect": "decides"})
    assert found("recommendation.reference", first) == []


@pytest.mark.parametrize(
    ("within", "breaks"), [({"days": 21}, False), ({"days": 30}, True), ({"working_days": 16}, True)]
)
def test_how_long_a_superior_may_take(within: dict[str, int], breaks: bool) -> None:
    kept = ("stages.+", {**REPLIED[1], "reply_within": within})
    assert bool(found("approval.reply", kept)) == breaks
    assert found("approval.reply", ("stages.+", {"id": "reply", "kind": "approval", "by": ["x"]})) == []


def test_members_of_a_body_stand_a_tenth_to_a_fifth_more() -> None:
    nine = (*TERM_CHANGE, ("posts.a.title", "党委委员"), ("posts.a.seats", 9), ("posts.b.seats", 0))
    assert found("election.candidates", *nine, ("stages.shortlist.keep.per_seat", 1.2)) == []
    [check] = found("election.candidates", *nine, ("stages.shortlist.keep.per_seat", 1.5))
    assert "9 席，候选人多 5 名，规定为多 1—2 名" in check.text.zh


@pytest.mark.parametrize(
    ("rule", "breaks"),
    [
        ({"whom": {"appraisals": {"last": 3, "every": {"grade_in": ["不称职"]}}}}, True),
        ({"whom": {"appraisals": {"last": 2, "every": {"grade_in": ["不称职"]}}}}, False),
        ({"whom": {"appraisals": {"last": 3, "any": {"grade_in": ["不称职"]}}}}, False),
        ({"streak": {"results": ["不称职"], "times": 3, "within": 5}}, False),
        ({"finding": "旷工"}, False),
    ],
)
def test_dismissal_counts_poor_years_in_a_row(rule: dict[str, Any], breaks: bool) -> None:
    assert bool(found("consequence.dismissal", YEARLY, following(then="予以辞退", **rule))) is breaks


def test_an_exit_that_looks_at_no_points_has_no_line() -> None:
    contract = (*FIRM, ("title", "经理层契约化方案"))
    assert found("consequence.exit", *contract, following(then="退出", departs=True, finding="失职")) == []


def test_ends_of_what_plans_may_say() -> None:
    """Spans in days, organs without a level, follow-ups of grades: nothing is claimed that is not known."""
    short = asked_of(title="协管方", silence={"working_days": 5})
    assert [c.level for c in found("consultation.silence", short)] == ["error"]
    assert (
        found("posts.highest_rank", *RANKS, ("organisation.level", ""), ("posts.a.title", "一级巡视员")) == []
    )
    follow = {"id": "after", "kind": "follow_up", "tasks": [{"id": "x", "title": "整改", "within": {"days": 5}, "follows": ["grades.a"]}]}  # fmt: skip
    assert found("names.stage", graded(), ("stages.+", follow)) == []
