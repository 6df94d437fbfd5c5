"""Composite score (综合评价): points of earlier stages and entered points become one total and a rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import by_plan, found, outcome_of, title_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.scoring import Component, Scheme
from quanheng.core.language.terms import Number, Rounding, StageSettings, Threshold, TieBreak, wrong
from quanheng.core.scoring.conditions import situation_of
from quanheng.core.scoring.keeping import Boundary, PassMark, below_pass, scores_by_order, scores_of
from quanheng.core.scoring.ranks import Standing, TieFacts, standings
from quanheng.core.scoring.scores import held_within, plain, rounded_at, value_of
from quanheng.core.scoring.weighing import Raw, Scales, weighed
from quanheng.core.scoring.weighing import title_of as component_title
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text, Working
from quanheng.core.words import AnyPostCell, PersonCell

TITLE = Text("综合评价", "Composite score")


class Settings(StageSettings):
    """What a plan says about a composite score.

    Shapes: `components` hold for every post that no scheme names; a scheme of the post goes before one of its
    class. `ties` orders equal totals as far as facts can; a vote or a lot is left to the shortlist.
    """

    kind: Literal["composite"]
    full: Number = Field(default=Decimal(100), gt=0)
    components: tuple[Component, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    floor: Number | None = None
    cap: Number | None = None
    ties: tuple[TieBreak, ...] = ()
    pass_: Threshold | None = Field(default=None, alias="pass")
    pass_boundary: Boundary = "at_least"
    rounding: tuple[Rounding, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        trees = [self.components, *(s.components for s in self.schemes)]
        if not any(trees):
            raise wrong("须写 components 或 schemes。", "components or schemes are needed")
        for tree in trees:
            ids = [leaf.id for c in tree for leaf in c.leaves()]
            repeated = sorted({i for i in ids if ids.count(i) > 1})
            if repeated:
                raise wrong(
                    f"构成项编号重复：{'、'.join(repeated)}。",
                    f"components used twice: {', '.join(repeated)}",
                )
        if any(t.final not in (None, "shared") for t in self.ties):
            raise wrong(
                "综合评价中同分只能按已有事实排序或并列；抽签、表决、加试写在 shortlist 环节的 ties 中。",
                "here facts part ties; lot, vote and retest belong to the ties of a shortlist stage",
            )
        return self

    def scheme_of(self, post: str, cls: str | None) -> tuple[tuple[Component, ...], Decimal]:
        """The components and the full total for one post."""
        own = [s for s in self.schemes if post in s.posts] + [s for s in self.schemes if cls in s.classes]
        if not own:
            return self.components, self.full
        return own[0].components, own[0].full or self.full


class Points(Row):
    """Points entered for one component of one candidate."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post", "component")
    person: PersonCell
    post: AnyPostCell = ""
    component: Annotated[
        str, Column("构成项", "Component", Text("方案中构成项的编号", "The component's id"), "resume")
    ]
    points: Annotated[Decimal, Column("分值", "Points", Text("该项得分", "The points"), "8.5")]
    basis: Annotated[
        str, Column("依据", "Basis", Text("证明材料、决定或理由", "Evidence, decision or reason"))
    ] = ""


TABLES = (
    InputTable("points", Text("直接录入的分值", "Entered points"), Points, "enter_marks", required=False),
)


@dataclass(frozen=True)
class CompositeRecord:
    """The order of every post, with what parted equal totals."""

    orders: Mapping[str, tuple[Standing, ...]]


RECORD = CompositeRecord


def _posts(slate: Slate) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.post for c in slate.candidates))


def _scheme(post: str, inputs: Inputs, settings: Settings) -> tuple[tuple[Component, ...], Decimal]:
    known = inputs.frame.posts.get(post)
    return settings.scheme_of(post, known.cls if known else None)


