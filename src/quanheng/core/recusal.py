"""Recusal (回避): who may not judge whom, for being that person or related to them."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.people import Person


def is_related(one: str, other: str, people: Mapping[str, Person]) -> bool:
    """Whether either person's file names the other as a relation that calls for recusal."""
    return any(
        relation.to == b
        for a, b in ((one, other), (other, one))
        if a in people
        for relation in people[a].relations
    )


def must_recuse(one: str, other: str, people: Mapping[str, Person]) -> bool:
    """Whether one may not judge the other: the same person, or a relation."""
    return one == other or is_related(one, other, people)
