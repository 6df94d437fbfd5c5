"""Words in use (名册用词): the parties, ranks, levels ... that the roster holds, read by jumps.

A plain DISTINCT reads every row; the recursion asks for the next greater word, once for each word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from quanheng.store.roster_list import UnitLine, tree_of

SOURCES: Mapping[str, tuple[str, str, str]] = {
    "party": ("store_person", "party", "TRUE"),
    "identity": ("store_person", "identity", "TRUE"),
    "establishment": ("store_person", "establishment", "TRUE"),
    "level": ("store_tenure", "level", "until IS NULL AND kind = 'post'"),
    "rank": ("store_tenure", "name", "until IS NULL AND kind = 'rank'"),
    "education": ("store_education", "level", "TRUE"),
    "reserve": ("store_reserve", "list", "left_on IS NULL"),
}
"""Table, column and condition of each filter whose answers are free words."""
MOST = 200
"""So many words are offered."""

_NEXT = """
SELECT '{name}' AS name, word, '' AS title, '' AS above FROM (
  WITH RECURSIVE found(word) AS (
    SELECT MIN({column}) FROM {table} WHERE {condition}
    UNION ALL
    SELECT (SELECT MIN({column}) FROM {table} WHERE {column} > found.word AND {condition})
    FROM found WHERE found.word IS NOT NULL
  )
  SELECT word FROM found WHERE word <> '' LIMIT {most}
) AS {name}_words
"""


_UNITS = "SELECT 'unit' AS name, code AS word, name AS title, parent AS above FROM store_unit"


@dataclass(frozen=True, slots=True)
class Offered:
    """What a panel of filters offers: words in use under each filter, and the tree of units."""

    words: Mapping[str, tuple[str, ...]]
    units: tuple[UnitLine, ...]


def offered(names: Collection[str]) -> Offered:
    """The words in use under each of these filters and every unit, in one query."""
    parts = [
        _NEXT.format(name=name, table=table, column=f'"{column}"', condition=condition, most=MOST)
        for name, (table, column, condition) in SOURCES.items()
        if name in names
    ]
    words: dict[str, list[str]] = {}
    units: list[tuple[str, str, str]] = []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([*parts, _UNITS]))
        for name, word, title, above in cursor.fetchall():
            if name == "unit":
                units.append((word, title, above))
            else:
                words.setdefault(name, []).append(word)
    return Offered({name: tuple(known) for name, known in words.items()}, tree_of(sorted(units)))
