"""Casting (投票吞吐): ballots and credentials a second over HTTP, durable, beside a server written by hand.

    python benchmarks/casting.py [--ballots 6000] [--clients 8 16] [--database postgres|sqlite]

Server, database and load share this machine. Each ballot is checked (P-256 signature, slip, form), committed
and only then acknowledged with a signed receipt; each credential is signed blindly for a voter who is signed
in. The load is one process that sends what was made beforehand. The peer is benchmarks/bare_box.py behind the
same gunicorn: signature, INSERT, answer. Helios is named for the distance between the two roads: 3.3 casts a
second over HTTP, as measured elsewhere on two cores.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
from box_ground import CODE, Ground
from issue_ground import IssueGround
from kill_loop import ground_on
from load import Load, load, post, processor_time
from serving import Server

from quanheng.core.ballots.encoding import canonical
from quanheng.issuing import blind_sign, new_key

HELIOS = 3.3
CASTS, SLOWEST, CREDENTIALS, EMBEDDED = 1000, 20.0, 700, 150
"""Targets on two cores: casts a second, their p99 (ms), credentials a second; casts on SQLite."""
WARM = 200
SIGNED = 300


def main(arguments: list[str] | None = None) -> None:
    """Measure once and print."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        ground, _ = ground_on(options.database, folder)
        rounds = len(options.clients)
        ground.prepare(options.ballots * rounds + WARM)
        requests = [post(f"/{CODE}/cast", canonical(b).encode()) for b in ground.ballots]
        database = _postmaster(folder) if options.database == "postgres" else None
        ground.start()
        load(ground.server.port, requests[:WARM], options.clients[0])
        for number, clients in enumerate(options.clients):
            own = requests[WARM + number * options.ballots :][: options.ballots]
            found, shares = _measured(ground.server, database, own, clients)
            _say_casts(options.database, clients, found, shares)
            if database:
                peer = _peer(ground, own, clients)
                share = found.rate() / peer.rate()
                print(f"  against the server by hand  {share:.2f} of its {peer.rate():,.0f} a second")
        in_box = len(ground.held())
        ground.server.stop()
        print(f"acknowledged and in the box  {in_box} of {len(requests)}")
        if database:
            _credentials(folder, ground.database, database, options.voters, options.clients[0])


def _measured(
    server: Server, database: int | None, requests: Sequence[bytes], clients: int
) -> tuple[Load, dict[str, float]]:
    """What became of the requests, and the processor time of each side. Units: microseconds a request."""
    assert server.process is not None
    sides = {"server": server.process.pid} | ({"database": database} if database else {})
    before = {side: processor_time(pid) for side, pid in sides.items()}
    found = load(server.port, requests, clients)
    used = {side: processor_time(pid) - before[side] for side, pid in sides.items()}
    used["load"] = found.processor
    return found, {side: seconds / len(requests) * 1e6 for side, seconds in used.items()}


def _say_casts(database: str, clients: int, found: Load, shares: dict[str, float]) -> None:
    accepted = sum(b'"code"' in answer for answer in found.answers)
    aim = f"{CASTS:,} and {SLOWEST:.0f} ms" if database == "postgres" else f"{EMBEDDED}"
    print(f"{database}, {clients} clients: {accepted} of {len(found.times)} accepted; target: {aim}")
    print(f"  casts a second              {found.rate():,.0f} ({found.rate() / HELIOS:,.0f} times Helios)")
    print(f"  median, p99                 {found.at(0.5):.1f} ms, {found.at(0.99):.1f} ms")
    _say_shares(shares)


def _say_shares(shares: dict[str, float]) -> None:
    told = ", ".join(f"{side} {used:,.0f}" for side, used in shares.items())
    most = 2e6 / sum(shares.values())
    print(f"  processor time, µs each     {told}; two cores with nothing else: {most:,.0f} a second")


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


def _credentials(folder: Path, box: str, database: int, voters: int, clients: int) -> None:
    with psycopg.connect(box, autocommit=True) as connection:
        connection.execute("CREATE DATABASE roll")
        connection.execute("CREATE DATABASE second_box")
    ground = IssueGround(folder, box.replace("/box?", "/roll?"), box.replace("/box?", "/second_box?"))
    ground.prepare(voters + WARM)
    ground.server.start()
    load(ground.server.port, ground.requests[:WARM], clients)
    found, shares = _measured(ground.server, database, ground.requests[WARM:], clients)
    ground.server.stop()
    signed = sum(b'"signed"' in answer for answer in found.answers)
    print(f"credentials, {clients} clients, {ground.styles} a voter; target: {CREDENTIALS}")
    print(f"  voters answered             {signed} of {voters}")
    print(f"  credentials a second        {found.rate() * ground.styles:,.0f}")
    print(f"  median, p99 of a voter      {found.at(0.5):.1f} ms, {found.at(0.99):.1f} ms")
    _say_shares({side: used / ground.styles for side, used in shares.items()})
    print(f"  noted on the roll           {ground.recorded()} of {(voters + WARM) * ground.styles}")
    print(f"  blind signing alone         {_signing():,.0f} a second, one process")


def _signing() -> float:
    private = new_key()
    blind_sign(private, b"\1" * 256)
    begun = time.perf_counter()
    for number in range(SIGNED):
        blind_sign(private, number.to_bytes(256))
    return SIGNED / (time.perf_counter() - begun)


def _postmaster(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure casting and issuing.")
    parser.add_argument("--ballots", type=int, default=6000, help="ballots for each number of clients")
    parser.add_argument("--clients", type=int, nargs="+", default=[8, 16])
    parser.add_argument("--voters", type=int, default=1000, help="voters who collect, on PostgreSQL")
    parser.add_argument("--database", choices=("postgres", "sqlite"), default="postgres")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
