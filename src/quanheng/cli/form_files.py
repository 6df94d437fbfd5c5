"""Form files on the command line (表格文件): read whole by name, one file written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.documents.lrm_legacy import LEGACY_ENDING, PHOTO_ENDING
from quanheng.documents.lrmx import ReadForm
from quanheng.documents.lrmx_archive import Batch, Limits, read_forms

FILES = click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
FILE = click.argument("file", type=click.Path(path_type=Path))
OUT = click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="写到哪个新文件。A new file."
)
MEGABYTES = click.option(
    "--max-mb",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="单个文件的上限（MB）。The largest single file (MB).",
)


def read_batch(paths: Sequence[Path], megabytes: int) -> Batch:
    """The forms of files and zips, an older file with the photograph beside it."""
    contents: dict[str, bytes] = {}
    for path in paths:
        contents[str(path)] = bytes_of(path)
        if path.suffix.lower() == f".{LEGACY_ENDING}":
            contents |= {str(p): bytes_of(p) for p in _photos_beside(path)}
    return read_forms(contents, Limits(file=megabytes * 1024 * 1024))


def _photos_beside(path: Path) -> list[Path]:
    """The .pic file of the same name, whatever the case of its ending."""
    folder = path.parent
    wanted = f"{path.stem}.{PHOTO_ENDING}".casefold()
    return sorted(p for p in folder.iterdir() if p.name.casefold() == wanted and p.is_file())


def read_one(path: Path, megabytes: int) -> ReadForm:
    """The one form of a file. Errors: Refused when it is none, or holds several."""
    batch = read_batch([path], megabytes)
    if batch.refusals:
        raise RefusedMany(batch.refusals)
    if len(batch.forms) != 1:
        raise Refused(
            "not_one_form",
            f"应有一张表，实有 {len(batch.forms)} 张。",
            f"One form is expected, {len(batch.forms)} were found.",
            where=str(path),
            remedy_zh="请逐个给出 .lrmx 或 .lrm 文件。",
            remedy_en="Give one .lrmx or .lrm file.",
        )
    return batch.forms[0]


def bytes_of(path: Path) -> bytes:
    """What a file holds. Errors: Refused when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _refused("file_unreadable", path, "无法读取", "cannot be read", error) from None


def refuse_existing(path: Path) -> None:
    """Refuse to write where a file stands already."""
    if path.exists():
        raise Refused(
            "file_taken",
            "文件已存在，未写入。",
            "The file exists already; nothing was written.",
            where=str(path),
            remedy_zh="请换一个文件名。",
            remedy_en="Choose another name.",
        )


def write_file(path: Path, content: bytes) -> None:
    """Write a new file, whole or not at all. Errors: Refused when it exists already or cannot be written."""
    refuse_existing(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            draft.chmod(0o644)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise _refused("file_unwritable", path, "无法写入", "cannot be written", error) from None


def _refused(code: str, path: Path, zh: str, en: str, error: OSError) -> Refused:
    return Refused(
        code,
        f"文件{zh}（{error.strerror}）。",
        f"The file {en} ({error.strerror}).",
        where=str(path),
        remedy_zh="请核对路径与权限。",
        remedy_en="Check the path and its permissions.",
    )


def say_notes(form: ReadForm, language: str) -> None:
    """What reading could not carry over, each with its place."""
    for note in form.notes:
        click.echo(f"{form.place(note)} note {note.text.say(language)}")


def said(zh: str, en: str, language: str) -> str:
    """One sentence in the language chosen."""
    return Text(zh, en).say(language)
