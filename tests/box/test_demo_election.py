"""The demonstration's election: opened, collected and cast by invented voters, sealed, counted, and closed."""

import json

import pytest
from django.conf import settings as configured
from django.test import override_settings
from printed import scanned
from street_office import STREET

from quanheng.actions.close_stage import close_stage
from quanheng.actions.count_ballots import count_ballots
from quanheng.actions.demo import ORGANISER, load_demo
from quanheng.actions.demo_election import OPEN, STAGE, load_elections
from quanheng.actions.demo_voters import (
    others_cast,
    others_collect,
    own_slips,
    slip_sheet,
)
from quanheng.actions.election_desk import desk_of
from quanheng.actions.open_election import close_collecting, open_casting, open_election
from quanheng.actions.seal_election import board_of, seal_election, turnout
from quanheng.actions.void_slips import Voided, void_slips
from quanheng.core.ballots.recount import recount
from quanheng.core.values import Refused
from quanheng.store.wipe import wipe
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db(databases=["default", "box"], transaction=True)


@pytest.fixture
def demonstration(tmp_path):
    """The demonstration with its elections, on any day."""
    with override_settings(DEMO=True, HOME=tmp_path):
        load_demo(now(), scenes=STREET[:1])
        load_elections(ORGANISER, now())
        yield
        wipe()


def test_an_election_of_the_demonstration_from_opening_to_result(demonstration):
    at = now()
    open_election(ORGANISER, OPEN, OPEN, at)
    collected = others_collect(ORGANISER, OPEN)
    assert collected == others_collect(ORGANISER, OPEN), "asked again, nobody collects twice"
    close_collecting(ORGANISER, OPEN, OPEN, at)
    open_casting(ORGANISER, OPEN, OPEN, at)
    steps = []
    while others_cast(ORGANISER, OPEN):
        steps.append(turnout(OPEN))
    assert (steps == sorted(steps), steps[0] < steps[-1], {n % 10 for n in steps}) == (True, True, {0})
    slips = own_slips(OPEN, configured.BOX_ADDRESS)["delegates"]
    assert [len(own) for own in scanned(slip_sheet(OPEN, "delegates", "推荐", configured.BOX_ADDRESS))] == [8]
    assert void_slips(ORGANISER, OPEN, OPEN, slips, at) == Voided(8, 0, 0)
    head = seal_election(ORGANISER, OPEN, OPEN, at)
    found = recount(board_of(OPEN).splitlines(), [head.digest])
    assert (found.faults, set(found.shown.values())) == ((), {"distribution"})
    desk = desk_of(OPEN, STAGE)
    assert {own["shown"] for own in desk.results.values()} == {"distribution"}
    assert count_ballots(ORGANISER, OPEN, OPEN, at) == 6 * (collected + 20)
    assert close_stage(ORGANISER, OPEN, STAGE, at).remaining.candidates


def test_nobody_invents_a_voter_outside_the_demonstration(demonstration):
    with (
        override_settings(DEMO=False),
        pytest.raises(Refused, check=lambda refusal: refusal.code == "no_demo"),
    ):
        others_cast(ORGANISER, OPEN)


def test_the_slips_of_the_demonstration_lie_in_its_own_folder(demonstration, tmp_path):
    held = json.loads((tmp_path / "demo-ballots" / f"{OPEN}.json").read_text())
    assert {group: len(own) for group, own in held["slips"].items()} == {"delegates": 28}
