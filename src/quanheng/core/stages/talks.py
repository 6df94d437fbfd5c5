"""Recommendation talks (谈话推荐): who was named in individual talks, group by group, beside the meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows
from quanheng.core.dating import before_plan, in_future, out_of_order
from quanheng.core.findings import by_plan, fact, found, outcome_of, title_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.scoring import VoterGroup
from quanheng.core.language.terms import Bound, Keep, Number, Rounding, Slug, StageSettings, Strict, wrong
from quanheng.core.newcomers import joined, refused_newcomer
from quanheng.core.scoring.keeping import below_cut, check_keep, scores_by_post, scores_of
from quanheng.core.scoring.scores import folded, plain, rounded_at, weighted_mean
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text, Working
from quanheng.core.words import PersonCell, PostCell

TITLE = Text("谈话推荐", "Recommendation talks")


class WithMeeting(Strict):
    """How the talks and the meeting make one result (与会议推荐合并): both by weight, out of `full_mark`."""

    stage: Slug
    meeting: Number = Field(gt=0)
    talks: Number = Field(gt=0)
    full_mark: Number = Field(default=Decimal(100), gt=0)


class Settings(StageSettings):
    """What a plan says about the talks.

    Shapes: `least` bounds people talked to / people due in each group; groups carry weights, `combine` adds
    their numbers or weighs their rates; `needed` bounds the rate of being named in the talks alone.
    """

    kind: Literal["talks"]
    groups: tuple[VoterGroup, ...] = Field(min_length=1)
    combine: Literal["added", "weighted"] = "added"
    names: Literal["listed", "open"] = "open"
    least: Bound | None = None
    summary_at_least: int = Field(default=1, ge=0)
    needed: Bound | None = None
    effect: Literal["decides", "reference"] = "decides"
    with_meeting: WithMeeting | None = None
    keep: Keep | None = None
    full_mark: Number = Field(default=Decimal(100), gt=0)
    rounding: tuple[Rounding, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        check_keep(self.keep, may_chain=False)
        if any(g.rates != "all" for g in self.groups):
            raise wrong("谈话推荐的组不写 rates。", "groups of talks take no rates", "groups")
        if self.keep is not None and self.effect == "reference":
            raise wrong("结果只作参考时不能写 keep。", "where talks are for reference nobody is cut: no keep")
        return self


_Group = Annotated[str, Column("组别", "Group", Text("方案中的组别编号", "The group's id"), "staff")]
_Count = Annotated[int, Field(ge=0)]


class TalkGroup(Row):
    """How many of a group were due and were talked to (谈话人次)."""

    key_fields: ClassVar[tuple[str, ...]] = ("group",)
    group: _Group
    due: Annotated[_Count, Column("应谈人数", "Due", Text("应谈话的人数", "How many are due"), "30")]
    talked: Annotated[_Count, Column("实谈人数", "Talked to", Text("谈话的人数", "People talked to"), "28")]
    talks: Annotated[_Count, Column("谈话人次", "Talks", Text("谈话的人次", "Talks held"), "31")]
    began_on: Annotated[date, Column("开始日期", "Began on", Text("第一次谈话", "First talk"), "2026-03-05")]
    ended_on: Annotated[date, Column("结束日期", "Ended on", Text("最后一次谈话", "Last talk"), "2026-03-06")]


class NamedInTalks(Row):
    """How many of a group named one person for one post (推荐人数)."""

    key_fields: ClassVar[tuple[str, ...]] = ("group", "post", "person")
    group: _Group
    post: PostCell
    person: PersonCell
    times: Annotated[
        int, Field(ge=1), Column("推荐人数", "Named by", Text("几人推荐", "How many named the person"), "12")
    ]


class Summary(Row):
    """The summary of the talks (谈话情况综述); one to a stage."""

    text: Annotated[
        str, Field(min_length=1), Column("综述", "Summary", Text("谈话情况综述", "What was said"), "意见集中")
    ]
    written_by: Annotated[
        str, Field(min_length=1), Column("撰写人", "Written by", Text("姓名或编号", "Name or code"), "HW009")
    ]

    def key(self) -> str:
        """There is one summary to a stage."""
        return "summary"


TABLES = (
    InputTable("groups", Text("谈话人次", "Talks by group"), TalkGroup, "record_talks"),
    InputTable("named", Text("谈话推荐结果", "Named in talks"), NamedInTalks, "record_talks", required=False),
    InputTable("summary", Text("谈话综述", "Summary"), Summary, "record_talks", required=False),
)


@dataclass(frozen=True)
class TalksRecord:
    """The talks by group, the numbers by candidate and group, who was brought in, and the summary."""

    groups: tuple[TalkGroup, ...]
    named: Mapping[Candidate, Mapping[str, int]]
    brought_in: tuple[Candidate, ...]
    summary: str


RECORD = TalksRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: unknown groups and people, more names than people talked to, numbers that contradict."""
    if table == "groups":
        return refused_rows(rows, TalkGroup, lambda row: _refused_group(row, inputs, settings))
    if table == "named":
        return refused_rows(rows, NamedInTalks, lambda row: _refused_name(row, slate, inputs, settings))
    return refused_rows(rows, Summary, lambda row: _refused_summary(row, settings))


