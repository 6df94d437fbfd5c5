"""Fixtures of the ballot box: a browser, and the box's own server beside the product's."""

import os
import subprocess
import sys

import psutil
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


@pytest.fixture(scope="session")
def box_log(tmp_path_factory):
    """Where the box's own server writes its log, if it writes any."""
    return tmp_path_factory.mktemp("box") / "box.log"


@pytest.fixture(scope="session")
def box_master(django_db_setup, box_log):
    """The box's own server with everything loaded; a worker that answers is forked from it at once."""
    port = free_port()
    environment = {
        **os.environ,
        "QUANHENG_HOME": str(box_log.parent),
        "QUANHENG_BOX_DATABASE": box_url(),
        "QUANHENG_ALLOWED_HOSTS": "localhost,127.0.0.1,piao.example",
    }
    with box_log.open("ab") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "quanheng.config.ballot_wsgi:application", "--preload"),
                *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4", "--no-control-socket"),
            ],
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        answers(f"http://127.0.0.1:{port}/")
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def box_server(settings, box_master, box_log):
    """The box's own server, another process and another origin, which has answered nobody yet; its address."""
    master, port = box_master
    os.truncate(box_log, 0)
    answers(f"http://127.0.0.1:{port}/")
    settings.BOX_ADDRESS = f"http://localhost:{port}"
    yield settings.BOX_ADDRESS
    for worker in psutil.Process(master).children():
        worker.kill()
        worker.wait()
