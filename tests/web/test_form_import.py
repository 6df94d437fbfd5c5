"""The screen that imports forms: upload, choose whose each is, look at the differences, confirm."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from documents.form_files import FORM, JPEG
from documents.test_lrm_legacy import FIELDS, legacy_file

from quanheng.documents.lrmx import write_form
from quanheng.store.models import Person, PersonDocument, StagedUpload

pytestmark = pytest.mark.django_db
NEWCOMER = replace(FORM, name="闻新来", id_number="")


def _file(form, name="a.lrmx"):
    return SimpleUploadedFile(name, write_form(form))


def _uploaded(client, *files):
    answer = client.post("/forms/import", {"file": files})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.headers["Location"]


def _sent(page, **more):
    """What the page's form would send."""
    sent = {"prefix": page.context["prefix"], "compared": page.context["digest"]}
    for card in page.context["cards"]:
        sent[f"who-{card.number}"] = card.choice.who
        if card.entering:
            sent[f"offered-{card.number}"] = card.choice.who
        sent[f"take-{card.number}"] = [name for name, _, _, taken in card.tables if taken]
    return {**sent, **more}


def test_a_new_person_is_compared_and_confirmed(as_role):
    client = as_role()
    address = _uploaded(client, _file(NEWCOMER))
    page = client.get(address)
    [card] = page.context["cards"]
    assert (card.match.by, card.choice.who, card.entering.is_new) == ("nobody", "new", True)
    assert {"people", "tenures", "appraisals", "family"} <= {name for name, *_ in card.tables}
    assert not Person.objects.filter(name="闻新来").exists()
    answer = client.post(address, _sent(page, confirm="1"))
    assert answer.status_code == 302
    person = Person.objects.get(name="闻新来")
    assert person.code.startswith("R")
    assert bytes(PersonDocument.objects.get(person=person.code, kind="lrmx").content) == write_form(NEWCOMER)
    assert not StagedUpload.objects.exists()
    assert client.get(address).status_code == 404


def test_whoever_may_be_several_people_must_be_chosen(as_role):
    client = as_role()
    first = Person.objects.get(code="HW012")
    Person.objects.filter(code="HW013").update(name=first.name, born=first.born)
    form = replace(FORM, name=first.name, born=first.born.replace("-", "")[:6], id_number="", resume_text="")
    address = _uploaded(client, _file(form))
    page = client.get(address)
    [card] = page.context["cards"]
    assert (card.match.by, card.choice.who, page.context["may_confirm"]) == ("several", "", False)
    answer = client.post(address, _sent(page, confirm="1"))
    assert answer.status_code == 422
    assert "没有选定是谁" in answer.content.decode()
    compared = client.post(address, _sent(page, again="1", **{"who-0": "HW013"}))
    assert compared.context["may_confirm"]
    # The choice that is confirmed is the one whose differences were shown.
    other = client.post(address, _sent(compared, confirm="1", **{"who-0": "HW012"}))
    assert other.status_code == 422 and "选择与显示的差异不同" in other.content.decode()
    client.post(address, _sent(compared, confirm="1"))
    assert PersonDocument.objects.filter(person="HW013", kind="lrmx").exists()
    assert Person.objects.get(code="HW013").nation == FORM.nation


def test_several_files_a_photograph_beside_an_older_one_and_what_cannot_be_read(as_role):
    client = as_role()
    legacy = SimpleUploadedFile("张.lrm", legacy_file(FIELDS))
    photo = SimpleUploadedFile("张.pic", JPEG)
    broken = SimpleUploadedFile("坏.lrmx", b'<!DOCTYPE Person [<!ENTITY a "b">]><Person/>')
    page = client.get(_uploaded(client, _file(NEWCOMER), legacy, photo, broken))
    assert [card.read.form.photo == JPEG for card in page.context["cards"]] == [False, True]
    assert [r.code for r in page.context["refusals"]] == ["doctype_refused"]


def test_a_form_may_be_left_out_and_a_prefix_that_cannot_be_is_told(as_role):
    client = as_role()
    address = _uploaded(client, _file(NEWCOMER))
    page = client.get(address)
    skipped = client.post(address, _sent(page, again="1", **{"who-0": "skip"}))
    assert skipped.context["entering"] == 0 and not skipped.context["may_confirm"]
    odd = client.post(address, _sent(page, again="1", prefix="a|b"))
    assert [r.code for r in odd.context["problems"]] == ["prefix_unfit"]
    assert client.post("/forms/import", {}).status_code == 422


def test_an_upload_is_seen_by_whoever_made_it(as_role):
    address = _uploaded(as_role(), _file(NEWCOMER))
    StagedUpload.objects.update(account="somebody")
    assert as_role().get(address).status_code == 404
