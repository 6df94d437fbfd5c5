"""Verdicts (资格判定): a rule judged on one person for one post, with the facts and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from quanheng.core.eligibility import attributes, facts, ladders, records, relations, tenures, terms
from quanheng.core.eligibility.ground import (
    NOTHING,
    Answer,
    Ground,
    State,
    at_least,
    every,
    opposite,
    say_span,
)
from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.rules import Relaxation, Rule
from quanheng.core.people import Person
from quanheng.core.values import Evidence, Source, Text

Remark = Literal["warning", "duty", "waived", "relaxed", "exempt", "not_applicable"]

ANSWERS: Mapping[str, Callable[[Any, Ground], Answer]] = {
    "age": facts.age,
    "sex": facts.one_of("sex"),
    "nation": facts.one_of("nation"),
    "education": facts.education,
    "degree": facts.degree,
    "professional_title": ladders.professional_title,
    "licence": attributes.licence,
    "training": records.training,
    "award": records.award,
    "attribute": attributes.attribute,
    "flag": attributes.flag,
    "identity": facts.one_of("identity"),
    "establishment": facts.one_of("establishment"),
    "unit": facts.one_of("unit"),
    "health": facts.one_of("health"),
    "party": facts.one_of("party"),
    "party_years": facts.party_years,
    "work_years": facts.work_years,
    "tenure": tenures.tenure,
    "terms": terms.terms,
    "stepwise": ladders.stepwise,
    "matrix": ladders.matrix,
    "appraisals": records.appraisals,
    "sanction": records.sanction,
    "ranking_bar": attributes.ranking_bar,
    "remaining_service": relations.remaining_service,
    "own_unit_barred": relations.own_unit_barred,
    "flow": relations.flow,
    "recusal": relations.recusal,
    "incumbent": relations.incumbent,
    "reserve_list": attributes.reserve_list,
}
"""Every predicate of the language and the function that answers it."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that stands beside a verdict: a warning, a duty, a waiver, a relaxation, an exemption."""

    kind: Remark
    text: Text


@dataclass(frozen=True)
class Rulings:
    """What people have decided about one candidate (个案决定), by the id of the rule.

    Shapes: `waived` holds approved waivers (豁免), `papers` the documents that a relaxation needs (放宽材料).
    """

    waived: Mapping[str, Text] = field(default_factory=dict)
    papers: Mapping[str, Text] = field(default_factory=dict)


NO_RULINGS = Rulings()


@dataclass(frozen=True)
class Verdict:
    """The judgement of one rule: its state, the sentence that says it, the facts, and what would change it.

    Shapes: `state` is what the facts say; `counts_as` is what the rule above sees: a soft rule never fails;
    `on` is the first day on which waiting alone would suffice; `missing` names facts never entered.
    """

    path: str
    rule: Rule
    state: State
    text: Text
    as_of: date
    evidence: tuple[Evidence, ...] = ()
    change: Text = NOTHING
    on: date | None = None
    missing: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    parts: tuple[Verdict, ...] = ()

    @property
    def counts_as(self) -> State:
        """The state that the rule above goes by."""
        return "met" if self.rule.strength == "soft" else self.state

    @property
    def source(self) -> Source:
        """The place of the rule in the plan, with the law or text it rests on."""
        basis = self.rule.basis
        ref = f"eligibility#{self.rule.id}" if self.rule.id else self.path
        if basis is None:
            return Source("plan", ref)
        law = "".join(part for part in (basis.law, basis.article) if part)
        return Source("plan", ref, Text(law) if law else basis.text or NOTHING)

    def leaves(self) -> tuple[Verdict, ...]:
        """The verdicts on single predicates, in the order of the plan; a negation is told as one."""
        if not self.parts or self.rule.not_ is not None:
            return (self,)
        return tuple(leaf for part in self.parts for leaf in part.leaves())

    def all_notes(self) -> tuple[tuple[Verdict, Note], ...]:
        """Every note of the tree that has a bearing, with the verdict it stands at."""
        own = tuple((self, note) for note in self.notes)
        if any(note.kind == "not_applicable" for note in self.notes):
            return own
        return own + tuple(pair for part in self.parts for pair in part.all_notes())

    def wanting(self, state: State) -> tuple[Verdict, ...]:
        """The lowest rules on which this verdict hangs: those not met, or those unknown."""
        if self.counts_as != state:
            return ()
        if self.rule.form() not in ("all", "any", "at_least_n"):
            return (self,)
        return tuple(v for part in self.parts for v in part.wanting(state)) or (self,)


