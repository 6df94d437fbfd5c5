"""Opinion letter (征求廉政意见函): asks each body, before anything is discussed, for its written opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import clearance
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import month_of, present_posts, said

ID = "opinion_letter"


@dataclass(frozen=True)
class Line:
    """One person about whom an opinion is asked."""

    number: Annotated[str, Told("序号", "Number", "1")]
    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    sex: Annotated[str, Told("性别", "Sex", "男")]
    born: Annotated[str, Told("出生年月", "Born", "1985.04")]
    present: Annotated[str, Told("现任职务", "Present post", "办公室副主任")]
    intended: Annotated[str, Told("人选职位", "Post stood for", "办公室主任")]


@dataclass(frozen=True)
class OpinionLetter(PaperFields):
    """A letter that asks for an opinion."""

    to: Annotated[str, Told("主送", "Addressed to", "镇纪委")]
    count: Annotated[str, Told("人数", "How many", "2")]
    matters: Annotated[str, Told("事项", "Matters asked about", "纪检监察机关意见必听", needed=True)]
    people: Annotated[tuple[Line, ...], Told("人选", "Candidates")]
    asked: Annotated[
        str,
        Told("要求", "What the answer must be like", "请于2026年3月13日前逐人提出书面意见。", needed=True),
    ]


LAYOUT = (
    Draft(ID, TITLE)
    .letterhead("{{ 单位 }}", "letter", "{{ 字号 }}")
    .addressee("{{ 主送 }}")
    .paragraph(
        "根据《{{ 方案 }}》，拟对下列{{ 人数 }}名人选提交讨论。现就“{{ 事项 }}”事项征求意见，名单如下："
    )
    .table(
        [
            Column("序号", 2),
            Column("姓名", 3),
            Column("性别", 3),
            Column("出生年月", 4),
            Column("现任职务", 6, "left"),
            Column("人选职位", 6, "left"),
        ],
        [
            (
                "{{ 人.序号 }}",
                "{{ 人.姓名 }}",
                "{{ 人.性别 }}",
                "{{ 人.出生年月 }}",
                "{{ 人.现任职务 }}",
                "{{ 人.人选职位 }}",
            )
        ],
        each="人 in 人选",
    )
    .paragraph("{{ 要求 }}")
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def opinion_letters(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One letter to every body that the plan asks for an opinion; none while nobody stands."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, clearance.Settings)
    if not proceedings.slate_before(stage).candidates:
        return ()
    givers = dict.fromkeys(settings.giver_of(must) for must in settings.musts)
    return tuple(_letter(proceedings, settings, giver) for giver in givers)


def _letter(proceedings: Proceedings, settings: clearance.Settings, giver: str) -> Written:
    musts = [m for m in settings.musts if settings.giver_of(m) == giver]
    what = "廉政意见" if musts == ["discipline_opinion"] else "任用前审核意见"
    parts = (f"关于征求{proceedings.subject}人选", f"{what}的函")
    people = proceedings.slate_before(settings.id).people()
    letter = OpinionLetter(
        **common(proceedings, parts, proceedings.opened_on(settings.id)),
        to=proceedings.body_title(giver) if giver else "",
        count=str(len(people)),
        matters="、".join(clearance.MUSTS.say(m).zh for m in musts),
        people=tuple(_line(proceedings, settings.id, n, person) for n, person in enumerate(people, 1)),
        asked=_asked(settings),
    )
    title = f"{''.join(parts)}（{letter.to}）" if letter.to else "".join(parts)
    return Written(ID, Text(title, "Request for a written opinion"), letter)


def _line(proceedings: Proceedings, stage: str, number: int, code: str) -> Line:
    person = proceedings.person(code)
    posts = [
        proceedings.post_title(c.post) for c in proceedings.slate_before(stage).candidates if c.person == code
    ]
    return Line(
        number=str(number),
        name=person.name,
        sex=said(person.sex),
        born=month_of(person.born),
        present=present_posts(person, proceedings.opened_on(stage) or proceedings.plan.as_of),
        intended="、".join(posts),
    )


def _asked(settings: clearance.Settings) -> str:
    """What the answer must be like and by when, as far as the plan says."""
    time = settings.time
    day = (time.to or time.on) if time else None
    by = f"请于{zh_date(day)}前" if day else "请在讨论决定之前"
    form = "书面" if settings.written else ""
    signed = "，并由两名负责人签字" if settings.signatures == 2 else ""
    return f"{by}逐人提出{form}意见，说明有无影响任用的问题{signed}。"


OPINION_LETTER = PaperKind(
    ID, Text("征求廉政意见函", "Opinion letter"), ("clearance",), OpinionLetter, LAYOUT, opinion_letters
)
