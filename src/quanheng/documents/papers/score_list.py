"""Score list (成绩公布单): the points and ranks of every candidate, with what they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from quanheng.core.language.posts import Post
from quanheng.core.language.scoring import Component
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import composite
from quanheng.core.values import Candidate, Outcome, Score, Text
from quanheng.documents.paper import Column, Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import plain, sentence

ID = "score_list"


@dataclass(frozen=True)
class Line:
    """One candidate."""

    rank: Annotated[str, Told("名次", "Rank", "1")]
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    points: Annotated[tuple[str, ...], Told("各项得分", "Points of each part", ("92.00", "88.50"))]
    total: Annotated[str, Told("总分", "Total", "90.25", needed=True)]
    remark: Annotated[str, Told("备注", "Remark", "未入围")]


@dataclass(frozen=True)
class PostList:
    """The candidates of one post."""

    post: Annotated[str, Told("职位", "Post", "办公室主任（职数1）")]
    parts: Annotated[
        tuple[str, ...], Told("各项", "Parts of the total", ("演讲\n（权重40）", "民主测评\n（权重60）"))
    ]
    total: Annotated[str, Told("总分名称", "What the total is called", "综合得分")]
    remarked: Annotated[bool, Told("有备注", "Whether anybody has a remark", True)]
    lines: Annotated[tuple[Line, ...], Told("成绩", "Candidates by rank")]


@dataclass(frozen=True)
class ScoreList(PaperFields):
    """The points of a stage."""

    stage: Annotated[str, Told("环节", "Stage", "综合评价")]
    posts: Annotated[tuple[PostList, ...], Told("职位", "Posts")]
    notes: Annotated[tuple[str, ...], Told("说明", "Notes", ("张伟：同分，以笔试成绩高者在前。",))]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph("根据《{{ 方案 }}》，现将{{ 环节 }}结果公布如下：")
    .each("位 in 职位")
    .table(
        [
            Column("名次", 2),
            Column("姓名", 3),
            Column("{%tc for 项 in 位.各项 %}"),
            Column("{{ 项 }}", 4),
            Column("{%tc endfor %}"),
            Column("{{ 位.总分名称 }}", 4),
            Column("{%tc if 位.有备注 %}"),
            Column("备注", 5),
            Column("{%tc endif %}"),
        ],
        [
            (
                "{{ 人.名次 }}",
                "{{ 人.姓名 }}",
                "{%tc for 分 in 人.各项得分 %}",
                "{{ 分 }}",
                "{%tc endfor %}",
                "{{ 人.总分 }}",
                "{%tc if 位.有备注 %}",
                "{{ 人.备注 }}",
                "{%tc endif %}",
            )
        ],
        "{{ 位.职位 }}",
        each="人 in 位.成绩",
    )
    .done()
    .each("句 in 说明")
    .paragraph("{{ 句 }}")
    .done()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def score_lists(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one list that a scored stage publishes; none before it is closed."""
    outcome = proceedings.outcomes.get(stage)
    if outcome is None or not outcome.scores:
        return ()
    settings = proceedings.plan.stage(stage)
    stage_title = proceedings.stage_title(settings)
    what = "成绩公布单" if isinstance(settings, composite.Settings) else f"{stage_title}成绩公布单"
    parts = (proceedings.subject, what)
    notes = [f for f in outcome.findings if f.state == "note" and f.candidate is not None and f.text.zh]
    said = ScoreList(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        stage=stage_title,
        posts=tuple(
            _post_list(proceedings, settings, outcome, post, candidates)
            for post, candidates in proceedings.posts_in_order(s.candidate for s in outcome.scores)
        ),
        notes=tuple(
            f"{proceedings.name(f.candidate.person)}：{sentence(f.text.zh)}" for f in notes if f.candidate
        ),
    )
    return (Written(ID, Text("".join(parts), "Score list"), said),)


def _post_list(
    proceedings: Proceedings,
    settings: StageSettings,
    outcome: Outcome,
    post: Post,
    candidates: Sequence[Candidate],
) -> PostList:
    """One post by rank; a column of remarks only where the list has any."""
    components = _components(settings, post)
    digits = digits_of(settings, outcome.scores)
    ranked = sorted(_scores_of(outcome, candidates), key=lambda s: s.rank or len(candidates) + 1)
    seats = outcome.remaining.seats.get(post.id)
    return PostList(
        post=post.title.zh + (f"（职数{seats}）" if seats else ""),
        parts=tuple(_header(proceedings, c) for c in components),
        total="综合得分" if components else "得分",
        remarked=any(outcome.departure_of(s.candidate) for s in outcome.scores),
        lines=tuple(_line(proceedings, settings, outcome, components, score, digits) for score in ranked),
    )


def _line(
    proceedings: Proceedings,
    settings: StageSettings,
    outcome: Outcome,
    components: Sequence[Component],
    score: Score,
    digits: int,
) -> Line:
    departure = outcome.departure_of(score.candidate)
    return Line(
        rank="—" if score.rank is None else str(score.rank),
        name=proceedings.name(score.candidate.person),
        points=tuple(_component_points(proceedings, settings, c, score.candidate) for c in components),
        total=shown(score.value, digits),
        remark=departure.finding.text.zh if departure else "",
    )


def _scores_of(outcome: Outcome, candidates: Sequence[Candidate]) -> list[Score]:
    return [s for s in outcome.scores if s.candidate in candidates]


def _components(settings: StageSettings, post: Post) -> tuple[Component, ...]:
    """What the total of this post is made of, nested parts laid flat."""
    if not isinstance(settings, composite.Settings):
        return ()
    tree, _ = settings.scheme_of(post.id, post.cls)
    return tuple(leaf for component in tree for leaf in component.leaves())


def _header(proceedings: Proceedings, component: Component) -> str:
    if component.title is not None:
        title = component.title.zh
    elif component.from_ is not None:
        title = proceedings.stage_title(proceedings.plan.stage(component.from_))
    else:
        title = component.id
    return title + (f"\n（权重 {plain(component.weight)}）" if component.weight is not None else "")


def _component_points(
    proceedings: Proceedings, settings: StageSettings, component: Component, candidate: Candidate
) -> str:
    """The points before weighting: of the earlier stage, or as they were entered."""
    if component.from_ is not None:
        earlier = proceedings.outcomes.get(component.from_)
        score = earlier.score_of(candidate) if earlier else None
        if earlier is None or score is None:
            return "—"
        return shown(score.value, digits_of(proceedings.plan.stage(component.from_), earlier.scores))
    rows = proceedings.rows(settings.id, "points", composite.Points)
    own = {r.post: r.points for r in rows if r.person == candidate.person and r.component == component.id}
    value: Decimal | None = own.get(candidate.post, own.get(""))
    return "—" if value is None else plain(value)


SCORE_LIST = PaperKind(
    ID,
    Text("成绩公布单", "Score list"),
    ("composite",),
    ScoreList,
    LAYOUT,
    score_lists,
    "closed",
    also=("speech", "assessment"),
)
