"""Import forms (导入审批表): whose each form is, what it would change, then all of it at once, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from quanheng.actions.import_roster import refuse_other_archive
from quanheng.actions.roster_changes import RosterChanges, changes_of, counts_of, digest_of_changes
from quanheng.core.authority import Actor, require
from quanheng.core.form.appointment_form import AppointmentForm
from quanheng.core.form.facts import FormFacts, facts_of
from quanheng.core.form.form_match import CodeRule, Match, bare, match_of, twice
from quanheng.core.form.photo import picture_of
from quanheng.core.form.taken_rows import TAKEN, taken_rows
from quanheng.core.inputs import Row
from quanheng.core.person_documents import LRMX, PHOTOGRAPH
from quanheng.core.roster_difference import RowDifference, differences
from quanheng.core.roster_sheets import sheets_of
from quanheng.core.values import Refused, RefusedMany
from quanheng.documents.lrm_legacy import LEGACY_ENDING
from quanheng.documents.lrmx import MEDIA_TYPE, ReadForm
from quanheng.store.archive_rows import keep_changes
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.findings import check_people
from quanheng.store.form_matches import codes_beginning, held_rows, known_people
from quanheng.store.person_documents import Document, keep_document

LEGACY_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for one form.

    Shapes: `code` '' is a new person; `tables` are those taken over. Where nobody has chosen yet all are
    but tenures beside those of the archive, because a resume does not tell posts apart.
    """

    read: ReadForm
    code: str = ""
    tables: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Entering:
    """One form as it would enter: whose it is, its rows by table, whether or not they are taken."""

    read: ReadForm
    code: str
    is_new: bool
    facts: FormFacts
    offered: Mapping[str, tuple[Row, ...]]
    taken: Collection[str]


@dataclass(frozen=True)
class FormsComparison:
    """What chosen forms would change, and of which archive that is said."""

    entering: tuple[Entering, ...]
    changes: RosterChanges

    def differences_of(self, code: str) -> list[RowDifference]:
        """What changes in the rows of one person."""
        return [d for change in self.changes.changes for d in differences(change) if d.person == code]

    @property
    def digest(self) -> str:
        """What names the comparison: who, what is taken over, and what changes."""
        summed = hashlib.sha256(digest_of_changes(self.changes.changes).encode())
        for each in self.entering:
            summed.update(
                f"{each.read.file}\t{each.code}\t{sorted(each.offered.keys() & set(each.taken))}\n".encode()
            )
        return summed.hexdigest()


def matches_of(actor: Actor, forms: Sequence[AppointmentForm]) -> list[Match]:
    """Whom each form may be of. Errors: Refused by authority."""
    require(actor, "import_forms")
    numbers = {form.id_number.strip().upper() for form in forms if form.id_number.strip()}
    names = {name for form in forms for name in (form.name, bare(form.name)) if name}
    known = known_people(numbers, names)
    by_number = {k.id_number: k for k in known}
    by_name: dict[str, list[int]] = {}
    for place, person in enumerate(known):
        by_name.setdefault(bare(person.name), []).append(place)
    found = []
    for form in forms:
        places = by_name.get(bare(form.name), ())
        people = dict.fromkeys(known[place] for place in places)
        same = by_number.get(form.id_number.strip().upper())
        found.append(match_of(form, [*people, *([same] if same and same not in people else [])]))
    return found


