"""Collecting (领票吞吐): credentials a second over HTTP, noted on the roll, beside an issuer written by hand.

    python benchmarks/collecting.py [--voters 1000] [--credentials 1 20] [--clients 8]

Server, database and load share this machine; settings are those of production. A voter who is signed in asks
in one request for all credentials of the sheet, one for each person rated; each is signed blindly and given
out once the note is committed. Both forms are told: one credential a request, and twenty. The load is one
process that sends what was made beforehand. The peer is benchmarks/bare_issuer.py behind the same gunicorn:
one look-up, the same signature, one INSERT. Helios issues nothing, for its server knows whose each ballot is;
the figure beside ours is its ballots: it checks 3.3 a second over HTTP on two cores, as measured elsewhere.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

import psycopg
from casting import HELIOS, WARM, postmaster
from issue_ground import IssueGround
from kill_loop import ground_on
from load import load, measured, say_shares
from serving import Server

from quanheng.issuing import blind_sign, new_key

CREDENTIALS = 700
"""The target on two cores: credentials a second."""
SIGNED = 300


def main(arguments: list[str] | None = None) -> None:
    """Measure each form once and print."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        ground, _ = ground_on("postgres", folder)
        for styles in options.credentials:
            _measure(folder, ground.database, styles, options.voters, options.clients)
        print(f"blind signing alone           {_signing():,.0f} a second of processor time, one core")


def _measure(folder: Path, database: str, styles: int, voters: int, clients: int) -> None:
    names = f"roll_{styles}", f"box_{styles}"
    with psycopg.connect(database, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # a name of ours
    roll, box = (database.replace("/box?", f"/{name}?") for name in names)
    ground = IssueGround(folder, roll, box, styles)
    ground.prepare(voters + WARM)
    ground.server.start()
    load(ground.server.port, ground.requests[:WARM], clients)
    own = ground.requests[WARM:]
    assert ground.server.process is not None
    sides = {"server": ground.server.process.pid, "database": postmaster(folder)}
    found, used = measured(ground.server.port, sides, own, clients)
    ground.server.stop()
    rate, noted = found.rate() * styles, ground.recorded()
    answered = sum(b'"signed"' in answer for answer in found.answers)
    print(f"{styles} in a request, {clients} clients; target: {CREDENTIALS} credentials a second")
    print(f"  voters answered             {answered} of {voters}")
    print(f"  credentials a second        {rate:,.0f} ({rate / HELIOS:,.0f} times the ballots of Helios)")
    print(f"  median, p99 of a voter      {found.at(0.5):.1f} ms, {found.at(0.99):.1f} ms")
    say_shares(used, voters * styles)
    print(f"  noted on the roll           {noted} of {(voters + WARM) * styles}")
    _say_peer(ground, rate, clients)


def _say_peer(ground: IssueGround, rate: float, clients: int) -> None:
    """The same requests to the issuer written by hand, on the same database."""
    with psycopg.connect(ground.database, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare_voter (cookie text PRIMARY KEY, voter integer)")
        voters = "SELECT session_key, row_number() OVER () FROM django_session"
        connection.execute(f"INSERT INTO bare_voter {voters}")
        columns = "voter integer, style text, blinded text, PRIMARY KEY (voter, style)"
        connection.execute(f"CREATE TABLE bare_issue ({columns})")
    own = {"BARE_DATABASE": ground.database, "BARE_KEY": new_key().hex()}
    here = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    server = Server("bare_issuer:application", {**os.environ, **own, "PYTHONPATH": here})
    server.start()
    load(server.port, ground.requests[:WARM], clients)
    assert server.process is not None
    found, used = measured(server.port, {"server": server.process.pid}, ground.requests[WARM:], clients)
    server.stop()
    peer = found.rate() * ground.styles
    print(f"  against the issuer by hand  {rate / peer:.2f} of its {peer:,.0f} a second")
    say_shares(used, (len(ground.requests) - WARM) * ground.styles)


def _signing() -> float:
    private = new_key()
    blind_sign(private, b"\1" * 256)
    begun = time.process_time()
    for number in range(SIGNED):
        blind_sign(private, number.to_bytes(256))
    return SIGNED / (time.process_time() - begun)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure collecting.")
    parser.add_argument("--voters", type=int, default=1000)
    parser.add_argument("--credentials", type=int, nargs="+", default=[1, 20], help="how many a request")
    parser.add_argument("--clients", type=int, default=8)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
