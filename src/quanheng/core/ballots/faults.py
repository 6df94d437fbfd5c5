"""Faults (问题): what is wrong with a ballot or a board, in words."""

from __future__ import annotations

from dataclasses import dataclass

from quanheng.core.values import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold. Shapes: `where` names the line or the ballot (its tracking code)."""

    code: str
    text: Text
    where: str = ""


def fault(code: str, zh: str, en: str, where: str = "") -> Fault:
    """A fault in both languages."""
    return Fault(code, Text(zh, en), where)
