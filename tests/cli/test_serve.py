"""`quanheng serve`: the database is brought up to date, and pages come."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path

from command_line import COMMAND, call
from servers import answers, free_port


def test_it_brings_the_database_up_to_date_and_serves(tmp_path: Path):
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QUANHENG_", "DJANGO_"))}
    server = subprocess.Popen(
        [COMMAND, "serve", "--port", str(port), "--lang", "en"],
        env={**kept, "QUANHENG_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert answers(f"http://127.0.0.1:{port}/") == 200
    finally:
        server.send_signal(signal.SIGTERM)
        out, _ = server.communicate()
    assert "The database was brought up to date: " in out and "store.0001_initial" in out
    assert f"Address http://localhost:{port}/" in out


def test_a_port_that_is_taken_is_said_in_words(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in ("serve", "demo"):
            done = call(command, "--port", port, QUANHENG_HOME=str(tmp_path))
            assert (done.code, f"不能在 127.0.0.1:{port} 启动" in done.err) == (1, True)
            english = call(command, "--port", port, "--lang", "en", QUANHENG_HOME=str(tmp_path))
            assert f"Cannot listen on 127.0.0.1:{port}" in english.err
