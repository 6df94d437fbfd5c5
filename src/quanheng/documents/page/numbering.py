"""Numbering (自动编号): the numbers that a word processor puts before paragraphs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quanheng.documents.paper import DIGITS, chinese_number
from quanheng.documents.templates.tags import W

LEVELS = 9


class Numbering:
    """Counts the paragraphs of every list as they come."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, Mapping[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, list[int]] = {}
        self._list_of: dict[str, str] = {}
        if root is None:
            return
        for abstract in root.iter(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId")] = dict(map(_level, abstract.iter(f"{W}lvl")))
        for num in root.iter(f"{W}num"):
            named = num.find(f"{W}abstractNumId")
            if named is not None:
                self._list_of[num.get(f"{W}numId")] = named.get(f"{W}val")

    def label(self, found: Any | None) -> str:
        """The number of the next paragraph of a list, '' where there is none; `found` is its numPr."""
        if found is None:
            return ""
        named, level_at = found.find(f"{W}numId"), found.find(f"{W}ilvl")
        abstract = self._list_of.get(named.get(f"{W}val") if named is not None else "", "")
        level = int(level_at.get(f"{W}val") or 0) if level_at is not None else 0
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [0] * LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else levels[level][2]
        counts[level + 1 :] = [0] * (LEVELS - level - 1)
        text = levels[level][1]
        for n in range(level + 1):
            kind, _, start = levels.get(n, ("decimal", "", 1))
            text = text.replace(f"%{n + 1}", _counted(counts[n] or start, kind))
        return text


def _level(element: Any) -> tuple[int, tuple[str, str, int]]:
    def said(name: str, otherwise: str) -> str:
        found = element.find(W + name)
        return found.get(f"{W}val") or otherwise if found is not None else otherwise

    return int(element.get(f"{W}ilvl") or 0), (
        said("numFmt", "decimal"),
        said("lvlText", ""),
        int(said("start", "1")),
    )


def _counted(n: int, kind: str) -> str:
    if "hinese" in kind or kind.startswith(("ideograph", "taiwanese")):
        return (
            chinese_number(n)
            if 1 <= n <= 99
            else "".join(DIGITS[int(d) - 1] if d != "0" else "〇" for d in str(n))
        )
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (n - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind == "bullet":
        return ""
    return str(n)
