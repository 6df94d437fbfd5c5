"""Whom a name means (姓名对人): a code or the whole name; a name that many bear is refused, never guessed."""

from __future__ import annotations

from collections.abc import Iterable

from quanheng.core.values import Refused

Bearer = tuple[str, str, str]
"""Code, name and unit of a person."""
MOST_SAID = 12


def bearers_of(words: str, people: Iterable[Bearer]) -> tuple[Bearer, ...]:
    """The person of this code, else everybody of this name."""
    found = [p for p in people if words in (p[0], p[1])]
    return tuple(p for p in found if p[0] == words) or tuple(sorted(found, key=lambda p: (p[2], p[0])))


def person_named(words: str, people: Iterable[Bearer]) -> str:
    """The code that a code or name means; the words themselves where nobody bears them.

    Errors: Refused(name_of_many), with everybody of that name by unit.
    """
    found = bearers_of(words, people)
    if len(found) > 1:
        raise name_of_many(words, found)
    return found[0][0] if found else words


def name_of_many(words: str, bearers: tuple[Bearer, ...]) -> Refused:
    """The refusal of a name that several bear."""
    shown = bearers[:MOST_SAID]
    more = len(bearers) - len(shown)
    zh = "、".join(f"{unit or '无单位'} {code}" for code, _, unit in shown)
    en = ", ".join(f"{unit or 'no unit'} {code}" for code, _, unit in shown)
    return Refused(
        "name_of_many",
        f"“{words}”有 {len(bearers)} 人同名：{zh}{f'，另 {more} 人' if more else ''}。",
        f"{len(bearers)} people are called '{words}': {en}{f', {more} more' if more else ''}.",
        where=words,
        remedy_zh="请改填其中一人的编号。",
        remedy_en="Give the code of the one you mean.",
    )
