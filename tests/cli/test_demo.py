"""`quanheng demo`: from nothing to a loaded demonstration with one link a role."""

import os
import re
import subprocess
import sys

from quanheng.actions.demo import ACCOUNTS
from quanheng.actions.demo_scenes import SCENES


def demo(home, *options):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("QUANHENG_", "DJANGO_"))}
    command = [sys.executable, "-c", "from quanheng.cli import main; main()", "demo", "--no-serve", *options]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment | {"QUANHENG_HOME": str(home)}, timeout=900
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_loads_once_and_prints_a_fresh_link_for_every_role(tmp_path):
    first = demo(tmp_path, "--port", "8123")
    links = re.findall(r"http://localhost:8123/sign-in/link#\S+", first)
    assert len(set(links)) == len(ACCOUNTS)
    told = [line.removeprefix("  · ") for line in first.splitlines() if line.startswith("  · ")]
    assert first.startswith("正在启动演示")
    assert {scene.title.zh for scene in SCENES} < set(told)
    assert (tmp_path / "quanheng.sqlite3").exists()
    again = demo(tmp_path, "--lang", "en")
    assert "  · " not in again
    assert "Using the data in" in again
    assert "Member of staff" in again
