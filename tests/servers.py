"""Servers for tests: a free port, and waiting until somebody answers."""

import os
import socket
import time
import urllib.error
import urllib.request
from itertools import count

PATIENCE = 600
"""Units: seconds. A server that has not answered by then will not, on however busy a machine."""


_PORTS = count(20_000 + os.getpid() % 600 * 20, 2)
"""Below those that the system lends to whoever connects, and apart for each process of the tests; every other
one, for `serve` takes the next as well."""


def free_port() -> int:
    """A port that nobody listens on, and that nobody is given until a server has had time to take it."""
    while True:
        port = next(_PORTS)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def answers(address: str) -> int:
    """The status of a page, once the server answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            assert time.monotonic() < until, "nobody answers"
            time.sleep(0.1)
