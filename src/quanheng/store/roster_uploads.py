"""Uploads of the roster in the database (待导入名册的存取): any worker can say how far one is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from quanheng.core.upload_states import UploadState
from quanheng.core.values import Refused
from quanheng.store.models import RosterUpload, UploadPage

Upload = RosterUpload
"""An upload as screens see it."""
KEPT_DAYS = 7
"""An upload that nobody confirmed goes after so many days."""
Counts = Mapping[str, Mapping[str, int]]


def save_upload(code: str, content: bytes, file: str, mode: str, by: str, at: datetime) -> None:
    """Keep a file for import; what was left lying too long goes."""
    RosterUpload.objects.filter(uploaded_at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    RosterUpload.objects.create(
        code=code,
        file=file[:200],
        content=content,
        mode=mode,
        uploaded_by=by,
        uploaded_at=at,
        state="waiting",
        told_at=at,
    )


def upload_of(code: str) -> RosterUpload:
    """An upload without its content. Errors: Refused when there is none of this code."""
    found = RosterUpload.objects.defer("content").filter(code=code).first()
    if found is None:
        raise Refused(
            "unknown_upload",
            "没有这次上传，可能已放弃或过期。",
            "There is no such upload; it may have been dropped or be too old.",
            where=code,
            remedy_zh="请重新上传文件。",
            remedy_en="Upload the file again.",
        )
    return found


def content_of(code: str) -> bytes:
    """The file itself, empty once it has been imported."""
    held = RosterUpload.objects.filter(code=code).values_list("content", flat=True).first()
    return bytes(held or b"")


def uploads() -> QuerySet[RosterUpload]:
    """All uploads, newest first, without their content."""
    return RosterUpload.objects.defer("content").order_by("-uploaded_at", "-pk")


def move_upload(code: str, before: Iterable[UploadState], after: UploadState, at: datetime) -> bool:
    """Take an upload from one of these states into another; False when it stood in none of them."""
    found = RosterUpload.objects.filter(code=code, state__in=list(before))
    return bool(found.update(state=after, told_at=at, done=0, of=0))


def tell_progress(code: str, done: int, of: int, at: datetime) -> None:
    """How far the work on an upload is."""
    RosterUpload.objects.filter(code=code).update(done=done, of=of, told_at=at)


def save_problems(code: str, refused: Refused, at: datetime) -> None:
    """That a file may not be imported, with every reason."""
    many = refused.each
    RosterUpload.objects.filter(code=code).update(state="refused", problems=_json(many), told_at=at)


def save_found(
    code: str,
    counts: Counts,
    doubts: Sequence[Refused],
    version: str,
    pages: Mapping[str, Sequence[Sequence[Any]]],
    at: datetime,
) -> None:
    """What a file would change, page by page, and the archive that it was compared with."""
    upload = RosterUpload.objects.defer("content").get(code=code)
    upload.pages.all().delete()
    UploadPage.objects.bulk_create(
        UploadPage(upload=upload, table=table, number=number, payload=json.dumps(rows, ensure_ascii=False))
        for table, held in pages.items()
        for number, rows in enumerate(held, start=1)
    )
    RosterUpload.objects.filter(code=code).update(
        state="compared",
        counts=json.dumps(counts),
        doubts=_json(doubts),
        problems="[]",
        version=version,
        told_at=at,
    )


def finish_upload(code: str, state: UploadState, at: datetime) -> None:
    """That the work ended; an imported file is not kept, nor are its differences."""
    RosterUpload.objects.filter(code=code).update(state=state, told_at=at)
    if state == "imported":
        RosterUpload.objects.filter(code=code).update(content=b"")
        UploadPage.objects.filter(upload__code=code).delete()


def drop_upload(code: str) -> None:
    """Take an upload away with its file."""
    RosterUpload.objects.filter(code=code).delete()


def page_of_upload(code: str, table: str, number: int) -> list[Any]:
    """The rows of one page of one table, none where there is no such page."""
    found = UploadPage.objects.filter(upload__code=code, table=table, number=number)
    payload = found.values_list("payload", flat=True).first()
    rows: list[Any] = json.loads(payload) if payload else []
    return rows


def page_count(code: str, table: str) -> int:
    """How many pages a table has."""
    return UploadPage.objects.filter(upload__code=code, table=table).count()


def refusals_of(said: str) -> list[Refused]:
    """Problems or doubts as they were kept."""
    return [Refused(*each) for each in json.loads(said)]


def _json(refusals: Iterable[Refused]) -> str:
    told = [(r.code, r.text.zh, r.text.en, r.where, r.remedy.zh, r.remedy.en) for r in refusals]
    return json.dumps(told, ensure_ascii=False)
