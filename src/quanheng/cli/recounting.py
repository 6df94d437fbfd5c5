"""Recounting on all cores (并行验票): lines of ballots are checked by several processes, a few at a time."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from multiprocessing import Pool
from threading import Event, Semaphore

from quanheng.core.ballots.checking import LineCheck, LineChecker, in_turn
from quanheng.core.ballots.election import Election
from quanheng.core.ballots.recount import Checker

_AHEAD = 3
_checkers: list[LineChecker] = []
"""The checker of this process, made once: an election may commit a million slips."""


def cores() -> int:
    """How many processes this machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def checker_on(workers: int) -> Checker:
    """The checker that spreads lines over so many processes; results come in the order of the lines."""
    return in_turn if workers < 2 else lambda election, lines: _spread(election, lines, workers)


def _spread(election: Election, lines: Iterable[str], workers: int) -> Iterator[LineCheck]:
    room, stopped = Semaphore(workers * _AHEAD), Event()

    def paced() -> Iterator[str]:
        for line in lines:
            room.acquire()  # a pool reads ahead without end, and a board may be larger than memory
            if stopped.is_set():
                return
            yield line

    with Pool(workers, _begin, (election,)) as pool:
        try:
            for check in pool.imap(_check, paced()):
                room.release()
                yield check
        finally:
            stopped.set()
            room.release()  # who waits for room is let go, or the pool could not end


def _begin(election: Election) -> None:
    _checkers[:] = [LineChecker.of(election)]
    gc.disable()  # nothing that is made of a ballot points back to it


def _check(line: str) -> LineCheck:
    return _checkers[0].check(line)
