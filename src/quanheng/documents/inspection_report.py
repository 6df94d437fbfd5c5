"""Inspection report (考察材料): facts, strengths, results and weaknesses, from team and record."""

from __future__ import annotations

from datetime import date

from quanheng.core.people import Person, Tenure
from quanheng.core.stages import inspection
from quanheng.core.stages.inspection.tables import CONCLUSIONS
from quanheng.core.values import Candidate, Text
from quanheng.documents.paper import Column, Draft, Paper, zh_date
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import NOT_ENTERED, Proceedings
from quanheng.documents.wording import present_posts, sentence, zh_month, zh_partial

KIND = "inspection_report"
APPRAISALS_SHOWN = 5
"""So many of the latest appraisals stand in a report."""


def inspection_reports(proceedings: Proceedings, stage: str) -> tuple[Paper, ...]:
    """One report for every one that the team wrote, in slate order."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, inspection.Settings)
    order = {p: n for n, p in enumerate(proceedings.slate_before(stage).people())}
    written = proceedings.rows(stage, "reports", inspection.Report)
    return tuple(
        _report(proceedings, settings, row)
        for row in sorted(written, key=lambda r: order.get(r.person, len(order)))
    )


def _report(proceedings: Proceedings, settings: inspection.Settings, row: inspection.Report) -> Paper:
    person = proceedings.person(row.person)
    title = f"{person.name}同志考察材料"
    draft = Draft(KIND, Text(title, f"Inspection report: {person.name}"))
    draft.heading("基本情况")
    _basic_facts(draft, person, row)
    draft.heading("主要成绩、能力和特长")
    for part in settings.covers:
        draft.paragraph(_written(getattr(row, part)), f"{inspection.PARTS[part].zh}：")
    if row.strengths or "strengths" in settings.fixed:
        draft.paragraph(_written(row.strengths))
    draft.heading("民主推荐、民主测评和谈话情况")
    _results(draft, proceedings, settings, row)
    draft.heading("主要不足").paragraph(_written(row.weaknesses))
    draft.heading("考察意见")
    reason = f"：{row.reason}" if row.reason else ""
    posts = "、".join(proceedings.post_title(c.post) for c in _candidacies(proceedings, settings.id, row))
    draft.paragraph(sentence(f"考察组认为，{person.name}同志{_for(posts)}{_conclusion(row)}{reason}"))
    _team(draft, proceedings, settings, row)
    return draft.signature("考察组", row.written_on).paper()


def _for(posts: str) -> str:
    return f"就{posts}职位而言，" if posts else ""


def _conclusion(row: inspection.Report) -> str:
    return CONCLUSIONS.say(row.conclusion).zh


def _written(text: str) -> str:
    return sentence(text) if text else f"{NOT_ENTERED}。"


def _candidacies(proceedings: Proceedings, stage: str, row: inspection.Report) -> tuple[Candidate, ...]:
    slate = proceedings.slate_before(stage)
    return tuple(c for c in slate.candidates if c.person == row.person and row.post in ("", c.post))


def _basic_facts(draft: Draft, person: Person, row: inspection.Report) -> None:
    """The archive's facts first, then what the team adds; a fact that was never entered is said to be so."""
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
    draft.paragraph(f"{'，'.join(facts)}。现任职务：{present_posts(person, row.written_on)}。")
    posts = sorted((t for t in person.tenures if t.kind == "post"), key=lambda t: t.since)
    if posts:
        draft.table(
            [Column("起止时间", 4), Column("单位及职务", 7, "left")],
            [(_years(t), _office(t)) for t in posts],
            "任职经历",
        )
    draft.paragraph(_appraisals(person), "年度考核：")
    draft.paragraph(_sanctions(person, row.written_on), "处分情况：")
    if row.basic_facts:
        draft.paragraph(sentence(row.basic_facts), "考察组记载：")


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
    draft: Draft, proceedings: Proceedings, settings: inspection.Settings, row: inspection.Report
) -> None:
    """What the team says of the results, the points that earlier stages gave, and the talks held."""
    rows = []
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
                title = proceedings.stage_title(stage)
                rows.append((title, proceedings.post_title(candidate.post), shown(score.value, digits), rank))
    if row.recommendation_results or not rows:
        draft.paragraph(_written(row.recommendation_results))
    if rows:
        draft.table(
            [Column("环节", 3), Column("职位", 5, "left"), Column("得分", 2), Column("名次", 2)], rows
        )
    talks = sum(
        t.count for t in proceedings.rows(settings.id, "talks", inspection.Talk) if t.person == row.person
    )
    draft.paragraph(f"考察组就该同志个别谈话 {talks} 人次。" if talks else f"个别谈话：{NOT_ENTERED}。")


def _team(
    draft: Draft, proceedings: Proceedings, settings: inspection.Settings, row: inspection.Report
) -> None:
    team = proceedings.rows(settings.id, "team", inspection.TeamMember)
    names = [proceedings.name(m.person) + ("（组长）" if m.leads else "") for m in team]
    draft.paragraph(f"{'、'.join(names) or NOT_ENTERED}。", "考察组成员：")
    draft.paragraph(f"{proceedings.name(row.by)}。", "执笔人：")
