"""Encoding (编码): canonical JSON and base64url, the same bytes here and in the browser.

Shapes: JSON with keys in code point order, no blanks, no numbers but whole ones; base64url without padding.
"""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from typing import Any, Final

_ENCODER: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_URL: Final = bytes.maketrans(b"+/", b"-_")
_PLAIN: Final = bytes.maketrans(b"-_+/=", b"+/!!!")
"""What is no base64url becomes what is no base64 either."""
_LAST: Final = {2: "AQgw", 3: "AEIMQUYcgkosw048"}
"""By how many digits stand beyond the last four: the last ones whose spare bits are nought."""


def canonical(facts: Mapping[str, Any]) -> str:
    """The one way to write these facts as JSON."""
    return _ENCODER.encode(facts)


def to_text(data: bytes) -> str:
    """Bytes as base64url."""
    return b2a_base64(data, newline=False).rstrip(b"=").translate(_URL).decode("ascii")


def to_bytes(text: str) -> bytes:
    """The bytes that base64url stands for. Errors: ValueError for anything but its one proper writing."""
    beyond = len(text) % 4
    if beyond and text[-1] not in _LAST.get(beyond, ""):
        raise ValueError("not the canonical base64url")
    return a2b_base64(text.encode("ascii").translate(_PLAIN) + b"=" * (-beyond % 4), strict_mode=True)
