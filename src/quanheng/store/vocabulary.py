"""Words in use (名册用词): the parties, ranks, levels ... that the roster holds, read by jumps.

A plain DISTINCT reads every row; the recursion asks for the next greater word, once for each word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import connection

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
SELECT '{name}' AS name, word FROM (
  WITH RECURSIVE found(word) AS (
    SELECT MIN({column}) FROM {table} WHERE {condition}
    UNION ALL
    SELECT (SELECT MIN({column}) FROM {table} WHERE {column} > found.word AND {condition})
    FROM found WHERE found.word IS NOT NULL
  )
  SELECT word FROM found WHERE word <> '' LIMIT {most}
) AS {name}_words
"""


def words_in_use(names: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The words in use under each of these filters, in one query."""
    parts = [
        _NEXT.format(name=name, table=table, column=f'"{column}"', condition=condition, most=MOST)
        for name, (table, column, condition) in SOURCES.items()
        if name in names
    ]
    if not parts:
        return {}
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        for name, word in cursor.fetchall():
            found.setdefault(name, []).append(word)
    return {name: tuple(words) for name, words in found.items()}
