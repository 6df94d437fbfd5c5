"""Encoding (编码): canonical JSON and base64url, the same bytes here and in the browser.

Shapes: JSON with keys in code point order, no blanks, no numbers but whole ones; base64url without padding.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any


def canonical(facts: Mapping[str, Any]) -> str:
    """The one way to write these facts as JSON."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def to_text(data: bytes) -> str:
    """Bytes as base64url."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def to_bytes(text: str) -> bytes:
    """The bytes that base64url stands for. Errors: ValueError for anything but its one proper writing."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if to_text(data) != text:
        raise ValueError("not the canonical base64url")
    return data
