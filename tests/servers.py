"""Servers for tests: a free port, and waiting until somebody answers."""

import socket
import time
import urllib.error
import urllib.request

PATIENCE = 600
"""Units: seconds. A server that has not answered by then will not, on however busy a machine."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
