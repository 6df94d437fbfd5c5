"""Drafts of plans (方案草稿) in the database: theirs who write them, kept at every pause of typing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quanheng.store import models


@dataclass(frozen=True, slots=True)
class DraftElsewhere:
    """That somebody else is writing on the same plan: who, from which version, since when it lies still."""

    owner: str
    base: int
    changed_at: datetime


def drafts_of(owner: str) -> list[models.PlanDraft]:
    """Somebody's drafts, the last touched first."""
    return list(models.PlanDraft.objects.filter(owner=owner))


def draft_of(owner: str, number: int, *, locked: bool = False) -> models.PlanDraft | None:
    """One draft, if it is theirs."""
    found = models.PlanDraft.objects.filter(pk=number, owner=owner)
    return (found.select_for_update() if locked else found).first()


def draft_on(owner: str, plan: str) -> models.PlanDraft | None:
    """The draft that somebody has of a plan."""
    return models.PlanDraft.objects.filter(owner=owner, plan=plan).first() if plan else None


def drafts_elsewhere(owner: str, plan: str) -> list[DraftElsewhere]:
    """Who else has a draft of the plan; what they write stays theirs."""
    found = models.PlanDraft.objects.filter(plan=plan).exclude(owner=owner) if plan else ()
    return [DraftElsewhere(d.owner, d.base, d.changed_at) for d in found]


def open_draft(owner: str, plan: str, base: int, origin: str, text: str, at: datetime) -> models.PlanDraft:
    """A new draft."""
    return models.PlanDraft.objects.create(
        owner=owner, plan=plan, base=base, origin=origin, text=text, started_at=at, changed_at=at
    )


def keep_draft(draft: models.PlanDraft, text: str, at: datetime, *, put_aside: str | None = None) -> None:
    """The draft with another text; a text that gives way may be put aside."""
    if text == draft.text and put_aside is None:
        return
    draft.text, draft.changed_at, draft.revision = text, at, draft.revision + 1
    if put_aside is not None:
        draft.put_aside = put_aside
    draft.save(update_fields=["text", "changed_at", "revision", "put_aside"])


def rebase_draft(draft: models.PlanDraft, plan: str, base: int) -> None:
    """The draft goes on from another version."""
    draft.plan, draft.base = plan, base
    draft.save(update_fields=["plan", "base"])


def drop_draft(draft: models.PlanDraft) -> None:
    """The draft is no more."""
    draft.delete()
