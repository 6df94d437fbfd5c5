"""The expression (筛查式): the rule of a post over the whole archive, one row a person, in three values.

Every predicate has one function that says what it reads and when it holds (`PREDICATES`). Groups and easings
are SQL's own AND, OR and NOT, which know three values: a rule that is relaxed, waived or exempt is "it, or
else"; a rule that binds only some is "it, or not among them".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import Table

from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.rules import Relaxation, Rule
from quanheng.screening import attributes, facts, ladders, records, relations, tenures, terms
from quanheng.screening.gathering import Gathering
from quanheng.screening.ground import Ground, Leaf
from quanheng.screening.truth import MET, NO_DAY, Column, at_least, every, some

PREDICATES: Mapping[str, Callable[[Any, Ground], Leaf]] = {
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
"""Every predicate of the language and the function that compiles it."""

PARTS = ("state", "remark", "found", "key", "on", "lacking")
"""What the answer holds of each condition; a group has its state and remark alone."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One rule of the tree in the answer: where it stands, and which columns are its own.

    Shapes: `table` names the table of the archive that holds its fact, empty for a group.
    """

    path: str
    rule: Rule
    prefix: str
    as_of: date
    table: str = ""

    def column(self, part: str) -> str:
        """The name of the column that holds a part of it."""
        return f"{self.prefix}_{part}"


@dataclass(frozen=True, slots=True)
class Screening:
    """A compiled rule: the expression, and its conditions in the order of the plan.

    Shapes: the expression has `code`, `name`, `verdict` and the columns of every condition.
    """

    expression: Table
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    path: str
    rule: Rule
    as_of: date
    state: Column
    remark: Column | None
    leaf: Leaf | None = None
    parts: tuple[_Judged, ...] = ()

    @property
    def counts_as(self) -> Column:
        return MET if self.rule.strength == "soft" else self.state

    def told(self) -> Iterator[_Judged]:
        yield self
        for part in self.parts:
            yield from part.told()


def screening(
    rule: Rule, frame: Frame, post: Post | None, archive: Mapping[str, Table], as_of: date
) -> Screening:
    """A rule compiled for one post over the tables of an archive (`archive.TABLES`)."""
    gathering = Gathering(archive)
    compiler = _Compiler()
    whole = compiler.judge(rule, Ground(gathering, frame, post, as_of), "eligibility")
    conditions, columns = [], {"code": _.code, "name": _["name"], "verdict": whole.counts_as}
    for number, judged in enumerate(whole.told()):
        table = judged.leaf.table if judged.leaf is not None else ""
        condition = Condition(judged.path, judged.rule, f"c{number}", judged.as_of, table)
        conditions.append(condition)
        columns |= {condition.column(part): value for part, value in _columns(judged)}
    people = gathering.people().mutate(**compiler.states())
    return Screening(people.select(**columns), tuple(conditions))


def _columns(judged: _Judged) -> Iterator[tuple[str, Column]]:
    yield "state", judged.state
    if judged.remark is not None:
        yield "remark", judged.remark
    leaf = judged.leaf
    if leaf is None:
        return
    yield "found", leaf.found
    if leaf.key is not None:
        yield "key", leaf.key
    if leaf.on is not None:
        yield "on", ibis.ifelse(~judged.state, leaf.on, NO_DAY)
    if leaf.lacking is not None:
        yield "lacking", ibis.ifelse(judged.state.isnull(), leaf.lacking, ibis.null("string"))


class _Compiler:
    """Compiles each predicate once and joins their states by the tree of the rule."""

    def __init__(self) -> None:
        self._leaves: dict[str, tuple[str, Leaf]] = {}

    def states(self) -> dict[str, Column]:
        """The state of every predicate by the column in which the tree looks for it."""
        return {name: leaf.state for name, leaf in self._leaves.values()}

    def judge(self, rule: Rule, ground: Ground, path: str) -> _Judged:
        """A rule and all below it, with what eases and limits it."""
        ground = ground.on(rule.as_of or ground.as_of)
        parts = tuple(self.judge(r, ground, f"{path}.{rule.form()}.{i}") for i, r in enumerate(rule.parts()))
        leaf, state = (
            (None, _group(rule, [p.counts_as for p in parts])) if parts else self._leaf(rule, ground)
        )
        remarks: list[tuple[Column, str]] = [(state.fill_null(False), "")]
        for kind, eased in self._easings(rule, ground, path):
            state = state | eased
            remarks.append((eased.fill_null(False), kind))
        if rule.when is not None:
            outside = ~self.judge(rule.when, ground, f"{path}.when").state
            state = state | outside
            remarks.insert(0, (outside.fill_null(False), "not_applicable"))
        if rule.strength == "soft":
            remarks.append(((~state).fill_null(True), "warning"))
        remark = ibis.cases(*remarks, else_="") if len(remarks) > 1 else None
        return _Judged(path, rule, ground.as_of, state, remark, leaf, parts)

    def _leaf(self, rule: Rule, ground: Ground) -> tuple[Leaf, Column]:
        asked = rule.predicate()
        key = f"{ground.as_of} {rule.form()} {asked!r}"
        if key not in self._leaves:
            leaf = PREDICATES[rule.form()](asked, ground)
            self._leaves[key] = (f"state_{len(self._leaves)}", leaf)
        name, leaf = self._leaves[key]
        return leaf, _[name]

    def _easings(self, rule: Rule, ground: Ground, path: str) -> Iterator[tuple[str, Column]]:
        """What makes a rule count as met although it is not: exemptions, relaxations, a waiver, a duty."""
        for exemption in rule.exempt:
            yield "exempt", self.judge(exemption.when, ground, f"{path}.exempt").state
        for relaxation in rule.relax:
            yield "relaxed", self._relaxed(rule, relaxation, ground, path)
        if rule.waivable and rule.id is not None:
            yield "waived", ground.waiver(rule.id, "waiver")
        if rule.until is not None:
            yield "duty", MET

    def _relaxed(self, rule: Rule, relaxation: Relaxation, ground: Ground, path: str) -> Column:
        opened = self.judge(relaxation.to, ground, f"{path}.relax.to").counts_as
        if relaxation.when is not None:
            opened = self.judge(relaxation.when, ground, f"{path}.relax.when").state & opened
        if relaxation.needs is None:
            return opened
        return ground.waiver(rule.id or "", "paper") & opened


def _group(rule: Rule, states: list[Column]) -> Column:
    if rule.not_ is not None:
        return ~states[0]
    if rule.all is not None:
        return every(states)
    if rule.at_least_n is not None:
        return at_least(rule.at_least_n.n, states)
    return some(states)
