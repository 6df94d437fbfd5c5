"""One form a candidate: opinions, reports and reviews with the names filled in."""

import pytest

from quanheng.actions.go_back import go_back
from quanheng.actions.run_headless import ACTOR
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
PAGE = "/runs/s10-decision/stages/clearance/forms/opinions"


@pytest.fixture
def reopened(as_role):
    """The clearance open again."""
    go_back(ACTOR, "s10-decision", "clearance", "补充意见", now())
    return as_role


def said(form, **more):
    today = now().date().isoformat()
    given = {name: form[name].value() or "" for name in ("person", "must")}
    words = {"result": "clear", "document": "纪函 9 号", "given_on": today, "signed_by": "HW011", "note": ""}
    return given | words | more


def test_an_officer_changes_an_opinion_and_goes_on(reopened):
    client = reopened("discipline")
    page = client.get(f"{PAGE}?n=2")
    assert (page.context["done"], page.context["chosen"].number) == (12, 2)
    form = page.context["form"]
    assert form.fields["person"].widget.is_hidden
    assert client.post(f"{PAGE}?n=2", said(form)).status_code == 302
    rows = run_state("s10-decision").facts.rows["clearance"]["opinions"]
    assert [r.document for r in rows if r.person == form["person"].value()] == ["纪函 9 号"]


def test_what_is_missing_is_told_in_the_form(reopened):
    client = reopened("discipline")
    form = client.get(f"{PAGE}?n=1").context["form"]
    page = client.post(f"{PAGE}?n=1", said(form, document=""))
    assert (page.status_code, "书面意见的文号" in page.content.decode()) == (422, True)


def test_others_read_without_a_form(reopened):
    assert reopened("organiser").get(PAGE).context["form"] is None
    client = reopened("organiser")
    assert client.post(f"{PAGE}?n=1", {}).status_code == 403
    assert reopened("staff").get(PAGE).status_code == 403


def test_reports_and_reviews_have_a_page_too(as_role):
    client = as_role()
    reports = client.get("/runs/s10-finished/stages/inspection/forms/reports").context
    assert (reports["done"], len(reports["matters"])) == (12, 12)
    reviews = client.get("/runs/s10-finished/stages/probation/forms/reviews").context
    assert [m.said.zh for m in reviews["matters"]].count("不合格") == 1


def test_a_table_without_such_forms_is_not_found(as_role):
    assert as_role().get("/runs/s10-finished/stages/inspection/forms/talks").status_code == 404
