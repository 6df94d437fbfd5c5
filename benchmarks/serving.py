"""Serving (服务): a server under measurement, shaped as `quanheng serve` shapes it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quanheng.cli.serve import gunicorn

HERE = "127.0.0.1"


@dataclass
class Server:
    """One application behind gunicorn."""

    application: str
    environment: Mapping[str, str]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind((HERE, 0))
                self.port = int(probe.getsockname()[1])
        self.process = subprocess.Popen(
            [sys.executable, "-m", *gunicorn(self.application, HERE, self.port)],
            env=dict(self.environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while not self._listens():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the server does not answer")
            time.sleep(0.1)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((HERE, self.port)) == 0

    def stop(self) -> None:
        """Stop it in good order."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)

    def kill_a_worker(self) -> None:
        """kill -9 of one of its processes; another one is started."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        if children:
            os.kill(int(children[0]), signal.SIGKILL)
