"""Explain, close or reopen an alert (说明、核销、重开预警), and set what counts as sudden, many and near."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from quanheng.actions.find_alerts import alerts_on
from quanheng.core.alerts.settings import AlertSettings
from quanheng.core.alerts.terms import STATES, Alert, State, may_read
from quanheng.core.authority import Actor, require
from quanheng.core.values import Refused
from quanheng.store.alerts import notes_of, save_note, save_settings, state_of
from quanheng.store.books import HOUSE, append, lock_book

ACT_OF: Mapping[State, str] = {
    "explained": "explain_alert",
    "closed": "close_alert",
    "open": "close_alert",
}
"""The act that brings an alert to a state; whoever closes may also open it again."""
LONGEST_REASON = 2000


def note_alert(actor: Actor, key: str, state: State, reason: str, at: datetime) -> Alert:
    """Bring an alert to a state, with the reason; the alert as it stood.

    Shapes: a note counts while the facts that the alert rests on stay as they are.
    Errors: Refused by authority, for an alert there is not today or that names the actor, without a reason,
    for the state it has.
    """
    act = ACT_OF[state]
    require(actor, act)
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise _refused(
            "reason_missing", key, f"须写明理由，不超过 {LONGEST_REASON} 字。", "A reason is needed."
        )
    with transaction.atomic():
        lock_book(HOUSE)
        found = alert_of(actor, key, at)
        _refuse_own_or_same(actor, found, state)
        save_note(found, state, said, actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act=act,
            subject=f"alert.{key}",
            body={
                "alert": key,
                "kind": found.kind,
                "mark": found.mark,
                "state": state,
                "run": found.run,
                "rules": list(found.rules),
            },
        )
    return found


def _refuse_own_or_same(actor: Actor, found: Alert, state: State) -> None:
    if actor.person and actor.person in found.people():
        raise _refused(
            "own_alert", found.key, "这条预警涉及您本人，请由他人办理（回避）。", "It names you: recusal."
        )
    if state_of(found, notes_of([found.key]).get(found.key, ())) == state:
        what = STATES[state]
        raise _refused("same_state", found.key, f"这条预警已是“{what.zh}”。", f"It is '{what.en}' already.")


def alert_of(actor: Actor, key: str, at: datetime) -> Alert:
    """The alert of that key today, for somebody who may read it.

    Errors: Refused(no_alert) alike for one that does not stand and one that the reader may not read.
    """
    found = next((a for a in alerts_on(at.date()) if a.key == key), None)
    if found is None or not may_read(found, actor):
        raise _refused(
            "no_alert", key, "现在没有这条预警：所据的事实已经变动。", "There is no such alert now."
        )
    return found


def set_alert_settings(actor: Actor, settings: AlertSettings, at: datetime) -> None:
    """Set windows and counts from now on.

    Errors: Refused by authority, or without the source that the numbers rest on.
    """
    require(actor, "set_alert_settings")
    if not (settings.source.strip() and settings.report_source.strip()):
        raise _refused("source_missing", "source", "须写明依据。", "Say what the numbers rest on.")
    with transaction.atomic():
        lock_book(HOUSE)
        save_settings(settings, actor.account, at)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="set_alert_settings",
            subject="alerts",
            body=settings.model_dump(mode="json"),
        )


def _refused(code: str, where: str, zh: str, en: str) -> Refused:
    return Refused(
        code, zh, en, where, "请回到监督台重新打开这条预警。", "Open it again from the supervision desk."
    )
