"""Record a duty after appointment (登记任后监督事项): a talk, a review, a move; with its file and entry."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from quanheng.actions.find_duties import duties_on
from quanheng.core.authority import Actor, require
from quanheng.core.duties import KINDS, Duty, refuse_record
from quanheng.core.person_documents import media_type_of
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.duties import save_record

LONGEST_TEXT = 5000
File = tuple[str, bytes]
"""The name of a file and its bytes."""


def record_duty(
    actor: Actor, key: str, done_on: date, result: str, text: str, file: File | None, at: datetime
) -> Duty:
    """Keep that a duty was done.

    Shapes: `file` is a name and the bytes of a PDF, JPEG or PNG.
    Errors: Refused by authority, for a duty of another role, about oneself, done already, dated wrongly.
    """
    require(actor, "record_duty")
    with transaction.atomic():
        lock_book(HOUSE)
        duty = duty_of(key, at)
        _refuse(actor, duty)
        refuse_record(duty, done_on, result, text, at.date())
        kept = (file[0][:200], media_type_of("other", file[1]), file[1]) if file else None
        digest = save_record(duty, done_on, result, text.strip()[:LONGEST_TEXT], kept, actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="record_duty",
            subject=duty.person,
            body={
                "duty": duty.key,
                "kind": duty.kind,
                "person": duty.person,
                "post": duty.post,
                "run": duty.run,
                "due_on": duty.due_on,
                "done_on": done_on,
                "result": result,
                "file": digest,
            },
        )
    return duty


def may_record(actor: Actor, duty: Duty) -> bool:
    """Whether the duty is the actor's to record: their role's, open, and not about themselves."""
    return (
        KINDS[duty.kind].role in actor.roles and duty.done_on is None and duty.person != (actor.person or "")
    )


def duty_of(key: str, at: datetime) -> Duty:
    """The duty of that key. Errors: Refused(no_duty)."""
    found = next((d for d in duties_on(at.date()) if d.key == key), None)
    if found is None:
        raise _refused("no_duty", key, "没有这一项。", "There is no such duty.")
    return found


def _refuse(actor: Actor, duty: Duty) -> None:
    if duty.done_on is not None:
        raise _refused("done_already", duty.key, f"已于 {duty.done_on} 登记。", "It is recorded already.")
    if duty.person == (actor.person or ""):
        raise _refused("own_duty", duty.person, "不能登记本人的事项。", "Nobody records their own.")
    if KINDS[duty.kind].role not in actor.roles:
        raise _refused("not_allowed", duty.kind, "这一项不由您的角色登记。", "Another role records this.")


def _refused(code: str, where: str, zh: str, en: str) -> Refused:
    return Refused(
        code, zh, en, where, "请回到任后监督的列表。", "Go back to the list of duties after appointment."
    )
