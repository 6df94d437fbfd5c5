"""Fixtures of the ballot box: a browser, and the box's own server beside the product's."""

import os
import subprocess
import sys
import time

import pytest
from browsing import axe, browser, page, sign_in_as
from django.db import connections
from servers import answers, free_port

__all__ = ["axe", "box_server", "browser", "page", "sign_in_as"]


def box_url():
    """The box's database of the tests, as an installation would name it."""
    held = connections["box"].settings_dict
    if connections["box"].vendor == "sqlite":
        return f"sqlite:///{held['NAME']}"
    host = held["HOST"]
    return f"postgres://{held['USER']}:{held['PASSWORD']}@/{held['NAME']}?host={host}&port={held['PORT']}"


@pytest.fixture
def box_server(settings, tmp_path):
    """The box's own server, another process and another origin; its address."""
    port = free_port()
    environment = {
        **os.environ,
        "QUANHENG_HOME": str(tmp_path),
        "QUANHENG_BOX_DATABASE": box_url(),
        "QUANHENG_ALLOWED_HOSTS": "localhost,127.0.0.1,piao.example",
    }
    log = (tmp_path / "box.log").open("wb")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "quanheng.config.ballot_wsgi:application"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4", "--no-control-socket"),
        ],
        env=environment,
        stdout=log,
        stderr=log,
    )
    settings.BOX_ADDRESS = f"http://localhost:{port}"
    try:
        answers(f"http://127.0.0.1:{port}/", time.monotonic() + 60)
        yield settings.BOX_ADDRESS
    finally:
        server.terminate()
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:  # a machine under load: the next test must not wait for it
            server.kill()
        log.close()
