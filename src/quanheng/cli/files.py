"""Files on the command line (文件): read whole or refused with the path; written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from quanheng.core.values import Refused

PLAN = click.argument("plan", type=click.Path(path_type=Path))
"""The plan file, for every command that takes one."""
MARK = "result.json"
"""A folder that holds this was written by a run."""


class Day(click.ParamType[date]):
    """A day as an option: 2026-03-10."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; click tells the user when it is none."""
        try:
            return datetime.strptime(value, "%Y-%m-%d").date() if isinstance(value, str) else value  # noqa: DTZ007
        except ValueError:
            self.fail(f"{value!r}: 请写成 2026-03-10 / write it as 2026-03-10", param, ctx)


def text_of(path: Path) -> str:
    """The text of a file. Errors: Refused when it is absent, no file, or no UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise not_utf8(path) from None
    except OSError as error:
        raise unreadable(path, error) from None


def not_utf8(path: Path) -> Refused:
    """A file that is no text."""
    return Refused(
        "not_utf8",
        "文件不是 UTF-8 编码的文本。",
        "The file is not text in UTF-8.",
        where=str(path),
        remedy_zh="请另存为 UTF-8。",
        remedy_en="Save it as UTF-8.",
    )


def unreadable(path: Path, error: OSError) -> Refused:
    """A file that the machine does not give."""
    return Refused(
        "file_unreadable",
        f"文件无法读取（{error.strerror}）。",
        f"The file cannot be read ({error.strerror}).",
        where=str(path),
        remedy_zh="请核对路径与权限。",
        remedy_en="Check the path and its permissions.",
    )


def write_folder(folder: Path, files: Mapping[str, bytes], replace: bool) -> None:
    """Write files into a new folder, whole or not at all: beside it first, then under its name.

    Shapes: names may have folders in them.
    Errors: Refused when the folder holds something that may not be replaced.
    """
    refuse_taken(folder, replace)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        draft.chmod(0o755)
        for name, content in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _put_in_place(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def refuse_taken(folder: Path, replace: bool) -> None:
    """Refuse to write where something stands already; only an earlier result may be replaced."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if replace and (folder / MARK).is_file():
        return
    raise Refused(
        "folder_taken",
        "输出位置不是空文件夹，未写入任何内容。",
        "The output folder is not empty; nothing was written.",
        where=str(folder),
        remedy_zh=f"请换一个文件夹；先前的结果（其中有 {MARK}）可加 --force 覆盖。",
        remedy_en=f"Choose another folder; an earlier result (it holds {MARK}) is replaced with --force.",
    )


def _put_in_place(draft: Path, folder: Path) -> None:
    """Swap the draft in; what stood there goes only when the new stands."""
    if not folder.exists():
        os.replace(draft, folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, old / "was")
    os.replace(draft, folder)
    shutil.rmtree(old)
