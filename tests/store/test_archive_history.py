"""The archive's history: any sequence of imports, asked for any earlier day, gives the roster that stood then."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from quanheng.actions.import_roster import keep_import, roster_changes
from quanheng.core.authority import Actor
from quanheng.core.roster_difference import Mode
from quanheng.core.roster_sheets import BY_NAME, sheets_of
from quanheng.core.values import Refused
from quanheng.store import queries
from quanheng.store.archive_history import days_of_change, tables_known

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 3, 1)
KEEPER = Actor("keeper", None, frozenset({"organiser"}))
NAMES = st.sampled_from(("闻书砚", "陶云溪", "曾宁"))
UNIT = {"code": "HW", "name": "河湾街道"}


def sheets(**cells):
    return sheets_of(
        {
            name: [(line, BY_NAME[name].row.model_validate(row)) for line, row in enumerate(rows, 2)]
            for name, rows in cells.items()
        }
    )


def imported(mode: Mode, at: datetime, **cells) -> None:
    found = roster_changes(KEEPER, sheets(**cells), mode, at.date())
    keep_import(KEEPER, mode, found, at)


@st.composite
def rosters(draw):
    """A small roster: some of three people, each with some appraisals and perhaps a tenure."""
    codes = draw(st.lists(st.sampled_from(("P1", "P2", "P3")), unique=True, max_size=3))
    people = [{"code": c, "name": draw(NAMES), "unit": draw(st.sampled_from(("HW", "")))} for c in codes]
    appraisals = [
        {"person": c, "year": year, "grade": draw(st.sampled_from(("优秀", "称职")))}
        for c in codes
        for year in draw(st.lists(st.sampled_from((2023, 2024)), unique=True))
    ]
    tenures = [
        {"person": c, "kind": "work", "name": "科员", "since": "2020-01", "leading": draw(st.booleans())}
        for c in codes
        if draw(st.booleans())
    ]
    return {"people": people, "appraisals": appraisals, "tenures": tenures}


STEPS = st.lists(
    st.tuples(rosters(), st.sampled_from(("update", "replace")), st.integers(0, 2)), min_size=1, max_size=5
)


class History(TestCase):
    @settings(max_examples=30)
    @given(STEPS)
    def test_every_earlier_day_gives_the_roster_that_stood_when_it_ended(self, steps):
        on, at = FIRST, datetime.combine(FIRST, datetime.min.time(), ZONE)
        stood = {FIRST - timedelta(days=1): tables_known()}
        for cells, mode, days in steps:
            for _ in range(days):
                stood[on] = tables_known()
                on += timedelta(days=1)
            at = max(at + timedelta(minutes=1), datetime.combine(on, datetime.min.time(), ZONE))
            given_units = {"units": [UNIT]}
            imported(mode, at, **given_units, **cells)
        stood[on] = tables_known()
        assert {day: tables_known(day) for day in stood} == stood

    def test_a_person_is_shown_as_known_on_a_day(self):
        day = datetime(2026, 3, 10, 9, tzinfo=ZONE)
        wen = {"code": "P1", "name": "闻书砚", "unit": "HW", "born": "1985-04"}
        imported(
            "replace",
            day,
            units=[UNIT],
            people=[wen],
            appraisals=[{"person": "P1", "year": 2025, "grade": "优秀"}],
        )
        imported("update", day + timedelta(days=5), people=[{**wen, "born": "1985-05"}])
        imported("replace", day + timedelta(days=7), units=[UNIT])
        lines = [queries.person_line("P1", day.date() + timedelta(days=n)) for n in (-1, 0, 4, 5, 6, 7)]
        assert [line and (line.born, line.pinyin) for line in lines] == [
            None,
            ("1985-04", "wen shuyan"),
            ("1985-04", "wen shuyan"),
            ("1985-05", "wen shuyan"),
            ("1985-05", "wen shuyan"),
            None,
        ]
        grades = [queries.dossier("P1", day.date() + timedelta(days=n))["appraisals"] for n in (-1, 0, 7)]
        assert [[row.model_dump() for row in rows] for rows in grades] == [
            [],
            [{"person": "P1", "year": 2025, "grade": "优秀"}],
            [],
        ]
        assert queries.person_line("P1") is None
        assert days_of_change("P1") == [date(2026, 3, 17), date(2026, 3, 15), date(2026, 3, 10)]

    def test_nothing_is_changed_as_of_an_earlier_instant(self):
        day = datetime(2026, 3, 10, 9, tzinfo=ZONE)
        imported("replace", day, units=[UNIT])
        with pytest.raises(Refused) as refused:
            imported("replace", day - timedelta(days=1), units=[{**UNIT, "name": "河湾"}])
        assert refused.value.code == "time_goes_back"
