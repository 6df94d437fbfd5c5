"""Upload the roster (上传名册): a file handed in, compared beside the request, then confirmed or dropped."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

from django.utils import timezone

from quanheng.actions.import_roster import keep_import, roster_changes
from quanheng.actions.roster_changes import RosterChanges, counts_of
from quanheng.core.authority import Actor, require
from quanheng.core.roster_difference import Mode, RowDifference, TableChange, differences
from quanheng.core.upload_states import AT_WORK
from quanheng.core.values import Refused
from quanheng.documents.marked_workbook import marked_workbook
from quanheng.documents.roster_source import in_source, read_source, refuse_unfit, sheets_in
from quanheng.documents.tables_columns import ReadSheet
from quanheng.store import roster_uploads
from quanheng.store.models import RosterUpload
from quanheng.store.queries import names_of

PER_PAGE = 100
TOLD_EVERY = 0.5
"""Units: seconds between two signs of life."""
SILENT = timedelta(minutes=2)
"""After so long without a sign of life the work on an upload counts as interrupted."""


def refuse_file(actor: Actor, size: int, file: str) -> None:
    """Refuse a file by its size and name, before it is read. Errors: Refused, by authority too."""
    require(actor, "import_roster")
    refuse_unfit(size, file)


def upload_roster(actor: Actor, content: bytes, file: str, mode: Mode, at: datetime) -> str:
    """Keep a file to be compared; its code. Errors: Refused by authority or size."""
    refuse_file(actor, len(content), file)
    code = uuid4().hex
    roster_uploads.save_upload(code, content, file, mode, actor.account, at)
    return code


def is_interrupted(upload: RosterUpload, at: datetime) -> bool:
    """Whether whoever worked on an upload has not been heard of for too long."""
    return upload.state in AT_WORK and upload.told_at < at - SILENT


@dataclass
class Progress:
    """Rows worked through, told to the database now and then."""

    code: str
    of: int = 0
    done: int = 0
    told: float = field(default_factory=time.monotonic)

    def tell(self, rows: int) -> None:
        """So many more rows are done."""
        self.done += rows
        if time.monotonic() - self.told >= TOLD_EVERY:
            self.told = time.monotonic()
            roster_uploads.tell_progress(self.code, self.done, self.of, timezone.localtime())


def compare_upload(actor: Actor, code: str) -> None:
    """Read the file and keep what it would change, or why it may not be imported; nothing else is written.

    Errors: Refused by authority.
    """
    require(actor, "import_roster")
    if not roster_uploads.move_upload(code, ("waiting",), "comparing", timezone.localtime()):
        return
    try:
        found = _compared(actor, code)
        roster_uploads.save_found(
            code,
            counts_of(found.changes),
            found.doubts,
            found.version,
            {change.table.name: list(_pages(change, found.changes)) for change in found.changes},
            timezone.localtime(),
        )
    except Refused as refused:
        roster_uploads.save_problems(code, refused, timezone.localtime())
    except Exception:
        roster_uploads.finish_upload(code, "failed", timezone.localtime())
        raise


def _compared(actor: Actor, code: str) -> RosterChanges:
    """The changes of the file; refusals and doubts name its files, sheets and cells."""
    upload = roster_uploads.upload_of(code)
    reading = Progress(code)
    read = read_source(roster_uploads.content_of(code), upload.file, reading.tell)
    sheets = sheets_in(read)
    comparing = Progress(code, of=sum(map(len, sheets.values())))
    try:
        found = roster_changes(actor, sheets, _mode(upload), timezone.localdate(), comparing.tell)
    except Refused as refused:
        raise in_source(refused, read) from None
    return RosterChanges(found.changes, _placed(found.doubts, read), found.version)


def _placed(doubts: Sequence[Refused], read: Mapping[str, ReadSheet]) -> tuple[Refused, ...]:
    return tuple(in_source(doubt, read) for doubt in doubts)


def _mode(upload: RosterUpload) -> Mode:
    return "replace" if upload.mode == "replace" else "update"


def _pages(change: TableChange, changes: Sequence[TableChange]) -> Iterator[list[Any]]:
    """Every row that changes, so many to a page, each with the name of whom it is about."""
    given = {str(row[0]): str(row[1]) for each in changes if each.table.name == "people" for row in each.new}
    rows = differences(change)
    while page := list(islice(rows, PER_PAGE)):
        names = names_of({row.person for row in page if row.person and row.person not in given})
        yield [_told(row, {**given, **names}.get(row.person, "")) for row in page]


def _told(row: RowDifference, name: str) -> list[Any]:
    return [row.kind, row.key, row.person, name, [(f.field, f.before, f.after) for f in row.fields]]


def begin_import(actor: Actor, code: str, at: datetime) -> None:
    """Take up an upload that was compared, so that nobody else does.

    Errors: Refused by authority, or when it does not wait for confirmation.
    """
    require(actor, "import_roster")
    if not roster_uploads.move_upload(code, ("compared",), "importing", at):
        raise Refused(
            "not_compared",
            "这次上传不在待确认状态。",
            "This upload does not wait for confirmation.",
            where=code,
            remedy_zh="请刷新页面查看进度。",
            remedy_en="Load the page again to see how far it is.",
        )


def import_upload(actor: Actor, code: str) -> None:
    """Write what was confirmed, or keep why not: the archive must still be the one that was compared."""
    require(actor, "import_roster")
    upload = roster_uploads.upload_of(code)
    try:
        found = _compared(actor, code)
        compared = RosterChanges(found.changes, found.doubts, upload.version)
        keep_import(actor, _mode(upload), compared, timezone.localtime())
        roster_uploads.finish_upload(code, "imported", timezone.localtime())
    except Refused as refused:
        roster_uploads.save_problems(code, refused, timezone.localtime())
    except Exception:
        roster_uploads.finish_upload(code, "failed", timezone.localtime())
        raise


def begin_again(actor: Actor, code: str, at: datetime) -> None:
    """Have an upload compared once more, after an interruption or a change of the archive."""
    require(actor, "import_roster")
    upload = roster_uploads.upload_of(code)
    if upload.state in AT_WORK and not is_interrupted(upload, at):
        return
    roster_uploads.move_upload(
        code, ("waiting", "comparing", "importing", "refused", "compared", "failed"), "waiting", at
    )


def drop_upload(actor: Actor, code: str) -> None:
    """Take an upload away with its file."""
    require(actor, "import_roster")
    roster_uploads.drop_upload(code)


def marked_upload(actor: Actor, code: str, language: str) -> tuple[str, bytes]:
    """The name and the content of the workbook with its faults marked.

    Errors: Refused by authority, or for a file that cannot be read at all.
    """
    require(actor, "import_roster")
    upload = roster_uploads.upload_of(code)
    told = [*roster_uploads.refusals_of(upload.problems), *roster_uploads.refusals_of(upload.doubts)]
    content = marked_workbook(roster_uploads.content_of(code), upload.file, told, language)
    stem = upload.file.rpartition(".")[0]
    return (f"{stem}-problems.xlsx" if language == "en" else f"{stem}-问题.xlsx"), content
