"""Checks by law of results and movement (结果与流动检查): grades, handlings, voices, who comes and goes."""

from __future__ import annotations

from quanheng.core.plans.checks import movement, results, voices
from quanheng.core.plans.checks.ground import CheckFunction, PlanCheck
from quanheng.core.values import Text

_ROWS: tuple[tuple[str, str, str, CheckFunction, tuple[str, ...]], ...] = (
    (
        "appraisal.grades",
        "法定考核等次",
        "the grades of the law",
        results.statutory_grades,
        ("CSL-38", "SK-2", "PS-1"),
    ),
    (
        "appraisal.bars",
        "写明不得评优的情形",
        "who may not be excellent",
        results.excellent_barred,
        ("KT-7", "KH-29", "TX-6"),
    ),
    (
        "appraisal.notice",
        "拟定优秀公示",
        "those to be excellent are announced",
        results.excellent_announced,
        ("KH-17-3",),
    ),
    (
        "consequence.dismissal",
        "连续两年最低等次的辞退、解除",
        "dismissal after two poor years",
        results.dismissal,
        ("CSL-88a", "SR-16"),
    ),
    (
        "consequence.effect",
        "处分、组织处理的影响期",
        "how long a handling acts",
        results.effect_of_handling,
        ("ZW-08", "CSL-64b", "SR-29", "CF-9", "CF-12", "SXC-1", "ZC-2"),
    ),
    (
        "consequence.exit",
        "契约化管理的退出线",
        "the line below which contracts end",
        results.exit_line,
        ("QYJ-1",),
    ),
    (
        "consultation.united_front",
        "非党人选征求统战部门意见",
        "the united front is asked",
        voices.united_front,
        ("TL19-34-2",),
    ),
    (
        "consultation.silence",
        "协管方的答复期限",
        "how long the assisting side has",
        voices.silence,
        ("TL19-34-3",),
    ),
    (
        "decision.consent",
        "不经推荐的须上级同意",
        "without recommendation the superior agrees",
        voices.without_recommendation,
        ("TL19-22", "TL19-35-3", "JD-rep-04"),
    ),
    (
        "recommendation.directed",
        "换届全额定向推荐",
        "at a change of term by post",
        voices.directed,
        ("TL19-17",),
    ),
    (
        "nomination.written",
        "个人推荐有书面材料",
        "a person's recommendation is written",
        voices.written_nomination,
        ("TL19-13",),
    ),
    (
        "nomination.validity",
        "提名的有效期",
        "how long a nomination is valid",
        voices.nomination_valid,
        ("FN-9",),
    ),
    (
        "nomination.heard",
        "会议听取提名情况",
        "the meeting hears of nominations",
        voices.nomination_told,
        ("FN-10",),
    ),
    (
        "nomination.appeals",
        "复核、申诉的期限",
        "terms of review and appeal",
        voices.appeals,
        ("CSL-95", "CSL-96"),
    ),
    (
        "appointment.filed_ahead",
        "任职备案提前",
        "filing comes before the appointment",
        voices.filed_ahead,
        ("SY-03b",),
    ),
    ("probation.ends_early", "试用提前结束的情形", "what ends a trial early", voices.ends_early, ("SY-09",)),
    (
        "term.counts_from",
        "任职时间自决定之日起",
        "time in office counts from the decision",
        voices.counts_from,
        ("TL19-45",),
    ),
    (
        "eligibility.relations",
        "回避的亲属关系齐全",
        "every relation of the law",
        voices.relations,
        ("HB20-5",),
    ),
    (
        "eligibility.shortened",
        "优秀等次缩短职级年限",
        "excellent years shorten the tenure",
        movement.shortened,
        ("RP-19-1", "KH-19-1"),
    ),
    ("intake.service", "遴选的工作经历", "years of service for an intake", movement.service, ("LX-1",)),
    ("transfer.age", "调任的年龄", "the age of those taken over", movement.oldest, ("DR-1",)),
    (
        "term.employed",
        "聘任制的合同与试用期",
        "contract and trial of civil servants on contract",
        movement.employed,
        ("CSL-103",),
    ),
    (
        "secondment.appraised",
        "挂职人员由谁考核",
        "who appraises those posted away",
        movement.posted,
        ("KH-26",),
    ),
    ("election.candidates", "选举的差额", "how many more stand than seats", movement.elected, ("DF-27a",)),
    (
        "inspection.open_selection",
        "公开选拔考察几人",
        "how many an open selection inspects",
        movement.open_selection,
        ("GX-3",),
    ),
    (
        "posts.highest_rank",
        "不高于本级最高职级",
        "no rank above the highest here",
        movement.highest_rank,
        ("RP-10",),
    ),
)

OF_RESULTS: tuple[PlanCheck, ...] = tuple(
    PlanCheck(code, Text(zh, en), function, rules) for code, zh, en, function, rules in _ROWS
)
