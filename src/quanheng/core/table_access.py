"""Access to input tables (录入表权限): who opens a table, who writes in it, and whose rows they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quanheng.core.authority import ABOUT_OTHERS, ON_BEHALF, OWN_FIELD, Actor, may

READ_BY: Mapping[str, str] = {
    "object": "settle_objection",
    "settle_objection": "settle_objection",
    "keep_questions": "keep_questions",
}
"""Tables, by the act that writes them, whose rows only those who may do another act read."""
WRITE_BY: Mapping[str, str] = {"object": "settle_objection"}
"""Acts that have a public page: in the tables of a run only those who may do another act enter them."""


@dataclass(frozen=True, slots=True)
class TableAccess:
    """How far somebody's part in a table goes.

    Shapes: `opens` when the page opens at all, `writes` when rows may enter, `own_only` when of the rows only
    those about the reader are read, `shows_rows` when any row may be read.
    """

    opens: bool
    writes: bool
    writes_own: bool
    own_only: bool
    shows_rows: bool


def table_access(
    actor: Actor,
    act: str,
    *,
    secret: bool,
    is_closed: bool,
    is_counted: bool = False,
    stands: bool = False,
) -> TableAccess:
    """How far the actor's part goes in a table that an act writes.

    Shapes: `secret` tables bear no author; `is_counted` when the rows came out of a ballot box; whoever
    `stands` in the run acts and reads in their own affair alone.
    """
    sees_run = may(actor, "view_run")
    writes_all = act not in OWN_FIELD and may(actor, WRITE_BY.get(act, act))
    on_behalf = act in ON_BEHALF and may(actor, ON_BEHALF[act])
    # Who judges others by the plan's seat has a screen of their own: no list of candidates opens here for it.
    writes_own = act in OWN_FIELD and act not in ABOUT_OTHERS and may(actor, act)
    writes = writes_own if stands else (writes_all and sees_run) or on_behalf or writes_own
    # Nobody reads what judges and members gave, except who enters it from paper, before the stage is closed.
    is_own_yet = act in OWN_FIELD and not on_behalf and not is_closed
    guard = READ_BY.get(act)
    is_guarded = guard is not None and not may(actor, guard)
    # Paper is read by who keys it in while the stage is open; ballots by nobody.
    is_open_paper = writes and not is_closed and not is_counted
    return TableAccess(
        opens=writes_own or (sees_run and not stands),
        writes=writes,
        writes_own=writes_own,
        own_only=is_own_yet or not sees_run or stands,
        shows_rows=not is_guarded and (not secret or is_open_paper),
    )
