"""Limit on objections (防重复提交): a few from one place in ten minutes; nothing kept names the place."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable

from quanheng.core.values import Refused


class Recent:
    """How often each place has sent something lately.

    Shapes: a place is kept as a keyed hash in this process's memory; the key is drawn at its start, so that
    nobody can work the address out afterwards.
    """

    def __init__(self, most: int, within: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.within = within
        self.clock = clock
        self.key = secrets.token_bytes(32)
        self.sent: dict[bytes, deque[float]] = {}
        self.lock = threading.Lock()

    def note(self, address: str) -> None:
        """Take note of one more; Errors: Refused when there were too many."""
        place = hashlib.blake2b(address.encode(), key=self.key, digest_size=16).digest()
        with self.lock:
            self._forget()
            times = self.sent.setdefault(place, deque())
            if len(times) >= self.most:
                raise Refused(
                    "too_often",
                    "短时间内从同一网络提交的次数过多。",
                    "Too many were sent from the same network in a short time.",
                    remedy_zh="您的内容没有提交。请过十分钟再试，或者当面、来信反映。",
                    remedy_en="Nothing was sent. Try again in ten minutes, or come or write.",
                )
            times.append(self.clock())

    def _forget(self) -> None:
        since = self.clock() - self.within
        for place, times in list(self.sent.items()):
            while times and times[0] < since:
                times.popleft()
            if not times:
                del self.sent[place]


RECENT = Recent(most=10, within=600)
"""Units: seconds. Ten, because a whole office may share one address."""
