"""Documents of a person (人员材料): the kinds that are filed, and what a file must be to be taken."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.form.photo import picture_of
from quanheng.core.values import Refused, Text

PHOTOGRAPH, LRMX = "photograph", "lrmx"
KINDS: Mapping[str, Text] = {
    PHOTOGRAPH: Text("照片", "Photograph"),
    "approval_form": Text("任免审批表", "Appointment form"),
    "diploma": Text("学历学位证明", "Diploma"),
    "decision": Text("任免文件", "Decision"),
    "award": Text("奖励材料", "Award"),
    "other": Text("其他材料", "Other"),
    LRMX: Text("审批表原件（lrmx）", "Original form (lrmx)"),
}
FILED = tuple(kind for kind in KINDS if kind != LRMX)
"""Kinds that people file by hand; the original of a form comes with its import."""
MOST_BYTES = 10 * 1024 * 1024
MOST_PHOTOGRAPH_BYTES = 2 * 1024 * 1024
LONGEST_NAME = 200
_IMAGES = {"jpeg": "image/jpeg", "png": "image/png"}


def fact_of(kind: str) -> str:
    """The fact of the field policy under which a document of this kind is seen."""
    return PHOTOGRAPH if kind == PHOTOGRAPH else "documents"


def media_type_of(kind: str, content: bytes) -> str:
    """What the bytes are, by their own beginning, never by the name of the file.

    Errors: Refused for an unknown kind, an empty or too large file, a photograph that is no JPEG or PNG, a
    document that is neither PDF nor image.
    """
    if kind not in FILED:
        raise _refused(
            "unknown_kind", "没有这一类材料。", "There is no such kind.", "请从列表中选择。", "Choose one."
        )
    most = MOST_PHOTOGRAPH_BYTES if kind == PHOTOGRAPH else MOST_BYTES
    if not content or len(content) > most:
        zh, en = f"文件须为 1 字节至 {most >> 20} MB。", f"A file has 1 byte to {most >> 20} MB."
        raise _refused(
            "document_size", zh, en, "请压缩或拆分后再传。", "Make it smaller or send it in parts."
        )
    picture = picture_of(content)
    image = _IMAGES.get(picture.kind) if picture else None
    if image:
        return image
    if kind != PHOTOGRAPH and content.startswith(b"%PDF-"):
        return "application/pdf"
    zh, en = (
        ("照片须是 JPEG 或 PNG。", "A photograph is a JPEG or PNG.")
        if kind == PHOTOGRAPH
        else ("材料须是 PDF、JPEG 或 PNG。", "A document is a PDF, JPEG or PNG.")
    )
    raise _refused("document_kind", zh, en, "请转换格式后再传。", "Convert it and send it again.")


def _refused(code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Refused:
    return Refused(code, zh, en, remedy_zh=remedy_zh, remedy_en=remedy_en)
