"""No acknowledged ballot is lost when workers are killed and the database is stopped at once: a short loop."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOOP = Path(__file__).resolve().parents[2] / "benchmarks" / "kill_loop.py"
DATABASE = os.environ.get("QUANHENG_TEST_DATABASE", "sqlite")
ROUNDS = 20


@pytest.mark.both_databases
def test_every_receipt_is_in_the_box_after_kills():
    done = subprocess.run(
        [sys.executable, LOOP, "--rounds", str(ROUNDS), "--ballots", "12", "--database", DATABASE],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "rounds that failed     0" in done.stdout) == (0, True), (
        done.stdout + done.stderr
    )
