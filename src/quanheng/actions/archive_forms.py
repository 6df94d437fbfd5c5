"""Archive forms (档案审批表): forms drawn up from the archive, over the form that once came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from quanheng.core.form.appointment_form import AppointmentForm
from quanheng.core.form.draft import form_of
from quanheng.core.form.kept_original import over_original
from quanheng.core.people import Person
from quanheng.core.person_documents import LRMX, PHOTOGRAPH
from quanheng.core.values import Refused
from quanheng.documents.lrm_legacy import LEGACY_ENDING, read_legacy
from quanheng.documents.lrmx import read_form, writable
from quanheng.store.dossiers import Dossier, dossiers_of
from quanheng.store.models import PersonDocument
from quanheng.store.person_documents import standing_documents


def archive_forms(codes: Sequence[str], as_of: date) -> Mapping[str, AppointmentForm]:
    """The forms of people, in the order of the archive; a code that is not there has none."""
    dossiers = list(dossiers_of(codes))
    return forms_over_archive({d.person.id: d for d in dossiers}, as_of)


def forms_over_archive(dossiers: Mapping[str, Dossier], as_of: date) -> Mapping[str, AppointmentForm]:
    """The forms of dossiers with what the archive adds: photographs, originals, related people."""
    codes = list(dossiers)
    originals = standing_documents(LRMX, codes)
    photos = standing_documents(PHOTOGRAPH, codes)
    people = related_people(d.person for d in dossiers.values())
    return {
        code: _form(dossier, as_of, people, originals.get(code), photos.get(code))
        for code, dossier in dossiers.items()
    }


def related_people(people: Iterable[Person]) -> Mapping[str, Person]:
    """The people whom others name as related and tell nothing more of."""
    wanted = sorted({r.to for person in people if not person.family for r in person.relations})
    return {d.person.id: d.person for d in dossiers_of(wanted)}


def _form(
    dossier: Dossier,
    as_of: date,
    people: Mapping[str, Person],
    original: PersonDocument | None,
    photo: PersonDocument | None,
) -> AppointmentForm:
    texts = {"id_number": dossier.id_number}
    image = bytes(photo.content) if photo else b""
    draft = form_of(dossier.person, as_of, people, texts, image).form
    kept = original_form(original) if original else None
    if original is None or kept is None:
        return writable(draft)
    return writable(over_original(draft, kept, dossier.person, original.known_from.date()))


def original_form(document: PersonDocument) -> AppointmentForm | None:
    """The form that a kept original holds; None for a file that was put there unread and is no form."""
    content = bytes(document.content)
    try:
        if document.name.lower().endswith(f".{LEGACY_ENDING}"):
            return read_legacy(content, document.name).form
        return read_form(content, document.name).form
    except Refused:
        return None
