"""Identity number (公民身份号码): what its eighteen characters say of birth and sex, and whether they fit."""

from __future__ import annotations

from datetime import date
from typing import Literal

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def check_character(number: str) -> str:
    """The last character that the first seventeen digits call for.

    Source: GB 11643-1999; ISO 7064 MOD 11-2.
    """
    return _CHECK[sum(w * int(c) for w, c in zip(_WEIGHTS, number, strict=False)) % 11]


def birth_date_in(number: str) -> date | None:
    """The date of birth that the number tells, none where there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_in(number: str) -> Literal["男", "女"]:
    """The sex that the number tells: the seventeenth digit is odd for men."""
    return "男" if int(number[16]) % 2 else "女"
