"""The shipped plan of first-nominator responsibility as values: its files read, the run worked out."""

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path

from quanheng.core.engine import Closing, RunFacts, replay
from quanheng.core.kinds import KINDS
from quanheng.core.members import MEMBERS, seated
from quanheng.core.plans.reading import read_plan
from quanheng.core.roster import assemble
from quanheng.core.roster_tables import TABLES
from quanheng.core.values import Candidate
from quanheng.core.workdays import Calendar
from quanheng.documents.tables import read_folder

DATA = Path(__file__).parents[1] / "src" / "quanheng" / "data"
RUN = "s3"
SERVICE = Candidate("HW030", "service-director")
STATION = Candidate("HW025", "station-deputy")
TEAM = Candidate("HW038", "team-head")
NOT_TAKEN_UP = Candidate("HW032", "service-director")
WITHDRAWN = Candidate("HW039", "team-head")
OUTVOTED = Candidate("HW037", "team-head")
NOT_ADOPTED = Candidate("HW015", "station-deputy")


@lru_cache(maxsize=1)
def files():
    """The plan, everybody in the roster, the rows by stage and table, the members, the days."""
    file = DATA / "plans" / "s3-first-nominator.yaml"
    plan = read_plan(file.read_text(encoding="utf-8"), file.name).plan
    roster = read_folder(DATA / "demo" / "roster", {t.name: t for t in TABLES})
    people = assemble({name: read.numbered() for name, read in roster.items()}, date(2026, 8, 1))
    folder = DATA / "demo" / "s3-first-nominator"
    named = {f"{s.id}.{t.name}": t for s in plan.stages for t in KINDS[s.kind].tables}
    read = read_folder(folder, {**named, "members": MEMBERS}, beside=("dates.csv",))
    members = read.pop("members").rows
    rows = {}
    for name, table in read.items():
        stage, table_name = name.split(".", 1)
        rows.setdefault(stage, {})[table_name] = table.rows
    with (folder / "dates.csv").open(encoding="utf-8", newline="") as days:
        closed = [(stage, date.fromisoformat(day)) for stage, day in list(csv.reader(days))[1:]]
    return plan, people, rows, members, closed


def run(until=None, people=None, amendments=(), more=None):
    """The facts and outcomes before a stage, or of the whole run; `more` replaces rows of a stage's tables."""
    plan, everybody, rows, members, closed = files()
    bodies, principals = seated(members)
    closings, opened = [], plan.begins_on
    for stage, day in closed:
        if stage == until:
            break
        closings.append(Closing(stage, opened, day))
        opened = day
    rows = {stage: {**tables, **(more or {}).get(stage, {})} for stage, tables in rows.items()}
    facts = RunFacts(
        plan, people or everybody, Calendar(), bodies, principals, rows, tuple(closings), tuple(amendments)
    )
    found = replay(facts)
    assert found.refusal is None, found.refusal
    return facts, found.outcomes
