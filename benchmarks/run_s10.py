"""Time a whole run without a screen (整程计时): S10 at its usual size and ten times that, from process start.

    python benchmarks/run_s10.py [--rounds 3]

prints the seconds of `quanheng run` (best of the rounds, which is the one least disturbed by others), the limits
it should keep, and the growth: ten times the people, applicants and voters are a hundred times the sheets.
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


def main() -> None:
    """Time both sizes and print what came of it."""
    parser = argparse.ArgumentParser(description="Time a whole run of S10 and of ten times its size.")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="quanheng-benchmark-") as folder:
        usual = best(Path(folder) / "usual", USUAL, rounds)
        tenfold = best(Path(folder) / "tenfold", TENFOLD, max(1, rounds - 1))
    kept = usual <= LONGEST and tenfold <= GROWTH * usual
    print(f"S10, {USUAL}: {usual:.2f} s (limit {LONGEST:.1f} s)")
    print(f"S10, {TENFOLD}: {tenfold:.2f} s")
    print(f"ten times of everything takes {tenfold / usual:.1f} times as long (limit {GROWTH:.1f})")
    sys.exit(0 if kept else 1)


def best(folder: Path, size: Size, rounds: int) -> float:
    """The shortest of some runs. Units: seconds of wall clock."""
    generate([*size.arguments(), "--out", str(folder)])
    return min(timed(folder, number) for number in range(rounds))


def timed(folder: Path, number: int) -> float:
    """One run in a process of its own. Units: seconds. Errors: CalledProcessError when it did not finish."""
    started = time.perf_counter()
    subprocess.run(
        [COMMAND, "run", FILES["s10"], "--inputs", folder / "s10", "--out", folder / f"result-{number}"],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
