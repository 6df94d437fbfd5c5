"""Papers of a consultation (酝酿文书): the letter that asks each side, the record of what they said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quanheng.core.stages import consultation
from quanheng.core.stages.consultation import OPINIONS, Asked, ConsultationRecord, Party, PartyOpinion
from quanheng.core.values import Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.people import PersonLine, people_lines
from quanheng.documents.proceedings import NOT_ENTERED, Proceedings
from quanheng.documents.templates.fields import PaperFields, Told
from quanheng.documents.wording import zh_span

SILENT = "逾期未答复，视为同意"


@dataclass(frozen=True)
class ConsultationLetter(PaperFields):
    """A letter that asks one side for its opinion."""

    to: Annotated[str, Told("主送", "Addressed to", "区委统战部", needed=True)]
    told: Annotated[str, Told("经过", "What was done so far", "民主推荐、考察")]
    people: Annotated[tuple[PersonLine, ...], Told("人选", "Candidates")]
    asked: Annotated[
        str,
        Told("要求", "What the answer must be like", "请逐人提出同意或者不同意的意见。", needed=True),
    ]


@dataclass(frozen=True)
class OpinionLine:
    """What one side says of one candidate."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    post: Annotated[str, Told("职位", "Post", "办公室主任")]
    party: Annotated[str, Told("征求对象", "Side", "区委统战部", needed=True)]
    opinion: Annotated[str, Told("意见", "Opinion", "同意", needed=True)]
    given_by: Annotated[str, Told("提出人", "Given by", "周平")]
    given_on: Annotated[str, Told("日期", "Date", "2026年3月10日")]
    note: Annotated[str, Told("说明", "Note", "统函〔2026〕3号")]


@dataclass(frozen=True)
class AskedLine:
    """When one side was asked."""

    party: Annotated[str, Told("征求对象", "Side", "区委统战部", needed=True)]
    asked_on: Annotated[str, Told("征求日期", "Asked on", "2026年3月2日")]
    document: Annotated[str, Told("文号", "Document", "函3号")]


@dataclass(frozen=True)
class ConsultationPaper(PaperFields):
    """The record of a consultation."""

    stage: Annotated[str, Told("环节", "The stage", "酝酿")]
    asked: Annotated[tuple[AskedLine, ...], Told("征求", "Sides that were asked")]
    opinions: Annotated[tuple[OpinionLine, ...], Told("意见", "Opinions", needed=True)]
    stay: Annotated[str, Told("提交讨论", "Who goes on to the discussion", "张伟、李敏")]
    postponed: Annotated[str, Told("暂缓", "Who does not go on", "王强")]


LETTER = (
    Draft("consultation_letter", TITLE)
    .letterhead("{{ 单位 }}", "letter", "{{ 字号 }}")
    .addressee("{{ 主送 }}")
    .paragraph("根据《{{ 方案 }}》，{% if 经过 %}经{{ 经过 }}，{% endif %}现就下列人选征求你们的意见：")
    .listing("人 in 人选", 序号=2, 姓名=3, 性别=2, 出生年月=4, 学历学位=5, 现任职务=6, 职位=6)
    .paragraph("{{ 要求 }}")
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)
RECORD = (
    Draft("consultation_record", TITLE)
    .paragraph("根据《{{ 方案 }}》，{{ 单位 }}就{{ 事由 }}人选进行{{ 环节 }}，情况如下。")
    .heading("征求意见情况")
    .listing("项 in 征求", 征求对象=8, 征求日期=5, 文号=5)
    .heading("各方意见")
    .listing("项 in 意见", 姓名=3, 职位=5, 征求对象=4, 意见=3, 提出人=3, 日期=6, 说明=4)
    .heading("结果")
    .when("提交讨论")
    .paragraph("提交讨论：{{ 提交讨论 }}。")
    .end()
    .when("暂缓")
    .paragraph("暂缓提交：{{ 暂缓 }}。")
    .end()
    .signature("{{ 单位 }}", "{{ 成文日期 }}")
    .paper()
)


