"""Checks of the scoring (计分检查): weights make the full total, sheets fit, every needed rule is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from quanheng.core.language.scoring import Component
from quanheng.core.language.terms import Keep
from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.regulations import Rule
from quanheng.core.stages.assessment import Settings as Assessment
from quanheng.core.stages.composite import Settings as Composite
from quanheng.core.stages.consequence import Settings as Consequence
from quanheng.core.stages.grading.tables import Settings as Grading
from quanheng.core.stages.opening import Settings as Opening
from quanheng.core.stages.quota_selection import Settings as QuotaSelection
from quanheng.core.stages.shortlist import Settings as Shortlist
from quanheng.core.stages.speech import Settings as Speech
from quanheng.core.values import Text

Trees = Iterator[tuple[Path, Sequence[Component], Decimal, tuple[str, ...]]]


def said(value: Decimal) -> str:
    """A number without trailing zeros."""
    return f"{value.normalize():f}"


def weights(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The weights of a composite, of its parts, and of groups make the total, or 1 or 10 as shares of it.

    Shapes: groups that weigh 1 each are equal, however many there are; groups may also share out the weight
    that a composite gives to their stage.
    """
    for path, components, full, posts in _trees(ground):
        yield from _tree(ground, path, components, full, posts)
    grouped = [(i, [g.weight for g in s.groups]) for i, s in ground.of(Speech)]
    grouped += [(i, [g.weight for g in s.groups]) for i, s in ground.of(Assessment)]
    for number, found in grouped:
        given = [weight for weight in found if weight is not None]
        total = sum(given, Decimal(0))
        whole = {Decimal(1), Decimal(100), *_weights_of(ground, ground.plan.stages[number].id)}
        if len(given) > 1 and total not in whole and set(given) != {Decimal(1)}:
            yield _sum(
                ("stages", number, "groups"), total, Decimal(100), "各组权重", "the weights of the groups"
            )


def _weights_of(ground: Ground, stage: str) -> Iterator[Decimal]:
    """The weights that composites give to a stage: its groups may share them out as points."""
    for _, composite in ground.of(Composite):
        trees = [composite.components, *(scheme.components for scheme in composite.schemes)]
        for leaf in (leaf for tree in trees for part in tree for leaf in part.leaves()):
            if leaf.from_ == stage and leaf.weight is not None:
                yield leaf.weight


def _trees(ground: Ground) -> Trees:
    """Every list of components with the posts it is for."""
    for number, stage in ground.of(Composite):
        own = {p.id: stage.scheme_of(p.id, p.cls) for _, p in ground.posts}
        common = tuple(post for post, (parts, _) in own.items() if parts is stage.components)
        if stage.components:
            yield ("stages", number, "components"), stage.components, stage.full, common
        for place, scheme in enumerate(stage.schemes):
            posts = tuple(post for post, (parts, _) in own.items() if parts is scheme.components)
            path: Path = ("stages", number, "schemes", place, "components")
            yield path, scheme.components, scheme.full or stage.full, posts


def _tree(
    ground: Ground, path: Path, components: Sequence[Component], full: Decimal, posts: tuple[str, ...]
) -> Iterator[Breach]:
    scored = [c for c in components if c.effect == "score"]
    if scored and all(c.when is None for c in scored):
        totals = {_total(ground, scored, post) for post in posts or ("",)}
        shares = {Decimal(1), Decimal(10)} if all(c.is_weighted() for c in scored) else set()
        for total in sorted(t for t in totals if t is not None and t not in {full, *shares}):
            yield _sum(path, total, full, "各构成项", "the components")
    for place, component in enumerate(components):
        at: Path = (*path, place, "components")
        if component.take == "sum":
            yield from _tree(ground, at, component.components, component.full, posts)
            continue
        for number, part in enumerate(component.components):  # of several only one counts: no sum to make
            yield from _tree(ground, (*at, number, "components"), part.components, part.full, posts)


def _total(ground: Ground, components: Sequence[Component], post: str) -> Decimal | None:
    """What the components can come to for one post; None where one is unbounded or has no weight."""
    total = Decimal(0)
    parameters = {p.id: p.parameters for p in ground.plan.posts}.get(post, {})
    for c in components:
        most = parameters.get(c.weight_from) if c.weight_from is not None else c.most()
        if most is None:
            return None
        total += most
    return total


def _sum(path: Path, total: Decimal, full: Decimal, zh: str, en: str) -> Breach:
    return Breach(
        path,
        Text(
            f"{zh}合计 {said(total)}，而满分为 {said(full)}",
            f"{en} come to {said(total)}; the full total is {said(full)}",
        ),
        Text(
            "改权重，或改 full；确实如此的，在 confirmations 中写明理由。",
            "Change a weight or full; if it is meant so, confirm it with the reason.",
        ),
    )


