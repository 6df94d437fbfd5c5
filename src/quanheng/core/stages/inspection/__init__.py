"""Inspection (考察): a team talks with people and writes a report of fixed parts on every candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check, unknown_person
from quanheng.core.dating import before_stage, later_than_today, while_it_runs
from quanheng.core.findings import by_row, fact, found, outcome_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.language.terms import Span, StageSettings, Strict, Words
from quanheng.core.recusal import is_related
from quanheng.core.spans import full_on
from quanheng.core.stages.inspection.extending import Extends, visits_due, visits_of
from quanheng.core.stages.inspection.points import InspectionScore, points_of, reports_of, scores_of
from quanheng.core.stages.inspection.tables import (
    CONCLUSIONS,
    TABLES,
    InspectionNotice,
    Mark,
    Report,
    Talk,
    TeamMember,
    Visit,
)
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text

__all__ = [
    "RECORD",
    "TABLES",
    "TITLE",
    "InspectionNotice",
    "Mark",
    "Report",
    "Settings",
    "Talk",
    "TeamMember",
    "Visit",
    "admit",
    "close",
    "due",
]

TITLE = Text("考察", "Inspection")

Part = Literal["virtue", "ability", "diligence", "achievement", "integrity"]
FixedPart = Literal["basic_facts", "strengths", "recommendation_results", "weaknesses"]
PARTS: Mapping[str, Text] = {
    "virtue": Text("德", "virtue"),
    "ability": Text("能", "ability"),
    "diligence": Text("勤", "diligence"),
    "achievement": Text("绩", "achievement"),
    "integrity": Text("廉", "integrity"),
    "basic_facts": Text("基本情况", "basic facts"),
    "strengths": Text("主要成绩与特长", "achievements and strengths"),
    "recommendation_results": Text("推荐、测评情况", "recommendation and assessment results"),
    "weaknesses": Text("主要不足", "main weaknesses"),
}


class Team(Strict):
    """Who inspects (考察组): the least number of members, and the body they must come from, if any."""

    at_least: int = Field(default=2, ge=1)
    from_: str | None = Field(default=None, alias="from")


class TalksWanted(Strict):
    """How many people must be talked with about each candidate (个别谈话)."""

    at_least: int = Field(default=1, ge=1)


class Settings(StageSettings):
    """What a plan says about inspection.

    Shapes: `covers` names which of virtue, ability, diligence, achievement, integrity every report speaks of;
    `fixed` the parts that stand in every report; `notice` how long the inspection notice is up.
    """

    kind: Literal["inspection"]
    team: Team = Team()
    notice: Span | None = None
    notice_places: tuple[Words, ...] = ()
    talks: TalksWanted | None = None
    covers: tuple[Part, ...] = ()
    fixed: tuple[FixedPart, ...] = ("basic_facts", "strengths", "recommendation_results", "weaknesses")
    score: InspectionScore | None = None
    extends: Extends | None = None


@dataclass(frozen=True, slots=True)
class InspectionRecord:
    """Who inspected and how much. Units: `talks` are person-times, for each person and in all."""

    team: tuple[str, ...]
    talks: int
    talks_of: tuple[tuple[str, int], ...]
    suitable: int
    unsuitable: int
    notice_on: date | None


RECORD = InspectionRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of new rows: inspectors of themselves or kin, reports without their parts, marks too high."""
    on_slate = slate_check(slate, inputs)
    if table == "team":
        return refused_rows(rows, TeamMember, lambda row: _refused_member(row, slate, inputs, settings))
    if table == "notices":
        return refused_rows(
            rows, InspectionNotice, lambda row: while_it_runs(row.key(), row.published_on, inputs)
        )
    if table == "talks":
        return refused_rows(
            rows,
            Talk,
            lambda row: on_slate(row.person, "") or while_it_runs(row.key(), row.talked_on, inputs),
        )
    if table == "visits":
        return refused_rows(
            rows,
            Visit,
            lambda row: on_slate(row.person, "") or while_it_runs(row.key(), row.visited_on, inputs),
        )
    if table == "marks":
        return refused_rows(
            rows, Mark, lambda row: on_slate(row.person, "") or _refused_mark(row, inputs, settings)
        )
    return refused_rows(
        rows,
        Report,
        lambda row: (
            on_slate(row.person, row.post)
            or later_than_today(row.key(), row.written_on, inputs)
            or before_stage(row.key(), Text("报告日期", "the report"), row.written_on, inputs)
            or _refused_report(row, inputs, settings)
        ),
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """The team, the notice, the talks, the reports and the marks that are missing."""
    if not slate.candidates:
        return ()
    team = inputs.table("team", TeamMember)
    missing = []
    if len(team) < settings.team.at_least:
        text = Text(
            f"考察组至少 {settings.team.at_least} 人，现有 {len(team)} 人",
            f"the team needs {settings.team.at_least} members and has {len(team)}",
        )
        missing.append(Due(text, "team"))
    return (
        *missing,
        *_notice_due(inputs, settings),
        *_talks_due(slate, inputs, settings),
        *visits_due(slate, inputs, settings.extends),
        *_reports_due(slate, inputs),
        *_marks_due(slate, inputs, settings),
    )


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Whoever is held unsuitable leaves with the reason; the reports of the others are findings."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    talks, reports = _talk_counts(inputs), reports_of(slate, inputs)
    reasons: list[Finding] = []
    findings: list[Finding] = []
    for candidate, report in reports.items():
        finding = _finding(candidate, report, talks.get(candidate.person, 0), inputs, settings)
        (findings if report.conclusion == "suitable" else reasons).append(finding)
    notices = [n.published_on for n in inputs.table("notices", InspectionNotice)]
    record = InspectionRecord(
        team=tuple(m.person for m in inputs.table("team", TeamMember)),
        talks=sum(talks.values()),
        talks_of=tuple((p, talks[p]) for p in slate.people() if p in talks),
        suitable=len(findings),
        unsuitable=len(reasons),
        notice_on=max(notices, default=None),
    )
    return outcome_of(settings, slate, reasons, findings, record, scores_of(slate, inputs, settings.score))


def _talk_counts(inputs: Inputs) -> dict[str, int]:
    counts: dict[str, int] = {}
    for talk in inputs.table("talks", Talk):
        counts[talk.person] = counts.get(talk.person, 0) + talk.count
    return counts


def _notice_due(inputs: Inputs, settings: Settings) -> list[Due]:
    if settings.notice is None:
        return []
    up = {n.place: n.published_on for n in inputs.table("notices", InspectionNotice)}
    missing = [p for p in settings.notice_places if not {p.zh, p.en} & set(up)]
    if missing or not up:
        where, en = "、".join(p.zh for p in missing), ", ".join(p.say("en") for p in missing)
        return [
            Due(Text(f"考察预告尚未发布{where}", f"the inspection notice is not up {en}".strip()), "notices")
        ]
    full = full_on(max(up.values()), settings.notice, inputs.calendar)
    if inputs.closed_on > full:
        return []
    text = Text(f"考察预告到 {full} 届满", f"the inspection notice runs through {full}")
    return [Due(text, "notices", until=full)]


def _talks_due(slate: Slate, inputs: Inputs, settings: Settings) -> list[Due]:
    if settings.talks is None:
        return []
    counts, least = _talk_counts(inputs), settings.talks.at_least
    return [
        Due(
            Text(
                f"对{inputs.name_of(p)}的谈话至少 {least} 人次，现有 {counts.get(p, 0)} 人次",
                f"{inputs.name_of(p)}: at least {least} talks, {counts.get(p, 0)} so far",
            ),
            "talks",
            p,
        )
        for p in slate.people()
        if counts.get(p, 0) < least
    ]


def _reports_due(slate: Slate, inputs: Inputs) -> list[Due]:
    reports = reports_of(slate, inputs)
    missing = []
    for candidate in slate.candidates:
        report, name = reports.get(candidate), inputs.name_of(candidate.person)
        if report is None:
            missing.append(
                Due(Text(f"{name}的考察材料", f"the report on {name}"), "reports", candidate.person)
            )
        elif report.conclusion == "needs_more":
            text = Text(f"{name}需进一步考察", f"{name} needs more inspection")
            missing.append(Due(text, "reports", candidate.person))
    return missing


def _marks_due(slate: Slate, inputs: Inputs, settings: Settings) -> list[Due]:
    if settings.score is None:
        return []
    points = points_of(slate, inputs, settings.score)
    return [
        Due(
            Text(
                f"{inputs.name_of(c.person)}的考察得分", f"the inspection score of {inputs.name_of(c.person)}"
            ),
            "reports" if settings.score.by == "report" else "marks",
            c.person,
        )
        for c in slate.candidates
        if c not in points
    ]


def _refused_member(row: TeamMember, slate: Slate, inputs: Inputs, settings: Settings) -> Refused | None:
    refusal = unknown_person(row.person, inputs)
    if refusal is not None:
        return refusal
    name, body = inputs.name_of(row.person), settings.team.from_
    if row.person in slate.people():
        return _refused_team(row, f"{name}是考察对象，不得参加考察组。", f"{name} is a candidate.")
    kin = next((p for p in slate.people() if is_related(row.person, p, inputs.people)), None)
    if kin is not None:
        other = inputs.name_of(kin)
        return _refused_team(row, f"{name}与考察对象{other}有回避关系。", f"{name} is related to {other}.")
    if body and inputs.frame.members.get(body) and not inputs.frame.is_member(body, row.person):
        return _refused_team(
            row, f"{name}不在规定的机构中。", f"{name} is no member of the body named for it."
        )
    return None


def _refused_team(row: TeamMember, zh: str, en: str) -> Refused:
    return Refused("not_for_the_team", zh, en, row.key(), "请另派考察人员。", "Send somebody else.")


def _refused_report(row: Report, inputs: Inputs, settings: Settings) -> Refused | None:
    name = inputs.name_of(row.person)
    blank = [PARTS[part] for part in (*settings.fixed, *settings.covers) if not getattr(row, part)]
    if row.conclusion == "unsuitable" and not row.reason:
        blank.append(Text("不适合任用的理由", "why the person is unsuitable"))
    if blank:
        return Refused(
            "report_incomplete",
            f"{name}的考察材料缺少：{'、'.join(t.zh for t in blank)}。",
            f"The report on {name} lacks: {', '.join(t.en for t in blank)}.",
            where=row.key(),
            remedy_zh="请补齐考察材料的固定内容。",
            remedy_en="Complete the fixed parts of the report.",
        )
    team = {m.person for m in inputs.table("team", TeamMember)}
    if team and row.by not in team:
        return Refused(
            "not_of_the_team",
            f"{inputs.name_of(row.by)}不是考察组成员。",
            f"{inputs.name_of(row.by)} is not on the inspection team.",
            where=row.key(),
            remedy_zh="考察材料由考察组成员撰写。",
            remedy_en="A member of the team writes the report.",
        )
    return None if row.score is None else _refused_points(row, row.score, settings)


def _refused_points(row: Row, points: Decimal, settings: Settings) -> Refused | None:
    full = settings.score.full_mark if settings.score else None
    if full is not None and 0 <= points <= full:
        return None
    zh = "方案对考察不计分" if full is None else f"分数应在 0 至 {full} 之间"
    en = "The plan does not score the inspection" if full is None else f"A mark lies between 0 and {full}"
    return Refused(
        "mark_not_allowed",
        f"{zh}，现为 {points}。",
        f"{en}; given: {points}.",
        row.key(),
        "请更正。",
        "Correct it.",
    )


def _refused_mark(row: Mark, inputs: Inputs, settings: Settings) -> Refused | None:
    body = settings.score.body if settings.score else None
    if body and inputs.frame.members.get(body) and not inputs.frame.is_member(body, row.judge):
        name = inputs.name_of(row.judge)
        return Refused(
            "not_of_the_body",
            f"{name}不是评分机构的成员。",
            f"{name} is no member of the body that marks.",
            where=row.key(),
            remedy_zh="由评分机构的成员评分。",
            remedy_en="Members of that body give the marks.",
        )
    return _refused_points(row, row.mark, settings)


def _finding(candidate: Candidate, report: Report, talks: int, inputs: Inputs, settings: Settings) -> Finding:
    conclusion, reason = CONCLUSIONS.say(report.conclusion), f"：{report.reason}" if report.reason else ""
    said = [part for part in PARTS if getattr(report, part)]
    return found(
        report.conclusion,
        "met" if report.conclusion == "suitable" else "not_met",
        Text(
            f"考察结论：{conclusion.zh}{reason}", f"Conclusion: {conclusion.en}{reason.replace('：', ', ')}"
        ),
        by_row(settings, "reports", report, "decision"),
        candidate,
        [
            *(fact(PARTS[part].zh, PARTS[part].en, getattr(report, part)) for part in said),
            fact("谈话人次", "Talks", talks),
            *visits_of(candidate.person, inputs),
            fact("成稿日期", "Written on", report.written_on),
            fact("执笔人", "By", inputs.name_of(report.by)),
        ],
    )
