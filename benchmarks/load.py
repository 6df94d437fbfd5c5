"""Load (负载): requests made beforehand, sent over kept connections by a process of its own, and timed there.

As many requests are under way as there are clients; each client sends its next one when it has its answer.
"""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What became of the requests. Units: seconds; `processor` is that of the sending process alone."""

    seconds: float
    processor: float
    times: Sequence[float]
    answers: Sequence[bytes]

    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    def at(self, share: float) -> float:
        """The time within which this share of the requests was answered. Units: milliseconds."""
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))] * 1000


def post(path: str, content: bytes, headers: str = "") -> bytes:
    """One request as it goes over the wire."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


def load(port: int, requests: Sequence[bytes], clients: int) -> Load:
    """Send all requests once; the answers in the order in which they were given."""
    near, far = get_context("fork").Pipe(duplex=False)
    child = get_context("fork").Process(target=_send, args=(port, requests, clients, far))
    child.start()
    far.close()  # so that a child that fails ends the wait below
    found: Load = near.recv()
    child.join()
    return found


def _send(port: int, requests: Sequence[bytes], clients: int, told: Any) -> None:
    ready, times = selectors.DefaultSelector(), []
    answers: list[bytes] = []
    waiting = iter(requests)
    began_processor, began = time.process_time(), time.perf_counter()
    open_ones = 0
    for _ in range(clients):
        link = socket.create_connection(("127.0.0.1", port))
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asked = next(waiting, None)
        if asked is None:
            break
        link.sendall(asked)
        ready.register(link, selectors.EVENT_READ, [time.perf_counter(), b""])
        open_ones += 1
    while open_ones:
        for key, _ in ready.select():
            link, state = key.fileobj, key.data
            state[1] += link.recv(65536)  # type: ignore[union-attr]  # a socket was registered
            if not _is_whole(state[1]):
                continue
            now = time.perf_counter()
            times.append(now - state[0])
            answers.append(state[1])
            asked = next(waiting, None)
            if asked is None:
                ready.unregister(link)
                open_ones -= 1
                continue
            state[0], state[1] = now, b""
            link.sendall(asked)  # type: ignore[union-attr]
    seconds = time.perf_counter() - began
    told.send(Load(seconds, time.process_time() - began_processor, times, answers))


def _is_whole(answer: bytes) -> bool:
    if not answer:
        raise RuntimeError("the server hung up")
    head, parted, content = answer.partition(b"\r\n\r\n")
    if not parted:
        return False
    _, has_length, length = head.lower().partition(b"content-length:")
    if not has_length:
        return content.endswith(b"0\r\n\r\n")  # sent in chunks
    return len(content) >= int(length.split(b"\r\n", 1)[0])


def measured(
    port: int, sides: Mapping[str, int], requests: Sequence[bytes], clients: int
) -> tuple[Load, dict[str, float]]:
    """What became of the requests, and the processor time of each side and of the load itself.

    Shapes: sides are named with the process they descend from. Units: seconds.
    """
    before = {side: processor_time(pid) for side, pid in sides.items()}
    found = load(port, requests, clients)
    used = {side: processor_time(pid) - before[side] for side, pid in sides.items()}
    return found, used | {"load": found.processor}


def say_shares(used: Mapping[str, float], number: int) -> None:
    """Print how many microseconds each side used for each of a number of things."""
    told = ", ".join(f"{side} {seconds / number * 1e6:,.0f}" for side, seconds in used.items())
    most = 2 * number / sum(used.values())
    print(f"  processor time, µs each     {told}; two cores with nothing else: {most:,.0f} a second")


def processor_time(root: int) -> float:
    """What a process and all that descend from it have used. Units: seconds of processor time."""
    stat = Path(f"/proc/{root}/stat").read_text().rpartition(")")[2].split()
    own = sum(int(ticks) for ticks in stat[11:15])
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    return own / _TICK + sum(processor_time(int(child)) for child in children)
