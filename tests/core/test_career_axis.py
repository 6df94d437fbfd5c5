"""The career on an axis: lanes, rows where tenures overlap, years, labels that fit."""

from datetime import date

from quanheng.core.career_axis import CHARACTER, WIDTH, career_axis
from quanheng.core.people import Tenure

TODAY = date(2026, 7, 1)


def tenure(kind: str, name: str, since: int, until: int | None = None) -> Tenure:
    return Tenure(kind, name, date(since, 1, 1), date(until, 1, 1) if until else None)


def test_there_is_no_axis_where_nothing_is_known_yet():
    assert career_axis([], TODAY) is None
    assert career_axis([tenure("post", "将来", 2030)], TODAY) is None


def test_lanes_stand_below_one_another_and_overlaps_take_rows_of_their_own():
    axis = career_axis(
        [
            tenure("rank", "科员", 2010),
            tenure("post", "主任", 2015),
            tenure("post", "副主任", 2010, 2018),
            tenure("work", "办事员", 2007, 2010),
            tenure("post", "将来", 2030),
        ],
        TODAY,
    )
    assert axis is not None
    assert [
        (lane.title.zh, lane.row, [(b.tenure.name, b.row) for b in lane.bars]) for lane in axis.lanes
    ] == [
        ("职务、工作", 0, [("办事员", 0), ("副主任", 0), ("主任", 1)]),
        ("职级", 2, [("科员", 2)]),
    ]
    assert axis.rows == 3


def test_bars_lie_within_the_axis_and_end_today_while_they_are_held():
    axis = career_axis([tenure("post", "主任", 2016), tenure("work", "办事员", 2007, 2016)], TODAY)
    assert axis is not None
    held = axis.lanes[0].bars[1]
    days = (date(2027, 1, 1) - date(2007, 1, 1)).days
    assert held.start == (date(2016, 1, 1) - date(2007, 1, 1)).days * WIDTH // days
    assert held.start + held.length == (TODAY - date(2007, 1, 1)).days * WIDTH // days
    assert all(b.start >= 0 and b.start + b.length <= WIDTH for lane in axis.lanes for b in lane.bars)


def test_years_are_told_in_steps_that_leave_room_for_them():
    axis = career_axis([tenure("work", "办事员", 2007)], TODAY)
    assert axis is not None
    assert [year for _, year in axis.years] == list(range(2008, 2027, 2))
    long = career_axis([tenure("work", "办事员", 1980)], TODAY)
    assert long is not None
    assert [year for _, year in long.years] == list(range(1980, 2027, 5))
    short = career_axis([tenure("work", "办事员", 2025)], TODAY)
    assert short is not None
    assert [year for _, year in short.years] == [2025, 2026]


def test_a_label_is_as_long_as_its_bar_and_a_moment_still_shows():
    axis = career_axis(
        [tenure("work", "很长的单位很长的职务名称", 2025, 2026), tenure("post", "主任", 1980)], TODAY
    )
    assert axis is not None
    bar = axis.lanes[0].bars[1]
    assert len(bar.label) * CHARACTER <= bar.length
    brief = Tenure("post", "临时", date(2020, 1, 1), date(2020, 1, 2))
    moment = career_axis([brief, tenure("work", "办事员", 1980)], TODAY)
    assert moment is not None
    assert [(b.length, b.label) for lane in moment.lanes for b in lane.bars if b.tenure == brief] == [(4, "")]
