"""Checks that rest on rules (依法检查): each with the rules of the catalogue that it applies."""

from __future__ import annotations

from quanheng.core.plans.checks import (
    appraisal,
    clearance,
    decision,
    inspection,
    judges,
    notice,
    office,
    order,
    promotion,
)
from quanheng.core.plans.checks.by_law_of_people import OF_PEOPLE
from quanheng.core.plans.checks.by_law_of_results import OF_RESULTS
from quanheng.core.plans.checks.ground import PlanCheck
from quanheng.core.values import Text

BY_LAW: tuple[PlanCheck, ...] = (
    PlanCheck(
        "notice.length",
        Text("公示期不少于规定的工作日", "a notice is up for the working days asked"),
        notice.length,
        ("TL19-42-1", "RP-21-2"),
    ),
    PlanCheck(
        "notice.missing",
        Text("任职之前有公示", "a notice before the appointment"),
        notice.missing,
        ("CSL-48",),
        leading=True,
    ),
    PlanCheck(
        "notice.first_day",
        Text("公示首日不计", "the first day of a notice is not counted"),
        notice.first_day,
        ("WD-1",),
    ),
    PlanCheck(
        "notice.rest_day",
        Text("公示始于工作日", "a notice goes up on a working day"),
        notice.on_rest_days,
        ("WD-3",),
    ),
    PlanCheck(
        "notice.last_day",
        Text("公示止于工作日", "a notice ends on a working day"),
        notice.last_day,
        ("WD-2",),
    ),
    PlanCheck(
        "notice.content", Text("公示内容齐全", "a notice says all it must"), notice.content, ("TL19-42-4",)
    ),
    PlanCheck(
        "notice.objections",
        Text("公示写明由谁受理异议", "a notice says who takes objections"),
        notice.objections,
        ("TL19-42-4",),
    ),
    PlanCheck(
        "notice.candidates",
        Text("换届考察对象公示", "at a change of term candidates are announced"),
        notice.candidates,
        ("TL19-25-3",),
    ),
    PlanCheck(
        "decision.missing", Text("集体讨论决定", "a body decides"), decision.collective, ("TL19-35-1",)
    ),
    PlanCheck(
        "decision.quorum", Text("到会人数", "enough members are there"), decision.quorum, ("TL19-38-1",)
    ),
    PlanCheck(
        "decision.majority",
        Text("赞成人数与其基数", "enough of those due agree"),
        decision.majority,
        ("TL19-39-1",),
    ),
    PlanCheck(
        "decision.principal_last",
        Text("主要负责人最后表态", "the principal speaks last"),
        decision.principal_last,
        ("TL19-38-2",),
    ),
    PlanCheck(
        "decision.scores_alone",
        Text("不简单以分数取人", "points alone do not choose"),
        decision.scores_alone,
        ("TL19-15-5",),
    ),
    PlanCheck(
        "decision.inspected",
        Text("未经考察不得提交讨论", "nobody is discussed who was not inspected"),
        decision.inspected_first,
        ("TL19-37-1",),
    ),
    PlanCheck(
        "decision.recommended",
        Text("经过民主推荐", "democratic recommendation comes first"),
        decision.recommended_first,
        ("TL19-16-1",),
    ),
    PlanCheck(
        "decision.consulted",
        Text("经过酝酿", "consultation comes first"),
        decision.consulted_first,
        ("TL19-34-1",),
    ),
    PlanCheck(
        "decision.motion",
        Text("经过动议", "a motion comes first"),
        decision.moved,
        ("TL19-12", "TL19-14", "FD-motion"),
    ),
    PlanCheck(
        "assessment.attendance",
        Text("测评到会人数", "enough people come to an assessment"),
        decision.attendance,
        ("PRAC-QH23",),
    ),
    PlanCheck(
        "clearance.archive",
        Text("干部档案必审", "archives are checked"),
        clearance.must("archive"),
        ("FD-4-a", "TL19-37-5"),
    ),
    PlanCheck(
        "clearance.personal_matters",
        Text("个人有关事项报告必核", "personal matters are checked"),
        clearance.must("personal_matters"),
        ("FD-4-b", "TL19-37-3"),
    ),
    PlanCheck(
        "clearance.discipline_opinion",
        Text("纪检监察机关意见必听", "the discipline body is heard"),
        clearance.must("discipline_opinion"),
        ("TL19-37-2", "FD-4-c", "TL19-31-1"),
    ),
    PlanCheck(
        "clearance.complaints",
        Text("信访举报必查", "complaints are looked into"),
        clearance.must("complaints"),
        ("FD-4-d", "TL19-37-4"),
    ),
    PlanCheck(
        "clearance.signatures",
        Text("廉政意见双签字", "the opinion is signed twice"),
        clearance.signatures,
        ("TL19-31-2", "FD-double"),
    ),
    PlanCheck(
        "clearance.written", Text("意见须书面", "opinions are written"), clearance.written, ("TL19-31-2",)
    ),
    PlanCheck(
        "clearance.audit", Text("经济责任审计", "audit where it is due"), clearance.audit, ("TL19-31-3",)
    ),
    PlanCheck(
        "inspection.candidates",
        Text("考察对象多于职位", "more are inspected than there are posts"),
        inspection.candidates,
        ("TL19-25-1", "JZ-insp"),
    ),
    PlanCheck(
        "inspection.notice",
        Text("考察预告", "an inspection is announced"),
        inspection.notice,
        ("TL19-28-2", "TL19-28-4"),
    ),
    PlanCheck(
        "inspection.team",
        Text("考察组人数", "the inspection team is large enough"),
        inspection.team,
        ("TL19-33-1",),
    ),
    PlanCheck("inspection.talks", Text("个别谈话", "people are talked with"), inspection.talks, ("TL19-29",)),
    PlanCheck(
        "inspection.report",
        Text("考察材料的内容", "the report speaks of every part"),
        inspection.report,
        ("TL19-32", "TL19-27"),
    ),
    *OF_PEOPLE,
    *OF_RESULTS,
    PlanCheck(
        "judges.panel", Text("面试小组人数与单数", "the panel's size and oddness"), judges.panel, ("JZ-int",)
    ),
    PlanCheck(
        "probation.length", Text("试用期长度", "the trial's length"), office.trial_length, ("TL19-43-1",)
    ),
    PlanCheck(
        "probation.missing",
        Text("有试用期", "there is a trial"),
        office.trial_missing,
        ("CSL-48",),
        leading=True,
    ),
    PlanCheck(
        "probation.start",
        Text("试用期起算日", "when the trial begins to count"),
        office.trial_start,
        ("SY-03a",),
    ),
    PlanCheck(
        "probation.counts",
        Text("试用期计入任职时间", "a passed trial counts as tenure"),
        office.trial_counts,
        ("SY-07",),
    ),
    PlanCheck(
        "term.length",
        Text("任期长度", "the term's length"),
        office.term_length,
        ("RQ-03", "DF-72", "SL-4", "QY-2"),
    ),
    PlanCheck(
        "term.contract",
        Text("聘用期不短于规定", "the contract is long enough"),
        office.contract_length,
        ("SR-12",),
    ),
    PlanCheck(
        "term.renewals",
        Text("同一职位不超过两任", "two terms in one post at most"),
        office.renewals,
        ("TL19-51-2", "RQ-06"),
    ),
    PlanCheck(
        "appointment.talk", Text("任职谈话", "the talk before an appointment"), office.talk, ("TL19-44",)
    ),
    PlanCheck(
        "appointment.training",
        Text("任职培训", "training for the post"),
        promotion.training,
        ("CSL-67",),
        leading=True,
    ),
    PlanCheck("appointment.filing", Text("报批与备案", "approval and filing"), office.filing, ("TL19-40",)),
    PlanCheck(
        "appraisal.excellent",
        Text("优秀等次的比例", "the share of excellent grades"),
        appraisal.excellent_share,
        ("KH-17-1", "KH-17-2", "SK-1", "KT-exc2", "KT-exc1", "PS-1"),
    ),
    PlanCheck(
        "recommendation.candidates",
        Text("参考人选差额提出", "more are named than there are seats"),
        appraisal.reference_candidates,
        ("TL19-20-2", "TL19-18-1"),
    ),
    PlanCheck(
        "recommendation.talks_first",
        Text("换届推荐先谈话", "talks first at a change of term"),
        appraisal.talks_first,
        ("TL19-18-2",),
    ),
    PlanCheck(
        "order.notice",
        Text("决定、公示、任职的次序", "decision, notice, appointment in order"),
        order.steps,
        ("TL19-42-2", "CSL-48b"),
        leading=True,
    ),
    PlanCheck(
        "order.civil_service",
        Text("公务员晋升的程序次序", "the order of a promotion"),
        order.steps,
        ("CSL-46",),
        leading=True,
    ),
    PlanCheck(
        "order.ranks",
        Text("职级晋升的程序次序", "the order in which ranks are given"),
        order.of_ranks,
        ("RP-21-1", "CSL-49"),
    ),
    PlanCheck(
        "order.institution",
        Text("事业单位竞聘的程序次序", "the order in an institution"),
        order.steps,
        ("SR-10",),
    ),
    PlanCheck(
        "order.competition",
        Text("竞争上岗六步的次序", "the six steps of a competition in order"),
        order.steps,
        ("JZ-06",),
    ),
    PlanCheck(
        "order.complete",
        Text("竞争上岗六步齐全", "a competition has all six steps"),
        order.complete,
        ("JZ-06",),
    ),
)
"""Where several rules ask the same, the strictest that concerns the plan is named."""