def _leaves(post: str, inputs: Inputs, settings: Settings) -> tuple[Component, ...]:
    return tuple(leaf for c in _scheme(post, inputs, settings)[0] for leaf in c.leaves())


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Which new rows may not enter, and why."""
    on_slate = slate_check(slate, inputs)
    posts_of: dict[str, list[str]] = {}
    for candidate in slate.candidates:
        posts_of.setdefault(candidate.person, []).append(candidate.post)
    entered = {p: {x.id: x for x in _leaves(p, inputs, settings) if x.entered} for p in _posts(slate)}

    def check(row: Points) -> Refused | None:
        refusal = on_slate(row.person, row.post)
        if refusal is not None:
            return refusal
        posts = [row.post] if row.post else posts_of[row.person]
        components = [entered[p][row.component] for p in posts if row.component in entered[p]]
        if not components:
            return _unknown_component(row, sorted({name for p in posts for name in entered[p]}))
        return _bad_points(row, components[0])

    return refused_rows(rows, Points, check)


def _unknown_component(row: Points, known: Sequence[str]) -> Refused:
    return Refused(
        "unknown_component",
        f"构成项“{row.component}”不是可以直接录入的项目。",
        f"'{row.component}' is no component whose points are entered.",
        where=row.key(),
        remedy_zh=f"可填：{'、'.join(known) or '无'}。",
        remedy_en=f"Known: {', '.join(known) or 'none'}.",
    )


def _bad_points(row: Points, component: Component) -> Refused | None:
    most = component.full_mark if component.effect == "score" else component.cap
    if not row.points.is_finite() or row.points < 0 or (most is not None and row.points > most):
        upto_zh, upto_en = (
            (f"至 {plain(most)}", f" to {plain(most)}") if most is not None else ("以上", " upwards")
        )
        return Refused(
            "points_out_of_range",
            f"分值 {row.points} 不在允许范围内：0 {upto_zh}。",
            f"{row.points} points are not allowed: 0{upto_en}.",
            where=row.key(),
            remedy_zh="扣分项填应扣的正数；请核对后改正。",
            remedy_en="A deduction is entered as a positive number; check and mend it.",
        )
    if (component.evidence or component.decided_by is not None) and not row.basis:
        return Refused(
            "basis_missing",
            f"“{component_title(component).zh}”须写明依据（证明材料、决定或理由）。",
            f"'{component_title(component).say('en')}' needs a basis: evidence, decision or reason.",
            where=row.key(),
            remedy_zh="请在依据一栏填写。",
            remedy_en="Fill in the basis.",
        )
    return None


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Values that the plan does not allow to be missing, and posts without a scheme."""
    dues = []
    for post in _posts(slate):
        leaves = _leaves(post, inputs, settings)
        if not leaves:
            zh, en = f"职位“{post}”没有计分办法", f"post '{post}' has no scheme"
            dues.append(Due(Text(zh, en)))
        raw = _raw(slate.of(post), leaves, inputs, settings)
        for leaf in leaves:
            for c in slate.of(post) if leaf.when_missing() == "refuse" else ():
                if c not in raw[leaf.id]:
                    dues.append(_missing(c, leaf, inputs))
    return tuple(dues)


def _missing(candidate: Candidate, leaf: Component, inputs: Inputs) -> Due:
    name, title = inputs.name_of(candidate.person), component_title(leaf)
    post = title_of(candidate.post, inputs)
    text = Text(
        f"{name}（{post.zh}）缺“{title.zh}”得分", f"{name} ({post.say('en')}) has no '{title.say('en')}'"
    )
    return Due(text, "points" if leaf.entered else "", candidate.person)


def _raw(
    candidates: Sequence[Candidate], leaves: Sequence[Component], inputs: Inputs, settings: Settings
) -> Raw:
    """The values of every leaf component for the candidates of one post, as far as they are there."""
    rows: dict[tuple[str, Candidate], Points] = {
        (r.component, Candidate(r.person, r.post)): r for r in inputs.table("points", Points)
    }
    raw: dict[str, dict[Candidate, Working]] = {leaf.id: {} for leaf in leaves}
    for leaf in leaves:
        title = component_title(leaf)
        if leaf.from_ is not None:
            scores = scores_of(inputs, leaf.from_, candidates)
            raw[leaf.id] = {
                c: Working(
                    title,
                    s.value,
                    Text(f"来自环节“{leaf.from_}”", f"from stage '{leaf.from_}'"),
                    (s.working,),
                )
                for c, s in scores.items()
            }
            continue
        for c in candidates:
            row = rows.get((leaf.id, c), rows.get((leaf.id, Candidate(c.person, ""))))
            if row is not None:
                basis = Text(row.basis, row.basis)
                raw[leaf.id][c] = Working(
                    title, row.points, basis, source=f"{settings.id}.points:{row.key()}"
                )
    return raw


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Totals and ranks in every post; those below the pass mark leave, where the plan has one."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    workings: dict[Candidate, Working] = {}
    orders: dict[str, tuple[Standing, ...]] = {}
    for post in _posts(slate):
        totals, raw = _totals(post, slate, inputs, settings)
        facts = TieFacts(_points_by_name(raw, slate.of(post), inputs), inputs.people)
        orders[post] = standings({c: value_of(w) for c, w in totals.items()}, settings.ties, facts)
        workings |= totals
    scores = scores_by_order(workings, orders)
    line = PassMark(settings.pass_, settings.pass_boundary)
    reasons = below_pass(settings, scores, line, slate, inputs)
    notes = [_parted(s, settings) for order in orders.values() for s in order if s.parted_by.zh]
    return outcome_of(settings, slate, reasons, notes, CompositeRecord(orders), scores)


def _totals(
    post: str, slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[dict[Candidate, Working], Raw]:
    components, full = _scheme(post, inputs, settings)
    scales = Scales(components, full, settings.rounding, situation_of(post, slate, inputs))
    raw = _raw(slate.of(post), _leaves(post, inputs, settings), inputs, settings)
    totals = weighed(scales, raw, slate.of(post))
    held = {c: held_within(w, settings.floor, settings.cap) for c, w in totals.items()}
    return {c: rounded_at(w, settings.rounding, "total") for c, w in held.items()}, raw


def _points_by_name(
    raw: Raw, candidates: Sequence[Candidate], inputs: Inputs
) -> dict[str, dict[Candidate, Decimal]]:
    """What a tie may be parted by: components of this stage, and scores of earlier ones."""
    earlier = {
        stage: {c: s.value for c, s in scores_of(inputs, stage, candidates).items()}
        for stage in inputs.earlier
    }
    return earlier | {name: {c: value_of(w) for c, w in column.items()} for name, column in raw.items()}


def _parted(standing: Standing, settings: Settings) -> Finding:
    return found("tie_parted", "note", standing.parted_by, by_plan(settings, "ties"), standing.candidate)
