"""Minutes (会议纪要): who was due and came, who stood aside, every vote, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quanheng.core.stages import decision
from quanheng.core.stages.decision import DecisionRecord
from quanheng.core.stages.decision.tables import DECIDED, VOICES, Attendance, GroupTurnout, RunOff, Vote
from quanheng.core.stages.decision.votes import CandidateDecision
from quanheng.core.values import Outcome, Text
from quanheng.documents.paper import Column, Draft, Paper, zh_date
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.wording import sentence

KIND = "minutes"
VOTES = ("agree", "disagree", "postpone", "abstain")
MANNERS = {"statements": "逐一发表意见", "show_of_hands": "举手表决", "secret": "无记名投票表决"}


def minutes_of(proceedings: Proceedings, stage: str) -> tuple[Paper, ...]:
    """The minutes of the meeting that decided; none before the stage is closed or without one."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, decision.Settings)
    outcome = proceedings.outcomes.get(stage)
    if outcome is None or not isinstance(outcome.record, DecisionRecord):
        return ()
    record = outcome.record
    parts = (f"关于{proceedings.subject}", "人选的讨论决定")
    draft = Draft(KIND, Text("".join(parts), "Minutes of the decision"), parts)
    mark = f"{proceedings.body_title(settings.body)}会议纪要"
    draft.letterhead(mark, "minutes", proceedings.number, record.held_on)
    _meeting(draft, proceedings, settings, record)
    draft.heading("讨论和表决情况")
    manner = MANNERS.get(record.manner, "表决")
    draft.paragraph(f"会议对人选逐一讨论，{manner}。方案规定：赞成人数须{settings.majority.say().zh}。")
    for post, _ in proceedings.posts_in_order(outcome.entered.candidates):
        own = [d for d in record.decisions if d.post == post.id]
        if own:
            draft.heading(post.title.zh, 2)
            _votes(draft, proceedings, stage, own)
    draft.heading("决定事项")
    _decided(draft, proceedings, outcome)
    _lists(draft, proceedings, stage)
    return (draft.paper(),)


def _meeting(
    draft: Draft, proceedings: Proceedings, settings: decision.Settings, record: DecisionRecord
) -> None:
    draft.heading("会议基本情况")
    draft.paragraph(f"{zh_date(record.held_on)}。", "时间：").paragraph(f"{record.place}。", "地点：")
    draft.paragraph(f"{proceedings.name(record.chair)}。", "主持：")
    draft.paragraph(f"{proceedings.name(record.recorder)}。", "记录：")
    draft.paragraph(sentence(record.agenda), "议题：")
    absent = record.due - record.present
    draft.paragraph(
        f"成员 {record.members} 人，应到会 {record.due} 人，实到会 {record.present} 人，缺席 {absent} 人。",
        "到会：",
    )
    for group in proceedings.rows(settings.id, "turnout", GroupTurnout):
        if group.group:
            draft.paragraph(f"其中{group.group}：应到 {group.due} 人，实到 {group.present} 人。")
    for rule, needed in zip(settings.quorum, record.quorum, strict=False):
        group_name = f"{rule.group}" if rule.group else ""
        draft.paragraph(f"方案规定{group_name}到会{rule.say().zh}，即至少 {needed} 人，符合规定。")
    _recusals(draft, proceedings, settings.id, record)


def _recusals(draft: Draft, proceedings: Proceedings, stage: str, record: DecisionRecord) -> None:
    """Who stood aside for whom, with the reason where one was recorded."""
    reasons = {r.member: r.reason for r in proceedings.rows(stage, "attendance", Attendance) if r.recused_for}
    whom: dict[str, list[str]] = {}
    for decided in record.decisions:
        for member in decided.recused:
            whom.setdefault(member, []).append(decided.person)
    if not whom:
        draft.paragraph("无。", "回避：")
    for member, people in whom.items():
        why = f"（{reasons[member]}）" if reasons.get(member) else ""
        names = proceedings.names(dict.fromkeys(people))
        draft.paragraph(f"讨论{names}时，{proceedings.name(member)}回避{why}。", "回避：")


def _votes(
    draft: Draft, proceedings: Proceedings, stage: str, decisions: Sequence[CandidateDecision]
) -> None:
    """The counted votes on the candidates of one post, then every statement made by name."""
    columns = [
        Column("人选", 2),
        *(Column(VOICES.say(v).zh, 2) for v in VOTES),
        Column("无效", 2),
        Column("须赞成", 2),
    ]
    rows = []
    for d in decisions:
        numbers = [*(getattr(d.count, v) for v in VOTES), d.count.invalid, d.needed]
        rows.append((proceedings.name(d.person), *map(str, numbers), DECIDED.say(d.result).zh))
    draft.table([*columns, Column("结果", 2)], rows)
    for d in decisions:
        _statements(draft, proceedings, stage, d)
        for run_off in proceedings.rows(stage, "run_offs", RunOff):
            if (run_off.person, run_off.post) == (d.person, d.post):
                draft.paragraph(f"再次表决，{proceedings.name(d.person)}得同意票 {run_off.agree} 票。")


def _statements(draft: Draft, proceedings: Proceedings, stage: str, decided: CandidateDecision) -> None:
    votes = [
        v
        for v in proceedings.rows(stage, "votes", Vote)
        if (v.person, v.post) == (decided.person, decided.post)
    ]
    if not votes:
        return
    votes.sort(key=lambda v: v.order or len(votes) + 1)
    told = [
        f"{proceedings.name(v.member)}{VOICES.say(v.vote).zh}" + (f"（{v.reason}）" if v.reason else "")
        for v in votes
    ]
    draft.paragraph(f"对{proceedings.name(decided.person)}，依次表态：{'，'.join(told)}。")


def _decided(draft: Draft, proceedings: Proceedings, outcome: Outcome) -> None:
    """What became of everyone: those adopted by post, the others each with the reason."""
    decided = {(d.person, d.post) for d in outcome.record.decisions if d.result == "adopted"}
    adopted = [c for c in outcome.remaining.candidates if (c.person, c.post) in decided]
    for post, candidates in proceedings.posts_in_order(adopted):
        draft.paragraph(f"同意{proceedings.names(c.person for c in candidates)}为{post.title.zh}拟任人选。")
    for departure in outcome.departures:
        title = proceedings.post_title(departure.candidate.post)
        name = proceedings.name(departure.candidate.person)
        draft.paragraph(f"{name}（{title}）：{sentence(departure.finding.text.zh)}")


def _lists(draft: Draft, proceedings: Proceedings, stage: str) -> None:
    rows = proceedings.rows(stage, "attendance", Attendance)
    draft.attendance("出席", _named(proceedings, (r for r in rows if r.present and r.due)))
    draft.attendance("缺席", _named(proceedings, (r for r in rows if not r.present and r.due)))
    draft.attendance("列席", _named(proceedings, (r for r in rows if r.present and not r.due)))


def _named(proceedings: Proceedings, rows: Iterable[Attendance]) -> list[str]:
    return [
        proceedings.name(r.member) + (f"（{r.reason}）" if r.reason and not r.present else "") for r in rows
    ]
