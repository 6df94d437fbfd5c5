"""Establishment (职数): approved, actual, vacant and over, by unit and level, on any day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.establishment import (
    Approved,
    ApprovedNumber,
    Cell,
    Establishment,
    HeldPost,
    Place,
    PostSeats,
    Rung,
    UnitPlace,
)

DAY = date(2026, 3, 2)
UNITS = (
    UnitPlace("C", "县委"),
    UnitPlace("O", "组织部", "C"),
    UnitPlace("O1", "干部科", "O"),
    UnitPlace("F", "财政局", "C"),
)
DIVISION, SECTION = Rung("正科级", True), Rung("副科级", True)
HEAD = PostSeats("O-1", "部长", Place("O", "正科级", True))
DEPUTY = PostSeats("O-2", "副部长", Place("O", "副科级", True), 3)
CHIEF = PostSeats("O1-1", "科长", Place("O1", "副科级", True))
CLERK = PostSeats("O1-9", "科员", Place("O1", "", False), 5)
POSTS = (HEAD, DEPUTY, CHIEF, CLERK)


def held(
    person, post="", *, unit="", level="", leading=True, since=date(2020, 1, 1), until=None, title="职务"
):
    return HeldPost(person, f"人员{person}", title, unit, level, leading, since, until, post)


def number(place, seats, on, paper="编办〔2025〕3号"):
    return ApprovedNumber(place, seats, on, paper)


def test_the_sum_of_the_posts_stands_in_until_a_number_is_approved():
    first = number(DEPUTY.place, 2, date(2025, 1, 1))
    later = number(DEPUTY.place, 4, date(2026, 3, 2))
    archive = Establishment(UNITS, POSTS, (later, first))
    seats = [archive.approved_on(day)[DEPUTY.place] for day in (date(2024, 12, 31), date(2026, 3, 1), DAY)]
    assert seats == [Approved(3), Approved(2, first), Approved(4, later)]
    assert set(archive.approved_on(DAY)) == {HEAD.place, DEPUTY.place, CHIEF.place}


def test_a_number_of_nought_leaves_no_seat():
    none = number(DEPUTY.place, 0, date(2026, 1, 1))
    archive = Establishment(UNITS, POSTS, (none,), (held("1", "O-2"),))
    assert archive.matrix_on(DAY).line_of("O").own[SECTION] == Cell(0, 1, 0, 1)


def test_who_holds_a_seat():
    ended = held("1", "O-2", until=DAY)
    to_come = held("2", "O-2", since=DAY + timedelta(days=1))
    first_day = held("3", "O-2", since=DAY)
    two_seats = (held("4", "O-1"), held("4", "O1-1"))
    told_twice = held("3", "O-2", since=date(2021, 1, 1))
    by_name = held("5", unit="财政局", level="正科级", title="局长")
    elsewhere = held("6", unit="外县", level="正科级")
    staff = held("7", "O1-9", leading=False)
    archive = Establishment(
        UNITS, POSTS, (), (ended, to_come, first_day, *two_seats, told_twice, by_name, elsewhere, staff)
    )
    assert archive.holders_on(DAY) == {
        DEPUTY.place: (first_day,),
        HEAD.place: (two_seats[0],),
        CHIEF.place: (two_seats[1],),
        Place("F", "正科级", True): (by_name,),
    }
    assert archive.unplaced_on(DAY) == (elsewhere,)


def test_the_matrix_sums_up_the_tree():
    people = (
        held("1", "O-1"),
        held("2", "O-2"),
        held("3", "O1-1"),
        held("4", unit="干部科", level="副科级", title="副科长"),
        held("5", unit="财政局", level="副科级", leading=False, title="主任科员"),
    )
    matrix = Establishment(UNITS, POSTS, (), people).matrix_on(DAY)
    aside = Rung("副科级", False)
    assert matrix.rungs == (DIVISION, SECTION, aside)
    told = {line.unit.code: (line.depth, dict(line.own), dict(line.below)) for line in matrix.lines}
    office = {DIVISION: Cell(1, 1), SECTION: Cell(3, 1, 2)}
    bureau = {aside: Cell(0, 1, 0, 1)}
    section = {SECTION: Cell(1, 2, 0, 1)}
    assert told == {
        "C": (0, {}, {DIVISION: Cell(1, 1), SECTION: Cell(4, 3, 2, 1), aside: Cell(0, 1, 0, 1)}),
        "O": (1, office, {DIVISION: Cell(1, 1), SECTION: Cell(4, 3, 2, 1)}),
        "O1": (2, section, section),
        "F": (1, bureau, bureau),
    }
    assert [line.unit.code for line in matrix.lines] == ["C", "O", "O1", "F"]
    assert [line.has_units_below for line in matrix.lines] == [True, True, False, False]
    assert matrix.over == (Place("O1", "副科级", True), Place("F", "副科级", False))
    assert matrix.lines[0].total == Cell(5, 5, 2, 2)
    assert matrix.line_of("X") is None


def test_levels_off_the_ladder_follow_as_the_archive_has_them():
    posts = [PostSeats(w, w, Place("O", w, True)) for w in ("中层正职", "中层副职", "正科级", "正处级")]
    rungs = Establishment(UNITS, posts).matrix_on(DAY).rungs
    assert [r.level for r in rungs] == ["正处级", "正科级", "中层正职", "中层副职"]
    aside = Rung("正科级", False)
    titles = (rungs[0].title("en"), aside.title("zh"), aside.title("en"))
    assert titles == ("正处级", "正科级（非领导）", "正科级 (non-leading)")


def test_a_unit_whose_parent_is_not_known_stands_at_the_top():
    lines = Establishment([UnitPlace("A", "甲", "gone")]).matrix_on(DAY).lines
    assert [(line.unit.code, line.depth) for line in lines] == [("A", 0)]


SOMEBODY = st.builds(
    held,
    st.integers(1, 9).map(str),
    st.sampled_from(["O-1", "O-2", "O1-1", "O1-9"]),
    since=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    until=st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1)),
)


@given(st.lists(SOMEBODY, max_size=20), st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_every_cell_balances_and_the_top_holds_all(people, day):
    archive = Establishment(UNITS, POSTS, (), people)
    matrix = archive.matrix_on(day)
    cells = [cell for line in matrix.lines for cell in (*line.own.values(), *line.below.values())]
    assert all(c.approved - c.actual == c.vacant - c.over and min(c.vacant, c.over) >= 0 for c in cells)
    assert matrix.lines[0].total.actual == sum(map(len, archive.holders_on(day).values()))
