"""Rights to opinions (意见权限): who enters and who signs which of the four musts, by the plan."""

from __future__ import annotations

from typing import Literal

from quanheng.core.authority import Actor, acts_for_all
from quanheng.core.inputs import Row
from quanheng.core.language.posts import Frame
from quanheng.core.stages.clearance import MUSTS, Must, Opinion, Settings
from quanheng.core.values import Refused

Right = Literal["own", "paper", ""]

DISCIPLINE: frozenset[Must] = frozenset({"discipline_opinion", "complaints", "audit"})
"""Opinions that the discipline officer enters from paper, whichever body gives them."""


def right_to(actor: Actor, must: Must, settings: Settings, frame: Frame) -> Right:
    """How somebody may enter an opinion: signed by themselves, from paper, or not at all.

    Shapes: members of the body that gives it sign; the discipline officer enters what is theirs, or nobody's;
    the organiser enters what the plan's `office_enters` names.
    """
    seated = frame.members.get(settings.giver_of(must), ())
    is_officer = "discipline_officer" in actor.roles and (must in DISCIPLINE or not seated)
    is_let = "organiser" in actor.roles and must in settings.office_enters
    if acts_for_all(actor) or is_officer or is_let:
        return "paper"
    return "own" if actor.person is not None and actor.person in seated else ""


def musts_of(actor: Actor, settings: Settings, frame: Frame) -> tuple[Must, ...]:
    """The opinions that somebody may enter, of those that the plan asks for."""
    return tuple(must for must in settings.musts if right_to(actor, must, settings, frame))


def may_countersign(actor: Actor, opinion: Opinion, settings: Settings, frame: Frame) -> bool:
    """Whether an opinion waits for this person's second signature."""
    body = settings.second_of(opinion.must)
    seated = frame.members.get(body, ())
    sits = actor.person in seated if seated else "discipline_officer" in actor.roles
    waits = settings.signatures == 2 and opinion.result != "pending" and not opinion.second_signature
    return waits and sits and actor.person not in (None, opinion.signed_by, opinion.person)


def refused_opinion(actor: Actor, row: Row, settings: object, frame: Frame) -> Refused | None:
    """A refusal of an opinion that is not this person's to enter, or that signs for a second hand."""
    if not isinstance(row, Opinion) or not isinstance(settings, Settings):
        raise TypeError(f"{type(row).__name__} is no opinion")
    right, must = right_to(actor, row.must, settings, frame), MUSTS.say(row.must)
    if not right:
        return Refused(
            "not_your_opinion",
            f"“{must.zh}”不由您出具或录入（方案 stages.{settings.id}.given_by）。",
            f"'{must.en}' is not yours to give or to enter (stages.{settings.id}.given_by).",
            row.key(),
            "由方案所定机构的成员登录后签署；方案“组织部门代录的意见”列明的，组织人事干部也可以录入。",
            "Members of the body in the plan sign in and sign; the organiser enters what the plan says.",
        )
    if right == "own" and row.signed_by != actor.person:
        return Refused(
            "not_own_row",
            "只能由本人签署，不能代他人签字。",
            "You sign for yourself, not for another.",
            row.key(),
            "请由签字人本人登录签署。",
            "Let the signer sign in and sign.",
        )
    if right == "own" and row.second_signature:
        return Refused(
            "second_hand_signs",
            "第二签字由第二签字人本人登录后签署，不能代签。",
            "The second signature is given by that person, signed in; nobody signs for them.",
            row.key(),
            "请把第二签字人留空。",
            "Leave the second signature empty.",
        )
    return None
