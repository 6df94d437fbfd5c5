"""Time a whole run without a screen (整程计时): S10 at its usual size and ten times that, from process start.

    python benchmarks/run_s10.py [--rounds 3]

prints the seconds of `quanheng run` (best of the rounds: the one least disturbed), those of the processor,
the limits it should keep, and the growth, which is counted in processor time so that other work on the
machine does not blur it: ten times the people, applicants and voters are a hundred times the sheets.
Exits 1 when a limit is not kept.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from generate import FILES
from generate import main as generate

COMMAND = Path(sys.executable).parent / "quanheng"
LONGEST = 3.0
"""Units: seconds, for the usual size."""
GROWTH = 6.0
"""How many times longer ten times of everything may take."""


@dataclass(frozen=True)
class Size:
    """How large a competition is."""

    people: int
    applicants: int
    voters: int

    def arguments(self) -> list[str]:
        """As the generator is told."""
        return [
            *("--people", str(self.people)),
            *("--applicants", str(self.applicants)),
            *("--voters", str(self.voters)),
        ]


USUAL, TENFOLD = Size(200, 30, 150), Size(2000, 300, 1500)


@dataclass(frozen=True)
class Taken:
    """What a run took. Units: seconds of wall clock, and of the processor."""

    wall: float
    processor: float


def main() -> None:
    """Time both sizes and print what came of it."""
    parser = argparse.ArgumentParser(description="Time a whole run of S10 and of ten times its size.")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="quanheng-benchmark-") as folder:
        usual = best(Path(folder) / "usual", USUAL, rounds)
        tenfold = best(Path(folder) / "tenfold", TENFOLD, rounds)
    growth = tenfold.processor / usual.processor
    print(f"S10, {USUAL}: {usual.wall:.2f} s, processor {usual.processor:.2f} s (limit {LONGEST:.1f} s)")
    print(f"S10, {TENFOLD}: {tenfold.wall:.2f} s, processor {tenfold.processor:.2f} s")
    print(f"ten times of everything takes {growth:.1f} times as long (limit {GROWTH:.1f})")
    sys.exit(0 if usual.wall <= LONGEST and growth <= GROWTH else 1)


def best(folder: Path, size: Size, rounds: int) -> Taken:
    """The shortest of some runs."""
    generate([*size.arguments(), "--out", str(folder)])
    return min((timed(folder, number) for number in range(rounds)), key=lambda taken: taken.wall)


def timed(folder: Path, number: int) -> Taken:
    """One run in a process of its own. Errors: CalledProcessError when it did not finish."""
    before, started = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [COMMAND, "run", FILES["s10"], "--inputs", folder / "s10", "--out", folder / f"result-{number}"],
        check=True,
        capture_output=True,
    )
    wall, after = time.perf_counter() - started, getrusage(RUSAGE_CHILDREN)
    return Taken(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    main()
