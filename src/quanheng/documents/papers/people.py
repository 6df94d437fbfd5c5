"""People in papers (人员情况): what forms and lists say of a person, one row for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quanheng.core.people import Person
from quanheng.core.values import Candidate
from quanheng.documents.proceedings import NOT_ENTERED, Proceedings
from quanheng.documents.templates.fields import Told
from quanheng.documents.wording import month_of, present_posts, said


@dataclass(frozen=True)
class PersonLine:
    """One person, for one post or several."""

    number: Annotated[str, Told("序号", "Number", "1")]
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    sex: Annotated[str, Told("性别", "Sex", "男")]
    born: Annotated[str, Told("出生年月", "Born", "1985.04")]
    nation: Annotated[str, Told("民族", "Nation", "汉族")]
    party: Annotated[str, Told("政治面貌", "Party", "中共党员")]
    joined: Annotated[str, Told("入党时间", "Joined the party", "2008.06")]
    started: Annotated[str, Told("参加工作时间", "Began work", "2007.07")]
    education: Annotated[str, Told("学历学位", "Education", "全日制本科学士")]
    school: Annotated[str, Told("毕业院校及专业", "School and subject", "省师范大学中文")]
    unit: Annotated[str, Told("单位", "Unit", "党政办公室")]
    present: Annotated[str, Told("现任职务", "Present post", "办公室副主任")]
    posts: Annotated[str, Told("职位", "Post stood for", "办公室主任")]
    appraisals: Annotated[str, Told("年度考核", "Appraisals", "2024年称职，2025年优秀")]


def person_line(proceedings: Proceedings, number: int, code: str, posts: str, on: date | None) -> PersonLine:
    """What the archive says of a person; what was never entered is said to be so."""
    person = proceedings.person(code)
    day = on or proceedings.plan.as_of
    joined = (
        "—" if person.party_joined is None and person.party is not None else month_of(person.party_joined)
    )
    return PersonLine(
        number=str(number),
        name=person.name,
        sex=said(person.sex),
        born=month_of(person.born),
        nation=said(person.nation),
        party=said(person.party),
        joined=joined,
        started=month_of(person.work_started),
        education=_education(person),
        school=_school(person),
        unit=said(person.unit),
        present=present_posts(person, day),
        posts=posts,
        appraisals=_appraisals(person),
    )


def people_lines(
    proceedings: Proceedings, candidates: Iterable[Candidate], on: date | None
) -> tuple[PersonLine, ...]:
    """One row a person, the posts of each together, in the order in which they stand."""
    posts: dict[str, list[str]] = {}
    for candidate in candidates:
        posts.setdefault(candidate.person, []).append(proceedings.post_title(candidate.post))
    return tuple(
        person_line(proceedings, n, code, "、".join(own), on)
        for n, (code, own) in enumerate(posts.items(), 1)
    )


def _education(person: Person) -> str:
    if not person.educations:
        return NOT_ENTERED if "educations" in person.missing else "—"
    best = max(person.educations, key=lambda e: e.finished_on or date.min)
    return f"{'全日制' if best.full_time else '在职'}{best.level}{best.degree}"


def _school(person: Person) -> str:
    if not person.educations:
        return NOT_ENTERED if "educations" in person.missing else "—"
    best = max(person.educations, key=lambda e: e.finished_on or date.min)
    return f"{best.school}{best.major}" or NOT_ENTERED


def _appraisals(person: Person) -> str:
    if not person.appraisals:
        return NOT_ENTERED if "appraisals" in person.missing else "无记录"
    return "，".join(f"{a.year}年{a.grade}" for a in sorted(person.appraisals, key=lambda a: a.year)[-3:])
