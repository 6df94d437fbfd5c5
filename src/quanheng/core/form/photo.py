"""Photograph (照片): which kind of image the bytes are, and how large, told from its own header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ImageKind = Literal["jpeg", "png", "bmp", "gif"]
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xDA)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """An image. Units: pixels."""

    kind: ImageKind
    width: int
    height: int


def picture_of(content: bytes) -> Picture | None:
    """The image that the bytes are; None for anything else, or when the size cannot be told."""
    found: Picture | None = None
    if content.startswith(b"\xff\xd8"):
        found = _jpeg(content)
    elif content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) >= 24:
        found = Picture("png", _big(content[16:20]), _big(content[20:24]))
    elif content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        found = Picture("gif", _little(content[6:8]), _little(content[8:10]))
    elif content.startswith(b"BM") and len(content) >= 26:
        height = int.from_bytes(content[22:26], "little", signed=True)
        found = Picture("bmp", _little(content[18:22]), abs(height))
    return found if found and found.width and found.height else None


def _jpeg(content: bytes) -> Picture | None:
    """The size in the first frame header."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _FRAMES:
            return Picture("jpeg", _big(content[at + 7 : at + 9]), _big(content[at + 5 : at + 7]))
        if marker == 0xFF:
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        else:
            at += 2 + max(2, _big(content[at + 2 : at + 4]))
    return None


def _big(number: bytes) -> int:
    return int.from_bytes(number, "big")


def _little(number: bytes) -> int:
    return int.from_bytes(number, "little")
