"""Ballot body (票面内容): what one ballot says, as bytes of one fixed length.

Shapes: canonical JSON in UTF-8, filled up with blanks, so that the length tells nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from quanheng.core.ballots.encoding import canonical
from quanheng.core.values import Refused

NONCE_DIGITS: Final = 32
_NONCE: Final = re.compile(r"[0-9a-f]{32}")
_BEFORE_NONCE: Final = '},"nonce":"'
"""No string of JSON holds a bare quotation mark, so this stands where an object ends and nowhere else."""
_TAIL: Final = re.compile(r'","style":"[^"\\]*"\}')
_FIELDS: Final = {"election", "marks", "nonce", "style"}


@dataclass(frozen=True, slots=True)
class BallotBody:
    """What one ballot says. Shapes: `marks` by cell of the form; `nonce` 128 random bits in hexadecimal."""

    election: str
    style: str
    marks: Mapping[str, str]
    nonce: str

    def text(self) -> str:
        """The canonical JSON, without the filling."""
        return canonical(
            {
                "election": self.election,
                "marks": dict(self.marks),
                "nonce": self.nonce,
                "style": self.style,
            }
        )

    def to_bytes(self, length: int) -> bytes:
        """The body at its full length. Errors: Refused(ballot_too_long)."""
        return filled(self.text(), length)


def filled(text: str, length: int) -> bytes:
    """A body's text as bytes of the length that all ballots of the election have."""
    data = text.encode()
    if len(data) > length:
        raise Refused(
            "ballot_too_long",
            f"选票内容 {len(data)} 字节，超过 {length} 字节。",
            f"The ballot takes {len(data)} bytes, more than {length}.",
            remedy_zh="请缩短文字。",
            remedy_en="Shorten the text.",
        )
    return data.ljust(length, b" ")


def body_of(text: str) -> BallotBody | None:
    """The body that a text says, filling left off; None unless it is written in the one canonical way.

    In a large count most ballots differ in the nonce alone, so that what stands around it is read once.
    """
    start = text.rfind(_BEFORE_NONCE) + len(_BEFORE_NONCE)
    end = start + NONCE_DIGITS
    nonce, tail = text[start:end], text[end:]
    if not (_NONCE.fullmatch(nonce) and _TAIL.fullmatch(tail)):
        return _read(text)  # wrong, or of an unusual style; the nonce then need not be the one of the body
    frame = _frame(text[:start], tail)
    return BallotBody(frame.election, frame.style, frame.marks, nonce) if frame else None


@lru_cache(maxsize=4096)
def _frame(head: str, tail: str) -> BallotBody | None:
    return _read(f"{head}{'0' * NONCE_DIGITS}{tail}")


def _read(text: str) -> BallotBody | None:
    try:
        facts = json.loads(text)
        is_canonical = canonical(facts) == text
    except (ValueError, RecursionError):
        return None
    if not is_canonical or type(facts) is not dict or facts.keys() != _FIELDS:
        return None
    election, style, marks, nonce = facts["election"], facts["style"], facts["marks"], facts["nonce"]
    if type(marks) is not dict or set(map(type, (election, style, nonce, *marks.values()))) != {str}:
        return None
    return BallotBody(election, style, marks, nonce) if _NONCE.fullmatch(nonce) else None


def body_from(data: bytes) -> BallotBody | None:
    """The body that bytes hold; None unless canonical and filled with blanks."""
    try:
        return body_of(data.decode().rstrip(" "))
    except UnicodeDecodeError:
        return None
