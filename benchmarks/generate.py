"""Make a street office and a whole competition of any size (生成数据): the same options give the same files.

    python benchmarks/generate.py --plan s10 --people 200 --applicants 30 --voters 150 --out DIR [--seed 1]

writes DIR/roster/<table>.csv and DIR/s10/<stage>.<table>.csv with DIR/s10/members.csv and dates.csv. The
demonstration that is shipped is `--people 120 --out src/quanheng/data/demo`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from competition import Competition
from entries import MAKERS
from street import make_street
from street_family import add_families, add_reserves
from tables import write_rows

from quanheng.actions.headless_inputs import DATES, ClosingDate
from quanheng.core.members import MEMBERS
from quanheng.core.plans.reading import read_plan
from quanheng.core.roster_tables import TABLES

PLANS = Path(__file__).parents[1] / "src" / "quanheng" / "data" / "plans"
FILES = {"s10": PLANS / "s10-street-office.yaml"}


def main(arguments: list[str] | None = None) -> None:
    """Write the files that the command line asks for."""
    options = _options(arguments)
    street = make_street(options.people, options.seed)
    add_families(street, options.seed)
    add_reserves(street, options.seed)
    for table in TABLES:
        write_rows(options.out / "roster" / f"{table.name}.csv", table, street.tables[table.name])
    plan = read_plan(FILES[options.plan].read_text(encoding="utf-8"), FILES[options.plan].name).plan
    run = Competition(plan, street, options.applicants, options.voters, options.seed)
    run.play(MAKERS)
    for name in run.table_names():
        (options.out / options.plan / f"{name}.csv").unlink(missing_ok=True)
    write_rows(options.out / options.plan / "members.csv", MEMBERS, run.members)
    days = [ClosingDate(stage=c.stage, closed_on=c.closed_on) for c in run.closings]
    write_rows(options.out / options.plan / "dates.csv", DATES, days)
    for name, (table, rows) in run.tables().items():
        write_rows(options.out / options.plan / f"{name}.csv", table, rows)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make a roster and all inputs of a competition.")
    parser.add_argument(
        "--plan", choices=tuple(FILES), default="s10", help="which shipped plan the inputs fit"
    )
    parser.add_argument("--people", type=int, default=120, help="people in the roster, at least 41")
    parser.add_argument("--applicants", type=int, default=30, help="people who apply, at least 30")
    parser.add_argument("--voters", type=int, default=150, help="assessment sheets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
