"""Elections of the demonstration (演示投票): one waits to be opened, one for its second round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import quanheng.data
from quanheng.actions.close_stage import close_stage
from quanheng.actions.demo_runs import moved_text
from quanheng.actions.demo_voters import make_slips
from quanheng.actions.record_rows import record_rows
from quanheng.actions.save_plan import save_plan
from quanheng.actions.set_up_election import Wish, set_up_election
from quanheng.actions.start_run import start_run
from quanheng.core.authority import Actor
from quanheng.core.inputs import Row
from quanheng.core.people import Person
from quanheng.core.stages.enrolment import Application
from quanheng.core.stages.recommendation.tables import Ballot, GroupTurnout, Mark
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar
from quanheng.store.elections import RollEntry
from quanheng.store.load import run_state

PLAN = Path(quanheng.data.__file__).parent / "plans" / "recommendation-and-assessment.yaml"
FIRST_DAY = date(2026, 3, 10)
"""The day on which the plan's file begins; all of its days move together."""
OPEN, AGAIN = "recommend-open", "recommend-again"
STAGE = "recommendation"
CANDIDATES = {
    "reserve-head": ("HW028", "HW040", "HW044"),
    "reserve-deputy": ("HW037", "HW039", "HW041"),
}
DELEGATES = 24
CADRES = 42
"""Units: voters that no roll names; cadres on the roll."""
APPROVED: Mapping[str, tuple[int, int]] = {
    "HW028": (31, 17), "HW040": (18, 9), "HW044": (9, 6),
    "HW037": (17, 9), "HW039": (16, 10), "HW041": (10, 4),
}  # fmt: skip
"""Units: votes for each candidate in the first round, of the cadres' 40 sheets and the delegates' 22."""


def load_elections(actor: Actor, now: datetime) -> None:
    """A recommendation whose election is set up, with slips; and one that calls for a second round."""
    today = now.date()
    text = moved_text(PLAN.read_text("utf-8"), lambda day: _moved(day, today))
    version = save_plan(actor, text, PLAN.name, now)
    for code in (OPEN, AGAIN):
        start_run(actor, version, code, now, started_on=today)
        record_rows(actor, code, "enrolment", "applications", list(_applications(today)), now)
        for stage in ("enrolment", "eligibility"):
            close_stage(actor, code, stage, now)
    record_rows(actor, AGAIN, STAGE, "turnout", _turnout(), now)
    record_rows(actor, AGAIN, STAGE, "sheets", list(_sheets()), now)
    wish = Wish(
        code=OPEN,
        stage=STAGE,
        roll=tuple(RollEntry(code, "cadres") for code in _voters(run_state(OPEN).facts.people)),
        ways={"delegates": "slips"},
        unnamed={"delegates": DELEGATES},
        times={
            name: f"{now + timedelta(days):%Y-%m-%d}T{hour}"
            for name, days, hour in (
                ("collect_from", 0, "09:00"),
                ("collect_until", 1, "17:00"),
                ("cast_from", 2, "09:00"),
                ("cast_until", 2, "17:00"),
            )
        },
    )
    set_up_election(actor, OPEN, wish, now)
    make_slips(actor, OPEN, OPEN, now)


def _moved(day: date, today: date) -> date:
    """A day of the plan's file near today: the first is over, meetings are on working days to come."""
    wanted, calendar = day + (today - FIRST_DAY), Calendar()
    if day <= FIRST_DAY or calendar.is_working_day(wanted):
        return wanted
    return calendar.next_working_day(wanted).day


def _voters(people: Mapping[str, Person]) -> Sequence[str]:
    standing = {person for own in CANDIDATES.values() for person in own}
    accounts = ("HW001", "HW007", "HW011", "HW090")
    others = [code for code in sorted(people) if code.startswith("HW") and code not in {*standing, *accounts}]
    return [*accounts, *others[: CADRES - len(accounts)]]


def _applications(day: date) -> Iterator[Row]:
    for post, own in CANDIDATES.items():
        for person in own:
            yield Application(
                person=person, post=post, channel="organisation", recommended_by="街道党工委", applied_on=day
            )


def _turnout() -> list[Row]:
    return [
        GroupTurnout(group="cadres", should_attend=CADRES, present=40, issued=40, returned=40),
        GroupTurnout(group="delegates", should_attend=DELEGATES, present=22, issued=22, returned=22),
    ]


def _sheets() -> Iterator[Row]:
    """The first round on paper: nobody reaches half for the second post."""
    start = 0
    for place, (group, returned) in enumerate((("cadres", 40), ("delegates", 22))):
        for number in range(returned):
            for post, own in CANDIDATES.items():
                for turn, person in enumerate(own):
                    mark: Mark = "oppose"
                    if (number + turn * 7) % returned < APPROVED[person][place]:
                        mark = "approve"
                    yield Ballot(
                        sheet=str(start + number + 1), group=group, post=post, person=person, mark=mark
                    )
        start += returned


WHERE = (
    (Text("无记名投票", "Secret ballot"), f"/runs/{OPEN}/stages/{STAGE}/election"),
    (Text("第二轮推荐", "Second round"), f"/runs/{AGAIN}/stages/{STAGE}/second-round"),
)
"""Where the demonstration's votes are, for its organiser, told when it starts."""
