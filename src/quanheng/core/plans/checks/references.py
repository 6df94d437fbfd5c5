"""Checks of names (引用检查): every stage, body, post, class and parameter that the plan names is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import get_args

from quanheng.core.language.overlays import rules_for
from quanheng.core.language.posts import Post
from quanheng.core.language.rules import walked
from quanheng.core.language.scoring import Component
from quanheng.core.language.terms import Condition, StageSettings, TieBreak
from quanheng.core.plans.checks.ground import Breach, Ground, Path, condition_path
from quanheng.core.regulations import Rule
from quanheng.core.scoring.given import quantities_in
from quanheng.core.stages.assessment import Settings as Assessment
from quanheng.core.stages.assign_posts import Settings as AssignPosts
from quanheng.core.stages.clearance import Settings as Clearance
from quanheng.core.stages.composite import Settings as Composite
from quanheng.core.stages.consequence import Settings as Consequence
from quanheng.core.stages.consultation import Settings as Consultation
from quanheng.core.stages.decision.votes import Settings as Decision
from quanheng.core.stages.eligibility import Settings as Eligibility
from quanheng.core.stages.examination.tables import Settings as Examination
from quanheng.core.stages.follow_up import Settings as FollowUp
from quanheng.core.stages.follow_up import State
from quanheng.core.stages.grading.tables import Settings as Grading
from quanheng.core.stages.inspection import Settings as Inspection
from quanheng.core.stages.matching import Settings as Matching
from quanheng.core.stages.motion import Settings as Motion
from quanheng.core.stages.nomination.tables import Settings as Nomination
from quanheng.core.stages.opening import Settings as Opening
from quanheng.core.stages.pay import Settings as Pay
from quanheng.core.stages.public_notice import Settings as Notice
from quanheng.core.stages.quota_selection import Settings as QuotaSelection
from quanheng.core.stages.shortlist import Settings as Shortlist
from quanheng.core.stages.speech import Settings as Speech
from quanheng.core.stages.talks import Settings as Talks
from quanheng.core.values import Refused, Text

Named = Iterator[tuple[Path, str]]


def bodies(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every body that a stage names stands under `bodies`."""
    known = {b.id for b in ground.plan.bodies}
    for number, stage in enumerate(ground.plan.stages):
        at: Path = ("stages", number)
        for path, name in (*_bodies(at, stage), *_bodies_asked(at, stage)):
            yield from unknown(path, name, known, "机构", "body")
    for path, name in _recusals(ground):
        yield from unknown(path, name, known | {"post_unit"}, "机构", "body")


def _bodies(at: Path, stage: StageSettings) -> Named:
    named: list[tuple[str, str | None]] = []
    if isinstance(stage, Speech):
        named = [("judges", stage.judges)]
        yield from (((*at, "groups", i, "body"), g.body) for i, g in enumerate(stage.groups))
    elif isinstance(stage, Eligibility):
        named = [("reviewed_by", stage.reviewed_by)]
    elif isinstance(stage, Shortlist):
        named = [("decided_by", stage.decided_by)]
    elif isinstance(stage, Decision):
        named = [("body", stage.body)]
    elif isinstance(stage, Notice):
        named = [("objections_to", stage.objections_to)]
    elif isinstance(stage, Matching):
        named = [("adjusted_by", stage.adjusted_by)]
    elif isinstance(stage, Inspection):
        named = [("team", stage.team.from_), ("score", stage.score.body if stage.score else None)]
    elif isinstance(stage, Clearance):
        named = [("given_by", stage.giver_of(must) or None) for must in stage.musts]
    elif isinstance(stage, Composite):
        for path, component in components(at, stage):
            if component.decided_by is not None:
                yield (*path, "decided_by"), component.decided_by
    yield from (((*at, word), name) for word, name in named if name is not None)


