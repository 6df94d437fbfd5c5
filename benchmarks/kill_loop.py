"""Kill loop (强杀循环): workers killed, the database stopped at once, all under load; no receipt lies.

    python benchmarks/kill_loop.py --rounds 20 [--ballots 60] [--database postgres|sqlite]

Each round casts ballots by eight clients while a worker is killed (kill -9) and, every other round on
PostgreSQL, the database is stopped at once (immediate). Then everything is sent again. A round fails when an
acknowledged ballot is not in the box, a receipt changes, or a ballot stands twice. Exit code 1 on failure.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from box_ground import Ground, Kept

from quanheng.core.ballots.encoding import to_bytes

CLIENTS = 8


def main(arguments: list[str] | None = None) -> int:
    """Run the rounds and say what became of the ballots."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        ground, stop_database = ground_on(options.database, folder)
        ground.prepare(options.rounds * options.ballots)
        ground.start()
        acknowledged: dict[str, Any] = {}
        unanswered = failures = 0
        for number in range(options.rounds):
            own = ground.ballots[number * options.ballots : (number + 1) * options.ballots]
            strike = stop_database if stop_database and number % 2 else ground.server.kill_a_worker
            said = _round(ground, own, strike)
            unanswered += sum(receipt is None for receipt in said.values())
            acknowledged |= {c: r for c, r in said.items() if r is not None}
            failures += not _holds(ground, own, said, acknowledged)
        ground.server.stop()
        print(f"rounds                 {options.rounds}, {options.database}")
        print(f"acknowledged at once   {len(acknowledged) - unanswered}")
        print(f"without an answer      {unanswered}, all in the box after the retry")
        print(f"rounds that failed     {failures}")
    return 1 if failures else 0


def _round(ground: Ground, ballots: list[dict[str, Any]], strike: Callable[[], None]) -> dict[str, Any]:
    """Cast a round's ballots while something is struck down; the receipt of each, None without an answer."""
    begun = threading.Semaphore(0)
    local = threading.local()

    def cast(ballot: dict[str, Any]) -> tuple[str, Any]:
        if not hasattr(local, "kept"):
            local.kept = Kept()
        begun.release()
        return credential(ballot), ground.cast(ballot, local.kept)

    with ThreadPoolExecutor(CLIENTS) as hands:
        answers = [hands.submit(cast, ballot) for ballot in ballots]
        for _ in range(random.randrange(len(ballots) // 2)):
            begun.acquire()
        strike()
        return dict(answer.result() for answer in answers)


def _holds(
    ground: Ground, ballots: list[dict[str, Any]], said: dict[str, Any], acknowledged: dict[str, Any]
) -> bool:
    """Whether every acknowledged ballot is in the box, and a retry of all gives the same receipts."""
    before = {c for c, receipt in said.items() if receipt is not None}
    for ballot in ballots:
        receipt, until = None, time.monotonic() + 60
        while receipt is None and time.monotonic() < until:
            receipt = ground.cast(ballot)
            if receipt is None:
                time.sleep(0.2)
        own = credential(ballot)
        if receipt is None or "code" not in receipt or (own in before and receipt != said[own]):
            print(f"lost or changed: {own[:16]} {receipt}", file=sys.stderr)
            return False
        acknowledged[own] = receipt
    return set(acknowledged) <= ground.held()


def credential(ballot: dict[str, Any]) -> str:
    """What a ballot may be cast with once."""
    return hashlib.sha256(to_bytes(ballot["public"])).hexdigest()


def ground_on(database: str, folder: Path) -> tuple[Ground, Callable[[], None] | None]:
    """The ground on a database of its own, and what stops that database at once, where it can be stopped."""
    if database == "sqlite":
        return Ground(folder, f"sqlite:///{folder / 'box.sqlite3'}"), None
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pgserver  # noqa: PLC0415  # a development package, and only for this database
    from pgserver._commands import pg_ctl  # noqa: PLC0415

    place = folder / "postgres"
    server = pgserver.get_server(place, cleanup_mode="delete")
    server.psql("CREATE DATABASE box;")

    def stop_at_once() -> None:
        # An immediate stop: no checkpoint, so that the next start has to recover from the log.
        pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=place, user=server.system_user, timeout=60)
        server.ensure_postgres_running()

    return Ground(folder, server.get_uri().replace("/postgres?", "/box?")), stop_at_once


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill workers and the database under load.")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--ballots", type=int, default=60, help="ballots a round")
    parser.add_argument("--database", choices=("postgres", "sqlite"), default="postgres")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
