"""Files of a form (审批表文件): one form as lrmx, DOCX or PDF, many as a zip, named by the person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from quanheng.core.form.appointment_form import AppointmentForm
from quanheng.core.values import Refused, Text
from quanheng.documents import lrmx, official, typesetting
from quanheng.documents.approval_form import TITLE, approval_form
from quanheng.documents.approval_form_pdf import approval_form_pdf

FormFormat = Literal["lrmx", "docx", "pdf"]
FORMATS: Mapping[FormFormat, Text] = {
    "lrmx": Text("任免审批表文件（lrmx）", "Form file (lrmx)"),
    "docx": Text("Word 表（DOCX）", "Form on paper (DOCX)"),
    "pdf": Text("PDF 表", "Form on paper (PDF)"),
}
_MEDIA_TYPES: Mapping[FormFormat, str] = {
    "lrmx": lrmx.MEDIA_TYPE,
    "docx": official.MEDIA_TYPE,
    "pdf": typesetting.MEDIA_TYPE,
}
ZIP_TYPE = "application/zip"


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file to hand over."""

    name: str
    media_type: str
    content: bytes


def format_of(said: str) -> FormFormat:
    """The format of this name. Errors: Refused naming those there are."""
    for known in get_args(FormFormat):
        if said == known:
            return known  # type: ignore[no-any-return]  # get_args loses the type
    raise Refused(
        "unknown_format",
        f"没有“{said}”这种格式。",
        f"There is no format '{said}'.",
        where=said,
        remedy_zh="请选 lrmx、docx 或 pdf。",
        remedy_en="Choose lrmx, docx or pdf.",
    )


def form_file(form: AppointmentForm, kind: FormFormat) -> FormFile:
    """One form in a format. Errors: Refused(pdf_unavailable, character_not_xml)."""
    if kind == "lrmx":
        content = lrmx.write_form(form)
    else:
        content = approval_form(form) if kind == "docx" else approval_form_pdf(form)
    return FormFile(f"{TITLE}-{_plain(form.name)}.{kind}", _MEDIA_TYPES[kind], content)


def form_zip(forms: Iterable[tuple[str, AppointmentForm]], kind: FormFormat, name: str) -> FormFile:
    """Forms by the codes of their people as one zip, each under name and code."""
    files = {
        f"{_plain(form.name)}-{_plain(code)}.{kind}": form_file(form, kind).content for code, form in forms
    }
    return FormFile(name, ZIP_TYPE, official.packed(files))


def _plain(text: str) -> str:
    """A name as every system can store it."""
    return re.sub(r"[\s\\/:*?\"<>|\x00-\x1f]+", "", text) or "无名"
