"""What the board withholds is withheld wherever the counted stage is read, and the points stay."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
import voting
from browsing import make_account
from django.urls import reverse
from small_run import ALL, AT, DAY
from voting import RUN, VOTE

from quanheng.actions.cast_ballot import cast_ballot
from quanheng.actions.close_stage import close_stage, outcome_digest
from quanheng.actions.count_ballots import count_ballots
from quanheng.actions.export_run import RESULT, Exported, export_run
from quanheng.actions.open_election import open_election
from quanheng.actions.seal_election import board_of, seal_election
from quanheng.actions.set_up_election import set_up_election
from quanheng.core.ballots.board import read_line
from quanheng.core.ballots.suppression import Disclosure
from quanheng.store.books import lines_of
from quanheng.store.load import forget, run_state

pytestmark = pytest.mark.django_db(databases=["default", "box"], transaction=True)
COUNTS, MEAN = "每票 100 分", "票数较少，只显示平均分"
"""What a working says of each grade counted, and what it says where only the mean may be told."""


def counted(by_citizens):
    """The run after its assessment: 11 of the staff voted, and so many citizens; the outcome."""
    _, voters, slips = voting.casting(12, slips=12)
    for n, voter in enumerate(voters[:11]):
        for ballot in voter.ballots("good" if n % 3 else "fair"):
            cast_ballot(VOTE, ballot)
    for n, secret in enumerate(slips[:by_citizens]):
        for ballot in voting.slip_ballots(secret, "good" if n else "fair"):
            cast_ballot(VOTE, ballot)
    seal_election(ALL, RUN, VOTE, AT)
    count_ballots(ALL, RUN, VOTE, AT)
    return close_stage(ALL, RUN, "assessment", AT)


def words_in(content):
    """The text of a DOCX or XLSX file, or of any other."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def pages(client):
    """The pages that tell of the run: its table, the stage, the evidence on both, the papers, the workbook."""
    client.force_login(make_account("o", "organiser"), backend="django.contrib.auth.backends.ModelBackend")
    stage = [RUN, "assessment"]
    addresses = [
        reverse("run", args=[RUN]),
        reverse("run-stage", args=stage),
        reverse("papers", args=stage),
        reverse("run-workbook", args=[RUN]),
        *(reverse("evidence", args=[*stage, "office", person]) for person in voting.CANDIDATES),
    ]
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    return "".join(words_in(answer.getvalue()) for answer in answers)


def exported():
    """Every file of the run's export, as text, and its result."""
    close_stage(ALL, RUN, "composite", AT)
    files = export_run(Exported(run_state(RUN), voting.PLAN, DAY, tuple(lines_of(RUN))))
    stages = {s["id"]: s for s in json.loads(files[RESULT])["stages"]}
    return "".join(map(words_in, files.values())), stages["assessment"]


def test_few_ballots_are_withheld_from_every_reader(client):
    outcome = counted(6)
    assert {s.value.quantize(1): [p.parts for p in s.working.parts] for s in outcome.scores} == {89: [(), ()]}
    shown = pages(client)
    assert (COUNTS in shown, shown.count(MEAN) >= 4) == (False, True)
    written, stage = exported()
    assert (COUNTS in written, MEAN in written) == (False, True)
    assert stage["record"]["counts"] == {"P1": {}, "P2": {}}
    assert "untold" not in written


def test_counted_ballots_are_read_singly_by_nobody_before_the_stage_closes_either(client):
    voting.casting(12, slips=12)
    client.force_login(make_account("o", "organiser"), backend="django.contrib.auth.backends.ModelBackend")
    table = reverse("input-table", args=[RUN, "assessment", "sheets"])
    assert client.get(table).context["view"].shows_rows
    seal_election(ALL, RUN, VOTE, AT)
    count_ballots(ALL, RUN, VOTE, AT)
    assert not client.get(table).context["view"].shows_rows


def test_many_ballots_open_down_to_their_counts(client):
    counted(11)
    assert COUNTS in pages(client)
    evidence = client.get(reverse("evidence", args=[RUN, "assessment", "office", "P1"])).content.decode()
    assert f'href="{reverse("election-round", args=[RUN, "assessment", 1])}#balance-heading"' in evidence
    written, stage = exported()
    assert (COUNTS in written, MEAN in written) == (True, False)
    assert {p: sorted(own) for p, own in stage["record"]["counts"].items()} == {
        "P1": ["citizens", "staff"],
        "P2": ["citizens", "staff"],
    }


def test_the_run_worked_out_again_withholds_the_same():
    outcome = counted(6)
    assert run_state(RUN).facts.disclosures == {"assessment": Disclosure()}
    forget()
    again = run_state(RUN)
    assert again.facts.disclosures == {"assessment": Disclosure()}
    assert (again.outcomes["assessment"], outcome_digest(again.outcomes["assessment"])) == (
        outcome,
        outcome_digest(outcome),
    )


def test_what_will_be_withheld_is_told_before_the_opening_and_is_fixed_by_it(client):
    """Nine of the staff would be told by their mean alone; twelve citizens with them, or the sum gives them away."""
    voting.started(12)
    rule = Disclosure(merge_below=2)
    set_up_election(ALL, RUN, replace(voting.wish(9, slips=12), disclosure=rule), AT)
    client.force_login(make_account("o", "organiser"), backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("election", args=[RUN, "assessment"])

    def told():
        return {g.title.zh: g.foreseen[0].zh for g in client.get(page).context["groups"]}

    assert told() == dict.fromkeys(("职工", "群众"), "票数较少，只公布平均")
    voting.make_slips(12)
    open_election(ALL, RUN, VOTE, AT)
    [opening] = board_of(VOTE).splitlines()
    assert read_line(opening).body["disclosure"] == rule.plain()
    assert told() == dict.fromkeys(("职工", "群众"), "票数较少，只公布平均")
