"""Checks that rest on no law (方案自洽检查): whether the plan agrees with itself and can be run."""

from __future__ import annotations

from quanheng.core.plans.checks import (
    dates,
    decision,
    eligibility,
    fallback,
    judges,
    nomination,
    notice,
    office,
    posts,
    quantities,
    references,
    scoring,
    slips,
)
from quanheng.core.plans.checks.ground import PlanCheck
from quanheng.core.values import Text

BY_SENSE: tuple[PlanCheck, ...] = (
    PlanCheck("notice.places", Text("公示地点不重复", "places of notice differ"), notice.places),
    PlanCheck(
        "decision.body_size", Text("决定机构的人数", "the deciding body is large enough"), decision.body_size
    ),
    PlanCheck("posts.total", Text("文字与职位数一致", "the words and the posts agree"), posts.total),
    PlanCheck("posts.seats", Text("每个职位有席位", "every post has a seat"), posts.seats),
    PlanCheck("posts.empty_class", Text("每个类别有职位", "every class has posts"), posts.empty_classes),
    PlanCheck("slips.ladder", Text("学历学位职称用等级表中的词", "words of the ladders"), slips.ladder_words),
    PlanCheck("slips.pass", Text("合格线不高于满分", "pass marks can be reached"), slips.marks_out_of_reach),
    PlanCheck("slips.trim", Text("去掉最高最低后还有评委", "judges left after trimming"), slips.trimmed_away),
    PlanCheck("slips.wishes", Text("意向不多于岗位", "no more wishes than offices"), slips.wishes),
    PlanCheck("slips.circle", Text("合并与递补不循环", "no circles of merging or refilling"), slips.circles),
    PlanCheck("posts.choices", Text("志愿不多于职位", "no more choices than posts"), posts.choices),
    PlanCheck(
        "eligibility.as_of",
        Text("资格计算日不晚于报名截止", "the as-of date is not after enrolment"),
        eligibility.as_of,
    ),
    PlanCheck("judges.sizes", Text("机构人数够用", "bodies are large enough"), judges.sizes, level="error"),
    PlanCheck(
        "probation.full", Text("期满后考核", "the review comes when the trial is full"), office.trial_full
    ),
    PlanCheck(
        "lint.weights_sum",
        Text("权重合计等于满分", "weights make the full total"),
        scoring.weights,
        level="error",
    ),
    PlanCheck(
        "lint.points_mismatch",
        Text("要素分合计等于满分", "items make the full mark"),
        scoring.points,
        level="error",
    ),
    PlanCheck(
        "scoring.source",
        Text("分数取自在前的计分环节", "points come from an earlier scored stage"),
        scoring.sources,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "scoring.carry", Text("不带入的成绩不再取用", "points not carried are not used"), scoring.carried
    ),
    PlanCheck("scoring.ties", Text("写明入围处同分如何处理", "ties at the cut are said"), scoring.ties),
    PlanCheck(
        "scoring.equal_totals",
        Text("写明总分相同如何排序", "equal totals are said"),
        scoring.equal_totals,
        level="note",
    ),
    PlanCheck(
        "scoring.shortage", Text("写明达不到比例如何处理", "a ratio not reached is said"), scoring.shortage
    ),
    PlanCheck(
        "scoring.small_group",
        Text("写明空组、小组如何处理", "empty and small groups are said"),
        scoring.empty_groups,
    ),
    PlanCheck(
        "scoring.minutes", Text("演讲限时", "a speech has a time limit"), scoring.minutes, level="note"
    ),
    PlanCheck(
        "names.body",
        Text("所指机构存在", "bodies that are named exist"),
        references.bodies,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "names.stage",
        Text("所指环节、事件存在", "stages and events that are named exist"),
        references.stages,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "matching.fallback",
        Text("待岗人员取自在前的双向选择", "those who wait come from an earlier two-way selection"),
        fallback.unplaced,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "names.post",
        Text("所指职位、类别存在", "posts and classes that are named exist"),
        references.posts,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "names.scheme",
        Text(
            "分类计分、考试科目和条件所指存在", "posts and classes of schemes, subjects and conditions exist"
        ),
        references.schemes,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "names.tie",
        Text("同分顺序链所指存在", "links of a tie chain exist"),
        references.ties,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "names.parameter",
        Text("所指职位参数存在", "parameters of posts exist"),
        references.parameters,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "names.quantity",
        Text("条件所比较的数可以算出", "what conditions compare can be worked out"),
        quantities.known,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "names.overlay",
        Text("叠加条件所指存在", "conditions that overlays change exist"),
        references.overlays,
        level="error",
        firm=True,
    ),
    PlanCheck(
        "nomination.told",
        Text("提名之后的会议才说明提名情况", "a nomination's story is told after it"),
        nomination.told,
        level="error",
    ),
    PlanCheck(
        "nomination.rights",
        Text("每种方式、每个层级有人可以提名", "somebody may nominate for every channel and level"),
        nomination.rights,
    ),
    PlanCheck(
        "dates.circle",
        Text("时间可以推算", "times can be worked out"),
        dates.circle,
        level="error",
        firm=True,
    ),
    PlanCheck("dates.order", Text("日期依次", "days are in order"), dates.order),
    PlanCheck("dates.rounds", Text("轮次在环节起止之内", "rounds within their stage"), dates.rounds),
    PlanCheck("dates.valid", Text("环节在有效期内", "stages within the plan's validity"), dates.validity),
    PlanCheck("dates.rest_day", Text("环节在工作日", "stages fall on working days"), dates.rest_days),
    PlanCheck(
        "dates.provisional", Text("放假安排已公布", "holidays are announced"), dates.provisional, level="note"
    ),
)
"""A firm one cannot be confirmed away: the plan would not run."""
