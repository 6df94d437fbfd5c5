"""Clearance (凡提四必、廉政意见): written opinions that must be clear before anybody discusses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import before_plan
from quanheng.core.findings import by_row, fact, found, outcome_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import StageSettings, wrong
from quanheng.core.recusal import is_related
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import Options, PersonCell

TITLE = Text("廉政意见", "Clearance")

Must = Literal["archive", "personal_matters", "discipline_opinion", "complaints", "audit"]
MUSTS = Options(
    {
        "archive": Text("干部档案必审", "archive"),
        "personal_matters": Text("个人有关事项报告必核", "personal matters"),
        "discipline_opinion": Text("纪检监察机关意见必听", "discipline opinion"),
        "complaints": Text("线索具体的信访举报必查", "complaints"),
        "audit": Text("经济责任审计", "audit"),
    }
)
RESULTS = Options(
    {
        "clear": Text("无影响任用的问题", "clear"),
        "not_clear": Text("有影响任用的问题", "not clear"),
        "pending": Text("正在核查", "pending"),
    }
)


class Settings(StageSettings):
    """What a plan says about clearance.

    Shapes: `given_by` is the body that gives every opinion, or a body for each must; `written` asks for the
    document's number; `signatures` is 2 where the opinion needs a double signature (双签字), `second_by` the
    body whose member signs second, that of the first signature by default; `office_enters` are the opinions
    that the organiser may enter from paper.
    """

    kind: Literal["clearance"]
    musts: tuple[Must, ...] = Field(min_length=1)
    written: bool = True
    given_by: str | Mapping[Must, str] | None = None
    signatures: Literal[1, 2] = 1
    second_by: str | Mapping[Must, str] | None = None
    office_enters: tuple[Literal["archive", "personal_matters"], ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Settings:
        if self.second_by is not None and self.signatures == 1:
            raise wrong("写了 second_by 的，signatures 须为 2。", "second_by needs signatures: 2")
        if any(must not in self.musts for must in self.office_enters):
            raise wrong("office_enters 须在 musts 之内。", "office_enters must be among the musts")
        return self

    def giver_of(self, must: Must) -> str:
        """The body that gives this opinion, '' where the plan names none."""
        return _body_for(self.given_by, must)

    def second_of(self, must: Must) -> str:
        """The body whose member signs second, '' where the plan names none."""
        return _body_for(self.second_by, must) or self.giver_of(must)


def _body_for(named: str | Mapping[Must, str] | None, must: Must) -> str:
    return named.get(must, "") if isinstance(named, Mapping) else named or ""


class Opinion(Row):
    """One body's opinion on one person (意见)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "must")
    person: PersonCell
    must: Annotated[
        Must, MUSTS, Column("事项", "Must", Text("四必中的一项", "Which check"), "discipline_opinion")
    ]
    result: Annotated[
        Literal["clear", "not_clear", "pending"],
        RESULTS,
        Column("结论", "Result", Text("是否影响任用", "Whether it stands in the way"), "clear"),
    ]
    document: Annotated[
        str, Column("文号", "Document", Text("书面意见的文号", "Its number"), "纪函〔2026〕7号")
    ] = ""
    given_on: Annotated[
        date, Column("出具日期", "Given on", Text("书面意见的日期", "Its date"), "2026-03-19")
    ]
    signed_by: Annotated[
        str,
        Field(min_length=1),
        Column("签字人", "Signed by", Text("人员编号", "The signer's code"), "HW003"),
    ]
    second_signature: Annotated[
        str, Column("第二签字人", "Second signature", Text("须双签字时填写", "Where two must sign"), "HW004")
    ] = ""
    note: Annotated[str, Column("说明", "Note", Text("有问题时须写明", "Say what, when not clear"), "")] = ""

    def digest(self) -> str:
        """What a second signer has read, so that nothing else gets signed."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:32]


TABLES = (InputTable("opinions", Text("书面意见", "Opinions"), Opinion, "give_integrity_opinion"),)


@dataclass(frozen=True, slots=True)
class ClearanceRecord:
    """What was asked; discussion may not come before `opinions_last_on`, the day of the last opinion."""

    musts: tuple[Must, ...]
    people: int
    clear: int
    not_clear: int
    opinions_last_on: date | None


RECORD = ClearanceRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of opinions: not asked for, unwritten, dated in the future, or signed by the wrong hand."""
    on_slate = slate_check(slate, inputs)
    return refused_rows(
        rows,
        Opinion,
        lambda row: (
            on_slate(row.person, "")
            or _refused_form(row, inputs, settings)
            or _refused_hand(row, slate, inputs, settings)
        ),
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Every opinion that is asked for and not given, still pending, or signed once where two must sign."""
    given = _given(inputs)
    asked = ((person, must) for person in slate.people() for must in settings.musts)
    found = (_lacking(person, must, given.get((person, must)), inputs, settings) for person, must in asked)
    return tuple(d for d in found if d is not None)


def _lacking(
    person: str, must: Must, opinion: Opinion | None, inputs: Inputs, settings: Settings
) -> Due | None:
    body = settings.giver_of(must)
    if opinion is None:
        lack = Text("尚无意见", "is missing")
    elif opinion.result == "pending":
        lack = Text("尚在核查", "is pending")
    elif settings.signatures == 2 and not opinion.second_signature:
        lack, body = Text("尚缺第二签字", "waits for the second signature"), settings.second_of(must)
    else:
        return None
    name, said = inputs.name_of(person), MUSTS.say(must)
    return Due(
        Text(f"{name}的“{said.zh}”{lack.zh}", f"{name}: {said.en} {lack.en}"), "opinions", person, body
    )


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Whoever has an opinion that is not clear leaves; the findings of the others say what was checked."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    given = _given(inputs)
    reasons: list[Finding] = []
    findings: list[Finding] = []
    for candidate in slate.candidates:
        own = [_finding(candidate, given[candidate.person, m], inputs, settings) for m in settings.musts]
        bars = [f for f in own if f.state == "not_met"]
        reasons += bars[:1]
        findings += [f for f in own if f not in bars[:1]]
    asked = [given[p, m] for p in slate.people() for m in settings.musts]
    record = ClearanceRecord(
        musts=settings.musts,
        people=len(slate.people()),
        clear=sum(o.result == "clear" for o in asked),
        not_clear=sum(o.result == "not_clear" for o in asked),
        opinions_last_on=max((o.given_on for o in asked), default=None),
    )
    return outcome_of(settings, slate, reasons, findings, record)


def _given(inputs: Inputs) -> dict[tuple[str, str], Opinion]:
    return {(o.person, o.must): o for o in inputs.table("opinions", Opinion)}


def _refused_form(row: Opinion, inputs: Inputs, settings: Settings) -> Refused | None:
    name = inputs.name_of(row.person)
    if row.must not in settings.musts:
        asked = [MUSTS.say(m) for m in settings.musts]
        return Refused(
            "must_not_asked",
            f"方案未要求“{MUSTS.say(row.must).zh}”。",
            f"The plan does not ask for '{MUSTS.say(row.must).en}'.",
            where=row.key(),
            remedy_zh=f"可填：{'、'.join(t.zh for t in asked)}。",
            remedy_en=f"Known: {', '.join(t.en for t in asked)}.",
        )
    if row.given_on > inputs.closed_on:
        return Refused(
            "given_in_future",
            f"{name}的意见日期 {row.given_on} 晚于 {inputs.closed_on}，须在讨论决定之前出具。",
            f"The opinion on {name} is dated {row.given_on}, after {inputs.closed_on}.",
            where=row.key(),
            remedy_zh="请核对日期。",
            remedy_en="Check the date.",
        )
    early = before_plan(row.key(), Text(f"{name}的意见日期", f"The opinion on {name}"), row.given_on, inputs)
    if early is not None:
        return early
    wants = (
        (
            settings.written and row.result != "pending" and not row.document,
            "书面意见的文号",
            "the document's number",
        ),
        (row.result == "not_clear" and not row.note, "影响任用的问题说明", "what stands in the way"),
    )
    lacking = next(((zh, en) for missing, zh, en in wants if missing), None)
    if lacking is None:
        return None
    zh = f"{name}的意见缺少：{lacking[0]}（方案 stages.{settings.id}）。"
    en = f"The opinion on {name} lacks {lacking[1]} (stages.{settings.id})."
    return Refused("opinion_incomplete", zh, en, row.key(), "请补充后再录入。", "Add it.")


def _refused_hand(row: Opinion, slate: Slate, inputs: Inputs, settings: Settings) -> Refused | None:
    second = row.second_signature
    if second and second == row.signed_by:
        return _refused_signer(row, "同一人不得签两次。", "The same person may not sign twice.")
    hands = [(row.signed_by, settings.giver_of(row.must), "given_by")]
    if second:
        field = "second_by" if settings.second_by is not None else "given_by"
        hands.append((second, settings.second_of(row.must), field))
    return next((r for h in hands if (r := _refused_one(row, *h, slate, inputs, settings))), None)


def _refused_one(
    row: Opinion, hand: str, body: str, field: str, slate: Slate, inputs: Inputs, settings: Settings
) -> Refused | None:
    """A refusal of a signer: the person themselves, kin of theirs, another candidate, or not of the body."""
    name, whom = inputs.name_of(hand), inputs.name_of(row.person)
    if hand == row.person:
        return _refused_signer(
            row,
            f"{name}不得为本人出具意见（公务员回避规定：公务回避）。",
            f"{name} may not give an opinion on themselves (rules on recusal: duty recusal).",
        )
    if is_related(hand, row.person, inputs.people):
        return _refused_signer(
            row,
            f"{name}与{whom}有须回避的关系，不得签字（公务员回避规定：公务回避）。",
            f"{name} is related to {whom} and may not sign (rules on recusal: duty recusal).",
        )
    if hand in slate.people():
        return _refused_signer(
            row,
            f"{name}是本环节的人选，不得签署他人的意见。",
            f"{name} stands at this stage and may not sign an opinion on another.",
        )
    if inputs.frame.members.get(body) and not inputs.frame.is_member(body, hand):
        return _refused_signer(
            row,
            f"{name}不是出具意见机构的成员（方案 stages.{settings.id}.{field}）。",
            f"{name} is no member of the body that gives the opinion (stages.{settings.id}.{field}).",
        )
    return None


def _refused_signer(row: Opinion, zh: str, en: str) -> Refused:
    return Refused(
        "signer_not_allowed", zh, en, row.key(), "请由有权人员签字。", "Let somebody sign who may."
    )


def _finding(candidate: Candidate, opinion: Opinion, inputs: Inputs, settings: Settings) -> Finding:
    must, result = MUSTS.say(opinion.must), RESULTS.say(opinion.result)
    evidence = [
        fact("出具日期", "Given on", opinion.given_on),
        fact("签字人", "Signed by", inputs.name_of(opinion.signed_by)),
    ]
    if opinion.document:
        evidence.insert(0, fact("文号", "Document", opinion.document))
    if opinion.second_signature:
        evidence.append(fact("第二签字人", "Second signature", inputs.name_of(opinion.second_signature)))
    note = f"：{opinion.note}" if opinion.note else ""
    return found(
        opinion.must,
        "met" if opinion.result == "clear" else "not_met",
        Text(f"{must.zh}：{result.zh}{note}", f"{must.en}: {result.en}{note.replace('：', ': ')}"),
        by_row(settings, "opinions", opinion, "decision"),
        candidate,
        evidence,
    )
