"""Casting (投票吞吐): ballots and credentials a second, beside what Helios takes for one ballot.

    python benchmarks/casting.py [--ballots 2000] [--clients 8] [--database postgres|sqlite]

Each ballot is checked (P-256 signature, membership of its slip, form), kept durably and acknowledged with a
signed receipt, over HTTP through gunicorn with 2 workers of 4 threads. The peer is Helios as measured on a
machine of two cores: 3.3 casts a second over HTTP with verification, 5 questions of 4 answers. Its code is
not run here; the ratio says how far apart the two roads are, not how two machines compare.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from box_ground import Kept
from kill_loop import ground_on

from quanheng.issuing import blind_sign, new_key

HELIOS = 3.3
"""Units: casts a second, HTTP, verified before the answer."""
CREDENTIALS = 300


def main(arguments: list[str] | None = None) -> None:
    """Measure once and print."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as held:
        ground, _ = ground_on(options.database, Path(held))
        ground.prepare(options.ballots)
        ground.start()
        local = threading.local()
        times: list[float] = []

        def cast(ballot: dict[str, Any]) -> bool:
            if not hasattr(local, "kept"):
                local.kept = Kept()
            begun = time.perf_counter()
            answer = ground.cast(ballot, local.kept)
            times.append(time.perf_counter() - begun)
            return answer is not None and "code" in answer

        begun = time.perf_counter()
        with ThreadPoolExecutor(options.clients) as hands:
            accepted = sum(hands.map(cast, ground.ballots))
        whole = time.perf_counter() - begun
        in_box = len(ground.held())
        ground.stop()
    times.sort()
    rate = accepted / whole
    print(f"database               {options.database}, {options.clients} clients on the same machine")
    print(f"accepted, in the box   {accepted}, {in_box}")
    print(f"casts a second         {rate:,.0f}")
    median, slow = times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000
    print(f"median, p99            {median:.1f} ms, {slow:.1f} ms")
    print(f"against Helios         {rate / HELIOS:,.0f} times its {HELIOS} casts a second")
    print(f"credentials a second   {_credentials():,.0f}, one process, blind signing alone")


def _credentials() -> float:
    private = new_key()
    blind_sign(private, b"\1" * 256)
    begun = time.perf_counter()
    for number in range(CREDENTIALS):
        blind_sign(private, number.to_bytes(256))
    return CREDENTIALS / (time.perf_counter() - begun)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure casting.")
    parser.add_argument("--ballots", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--database", choices=("postgres", "sqlite"), default="postgres")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
