"""Consequence (结果运用): what follows from results, of this round and of several, and from findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.eligibility.verdicts import Verdict, verdict
from quanheng.core.findings import by_plan, found, outcome_of
from quanheng.core.findings import fact as shown
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.rules import Rule, require_firm
from quanheng.core.language.terms import (
    Condition,
    Names,
    Number,
    Slug,
    Span,
    StageSettings,
    Strict,
    Words,
    wrong,
)
from quanheng.core.scoring.given import GivesGrades
from quanheng.core.scoring.results import Results
from quanheng.core.spans import full_on
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import PersonCell, YesNo

TITLE = Text("结果运用", "Consequence")


class Streak(Strict):
    """Results of several periods (连续、累计): so many of these up to now, or within the last periods.

    Shapes: the grades of this run, by id, stand as the latest period; `within` counts periods.
    """

    results: Names = Field(min_length=1)
    times: int = Field(ge=1)
    within: int | None = Field(default=None, ge=1)

    def holds(self, results: Sequence[str]) -> bool:
        """Whether the results, oldest first, make the streak."""
        if self.within is not None:
            return sum(r in self.results for r in results[-self.within :]) >= self.times
        return len(results) >= self.times and all(r in self.results for r in results[-self.times :])


class ConsequenceRule(Strict):
    """One consequence (后果): when it follows, and what it is.

    Shapes: everything said among `when` (quantities of this run), `whom` (facts and yearly appraisals),
    `streak` and `finding` (what an inspection must have found) has to hold; `lasts` is how long it acts. What
    `bars` stands in the archive for so long, as a handling that later plans see; `enters` and `leaves` name
    the reserve list that the person comes onto or goes off.
    """

    id: Slug
    title: Words
    when: Condition | None = None
    whom: Rule | None = None
    streak: Streak | None = None
    finding: Words | None = None
    then: Words
    lasts: Span | None = None
    pay: Number | None = Field(default=None, ge=0)
    departs: bool = False
    bars: bool = False
    enters: str = ""
    leaves: str = ""

    @model_validator(mode="after")
    def _something(self) -> ConsequenceRule:
        if all(part is None for part in (self.when, self.whom, self.streak, self.finding)):
            raise wrong(
                "后果须写 when、whom、streak、finding 中至少一项。",
                "a consequence needs at least one of when, whom, streak, finding",
            )
        if self.bars and self.lasts is None:
            raise wrong("bars 须配 lasts，写明禁止多久。", "bars needs lasts, for how long", "bars")
        if self.whom is not None:
            require_firm(self.whom)
        return self


class Settings(StageSettings):
    """What a plan says about consequences.

    Shapes: `by` is the scored stage whose points, rank and from_bottom conditions look at; with `ladder` the
    rules are steps, the heaviest first, and only the first that holds follows.
    """

    kind: Literal["consequence"]
    by: Slug | None = None
    rules: tuple[ConsequenceRule, ...] = Field(min_length=1)
    ladder: bool = False

    @model_validator(mode="after")
    def _named_once(self) -> Settings:
        ids = [r.id for r in self.rules]
        if len(set(ids)) < len(ids):
            raise wrong("后果编号重复。", "a consequence's id is used twice")
        return self


_Filled = Annotated[str, Field(min_length=1)]


class PeriodResult(Row):
    """The result of one earlier period (往期结果)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "period")
    person: PersonCell
    period: Annotated[
        _Filled, Column("时期", "Period", Text("年、季、月，写法一致", "Year, quarter or month"), "2026-01")
    ]
    result: Annotated[
        _Filled, Column("结果", "Result", Text("等次或方案所用的词", "As the plan calls it"), "不称职")
    ]


