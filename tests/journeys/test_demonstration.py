"""The demonstration (演示数据): the shipped files are what the generator makes, and they tell their story."""

import csv
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from quanheng.core.engine import Closing, RunFacts, replay
from quanheng.core.kinds import KINDS
from quanheng.core.members import MEMBERS, check_members, seated
from quanheng.core.plans.reading import read_plan
from quanheng.core.roster import assemble
from quanheng.core.roster_tables import TABLES
from quanheng.core.workdays import Calendar
from quanheng.documents.tables import read_folder

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "quanheng" / "data"
TODAY = date(2026, 3, 10)
STORIES = ("s1", "s2", "s4-judged", "s4-scored", "s9")


def generated(out, *options):
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), *options, "--out", str(out)]
    subprocess.run(command, check=True)
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*.csv"))}


def people_of(folder):
    tables = read_folder(folder / "roster", {t.name: t for t in TABLES})
    return assemble({name: read.numbered() for name, read in tables.items()}, TODAY)


def run_of(folder):
    """The run that the files of a folder make, taken to its end."""
    file = DATA / "plans" / "s10-street-office.yaml"
    plan = read_plan(file.read_text(encoding="utf-8"), file.name).plan
    people = people_of(folder)
    named = {f"{s.id}.{t.name}": t for s in plan.stages for t in KINDS[s.kind].tables}
    read = read_folder(folder / "s10", {**named, "members": MEMBERS}, beside=("dates.csv",))
    members = read.pop("members").rows
    check_members(plan, people, members)
    rows = {}
    for name, table in read.items():
        stage = next(s.id for s in plan.stages if name.startswith(f"{s.id}."))
        rows.setdefault(stage, {})[name.removeprefix(f"{stage}.")] = table.rows
    bodies, principals = seated(members)
    with (folder / "s10" / "dates.csv").open(encoding="utf-8", newline="") as file:
        closed = [(stage, date.fromisoformat(day)) for stage, day in list(csv.reader(file))[1:]]
    opened = [plan.begins_on, *(day for _, day in closed)]
    closings = tuple(Closing(stage, since, day) for (stage, day), since in zip(closed, opened, strict=False))
    facts = RunFacts(plan, people, Calendar(), bodies, principals, rows, closings)
    found = replay(facts)
    assert found.refusal is None
    return facts, found.outcomes


@pytest.fixture(scope="module")
def shipped():
    return run_of(DATA / "demo")


def left(outcomes, stage):
    return Counter((d.candidate.post, d.finding.code) for d in outcomes[stage].departures)


def test_the_shipped_files_are_what_the_generator_makes(tmp_path):
    for plan in STORIES:
        generated(tmp_path, "--plan", plan)
    kept = {p.relative_to(DATA / "demo").as_posix(): p.read_bytes() for p in (DATA / "demo").rglob("*.csv")}
    made = {name for name in kept if name.split("/")[0] in ("roster", "s10", "s1", "s2", "s4", "s9")}
    assert generated(tmp_path) == {name: kept[name] for name in made}


def test_a_larger_run_is_complete_and_always_the_same(tmp_path):
    options = ("--people", "300", "--applicants", "120", "--voters", "20", "--seed", "7")
    first = generated(tmp_path / "a", *options)
    assert generated(tmp_path / "b", *options) == first
    facts, outcomes = run_of(tmp_path / "a")
    assert len(facts.people) == 300
    assert len(outcomes["enrolment"].remaining.people()) == 120
    assert list(outcomes) == [s.id for s in facts.plan.stages]


def test_everyone_who_fails_a_rule_leaves_at_the_review(shipped):
    _, outcomes = shipped
    assert len(outcomes["enrolment"].remaining.people()) == 30
    assert left(outcomes, "eligibility") == {
        ("security-deputy", "not_eligible"): 1,
        ("family-deputy", "not_eligible"): 1,
        ("building-deputy", "not_eligible"): 1,
        ("community-director", "review_not_qualified"): 1,
    }


def test_one_holder_of_a_middle_post_did_not_enrol(shipped):
    _, outcomes = shipped
    assert len(outcomes["enrolment"].record.not_enrolled) == 1


def test_one_post_is_cancelled_one_reduced_and_work_areas_hold(shipped):
    _, outcomes = shipped
    record = outcomes["opening"].record
    done = {p.post: (p.done, p.seats) for p in record.posts}
    assert (done["family-deputy"], done["park-deputy"]) == (("cancelled", 0), ("reduced", 1))
    assert (done["area-head"], done["area-deputy"]) == (("open", 3), ("open", 3))
    assert [(old, new) for _, old, new in record.moved] == [("family-deputy", "agriculture-deputy")]


def test_every_seat_that_is_left_has_one_person_to_inspect(shipped):
    _, outcomes = shipped
    kept = Counter(c.post for c in outcomes["shortlist"].remaining.candidates)
    assert kept == {p: n for p, n in outcomes["opening"].remaining.seats.items() if n}


def test_the_written_opinion_leaves_one_seat_vacant(shipped):
    _, outcomes = shipped
    assert left(outcomes, "clearance") == {("building-deputy", "discipline_opinion"): 1}


def test_the_committee_decides_with_one_member_away_and_one_recused(shipped):
    _, outcomes = shipped
    record = outcomes["decision"].record
    assert (record.members, record.present) == (9, 8)
    assert [(d.post, len(d.recused)) for d in record.decisions if d.recused] == [("agriculture-deputy", 1)]
    assert {d.result for d in record.decisions} == {"adopted"}


def test_the_objection_is_not_upheld_and_eleven_are_appointed(shipped):
    _, outcomes = shipped
    assert (outcomes["notice"].record.objections, outcomes["notice"].record.not_upheld) == (1, 1)
    assert len(outcomes["appointment"].record.appointments) == 11


def test_one_trial_is_not_passed(shipped):
    _, outcomes = shipped
    assert Counter(t.result for t in outcomes["probation"].record.trials) == {"passed": 10, "failed": 1}
