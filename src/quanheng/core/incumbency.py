"""Incumbency (现任职务): which leading posts a person holds on a day, as the plan names them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from quanheng.core.people import Person, Tenure


def posts_held(person: Person, on: date) -> tuple[Tenure, ...]:
    """The leading posts that the person holds on that day."""
    return tuple(
        t
        for t in person.tenures
        if t.kind == "post" and t.leading and t.since <= on and (t.until is None or t.until > on)
    )


def posts_held_of(person: Person, names: Iterable[str], on: date) -> tuple[Tenure, ...]:
    """Those of the leading posts held that one of the names covers.

    Shapes: a name is a level (中层正职), the beginning of one (中层), a post's title, or a post's id.
    """
    wanted = tuple(names)
    return tuple(
        t
        for t in posts_held(person, on)
        if any(n in (t.name, t.post) or (t.level and t.level.startswith(n)) for n in wanted)
    )
