"""Checks of the order (程序次序检查): the steps that a rule puts in order stand in that order in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quanheng.core.plans.checks.ground import Breach, Ground, lacking
from quanheng.core.regulations import Rule
from quanheng.core.values import Text

_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("报名", ("enrolment",)),
    ("资格审查", ("eligibility",)),
    ("笔试", ("examination",)),
    ("面试", ("speech",)),
    ("考评", ("examination", "speech", "assessment")),
    ("民主推荐", ("recommendation", "talks")),
    ("推荐或测评", ("recommendation", "talks", "assessment")),
    ("推荐或者民主测评", ("recommendation", "talks", "assessment")),
    ("民主测评", ("assessment",)),
    ("审批", ("approval",)),
    ("考察", ("inspection",)),
    ("讨论决定", ("decision",)),
    ("decision", ("decision",)),
    ("公示", ("public_notice",)),
    ("notice", ("public_notice",)),
    ("appointment_document", ("appointment",)),
    ("任职", ("appointment",)),
    ("聘任", ("appointment",)),
    ("试用期", ("probation",)),
    ("动议", ("motion",)),
)
"""Which stage kinds the words of an ordered rule stand for."""


def kinds_of(step: str) -> tuple[str, ...]:
    """The stage kinds that a step of a rule stands for; none for steps outside a plan's stages."""
    if step == "任前公示":
        return ("public_notice",)
    return tuple(dict.fromkeys(kind for word, kinds in _WORDS if word in step for kind in kinds))


def steps(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every step of the rule that the plan has comes after the steps before it."""
    for rule in rules:
        flexible = {str(w) for w in rule.machine.get("flex", ())}
        found = [(str(step), *_span(ground, kinds_of(str(step)))) for step in rule.machine["ordered"]]
        present = [
            (step, first, last) for step, first, last in found if first is not None and last is not None
        ]
        for (one, _, last), (two, first, _) in pairwise(present):
            if last < first or ({one, two} & flexible and _may_swap(one, two, flexible)):
                continue
            yield Breach(
                ("stages", last),
                Text(
                    f"“{ground.name(last).zh}”（{one}）排在“{ground.name(first).zh}”（{two}）之后，规定在前",
                    f"'{ground.name(last).en}' stands after '{ground.name(first).en}';"
                    " the rule puts it before",
                ),
                Text("调整环节的先后。", "Change the order of the stages."),
                rule=rule.id,
            )


def of_ranks(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The steps by which ranks are given, where the plan gives ranks."""
    return steps(ground, rules if ground.gives_ranks() else ())


def _may_swap(one: str, two: str, flexible: set[str]) -> bool:
    return all(any(word in step for word in flexible) for step in (one, two))


def _span(ground: Ground, kinds: tuple[str, ...]) -> tuple[int | None, int | None]:
    """The first and the last stage of these kinds.

    A notice before the decision is of another sort, and so is an approval: of a proposal or a recommendation.
    What is held again behind the appointment, such as a rating when the term ends, is no step towards it.
    """
    decided, appointed = ground.first("decision"), ground.first("appointment")
    numbers = [i for i, s in enumerate(ground.plan.stages) if s.kind in kinds]
    if appointed is not None:
        before = {s.kind for s in ground.plan.stages[:appointed]}
        numbers = [i for i in numbers if i <= appointed or ground.plan.stages[i].kind not in before]
    if kinds == ("public_notice",) and decided is not None and any(i > decided for i in numbers):
        numbers = [i for i in numbers if i > decided]
    final = ground.last("decision")
    if kinds == ("approval",) and final is not None:
        numbers = [i for i in numbers if i > final]
    return (min(numbers), max(numbers)) if numbers else (None, None)


def complete(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A competition has all the steps that the rule names."""
    if not ground.is_competition:
        return
    for step in map(str, rules[0].machine["ordered"]):
        kinds = kinds_of(step)
        if kinds and not ground.has(*kinds):
            yield Breach(
                ("stages",),
                Text(f"竞争上岗缺少步骤：{step}", f"a competition needs this step too: {step}"),
                Text(f"加上环节：{'、'.join(kinds)}。", f"Add a stage of kind {' or '.join(kinds)}."),
                most=lacking(kinds),
            )
