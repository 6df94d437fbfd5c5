"""Save a view (保存视图): how somebody wants to see the roster, for themselves or colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from quanheng.core.authority import Actor, require
from quanheng.core.roster_query import RosterQuery, is_permitted, permitted, query_of
from quanheng.core.values import Refused
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.models import Account, SavedView

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A saved view as a list shows it."""

    id: int
    name: str
    owner: str
    is_own: bool
    is_shared: bool
    query: RosterQuery


def save_view(actor: Actor, name: str, query: RosterQuery, shared: bool, at: datetime) -> None:
    """Keep a view under a name; one of the same name by the same account is replaced.

    Errors: Refused by authority, for what the actor may not see, for a name that is empty or too long.
    """
    require(actor, "save_view")
    kept = permitted(actor, query)
    if not name or len(name) > LONGEST_NAME:
        raise Refused(
            "view_name",
            f"视图名称须为 1 至 {LONGEST_NAME} 个字。",
            f"The name of a view has 1 to {LONGEST_NAME} characters.",
            remedy_zh="请填写名称后再保存。",
            remedy_en="Give it a name and save again.",
        )
    with transaction.atomic():
        lock_book(HOUSE)
        SavedView.objects.update_or_create(
            account=Account.objects.get(username=actor.account),
            name=name,
            defaults={
                "query": urlencode([p for p in kept.pairs() if p[0] != "columns"]),
                "columns": ",".join(kept.columns),
                "is_shared": shared,
                "saved_at": at,
            },
        )
        _note(actor, at, name, {"saved": name, "shared": shared, "columns": list(kept.columns)})


def remove_view(actor: Actor, number: int, at: datetime) -> None:
    """Take a view of one's own away. Errors: Refused when there is no such view of the actor's."""
    require(actor, "save_view")
    with transaction.atomic():
        lock_book(HOUSE)
        view = SavedView.objects.filter(pk=number, account__username=actor.account).first()
        if view is None:
            raise Refused(
                "unknown_view",
                "没有这个视图，或者不是您保存的。",
                "There is no such view, or it is not yours.",
                remedy_zh="只能删除本人保存的视图。",
                remedy_en="You may remove views that you saved.",
            )
        _note(actor, at, view.name, {"removed": view.name})
        view.delete()


def views_for(actor: Actor) -> Sequence[ViewLine]:
    """One's own views and those that colleagues share, less those that tell what one does not see."""
    found = SavedView.objects.select_related("account")
    lines = (_line(actor, view) for view in found if view.is_shared or view.account.username == actor.account)
    return [line for line in lines if is_permitted(actor, line.query)]


def _line(actor: Actor, view: SavedView) -> ViewLine:
    pairs = [*parse_qsl(view.query), *(("columns", c) for c in view.columns.split(","))]
    is_own = view.account.username == actor.account
    return ViewLine(view.pk, view.name, str(view.account), is_own, view.is_shared, query_of(pairs))


def _note(actor: Actor, at: datetime, name: str, body: dict[str, object]) -> None:
    append(HOUSE, at=at, actor=actor.account, act="save_view", subject=f"view:{name}", body=body)
