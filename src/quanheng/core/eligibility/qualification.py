"""Qualification (资格): a candidate judged by the rules of the post, and the verdict told as findings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.admission import unknown_person
from quanheng.core.eligibility.verdicts import Rulings, Verdict, verdict
from quanheng.core.findings import found
from quanheng.core.inputs import Column, Inputs, Row
from quanheng.core.language.overlays import rules_for
from quanheng.core.language.rules import Rule
from quanheng.core.values import Candidate, Finding, Refused, Source, Text
from quanheng.core.words import AnyPostCell, Options, PersonCell

WAIVERS = Options(
    {
        "waiver": Text("豁免", "waiver"),
        "paper": Text("放宽材料", "paper for a relaxation"),
    }
)


class Waiver(Row):
    """An approved waiver of a rule, or the paper that a relaxation needs (豁免与放宽)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post", "rule", "kind")
    person: PersonCell
    post: AnyPostCell = ""
    rule: Annotated[
        str,
        Field(min_length=1),
        Column("条件编号", "Rule", Text("方案中条件的 id", "The rule's id in the plan"), "age"),
    ]
    kind: Annotated[
        Literal["waiver", "paper"],
        WAIVERS,
        Column(
            "种类",
            "Kind",
            Text("豁免，或放宽所需的材料", "A waiver, or the paper for a relaxation"),
            "waiver",
        ),
    ] = "waiver"
    approved_by: Annotated[
        str,
        Field(min_length=1),
        Column(
            "批准机关", "Approved by", Text("批准或出具的机关", "Who approved or issued it"), "区委组织部"
        ),
    ]
    document: Annotated[
        str,
        Field(min_length=1),
        Column("文号或材料", "Document", Text("批文或材料名称", "Its number or name"), "批复〔2026〕3 号"),
    ]
    reason: Annotated[str, Column("理由", "Reason", Text("为何豁免或放宽", "Why"), "工作特殊需要")] = ""
    approved_on: Annotated[
        date | None,
        Column("批准日期", "Approved on", Text("批准或出具之日", "Day of approval"), "2026-03-09"),
    ] = None


def candidate_verdict(candidate: Candidate, inputs: Inputs, waivers: Iterable[Waiver] = ()) -> Verdict | None:
    """The rules of the post judged on the candidate, with the waivers on file; None where there are no rules.

    Errors: Refused(unknown_person); Refused from a history whose dates contradict, with the person named.
    """
    post = inputs.frame.posts.get(candidate.post)
    rule = rules_for(inputs.frame, post)
    if rule is None:
        return None
    refusal = unknown_person(candidate.person, inputs)
    if refusal is not None:
        raise refusal
    person = inputs.people[candidate.person]
    try:
        return verdict(rule, person, post, inputs.frame, inputs.frame.as_of, _rulings(candidate, waivers))
    except Refused as contradiction:
        raise contradiction.at(f"{person.name}（{person.id}）") from contradiction


def _rulings(candidate: Candidate, waivers: Iterable[Waiver]) -> Rulings:
    own = [w for w in waivers if w.person == candidate.person and w.post in ("", candidate.post)]
    return Rulings(
        waived={w.rule: _approval(w) for w in own if w.kind == "waiver"},
        papers={w.rule: _approval(w) for w in own if w.kind == "paper"},
    )


def _approval(row: Waiver) -> Text:
    day = f"，{row.approved_on}" if row.approved_on else ""
    reason = f"，{row.reason}" if row.reason else ""
    text = f"{row.approved_by}，{row.document}{day}{reason}"
    return Text(text, text.replace("，", ", "))


def rule_findings(candidate: Candidate, judged: Verdict | None) -> list[Finding]:
    """One finding for every predicate, and one for every note that stands at a rule."""
    if judged is None:
        text = Text("方案未设资格条件", "the plan sets no conditions")
        return [found("no_rules", "note", text, Source("plan", "eligibility"), candidate)]
    notes = judged.all_notes()
    out_of_scope = {id(v) for v, note in notes if note.kind == "not_applicable"}
    findings = []
    for leaf in judged.leaves():
        if id(leaf) not in out_of_scope:
            text = with_change(leaf)
            state = "note" if leaf.rule.strength == "soft" and leaf.state != "met" else leaf.state
            findings.append(found("rule", state, text, leaf.source, candidate, leaf.evidence))
    for at, note in notes:
        findings.append(found(f"rule_{note.kind}", "note", note.text, at.source, candidate))
    return findings


def with_change(leaf: Verdict) -> Text:
    """The sentence of a verdict with what would change it."""
    if not leaf.change.zh:
        return leaf.text
    return Text(f"{leaf.text.zh}（{leaf.change.zh}）", f"{leaf.text.say('en')} ({leaf.change.say('en')})")


def rules_reason(code: str, candidate: Candidate, judged: Verdict, rules: tuple[Verdict, ...]) -> Finding:
    texts = [with_change(v) for v in rules]
    zh = "；".join(
        f"{t.zh}" + (f"【{v.source.text.zh}】" if v.source.text.zh else "")
        for v, t in zip(rules, texts, strict=True)
    )
    en = "; ".join(t.say("en") for t in texts)
    evidence = tuple(dict.fromkeys(e for v in rules for leaf in v.leaves() for e in leaf.evidence))
    opening = (
        Text("资格条件不符", "Not eligible")
        if code == "not_eligible"
        else Text("资格条件无法认定", "Not shown to be eligible")
    )
    text = Text(f"{opening.zh}：{zh}", f"{opening.en}: {en}")
    return found(code, "not_met", text, rules[0].source if rules else judged.source, candidate, evidence)


def is_open_to(rule: Rule, kind: str) -> bool:
    """Whether a rule takes waivers, or papers for a relaxation."""
    return rule.waivable if kind == "waiver" else any(r.needs is not None for r in rule.relax)