@dataclass(frozen=True)
class _Case:
    """One candidate before one plan."""

    person: Person
    post: Post | None
    frame: Frame
    rulings: Rulings

    def judge(self, rule: Rule, as_of: date, path: str) -> Verdict:
        day = rule.as_of or as_of
        found = self._group(rule, day, path) if rule.parts() else self._leaf(rule, day, path)
        if found.state != "met":
            found = self._eased(found, day)
        if rule.when is not None:
            found = self._scoped(found, rule.when, day)
        if rule.strength == "soft" and found.state != "met":
            found = _noted(
                found,
                "warning",
                Text(
                    f"软性条件，须说明理由：{found.text.zh}",
                    f"soft rule, a reason is needed: {found.text.en}",
                ),
            )
        return found

    def _leaf(self, rule: Rule, day: date, path: str) -> Verdict:
        form = rule.form()
        answer = ANSWERS[form](rule.predicate(), Ground(self.person, self.post, self.frame, day))
        asked = rule.title or answer.asked
        text = Text(f"{asked.zh}：{answer.found.zh}", f"{asked.say('en')}: {answer.found.say('en')}")
        return Verdict(
            path, rule, answer.state, text, day, answer.evidence, answer.change, answer.on, answer.missing
        )

    def _group(self, rule: Rule, day: date, path: str) -> Verdict:
        form = rule.form()
        parts = tuple(self.judge(r, day, f"{path}.{form}.{i}") for i, r in enumerate(rule.parts()))
        states = [part.counts_as for part in parts]
        if rule.not_ is not None:
            state = opposite(states[0])
        elif rule.all is not None:
            state = every(states)
        else:
            state = at_least(rule.at_least_n.n if rule.at_least_n else 1, states)
        text = _group_text(rule, parts)
        evidence = tuple(e for leaf in parts[0].leaves() for e in leaf.evidence) if rule.not_ else ()
        if state == "met":
            return Verdict(path, rule, state, text, day, evidence, parts=parts)
        open_parts = [
            p for p in parts if p.counts_as == "unknown" or (p.counts_as == "not_met") is (rule.not_ is None)
        ]
        change = _joined((p.change for p in open_parts), rule)
        open_facts = (m for p in parts if p.counts_as == "unknown" for m in p.missing)
        missing = _distinct(open_facts) if state == "unknown" else ()
        return Verdict(path, rule, state, text, day, evidence, change, missing=missing, parts=parts)

    def _eased(self, found: Verdict, day: date) -> Verdict:
        """The verdict after exemptions, relaxations, a waiver and a duty, in this order."""
        rule = found.rule
        waiting: list[Verdict] = []
        for exemption in rule.exempt:
            scope = self.judge(exemption.when, day, f"{found.path}.exempt")
            if scope.state == "met":
                return _noted(_met(found), "exempt", exemption.reason)
            waiting += [scope] if scope.state == "unknown" else []
        for relaxation in rule.relax:
            relaxed = self._relaxed(found, relaxation, day, waiting)
            if relaxed.state == "met":
                return relaxed
            found = relaxed
        if rule.waivable and rule.id in self.rulings.waived:
            return _noted(_met(found), "waived", self.rulings.waived[rule.id or ""])
        if rule.until is not None:
            span, what = say_span(rule.until.within), rule.until.what
            zh, en = f"任职后 {span.zh}内：{what.zh}", f"within {span.en} of appointment: {what.say('en')}"
            return _noted(_met(found), "duty", Text(zh, en))
        if not waiting:
            return found
        missing = _distinct((*found.missing, *(m for v in waiting for m in v.missing)))
        change = _both(found.change, *(v.change for v in waiting))
        return replace(found, state="unknown", missing=missing, change=change, on=None)

    def _relaxed(self, found: Verdict, relaxation: Relaxation, day: date, waiting: list[Verdict]) -> Verdict:
        """The verdict under one relaxation; what keeps it open is added to `waiting`."""
        path = f"{found.path}.relax"
        scope = self.judge(relaxation.when, day, f"{path}.when") if relaxation.when is not None else None
        wider = self.judge(relaxation.to, day, f"{path}.to")
        paper = self.rulings.papers.get(found.rule.id or "") if relaxation.needs is not None else NOTHING
        scoped: State = "met" if scope is None else scope.state
        opened = every((scoped, wider.counts_as))
        if opened == "met" and paper is not None:
            zh = f"按放宽条件：{wider.text.zh}" + (f"（{paper.zh}）" if paper.zh else "")
            en = f"relaxed: {wider.text.say('en')}" + (f" ({paper.say('en')})" if paper.zh else "")
            return _noted(_met(found), "relaxed", Text(zh, en))
        if opened != "not_met" and paper is None and relaxation.needs is not None:
            needs = relaxation.needs
            hint = Text(f"可凭“{needs.zh}”放宽", f"may be relaxed on “{needs.say('en')}”")
            return replace(found, change=_both(found.change, hint))
        if opened == "unknown":
            waiting.extend(v for v in (scope, wider) if v is not None and v.counts_as == "unknown")
        return found

    def _scoped(self, found: Verdict, when: Rule, day: date) -> Verdict:
        """The verdict where a rule binds only some people: for others it is met, and says so."""
        scope = self.judge(when, day, f"{found.path}.when")
        if scope.state == "not_met":
            text = Text(f"不适用（{scope.text.zh}）", f"does not apply ({scope.text.say('en')})")
            plain = replace(_met(found), notes=(), parts=())
            return _noted(replace(plain, text=text), "not_applicable", text)
        if scope.state == "met" or found.state == "met":
            return found
        missing = _distinct((*found.missing, *scope.missing))
        return replace(
            found, state="unknown", missing=missing, change=_both(found.change, scope.change), on=None
        )