def _bodies_asked(at: Path, stage: StageSettings) -> Named:
    """The bodies that propose, nominate, agree, are consulted, mark an examination, or assign posts."""
    if isinstance(stage, Motion):
        yield from (((*at, "consults", i), name) for i, name in enumerate(stage.consults))
        yield from (((*at, "proposed_by", i), name) for i, name in enumerate(stage.proposed_by))
    elif isinstance(stage, Nomination):
        yield from (((*at, "nominated_by", i), name) for i, name in enumerate(stage.nominated_by))
        for number, right in enumerate(stage.rights):
            yield from (((*at, "rights", number, "bodies", i), name) for i, name in enumerate(right.bodies))
        if stage.accountability is not None:
            yield (*at, "accountability", "decided_by"), stage.accountability.decided_by
        yield from (((*at, "gates", i, "body"), g.body) for i, g in enumerate(stage.gates) if g.body)
    elif isinstance(stage, Consultation):
        yield from (((*at, "parties", i, "body"), p.body) for i, p in enumerate(stage.parties) if p.body)
    elif isinstance(stage, Examination):
        yield from (
            ((*at, "subjects", i, "judges"), s.judges) for i, s in enumerate(stage.subjects) if s.judges
        )
    elif isinstance(stage, AssignPosts) and stage.decided_by is not None:
        yield (*at, "decided_by"), stage.decided_by


def components(at: Path, stage: Composite) -> Iterator[tuple[Path, Component]]:
    """Every component of a composite, of its schemes too, with its path."""
    yield from _walked((*at, "components"), stage.components)
    for i, scheme in enumerate(stage.schemes):
        yield from _walked((*at, "schemes", i, "components"), scheme.components)


def _walked(at: Path, components: Iterable[Component]) -> Iterator[tuple[Path, Component]]:
    for i, component in enumerate(components):
        yield (*at, i), component
        yield from _walked((*at, i, "components"), component.components)


def _recusals(ground: Ground) -> Named:
    for path, rule in walked(ground.plan.eligibility) if ground.plan.eligibility is not None else ():
        if rule.recusal is not None:
            at = condition_path(path)
            yield from (((*at, "recusal", "with"), name) for name in rule.recusal.with_)


