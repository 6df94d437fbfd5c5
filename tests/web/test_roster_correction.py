"""Corrections of a dossier: differences first, then the reason; what does not do comes back and loses nothing."""

import pytest

from quanheng.store import queries
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.models import Person

pytestmark = pytest.mark.django_db

PAGE = "/roster/people/HW012"


def fields_of(page):
    """What a browser would send of a page of corrections."""
    sent_back = {}
    for entry in page.context["entries"]:
        for name in entry.form.fields:
            bound = entry.form[name]
            value = bound.value()
            sent_back[bound.html_name] = "" if value is None else str(value)
    return sent_back


def test_a_correction_shows_its_differences_first_and_keeps_them_with_a_reason(as_role):
    client = as_role()
    address = f"{PAGE}/correct/people"
    given = {**fields_of(client.get(address)), "r0-nation": "畲族", "r0-born": "1985-05"}
    shown = client.post(address, given)
    assert [(d.field.zh, d.after.zh) for d in shown.context["differences"]] == [
        ("出生", "1985-05"),
        ("民族", "畲族"),
    ]
    assert Person.objects.get(code="HW012").nation != "畲族"
    confirmed = {
        **given, "confirm": "yes", "version": shown.context["found"].version, "shown": shown.context["shown"],
    }  # fmt: skip
    refused = client.post(address, confirmed)
    assert (refused.status_code, refused.context["refusals"][0].code) == (422, "no_reason")
    assert client.post(address, {**confirmed, "reason": "依据户口簿"}).status_code == 302
    assert Person.objects.get(code="HW012").nation == "畲族"
    entry = list(entries_of(HOUSE))[-1]
    assert (entry.act, entry.subject, entry.body["reason"]) == ("correct_person", "HW012", "依据户口簿")


def test_what_is_confirmed_is_what_was_shown(as_role):
    client = as_role()
    address = f"{PAGE}/correct/people"
    given = {**fields_of(client.get(address)), "r0-nation": "畲族"}
    shown = client.post(address, given)
    other = {
        **given, "r0-nation": "回族", "confirm": "yes", "reason": "依据",
        "version": shown.context["found"].version, "shown": shown.context["shown"],
    }  # fmt: skip
    again = client.post(address, other)
    assert again.status_code == 200
    assert [d.after.zh for d in again.context["differences"]] == ["回族"]
    assert Person.objects.get(code="HW012").nation == "汉族"


def test_rows_are_changed_added_and_removed_together(as_role):
    client = as_role()
    address = f"{PAGE}/correct/appraisals"
    page = client.get(address)
    held = [row.year for row in queries.dossier("HW012")["appraisals"]]
    given = {
        **fields_of(page), "r0-goes": "yes", "r1-grade": "优秀", "n0-year": "2015", "n0-grade": "称职",
    }  # fmt: skip
    shown = client.post(address, given)
    confirmed = {
        **given, "confirm": "yes", "reason": "依据考核表", "version": shown.context["found"].version,
        "shown": shown.context["shown"],
    }  # fmt: skip
    assert client.post(address, confirmed).status_code == 302
    after = {row.year: row.grade for row in queries.dossier("HW012")["appraisals"]}
    assert set(after) == {*held[1:], 2015}
    assert (after[held[1]], after[2015]) == ("优秀", "称职")


def test_a_row_that_does_not_do_comes_back_with_the_reason_and_loses_nothing(as_role):
    client = as_role()
    address = f"{PAGE}/correct/tenures"
    given = {
        **fields_of(client.get(address)), "n0-kind": "post", "n0-name": "某职务", "n0-since": "2020-05-01",
        "n0-until": "2019-01-01",
    }  # fmt: skip
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "某职务" in answer.content.decode()
    new = answer.context["entries"][-2].form
    assert new.errors or answer.context["refusals"]
    bad = client.post(address, {**given, "n0-since": "someday"})
    assert bad.status_code == 422
    assert "n0" in bad.context["entries"][-2].form.prefix


def test_nothing_that_differs_is_said_and_cannot_be_confirmed(as_role):
    client = as_role()
    address = f"{PAGE}/correct/people"
    page = client.post(address, fields_of(client.get(address)))
    assert page.context["differences"] == []
    assert "没有可更正的" in page.content.decode()
