"""Forms to take away: drawn up from the archive, frozen at the decision, each with its entry in the trace."""

import hashlib
import io
import json
import zipfile

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from quanheng.core.form.facts import differences
from quanheng.core.values import Candidate
from quanheng.documents.lrmx import read_form, write_form
from quanheng.store.books import HOUSE, lines_of
from quanheng.store.decided_forms import decided_forms, keep_decided_forms
from quanheng.store.dossiers import dossiers_of
from quanheng.store.models import DecidedForm, Person, PersonDocument
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN = "s10-finished"


def _last(book):
    return json.loads(list(lines_of(book))[-1])


def test_the_form_of_a_person_says_what_the_archive_says_and_leaves_its_trace(as_role):
    Person.objects.filter(code="HW013").update(id_number="110101198001011234")
    answer = as_role().post("/forms/people/lrmx/HW013")
    form = read_form(answer.content, "a.lrmx").form
    [dossier] = dossiers_of(["HW013"])
    assert differences(form, dossier.person) == ()
    assert (form.id_number, form.age_as_of) == ("110101198001011234", f"{now():%Y%m%d}")
    assert len(form.family) == len(dossier.person.family) > 0
    entry = _last(HOUSE)
    assert (entry["act"], entry["actor"], entry["subject"]) == ("issue_form", "organiser", "HW013")
    assert entry["body"] == {
        "people": ["HW013"],
        "format": "lrmx",
        "document": hashlib.sha256(answer.content).hexdigest(),
    }


def test_an_original_is_kept_under_what_the_archive_says(as_role):
    client = as_role()
    form = read_form(client.post("/forms/people/lrmx/HW013").content, "a.lrmx").form
    original = write_form(form.with_texts({"reasons": "原表理由", "version": "3.2.1.6"})).replace(
        b"<ChengBaoDanWei>", b"<DaoLingNianYue>204001</DaoLingNianYue><ChengBaoDanWei>"
    )
    PersonDocument.objects.create(
        person="HW013", kind="lrmx", name="a.lrmx", media_type="application/xml", content=original,
        digest="", entered_by="organiser", known_from=now(),
    )  # fmt: skip
    Person.objects.filter(code="HW013").update(nation="满族")
    again = read_form(client.post("/forms/people/lrmx/HW013").content, "a.lrmx").form
    assert (again.reasons, again.version, again.nation) == ("原表理由", "3.2.1.6", "满族")
    assert again.later("DaoLingNianYue") == "204001"


def test_what_no_file_can_keep_and_an_original_that_is_none_do_not_stop_a_form(as_role):
    Person.objects.filter(code="HW013").update(health="健\x0b康")
    PersonDocument.objects.create(
        person="HW013", kind="lrmx", name="a.lrmx", media_type="application/xml", content=b"<Root/>",
        digest="", entered_by="organiser", known_from=now(),
    )  # fmt: skip
    assert read_form(as_role().post("/forms/people/lrmx/HW013").content, "a.lrmx").form.health == "健康"


def test_on_paper_and_many_at_once(as_role):
    client = as_role()
    pdf = client.post("/forms/people/pdf/HW013")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 2
    assert client.post("/forms/people/docx/HW013").content[:2] == b"PK"
    answer = client.post("/forms/people", {"person": ["HW013", "HW014", "HW013"]})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        names = package.namelist()
        forms = [read_form(package.read(name), name).form for name in names]
    people = {p.code: p.name for p in Person.objects.filter(code__in=["HW013", "HW014"])}
    assert names == [f"{people[c]}-{c}.lrmx" for c in ("HW013", "HW014")]
    assert [f.name for f in forms] == list(people.values())
    assert client.post("/forms/people", {"person": ["HW013", "NOBODY"]}).status_code == 409
    assert client.post("/forms/people", {"person": [f"X{n}" for n in range(501)]}).status_code == 409


def test_at_a_decision_the_form_of_everyone_adopted_is_kept(as_role):
    client = as_role()
    forms = client.get(f"/runs/{RUN}/forms").context["lines"]
    closing = next(
        e
        for line in lines_of(RUN)
        if (e := json.loads(line))["act"] == "close_stage" and e["subject"] == "decision"
    )
    assert {f"{f.person}@{f.post}": f.digest for f, *_ in forms} == closing["body"]["forms"]
    assert sorted(closing["body"]["forms"]) == sorted(closing["body"]["remaining"])
    kept, post, _ = forms[0]
    form = read_form(kept.content, "a.lrmx").form
    assert (form.name, form.intended_post) == (kept.name, post.zh)
    assert "讨论决定" in form.reasons and form.filled_on == form.age_as_of != ""
    assert hashlib.sha256(kept.content).hexdigest() == kept.digest


def test_what_is_frozen_does_not_follow_the_archive(as_role):
    client = as_role()
    [first, *_] = decided_forms(RUN)
    Person.objects.filter(code=first.person).update(name="改名")
    answer = client.post(f"/runs/{RUN}/forms/{first.number}/lrmx")
    assert answer.content == first.content
    entry = _last(RUN)
    assert (entry["act"], entry["subject"], entry["body"]["form"]) == (
        "issue_form",
        f"decision.{first.person}",
        first.digest,
    )
    assert len(PdfReader(io.BytesIO(client.post(f"/runs/{RUN}/forms/{first.number}/pdf").content)).pages) == 2
    for change in (DecidedForm.objects.all().delete, lambda: DecidedForm.objects.update(name="x")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_run_without_a_decision_has_no_forms_yet(as_role):
    assert "讨论决定环节结束后形成" in as_role().get("/runs/s10-speech/forms").content.decode()


def test_a_decision_taken_again_stands_beside_the_old_one(as_role):
    client = as_role()
    forms = decided_forms(RUN)
    candidate = Candidate(forms[0].person, forms[0].post)
    keep_decided_forms(RUN, "decision", [(candidate, forms[0].name, b"again")], "organiser", now())
    assert [f.is_latest for f in decided_forms(RUN, "decision")] == [*([False] * len(forms)), True]
    assert "已重新决定" in client.get(f"/runs/{RUN}/forms").content.decode()
    assert decided_forms(RUN, "speech") == []
