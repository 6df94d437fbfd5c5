"""Make an organisation and all that its people enter (生成数据): the same options give the same files.

    python benchmarks/generate.py --plan s10 --people 200 --applicants 30 --voters 150 --out DIR [--seed 1]
    python benchmarks/generate.py --plan s1|s2|s4-judged|s4-scored|s9 --out DIR

writes a roster/<table>.csv and <stage>.<table>.csv with members.csv and dates.csv: of s10 in any size, of the
others as their story tells them. The demonstration that is shipped is every plan with `--out
src/quanheng/data/demo`, s10 with `--people 120`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import story_s1
import story_s2
import story_s4
import story_s9
from competition import competition
from entries import MAKERS
from organisation import make_roster
from play import Play, Tables, people_of
from selection import Selection
from street import make_street
from street_family import add_families, add_reserves
from tables import write_rows

from quanheng.actions.headless_inputs import DATES, ClosingDate
from quanheng.core.members import MEMBERS, Member
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import begins_on, timeline
from quanheng.core.roster_tables import TABLES

PLANS = Path(__file__).parents[1] / "src" / "quanheng" / "data" / "plans"
FILES = {
    "s10": PLANS / "s10-street-office.yaml",
    "s1": PLANS / "s1-company-managers.yaml",
    "s2": PLANS / "s2-bureau-posts.yaml",
    "s4-judged": PLANS / "s4-competition-judged.yaml",
    "s4-scored": PLANS / "s4-competition-scored.yaml",
    "s9": PLANS / "s9-young-cadres.yaml",
}


@dataclass(frozen=True)
class Told:
    """A story with the folder it is written to, and the days on which stages close off the plan's own."""

    story: Any
    wishes: Mapping[str, str]
    folder: str
    roster: str
    days: Mapping[str, date]


STORIES = {
    "s1": Told(story_s1, story_s1.WISHES, "s1", "s1/roster", {"notice": date(2026, 5, 15)}),
    "s2": Told(
        story_s2,
        story_s2.WISHES,
        "s2",
        "s2/roster",
        dict.fromkeys(("inspection", "clearance"), date(2021, 12, 24)),
    ),
    "s4-judged": Told(story_s4, story_s4.JUDGED, "s4/judged", "s4/roster", {}),
    "s4-scored": Told(story_s4, story_s4.SCORED, "s4/scored", "s4/roster", {}),
    "s9": Told(story_s9, story_s9.WISHES, "s9", "s9/roster", {}),
}


def main(arguments: list[str] | None = None) -> None:
    """Write the files that the command line asks for."""
    options = _options(arguments)
    plan = read_plan(FILES[options.plan].read_text(encoding="utf-8"), FILES[options.plan].name).plan
    if options.plan in STORIES:
        _write_story(plan, STORIES[options.plan], options.seed, options.out)
    else:
        _write_street(plan, options)


def _write_street(plan: Plan, options: argparse.Namespace) -> None:
    street = make_street(options.people, options.seed)
    add_families(street, options.seed)
    add_reserves(street, options.seed)
    _write_roster(options.out / "roster", street.tables)
    run = competition(plan, street, options.applicants, options.voters, options.seed)
    _write(run, MAKERS, options.out / options.plan)


def _write_story(plan: Plan, told: Told, seed: int, out: Path) -> None:
    codes = told.story.TOLD.codes()
    roster = make_roster(told.story.TOLD, seed)
    members = [
        Member(body=body, person=codes[key], principal=key == keys[0])
        for body, keys in told.story.BODIES.items()
        for key in keys
    ]
    run = Selection(
        plan,
        people_of(roster, plan.as_of),
        members,
        _days(plan, told.days),
        seed,
        codes=codes,
        wishes=told.wishes,
        strength=told.story.STRENGTH,
        words=told.story.WORDS,
    )
    _write_roster(out / told.roster, roster)
    _write(run, told.story.MAKERS, out / told.folder)


def _days(plan: Plan, said: Mapping[str, date]) -> dict[str, date]:
    """The day on which each stage closes: as told, else the plan's; a notice the day after."""
    days, last = {}, begins_on(plan)
    for step in timeline(plan):
        due = step.closes_on or last
        day = said.get(step.stage) or max(last, due + timedelta(days=step.kind == "public_notice"))
        days[step.stage] = last = day
    return days


def _write_roster(folder: Path, tables: Tables) -> None:
    for table in TABLES:
        write_rows(folder / f"{table.name}.csv", table, tables[table.name])


def _write(run: Play, makers: Mapping[str, Callable[..., Tables]], folder: Path) -> None:
    run.play(makers)
    for name in run.table_names():
        (folder / f"{name}.csv").unlink(missing_ok=True)
    write_rows(folder / "members.csv", MEMBERS, run.members)
    days = [ClosingDate(stage=c.stage, closed_on=c.closed_on) for c in run.closings]
    write_rows(folder / "dates.csv", DATES, days)
    for name, (table, rows) in run.tables().items():
        write_rows(folder / f"{name}.csv", table, rows)


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
