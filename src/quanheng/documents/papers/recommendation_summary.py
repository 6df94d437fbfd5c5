"""Recommendation summary (民主推荐情况汇总): turnout by group, votes and points, as far as they are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import recommendation
from quanheng.core.stages.recommendation import RecommendationRecord, RoundRecord
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import Candidate, Outcome, Text
from quanheng.documents.paper import Draft
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told

ID = "recommendation_summary"
WITHHELD = "不公布"
"""What stands where votes of few people would be told."""


@dataclass(frozen=True)
class GroupLine:
    """The turnout of one group."""

    round: Annotated[str, Told("轮次", "Round", "1")]
    group: Annotated[str, Told("组别", "Group", "中层干部")]
    due: Annotated[str, Told("应到", "Due", "40")]
    present: Annotated[str, Told("实到", "Present", "38")]
    issued: Annotated[str, Told("发出", "Issued", "38")]
    returned: Annotated[str, Told("收回", "Returned", "38")]


@dataclass(frozen=True)
class Line:
    """One person as recommended."""

    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    votes: Annotated[str, Told("推荐票", "Votes", "31")]
    points: Annotated[str, Told("得分", "Points", "81.58")]
    rank: Annotated[str, Told("名次", "Rank", "1")]
    result: Annotated[str, Told("结果", "Result", "列为人选")]


@dataclass(frozen=True)
class RecommendationSummary(PaperFields):
    """The result of a recommendation."""

    stage: Annotated[str, Told("环节", "Stage", "民主推荐")]
    groups: Annotated[tuple[GroupLine, ...], Told("到会和票数", "Turnout")]
    lines: Annotated[tuple[Line, ...], Told("推荐结果", "Result")]
    reference: Annotated[bool, Told("仅供参考", "Whether it is for reference", False)]


LAYOUT = (
    Draft(ID, TITLE)
    .paragraph("根据《{{ 方案 }}》，{{ 环节 }}已经完成，现将情况汇总如下。")
    .heading("到会和票数")
    .listing("组 in 到会和票数", 轮次=2, 组别=6, 应到=2, 实到=2, 发出=2, 收回=2)
    .heading("推荐结果")
    .listing("人 in 推荐结果", 职位=5, 姓名=3, 推荐票=3, 得分=3, 名次=2, 结果=5)
    .when("仅供参考")
    .paragraph("本结果作为研究确定人选的重要参考，不单以票取人。")
    .end()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def recommendation_summaries(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one summary; none before the stage is closed."""
    settings, outcome = proceedings.plan.stage(stage), proceedings.outcomes.get(stage)
    assert isinstance(settings, recommendation.Settings)
    if outcome is None or not isinstance(outcome.record, RecommendationRecord):
        return ()
    title = proceedings.stage_title(settings)
    parts = (proceedings.subject, f"{title}情况汇总")
    said = RecommendationSummary(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        stage=title,
        groups=tuple(_groups(settings, outcome.record)),
        lines=tuple(_lines(proceedings, settings, outcome)),
        reference=settings.effect == "reference",
    )
    return (Written(ID, Text("".join(parts), "Summary of the recommendation"), said),)


def _groups(settings: recommendation.Settings, record: RecommendationRecord) -> Iterator[GroupLine]:
    titles = {g.id: g.title.zh for g in settings.groups}
    for one in record.rounds:
        for group, turnout in one.turnouts.items():
            yield GroupLine(str(one.number), titles.get(group, group), *_counts(turnout))


def _counts(turnout: Turnout) -> tuple[str, str, str, str]:
    return (
        str(turnout.should_attend),
        str(turnout.present),
        str(turnout.issued),
        str(turnout.returned),
    )


def _lines(proceedings: Proceedings, settings: recommendation.Settings, outcome: Outcome) -> Iterator[Line]:
    digits = digits_of(settings, outcome.scores)
    for post, own in proceedings.posts_in_order(outcome.entered.candidates):
        for candidate in sorted(own, key=lambda c: _rank(outcome, c)):
            score, departure = outcome.score_of(candidate), outcome.departure_of(candidate)
            yield Line(
                post=post.title.zh,
                name=proceedings.name(candidate.person),
                votes=_votes(outcome.record.rounds, candidate),
                points=shown(score.value, digits) if score else "—",
                rank=str(score.rank) if score and score.rank else "—",
                result=departure.finding.text.zh if departure else "列为人选",
            )


def _rank(outcome: Outcome, candidate: Candidate) -> int:
    score = outcome.score_of(candidate)
    return score.rank or len(outcome.entered.candidates) if score else len(outcome.entered.candidates)


def _votes(rounds: tuple[RoundRecord, ...], candidate: Candidate) -> str:
    """The votes for a candidate in the last round that had them; withheld where a group's are."""
    for one in reversed(rounds):
        told = [votes[candidate].approve for votes in one.votes.values() if candidate in votes]
        if told:
            return str(sum(told))
    return WITHHELD if rounds and not any(one.votes for one in rounds) else "0"


RECOMMENDATION_SUMMARY = PaperKind(
    ID,
    Text("民主推荐情况汇总", "Summary of the recommendation"),
    ("recommendation",),
    RecommendationSummary,
    LAYOUT,
    recommendation_summaries,
    "closed",
)
