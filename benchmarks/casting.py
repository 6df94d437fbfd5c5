"""Casting (投票吞吐): ballots a second over HTTP, durable, beside a server written by hand.

    python benchmarks/casting.py [--ballots 6000] [--clients 8 16] [--database postgres|sqlite]

Server, database and load share this machine. Each ballot is checked (P-256 signature, slip, form), committed
and only then acknowledged with a signed receipt. The load is one process that sends what was made beforehand.
The peer is benchmarks/bare_box.py behind the same gunicorn: signature, INSERT, answer. Helios is named for
the distance between the two roads: 3.3 casts a second over HTTP, as measured elsewhere on two cores.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg
from box_ground import CODE, Ground
from kill_loop import ground_on
from load import Load, load, measured, post, say_shares
from serving import Server

from quanheng.core.ballots.encoding import canonical

HELIOS = 3.3
CASTS, SLOWEST, EMBEDDED = 1000, 20.0, 150
"""Targets on two cores: casts a second, their p99 (ms); casts a second on SQLite."""
WARM = 200


def main(arguments: list[str] | None = None) -> None:
    """Measure once and print."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        ground, _ = ground_on(options.database, folder)
        rounds = len(options.clients)
        ground.prepare(options.ballots * rounds + WARM)
        requests = [post(f"/{CODE}/cast", canonical(b).encode()) for b in ground.ballots]
        database = postmaster(folder) if options.database == "postgres" else None
        ground.start()
        load(ground.server.port, requests[:WARM], options.clients[0])
        for number, clients in enumerate(options.clients):
            own = requests[WARM + number * options.ballots :][: options.ballots]
            assert ground.server.process is not None
            sides = {"server": ground.server.process.pid} | ({"database": database} if database else {})
            found, used = measured(ground.server.port, sides, own, clients)
            _say_casts(options.database, clients, found)
            say_shares(used, len(own))
            if database:
                peer = _peer(ground, own, clients)
                share = found.rate() / peer.rate()
                print(f"  against the server by hand  {share:.2f} of its {peer.rate():,.0f} a second")
        in_box = len(ground.held())
        ground.server.stop()
        print(f"acknowledged and in the box  {in_box} of {len(requests)}")


def _say_casts(database: str, clients: int, found: Load) -> None:
    accepted = sum(b'"code"' in answer for answer in found.answers)
    aim = f"{CASTS:,} and {SLOWEST:.0f} ms" if database == "postgres" else f"{EMBEDDED}"
    print(f"{database}, {clients} clients: {accepted} of {len(found.times)} accepted; target: {aim}")
    print(f"  casts a second              {found.rate():,.0f} ({found.rate() / HELIOS:,.0f} times Helios)")
    print(f"  median, p99                 {found.at(0.5):.1f} ms, {found.at(0.99):.1f} ms")


def _peer(ground: Ground, requests: Sequence[bytes], clients: int) -> Load:
    """The same ballots to the server written by hand, on the same database."""
    with psycopg.connect(ground.database, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bare_ballot")
        columns = "credential text PRIMARY KEY, body text, body_hash text"
        connection.execute(f"CREATE TABLE bare_ballot ({columns})")
    own = {"BARE_DATABASE": ground.database, "BARE_LENGTH": str(ground.length)}
    here = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    server = Server("bare_box:application", {**os.environ, **own, "PYTHONPATH": here})
    server.start()
    found = load(server.port, requests, clients)
    server.stop()
    return found


def postmaster(folder: Path) -> int:
    """The process from which all of the database descend."""
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure casting.")
    parser.add_argument("--ballots", type=int, default=6000, help="ballots for each number of clients")
    parser.add_argument("--clients", type=int, nargs="+", default=[8, 16])
    parser.add_argument("--database", choices=("postgres", "sqlite"), default="postgres")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
