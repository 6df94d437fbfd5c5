"""Together (合办): errands that come while one is being run are run as one, by whichever thread is free.

The thread that comes first runs its own at once; those that come meanwhile wait, and the first of them then
runs all that wait. So nothing waits for company, and the more come the more are run in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


@dataclass(eq=False)
class _Errand(Generic[Given, Found]):
    given: Given
    called: Event = field(default_factory=Event)
    """Set when the errand has been run, or when its thread is to run all that wait."""
    is_run: bool = False
    found: Found | None = None
    failed: BaseException | None = None


class Together(Generic[Given, Found]):
    """Runs errands together. Shapes: `run` answers each of its errands, in their order, or fails for all."""

    def __init__(self, run: Callable[[Sequence[Given]], Sequence[Found]]) -> None:
        self._run = run
        self._door = Lock()
        self._waiting: list[_Errand[Given, Found]] = []
        self._is_running = False

    def do(self, given: Given) -> Found:
        """Have one errand run; what was found. Errors: whatever running it raised."""
        own: _Errand[Given, Found] = _Errand(given)
        with self._door:
            self._waiting.append(own)
            is_first = not self._is_running
            self._is_running = True
        if not is_first:
            own.called.wait()
        if not own.is_run:
            self._run_waiting()
        if own.failed is not None:
            raise own.failed
        return own.found  # type: ignore[return-value]  # it was run and has not failed

    def _run_waiting(self) -> None:
        with self._door:
            taken, self._waiting = self._waiting, []
        try:
            for errand, found in zip(taken, self._run([e.given for e in taken]), strict=True):
                errand.found = found
        except BaseException as error:  # handed to every thread that waits, ours among them
            for errand in taken:
                errand.failed = error
        with self._door:
            following = self._waiting[0] if self._waiting else None
            self._is_running = following is not None
        for errand in taken:
            errand.is_run = True
            errand.called.set()
        if following is not None:
            following.called.set()
