"""Many form files (批量表格): single files or a zip of them, each read or refused by its name."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from quanheng.core.values import Refused
from quanheng.documents.lrm_legacy import LEGACY_ENDING, PHOTO_ENDING, read_legacy
from quanheng.documents.lrmx import ENDING, LARGEST, ReadForm, read_form, too_large

_CHUNK = 1 << 16
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_NOT_OURS = ("__MACOSX/",)
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    OSError,
    RuntimeError,
    ValueError,
)
"""All that zipfile raises for bytes that are no sound zip."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be read. Units: bytes; `files` counts the files of one zip."""

    file: int = LARGEST
    together: int = 500 * 1024 * 1024
    files: int = 5_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Forms that could be read, in the order given, and a refusal for each file that could not."""

    forms: tuple[ReadForm, ...]
    refusals: tuple[Refused, ...] = ()


def read_forms(files: Mapping[str, bytes], limits: Limits | None = None) -> Batch:
    """Every form in files of any known kind: .lrmx, .lrm with its .pic beside it, and zips of them.

    Shapes: `files` maps names to contents; a file in a zip is named zip/name.
    """
    bounds = limits or Limits()
    refusals: list[Refused] = []
    contents: dict[str, bytes] = {}
    for name, content in files.items():
        if name.lower().endswith(".zip"):
            held, refused = unpacked(content, name, bounds)
            contents |= held
            refusals += refused
        else:
            contents[name] = content
    forms: list[ReadForm] = []
    for name in contents:
        try:
            forms += _read(name, contents, bounds)
        except Refused as refusal:
            refusals.append(refusal)
    return Batch(tuple(forms), tuple(refusals))


def _read(name: str, contents: Mapping[str, bytes], limits: Limits) -> Iterator[ReadForm]:
    ending = _ending(name)
    if ending == ENDING:
        yield read_form(contents[name], name, limits.file)
    elif ending == LEGACY_ENDING:
        yield read_legacy(contents[name], name, _beside(name, contents), limits.file)
    elif ending != PHOTO_ENDING:
        raise _refused(
            "not_a_form_file", name, "不是 .lrmx、.lrm 或 .zip 文件。", "Not a .lrmx, .lrm or .zip file."
        )


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _beside(name: str, contents: Mapping[str, bytes]) -> bytes:
    """The photograph of the same name, whatever the case of its letters."""
    wanted = f"{name.rpartition('.')[0]}.{PHOTO_ENDING}".casefold()
    return next((content for other, content in contents.items() if other.casefold() == wanted), b"")


def unpacked(content: bytes, file: str, limits: Limits) -> tuple[Mapping[str, bytes], Sequence[Refused]]:
    """The files of a zip by name, and a refusal for each that may not be unpacked.

    Shapes: nothing is written; names without the mark of UTF-8 are read as GBK. A zip that is damaged, holds
    too many files or grows too large yields no file at all, and one refusal.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _members(package, file, limits)
    except _DAMAGED:
        zh, en = "压缩包已损坏或不是 zip。", "The zip is damaged, or is none."
        return {}, [_refused("zip_damaged", file, zh, en)]
    except Refused as refusal:
        return {}, [refusal]


def _members(
    package: zipfile.ZipFile, file: str, limits: Limits
) -> tuple[Mapping[str, bytes], Sequence[Refused]]:
    entries = [e for e in package.infolist() if not e.is_dir() and not e.filename.startswith(_NOT_OURS)]
    if len(entries) > limits.files:
        zh, en = f"压缩包内超过 {limits.files} 个文件。", f"The zip holds more than {limits.files} files."
        raise _refused("zip_too_many", file, zh, en)
    held: dict[str, bytes] = {}
    refusals: list[Refused] = []
    left = limits.together
    for entry in entries:
        place = f"{file}/{_name(entry)}"
        try:
            if place in held:
                raise _refused(
                    "zip_name_twice", place, "压缩包内有两个同名文件。", "Two files have this name."
                )
            held[place] = _content(package, entry, place, min(limits.file, left))
            left -= len(held[place])
        except Refused as refusal:
            if refusal.code == "file_too_large" and left < limits.file:
                raise too_large(file, limits.together) from None
            refusals.append(refusal)
    return held, refusals


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: the zip format marks UTF-8, Chinese systems write GBK without a mark."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str, largest: int) -> bytes:
    """What an entry holds, read no further than is allowed whatever its header claims."""
    if _leads_outside(_name(entry)):
        zh, en = "文件名指向压缩包之外。", "The name leads outside the zip."
        raise _refused("zip_name_outside", place, zh, en)
    if entry.flag_bits & _ENCRYPTED:
        zh, en = "文件已加密。", "The file is encrypted."
        raise _refused("zip_encrypted", place, zh, en)
    parts: list[bytes] = []
    size = 0
    try:
        with package.open(entry) as stream:
            while part := stream.read(_CHUNK):
                size += len(part)
                if size > largest:
                    raise too_large(place, largest)
                parts.append(part)
    except _DAMAGED:
        zh, en = "压缩包中的这个文件已损坏。", "This file of the zip is damaged."
        raise _refused("zip_member_damaged", place, zh, en) from None
    return b"".join(parts)


def _leads_outside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or re.match("[A-Za-z]:", name) is not None


def _refused(code: str, place: str, zh: str, en: str) -> Refused:
    return Refused(code, zh, en, place, "请核对文件后重试。", "Check the file and try again.")
