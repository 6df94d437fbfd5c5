"""One form a candidate: reports and reviews with the names filled in."""

import pytest

pytestmark = pytest.mark.django_db
PAGE = "/runs/s10-decision/stages/inspection/forms/reports"


def test_others_read_without_a_form(as_role):
    assert as_role("discipline").get(PAGE).context["form"] is None
    assert as_role("staff").get(PAGE).status_code == 403


def test_reports_and_reviews_have_a_page_too(as_role):
    client = as_role()
    reports = client.get("/runs/s10-finished/stages/inspection/forms/reports").context
    assert (reports["done"], len(reports["matters"])) == (12, 12)
    reviews = client.get("/runs/s10-finished/stages/probation/forms/reviews").context
    assert [m.said.zh for m in reviews["matters"]].count("不合格") == 1


def test_a_table_without_such_forms_is_not_found(as_role):
    assert as_role().get("/runs/s10-finished/stages/inspection/forms/talks").status_code == 404