class InspectionFinding(Row):
    """What an inspection found on one person under one rule (考核认定)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "rule")
    person: PersonCell
    rule: Annotated[str, Column("后果", "Rule", Text("方案中的编号", "Its id in the plan"), "removal")]
    holds: Annotated[YesNo, Column("是否认定", "Holds", Text("是否属实", "Whether it was found"), "是")]
    document: Annotated[
        _Filled, Column("依据", "Document", Text("考察材料或文号", "The paper"), "考察材料2号")
    ]


TABLES = (
    InputTable("results", Text("往期结果", "Earlier results"), PeriodResult, "enter_marks", required=False),
    InputTable(
        "findings",
        Text("考核认定", "Findings of the inspection"),
        InspectionFinding,
        "enter_marks",
        required=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Follows:
    """One consequence for one candidate. Shapes: `until` is the last day of its effect, where it has one."""

    candidate: Candidate
    rule: str
    then: Text
    until: date | None
    pay: Decimal | None
    title: Text = Text("")
    bars: bool = False
    enters: str = ""
    leaves: str = ""


@dataclass(frozen=True, slots=True)
class ConsequenceRecord:
    """What follows for whom."""

    follows: tuple[Follows, ...]

    @property
    def factors(self) -> Mapping[Candidate, Decimal]:
        """What the pay of everybody is multiplied by whom a consequence with a factor concerns."""
        found: dict[Candidate, Decimal] = {}
        for one in self.follows:
            if one.pay is not None:
                found[one.candidate] = found.get(one.candidate, Decimal(1)) * one.pay
        return found


RECORD = ConsequenceRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Which new rows may not enter, and why."""
    on_slate = slate_check(slate, inputs)
    if table == "results":
        return refused_rows(rows, PeriodResult, lambda row: on_slate(row.person, ""))
    known = [r.id for r in settings.rules if r.finding is not None]
    return refused_rows(
        rows,
        InspectionFinding,
        lambda row: on_slate(row.person, "") or (None if row.rule in known else _unknown_rule(row, known)),
    )