def compare_forms(actor: Actor, chosen: Sequence[Chosen], rule: CodeRule, today: date) -> FormsComparison:
    """What these forms would change; nothing is written.

    Errors: Refused by authority; RefusedMany by file: two of one person, no name, rows that do not fit.
    """
    require(actor, "import_forms")
    new = [c for c in chosen if not c.code]
    codes = iter(rule.codes(codes_beginning(rule.prefix), len(new)))
    named = [(each, each.code or next(codes)) for each in chosen]
    _refuse_unfit(named)
    held = held_rows(each.code for each in chosen if each.code)
    entering = tuple(_entering(each, code, held.get(code, {})) for each, code in named)
    tables: dict[str, list[tuple[int, Row]]] = {}
    for number, each in enumerate(entering, 1):
        for name, rows in each.offered.items():
            if name in each.taken:
                tables.setdefault(name, []).extend((number, row) for row in rows)
    try:
        changes = changes_of(sheets_of(tables), "update", today)
    except RefusedMany as many:
        raise RefusedMany(_in_file(refusal, entering) for refusal in many.refusals) from None
    return FormsComparison(entering, changes)


def _entering(chosen: Chosen, code: str, held: Mapping[str, Sequence[Row]]) -> Entering:
    facts = facts_of(chosen.read.form, code)
    offered = taken_rows(chosen.read.form, facts, held)
    # A new person is nobody without the row that names them.
    taken = set(chosen.tables if chosen.tables is not None else _usual(held))
    taken |= set() if chosen.code else {"people", "missing"}
    return Entering(chosen.read, code, not chosen.code, facts, offered, taken)


def _usual(held: Mapping[str, Sequence[Row]]) -> set[str]:
    return {name for name in TAKEN if not (name == "tenures" and held.get(name))}


def _refuse_unfit(named: Sequence[tuple[Chosen, str]]) -> None:
    found = [
        Refused(
            "form_unnamed",
            "表中没有姓名。",
            "The form has no name.",
            each.read.file,
            "请补填姓名。",
            "Enter the name.",
        )
        for each, _ in named
        if not bare(each.read.form.name)
    ]
    for file, first in twice({each.read.file: code for each, code in named}):
        zh, en = f"与“{first}”是同一个人的表。", f"It is of the same person as '{first}'."
        found.append(Refused("form_twice", zh, en, file, "请只保留一张。", "Keep one of them."))
    if found:
        raise RefusedMany(found)


def _in_file(refusal: Refused, entering: Sequence[Entering]) -> Refused:
    """A refusal that names a table and the number of a form, naming the file of the form instead."""
    _, _, rest = refusal.where.partition(":")
    number, _, field = rest.partition(":")
    if not number.isdecimal() or not 1 <= int(number) <= len(entering):
        return refusal
    return refusal.at(f"{entering[int(number) - 1].read.file}:{field}")


def import_forms(actor: Actor, compared: FormsComparison, at: datetime) -> int:
    """Write what forms change, keep each as it came, and check the people anew; how many forms.

    Errors: Refused by authority; Refused(archive_changed) when the archive is not the one that was compared.
    """
    require(actor, "import_forms")
    with transaction.atomic():
        lock_book(HOUSE)
        refuse_other_archive(compared.changes.version)
        keep_changes(compared.changes.changes, at)
        originals = {each.code: _keep_documents(each, actor, at) for each in compared.entering}
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="import_forms",
            subject="roster",
            body={
                "forms": originals,
                "new": [each.code for each in compared.entering if each.is_new],
                "counts": counts_of(compared.changes.changes),
                "rows": digest_of_changes(compared.changes.changes),
            },
        )
        if compared.entering:
            check_people(at.date(), at, list(originals))
    return len(compared.entering)


def _keep_documents(each: Entering, actor: Actor, at: datetime) -> str:
    """Keep the form as it came and its photograph; the digest of the form."""
    read, name = each.read, each.read.file.rpartition("/")[2]
    kind = LEGACY_TYPE if name.lower().endswith(f".{LEGACY_ENDING}") else MEDIA_TYPE
    keep_document(Document(each.code, LRMX, name, kind, read.content), actor.account, at)
    picture = picture_of(read.form.photo)
    if picture is not None:
        photo = Document(
            each.code, PHOTOGRAPH, f"{each.code}.{picture.kind}", f"image/{picture.kind}", read.form.photo
        )
        keep_document(photo, actor.account, at)
    return hashlib.sha256(read.content).hexdigest()
