"""Composite score (综合评价): points of earlier stages and entered points become one total and a rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import later_than_today
from quanheng.core.eligibility.ground import Ground, Unknown, fact
from quanheng.core.findings import by_plan, found, outcome_of, title_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.language.scoring import Component
from quanheng.core.scoring.conditions import situation_of
from quanheng.core.scoring.given import rates_of
from quanheng.core.scoring.keeping import PassMark, below_pass, scores_by_order, scores_of
from quanheng.core.scoring.ranks import Standing, TieFacts, standings
from quanheng.core.scoring.scores import held_within, plain, rounded_at, value_of
from quanheng.core.scoring.weighing import Raw, Scales, weighed
from quanheng.core.scoring.weighing import title_of as component_title
from quanheng.core.stages.composite.across import across_unit
from quanheng.core.stages.composite.record import of_record
from quanheng.core.stages.composite.tables import TABLES, Points, Proof, Settings, Target, Work
from quanheng.core.stages.composite.works import of_works, refused_target, refused_work, targets_of
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text, Working

__all__ = ["RECORD", "TABLES", "TITLE", "Points", "Proof", "Settings", "admit", "close", "due"]

TITLE = Text("综合评价", "Composite score")

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class CompositeRecord:
    """The order of every post, with what parted equal totals, and the value of every component."""

    orders: Mapping[str, tuple[Standing, ...]]
    points: Mapping[str, Mapping[Candidate, Decimal]] = field(default_factory=dict)


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
    if table in ("works", "targets"):
        leaves = {x.id: x for p in _posts(slate) for x in _leaves(p, inputs, settings)}
        if table == "works":
            return refused_rows(
                rows, Work, lambda row: on_slate(row.person, "") or refused_work(row, leaves, inputs)
            )
        return refused_rows(
            rows, Target, lambda row: on_slate(row.person, "") or refused_target(row, leaves, inputs)
        )
    if table == "proofs":
        wanted = {x.id for p in _posts(slate) for x in _leaves(p, inputs, settings) if _needs_proof(x)}
        return refused_rows(
            rows,
            Proof,
            lambda row: (
                on_slate(row.person, "")
                or (None if row.component in wanted else _no_proof_wanted(row, sorted(wanted)))
                or later_than_today(row.key(), row.filed_on, inputs)
            ),
        )
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
        return _bad_points(row, components[0]) or _bad_band(row, components[0])

    return refused_rows(rows, Points, check)


def _needs_proof(component: Component) -> bool:
    return component.record is not None and component.evidence


def _no_proof_wanted(row: Proof, known: Sequence[str]) -> Refused:
    return Refused(
        "unknown_component",
        f"构成项“{row.component}”不需要证明材料。",
        f"'{row.component}' is no component that needs a proof.",
        where=row.key(),
        remedy_zh=f"可填：{'、'.join(known) or '无'}。",
        remedy_en=f"Known: {', '.join(known) or 'none'}.",
    )


def _unknown_component(row: Points, known: Sequence[str]) -> Refused:
    return Refused(
        "unknown_component",
        f"构成项“{row.component}”不是可以直接录入的项目。",
        f"'{row.component}' is no component whose points are entered.",
        where=row.key(),
        remedy_zh=f"可填：{'、'.join(known) or '无'}。",
        remedy_en=f"Known: {', '.join(known) or 'none'}.",
    )


def _bad_band(row: Points, component: Component) -> Refused | None:
    """A refusal of points outside the band that was chosen for them, or of a band that is none."""
    if not component.bands and not row.band:
        return None
    band = next((b for b in component.bands if row.band in (b.title.zh, b.title.say("en"))), None)
    if band is None:
        known = tuple(b.title for b in component.bands)
        return Refused(
            "unknown_band",
            f"没有档次“{row.band}”。" if row.band else "须先定档。",
            f"There is no band '{row.band}'." if row.band else "A band is chosen first.",
            where=row.key(),
            remedy_zh=f"可填：{'、'.join(t.zh for t in known) or '（留空）'}。",
            remedy_en=f"Known: {', '.join(t.say('en') for t in known) or '(leave empty)'}.",
        )
    if band.is_.holds(row.points):
        return None
    bound = band.is_.say()
    return Refused(
        "points_outside_band",
        f"“{band.title.zh}”档须{bound.zh}分，而所填为 {plain(row.points)} 分。",
        f"The band '{band.title.say('en')}' takes {bound.en} points, and {plain(row.points)} were entered.",
        where=row.key(),
        remedy_zh="请改分值，或改档次。",
        remedy_en="Change the points, or the band.",
    )


def _bad_points(row: Points, component: Component) -> Refused | None:
    most = component.full_mark if component.effect == "score" else component.cap
    is_quantity = component.converts is not None
    in_range = row.points.is_finite() and (
        is_quantity or (row.points >= 0 and (most is None or row.points <= most))
    )
    if not in_range:
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
        if not leaves and not settings.ties:
            zh, en = f"职位“{post}”没有计分办法", f"post '{post}' has no scheme"
            dues.append(Due(Text(zh, en)))
        raw, unknown = _raw(slate.of(post), leaves, inputs, settings)
        for leaf in leaves:
            for c in slate.of(post) if leaf.when_missing() == "refuse" and _takes_value(leaf) else ():
                if c not in raw[leaf.id]:
                    dues.append(_missing(c, leaf, inputs, unknown.get((leaf.id, c))))
            dues += _too_many(post, leaf, raw[leaf.id], slate, inputs)
    return tuple(dues)


def _too_many(
    post: str, leaf: Component, values: Mapping[Candidate, Working], slate: Slate, inputs: Inputs
) -> list[Due]:
    """More people with something in a component than the plan lets have it."""
    have = sum(value_of(w) != 0 for w in values.values())
    most = leaf.given_to.count(len(slate.of(post))) if leaf.given_to is not None else have
    if have <= most:
        return []
    title, at = component_title(leaf), title_of(post, inputs)
    zh = f"{at.zh}：{have} 人有“{title.zh}”，方案至多 {most} 人"
    en = f"{at.say('en')}: {have} people have '{title.say('en')}'; the plan allows {most}"
    return [Due(Text(zh, en), "points")]


def _takes_value(leaf: Component) -> bool:
    """Whether somebody or something gives the value: fixed points and cases are worked out by the plan."""
    return leaf.fixed is None and leaf.cases is None and leaf.parameter is None


def _missing(candidate: Candidate, leaf: Component, inputs: Inputs, why: Unknown | None) -> Due:
    name, title = inputs.name_of(candidate.person), component_title(leaf)
    post = title_of(candidate.post, inputs)
    because = Text(f"：{why.text.zh}", f": {why.text.en}") if why else Text("")
    text = Text(
        f"{name}（{post.zh}）缺“{title.zh}”得分{because.zh}",
        f"{name} ({post.say('en')}) has no '{title.say('en')}'{because.en}",
    )
    return Due(text, "points" if leaf.entered else "", candidate.person)


def _raw(
    candidates: Sequence[Candidate], leaves: Sequence[Component], inputs: Inputs, settings: Settings
) -> tuple[Raw, dict[tuple[str, Candidate], Unknown]]:
    """The values of every leaf component for the candidates of one post, and why the record gives none."""
    rows: dict[tuple[str, Candidate], Points] = {
        (r.component, Candidate(r.person, r.post)): r for r in inputs.table("points", Points)
    }
    raw: dict[str, dict[Candidate, Working]] = {leaf.id: {} for leaf in leaves}
    unknown: dict[tuple[str, Candidate], Unknown] = {}
    for leaf in leaves:
        title = component_title(leaf)
        if leaf.from_ is not None and leaf.across is not None:
            raw[leaf.id] = across_unit(leaf.from_, leaf.across, candidates, title, inputs)
        elif leaf.from_ is not None:
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
        for c in candidates if leaf.record is not None else ():
            given = _on_record(leaf, c, inputs)
            if isinstance(given, Unknown):
                unknown[leaf.id, c] = given
            else:
                raw[leaf.id][c] = given
        if leaf.works is not None:
            raw[leaf.id] = {c: of_works(leaf.works, leaf.id, c, title, inputs) for c in candidates}
        for c in candidates if leaf.entered else ():
            row = rows.get((leaf.id, c), rows.get((leaf.id, Candidate(c.person, ""))))
            if row is not None:
                basis = Text(row.basis, row.basis)
                raw[leaf.id][c] = Working(
                    title, row.points, basis, source=f"{settings.id}.points:{row.key()}"
                )
    return raw, unknown


def _on_record(leaf: Component, candidate: Candidate, inputs: Inputs) -> Working | Unknown:
    """What the archive gives for a component; nothing where a proof is needed and was not filed in time."""
    item, title = leaf.record, component_title(leaf)
    person = inputs.people.get(candidate.person)
    if item is None or person is None:
        return Unknown("person", Text("名册中没有此人", "not in the roster"))
    if leaf.evidence:
        proofs = {(p.person, p.component): p for p in inputs.table("proofs", Proof)}
        proof = proofs.get((candidate.person, leaf.id))
        if proof is None:
            return Working(title, _NOTHING, Text("未提交证明材料，不计", "no proof was filed: nothing"))
        if leaf.proof_by is not None and proof.filed_on > leaf.proof_by:
            zh = f"证明材料于 {proof.filed_on} 提交，逾期（{leaf.proof_by}），不计"
            en = f"the proof was filed on {proof.filed_on}, after {leaf.proof_by}: nothing"
            return Working(title, _NOTHING, Text(zh, en))
    post = inputs.frame.posts.get(candidate.post)
    return of_record(leaf, item, title, Ground(person, post, inputs.frame, item.as_of or inputs.frame.as_of))


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Totals and ranks in every post; those below the pass mark leave, where the plan has one."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    workings: dict[Candidate, Working] = {}
    orders: dict[str, tuple[Standing, ...]] = {}
    points: dict[str, dict[Candidate, Decimal]] = {}
    for post in _posts(slate):
        totals, raw = _totals(post, slate, inputs, settings)
        for name, column in raw.items():
            points.setdefault(name, {}).update((c, value_of(w)) for c, w in column.items())
        facts = TieFacts(_points_by_name(raw, slate.of(post), inputs), inputs.people)
        orders[post] = standings({c: value_of(w) for c, w in totals.items()}, settings.ties, facts)
        workings |= totals
    scores = scores_by_order(workings, orders)
    line = PassMark(settings.pass_, settings.pass_boundary)
    reasons = below_pass(settings, scores, line, slate, inputs)
    notes = [_parted(s, settings) for order in orders.values() for s in order if s.parted_by.zh]
    return outcome_of(settings, slate, reasons, notes, CompositeRecord(orders, points), scores)


def _totals(
    post: str, slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[dict[Candidate, Working], Raw]:
    components, full = _scheme(post, inputs, settings)
    leaves, candidates = _leaves(post, inputs, settings), slate.of(post)
    scales = Scales(
        components,
        full,
        settings.rounding,
        situation_of(post, slate, inputs),
        fields={leaf.id: _fields(leaf, candidates, inputs) for leaf in leaves if leaf.best_within},
        rates={c: rates_of(c, inputs) for c in candidates},
        targets=targets_of(inputs),
    )
    raw, _ = _raw(candidates, leaves, inputs, settings)
    totals = weighed(scales, raw, candidates)
    held = {c: held_within(w, settings.floor, settings.cap) for c, w in totals.items()}
    return {c: rounded_at(w, settings.rounding, "total") for c, w in held.items()}, raw


def _fields(leaf: Component, candidates: Sequence[Candidate], inputs: Inputs) -> dict[Candidate, str]:
    """With whom each candidate is compared: those who share the facts that the component names."""
    found_fields = {}
    for c in candidates:
        person, post = inputs.people.get(c.person), inputs.frame.posts.get(c.post)
        ground = Ground(person, post, inputs.frame, inputs.frame.as_of) if person else None
        words = [fact(ground, name) if ground else "" for name in leaf.best_within]
        found_fields[c] = "|".join("" if isinstance(word, Unknown) else word for word in words)
    return found_fields


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