def points(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The items of a sheet make the full mark."""
    for number, stage in ground.of(Speech):
        if not stage.items:
            continue
        total = sum((i.weight if i.weight is not None else i.max for i in stage.items), Decimal(0))
        if total != stage.full_mark:
            yield Breach(
                ("stages", number, "items"),
                Text(
                    f"评分要素合计 {said(total)} 分，而满分为 {said(stage.full_mark)}",
                    f"the items come to {said(total)}; the full mark is {said(stage.full_mark)}",
                ),
                Text("改要素的分值，或改 full_mark。", "Change the items or full_mark."),
            )


def sources(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Points come from an earlier stage that gives points."""
    for path, number, name in _sources(ground):
        earlier = {s.id: s for s in ground.plan.stages[:number]}
        later = {s.id for s in ground.plan.stages[number:]}
        if name in later:
            yield Breach(
                path,
                Text(
                    f"取自“{name}”，而它不在此环节之前",
                    f"points come from '{name}', which does not stand before this stage",
                ),
                Text("调整环节的先后。", "Change the order of the stages."),
            )
        elif name in earlier and not _gives_points(earlier[name]):
            yield Breach(
                path,
                Text(f"取自“{name}”，而该环节不计分", f"points come from '{name}', which gives none"),
                Text(
                    f"取自 {'、'.join(_SCORED)}，或计分的 inspection。",
                    f"Take them from {', '.join(_SCORED)} or a scored inspection.",
                ),
            )


_SCORED = (
    "examination",
    "recommendation",
    "talks",
    "speech",
    "assessment",
    "composite",
    "integrity_exam",
)


def _gives_points(stage: object) -> bool:
    kind = getattr(stage, "kind", "")
    return kind in _SCORED or getattr(stage, "score", None) is not None


def _sources(ground: Ground) -> Iterator[tuple[Path, int, str]]:
    """Every stage from which points are taken: the place, the number of the stage that takes, the name."""
    for path, components, _, _ in _trees(ground):
        yield from _component_sources(path, int(path[1]), components)
    by = [(number, stage.by) for number, stage in ground.of(Shortlist)]
    by += [(number, stage.by) for number, stage in ground.of(Grading)]
    by += [(number, stage.by) for number, stage in ground.of(QuotaSelection)]
    by += [(number, stage.by) for number, stage in ground.of(Consequence) if stage.by is not None]
    yield from ((("stages", number, "by"), number, name) for number, name in by)


def _component_sources(
    path: Path, number: int, components: Sequence[Component]
) -> Iterator[tuple[Path, int, str]]:
    for place, c in enumerate(components):
        if c.from_ is not None:
            yield (*path, place, "from"), number, c.from_
        yield from _component_sources((*path, place, "components"), number, c.components)


def carried(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A stage whose points are not carried on is not counted later."""
    knocked_out = {s.id for s in ground.plan.stages if not s.carry}
    for path, _, name in _sources(ground):
        if name in knocked_out:
            yield Breach(
                path,
                Text(
                    f"“{name}”写明成绩不带入（carry: false），此处却取用",
                    f"'{name}' does not carry its points (carry: false), yet they are used here",
                ),
                Text("去掉一处。", "Drop one of the two."),
            )


def _keeps(ground: Ground) -> Iterator[tuple[Path, Keep]]:
    for number, stage in enumerate(ground.plan.stages):
        keep = getattr(stage, "keep", None)
        if isinstance(keep, Keep):
            yield ("stages", number, "keep"), keep


def ties(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Wherever points are cut, the plan says what happens to equals."""
    for path, keep in _keeps(ground):
        if keep.passed is None and "ties" not in keep.model_fields_set:
            yield _unsaid(path, "同分者", "equals at the cut", "ties", keep.ties)


def shortage(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Wherever a ratio is asked, the plan says what happens when it is not reached."""
    for path, keep in _keeps(ground):
        if (keep.passed, keep.drop_last) == (None, None) and "short" not in keep.model_fields_set:
            yield _unsaid(path, "达不到入围人数时", "a ratio that is not reached", "short", keep.short)
    for number, stage in ground.of(Opening):
        if stage.ratio is not None and "else_" not in stage.model_fields_set:
            yield _unsaid(
                ("stages", number),
                "达不到开考比例时",
                "an opening ratio that is not reached",
                "else",
                "cancel",
            )


def _unsaid(path: Path, zh: str, en: str, word: str, default: str) -> Breach:
    return Breach(
        path,
        Text(
            f"没有写{zh}如何处理，将按 {word}: {default} 办理",
            f"nothing is said of {en}; {word}: {default} will be applied",
        ),
        Text(f"写明 {word}。", f"Say {word}."),
    )


def empty_groups(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """An assessment says what a group without ballots means, and one with very few."""
    for number, stage in ground.of(Assessment):
        if len(stage.groups) > 1 and stage.small_group is None:
            yield Breach(
                ("stages", number, "groups"),
                Text("没有写人数过少的测评组如何处理", "nothing is said of groups with very few ballots"),
                Text(
                    "写明 small_group: {below: …, rule: count|merge|block}。",
                    "Say small_group: {below: …, rule: count|merge|block}.",
                ),
            )
        elif len(stage.groups) == 1 and stage.empty_group == "renormalise":
            yield Breach(
                ("stages", number, "empty_group"),
                Text(
                    "只有一个测评组，无票时无从折算",
                    "there is one group: without ballots nothing can be renormalised",
                ),
                Text("改为 block 或 zero。", "Write block or zero."),
            )


def equal_totals(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A plan that compares totals says how equal ones are ordered."""
    followed = {s.by: s for _, s in ground.of(Shortlist)}
    for number, stage in ground.of(Composite):
        chain = followed.get(stage.id)
        if not stage.ties and (chain is None or not chain.ties):
            yield Breach(
                ("stages", number),
                Text(
                    "没有写综合得分相同如何排序，将并列", "nothing is said of equal totals: they share a rank"
                ),
                Text("写明 ties。", "Say ties."),
            )


def minutes(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A speech says how long it may be."""
    for number, stage in ground.of(Speech):
        if stage.minutes is None:
            yield Breach(
                ("stages", number),
                Text("没有写演讲时间", "the speech has no time limit"),
                Text("写明 minutes。", "Say minutes."),
            )
