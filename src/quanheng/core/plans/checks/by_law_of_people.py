"""Checks by law of posts and people (职位与人员检查): who may come forward, rise, and be put forward."""

from __future__ import annotations

from quanheng.core.plans.checks import eligibility, posts, promotion, superior
from quanheng.core.plans.checks.ground import PlanCheck
from quanheng.core.values import Text

OF_PEOPLE: tuple[PlanCheck, ...] = (
    PlanCheck(
        "posts.deputies",
        Text("竞争一般适用于副职", "competition is normally for deputies"),
        posts.deputies,
        ("TL19-15-3",),
    ),
    PlanCheck(
        "posts.secret",
        Text("涉密职位不竞争", "posts of secrecy are not competed for"),
        posts.secret,
        ("JZ-02", "GX-04"),
    ),
    PlanCheck(
        "posts.establishment",
        Text("在编制和职数之内", "posts are within the establishment"),
        posts.establishment,
        ("JZ-05", "CSL-43", "BZ-06"),
    ),
    PlanCheck(
        "eligibility.appraisal",
        Text("上一年度考核不合格者除外", "last year's poor appraisal bars"),
        eligibility.appraisal,
        ("TL19-24-3",),
    ),
    PlanCheck(
        "eligibility.sanction",
        Text("处分影响期未满者除外", "a sanction in effect bars"),
        eligibility.sanction,
        ("TL19-24-6", "CSL-64a", "ZW-19", "RP-20"),
    ),
    PlanCheck(
        "eligibility.education",
        Text("学历要求", "the education asked of the level"),
        eligibility.education,
        ("TL19-08-4b", "TL19-08-4a", "SL-1"),
    ),
    PlanCheck(
        "eligibility.service",
        Text("工龄要求", "the years of service asked of the level"),
        eligibility.years,
        ("TL19-08-1a",),
    ),
    PlanCheck(
        "eligibility.grassroots",
        Text("基层工作经历", "the grass-roots years asked of the level"),
        eligibility.grassroots,
        ("TL19-08-1b",),
    ),
    PlanCheck(
        "eligibility.tenure",
        Text("任职年限", "the years on the levels below"),
        eligibility.tenure,
        ("LD-T1", "LD-T2", "LD-T3", "LD-T4", "TL19-08-3a", "TL19-08-3b"),
    ),
    PlanCheck(
        "eligibility.rank_tenure",
        Text("职级晋升的任职年限", "the years that a rank asks for"),
        promotion.rank_tenure,
        (*(f"RP-18-{n:02d}" for n in range(1, 12)), "SZ-7"),
    ),
    PlanCheck(
        "eligibility.two_posts",
        Text("下一级两个以上职位", "two posts on the level below"),
        promotion.two_posts,
        ("TL19-08-2",),
    ),
    PlanCheck(
        "eligibility.years_that_count",
        Text("不计入任职年限的年度", "years that are no tenure"),
        promotion.years_that_count,
        ("KH-20-3", "KH-21-2", "RP-19-2", "RP-19-3"),
    ),
    PlanCheck(
        "eligibility.party_years",
        Text("党内职务的党龄", "years of membership for posts of the Party"),
        promotion.party_years,
        ("TL19-08-7", "DZ-1", "DZ-2"),
    ),
    PlanCheck(
        "eligibility.waiver",
        Text("基本条件和法定资格不得破格", "basic conditions are never waived"),
        eligibility.waiver,
        ("TL19-09-5",),
    ),
    PlanCheck(
        "eligibility.training",
        Text("培训限期补足", "training is made good in time"),
        eligibility.training,
        ("TL19-08-5",),
    ),
    PlanCheck(
        "eligibility.step", Text("逐级提拔", "one level at a time"), eligibility.step, ("TL19-09-1", "CSL-45")
    ),
    PlanCheck(
        "eligibility.jump",
        Text("不得越两级提拔", "no more than one level is ever skipped"),
        promotion.jump,
        ("TL19-09-4",),
    ),
    PlanCheck(
        "eligibility.exceptions",
        Text("破格的报批", "exceptions go to the superior"),
        superior.exceptions,
        ("TL19-15-4", "TL19-35-2", "JD-rep-05"),
    ),
    PlanCheck(
        "recommendation.reference",
        Text("推荐结果只作参考", "a recommendation advises"),
        superior.reference,
        ("TL19-23",),
    ),
    PlanCheck(
        "recommendation.validity",
        Text("推荐结果一年有效", "a recommendation holds for a year"),
        superior.validity,
        ("TL19-16-2",),
    ),
    PlanCheck(
        "nomination.days",
        Text("提名、酝酿的天数", "the days of nomination"),
        superior.nomination_days,
        ("DF-27b",),
    ),
    PlanCheck(
        "approval.reply", Text("上级答复期限", "the superior replies in time"), superior.reply, ("JD-rep-12",)
    ),
    PlanCheck(
        "eligibility.recusal",
        Text("任职回避", "recusal from a post"),
        eligibility.recusal,
        ("CSL-74", "TL19-52-1", "HB20-6"),
    ),
)
"""Where several rules ask the same, the strictest that concerns the plan is named."""
