"""Blank slips (空白票): recommendation, assessment and decision on paper, and the sheet of one judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import assessment, decision, recommendation, speech
from quanheng.core.values import Candidate, Text
from quanheng.documents.paper import Column, Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.people import PersonLine, people_lines
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import plain

BLANKS = 3
"""So many names may be written in where the plan sets no limit."""


@dataclass(frozen=True)
class Blank:
    """One line to write on."""

    number: Annotated[str, Told("序号", "Number", "1")]
    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    name: Annotated[str, Told("姓名", "Name, empty to be written", "张伟")]


@dataclass(frozen=True)
class RecommendationSlip(PaperFields):
    """A slip on which names are written or voted on."""

    stage: Annotated[str, Told("环节", "Stage", "民主推荐")]
    group: Annotated[str, Told("组别", "Group", "中层干部")]
    listed: Annotated[bool, Told("有名单", "Whether names are printed", True)]
    lines: Annotated[tuple[Blank, ...], Told("推荐", "Lines")]
    rules: Annotated[tuple[str, ...], Told("说明", "How to fill it in", ("每个职位推荐不超过1人。",))]


@dataclass(frozen=True)
class SlipLine:
    """One person to be marked, with a blank for each matter."""

    number: Annotated[str, Told("序号", "Number", "1")]
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    present: Annotated[str, Told("现任职务", "Present post", "办公室副主任")]
    posts: Annotated[str, Told("职位", "Post stood for", "办公室主任")]
    blanks: Annotated[tuple[str, ...], Told("空格", "Blanks to fill in", ("", ""))]


@dataclass(frozen=True)
class AssessmentSlip(PaperFields):
    """A slip on which people are graded."""

    stage: Annotated[str, Told("环节", "Stage", "民主测评")]
    group: Annotated[str, Told("组别", "Group", "全体干部职工")]
    matters: Annotated[tuple[str, ...], Told("项目", "Matters asked about", ("德", "能", "勤", "绩", "廉"))]
    people: Annotated[tuple[SlipLine, ...], Told("人选", "People")]
    rules: Annotated[
        tuple[str, ...], Told("说明", "How to fill it in", ("每项填写好、较好、一般、差之一。",))
    ]


@dataclass(frozen=True)
class DecisionSlip(PaperFields):
    """A slip on which a body votes."""

    body: Annotated[str, Told("会议", "Which body votes", "镇党委会")]
    people: Annotated[tuple[PersonLine, ...], Told("人选", "Candidates")]


@dataclass(frozen=True)
class Item:
    """One line of the criteria."""

    title: Annotated[str, Told("名称", "Item", "语言表达")]
    most: Annotated[str, Told("满分", "Most points", "20")]


@dataclass(frozen=True)
class ScoreSheet(PaperFields):
    """The sheet of one judge."""

    stage: Annotated[str, Told("环节", "Stage", "竞聘演讲")]
    full: Annotated[str, Told("满分", "Full marks", "100")]
    items: Annotated[tuple[Item, ...], Told("要素", "Criteria")]
    people: Annotated[tuple[SlipLine, ...], Told("人选", "Candidates")]


_RULES = ("本票以无记名方式填写，请独立填写，当场投入票箱。", "涂改不清、多填的按方案认定。")

RECOMMENDATION_LAYOUT = (
    Draft("recommendation_slip", TITLE)
    .paragraph("{{ 组别 }}", "组别：")
    .when("有名单")
    .table(
        [
            Column("序号", 2),
            Column("职位", 6, "left"),
            Column("姓名", 4),
            *(Column(w, 2) for w in ("同意", "不同意", "弃权")),
        ],
        [("{{ 行.序号 }}", "{{ 行.职位 }}", "{{ 行.姓名 }}", "", "", "")],
        each="行 in 推荐",
    )
    .end()
    .when("not 有名单")
    .table(
        [Column("序号", 2), Column("职位", 6, "left"), Column("推荐人选", 6), Column("备注", 4)],
        [("{{ 行.序号 }}", "{{ 行.职位 }}", "", "")],
        each="行 in 推荐",
    )
    .end()
    .paragraph("", "填写说明：")
    .each("句 in 说明")
    .paragraph("{{ loop.index }}.{{ 句 }}")
    .done()
    .paper()
)
ASSESSMENT_LAYOUT = (
    Draft("assessment_slip", TITLE)
    .paragraph("{{ 组别 }}", "组别：")
    .table(
        [
            Column("序号", 2),
            Column("姓名", 3),
            Column("现任职务", 6, "left"),
            Column("{%tc for 项 in 项目 %}"),
            Column("{{ 项 }}", 2),
            Column("{%tc endfor %}"),
        ],
        [
            (
                "{{ 人.序号 }}",
                "{{ 人.姓名 }}",
                "{{ 人.现任职务 }}",
                "{%tc for 格 in 人.空格 %}",
                "{{ 格 }}",
                "{%tc endfor %}",
            )
        ],
        each="人 in 人选",
    )
    .paragraph("", "填写说明：")
    .each("句 in 说明")
    .paragraph("{{ loop.index }}.{{ 句 }}")
    .done()
    .paper()
)
DECISION_LAYOUT = (
    Draft("decision_slip", TITLE)
    .table(
        [
            Column("序号", 2),
            Column("姓名", 3),
            Column("现任职务", 6, "left"),
            Column("拟任职务", 6, "left"),
            *(Column(word, 2) for word in ("同意", "不同意", "缓议")),
        ],
        [("{{ 人.序号 }}", "{{ 人.姓名 }}", "{{ 人.现任职务 }}", "{{ 人.职位 }}", "", "", "")],
        each="人 in 人选",
    )
    .paragraph("请在相应栏内画“○”，每人只画一栏；不画或者画两栏以上的为弃权或者无效。", "说明：")
    .paper()
)
SCORE_LAYOUT = (
    Draft("score_sheet", TITLE)
    .paragraph("{{ 满分 }}分", "满分：")
    .table(
        [
            Column("签号", 2),
            Column("姓名", 3),
            Column("职位", 5, "left"),
            Column("{%tc for 项 in 要素 %}"),
            Column("{{ 项.名称 }}（{{ 项.满分 }}分）", 3),
            Column("{%tc endfor %}"),
            Column("得分", 3),
        ],
        [
            (
                "",
                "{{ 人.姓名 }}",
                "{{ 人.职位 }}",
                "{%tc for 格 in 人.空格 %}",
                "{{ 格 }}",
                "{%tc endfor %}",
                "",
            )
        ],
        each="人 in 人选",
    )
    .form(("评委签名", "", "评分日期", ""))
    .paper()
)


def recommendation_slips(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One slip for each group of voters."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, recommendation.Settings)
    candidates = proceedings.slate_before(stage).candidates
    listed = settings.form == "approval" and bool(candidates)
    most = settings.most if isinstance(settings.most, int) else None
    lines = _listed(proceedings, candidates) if listed else _to_write(proceedings, settings.most)
    limit = [f"最多推荐{most}人。"] if most else ["推荐人数不超过职数。"] if settings.most == "seats" else []
    said = {
        "stage": proceedings.stage_title(settings),
        "listed": listed,
        "lines": tuple(Blank(str(n), post, name) for n, (post, name) in enumerate(lines, 1)),
        "rules": tuple(limit + list(_RULES)),
    }
    return tuple(
        Written(
            "recommendation_slip",
            Text(f"{said['stage']}票（{g.title.zh}）", "Recommendation slip"),
            RecommendationSlip(
                **common(proceedings, (f"{said['stage']}票",), None),
                group=g.title.zh,
                **said,  # type: ignore[arg-type]
            ),
        )
        for g in settings.groups
    )


def _listed(proceedings: Proceedings, candidates: Iterable[Candidate]) -> list[tuple[str, str]]:
    groups = proceedings.posts_in_order(candidates)
    return [(post.title.zh, proceedings.name(c.person)) for post, own in groups for c in own]


def _to_write(proceedings: Proceedings, most: int | str | None) -> list[tuple[str, str]]:
    posts = [p for p in proceedings.plan.posts if not p.excluded]
    lines = {p.title.zh: p.fixed_seats() if most == "seats" else most or BLANKS for p in posts}
    return [(title, "") for title, count in lines.items() for _ in range(max(1, int(count)))]


def assessment_slips(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One slip for each group of voters, with everyone on the slate; none while nobody stands."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, assessment.Settings)
    people = _lines(proceedings, stage, len(settings.dimensions))
    title = proceedings.stage_title(settings)
    grades = "、".join(g.title.zh for g in settings.grades)
    scale = settings.scale
    how = f"每项填写{grades}之一。" if grades else ""
    if scale is not None:
        how = f"每项填写{plain(scale.min)}至{plain(scale.max)}分。"
    return tuple(
        Written(
            "assessment_slip",
            Text(f"{title}票（{g.title.zh}）", "Assessment slip"),
            AssessmentSlip(
                **common(proceedings, (f"{title}票",), None),
                stage=title,
                group=g.title.zh,
                matters=tuple(d.title.zh for d in settings.dimensions),
                people=people,
                rules=(how, *_RULES),
            ),
        )
        for g in settings.groups
        if people
    )


def _lines(proceedings: Proceedings, stage: str, blanks: int) -> tuple[SlipLine, ...]:
    """Everyone on the slate, with so many blanks each."""
    people = people_lines(
        proceedings, proceedings.slate_before(stage).candidates, proceedings.opened_on(stage)
    )
    return tuple(SlipLine(p.number, p.name, p.present, p.posts, ("",) * blanks) for p in people)


def decision_slips(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The slip of the meeting that decides; none while nobody stands."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, decision.Settings)
    people = people_lines(
        proceedings, proceedings.slate_before(stage).candidates, proceedings.opened_on(stage)
    )
    body = proceedings.body_title(settings.body)
    parts = (f"{body}讨论干部任用", "表决票")
    said = DecisionSlip(**common(proceedings, parts, None), body=body, people=people)
    return (Written("decision_slip", Text("".join(parts), "Voting slip"), said),) if people else ()


def score_sheets(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The blank sheet of one judge; none while nobody stands."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, speech.Settings)
    people = _lines(proceedings, stage, len(settings.items))
    title = proceedings.stage_title(settings)
    said = ScoreSheet(
        **common(proceedings, (f"{title}评分表",), None),
        stage=title,
        full=plain(settings.full_mark),
        items=tuple(Item(i.title.zh, plain(i.max)) for i in settings.items),
        people=people,
    )
    return (Written("score_sheet", Text(f"{title}评分表", "Score sheet"), said),) if people else ()


RECOMMENDATION_SLIP = PaperKind(
    "recommendation_slip", Text("民主推荐票", "Recommendation slip"), ("recommendation",),
    RecommendationSlip, RECOMMENDATION_LAYOUT, recommendation_slips, "blank",
)  # fmt: skip
ASSESSMENT_SLIP = PaperKind(
    "assessment_slip", Text("民主测评票", "Assessment slip"), ("assessment",),
    AssessmentSlip, ASSESSMENT_LAYOUT, assessment_slips, "blank",
)  # fmt: skip
DECISION_SLIP = PaperKind(
    "decision_slip", Text("表决票", "Voting slip"), ("decision",),
    DecisionSlip, DECISION_LAYOUT, decision_slips, "blank",
)  # fmt: skip
SCORE_SHEET = PaperKind(
    "score_sheet", Text("评委评分表", "Score sheet"), ("speech",),
    ScoreSheet, SCORE_LAYOUT, score_sheets, "blank",
)  # fmt: skip