def verdict(
    rule: Rule,
    person: Person,
    post: Post | None,
    frame: Frame,
    as_of: date,
    rulings: Rulings = NO_RULINGS,
) -> Verdict:
    """The judgement of a rule, in three values, on one person for one post.

    Shapes: missing facts give unknown, never a guess; `as_of` is the plan's date unless a rule has its own.
    """
    return _Case(person, post, frame, rulings).judge(rule, as_of, "eligibility")


def _met(found: Verdict) -> Verdict:
    return replace(found, state="met", change=NOTHING, on=None, missing=())


def _noted(found: Verdict, kind: Remark, text: Text) -> Verdict:
    return replace(found, notes=(*found.notes, Note(kind, text)))


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _both(*texts: Text) -> Text:
    said = list(dict.fromkeys(t for t in texts if t.zh))
    return Text("；".join(t.zh for t in said), "; ".join(t.say("en") for t in said))


def _joined(changes: Iterable[Text], rule: Rule) -> Text:
    said = list(dict.fromkeys(t for t in changes if t.zh))
    if rule.not_ is not None and not said:
        return Text("该情形不再存在后", "once this is no longer so")
    zh, en = ("；", "; ") if rule.all is not None else ("；或", "; or ")
    return Text(zh.join(t.zh for t in said), en.join(t.say("en") for t in said))


def _group_text(rule: Rule, parts: tuple[Verdict, ...]) -> Text:
    met = sum(p.counts_as == "met" for p in parts)
    if rule.not_ is not None:
        asked, found = Text("不得有下列情形", "must not be so"), parts[0].text
    elif rule.all is not None:
        asked = Text("须全部符合", "all must hold")
        found = Text(f"{len(parts)} 项中符合 {met} 项", f"{met} of {len(parts)} hold")
    else:
        n = rule.at_least_n.n if rule.at_least_n else 1
        asked = Text(f"至少符合 {n} 项", f"at least {n} must hold")
        found = Text(f"{len(parts)} 项中符合 {met} 项", f"{met} of {len(parts)} hold")
        if met < n:
            texts = [p.text for p in parts]
            found = Text("；".join(t.zh for t in texts), "; ".join(t.say("en") for t in texts))
    asked = rule.title or asked
    return Text(f"{asked.zh}：{found.zh}", f"{asked.say('en')}: {found.say('en')}")
