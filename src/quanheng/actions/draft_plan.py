"""Draft a plan (起草方案): one's own text, kept at every pause, recorded once it is a version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quanheng.actions.save_plan import no_draft
from quanheng.core.authority import Actor, require
from quanheng.core.plans.reading import LARGEST_FILE
from quanheng.core.values import Refused
from quanheng.store.models import PlanDraft
from quanheng.store.plan_drafts import draft_of, draft_on, drop_draft, keep_draft, open_draft, rebase_draft


def begin_draft(actor: Actor, plan: str, base: int, text: str, at: datetime, origin: str = "") -> PlanDraft:
    """Begin a draft, or go on with the one that the writer has of this plan.

    Errors: Refused by authority.
    """
    require(actor, "save_plan")
    with transaction.atomic():
        known = draft_on(actor.account, plan)
        return known or open_draft(actor.account, plan, base, origin, text, at)


def own_draft(actor: Actor, number: int) -> PlanDraft:
    """A draft of the actor's. Errors: Refused by authority, Refused(no_draft)."""
    require(actor, "save_plan")
    draft = draft_of(actor.account, number)
    if draft is None:
        raise no_draft(number)
    return draft


def keep_text(actor: Actor, number: int, text: str, revision: int, at: datetime) -> PlanDraft:
    """Keep the text as it stands in a window that has seen the draft up to a revision.

    Errors: Refused by authority; Refused(no_draft, draft_elsewhere, text_too_long).
    """
    if len(text) > LARGEST_FILE:
        raise Refused(
            "text_too_long",
            "文字过长，不像是方案。",
            "The text is too long to be a plan.",
            where=str(len(text)),
            remedy_zh=f"不超过 {LARGEST_FILE} 字。",
            remedy_en=f"At most {LARGEST_FILE} characters.",
        )
    with transaction.atomic():
        draft = _locked(actor, number)
        if draft.revision != revision and draft.text != text:
            raise Refused(
                "draft_elsewhere",
                "另一个窗口改过这份草稿，这个窗口的文字没有存入。",
                "Another window changed this draft; the text of this window was not kept.",
                where=str(number),
                remedy_zh="请看差别，选用哪一份；另一份会留存备查。",
                remedy_en="Look at the differences and choose; the other text is put aside, not lost.",
            )
        keep_draft(draft, text, at)
    return draft


def choose_text(actor: Actor, number: int, text: str, at: datetime) -> PlanDraft:
    """Take this window's text for the draft; the text that it had is put aside."""
    with transaction.atomic():
        draft = _locked(actor, number)
        keep_draft(draft, text, at, put_aside=draft.text)
    return draft


def go_on_from(actor: Actor, number: int, plan: str, base: int, text: str, at: datetime) -> PlanDraft:
    """Let a draft go on from a newer version, with a merged text; the text before is put aside."""
    with transaction.atomic():
        draft = _locked(actor, number)
        keep_draft(draft, text, at, put_aside=draft.text)
        rebase_draft(draft, plan, base)
    return draft


def end_draft(actor: Actor, number: int) -> None:
    """Drop a draft. Errors: Refused by authority, Refused(no_draft)."""
    with transaction.atomic():
        drop_draft(_locked(actor, number))


def _locked(actor: Actor, number: int) -> PlanDraft:
    require(actor, "save_plan")
    draft = draft_of(actor.account, number, locked=True)
    if draft is None:
        raise no_draft(number)
    return draft
