"""The standing archive (在库档案): loaded once, then judged by one rule after another and searched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import Any

import ibis
from ibis.expr.types import Table

from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.rules import Rule
from quanheng.core.values import Text
from quanheng.screening.answers import told
from quanheng.screening.archive import Archive
from quanheng.screening.engines import DuckDB
from quanheng.screening.expression import Condition, screening

KEPT = 24
"""So many answers stay at hand; the oldest goes first."""
Tallies = Mapping[str, int]
"""How many are met, not_met, unknown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the archive: a rule, for a post of a plan, on a day, answered in a language."""

    rule: Rule
    frame: Frame
    post: Post | None
    as_of: date
    language: str

    def key(self) -> str:
        """What tells one question from another."""
        post = "" if self.post is None else self.post.model_dump_json()
        scales = self.frame.scales.model_dump_json()
        return (
            f"{self.rule.model_dump_json()} {post} {scales} {self.frame.posts!r} {self.as_of} {self.language}"
        )


@dataclass(frozen=True, slots=True)
class Answered:
    """A question answered: where the answer stands, and the conditions that it tells, in order."""

    table: str
    conditions: tuple[tuple[Condition, Condition, Text], ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """Somebody whose verdict is another under the other rule."""

    code: str
    name: str
    before: str
    after: str


class Standing:
    """An archive inside DuckDB, one thread at a time."""

    def __init__(self, archive: Archive) -> None:
        self._engine, self._lock, self._made = DuckDB(), RLock(), 0
        self._tables = self._engine.load(archive)
        self._answers: dict[str, Answered] = {}

    def answer(self, asked: Asked) -> Answered:
        """Everybody judged; the same question is answered once."""
        with self._lock:
            key = asked.key()
            if key not in self._answers:
                self._answers[key] = self._judge(asked)
                self._forget_oldest()
            return self._answers[key]

    def _judge(self, asked: Asked) -> Answered:
        compiled = screening(asked.rule, asked.frame, asked.post, self._tables, asked.as_of)
        said = told(compiled, asked.frame, asked.post, asked.language)
        self._made += 1
        name = f"answer_{self._made}"
        connection = self._engine.connection
        connection.con.execute(f"CREATE TABLE {name} AS {connection.compile(said.table)}")
        return Answered(name, said.conditions)

    def _forget_oldest(self) -> None:
        while len(self._answers) > KEPT:
            oldest = self._answers.pop(next(iter(self._answers)))
            self._engine.connection.con.execute(f"DROP TABLE {oldest.table}")

    def tallies(self, answered: Answered, column: str = "verdict") -> Tallies:
        """How many are met, not met and unknown: in all, or of one condition (`<prefix>_is`)."""
        with self._lock:
            rows = self._engine.connection.table(answered.table)
            found = self._engine.rows(rows.group_by(column).aggregate(people=rows.count())).to_pylist()
        return {"met": 0, "not_met": 0, "unknown": 0} | {row[column]: row["people"] for row in found}

    def lines(
        self, answered: Answered, filters: Sequence[tuple[str, str]], first: int, most: int
    ) -> tuple[int, list[dict[str, Any]]]:
        """How many lines fit the filters, and some of them in the order of the code."""
        with self._lock:
            fitting = self._fitting(answered, filters)
            count = self._engine.rows(fitting.aggregate(n=fitting.count())).to_pylist()[0]["n"]
            page = fitting.order_by("code").limit(most, offset=first)
            return count, self._engine.rows(page).to_pylist()

    def people(self, answered: Answered, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The lines of some people, by code."""
        with self._lock:
            rows = self._engine.connection.table(answered.table)
            found = self._engine.rows(rows.filter(rows.code.isin(list(codes)))).to_pylist() if codes else []
        return {line["code"]: line for line in found}

    def _fitting(self, answered: Answered, filters: Sequence[tuple[str, str]]) -> Table:
        rows = self._engine.connection.table(answered.table)
        for column, value in filters:
            rows = rows.filter(rows[column] == value)
        return rows

    def flips(self, before: Answered, after: Answered, most: int) -> tuple[Mapping[str, int], list[Flip]]:
        """Whose verdict changes from one answer to the other: how many each way, and some of them."""
        with self._lock:
            one = self._engine.connection.table(before.table).select("code", "name", before="verdict")
            other = self._engine.connection.table(after.table).select("code", after="verdict")
            both = one.join(other, "code")
            changed = both.filter(both.before != both.after)
            way = ibis.cases((changed.after == "met", "in"), (changed.before == "met", "out"), else_="other")
            counts = self._engine.rows(changed.group_by(way=way).aggregate(n=changed.count())).to_pylist()
            shown = self._engine.rows(changed.order_by("code").limit(most)).to_pylist()
        return {row["way"]: row["n"] for row in counts}, [Flip(**row) for row in shown]
