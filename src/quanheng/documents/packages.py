"""Packages (压缩包): zip files, workbooks among them, looked through before anything in them is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from quanheng.core.values import Refused

LARGEST_FILE = 100_000_000
"""Units: bytes."""
LARGEST_EXPANDED = 600_000_000
"""Units: bytes; what a package may grow to when unpacked."""
STEEPEST = 200
"""How many times larger a package may grow; tables written by people grow 5 to 40 times."""
UNSUSPICIOUS = 20_000_000
"""Units: bytes; up to this size it does not matter how steeply a package grows."""
DEFLATE_MOST = 1_032
"""Deflate never makes more than this many bytes from one, so that small packages need no counting."""
PIECE = 1_000_000


def refuse_large(size: int, file: str) -> None:
    """Refuse a file by its size alone, before it is read."""
    if size <= LARGEST_FILE:
        return
    limit = LARGEST_FILE // 1_000_000
    raise Refused(
        "file_too_large",
        f"文件超过 {limit} MB。",
        f"The file is larger than {limit} MB.",
        file,
        "请拆成几个文件分次录入。",
        "Split it into several files.",
    )


def refuse_bomb(content: bytes, file: str) -> None:
    """Refuse a package that would grow too large; what its directory says is checked by unpacking it once.

    Errors: Refused; BadZipFile for a package that is damaged or lies about its sizes.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        expanded = sum(part.file_size for part in parts)
        if expanded > LARGEST_EXPANDED or expanded > max(UNSUSPICIOUS, STEEPEST * len(content)):
            raise _too_much(file)
        if len(content) * DEFLATE_MOST <= LARGEST_EXPANDED:
            return
        for part in parts:
            with package.open(part) as unpacked:
                while unpacked.read(PIECE):
                    pass


def files_in(content: bytes, file: str) -> Iterator[tuple[str, bytes]]:
    """The files of a zip by their bare names, one at a time.

    Errors: Refused for a package that is damaged, encrypted or would grow too large.
    """
    try:
        refuse_bomb(content, file)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.infolist():
                name = part.filename.rsplit("/", 1)[-1]
                if name and not part.filename.startswith("__MACOSX/"):
                    yield name, package.read(part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise Refused(
            "package_damaged",
            f"压缩包已损坏或加了密码，无法读取（{error}）。",
            f"The zip file is damaged or has a password and cannot be read ({error}).",
            file,
            "请重新压缩，不加密码。",
            "Make the zip file again, without a password.",
        ) from None


def _too_much(file: str) -> Refused:
    limit = LARGEST_EXPANDED // 1_000_000
    return Refused(
        "file_too_large",
        f"文件展开后过大（超过 {limit} MB，或膨胀超过 {STEEPEST} 倍）。",
        f"The file grows too large when unpacked (beyond {limit} MB, or more than {STEEPEST} times).",
        file,
        "请拆成几个文件，或改用 CSV。",
        "Split it, or use CSV.",
    )
