"""Worked out once (暂存结果): what a whole archive yields is kept in this process until something is written.

Every act appends to the trace, so the entry written last names the state of archive and runs. Two acts that
commit in the other order than they began may leave an older result standing until the next act.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Generic, TypeVar

from quanheng.store.books import last_written

V = TypeVar("V")
_Key = tuple[date, tuple[int, str] | None]
_all: list[WorkedOut[object]] = []


class WorkedOut(Generic[V]):
    """The last result of a function of the day, with what it was worked out from."""

    def __init__(self, work_out: Callable[[date], V]) -> None:
        self._work_out = work_out
        self._kept: tuple[_Key, V] | None = None
        self._lock = Lock()
        _all.append(self)  # type: ignore[arg-type]

    def on(self, day: date) -> V:
        """The result for a day: the one kept while nothing was written since, else a new one."""
        key = (day, last_written())
        with self._lock:
            kept = self._kept
        if kept is not None and kept[0] == key:
            return kept[1]
        found = self._work_out(day)
        with self._lock:
            self._kept = (key, found)
        return found

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept = None


def forget_worked_out() -> None:
    """Forget everything: for whoever changed rows without an act."""
    for each in _all:
        each.forget()
