"""Inspection report (考察材料): facts, strengths, results and weaknesses, from team and record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quanheng.core.people import Person, Tenure
from quanheng.core.stages import inspection
from quanheng.core.stages.inspection.tables import CONCLUSIONS
from quanheng.core.values import Candidate, Text
from quanheng.documents.paper import Column, Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import NOT_ENTERED, Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import present_posts, sentence, zh_month, zh_partial

ID = "inspection_report"
APPRAISALS_SHOWN = 5
"""So many of the latest appraisals stand in a report."""


@dataclass(frozen=True)
class Career:
    """One post of a career."""

    years: Annotated[str, Told("起止时间", "From and until", "2018年3月至今")]
    office: Annotated[str, Told("单位及职务", "Unit and post", "党政办公室副主任")]


@dataclass(frozen=True)
class Part:
    """One part of what the team writes."""

    title: Annotated[str, Told("名称", "Part", "德")]
    text: Annotated[str, Told("内容", "Words", "政治坚定。")]


@dataclass(frozen=True)
class Result:
    """The points of one earlier stage."""

    stage: Annotated[str, Told("环节", "Stage", "竞聘演讲")]
    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    points: Annotated[str, Told("得分", "Points", "91.20")]
    rank: Annotated[str, Told("名次", "Rank", "1")]


@dataclass(frozen=True)
class InspectionReport(PaperFields):
    """A report on one person."""

    name: Annotated[str, Told("姓名", "Name", "张伟")]
    facts: Annotated[str, Told("基本情况", "Basic facts", "张伟，男，汉族，1985年4月出生。", needed=True)]
    career: Annotated[tuple[Career, ...], Told("任职经历", "Career")]
    appraisals: Annotated[str, Told("年度考核", "Appraisals", "2024年称职，2025年优秀。")]
    sanctions: Annotated[str, Told("处分情况", "Sanctions", "无记录。")]
    team_facts: Annotated[str, Told("考察组记载", "What the team adds", "熟悉农业工作。")]
    parts: Annotated[tuple[Part, ...], Told("德能勤绩廉", "Virtue, ability and so on")]
    strengths: Annotated[
        str, Told("成绩特长", "Achievements and strengths", "主持修订办公室工作制度。", needed=True)
    ]
    told_results: Annotated[str, Told("推荐测评情况", "Results in words", "推荐得票率为86%。")]
    results: Annotated[tuple[Result, ...], Told("各环节成绩", "Points of earlier stages")]
    talks: Annotated[str, Told("谈话情况", "Talks held", "考察组就该同志个别谈话4人次。")]
    weaknesses: Annotated[str, Told("主要不足", "Main weaknesses", "调查研究不够深入。", needed=True)]
    conclusion: Annotated[str, Told("考察意见", "Conclusion", "考察组认为，张伟同志适合任用。", needed=True)]
    team: Annotated[str, Told("考察组成员", "Team", "赵明（组长）、钱进。")]
    writer: Annotated[str, Told("执笔人", "Written by", "钱进。")]


LAYOUT = (
    Draft(ID, TITLE)
    .heading("基本情况")
    .paragraph("{{ 基本情况 }}")
    .when("任职经历")
    .table(
        [Column("起止时间", 4), Column("单位及职务", 7, "left")],
        [("{{ 段.起止时间 }}", "{{ 段.单位及职务 }}")],
        "任职经历",
        each="段 in 任职经历",
    )
    .end()
    .paragraph("{{ 年度考核 }}", "年度考核：")
    .paragraph("{{ 处分情况 }}", "处分情况：")
    .when("考察组记载")
    .paragraph("{{ 考察组记载 }}", "考察组记载：")
    .end()
    .heading("主要成绩、能力和特长")
    .each("项 in 德能勤绩廉")
    .paragraph("{{ 项.内容 }}", "{{ 项.名称 }}：")
    .done()
    .when("成绩特长")
    .paragraph("{{ 成绩特长 }}")
    .end()
    .heading("民主推荐、民主测评和谈话情况")
    .when("推荐测评情况")
    .paragraph("{{ 推荐测评情况 }}")
    .end()
    .when("各环节成绩")
    .table(
        [Column("环节", 3), Column("职位", 5, "left"), Column("得分", 2), Column("名次", 2)],
        [("{{ 项.环节 }}", "{{ 项.职位 }}", "{{ 项.得分 }}", "{{ 项.名次 }}")],
        each="项 in 各环节成绩",
    )
    .end()
    .paragraph("{{ 谈话情况 }}")
    .heading("主要不足")
    .paragraph("{{ 主要不足 }}")
    .heading("考察意见")
    .paragraph("{{ 考察意见 }}")
    .paragraph("{{ 考察组成员 }}", "考察组成员：")
    .paragraph("{{ 执笔人 }}", "执笔人：")
    .signature("考察组", "{{ 成文日期 }}")
    .paper()
)


def inspection_reports(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One report for every one that the team wrote, in slate order."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, inspection.Settings)
    order = {p: n for n, p in enumerate(proceedings.slate_before(stage).people())}
    written = proceedings.rows(stage, "reports", inspection.Report)
    return tuple(
        _report(proceedings, settings, row)
        for row in sorted(written, key=lambda r: order.get(r.person, len(order)))
    )


def _report(proceedings: Proceedings, settings: inspection.Settings, row: inspection.Report) -> Written:
    person = proceedings.person(row.person)
    title = f"{person.name}同志考察材料"
    needs_strengths = row.strengths or "strengths" in settings.fixed
    results = tuple(_results(proceedings, settings, row))
    said = InspectionReport(
        **common(proceedings, (title,), row.written_on),
        name=person.name,
        facts=_facts(person, row),
        career=tuple(
            Career(_years(t), _office(t))
            for t in sorted((t for t in person.tenures if t.kind == "post"), key=lambda t: t.since)
        ),
        appraisals=_appraisals(person),
        sanctions=_sanctions(person, row.written_on),
        team_facts=sentence(row.basic_facts) if row.basic_facts else "",
        parts=tuple(Part(inspection.PARTS[p].zh, _written(getattr(row, p))) for p in settings.covers),
        strengths=_written(row.strengths) if needs_strengths else "",
        told_results=_written(row.recommendation_results)
        if row.recommendation_results or not results
        else "",
        results=results,
        talks=_talks(proceedings, settings, row),
        weaknesses=_written(row.weaknesses),
        conclusion=_judged(proceedings, settings, person, row),
        team=_team(proceedings, settings),
        writer=f"{proceedings.name(row.by)}。",
    )
    return Written(ID, Text(title, f"Inspection report: {person.name}"), said)


def _judged(
    proceedings: Proceedings, settings: inspection.Settings, person: Person, row: inspection.Report
) -> str:
    reason = f"：{row.reason}" if row.reason else ""
    posts = "、".join(proceedings.post_title(c.post) for c in _candidacies(proceedings, settings.id, row))
    return sentence(f"考察组认为，{person.name}同志{_for(posts)}{_conclusion(row)}{reason}")


def _for(posts: str) -> str:
    return f"就{posts}职位而言，" if posts else ""


def _conclusion(row: inspection.Report) -> str:
    return CONCLUSIONS.say(row.conclusion).zh


def _written(text: str) -> str:
    return sentence(text) if text else f"{NOT_ENTERED}。"


def _candidacies(proceedings: Proceedings, stage: str, row: inspection.Report) -> tuple[Candidate, ...]:
    slate = proceedings.slate_before(stage)
    return tuple(c for c in slate.candidates if c.person == row.person and row.post in ("", c.post))


def _facts(person: Person, row: inspection.Report) -> str:
    """The archive's facts; a fact that was never entered is said to be so."""
    facts = [
        person.name,
        f"性别{NOT_ENTERED}" if person.sex is None else person.sex,
        f"民族{NOT_ENTERED}" if person.nation is None else person.nation,
        f"出生年月{NOT_ENTERED}" if person.born is None else f"{zh_partial(person.born)}出生",
        f"参加工作时间{NOT_ENTERED}"
        if person.work_started is None
        else f"{zh_partial(person.work_started)}参加工作",
        _party(person),
        _education(person),
    ]
    return f"{'，'.join(facts)}。现任职务：{present_posts(person, row.written_on)}。"


