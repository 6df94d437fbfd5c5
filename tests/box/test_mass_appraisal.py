"""Mass appraisal (万人评议): two thousand citizens with codes sent by post, staff by phone; counted and closed."""

import pytest
import voting
from small_run import ALL, AT
from voting import RUN, VOTE

from quanheng.actions.cast_ballot import cast_ballot
from quanheng.actions.close_stage import close_stage
from quanheng.actions.count_ballots import count_ballots
from quanheng.actions.seal_election import board_of, publish_board, seal_election, turnout
from quanheng.actions.void_slips import void_slips
from quanheng.core.ballots.recount import recount
from quanheng.store import elections

pytestmark = pytest.mark.django_db(databases=["default", "box"], transaction=True)
CITIZENS, RETURNED, CAST = 2000, 20, 1600
"""Letters sent; sent back by the post, and voided; codes that voted."""


def test_two_thousand_citizens():
    _, staff, letters = voting.casting(12, slips=CITIZENS)
    assert elections.electorate(VOTE) == {"citizens": CITIZENS, "staff": 12}
    for voter in staff:
        for ballot in voter.ballots("fair"):
            cast_ballot(VOTE, ballot)
    for number, secret in enumerate(letters[:CAST]):
        for ballot in voting.slip_ballots(secret, "good" if number % 4 else "fair"):
            cast_ballot(VOTE, ballot)
    assert turnout(VOTE) == 80
    assert publish_board(ALL, RUN, VOTE, AT) == 2 * (CAST + 12)
    done = void_slips(ALL, RUN, VOTE, letters[-RETURNED:], AT)
    assert (done.void, done.voted, done.unknown) == (RETURNED, 0, 0)
    head = seal_election(ALL, RUN, VOTE, AT)
    found = recount(board_of(VOTE).splitlines(), [head.digest])
    assert (found.faults, found.unpublished, set(found.shown.values())) == ((), 0, {"distribution"})
    assert found.counts["marks|citizens|P1"].plain() == {
        "issued": CITIZENS,
        "returned": CAST,
        "unused": CITIZENS - CAST - RETURNED,
        "void": RETURNED,
    }
    assert found.tallies["marks|citizens|P1"]["virtue"] == {"good": 1200, "fair": 400}
    assert count_ballots(ALL, RUN, VOTE, AT) == 2 * (CAST + 12)
    outcome = close_stage(ALL, RUN, "assessment", AT)
    # Staff 60 % at 60 points, citizens 40 % at 90: a group counts by its weight, whatever its size.
    assert [(s.candidate.person, s.value) for s in outcome.scores] == [("P1", 72), ("P2", 72)]
