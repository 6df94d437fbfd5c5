"""Play a two-way selection (双向选择) of any size: the inputs of the shipped plan, and how long a run takes.

    python benchmarks/two_way.py inputs --roster src/quanheng/data/demo/roster \\
        --out src/quanheng/data/demo/s10-two-way
    python benchmarks/two_way.py measure [--people 2000] [--rounds 3]

`inputs` writes what the people of a roster enter; the same roster gives the same files. `measure` makes a
street office of that many people, all of whom take part, and times `quanheng run` from process start over
the whole plan. Beside it stands a deferred acceptance of twenty lines, written by hand over the same first
wishes and orders: it must place the same people, and its time is the ratio's other side. Exits 1 when the
placement differs or the limit is not kept.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter

from story_two_way import DAYS, Story
from street import make_street
from tables import write_rows

from quanheng.actions.headless_inputs import DATES, ClosingDate
from quanheng.core.kinds import KINDS
from quanheng.core.members import MEMBERS
from quanheng.core.people import Person
from quanheng.core.plans.reading import read_plan
from quanheng.core.roster import assemble
from quanheng.core.roster_tables import TABLES
from quanheng.documents.tables import read_folder

PLAN = Path(__file__).parents[1] / "src" / "quanheng" / "data" / "plans" / "s10-two-way-selection.yaml"
COMMAND = Path(sys.executable).parent / "quanheng"
LONGEST = 10.0
"""Units: seconds of the processor, so that other work on the machine does not blur it."""


def main() -> int:
    """Write inputs or measure, as the command line asks."""
    options = _options()
    if options.act == "inputs":
        write_inputs(PLAN.read_text(encoding="utf-8"), options.roster, options.out)
        return 0
    return measure(options.people, options.rounds)


def write_inputs(text: str, roster: Path, out: Path) -> Story:
    """What the people of the roster enter into a run of the plan."""
    people = people_of(roster)
    leaders = tuple(sorted(people))[:9]
    story = Story(read_plan(text, PLAN.name).plan, people, leaders)
    story.play()
    write_rows(out / "members.csv", MEMBERS, story.members())
    write_rows(out / "dates.csv", DATES, [ClosingDate(stage=s, closed_on=day) for s, day in DAYS.items()])
    kinds = {s.id: KINDS[s.kind] for s in story.plan.stages}
    for stage, tables in story.rows.items():
        for name, rows in tables.items():
            write_rows(out / f"{stage}.{name}.csv", kinds[stage].table(name), rows)
    return story


def people_of(roster: Path) -> Mapping[str, Person]:
    """Everyone of a roster as the plan knows them."""
    tables = read_folder(roster, {t.name: t for t in TABLES})
    return assemble({name: read.numbered() for name, read in tables.items()}, date(2026, 3, 10))


def larger(people: int) -> str:
    """The plan for so many people: everyone takes part, and there are a few seats more than staff."""
    lines = []
    for line in PLAN.read_text(encoding="utf-8").split("\n"):
        head, word, seats = line.partition(", seats: ")
        if word:
            line = f"{head}{word}{int(seats.rstrip('}')) * people // 66}}}"
        if not line.strip().startswith("units:"):
            lines.append(line)
    return "\n".join(lines)


def by_hand(story: Story) -> tuple[float, dict[str, str]]:
    """A plain deferred acceptance over the first stage's rows: its seconds, and who is placed where."""
    rows = story.rows["two-way"]
    wishes: dict[str, list[str]] = {}
    for row in sorted(rows["preferences"], key=lambda r: (r.person, r.order)):
        wishes.setdefault(row.person, []).append(row.office)
    ranks = {(r.office, r.person): r.order for r in rows["choices"] if r.accept}
    seats = {p.id: p.fixed_seats() for p in story.plan.posts}
    began = perf_counter()
    held: dict[str, list[str]] = {office: [] for office in seats}
    asking = [(person, 0) for person in wishes]
    turn = dict.fromkeys(wishes, 0)
    while asking:
        person, at = asking.pop()
        if at >= len(wishes[person]):
            continue
        turn[person], office = at, wishes[person][at]
        if (office, person) not in ranks:
            asking.append((person, at + 1))
            continue
        held[office].append(person)
        if len(held[office]) > seats[office]:
            last = max(held[office], key=lambda p: ranks[office, p])
            held[office].remove(last)
            asking.append((last, turn[last] + 1))
    return perf_counter() - began, {p: office for office, own in held.items() for p in own}


def measure(people: int, rounds: int) -> int:
    """Time whole runs; 1 when too slow or when the placement is not that of the plain algorithm."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        street, text = make_street(people, 1), larger(people)
        for table in TABLES:
            write_rows(place / "roster" / f"{table.name}.csv", table, street.tables[table.name])
        (place / "plan.yaml").write_text(text, encoding="utf-8")
        story = write_inputs(text, place / "roster", place / "inputs")
        (place / "roster").rename(place / "inputs" / "roster")
        wall, processor = min(timed(place, n) for n in range(rounds))
    hand, placed = by_hand(story)
    board = story.board("two-way")
    same = {p: o for p, (o, _) in board.field.matched.items()} == placed
    print(
        f"{len(board.field.pool):,} people, {board.wishes:,} wishes, {len(board.offices)} offices: "
        f"quanheng run {processor:.1f} s of the processor, {wall:.1f} s on the clock "
        f"(limit {LONGEST:.0f} s of the processor); deferred acceptance by hand {hand:.4f} s, "
        f"same placement: {same}"
    )
    return 0 if same and processor <= LONGEST else 1


def timed(place: Path, number: int) -> tuple[float, float]:
    """The seconds of one run on the clock and of the processor. Errors: RuntimeError when it does not end."""
    began, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
    command: Sequence[str] = [
        str(COMMAND), "run", str(place / "plan.yaml"), "--inputs", str(place / "inputs"),
        "--out", str(place / f"out-{number}"),
    ]  # fmt: skip
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(ended.stdout + ended.stderr)
    after = getrusage(RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return perf_counter() - began, used


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Inputs of a two-way selection, or its time.")
    acts = parser.add_subparsers(dest="act", required=True)
    inputs = acts.add_parser("inputs")
    inputs.add_argument("--roster", type=Path, required=True)
    inputs.add_argument("--out", type=Path, required=True)
    measuring = acts.add_parser("measure")
    measuring.add_argument("--people", type=int, default=2_000)
    measuring.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
