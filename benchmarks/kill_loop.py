"""Kill loop (强杀循环): workers killed, the database stopped at once, all under load; no receipt lies.

    python benchmarks/kill_loop.py --rounds 20 [--ballots 60] [--minutes 45] [--database postgres|sqlite]

Each round casts ballots by eight clients while a worker is killed (kill -9) and, every other round on
PostgreSQL, the database is stopped at once (immediate). Then all are sent again, as a voter's page does that
has no answer. Three things are told apart: a ballot that was acknowledged and is not in the box (lost), a
receipt that changed or a ballot that was refused, and a ballot without an answer for a minute: that one is
sent again until the end, when the box must hold each ballot once. Exit code 1 if a ballot is lost, changed,
refused or never answered. With `--minutes` it stops early and says how many rounds were run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from box_ground import Ground, Kept

from quanheng.core.ballots.encoding import to_bytes

CLIENTS = 8
PATIENCE, LAST_PATIENCE = 60, 600
"""Units: seconds for which a ballot is sent again, in its round and at the end."""
PAUSE = 0.2
STARTS = 12
"""How often the database is waited for, ten seconds each."""
Ballot = dict[str, Any]


@dataclass
class Tally:
    """What became of the ballots so far. Shapes: credentials, with the receipt of each that has one."""

    receipts: dict[str, Any] = field(default_factory=dict)
    at_once: int = 0
    unanswered: int = 0
    waiting: list[Ballot] = field(default_factory=list)
    """Without an answer for as long as a round has patience."""
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Refused, or with a receipt that differs from an earlier one."""

    def take(self, ballot: Ballot, answer: Any) -> None:
        """Note an answer to a ballot; to send it again must give the same."""
        own = credential(ballot)
        if answer is not None and ("code" not in answer or self.receipts.setdefault(own, answer) != answer):
            self.wrong.append(own)
            print(f"wrong: {own[:16]} {answer}", file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """Run the rounds and say what became of the ballots."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        ground, stop_database = ground_on(options.database, folder)
        ground.prepare(options.rounds * options.ballots)
        ground.start()
        tally, rounds, until = Tally(), 0, time.monotonic() + options.minutes * 60
        while rounds < options.rounds and time.monotonic() < until:
            own = ground.ballots[rounds * options.ballots : (rounds + 1) * options.ballots]
            strike = stop_database if stop_database and rounds % 2 else ground.server.kill_a_worker
            _round(ground, own, strike, tally)
            rounds += 1
        late, tally.waiting = tally.waiting, []
        _send_again(ground, late, LAST_PATIENCE, tally)
        in_box = ground.held()
        ground.server.stop()
    return _said(options, rounds, tally, len(late), in_box)


def _said(options: argparse.Namespace, rounds: int, tally: Tally, late: int, in_box: Sequence[str]) -> int:
    """Print what was found; the exit code."""
    cast = rounds * options.ballots
    balances = len(in_box) == len(set(in_box)) == cast and set(in_box) == set(tally.receipts)
    again = "sent again until the end"
    print(f"rounds                 {rounds} of {options.rounds}, {options.database}")
    print(f"acknowledged at once   {tally.at_once} of {cast}, {options.ballots} a round")
    print(f"without an answer      {tally.unanswered} at first; {late} for {PATIENCE} s, {again}")
    print(f"never answered         {len(tally.waiting)}")
    print(f"acknowledged and lost  {len(tally.lost)}")
    print(f"refused or changed     {len(tally.wrong)}")
    print(f"in the box             {len(in_box)}, {'each once' if balances else 'WHICH DOES NOT BALANCE'}")
    holds = balances and not (tally.lost or tally.wrong or tally.waiting)
    print(f"rounds that failed     {0 if holds else 'some'}")
    return 0 if holds else 1


def _round(ground: Ground, ballots: list[Ballot], strike: Callable[[], None], tally: Tally) -> None:
    """Cast a round's ballots while something is struck down, look into the box, then send all again."""
    begun = threading.Semaphore(0)
    local = threading.local()

    def cast(ballot: Ballot) -> Any:
        if not hasattr(local, "kept"):
            local.kept = Kept()
        begun.release()
        return ground.cast(ballot, local.kept)

    with ThreadPoolExecutor(CLIENTS) as hands:
        answers = [hands.submit(cast, ballot) for ballot in ballots]
        for _ in range(random.randrange(len(ballots) // 2)):
            begun.acquire()
        strike()
    for ballot, answer in zip(ballots, answers, strict=True):
        tally.take(ballot, answer.result())
        tally.unanswered += answer.result() is None
    known = [own for own in map(credential, ballots) if own in tally.receipts]
    tally.at_once += len(known)
    tally.lost += set(known) - set(ground.held(known))
    _send_again(ground, ballots, PATIENCE, tally)


def _send_again(ground: Ground, ballots: Sequence[Ballot], patience: float, tally: Tally) -> None:
    """Send ballots until each is answered; those that are not in all that time go on waiting."""
    until, kept = time.monotonic() + patience, Kept()
    for ballot in ballots:
        answer = ground.cast(ballot, kept)
        while answer is None and time.monotonic() < until:
            time.sleep(PAUSE)
            answer = ground.cast(ballot, kept)
        tally.take(ballot, answer)
        if answer is None:
            tally.waiting.append(ballot)
    kept.drop()


def credential(ballot: Ballot) -> str:
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
        for _ in range(STARTS):
            # On a busy machine it recovers for longer than the package waits; the next call finds it started.
            with suppress(subprocess.TimeoutExpired):
                server.ensure_postgres_running()
                break

    return Ground(folder, server.get_uri().replace("/postgres?", "/box?")), stop_at_once


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill workers and the database under load.")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--ballots", type=int, default=60, help="ballots a round")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no round after so long")
    parser.add_argument("--database", choices=("postgres", "sqlite"), default="postgres")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