def _refused(where: str, code: str, zh: str, en: str) -> Refused:
    return Refused(code, f"{zh}。", f"{en}.", where, "请核对谈话记录。", "Check the record of the talks.")


def _unknown_group(group: str, settings: Settings) -> Refused | None:
    known = [g.id for g in settings.groups]
    if group in known:
        return None
    zh, en = (
        f"方案中没有“{group}”组，可填：{'、'.join(known)}",
        f"No group '{group}'; known: {', '.join(known)}",
    )
    return _refused(group, "unknown_group", zh, en)


def _refused_group(row: TalkGroup, inputs: Inputs, settings: Settings) -> Refused | None:
    refusal = _unknown_group(row.group, settings)
    if refusal is not None:
        return refusal
    if row.talked > row.due or row.talks < row.talked:
        said = f"{row.due}, {row.talked}, {row.talks}"
        return _refused(
            row.key(),
            "talks_contradict_themselves",
            f"应谈、实谈、人次为 {said}：实谈不能多于应谈，人次不能少于实谈",
            f"Due, talked to, talks are {said}: no more than due, no fewer talks than people",
        )
    most = max((n.times for n in inputs.table("named", NamedInTalks) if n.group == row.group), default=0)
    if row.talked < most:
        return _too_many(row.key(), most, row.talked)
    began, ended = (
        (Text("开始日期", "the first talk"), row.began_on),
        (Text("结束日期", "The last talk"), row.ended_on),
    )
    return (
        out_of_order(row.key(), began, ended)
        or in_future(row.key(), *ended, inputs)
        or before_plan(row.key(), *began, inputs)
    )


def _too_many(where: str, times: int, talked: int) -> Refused:
    return _refused(
        where,
        "named_by_too_many",
        f"推荐人数 {times} 多于实谈人数 {talked}",
        f"Named by {times}, though {talked} were talked to",
    )


def _refused_name(row: NamedInTalks, slate: Slate, inputs: Inputs, settings: Settings) -> Refused | None:
    candidate = Candidate(row.person, row.post)
    refusal = _unknown_group(row.group, settings) or refused_newcomer(candidate, slate, inputs, settings)
    if refusal is not None:
        return refusal
    if settings.names == "listed" and candidate not in slate.candidates:
        name = inputs.name_of(row.person)
        return _refused(row.key(), "not_on_list", f"{name}不在推荐名单上", f"{name} is not on the list")
    talked = _groups(inputs).get(row.group)
    if talked is not None and row.times > talked.talked:
        return _too_many(row.key(), row.times, talked.talked)
    return None


def _refused_summary(row: Summary, settings: Settings) -> Refused | None:
    least = settings.summary_at_least
    if len(row.text) >= least:
        return None
    return _refused(
        row.key(), "summary_too_short", f"综述至少 {least} 字", f"The summary needs {least} characters"
    )


def _groups(inputs: Inputs) -> dict[str, TalkGroup]:
    return {r.group: r for r in inputs.table("groups", TalkGroup)}


