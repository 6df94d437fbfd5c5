"""Time the roster's list at a million people (名册列表计时), beside the same list in a plain Django admin.

    python benchmarks/roster_page.py [--people 1000000] [--rounds 5] [--data DIRECTORY]

fills a PostgreSQL of its own (once, where --data keeps it), asks both lists for the first page, searches,
filters and the next page through Django's test client, and prints queries, p50, p95 and how many times slower
the admin is. Exits 1 when a page takes more than ten queries or its p95 is over 150 ms.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pgserver

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Start the server and measure in a process of its own, which finds the server in its environment."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--data", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = given.data or Path(temporary)
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(data))
        server = pgserver.get_server(data / "postgres", cleanup_mode="stop")
        command = [sys.executable, HERE / "measure_roster.py", str(given.people), str(given.rounds)]
        environment = {
            "QUANHENG_DATABASE": server.get_uri(),
            "QUANHENG_HOME": str(data),
            "QUANHENG_ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "plain_admin_settings",
        }
        sys.exit(subprocess.run(command, env={**os.environ, **environment}, check=False).returncode)


if __name__ == "__main__":
    main()