def _party(person: Person) -> str:
    if person.party is None:
        return f"政治面貌{NOT_ENTERED}"
    joined = f"（{zh_partial(person.party_joined)}加入）" if person.party_joined else ""
    return person.party + joined


def _education(person: Person) -> str:
    if not person.educations:
        return f"学历{NOT_ENTERED}"
    return "、".join(
        f"{'全日制' if e.full_time else '在职'}{e.level}{f'（{e.degree}）' if e.degree else ''}"
        for e in person.educations
    )


def _years(tenure: Tenure) -> str:
    since = zh_month(tenure.since)
    return f"{since}至{zh_month(tenure.until)}" if tenure.until else f"{since}至今"


def _office(tenure: Tenure) -> str:
    own = (
        tenure.name if tenure.unit and tenure.name.startswith(tenure.unit) else f"{tenure.unit}{tenure.name}"
    )
    return own + (f"（{tenure.level}）" if tenure.level else "")


def _appraisals(person: Person) -> str:
    if not person.appraisals:
        return f"{NOT_ENTERED if 'appraisals' in person.missing else '无记录'}。"
    latest = sorted(person.appraisals, key=lambda a: a.year)[-APPRAISALS_SHOWN:]
    return "，".join(f"{a.year}年{a.grade}" for a in latest) + "。"


