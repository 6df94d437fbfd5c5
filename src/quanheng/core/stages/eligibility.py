"""Eligibility review (资格审查): the plan's rules judged on everyone, open questions settled by people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.eligibility.qualification import (
    WAIVERS,
    Waiver,
    candidate_verdict,
    is_open_to,
    rule_findings,
    rules_reason,
)
from quanheng.core.eligibility.verdicts import Verdict
from quanheng.core.findings import by_row, fact, found, outcome_of, title_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.overlays import rules_for
from quanheng.core.language.rules import walked
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import AnyPostCell, Options, PersonCell

TITLE = Text("资格审查", "Eligibility review")

REVIEWS = Options(
    {
        "qualified": Text("符合资格", "qualified"),
        "not_qualified": Text("不符合资格", "not qualified"),
    }
)
By = Annotated[
    str, Field(min_length=1), Column("办理人", "By", Text("人员编号", "A code in the roster"), "HW001")
]


class Settings(StageSettings):
    """What a plan says about the eligibility review.

    Shapes: `on_unknown` says what becomes of people on whom facts are missing: `hold` keeps the stage open
    until the fact is entered or a reviewer settles it, `fail` lets them leave, `pass_with_note` lets them
    stay; `reviewed_by` names the body whose members may review.
    """

    kind: Literal["eligibility"]
    on_unknown: Literal["hold", "fail", "pass_with_note"] = "hold"
    reviewed_by: str | None = None


class Review(Row):
    """What a reviewer settled on one person (审查意见): facts that are missing, a soft rule not met."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: AnyPostCell = ""
    verdict: Annotated[
        Literal["qualified", "not_qualified"],
        REVIEWS,
        Column("审查结论", "Verdict", Text("审查人的结论", "What the reviewer holds"), "qualified"),
    ]
    reason: Annotated[
        str,
        Field(min_length=2),
        Column(
            "理由", "Reason", Text("依据的材料或情况", "The papers or facts it rests on"), "已核对档案原件"
        ),
    ]
    by: By


