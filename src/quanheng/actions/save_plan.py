"""Save a plan (保存方案): a new version of its text, readable or not saved at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.plans.reading import read_plan
from quanheng.core.values import Refused
from quanheng.store import queries
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.models import PlanVersion
from quanheng.store.plan_drafts import draft_of, drop_draft
from quanheng.store.save import save_plan_version

ANY = -1
"""Whatever version is newest: for texts that come from no version."""


def save_plan(
    actor: Actor, text: str, file: str, at: datetime, *, base: int = ANY, copied_from: str = ""
) -> PlanVersion:
    """Keep a plan's text as the next version of the plan it names.

    Shapes: `base` is the number of the version that the text goes on from, 0 where the plan is new;
    `copied_from` the plan that it was cloned from.
    Errors: Refused by authority; Unusable with every problem and its line; Refused(plan_moved_on) where
    somebody saved another version since.
    """
    require(actor, "save_plan")
    plan = read_plan(text, file).plan
    with transaction.atomic():
        lock_book(HOUSE)
        newest = queries.plan_version(plan.id)
        if base != ANY and (newest.number if newest else 0) != base:
            raise _moved_on(plan.id, newest, base)
        title = (plan.title.zh, plan.title.en)
        version = save_plan_version(plan.id, title, text, actor.account, at, copied_from)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="save_plan",
            subject=plan.id,
            body={
                "plan": plan.id,
                "number": version.number,
                "digest": version.digest,
                **({"copied_from": copied_from} if copied_from else {}),
            },
        )
    return version


def save_draft(actor: Actor, number: int, at: datetime, base: int | None = None) -> PlanVersion:
    """Make a version of one's draft, which ends with it.

    Shapes: `base` is the newest version as the writer has seen it, the draft's own where none is given.
    Errors: those of save_plan; Refused(no_draft).
    """
    require(actor, "save_plan")
    with transaction.atomic():
        draft = draft_of(actor.account, number, locked=True)
        if draft is None:
            raise no_draft(number)
        plan = read_plan(draft.text, "plan.yaml").plan.id
        own = draft.base if draft.plan == plan else 0
        version = save_plan(
            actor,
            draft.text,
            f"{plan}.yaml",
            at,
            base=own if base is None else base,
            copied_from=draft.origin,
        )
        drop_draft(draft)
    return version


def no_draft(number: int) -> Refused:
    """That there is no such draft, or none of theirs."""
    return Refused(
        "no_draft",
        "没有这份草稿：它可能已经存为新版，或已删除。",
        "There is no such draft: it may have been saved as a version, or dropped.",
        where=str(number),
        remedy_zh="请在方案库中打开最新版再修改。",
        remedy_en="Open the newest version in the library and go on from there.",
    )


def _moved_on(plan: str, newest: PlanVersion | None, base: int) -> Refused:
    if newest is None:
        zh, en = f"方案“{plan}”没有第 {base} 版。", f"Plan '{plan}' has no version {base}."
    elif base == 0:
        zh = f"编号“{plan}”已有方案（第 {newest.number} 版，{newest.title_zh}）。"
        en = f"The id '{plan}' is taken (version {newest.number}, {newest.title_en or newest.title_zh})."
    else:
        zh = f"您从第 {base} 版改起，而现在已有第 {newest.number} 版。"
        en = f"You went on from version {base}; by now there is version {newest.number}."
    return Refused(
        "plan_moved_on",
        zh,
        en,
        where=plan,
        remedy_zh="草稿没有丢失：请先看差别，再合并、覆盖，或换一个编号。",
        remedy_en="Your draft is kept: look at the differences, then merge, go over it, or take another id.",
    )