def stages(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every stage that another names is in the plan."""
    known = {s.id for s in ground.plan.stages}
    for number, stage in enumerate(ground.plan.stages):
        at: Path = ("stages", number)
        for path, name in _stages(at, stage):
            yield from unknown(path, name, known, "环节", "stage")
        for path, condition in asked(at, stage):
            for name in quantities_in(condition):
                if name.startswith(("rate.", "grade.")):
                    yield from unknown(path, name, _results(ground), "得票率或等次", "rate or grade")
        for i, task in enumerate(stage.tasks if isinstance(stage, FollowUp) else ()):
            for name in task.follows:
                followed = (*at, "tasks", i, "follows")
                yield from unknown(followed, name, _followed(ground), "后果或等次", "consequence or grade")
        if stage.time is not None:
            both = known | set(ground.plan.events)
            for word, other in (("after", stage.time.after), ("before", stage.time.before)):
                if other is not None:
                    yield from unknown((*at, "time", word), other, both, "环节或事件", "stage or event")


def _stages(at: Path, stage: StageSettings) -> Named:
    if isinstance(stage, Composite):
        for path, component in components(at, stage):
            if component.from_ is not None:
                yield (*path, "from"), component.from_
    elif isinstance(stage, Shortlist):
        yield (*at, "by"), stage.by
        yield from (((*at, "refill", "from"), n) for n in (stage.refill.from_ if stage.refill else ()))
    elif isinstance(stage, Grading | Consequence | QuotaSelection) and stage.by is not None:
        yield (*at, "by"), stage.by
    elif isinstance(stage, Matching) and stage.takers.unplaced_of is not None:
        yield (*at, "takers", "unplaced_of"), stage.takers.unplaced_of
    elif isinstance(stage, Decision) and stage.follows is not None:
        yield (*at, "follows"), stage.follows
    elif isinstance(stage, Talks) and stage.with_meeting is not None:
        yield (*at, "with_meeting", "stage"), stage.with_meeting.stage


def asked(at: Path, stage: StageSettings) -> Iterator[tuple[Path, Condition]]:
    """The conditions of a stage that may look at rates and grades of earlier ones."""
    if isinstance(stage, Composite):
        for path, component in components(at, stage):
            cases = component.cases.cases if component.cases is not None else ()
            yield from ((path, c) for c in (component.when, *(case.when for case in cases)) if c is not None)
    elif isinstance(stage, Grading):
        yield from (((*at, "grades", i), g.needs) for i, g in enumerate(stage.grades) if g.needs is not None)
    elif isinstance(stage, Consequence):
        yield from (((*at, "rules", i), r.when) for i, r in enumerate(stage.rules) if r.when is not None)


def _results(ground: Ground) -> set[str]:
    """Every rate and grade that a stage of the plan gives, as conditions name them."""
    rates = {f"rate.{s.id}.{g.id}" for _, s in ground.of(Assessment) for g in s.grades}
    rates |= {f"grade.{s.id}.{state}" for _, s in ground.of(FollowUp) for state in get_args(State)}
    return rates | {f"grade.{s.id}.{g.id}" for _, s in ground.of(Grading) for g in s.grades}


def _followed(ground: Ground) -> set[str]:
    """Every consequence and grade that tasks may follow, as stage.id."""
    rules = {f"{s.id}.{r.id}" for _, s in ground.of(Consequence) for r in s.rules}
    return rules | {f"{s.id}.{g.id}" for _, s in ground.of(Grading) for g in s.grades}


def ties(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every link of a chain of ties names a stage or a component of this plan."""
    known = {s.id for s in ground.plan.stages}
    for number, stage in ground.of(Composite):
        known |= {c.id for _, c in components(("stages", number), stage)}
    for number, stage_ in enumerate(ground.plan.stages):
        chain: tuple[TieBreak, ...] = getattr(stage_, "ties", ())
        for place, link in enumerate(chain):
            if link.by is not None:
                yield from unknown(
                    ("stages", number, "ties", place), link.by, known, "环节或构成项", "stage or component"
                )


def posts(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every post, class and group that the plan names is in it."""
    plan = ground.plan
    ids = {p.id for p in plan.posts}
    classes = {c.id for c in plan.classes}
    groups = {p.group for p in plan.posts if p.group}
    for name in plan.choices.groups:
        yield from unknown(
            ("choices", "groups", name), name, classes | groups, "类别或分组", "class or group"
        )
    for number, opening in ground.of(Opening):
        for name in opening.ratios:
            yield from unknown(
                ("stages", number, "ratios", name), name, ids | classes, "职位或类别", "post or class"
            )
        for one, other in opening.merge_into.items():
            for name in (one, other):
                yield from unknown(("stages", number, "merge_into", one), name, ids, "职位", "post")
    for number, matching in ground.of(Matching):
        for path, name in _offices(("stages", number), matching):
            yield from unknown(path, name, ids | classes, "职位或类别", "post or class")
    yield from _posts_of_quotas(ground, ids)
    for number, assigning in ground.of(AssignPosts):
        for path, name in _places(("stages", number), assigning):
            yield from unknown(path, name, ids, "职位", "post")


def _posts_of_quotas(ground: Ground, ids: set[str]) -> Iterator[Breach]:
    for number, stage in ground.of(QuotaSelection):
        for i, term in enumerate(stage.quotas):
            for name in term.posts:
                yield from unknown(("stages", number, "quotas", i, "posts"), name, ids, "职位", "post")


def _places(at: Path, stage: AssignPosts) -> Named:
    """The pools of an assignment and the concrete posts that each may lead to."""
    for pool, posts_of_pool in stage.places.items():
        yield (*at, "places", pool), pool
        yield from (((*at, "places", pool, i), name) for i, name in enumerate(posts_of_pool))


def _offices(at: Path, stage: Matching) -> Named:
    """The posts and classes that a two-way selection names as offices."""
    yield from (((*at, "offices", i), name) for i, name in enumerate(stage.offices))
    for number, circle in enumerate(stage.rounds):
        yield from (((*at, "rounds", number, "offices", i), name) for i, name in enumerate(circle.offices))
    yield from (((*at, "priority", g), name) for g, group in enumerate(stage.priority) for name in group)
    yield from (((*at, "heads", name), name) for name in stage.heads)
    if not isinstance(stage.reserved, int):
        yield from (((*at, "reserved", name), name) for name in stage.reserved)


def schemes(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every post and class that a scheme, a subject or a condition of a stage names is in the plan."""
    ids = {p.id for p in ground.plan.posts}
    classes = {c.id for c in ground.plan.classes}
    for path, posts_named, classes_named in _scoped(ground):
        for name in posts_named:
            yield from unknown(path, name, ids, "职位", "post")
        for name in classes_named:
            yield from unknown(path, name, classes, "类别", "class")


def _scoped(ground: Ground) -> Iterator[tuple[Path, tuple[str, ...], tuple[str, ...]]]:
    for number, composite in ground.of(Composite):
        for place, scheme in enumerate(composite.schemes):
            yield ("stages", number, "schemes", place), scheme.posts, scheme.classes
    for number, examination in ground.of(Examination):
        for place, subject in enumerate(examination.subjects):
            yield ("stages", number, "subjects", place), subject.posts, subject.classes
    for number, stage in enumerate(ground.plan.stages):
        whens = [(("stages", number, "when"), stage.when), *asked(("stages", number), stage)]
        for path, whole in whens:
            for condition in _conditions(whole):
                yield path, condition.posts or (), condition.classes or ()


def _conditions(condition: Condition | None) -> Iterator[Condition]:
    if condition is not None:
        yield condition
        for part in (*(condition.all or ()), *(condition.any or ()), condition.not_):
            yield from _conditions(part)


def parameters(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every parameter that a weight, points or money are taken from stands with each post that needs it."""
    for number, stage in ground.of(Composite):
        for path, component in components(("stages", number), stage):
            used = {"weight_from": component.weight_from, "parameter": component.parameter}
            for _, post in ground.posts:
                own, _full = stage.scheme_of(post.id, post.cls)
                if any(component is c for _, c in _walked((), own)):
                    for word, name in used.items():
                        yield from _without(post, name, (*path, word))
    for number, pay in ground.of(Pay):
        for place, pot in enumerate(pay.pots):
            for _, post in ground.posts if pot.who is None else ():
                yield from _without(post, pot.parameter, ("stages", number, "pots", place, "parameter"))


def _without(post: Post, name: str | None, path: Path) -> Iterator[Breach]:
    if name is not None and name not in post.parameters:
        title = post.title
        yield from unknown(
            path,
            name,
            set(post.parameters),
            f"职位“{title.zh}”的参数",
            f"parameter of '{title.say('en')}'",
        )


def overlays(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Every condition that an overlay changes stands in the tree."""
    for path, post in ground.posts:
        try:
            rules_for(ground.frame, post)
        except Refused as refusal:
            yield Breach((*path, "eligibility"), refusal.text, refusal.remedy)


def unknown(path: Path, name: str, known: set[str], zh: str, en: str) -> Iterator[Breach]:
    """The breach of a name that is not among the known, with the nearest of them; nothing where it is."""
    if name in known:
        return
    near = get_close_matches(name, known, n=1)
    allowed = ", ".join(sorted(known)) or "-"
    hint = Text(f"是否想写“{near[0]}”？", f" Did you mean '{near[0]}'?") if near else Text("", "")
    yield Breach(
        path,
        Text(f"方案中没有{zh}“{name}”", f"this plan has no {en} '{name}'"),
        Text(f"{hint.zh}可用：{allowed}。", f"Known: {allowed}.{hint.en}"),
    )
