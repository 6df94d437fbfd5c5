"""Minutes (会议纪要): who was due and came, who stood aside, every vote, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import decision
from quanheng.core.stages.decision import DecisionRecord
from quanheng.core.stages.decision.tables import DECIDED, VOICES, Attendance, GroupTurnout, RunOff, Vote
from quanheng.core.stages.decision.votes import CandidateDecision
from quanheng.core.values import Outcome, Text
from quanheng.documents.paper import Column, Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import sentence

ID = "minutes"
MANNERS = {"statements": "逐一发表意见", "show_of_hands": "举手表决", "secret": "无记名投票表决"}


@dataclass(frozen=True)
class VoteLine:
    """The counted votes on one candidate."""

    name: Annotated[str, Told("人选", "Candidate", "张伟", needed=True)]
    agree: Annotated[str, Told("同意", "Agree", "5")]
    disagree: Annotated[str, Told("不同意", "Disagree", "0")]
    postpone: Annotated[str, Told("缓议", "Postpone", "0")]
    abstain: Annotated[str, Told("弃权", "Abstain", "1")]
    invalid: Annotated[str, Told("无效", "Invalid", "0")]
    needed: Annotated[str, Told("须赞成", "Votes needed", "4")]
    result: Annotated[str, Told("结果", "Result", "通过", needed=True)]


@dataclass(frozen=True)
class PostVotes:
    """The votes on the candidates of one post."""

    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    votes: Annotated[tuple[VoteLine, ...], Told("表决", "Votes")]
    told: Annotated[
        tuple[str, ...], Told("说明", "Statements, run-offs", ("对张伟，依次表态：赵同意，钱同意。",))
    ]


@dataclass(frozen=True)
class Minutes(PaperFields):
    """The minutes of the meeting that decided."""

    body: Annotated[str, Told("会议", "Which body met", "镇党委会")]
    held_on: Annotated[str, Told("会议日期", "Held on", "2026年3月16日", needed=True)]
    place: Annotated[str, Told("地点", "Place", "二楼会议室")]
    chair: Annotated[str, Told("主持", "Chair", "赵明")]
    recorder: Annotated[str, Told("记录", "Recorder", "孙红")]
    agenda: Annotated[str, Told("议题", "Agenda", "讨论中层干部任用。")]
    turnout: Annotated[str, Told("到会", "Turnout", "成员7人，应到会7人，实到会6人，缺席1人。", needed=True)]
    groups: Annotated[tuple[str, ...], Told("到会说明", "Groups and quorum", ("方案规定到会不少于2/3。",))]
    recusals: Annotated[
        tuple[str, ...], Told("回避", "Who stood aside for whom", ("讨论张伟时，钱进回避。",))
    ]
    manner: Annotated[str, Told("表决方式", "Manner of voting", "举手表决")]
    majority: Annotated[str, Told("通过标准", "Majority", "超过应到会人数的1/2")]
    posts: Annotated[tuple[PostVotes, ...], Told("职位表决", "Votes by post")]
    decided: Annotated[
        tuple[str, ...],
        Told("决定事项", "What was decided", ("同意张伟为办公室主任拟任人选。",), needed=True),
    ]
    present: Annotated[str, Told("出席", "Present", "赵明、钱进")]
    absent: Annotated[str, Told("缺席", "Absent", "吴江（因公出差）")]
    others: Annotated[str, Told("列席", "Sitting in", "周平")]


LAYOUT = (
    Draft(ID, TITLE)
    .letterhead("{{ 会议 }}会议纪要", "minutes", "{{ 字号 }}", "{{ 会议日期 }}")
    .heading("会议基本情况")
    .paragraph("{{ 会议日期 }}。", "时间：")
    .paragraph("{{ 地点 }}。", "地点：")
    .paragraph("{{ 主持 }}。", "主持：")
    .paragraph("{{ 记录 }}。", "记录：")
    .paragraph("{{ 议题 }}", "议题：")
    .paragraph("{{ 到会 }}", "到会：")
    .each("句 in 到会说明")
    .paragraph("{{ 句 }}")
    .done()
    .each("句 in 回避")
    .paragraph("{{ 句 }}", "回避：")
    .done()
    .heading("讨论和表决情况")
    .paragraph("会议对人选逐一讨论，{{ 表决方式 }}。方案规定：赞成人数须{{ 通过标准 }}。")
    .each("位 in 职位表决")
    .heading("{{ 位.职位 }}", 2)
    .table(
        [
            Column("人选", 2),
            *(Column(word, 2) for word in ("同意", "不同意", "缓议", "弃权", "无效", "须赞成", "结果")),
        ],
        [
            (
                "{{ 人.人选 }}",
                "{{ 人.同意 }}",
                "{{ 人.不同意 }}",
                "{{ 人.缓议 }}",
                "{{ 人.弃权 }}",
                "{{ 人.无效 }}",
                "{{ 人.须赞成 }}",
                "{{ 人.结果 }}",
            )
        ],
        each="人 in 位.表决",
    )
    .each("句 in 位.说明")
    .paragraph("{{ 句 }}")
    .done()
    .done()
    .heading("决定事项")
    .each("句 in 决定事项")
    .paragraph("{{ 句 }}")
    .done()
    .when("出席")
    .attendance("出席", ["{{ 出席 }}"])
    .end()
    .when("缺席")
    .attendance("缺席", ["{{ 缺席 }}"])
    .end()
    .when("列席")
    .attendance("列席", ["{{ 列席 }}"])
    .end()
    .paper()
)


def minutes_of(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The minutes of the meeting that decided; none before the stage is closed or without one."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, decision.Settings)
    outcome = proceedings.outcomes.get(stage)
    if outcome is None or not isinstance(outcome.record, DecisionRecord):
        return ()
    record = outcome.record
    parts = (f"关于{proceedings.subject}", "人选的讨论决定")
    rows = proceedings.rows(stage, "attendance", Attendance)
    absent = record.due - record.present
    said = Minutes(
        **common(proceedings, parts, record.held_on),
        body=proceedings.body_title(settings.body),
        held_on=zh_date(record.held_on),
        place=record.place,
        chair=proceedings.name(record.chair),
        recorder=proceedings.name(record.recorder),
        agenda=sentence(record.agenda),
        turnout=f"成员{record.members}人，应到会{record.due}人，实到会{record.present}人，缺席{absent}人。",
        groups=tuple(_turnout(proceedings, settings, record)),
        recusals=tuple(_recusals(proceedings, stage, record)),
        manner=MANNERS.get(record.manner, "表决"),
        majority=settings.majority.say().zh,
        posts=tuple(_post_votes(proceedings, stage, outcome, record)),
        decided=tuple(_decided(proceedings, outcome)),
        present=_named(proceedings, (r for r in rows if r.present and r.due)),
        absent=_named(proceedings, (r for r in rows if not r.present and r.due)),
        others=_named(proceedings, (r for r in rows if r.present and not r.due)),
    )
    return (Written(ID, Text("".join(parts), "Minutes of the decision"), said),)


def _turnout(proceedings: Proceedings, settings: decision.Settings, record: DecisionRecord) -> Iterator[str]:
    """The groups of a large meeting, then the quorum that the plan asks for."""
    for group in proceedings.rows(settings.id, "turnout", GroupTurnout):
        if group.group:
            yield f"其中{group.group}：应到 {group.due} 人，实到 {group.present} 人。"
    for rule, needed in zip(settings.quorum, record.quorum, strict=False):
        yield f"方案规定{rule.group or ''}到会{rule.say().zh}，即至少 {needed} 人，符合规定。"


def _recusals(proceedings: Proceedings, stage: str, record: DecisionRecord) -> Iterator[str]:
    """Who stood aside for whom, with the reason where one was recorded."""
    reasons = {r.member: r.reason for r in proceedings.rows(stage, "attendance", Attendance) if r.recused_for}
    whom: dict[str, list[str]] = {}
    for decided in record.decisions:
        for member in decided.recused:
            whom.setdefault(member, []).append(decided.person)
    if not whom:
        yield "无。"
    for member, people in whom.items():
        why = f"（{reasons[member]}）" if reasons.get(member) else ""
        yield f"讨论{proceedings.names(dict.fromkeys(people))}时，{proceedings.name(member)}回避{why}。"


def _post_votes(
    proceedings: Proceedings, stage: str, outcome: Outcome, record: DecisionRecord
) -> Iterator[PostVotes]:
    for post, _ in proceedings.posts_in_order(outcome.entered.candidates):
        own = [d for d in record.decisions if d.post == post.id]
        if own:
            yield PostVotes(
                post=post.title.zh,
                votes=tuple(_vote_line(proceedings, d) for d in own),
                told=tuple(_told(proceedings, stage, own)),
            )


def _vote_line(proceedings: Proceedings, decided: CandidateDecision) -> VoteLine:
    count = decided.count
    return VoteLine(
        name=proceedings.name(decided.person),
        agree=str(count.agree),
        disagree=str(count.disagree),
        postpone=str(count.postpone),
        abstain=str(count.abstain),
        invalid=str(count.invalid),
        needed=str(decided.needed),
        result=DECIDED.say(decided.result).zh,
    )


def _told(proceedings: Proceedings, stage: str, decisions: Sequence[CandidateDecision]) -> Iterator[str]:
    """Every statement made by name, those on whom it was the same together, and the votes of a run-off."""
    votes: dict[tuple[str, str], list[Vote]] = {}
    for vote in proceedings.rows(stage, "votes", Vote):
        votes.setdefault((vote.person, vote.post), []).append(vote)
    alike: dict[str, list[str]] = {}
    for d in decisions:
        stated = _statements(proceedings, votes.get((d.person, d.post), []))
        if stated:
            alike.setdefault(stated, []).append(d.person)
    for stated, people in alike.items():
        yield f"对{proceedings.names(people)}，依次表态：{stated}。"
    for d in decisions:
        for run_off in proceedings.rows(stage, "run_offs", RunOff):
            if (run_off.person, run_off.post) == (d.person, d.post):
                yield f"再次表决，{proceedings.name(d.person)}得同意票 {run_off.agree} 票。"


def _statements(proceedings: Proceedings, given: Sequence[Vote]) -> str:
    votes = sorted(given, key=lambda v: v.order or len(given) + 1)
    return "，".join(
        f"{proceedings.name(v.member)}{VOICES.say(v.vote).zh}" + (f"（{v.reason}）" if v.reason else "")
        for v in votes
    )


def _decided(proceedings: Proceedings, outcome: Outcome) -> Iterator[str]:
    """What became of everyone: those adopted by post, the others each with the reason."""
    decided = {(d.person, d.post) for d in outcome.record.decisions if d.result == "adopted"}
    adopted = [c for c in outcome.remaining.candidates if (c.person, c.post) in decided]
    for post, candidates in proceedings.posts_in_order(adopted):
        yield f"同意{proceedings.names(c.person for c in candidates)}为{post.title.zh}拟任人选。"
    for departure in outcome.departures:
        title = proceedings.post_title(departure.candidate.post)
        name = proceedings.name(departure.candidate.person)
        yield f"{name}（{title}）：{sentence(departure.finding.text.zh.removeprefix(f'任“{title}”：'))}"


def _named(proceedings: Proceedings, rows: Iterable[Attendance]) -> str:
    return "、".join(
        proceedings.name(r.member) + (f"（{r.reason}）" if r.reason and not r.present else "") for r in rows
    )


MINUTES = PaperKind(ID, Text("会议纪要", "Minutes"), ("decision",), Minutes, LAYOUT, minutes_of, "closed")
