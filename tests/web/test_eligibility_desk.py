"""Eligibility desk: everybody under every rule before the stage closes, those still open first."""

import pytest

from quanheng.actions.demo import ORGANISER
from quanheng.actions.go_back import go_back
from quanheng.actions.record_rows import remove_row
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN = "s10-finished"
DESK = f"/runs/{RUN}/stages/eligibility/eligibility"


def test_who_is_open_stands_first_and_a_review_settles_it(as_role):
    go_back(ORGANISER, RUN, "eligibility", "复核", now())
    remove_row(ORGANISER, RUN, "eligibility", "reviews", "HW031|", now())
    client = as_role("organiser")
    page = client.get(DESK)
    counts = {state: count for state, _, count in page.context["counts"]}
    first = page.context["lines"][0]
    assert (first.candidate.person, first.state, counts["open"]) == ("HW031", "open", 1)
    assert {rule.state for rule in first.wanting} == {"unknown"}
    form = client.get(first.href.partition("#")[0])
    assert form.context["form"]["person"].value() == "HW031"
    sent = {"person": "HW031", "post": "", "verdict": "qualified", "reason": "已核对原件", "by": "HW005"}
    assert client.post(f"/runs/{RUN}/stages/eligibility/inputs/reviews", sent).status_code == 302
    settled = {line.candidate.person: line for line in client.get(DESK).context["lines"]}
    assert (settled["HW031"].state, "已核对原件" in settled["HW031"].review.zh) == ("in", True)


def test_the_list_narrows_to_one_state(as_role):
    page = as_role("organiser").get(f"{DESK}?state=out")
    assert {line.state for line in page.context["lines"]} == {"out"}
    assert all(line.wanting or line.review for line in page.context["lines"])
