"""Access to a case (案卷查阅权限): default deny; whoever the record names never reads the file."""

from __future__ import annotations

from quanheng.core.accountability.case import Case
from quanheng.core.accountability.steps import Finding
from quanheng.core.authority import Actor, may
from quanheng.core.values import Refused


def reads_file(case: Case, actor: Actor) -> bool:
    """Whether somebody reads the whole file: by role, or as a member who decides once there are findings.

    Shapes: nobody whom the record names, nor the nominee, nor their kin, whatever their role.
    """
    if case.must_recuse(actor.person):
        return False
    return may(actor, "view_case") or (actor.person in case.voters() and bool(case.rows(Finding)))


def states_own(case: Case, actor: Actor) -> bool:
    """Whether somebody is asked to state their case here, and sees that step alone."""
    return may(actor, "state_in_case") and case.is_concerned(actor.person)


def require_file(case: Case, actor: Actor) -> None:
    """Refuse the file to whoever may not read it, without saying what it is about.

    Errors: Refused(not_allowed).
    """
    if reads_file(case, actor):
        return
    raise Refused(
        "not_allowed",
        "您不能查阅这个案卷：无权限，或与本案有关应当回避。",
        "You may not read this file: no role for it, or you are concerned and must recuse.",
        where="view_case",
        remedy_zh="纪检监察、监督审计人员可查阅；有关人员只可在“我的工作”中陈述。",
        remedy_en="Discipline officers and auditors read it; those concerned make a statement in My work.",
    )
