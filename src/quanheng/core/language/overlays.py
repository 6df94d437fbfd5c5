"""Overlays (条件叠加): the rules that bind one post, common ones changed by its class and by the post."""

from __future__ import annotations

from quanheng.core.language.posts import Frame, Overlay, Post
from quanheng.core.language.rules import Rule, walked
from quanheng.core.values import Refused


def rules_for(frame: Frame, post: Post | None) -> Rule | None:
    """The eligibility of a post: common rules, changed by the class, then by the post, whose word is last.

    Shapes: an overlay with `when` leaves the common rule to everybody else: one tree fits all applicants.
    Errors: Refused(unknown_rule) when an overlay names a rule that does not stand in the tree.
    """
    rule = frame.eligibility
    if post is None:
        return rule
    changes: list[tuple[str, Overlay]] = []
    if post.cls is not None and post.cls in frame.classes:
        overlays = frame.classes[post.cls].eligibility
        changes += [(f"class-{post.cls}-{i}", overlay) for i, overlay in enumerate(overlays)]
    changes += [(f"post-{post.id}-{i}", overlay) for i, overlay in enumerate(post.eligibility)]
    for place, overlay in changes:
        rule = _changed(rule, overlay, place)
    return rule


def _changed(rule: Rule | None, overlay: Overlay, place: str) -> Rule | None:
    for rule_id in overlay.drop:
        _known(rule, rule_id, place)
        rule = _swapped(rule, rule_id, None, overlay.when) if rule is not None else None
    for rule_id, new in overlay.replace.items():
        _known(rule, rule_id, place)
        named = new if new.id is not None else new.model_copy(update={"id": rule_id})
        rule = _swapped(rule, rule_id, named, overlay.when) if rule is not None else None
    added = tuple(_added(new, overlay, f"{place}-{i}") for i, new in enumerate(overlay.add))
    if not added:
        return rule
    if rule is None:
        return Rule(all=added)
    bare = rule.all is not None and rule == Rule(all=rule.all)
    return Rule(all=(*(rule.all or ()), *added)) if bare else Rule(all=(rule, *added))


def _known(rule: Rule | None, rule_id: str, place: str) -> None:
    known = [r.id for _, r in walked(rule) if r.id is not None] if rule is not None else []
    if rule_id in known:
        return
    listed = "、".join(dict.fromkeys(known)) or "无"
    raise Refused(
        "unknown_rule",
        f"叠加条件所指的“{rule_id}”不在资格条件中。",
        f"The overlay names the rule '{rule_id}', which does not stand in the eligibility.",
        where=place,
        remedy_zh=f"可用的条件编号：{listed}。",
        remedy_en=f"Rules that have an id: {listed}.",
    )


def _added(new: Rule, overlay: Overlay, place: str) -> Rule:
    named = new if new.id is not None else new.model_copy(update={"id": place})
    return _only(named, overlay.when)


def _only(rule: Rule, when: Rule | None) -> Rule:
    """The rule for those alone of whom the condition holds, on top of its own condition."""
    if when is None:
        return rule
    both = when if rule.when is None else Rule(all=(rule.when, when))
    return rule.model_copy(update={"when": both})


def _swapped(rule: Rule, rule_id: str, new: Rule | None, when: Rule | None) -> Rule | None:
    """The tree with one rule replaced or dropped; with a condition the old one stays for everybody else."""
    if rule.id == rule_id:
        if when is None:
            return new
        old = _only(rule, Rule(not_=when))
        return old if new is None else Rule(id=rule_id, all=(old, _only(new, when)))
    if not rule.parts():
        return rule
    parts = tuple(
        part for part in (_swapped(r, rule_id, new, when) for r in rule.parts()) if part is not None
    )
    return regrouped(rule, parts)


def regrouped(rule: Rule, parts: tuple[Rule, ...]) -> Rule | None:
    """The group over what is left below it; a group of nothing goes too."""
    if not parts:
        return None
    if rule.at_least_n is not None:
        n = min(rule.at_least_n.n, len(parts))
        return rule.model_copy(
            update={"at_least_n": rule.at_least_n.model_copy(update={"n": n, "of": parts})}
        )
    if rule.not_ is not None:
        return rule.model_copy(update={"not_": parts[0]})
    return rule.model_copy(update={"all" if rule.all is not None else "any": parts})
