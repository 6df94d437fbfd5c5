"""Issue a form (导出审批表): forms of people as files, with who took them and their digest in the trace."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quanheng.actions.acting import acting
from quanheng.actions.archive_forms import archive_forms
from quanheng.core.authority import Actor, require
from quanheng.core.field_policy import require_sight
from quanheng.core.values import Refused
from quanheng.documents.form_files import FormFile, FormFormat, form_file, form_zip
from quanheng.documents.lrmx import read_form
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.decided_forms import decided_form

TOLD = (
    "id_number", "health", "educations", "tenures", "appraisals", "sanctions", "awards", "family",
    "attributes", "photograph",
)  # fmt: skip
"""The facts of the archive that a form tells: who may not see one of them whole may not have the form."""
MOST = 500
"""People whose forms are handed over at once."""


def issue_forms(actor: Actor, codes: Sequence[str], kind: FormFormat, at: datetime) -> FormFile:
    """The form of one person, or a zip of several, as the archive stands.

    Errors: Refused by authority or the field policy; Refused(nobody_named, unknown_person, too_many_forms).
    """
    require(actor, "issue_form")
    require_sights(actor)
    wanted = list(dict.fromkeys(codes))
    if not wanted or len(wanted) > MOST:
        raise _refused_number(len(wanted))
    forms = archive_forms(wanted, at.date())
    absent = [code for code in wanted if code not in forms]
    if absent:
        raise Refused(
            "unknown_person",
            f"名册中没有编号“{absent[0]}”。",
            f"The roster has no code '{absent[0]}'.",
            where=absent[0],
            remedy_zh="请从名册中选择人员。",
            remedy_en="Choose people from the roster.",
        )
    name = f"任免审批表-{len(wanted)}人-{at:%Y%m%d}.zip"
    one = form_file(forms[wanted[0]], kind) if len(wanted) == 1 else None
    made = one or form_zip(((code, forms[code]) for code in wanted), kind, name)
    with transaction.atomic():
        lock_book(HOUSE)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="issue_form",
            subject=wanted[0] if one else "roster",
            body={"people": wanted, "format": kind, "document": _digest(made.content)},
        )
    return made


def issue_decided_form(actor: Actor, run: str, number: int, kind: FormFormat, at: datetime) -> FormFile:
    """A form as it stood at the decision of a run. Errors: Refused by authority; Refused(unknown_form)."""
    require_sights(actor)
    with acting(actor, "issue_form", run, at) as act:
        found = decided_form(run, number)
        if found is None:
            raise Refused(
                "unknown_form",
                "本次运行没有这份审批表。",
                "This run holds no such form.",
                where=str(number),
                remedy_zh="请从审批表目录中选择。",
                remedy_en="Choose one from the list of forms.",
            )
        made = form_file(read_form(found.content, f"{found.name}.lrmx").form, kind)
        act.subject = f"{found.stage}.{found.person}"
        act.body = {
            "stage": found.stage,
            "person": found.person,
            "post": found.post,
            "format": kind,
            "form": found.digest,
            "document": _digest(made.content),
        }
    return made


def require_sights(actor: Actor) -> None:
    """Refuse whoever may not see all that a form tells."""
    for fact in TOLD:
        require_sight(actor, fact)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _refused_number(count: int) -> Refused:
    code = "too_many_forms" if count else "nobody_named"
    return Refused(
        code,
        f"一次最多导出 {MOST} 人，选了 {count} 人。" if count else "没有选择人员。",
        f"At most {MOST} people at once; {count} were chosen." if count else "Nobody was chosen.",
        remedy_zh="请缩小范围，分几次导出。" if count else "请先在名册中选择人员。",
        remedy_en="Narrow the choice, or export in parts." if count else "Choose people in the roster first.",
    )