def _unknown_rule(row: InspectionFinding, known: Sequence[str]) -> Refused:
    return Refused(
        "unknown_rule",
        f"“{row.rule}”不是须经认定的后果。",
        f"'{row.rule}' is no consequence that needs a finding.",
        where=row.key(),
        remedy_zh=f"可填：{'、'.join(known) or '无'}。",
        remedy_en=f"Known: {', '.join(known) or 'none'}.",
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Findings that the numbers call for, and facts without which a rule cannot be judged."""
    cases = _Cases(slate, inputs, settings)
    dues = []
    for c in slate.candidates:
        name = inputs.name_of(c.person)
        for rule in settings.rules:
            judged = cases.whom(rule, c)
            if judged is not None and judged.state == "unknown" and cases.numbers(rule, c):
                zh, en = (
                    f"{name}的事实不全，无法判断“{rule.title.zh}”",
                    f"{name}: facts missing for '{rule.id}'",
                )
                dues.append(Due(Text(f"{zh}：{judged.text.zh}", f"{en}: {judged.text.en}"), person=c.person))
            elif rule.finding is not None and cases.calls(rule, c) and cases.found(rule, c) is None:
                zh = f"{name}须认定是否“{rule.finding.zh}”（{rule.title.zh}）"
                en = f"{name}: has it been found that {rule.finding.say('en')}? ({rule.id})"
                dues.append(Due(Text(zh, en), "findings", c.person))
    return tuple(dues)


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """What follows for everybody; whoever a consequence takes out leaves with it."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    cases = _Cases(slate, inputs, settings)
    follows: list[Follows] = []
    reasons: list[Finding] = []
    notes: list[Finding] = []
    for c in slate.candidates:
        holding = [r for r in settings.rules if cases.holds(r, c)]
        for rule in holding[:1] if settings.ladder else holding:
            until = full_on(inputs.closed_on, rule.lasts, inputs.calendar) if rule.lasts else None
            kept = (rule.title, rule.bars, rule.enters, rule.leaves)
            follows.append(Follows(c, rule.id, rule.then, until, rule.pay, *kept))
            (reasons if rule.departs else notes).append(cases.finding(rule, c, until))
    left = {r.candidate: r for r in reversed(reasons)}
    more = [r for r in reasons if left[r.candidate] is not r]
    return outcome_of(settings, slate, left.values(), [*notes, *more], ConsequenceRecord(tuple(follows)))


class _Cases:
    """All that the rules may look at, for every candidate of the slate."""

    def __init__(self, slate: Slate, inputs: Inputs, settings: Settings) -> None:
        self.slate, self.inputs, self.settings = slate, inputs, settings
        self.findings = {(f.person, f.rule): f for f in inputs.table("findings", InspectionFinding)}
        self.results: dict[str, list[str]] = {}
        for row in sorted(inputs.table("results", PeriodResult), key=lambda r: r.period):
            self.results.setdefault(row.person, []).append(row.result)
        self.given = Results(slate, inputs, settings.by)

    def periods(self, candidate: Candidate) -> list[str]:
        """The results of one person, oldest first, the grades of this run last."""
        now = [
            outcome.record.grades[candidate]
            for outcome in self.inputs.earlier.values()
            if isinstance(outcome.record, GivesGrades) and candidate in outcome.record.grades
        ]
        return [*self.results.get(candidate.person, ()), *now]

    def whom(self, rule: ConsequenceRule, candidate: Candidate) -> Verdict | None:
        """The judgement of the rule on the person's facts, None where it has none."""
        if rule.whom is None or candidate.person not in self.inputs.people:
            return None
        frame = self.inputs.frame
        person = self.inputs.people[candidate.person]
        return verdict(rule.whom, person, frame.posts.get(candidate.post), frame, frame.as_of)

    def numbers(self, rule: ConsequenceRule, candidate: Candidate) -> bool:
        """Whether quantities and streak hold."""
        if rule.when is not None and not self.given.meets(candidate, rule.when):
            return False
        return rule.streak is None or rule.streak.holds(self.periods(candidate))

    def calls(self, rule: ConsequenceRule, candidate: Candidate) -> bool:
        """Whether everything but the finding holds."""
        judged = self.whom(rule, candidate)
        return self.numbers(rule, candidate) and (
            rule.whom is None or (judged is not None and judged.state == "met")
        )

    def found(self, rule: ConsequenceRule, candidate: Candidate) -> InspectionFinding | None:
        """What the inspection found under the rule."""
        return self.findings.get((candidate.person, rule.id))

    def holds(self, rule: ConsequenceRule, candidate: Candidate) -> bool:
        """Whether the consequence follows."""
        row = self.found(rule, candidate)
        return self.calls(rule, candidate) and (rule.finding is None or (row is not None and row.holds))

    def finding(self, rule: ConsequenceRule, candidate: Candidate, until: date | None) -> Finding:
        """The consequence with what it rests on."""
        evidence: list[Evidence] = []
        if rule.streak is not None:
            listed = "、".join(self.periods(candidate))
            evidence.append(shown("各期结果", "Results", listed))
        row = self.found(rule, candidate)
        if row is not None and rule.finding is not None:
            evidence.append(shown("认定依据", "Found in", row.document))
        if rule.pay is not None:
            evidence.append(shown("系数", "Factor of pay", rule.pay))
        if until is not None:
            evidence.append(shown("有效至", "Until", until))
        if rule.enters:
            evidence.append(shown("列入名单", "Enters", rule.enters))
        if rule.leaves:
            evidence.append(shown("退出名单", "Leaves", rule.leaves))
        return found(
            "consequence",
            "not_met" if rule.departs else "note",
            Text(f"{rule.title.zh}：{rule.then.zh}", f"{rule.title.say('en')}: {rule.then.say('en')}"),
            by_plan(self.settings, f"rules.{rule.id}"),
            candidate,
            evidence,
        )
