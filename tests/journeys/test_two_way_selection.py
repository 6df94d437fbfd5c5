"""Two-way selection (双向选择): the shipped plan and its people, run to the end; the files are the generator's."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from quanheng.actions.headless_inputs import read_inputs
from quanheng.core.engine import Closing, RunFacts, replay
from quanheng.core.incumbency import posts_held_of
from quanheng.core.members import seated
from quanheng.core.plans.reading import read_plan
from quanheng.core.recusal import must_recuse
from quanheng.core.roster import assemble
from quanheng.core.values import Candidate
from quanheng.core.workdays import Calendar

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "quanheng" / "data"
FILE = DATA / "plans" / "s10-two-way-selection.yaml"
INPUTS = DATA / "demo" / "s10-two-way"
DAY = date(2026, 3, 10)
SIBLINGS, SPOUSES, NEPHEW = ("HW042", "HW044"), ("HW014", "HW027"), "HW021"


@pytest.fixture(scope="module")
def facts():
    plan = read_plan(FILE.read_text(encoding="utf-8"), FILE.name).plan
    given = read_inputs(plan, INPUTS)
    people = assemble({name: held.numbered() for name, held in given.roster.items()}, DAY)
    rows = {}
    for name, held in given.stages.items():
        stage, table = name.split(".", 1)
        rows.setdefault(stage, {})[table] = held.rows
    members, principals = seated(given.seats())
    closings = tuple(Closing(stage, day, day) for stage, day in given.closing_days().items())
    return RunFacts(plan, people, Calendar(), members, principals, rows, closings)


@pytest.fixture(scope="module")
def outcomes(facts):
    found = replay(facts)
    assert found.refusal is None, found.refusal
    return found.outcomes


@pytest.fixture(scope="module")
def staff(facts):
    """Everyone of the six offices below the middle posts."""
    units = facts.plan.stages[0].takers.units
    return {
        p.id
        for p in facts.people.values()
        if p.unit in units and not posts_held_of(p, ("中层", "乡科级"), DAY)
    }


def test_the_shipped_files_are_what_the_generator_makes(tmp_path):
    script = ROOT / "benchmarks" / "two_way.py"
    roster = ["--roster", str(DATA / "demo" / "roster")]
    subprocess.run([sys.executable, str(script), "inputs", *roster, "--out", str(tmp_path)], check=True)
    made = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert made == {p.name: p.read_bytes() for p in INPUTS.iterdir()}


def test_everyone_is_placed_waits_or_has_left(outcomes, staff):
    first, last = outcomes["two-way"].record, outcomes["assignment"]
    assert first.placed + len(first.unplaced) == len(staff) == 64
    assert set(first.not_registered) < set(first.unplaced)
    assert first.waits_until == date(2026, 6, 14)
    standing = set(last.remaining.people())
    assert standing | set(last.record.left) == staff
    assert standing & set(last.record.left) == set()


def test_no_office_holds_more_than_its_establishment_and_no_pair_is_missed(outcomes, facts):
    for post in facts.plan.posts:
        assert len(outcomes["assignment"].remaining.of(post.id)) <= post.fixed_seats()
    figures = [r for s in ("two-way", "second-round") for r in outcomes[s].record.rounds]
    assert [r.blocking for r in figures] == [0, 0]


def test_every_wish_that_was_not_met_says_why(outcomes):
    codes = {d.finding.code for o in outcomes.values() for d in o.departures}
    assert codes == {
        "adjusted_away", "not_chosen", "office_full", "placed_higher", "refused_assignment",
    }  # fmt: skip
    first = outcomes["two-way"]
    for departure in first.departures:
        assert departure.finding.text.zh and departure.finding.text.en
        assert departure.candidate in first.entered.candidates
    assert Candidate(first.record.unplaced[0], "") in {f.candidate for f in first.findings}


def test_without_adjustments_relatives_would_meet_and_the_stage_does_not_close(facts):
    rows = {**facts.rows, "two-way": {k: v for k, v in facts.rows["two-way"].items() if k != "adjustments"}}
    early = replay(RunFacts(**{**vars(facts), "rows": rows}))
    assert early.refusal.code == "stage_closed_too_early"
    assert all(facts.people[p].name in early.refusal.text.zh for p in (*SIBLINGS, *SPOUSES))


def test_relatives_do_not_serve_together_and_no_head_chose_a_relative(outcomes, facts):
    for post in facts.plan.posts:
        there = [c.person for c in outcomes["assignment"].remaining.of(post.id)]
        assert not any(must_recuse(a, b, facts.people) for a in there for b in there if a != b)
    choices = facts.rows["two-way"]["choices"]
    assert not any(must_recuse(c.chosen_by, c.person, facts.people) for c in choices)
    placed = {c.person: c.post for c in outcomes["two-way"].remaining.candidates}
    assert placed[NEPHEW] == "building-office"


def test_some_hold_a_second_post(outcomes):
    posts = [c.person for c in outcomes["two-way"].remaining.candidates]
    assert len(posts) - len(set(posts)) == 1
