"""Benchmark of matching (双向选择): how long deferred acceptance takes, and that it leaves no blocking pair.

Run: python benchmarks/matching.py [--people 1000 10000 100000 1000000] [--repeat 3]
The library `matching` is measured beside it at sizes up to 1,000 where it is installed. Seconds are processor
time of one core, the least of the repeats; setting up the rows is not counted.
"""

from __future__ import annotations

import argparse
import random
import sys
from array import array
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

from quanheng.core.matching import UNPLACED, Market, deferred_acceptance, proof_of

HERE = Path(__file__).parent
sys.path[:] = [p for p in sys.path if Path(p).resolve() != HERE]  # this file is not the library of its name

WISHES, SEATS, LARGEST_FOR_PEER = 3, 50, 1_000


def market_of(people: int, seed: int = 1) -> Market:
    """People with three wishes each, an office for every fifty, each office with an order of its own."""
    chance = random.Random(seed)
    offices = max(WISHES, people // SEATS)
    office, standing = array("q"), array("q")
    for _ in range(people):
        office.extend(chance.sample(range(offices), WISHES))
        standing.extend(chance.randrange(1 << 40) for _ in range(WISHES))
    return Market(array("q", range(0, len(office) + 1, WISHES)), office, standing, [SEATS] * offices)


def least(repeat: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """The least processor time of several runs, and what the last one made."""
    times, made = [], None
    for _ in range(repeat):
        began = process_time()
        made = work()
        times.append(process_time() - began)
    return min(times), made


def peer_of(market: Market) -> Any:
    """The same market as a game of the library `matching`."""
    games = import_module("matching.games")
    wishes = {
        f"p{p}": [f"o{o}" for o in market.office[market.start[p] : market.start[p + 1]]]
        for p in range(market.people())
    }
    asking: dict[str, list[tuple[int, str]]] = {}
    for p in range(market.people()):
        for edge in range(market.start[p], market.start[p + 1]):
            asking.setdefault(f"o{market.office[edge]}", []).append((market.standing[edge], f"p{p}"))
    orders = {o: [p for _, p in sorted(own)] for o, own in asking.items()}
    seats = dict.fromkeys(orders, SEATS)
    return games.HospitalResident.create_from_dictionaries(wishes, orders, seats)


def same_as(market: Market, edge: Any, found: Any) -> bool:
    """Whether the library placed everybody in the same office."""
    theirs = {str(r.name): str(h.name) for h, own in found.items() for r in own}
    ours = {f"p{p}": f"o{market.office[e]}" for p, e in enumerate(edge) if e != UNPLACED}
    return ours == theirs


def measure(people: int, repeat: int) -> bool:
    """One line of the report; whether the placement holds."""
    market = market_of(people)
    took, made = least(repeat, lambda: deferred_acceptance(market))
    looked, proof = least(1, lambda: proof_of(market, made.edge))
    without = sum(1 for e in made.edge if e == UNPLACED)
    said = (
        f"{people:>9,} people {len(market.capacity):>7,} offices  {took:8.4f} s  proof {looked:7.4f} s  "
        f"blocking pairs {len(proof.blocking)}  without a place {without}"
    )
    if people <= LARGEST_FOR_PEER and find_spec("matching") is not None:
        theirs = min(least(1, peer_of(market).solve)[0] for _ in range(repeat))
        same = same_as(market, made.edge, peer_of(market).solve())
        print(f"{said}  library matching {theirs:.4f} s, {theirs / took:.0f} x, same placement: {same}")
        return proof.holds() and same
    print(said)
    return proof.holds()


def main() -> int:
    """Print one line a size; 1 when any placement does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    holds = [measure(people, given.repeat) for people in given.people]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
