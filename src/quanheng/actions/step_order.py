"""Order of steps (程序次序): refusals of steps skipped, closed early or backdated name their article."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.engine import Closing
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Refused, RefusedMany

ORDER = "TL19-58-3"
"""The prohibition of going against the procedure, behind every step out of order."""
BY_KIND: Mapping[str, str] = {
    "public_notice": "TL19-42-1",
    "probation": "TL19-43-1",
    "decision": "TL19-37-1",
    "clearance": "TL19-37-2",
    "approval": "TL19-37-7",
    "appointment": "TL19-42-2",
}
"""The rule that keeps a stage of this kind from closing early, where there is a closer one."""
OF_ORDER = frozenset(
    {"earlier_stage_open", "stage_closed_too_early", "closed_out_of_order", "dated_out_of_order",
     "document_before_notice_end"}
)  # fmt: skip


def with_article(refusal: Refused, plan: Plan) -> Refused:
    """The same refusal with the article that the step would break; others stay as they are."""
    if isinstance(refusal, RefusedMany):
        return RefusedMany(with_article(each, plan) for each in refusal.refusals)
    if refusal.code not in OF_ORDER:
        return refusal
    kind = next((s.kind for s in plan.stages if s.id == refusal.where), "")
    closer = BY_KIND.get(kind) if refusal.code == "stage_closed_too_early" else None
    rule = load_catalogue().rule(closer or ORDER)
    return Refused(
        refusal.code,
        refusal.text.zh,
        refusal.text.say("en"),
        refusal.where,
        f"{refusal.remedy.zh}依据{rule.cite()}：{rule.rule_zh}",
        f"{refusal.remedy.say('en')} By {rule.cite()}: {rule.rule}",
    )


def refuse_backdated(closing: Closing) -> None:
    """Refuse to close a stage on a day before it was opened, which is when the one before it closed.

    Errors: Refused(closed_out_of_order).
    """
    if closing.closed_on >= closing.opened_on:
        return
    raise Refused(
        "closed_out_of_order",
        f"结束日期 {closing.closed_on} 早于上一环节结束的 {closing.opened_on}：不能倒签。",
        f"{closing.closed_on} is before the stage before it closed ({closing.opened_on}): no backdating.",
        closing.stage,
        "请填不早于上一环节结束之日的日期。",
        "Give a day not before the stage before it closed.",
    )
