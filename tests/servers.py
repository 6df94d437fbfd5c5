"""Servers for tests: a free port, and waiting until somebody answers."""

import socket
import time
import urllib.error
import urllib.request


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address, until):
    """Waits until a server answers."""
    while True:
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            assert time.monotonic() < until, "nobody answers"
            time.sleep(0.2)
