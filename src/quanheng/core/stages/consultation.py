"""Consultation (酝酿): every side is heard; silence and objections count as the plan says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import before_plan, in_future, out_of_order
from quanheng.core.findings import by_row, fact, found, outcome_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Slug, Span, StageSettings, Strict, Words, wrong
from quanheng.core.spans import full_on
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import AnyPostCell, Options, PersonCell

TITLE = Text("酝酿", "Consultation")

OPINIONS = Options(
    {
        "agree": Text("同意", "agree"),
        "object": Text("不同意", "object"),
        "reserved": Text("保留意见", "reserved"),
    }
)


class Party(Strict):
    """One side that is consulted (征求意见对象).

    Shapes: `silence` is the span after which no answer means consent; without it an answer is waited for.
    `objection` postpones a candidate, or is noted and the matter goes on; the stage's own rule by default.
    """

    id: Slug
    title: Words
    body: Slug | None = None
    silence: Span | None = None
    objection: Literal["postpone", "go_on"] | None = None


class Settings(StageSettings):
    """What a plan says about the consultation."""

    kind: Literal["consultation"]
    parties: tuple[Party, ...] = Field(min_length=1)
    objection: Literal["postpone", "go_on"] = "postpone"
    written: bool = False

    @model_validator(mode="after")
    def _named_once(self) -> Settings:
        ids = [p.id for p in self.parties]
        if len(set(ids)) < len(ids):
            raise wrong("征求意见对象的编号重复。", "a party's id is used twice")
        return self

    def party(self, name: str) -> Party | None:
        """The party of this id, if there is one."""
        return next((p for p in self.parties if p.id == name), None)


_Party = Annotated[
    str, Column("征求对象", "Party", Text("方案中的编号", "Its id in the plan"), "united-front")
]


class Asked(Row):
    """When one side was asked (发函征求)."""

    key_fields: ClassVar[tuple[str, ...]] = ("party",)
    party: _Party
    asked_on: Annotated[
        date, Column("征求日期", "Asked on", Text("发函之日", "Day of the letter"), "2026-03-02")
    ]
    document: Annotated[str, Column("文号", "Document", Text("征求意见函", "The letter"), "函3号")] = ""


class PartyOpinion(Row):
    """What one side says of one person (意见)."""

    key_fields: ClassVar[tuple[str, ...]] = ("party", "person", "post")
    party: _Party
    person: PersonCell
    post: AnyPostCell = ""
    opinion: Annotated[
        Literal["agree", "object", "reserved"],
        OPINIONS,
        Column("意见", "Opinion", Text("同意、不同意或保留", "What they say"), "agree"),
    ]
    given_on: Annotated[date, Column("日期", "Date", Text("提出意见之日", "Its date"), "2026-03-10")]
    given_by: Annotated[
        str,
        Field(min_length=1),
        Column("提出人", "Given by", Text("人员编号或姓名", "Code or name"), "HW003"),
    ]
    document: Annotated[str, Column("文号", "Document", Text("书面意见的文号", "Its number"), "")] = ""
    note: Annotated[str, Column("说明", "Note", Text("不同意时须写明", "Say why, when objecting"), "")] = ""


TABLES = (
    InputTable("asked", Text("征求意见", "Asked"), Asked, "record_consultation"),
    InputTable("opinions", Text("酝酿意见", "Opinions"), PartyOpinion, "record_consultation", required=False),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """How one side stands to one candidate: its opinion, or its silence."""

    candidate: Candidate
    party: str
    opinion: Literal["agree", "object", "reserved", "silent"]


@dataclass(frozen=True)
class ConsultationRecord:
    """Who was asked and when, and how every side stands to every candidate."""

    asked: tuple[Asked, ...]
    heard: tuple[Heard, ...]


RECORD = ConsultationRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: sides the plan does not name, answers before the question, objections without a reason."""
    if table == "asked":
        return refused_rows(
            rows,
            Asked,
            lambda row: (
                _unknown_party(row.party, row.key(), settings)
                or in_future(row.key(), Text("征求日期", "The letter"), row.asked_on, inputs)
                or before_plan(row.key(), Text("征求日期", "The letter"), row.asked_on, inputs)
            ),
        )
    on_slate = slate_check(slate, inputs)
    return refused_rows(
        rows,
        PartyOpinion,
        lambda row: on_slate(row.person, row.post) or _refused_opinion(row, inputs, settings),
    )


def _unknown_party(party: str, where: str, settings: Settings) -> Refused | None:
    known = [p.id for p in settings.parties]
    if party in known:
        return None
    return Refused(
        "unknown_party",
        f"方案没有征求对象“{party}”。",
        f"The plan does not consult '{party}'.",
        where=where,
        remedy_zh=f"可填：{'、'.join(known)}。",
        remedy_en=f"Known: {', '.join(known)}.",
    )