TABLES = (
    InputTable("reviews", Text("审查意见", "Reviews"), Review, "review_eligibility", required=False),
    InputTable("waivers", Text("豁免与放宽", "Waivers"), Waiver, "review_eligibility", required=False),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one candidate came out of the review.

    Shapes: `unmet` and `open` are the places of rules not met and of rules that facts left open; `settled`
    says that a reviewer decided; `duties` are what must be made good after appointment.
    """

    candidate: Candidate
    state: Literal["qualified", "not_qualified"]
    settled: bool
    unmet: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    duties: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class EligibilityRecord:
    """Everyone reviewed, in slate order, and the date on which the rules were judged."""

    as_of: date
    standings: tuple[Standing, ...]


RECORD = EligibilityRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of new rows: reviews that overrule a hard rule or come from outside, waivers of firm rules."""
    on_slate = slate_check(slate, inputs)
    if table == "waivers":
        return refused_rows(
            rows, Waiver, lambda row: on_slate(row.person, row.post) or _refused_waiver(row, slate, inputs)
        )
    return refused_rows(
        rows,
        Review,
        lambda row: on_slate(row.person, row.post) or _refused_review(row, slate, inputs, settings),
    )


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """The facts that are missing and the soft rules without a reason, for whoever no reviewer settled."""
    return tuple(
        d
        for candidate, judged in _judged(slate, inputs)
        if judged is not None and _review_of(candidate, inputs) is None
        for d in _open_of(candidate, judged, inputs, settings)
    )


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Whoever fails a hard rule leaves, with rule and fact; every rule leaves a finding on everyone."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    reasons: list[Finding] = []
    findings: list[Finding] = []
    standings = []
    for candidate, judged in _judged(slate, inputs):
        review = _review_of(candidate, inputs)
        if judged is not None and review is not None:
            _refuse_overruling(review, candidate, judged, inputs)
        findings.extend(rule_findings(candidate, judged))
        if review is not None:
            findings.append(_review_finding(candidate, review, settings, inputs))
        reason = _reason(candidate, judged, review, settings, inputs)
        if reason is not None:
            reasons.append(reason)
        standings.append(_standing(candidate, judged, review, reason))
    record = EligibilityRecord(inputs.frame.as_of, tuple(standings))
    return outcome_of(settings, slate, reasons, findings, record)


def _judged(slate: Slate, inputs: Inputs) -> list[tuple[Candidate, Verdict | None]]:
    return [
        (candidate, candidate_verdict(candidate, inputs, inputs.table("waivers", Waiver)))
        for candidate in slate.candidates
    ]


def _review_of(candidate: Candidate, inputs: Inputs) -> Review | None:
    own = [r for r in inputs.table("reviews", Review) if r.person == candidate.person]
    return next((r for post in (candidate.post, "") for r in own if r.post == post), None)


def _warnings(judged: Verdict) -> list[tuple[Verdict, Text]]:
    return [(v, note.text) for v, note in judged.all_notes() if note.kind == "warning"]


def _open_of(candidate: Candidate, judged: Verdict, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """What keeps one candidate from being judged."""
    name = inputs.name_of(candidate.person)
    title = title_of(candidate.post, inputs)
    who_zh, who_en = f"{name}（{title.zh}）", f"{name} ({title.say('en')})"
    wanted = []
    if judged.counts_as == "unknown" and settings.on_unknown == "hold":
        for open_rule in judged.wanting("unknown"):
            text, change = open_rule.text, open_rule.change
            wanted.append(
                Text(f"{who_zh}：{text.zh}；{change.zh}，或由审查人录入审查意见",
                     f"{who_en}: {text.say('en')}; {change.say('en')}, or a reviewer settles it")
            )  # fmt: skip
    if judged.counts_as != "not_met":
        for _, warning in _warnings(judged):
            wanted.append(
                Text(
                    f"{who_zh}：{warning.zh}；请审查人录入理由",
                    f"{who_en}: {warning.say('en')}; a reviewer gives it",
                )
            )
    by = settings.reviewed_by or ""
    return tuple(Due(text, "reviews", candidate.person, by) for text in wanted)


def _review_finding(candidate: Candidate, review: Review, settings: Settings, inputs: Inputs) -> Finding:
    said = REVIEWS.say(review.verdict)
    by = inputs.name_of(review.by)
    text = Text(f"审查意见：{said.zh}。{review.reason}（{by}）", f"Review: {said.en}. {review.reason} ({by})")
    state: Literal["met", "not_met"] = "met" if review.verdict == "qualified" else "not_met"
    return found("review", state, text, by_row(settings, "reviews", review), candidate)


def _reason(
    candidate: Candidate,
    judged: Verdict | None,
    review: Review | None,
    settings: Settings,
    inputs: Inputs,
) -> Finding | None:
    """Why the candidate leaves, None for those who stay."""
    if judged is not None and judged.counts_as == "not_met":
        return rules_reason("not_eligible", candidate, judged, judged.wanting("not_met"))
    if review is not None and review.verdict == "not_qualified":
        text = Text(f"审查不通过：{review.reason}", f"Not passed on review: {review.reason}")
        evidence = (fact("审查人", "reviewer", inputs.name_of(review.by)),)
        source = by_row(settings, "reviews", review, "decision")
        return found("review_not_qualified", "not_met", text, source, candidate, evidence)
    if judged is None or review is not None or judged.counts_as == "met" or settings.on_unknown != "fail":
        return None
    return rules_reason("facts_missing", candidate, judged, judged.wanting("unknown"))


def _standing(
    candidate: Candidate, judged: Verdict | None, review: Review | None, reason: Finding | None
) -> Standing:
    state: Literal["qualified", "not_qualified"] = "qualified" if reason is None else "not_qualified"
    if judged is None:
        return Standing(candidate, state, review is not None)
    duties = tuple(note.text for _, note in judged.all_notes() if note.kind == "duty")
    unmet = tuple(v.source.ref for v in judged.wanting("not_met"))
    unknown = tuple(v.source.ref for v in judged.wanting("unknown"))
    return Standing(candidate, state, review is not None, unmet, unknown, duties)


def _refused_review(row: Review, slate: Slate, inputs: Inputs, settings: Settings) -> Refused | None:
    body = settings.reviewed_by
    if body is not None and inputs.frame.members.get(body) and not inputs.frame.is_member(body, row.by):
        known = inputs.frame.bodies.get(body)
        title = known.title if known else Text(body, body)
        return Refused(
            "not_a_reviewer",
            f"{inputs.name_of(row.by)}不是{title.zh}成员，不能作出审查意见。",
            f"{inputs.name_of(row.by)} is no member of {title.say('en')} and cannot review.",
            where=row.key(),
            remedy_zh="请由该机构成员办理。",
            remedy_en="A member of that body must review.",
        )
    if row.verdict == "not_qualified":
        return None
    for candidate in _meant(row.person, row.post, slate):
        judged = candidate_verdict(candidate, inputs, inputs.table("waivers", Waiver))
        refusal = _overruling(row, candidate, judged, inputs) if judged is not None else None
        if refusal is not None:
            return refusal
    return None


def _meant(person: str, post: str, slate: Slate) -> tuple[Candidate, ...]:
    return tuple(c for c in slate.candidates if c.person == person and post in ("", c.post))


def _overruling(review: Review, candidate: Candidate, judged: Verdict, inputs: Inputs) -> Refused | None:
    """A refusal when a review would turn a hard rule that is not met into one that is."""
    if review.verdict == "not_qualified" or judged.counts_as != "not_met":
        return None
    rules = judged.wanting("not_met")
    zh = "；".join(v.text.zh for v in rules)
    en = "; ".join(v.text.say("en") for v in rules)
    name, title = inputs.name_of(candidate.person), title_of(candidate.post, inputs)
    return Refused(
        "hard_rule_stands",
        f"{name}不符合“{title.zh}”的硬性条件，审查意见不能改为符合：{zh}。",
        f"{name} fails a hard rule for '{title.say('en')}', which a review cannot turn: {en}.",
        where=review.key(),
        remedy_zh="事实有误的，请更正名册；条件可豁免的，请录入批准的豁免。",
        remedy_en="Correct a wrong fact in the roster; record an approved waiver if the rule may be waived.",
    )


def _refuse_overruling(review: Review, candidate: Candidate, judged: Verdict, inputs: Inputs) -> None:
    """Facts may change after a review came in: what was open then may be a hard failure now."""
    refusal = _overruling(review, candidate, judged, inputs)
    if refusal is not None:
        raise refusal


def _refused_waiver(row: Waiver, slate: Slate, inputs: Inputs) -> Refused | None:
    trees = [
        rules_for(inputs.frame, inputs.frame.posts.get(c.post)) for c in _meant(row.person, row.post, slate)
    ]
    rules = [rule for tree in trees if tree is not None for _, rule in walked(tree)]
    open_to = [rule for rule in rules if is_open_to(rule, row.kind)]
    if any(rule.id == row.rule for rule in open_to):
        return None
    ids = "、".join(dict.fromkeys(str(rule.id) for rule in open_to)) or "无"
    kind = WAIVERS.say(row.kind)
    return Refused(
        "rule_not_waivable",
        f"条件“{row.rule}”不接受{kind.zh}。",
        f"The rule '{row.rule}' takes no {kind.en}.",
        where=row.key(),
        remedy_zh=f"方案中可以这样办理的条件：{ids}。",
        remedy_en=f"Rules of the plan that do: {ids}.",
    )
