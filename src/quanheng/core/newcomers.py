"""Newcomers (新进人选): people whom a stage may bring onto the slate, and for which posts."""

from __future__ import annotations

from collections.abc import Iterable

from quanheng.core.admission import unknown_person, unknown_post
from quanheng.core.choosing import refused_post
from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Candidate, Refused, Slate


def refused_newcomer(
    candidate: Candidate, slate: Slate, inputs: Inputs, settings: StageSettings
) -> Refused | None:
    """Why this person may not come forward for this post here, if so; whoever is on the slate may."""
    if candidate in slate.candidates:
        return None
    refusal = unknown_person(candidate.person, inputs) or unknown_post(candidate.post, inputs)
    if refusal is not None:
        return refusal.at(str(candidate))
    post = inputs.frame.posts[candidate.post]
    return refused_scope(candidate, slate, settings, inputs) or refused_post(
        inputs.people[candidate.person], post, inputs.frame, settings.sources
    )


def is_inside(post: str, settings: StageSettings, inputs: Inputs) -> bool:
    """Whether the plan lets a stage concern this post, whatever its field."""
    cls = inputs.frame.posts[post].cls
    return (
        (settings.only_posts is None or post in settings.only_posts)
        and (settings.only_classes is None or cls in settings.only_classes)
        and (settings.skip_posts is None or post not in settings.skip_posts)
        and (settings.skip_classes is None or cls not in settings.skip_classes)
    )


def is_open_here(post: str, slate: Slate, settings: StageSettings, inputs: Inputs) -> bool:
    """Whether the post is within the stage's scope and its condition holds for it."""
    return is_inside(post, settings, inputs) and (settings.when is None or post in slate.seats)


def posts_inside(slate: Slate, settings: StageSettings, inputs: Inputs) -> tuple[str, ...]:
    """The open posts that a stage concerns, in plan order."""
    return tuple(p for p in inputs.frame.posts if p in slate.seats and is_inside(p, settings, inputs))


def refused_scope(
    candidate: Candidate, slate: Slate, settings: StageSettings, inputs: Inputs
) -> Refused | None:
    """Why nobody may come forward for this post here, if so: out of scope, or the condition is not met."""
    post = candidate.post
    if is_open_here(post, slate, settings, inputs):
        return None
    return Refused(
        "post_outside_stage",
        f"环节“{settings.id}”不涉及职位“{post}”。",
        f"Stage '{settings.id}' does not concern the post '{post}'.",
        where=str(candidate),
        remedy_zh="请核对职位。",
        remedy_en="Check the post.",
    )


def joined(slate: Slate, newcomers: Iterable[Candidate]) -> Slate:
    """The slate with those who are not on it yet added once, at its end."""
    standing = set(slate.candidates)
    return slate.joined_by(c for c in dict.fromkeys(newcomers) if c not in standing)
