"""Levels of education (学历层次): how high the words of a form or the archive stand."""

from __future__ import annotations

from collections.abc import Mapping

_HEIGHTS: Mapping[str, int] = {
    "研究生": 7,
    "硕士": 7,
    "博士": 7,
    "本科": 6,
    "专科": 5,
    "大专": 5,
    "大学": 6,
    "中专": 4,
    "中技": 3,
    "技校": 3,
    "高中": 2,
    "初中": 1,
    "小学": 0,
}
"""Words in the order in which they are looked for, so that 大学专科 is no 大学."""
BEYOND_SCHOOL = 4
"""From 中专 on, an education that a resume should tell of."""


def level_of(text: str) -> int | None:
    """How high a level stands; None for a word that is not known."""
    return next((height for word, height in _HEIGHTS.items() if word in text), None)