def consultation_letters(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One letter to every side that the plan consults; none while nobody stands."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, consultation.Settings)
    if not proceedings.slate_before(stage).candidates:
        return ()
    return tuple(_letter(proceedings, settings, party) for party in settings.parties)


def _letter(proceedings: Proceedings, settings: consultation.Settings, party: Party) -> Written:
    asked = _asked_of(proceedings, settings.id, party)
    on = proceedings.issued_on or (asked.asked_on if asked else proceedings.opened_on(settings.id))
    parts = (f"关于征求{proceedings.subject}", "人选意见的函")
    before = proceedings.plan.stages[: proceedings.plan.stages.index(settings)]
    said = ConsultationLetter(
        **common(proceedings, parts, on, asked.document if asked and asked.document else None),
        to=party.title.zh,
        told="、".join(proceedings.stage_title(s) for s in before if s.id in proceedings.outcomes),
        people=people_lines(proceedings, proceedings.slate_before(settings.id).candidates, on),
        asked=_wanted(settings, party),
    )
    return Written(
        "consultation_letter", Text(f"{''.join(parts)}（{party.title.zh}）", "Letter of consultation"), said
    )


def _asked_of(proceedings: Proceedings, stage: str, party: Party) -> Asked | None:
    return next((a for a in proceedings.rows(stage, "asked", Asked) if a.party == party.id), None)


def _wanted(settings: consultation.Settings, party: Party) -> str:
    """What the answer must be like, as far as the plan says."""
    form = "以书面" if settings.written else ""
    silence = f"；{zh_span(party.silence)}内未答复的，视为同意" if party.silence else ""
    return f"请逐人{form}提出同意、不同意或者保留的意见，不同意的说明理由{silence}。"


def consultation_records(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """The one record; none before the stage is closed."""
    outcome, settings = proceedings.outcomes.get(stage), proceedings.plan.stage(stage)
    assert isinstance(settings, consultation.Settings)
    if outcome is None or not isinstance(outcome.record, ConsultationRecord):
        return ()
    opinions = proceedings.rows(stage, "opinions", PartyOpinion)
    parts = (proceedings.subject, "人选酝酿情况记录")
    said = ConsultationPaper(
        **common(proceedings, parts, proceedings.signed_on(stage)),
        stage=proceedings.stage_title(settings),
        asked=tuple(_asked_line(proceedings, stage, party) for party in settings.parties),
        opinions=tuple(
            _line(proceedings, settings, heard.candidate.person, heard.candidate.post, heard.party, opinions)
            for heard in outcome.record.heard
        ),
        stay=proceedings.names(outcome.remaining.people()),
        postponed=proceedings.names(dict.fromkeys(d.candidate.person for d in outcome.departures)),
    )
    return (Written("consultation_record", Text("".join(parts), "Record of the consultation"), said),)


def _asked_line(proceedings: Proceedings, stage: str, party: Party) -> AskedLine:
    asked = _asked_of(proceedings, stage, party)
    on = zh_date(asked.asked_on) if asked else NOT_ENTERED
    return AskedLine(party.title.zh, on, asked.document if asked else "")


def _line(
    proceedings: Proceedings,
    settings: consultation.Settings,
    person: str,
    post: str,
    side: str,
    opinions: tuple[PartyOpinion, ...],
) -> OpinionLine:
    own = {o.post: o for o in opinions if (o.party, o.person) == (side, person)}
    opinion, party = own.get(post) or own.get(""), settings.party(side)
    who = (proceedings.name(person), proceedings.post_title(post), party.title.zh if party else side)
    if opinion is None:
        return OpinionLine(*who, SILENT, "", "", "")
    note = "；".join(x for x in (opinion.document, opinion.note) if x)
    given = (proceedings.name(opinion.given_by), zh_date(opinion.given_on))
    return OpinionLine(*who, OPINIONS.say(opinion.opinion).zh, *given, note)


CONSULTATION_LETTER = PaperKind(
    "consultation_letter", Text("酝酿征求意见函", "Letter of consultation"), ("consultation",),
    ConsultationLetter, LETTER, consultation_letters,
)  # fmt: skip
CONSULTATION_RECORD = PaperKind(
    "consultation_record", Text("酝酿情况记录", "Record of the consultation"), ("consultation",),
    ConsultationPaper, RECORD, consultation_records, "closed",
)  # fmt: skip
