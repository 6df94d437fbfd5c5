"""The page on which an election is set up: the roll from a file, hours, and the fingerprint of the program."""

import csv
import hashlib
import io
import json
from dataclasses import replace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from quanheng.actions.demo import ORGANISER
from quanheng.actions.demo_election import load_elections
from quanheng.core.ballots.forms import BallotForm, Said
from quanheng.store import elections
from quanheng.store.load import run_state
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView
from quanheng.web.templatetags.furniture import MANIFEST
from quanheng.web.voting.set_up_form import proposal

pytestmark = pytest.mark.django_db(databases=["default", "box"])
PAGE = "/runs/recommend-again/stages/recommendation/election/2"
TYPED = {
    "code": "again-2", "roll": "HW001,cadres\nHW002,delegates", "way|cadres": "phones",
    "way|delegates": "slips", "unnamed|delegates": "12", "hidden_below": "5", "mean_below": "10",
    "merge_below": "10", "issuers": "1", "time|collect_from": "2030-03-11T09:00",
    "time|collect_until": "2030-03-11T17:00", "time|cast_from": "2030-03-12T09:00",
    "time|cast_until": "2030-03-12T17:00",
}  # fmt: skip


@pytest.fixture
def organiser(as_role):
    """The organiser, with the two recommendations of the demonstration beside its runs."""
    with override_settings(DEMO=True):
        load_elections(ORGANISER, now())
    return as_role("organiser")


def csv_file(*rows, name="名册.csv"):
    text = io.StringIO()
    csv.writer(text).writerows([("人员编号", "组别", "姓名"), *rows])
    return SimpleUploadedFile(name, text.getvalue().encode())


def xlsx_file(*rows):
    book = openpyxl.Workbook()
    for row in [("person", "group"), *rows]:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return SimpleUploadedFile("名册.xlsx", held.getvalue())


def read(client, file, **more):
    return client.post(f"{PAGE}/roll", TYPED | {"roll-file": file} | more)


def name_of(code):
    return run_state("recommend-again").facts.people[code].name


def test_a_roll_is_read_from_a_file_shown_and_entered_only_when_the_election_is_set_up(organiser):
    people = [f"HW{n:03}" for n in range(2, 14)]
    page = read(organiser, csv_file(*((p, "机关干部职工", name_of(p)) for p in people)))
    reading = page.context["reading"]
    assert page.status_code == 200
    assert (reading.new, reading.moved, len(reading.gone), len(reading.voters)) == (11, 1, 1, 12)
    assert {g.zh: n for g, n in reading.groups.items()} == {"机关干部职工": 12}
    typed = page.context["typed"]
    assert typed["roll"] == "\n".join(f"{p},cadres" for p in people)
    assert {name: typed[name] for name in TYPED if name != "roll"} == {
        name: said for name, said in TYPED.items() if name != "roll"
    }
    assert elections.election_of_stage("recommend-again", "recommendation", 2) is None
    done = organiser.post(f"{PAGE}/set-up", {name: typed[name] for name in TYPED})
    assert done.status_code == 302, done.context["refusals"]
    assert [v.person for v in elections.roll_of("again-2")] == people
    desk = organiser.get(PAGE).context["hours"]
    assert (desk.collect.zh, desk.cast.zh) == ("2030-03-11 9:00–17:00", "2030-03-12 9:00–17:00")


def test_faults_of_a_file_are_named_by_row_and_what_was_typed_stays(organiser):
    page = read(organiser, xlsx_file(("HW001", "cadres"), ("HW999", "cadres"), ("HW002", "elders")))
    assert page.status_code == 422
    assert [r.where for r in page.context["refusals"]] == ["名册.xlsx:3", "名册.xlsx:4"]
    assert page.context["typed"]["roll"] == TYPED["roll"]
    for file, code in ((csv_file(), "unreadable"), (SimpleUploadedFile("a.csv", b"x,y\n1,2\n"), None)):
        page = read(organiser, file)
        assert page.status_code == 422
        assert code in (None, page.context["refusals"][0].code)
    assert organiser.post(f"{PAGE}/roll", TYPED).context["refusals"][0].code == "unreadable"
    page = read(organiser, csv_file(("HW002", "cadres", "")), roll="not a roll")
    assert (page.context["reading"].new, page.context["reading"].gone) == (1, ())


def test_the_workbook_of_the_roll_comes_back_as_it_went_out(organiser):
    book = organiser.get(f"{PAGE}/roll")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert [cell.value for cell in sheet[1]] == ["人员编号", "组别", "姓名"]


def test_whoever_voted_in_an_earlier_stage_is_proposed_for_the_next(organiser):
    run = RunInView(ORGANISER, run_state("recommend-open"))
    groups = (Said("cadres", "机关干部职工"), Said("delegates", "群众代表"))
    form = BallotForm("assessment", "grades", "person", (), (), (), groups)
    shown = proposal(run, "assessment", 1, form, now().date())
    first = [f"{v.person},{v.group}" for v in elections.roll_of("recommend-open")]
    assert (shown["roll"].splitlines(), len(first)) == (first, 42)
    others = replace(form, groups=(Said("elders", "老同志"), Said("heads", "负责人")))
    assert proposal(run, "assessment", 1, others, now().date())["roll"] == ""


def test_hours_that_overlap_are_refused_and_nothing_is_lost(organiser):
    page = organiser.post(f"{PAGE}/set-up", TYPED | {"time|cast_from": "2030-03-11T10:00"})
    assert (page.status_code, page.context["refusals"][0].code) == (422, "election_hours")
    ends = [e["value"] for part in page.context["time_parts"] for e in part["ends"]]
    assert ends == ["2030-03-11T09:00", "2030-03-11T17:00", "2030-03-11T10:00", "2030-03-12T17:00"]


def test_the_desk_shows_the_fingerprint_of_the_program_that_is_served(organiser):
    served = MANIFEST.with_name(json.loads(MANIFEST.read_text("utf-8"))["voting.js"])
    digest = hashlib.sha256(served.read_bytes()).hexdigest()
    page = organiser.get("/runs/recommend-open/stages/recommendation/election")
    assert page.context["client"] == digest
    assert digest[:16] in page.content.decode()
    assert organiser.post("/runs/recommend-open/stages/recommendation/election/1/open").status_code == 302
    opened = elections.election_of_stage("recommend-open", "recommendation").opening
    assert json.loads(opened)["client"] == digest
