"""Register of nominations (首提台账): what became of each, until when it is valid, and what comes of nominators."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from first_nominator import (
    NOT_ADOPTED,
    NOT_TAKEN_UP,
    OUTVOTED,
    RUN,
    SERVICE,
    STATION,
    TEAM,
    WITHDRAWN,
    files,
    run,
)

from quanheng.core.engine import Amendment
from quanheng.core.nomination_register import Figures, Nominator, figures_of, register_of
from quanheng.core.values import Candidate

END = date(2026, 9, 1)
LEADERS = "街道领导班子"
YEAR_LATER = date(2027, 4, 1)


def states(on, until=None, **more):
    facts, outcomes = run(until, **more)
    return {line.candidate: line.state for line in register_of(RUN, facts, outcomes, on)}


def line_of(candidate, on=END, until=None, **more):
    facts, outcomes = run(until, **more)
    return next(x for x in register_of(RUN, facts, outcomes, on) if x.candidate == candidate)


def test_what_became_of_every_nomination():
    assert states(END) == {
        SERVICE: "passed",
        STATION: "passed",
        TEAM: "passed",
        NOT_TAKEN_UP: "standing",
        OUTVOTED: "standing",
        NOT_ADOPTED: "standing",
        WITHDRAWN: "withdrawn",
    }
    later = states(YEAR_LATER + timedelta(days=1))
    assert {c for c, state in later.items() if state == "expired"} == {NOT_TAKEN_UP, OUTVOTED, NOT_ADOPTED}
    assert states(YEAR_LATER)[OUTVOTED] == "standing"


@pytest.mark.parametrize(
    ("until", "state"),
    [
        ("nomination", "pending"),
        ("eligibility", "under_way"),
        ("decision", "under_way"),
        ("notice", "decided"),
        ("probation", "appointed"),
        (None, "passed"),
    ],
)
def test_a_nomination_on_its_way(until, state):
    assert line_of(SERVICE, date(2026, 8, 1), until).state == state


def test_a_nomination_that_waits_runs_out_and_is_called_to_mind_before():
    waiting = line_of(SERVICE, date(2026, 4, 5), "nomination")
    assert (waiting.valid_until, waiting.remind_on) == (YEAR_LATER, date(2027, 3, 2))
    assert [waiting.reminds_on(d) for d in (date(2027, 3, 1), date(2027, 3, 2), YEAR_LATER)] == [
        False,
        True,
        True,
    ]
    assert not waiting.reminds_on(date(2027, 4, 2))
    assert line_of(SERVICE).remind_on is None
    assert not line_of(SERVICE).reminds_on(YEAR_LATER)
    assert line_of(SERVICE, date(2027, 4, 2), "nomination").state == "expired"


def test_a_line_holds_the_whole_course():
    line = line_of(SERVICE)
    assert (line.reviewed_on, line.decided_on, line.appointed_on, line.passed_on) == (
        date(2026, 4, 8),
        date(2026, 4, 20),
        date(2026, 4, 30),
        date(2026, 7, 30),
    )
    assert line.nominators == (Nominator("HW002", "应云哲", LEADERS), Nominator("HW003", "祝昱钧", LEADERS))
    assert line.is_joint
    assert line_of(TEAM).by_unit == "工作片"
    assert line_of(WITHDRAWN).nominators == (Nominator("HW008", "鲍衡维", LEADERS),)
    assert line_of(OUTVOTED).reason.zh.startswith("赞成率")


def test_whoever_leaves_the_post_again_was_found_wanting():
    gone = Amendment("x", "disqualification", "HW025", "", "probation", "带病提拔", "区纪函")
    assert line_of(STATION, amendments=[gone]).state == "wanting"


def test_a_nominator_whom_the_roster_does_not_know_has_no_unit():
    everybody = dict(files()[1])
    del everybody["HW010"]
    facts, outcomes = run("nomination")
    facts = replace(facts, people=everybody)
    found = next(x for x in register_of(RUN, facts, outcomes, END) if x.candidate == TEAM)
    assert found.nominators == (Nominator("HW010", "HW010", ""),)


def test_figures_by_nominator_count_a_joint_nomination_for_each():
    facts, outcomes = run()
    lines = register_of(RUN, facts, outcomes, END)
    cases = {(RUN, TEAM): [("HW010", True), ("HW005", False)], (RUN, SERVICE): [("HW002", False)]}
    found = {f.key: f for f in figures_of(lines, "nominator", cases)}
    assert found["HW010"] == Figures(
        "HW010", "翁云哲", nominated=2, taken_up=1, appointed=1, passed=1, cases=1, liable=1
    )
    assert found["HW002"] == Figures(
        "HW002", "应云哲", nominated=1, taken_up=1, appointed=1, passed=1, cases=1
    )
    assert found["HW008"] == Figures("HW008", "鲍衡维", nominated=1, withdrawn=1)
    assert sum(f.nominated for f in found.values()) == len(lines) + 1


def test_figures_by_unit_and_year():
    facts, outcomes = run()
    lines = register_of(RUN, facts, outcomes, END)
    units = {f.title: f.nominated for f in figures_of(lines, "unit", {})}
    assert units == {LEADERS: 5, "工作片": 1, "园区经济服务中心": 1, "组织办公室": 1}
    assert {f.key: f.appointed for f in figures_of(lines, "year", {})} == {"2026": 4}
    assert figures_of([], "year", {}) == ()


def test_the_law_of_the_register_every_nomination_stands_once():
    facts, outcomes = run()
    lines = register_of(RUN, facts, outcomes, END)
    rows = facts.rows["nomination"]["nominations"]
    assert sorted(map(str, (x.candidate for x in lines))) == sorted(
        str(Candidate(r.person, r.post)) for r in rows
    )
