"""Demonstration: back to its beginning, by those who may and nowhere else."""

import pytest
from django.test import override_settings

from quanheng.store.load import run_state

pytestmark = pytest.mark.django_db
ENROL = "/runs/s10-open/stages/enrolment/enrolment"


def own():
    held = run_state("s10-open").facts.rows.get("enrolment", {}).get("applications", ())
    return [a for a in held if a.person == "HW090"]


def test_resetting_undoes_everything_and_keeps_the_reader_signed_in(as_role):
    as_role("staff").post(ENROL, {"post": ["area-head"], "channel": "self", "confirmed": "1"})
    assert len(own()) == 1
    client = as_role("organiser")
    with override_settings(DEMO=True):
        assert client.post("/demo/reset")["Location"] == "/"
    assert own() == []
    assert client.get("/").status_code == 200


def test_outside_the_demonstration_nothing_is_reset(as_role):
    with override_settings(DEMO=False):
        assert as_role("organiser").post("/demo/reset").status_code == 409


def test_others_do_not_reset(as_role):
    with override_settings(DEMO=True):
        assert as_role("staff").post("/demo/reset").status_code == 403
        assert as_role("organiser").get("/demo/reset").status_code == 405
