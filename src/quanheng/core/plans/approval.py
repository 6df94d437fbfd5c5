"""Approval of a plan (方案报批): which body approves it, and whether somebody may speak for that body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quanheng.core.authority import ROLES, Actor, require
from quanheng.core.plans.reading import ReadPlan
from quanheng.core.plans.schema import Plan
from quanheng.core.regulations import Catalogue
from quanheng.core.values import Refused, Text


@dataclass(frozen=True, slots=True)
class ApprovingBody:
    """A body that may approve plans: its name, the role that speaks for it, the rule it rests on."""

    title: Text
    role: str
    rule: str


BODIES: Mapping[str, ApprovingBody] = {
    "leading_group": ApprovingBody(
        Text("本单位领导班子", "The leading group"), "committee_member", "TL19-14"
    ),
    "discipline_body": ApprovingBody(
        Text("纪检监察机构", "The discipline body"), "discipline_officer", "TL19-31-1"
    ),
    "superior": ApprovingBody(
        Text("上级组织人事部门", "The superior personnel department"), "organiser", "TL19-15-4"
    ),
}
"""Which role speaks for which body. Source: the rules named."""


def body_title(body: str) -> Text:
    """What an approving body is called."""
    return BODIES[body].title if body in BODIES else Text(body, body)


def require_body(
    actor: Actor, act: str, body: str, involved: frozenset[str], read: ReadPlan, rules: Catalogue
) -> None:
    """Refuse somebody who does not speak for the body, or who wrote or submitted the plan themselves.

    Shapes: `involved` are the accounts that saved and submitted the version.
    Errors: Refused(not_allowed, not_this_body, own_plan), with the plan's line and the rule.
    """
    require(actor, act)
    asked = BODIES[body]
    line = read.place(("approval", "by")).line if read.plan.approval else 1
    rule = rules.rule(asked.rule)
    where = f"approval.by（第 {line} 行 line {line}）"
    if asked.role not in actor.roles:
        role = ROLES[asked.role]
        raise Refused(
            "not_this_body",
            f"这份方案报的是“{asked.title.zh}”，须由{role.zh}审批；依据{rule.cite()}和方案第 {line} 行。",
            f"This plan goes to '{asked.title.say('en')}'; a {role.say('en').lower()} decides"
            f" ({rule.law.name_en}, article {rule.article}, and line {line} of the plan).",
            where,
            f"请交{role.zh}办理；确需改由其他机构批准的，改方案第 {line} 行，另存一版再报。",
            f"Let a {role.say('en').lower()} do it; for another body change line {line} and submit anew.",
        )
    if actor.account in involved:
        raise Refused(
            "own_plan",
            "起草、报送方案的人不能自己批准或退回它。",
            "Whoever wrote or submitted a plan does not decide on it.",
            where,
            f"请由{asked.title.zh}的其他人办理。",
            f"Let somebody else of '{asked.title.say('en')}' do it.",
        )


def refuse_expired(plan: Plan, on: date) -> None:
    """Refuse a run of a plan that is no longer valid.

    Errors: Refused(plan_expired).
    """
    until = plan.valid.until if plan.valid else None
    if until is None or on <= until:
        return
    raise Refused(
        "plan_expired",
        f"方案有效期至 {until}，不能再据以启动。",
        f"The plan is valid until {until}; no run may start from it any more.",
        where="valid.until",
        remedy_zh="请重新制定方案，或经批准延长有效期后再启动。",
        remedy_en="Make a new plan, or extend it with approval.",
    )


def refuse_unapproved(read: ReadPlan, state: str) -> None:
    """Refuse to run a plan that must be approved and is not. Errors: Refused(plan_not_approved)."""
    approval = read.plan.approval
    if approval is None or state == "approved":
        return
    line = read.place(("approval",)).line
    body = body_title(approval.by)
    said = {
        "submitted": ("正在审批", "is under review"),
        "returned": ("已被退回", "was returned"),
    }.get(state, ("还没有报批", "was not submitted"))
    raise Refused(
        "plan_not_approved",
        f"方案第 {line} 行写明须经“{body.zh}”批准，这一版{said[0]}，不能启动运行。",
        f"Line {line} asks for approval by '{body.say('en')}'; this version {said[1]}, so no run may start.",
        f"approval（第 {line} 行 line {line}）",
        "请在“报批”页报送这一版，批准后再启动。",
        "Submit this version on the page 'Approval' and start when it is approved.",
    )