def _refused_opinion(row: PartyOpinion, inputs: Inputs, settings: Settings) -> Refused | None:
    party = settings.party(row.party)
    asked = next((a for a in inputs.table("asked", Asked) if a.party == row.party), None)
    if party is None:
        return _unknown_party(row.party, row.key(), settings)
    if asked is None:
        return _refused(row, "not_asked_yet", "尚未向其征求意见", "They have not been asked yet")
    if party.body is not None and not inputs.frame.is_member(party.body, row.given_by):
        name = inputs.name_of(row.given_by)
        return _refused(
            row,
            "giver_not_allowed",
            f"{name}不代表“{party.title.zh}”（方案 stages.{settings.id}.parties）",
            f"{name} does not speak for '{party.title.say('en')}' (stages.{settings.id}.parties)",
        )
    if row.opinion == "object" and not row.note:
        return _refused(
            row, "objection_without_reason", "不同意的须写明理由", "An objection needs its reason"
        )
    if settings.written and not row.document:
        return _refused(
            row, "opinion_not_written", "须有书面意见及文号", "The opinion must be written and numbered"
        )
    given = (Text("意见日期", "The opinion"), row.given_on)
    return in_future(row.key(), *given, inputs) or out_of_order(
        row.key(), (Text("征求日期", "the letter"), asked.asked_on), given
    )


def _refused(row: Row, code: str, zh: str, en: str) -> Refused:
    return Refused(code, f"{zh}。", f"{en}.", row.key(), "请核对意见材料。", "Check the papers.")


def _opinion(candidate: Candidate, party: Party, inputs: Inputs) -> PartyOpinion | None:
    """The opinion on one candidate: the one for this post before one on the person."""
    own = {
        o.post: o
        for o in inputs.table("opinions", PartyOpinion)
        if (o.party, o.person) == (party.id, candidate.person)
    }
    return own.get(candidate.post) or own.get("")


def _is_silent_consent(party: Party, inputs: Inputs) -> bool:
    asked = next((a for a in inputs.table("asked", Asked) if a.party == party.id), None)
    if asked is None or party.silence is None:
        return False
    return full_on(asked.asked_on, party.silence, inputs.calendar) <= inputs.closed_on


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Sides not asked yet, and answers still outstanding."""
    asked = {a.party: a for a in inputs.table("asked", Asked)}
    missing = []
    for party in settings.parties if slate.candidates else ():
        title = party.title
        if party.id not in asked:
            text = Text(f"尚未征求“{title.zh}”的意见", f"'{title.say('en')}' has not been asked")
            missing.append(Due(text, "asked", by=party.body or ""))
            continue
        if _is_silent_consent(party, inputs):
            continue
        until = full_on(asked[party.id].asked_on, party.silence, inputs.calendar) if party.silence else None
        zh, en = (f"（{until} 起视为同意）", f" (silence is consent from {until})") if until else ("", "")
        for c in slate.candidates:
            if _opinion(c, party, inputs) is None:
                name = inputs.name_of(c.person)
                text = Text(
                    f"“{title.zh}”对{name}的意见{zh}", f"the opinion of '{title.say('en')}' on {name}{en}"
                )
                missing.append(Due(text, "opinions", c.person, party.body or ""))
    return tuple(missing)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Whoever meets an objection that postpones leaves; the other opinions stay as findings."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    reasons, findings, heard = [], [], []
    for c in slate.candidates:
        own = [_finding(c, party, inputs, settings) for party in settings.parties]
        bars = [f for f in own if f.state == "not_met"]
        reasons += bars[:1]
        findings += [f for f in own if f not in bars[:1]]
        for party in settings.parties:
            opinion = _opinion(c, party, inputs)
            heard.append(Heard(c, party.id, opinion.opinion if opinion else "silent"))
    record = ConsultationRecord(inputs.table("asked", Asked), tuple(heard))
    return outcome_of(settings, slate, reasons, findings, record)


def _finding(candidate: Candidate, party: Party, inputs: Inputs, settings: Settings) -> Finding:
    title, opinion = party.title, _opinion(candidate, party, inputs)
    if opinion is None:
        row = next(a for a in inputs.table("asked", Asked) if a.party == party.id)
        text = Text(
            f"“{title.zh}”逾期未答复，视为同意", f"'{title.say('en')}' did not answer in time: consent"
        )
        asked = [fact("征求日期", "Asked on", row.asked_on)]
        return found("silent_consent", "met", text, by_row(settings, "asked", row), candidate, asked)
    said = OPINIONS.say(opinion.opinion)
    note = f"：{opinion.note}" if opinion.note else ""
    text = Text(f"“{title.zh}”{said.zh}{note}", f"'{title.say('en')}': {said.en}{note.replace('：', ': ')}")
    postpones = (party.objection or settings.objection) == "postpone"
    evidence: list[Evidence] = [
        fact("日期", "Date", opinion.given_on),
        fact("提出人", "Given by", inputs.name_of(opinion.given_by)),
        *([fact("文号", "Document", opinion.document)] if opinion.document else []),
    ]
    source = by_row(settings, "opinions", opinion, "decision")
    if opinion.opinion == "object":
        if postpones:
            return found("postponed", "not_met", text, source, candidate, evidence)
        return found("objected", "note", text, source, candidate, evidence)
    agreed = opinion.opinion == "agree"
    return found(
        "agreed" if agreed else "reserved", "met" if agreed else "note", text, source, candidate, evidence
    )