def _sanctions(person: Person, on: date) -> str:
    if not person.sanctions:
        return f"{NOT_ENTERED if 'sanctions' in person.missing else '无记录'}。"
    entries = []
    for s in sorted(person.sanctions, key=lambda s: s.decided_on):
        until = f"，影响期至{zh_date(s.effect_until)}" if s.effect_until and s.effect_until >= on else ""
        entries.append(f"{zh_month(s.decided_on)}{s.kind}{until}")
    return "；".join(entries) + "。"


def _results(
    proceedings: Proceedings, settings: inspection.Settings, row: inspection.Report
) -> Iterator[Result]:
    """The points that earlier stages gave."""
    for stage in proceedings.plan.stages:
        outcome = proceedings.outcomes.get(stage.id)
        if stage.id == settings.id:
            break
        if outcome is None or not outcome.scores:
            continue
        digits = digits_of(stage, outcome.scores)
        for candidate in _candidacies(proceedings, settings.id, row):
            score = outcome.score_of(candidate)
            if score is not None:
                rank = "—" if score.rank is None else str(score.rank)
                post = proceedings.post_title(candidate.post)
                yield Result(proceedings.stage_title(stage), post, shown(score.value, digits), rank)


def _talks(proceedings: Proceedings, settings: inspection.Settings, row: inspection.Report) -> str:
    talks = sum(
        t.count for t in proceedings.rows(settings.id, "talks", inspection.Talk) if t.person == row.person
    )
    return f"考察组就该同志个别谈话 {talks} 人次。" if talks else f"个别谈话：{NOT_ENTERED}。"


def _team(proceedings: Proceedings, settings: inspection.Settings) -> str:
    team = proceedings.rows(settings.id, "team", inspection.TeamMember)
    names = [proceedings.name(m.person) + ("（组长）" if m.leads else "") for m in team]
    return f"{'、'.join(names) or NOT_ENTERED}。"


INSPECTION_REPORT = PaperKind(
    ID,
    Text("考察材料", "Inspection report"),
    ("inspection",),
    InspectionReport,
    LAYOUT,
    inspection_reports,
)
