"""Opening desk: what each post comes to; somebody of a cancelled post chooses another, within the time."""

import pytest
from browsing import make_account

from quanheng.actions.demo import ORGANISER
from quanheng.actions.go_back import go_back
from quanheng.actions.record_rows import remove_row
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN, WHO = "s10-finished", "HW023"
STAGE = f"/runs/{RUN}/stages/opening"


def reopened():
    go_back(ORGANISER, RUN, "opening", "改报有误", now())
    remove_row(ORGANISER, RUN, "opening", "rechoices", f"{WHO}|family-deputy", now())


def candidate(client, code=WHO):
    account = make_account(code.lower(), "staff", display_name=code, person_code=code)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def rechoices():
    return [(r.from_post, r.to_post) for r in run_state(RUN).facts.rows["opening"]["rechoices"]]


def test_every_post_is_shown_with_its_ratio_and_what_it_comes_to(as_role):
    reopened()
    page = as_role("organiser").get(f"{STAGE}/opening")
    lines = {line.id: (line.has, line.needs, line.opening.done) for line in page.context["lines"]}
    assert lines["family-deputy"] == ("1", "1.5", "cancelled")
    assert [(m.person, m.chosen) for m in page.context["moves"]] == [(WHO, None)]


def test_a_candidate_of_a_cancelled_post_chooses_another_and_takes_it_back(street, client):
    reopened()
    own = candidate(client)
    assert f"{STAGE}/rechoose".encode() in own.get("/").content
    [(move, options)] = own.get(f"{STAGE}/rechoose").context["own"]
    assert move.from_post == "family-deputy"
    assert next(o for o in options if o.line.id == "agriculture-deputy").bar is None
    sent = {"from_post": "family-deputy", "to_post": "agriculture-deputy"}
    assert own.post(f"{STAGE}/rechoose", sent).status_code == 302
    assert rechoices() == [("family-deputy", "agriculture-deputy")]
    shut = own.post(f"{STAGE}/rechoose", sent | {"to_post": "family-deputy"})
    assert (shut.status_code, [r.code for r in shut.context["refusals"]]) == (422, ["post_not_open"])
    assert own.post(f"{STAGE}/rechoose/take-back", {"from_post": "family-deputy"}).status_code == 302
    assert rechoices() == []


def test_others_have_nothing_to_choose_anew(street, client):
    reopened()
    other = candidate(client, "HW013")
    assert other.get(f"{STAGE}/rechoose").context["own"] == []
    assert other.post(f"{STAGE}/rechoose", {"from_post": "family-deputy"}).status_code == 404
    stranger = candidate(client, "HW091")
    assert stranger.get(f"{STAGE}/rechoose").status_code == 409


def test_a_closed_stage_shows_how_it_came_out(as_role):
    page = as_role("organiser").get(f"{STAGE}/opening")
    done = {line.id: line.opening.done for line in page.context["lines"]}
    assert done["family-deputy"] == "cancelled"
    assert [m.chosen.zh for m in page.context["moves"]] == ["农办副主任"]