def _named(inputs: Inputs) -> dict[Candidate, dict[str, int]]:
    found: dict[Candidate, dict[str, int]] = {}
    for row in inputs.table("named", NamedInTalks):
        found.setdefault(Candidate(row.person, row.post), {})[row.group] = row.times
    return found


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Groups that were not talked to, or not enough, the summary, and points that the meeting owes."""
    held, missing = _groups(inputs), []
    for group in settings.groups:
        own, title = held.get(group.id), group.title
        if own is None:
            text = Text(f"“{title.zh}”组未登记谈话", f"group '{title.say('en')}' has no talks")
            missing.append(Due(text, "groups"))
            continue
        share = Decimal(own.talked) / own.due if own.due else Decimal(0)
        if settings.least is not None and not settings.least.holds(share):
            bound, came = settings.least.say_rate(), f"{own.talked}/{own.due}"
            zh, en = (
                f"“{title.zh}”组实谈/应谈 {came}，要求{bound.zh}",
                f"group '{title.say('en')}': {came} talked to, not {bound.en}",
            )
            missing.append(Due(Text(zh, en), "groups"))
    if held and not any(g.talked for g in held.values()):
        missing.append(Due(Text("没有谈话", "nobody was talked to"), "groups"))
    both = settings.with_meeting
    if both is not None and both.stage not in inputs.earlier:
        zh, en = f"环节“{both.stage}”的结果", f"the result of stage '{both.stage}'"
        missing.append(Due(Text(zh, en)))
    if settings.summary_at_least and not inputs.table("summary", Summary):
        missing.append(Due(Text("谈话综述", "the summary of the talks"), "summary"))
    return tuple(missing)


def _rate(named: Mapping[str, int], inputs: Inputs, settings: Settings) -> Working:
    """The share of those talked to who named a candidate."""
    held, parts = _groups(inputs), []
    for group in settings.groups:
        own, times = held[group.id], named.get(group.id, 0)
        if own.talked:
            rule = Text(f"{times} ÷ {own.talked}", f"{times} ÷ {own.talked}")
            source = f"{settings.id}.groups:{group.id}"
            part = Working(group.title, Decimal(times) / own.talked, rule, source=source)
            parts.append((part, group.weight if settings.combine == "weighted" else Decimal(own.talked)))
    return weighted_mean(Text("谈话推荐率", "rate in the talks"), parts)


def _points(candidate: Candidate, rate: Working, inputs: Inputs, settings: Settings) -> Working:
    """The rate as points, and with the meeting's points by weight where the plan says so."""
    points = folded(rate, settings.full_mark, Decimal(1))
    both = settings.with_meeting
    if both is not None:
        held = scores_of(inputs, both.stage, [candidate]).get(candidate)
        title = Text("会议推荐", "at the meeting")
        none = Working(title, Decimal(0), Text("会议上未获推荐", "not named at the meeting"))
        meeting = none if held is None else folded(held.working, settings.full_mark, both.full_mark)
        points = weighted_mean(settings.title or TITLE, [(meeting, both.meeting), (points, both.talks)])
    return rounded_at(rounded_at(points, settings.rounding, "component"), settings.rounding, "total")


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Rates of everyone named; whoever is named too rarely leaves where talks decide.

    Errors: Refused(stage_closed_too_early), Refused(ratio_not_reached).
    """
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    named = _named(inputs)
    entered = joined(slate, named)
    rates = {c: _rate(named.get(c, {}), inputs, settings) for c in entered.candidates}
    scores = scores_by_post({c: _points(c, rate, inputs, settings) for c, rate in rates.items()})
    findings = {c: _finding(c, rate, named.get(c, {}), inputs, settings) for c, rate in rates.items()}
    short = [f for f in findings.values() if f.state == "not_met"]
    left = entered.without(f.candidate for f in short if f.candidate is not None)
    cut, seats = below_cut(settings, scores, settings.keep, left, inputs)
    gone = {f.candidate for f in (*short, *cut)}
    summaries = inputs.table("summary", Summary)
    record = TalksRecord(
        groups=inputs.table("groups", TalkGroup),
        named=named,
        brought_in=tuple(c for c in entered.candidates if c not in slate.candidates),
        summary=summaries[0].text if summaries else "",
    )
    stay = [f for c, f in findings.items() if c not in gone]
    return outcome_of(settings, entered, (*short, *cut), stay, record, scores, seats)


def _finding(
    candidate: Candidate, rate: Working, named: Mapping[str, int], inputs: Inputs, settings: Settings
) -> Finding:
    shown = f"{plain((rate.value or Decimal(0)) * 100)}%"
    evidence = [fact(g.title.zh, g.title.say("en"), named.get(g.id, 0)) for g in settings.groups]
    if settings.needed is not None and not settings.needed.holds(rate.value or Decimal(0)):
        bound = settings.needed.say_rate()
        text = Text(f"谈话推荐率 {shown}，要求：{bound.zh}", f"named by {shown}; needed: {bound.en}")
        state: Literal["not_met", "note"] = "not_met" if settings.effect == "decides" else "note"
        return found("named_too_rarely", state, text, by_plan(settings, "needed"), candidate, evidence)
    title = title_of(candidate.post, inputs)
    text = Text(f"谈话中推荐任“{title.zh}”：{shown}", f"{title.say('en')}: named in talks by {shown}")
    return found("named_in_talks", "met", text, by_plan(settings, "groups"), candidate, evidence)
