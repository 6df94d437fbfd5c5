"""A board of secret ballots as input of `quanheng run`: the same result as the count from the box."""

import json

import pytest
import voting
from command_line import call
from small_run import ALL, AT, PEOPLE
from voting import RUN, VOTE

from quanheng.actions.cast_ballot import cast_ballot
from quanheng.actions.close_stage import close_stage
from quanheng.actions.count_ballots import count_ballots
from quanheng.actions.seal_election import board_of, seal_election

pytestmark = pytest.mark.django_db(databases=["default", "box"], transaction=True)


@pytest.fixture
def folder(tmp_path):
    """The inputs of the plan up to its assessment, which the board gives."""
    _, voters, slips = voting.casting(12, slips=12)
    for n, voter in enumerate(voters):
        for ballot in voter.ballots("good" if n % 3 else "fair"):
            cast_ballot(VOTE, ballot)
    for secret in slips:
        for ballot in voting.slip_ballots(secret):
            cast_ballot(VOTE, ballot)
    seal_election(ALL, RUN, VOTE, AT)
    (tmp_path / "plan.yaml").write_text(voting.PLAN, encoding="utf-8")
    (tmp_path / "in" / "roster").mkdir(parents=True)
    people = "".join(f"{c},人员{c},公务员,U\n" for c in [*PEOPLE, *voting.codes(12)])
    (tmp_path / "in" / "roster" / "units.csv").write_text("code,name\nU,机关\n", encoding="utf-8")
    (tmp_path / "in" / "roster" / "people.csv").write_text(
        f"code,name,identity,unit\n{people}", encoding="utf-8"
    )
    applications = "".join(f"{c},office,1,self,2026-03-10\n" for c in voting.CANDIDATES)
    (tmp_path / "in" / "enrolment.applications.csv").write_text(
        f"person,post,choice,channel,applied_on\n{applications}", encoding="utf-8"
    )
    (tmp_path / "in" / "assessment.board.jsonl").write_text(board_of(VOTE), encoding="utf-8")
    return tmp_path


def run(folder):
    return call("run", folder / "plan.yaml", "--inputs", folder / "in", "--out", folder / "out")


def test_the_board_gives_the_same_scores_as_the_box(folder):
    done = run(folder)
    assert (done.code, done.err.count("停在")) == (0, 0), done.err
    count_ballots(ALL, RUN, VOTE, AT)
    outcome = close_stage(ALL, RUN, "assessment", AT)
    told = json.loads((folder / "out" / "result.json").read_text(encoding="utf-8"))
    stage = next(s for s in told["stages"] if s["id"] == "assessment")
    assert {s["candidate"]["person"]: s["value"] for s in stage["scores"]} == {
        s.candidate.person: str(s.value) for s in outcome.scores
    }


def test_a_board_that_was_touched_stops_the_run(folder):
    board = folder / "in" / "assessment.board.jsonl"
    board.write_text(
        board.read_text(encoding="utf-8").replace('\\"good\\"', '\\"fair\\"', 1), encoding="utf-8"
    )
    done = run(folder)
    assert (done.code, "assessment.board.jsonl" in done.err, "公示板有问题" in done.err) == (1, True, True)
