"""Lists (筛查名单): everyone for every post of a plan, a line each, in the words of a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from quanheng.core.language.overlays import rules_for
from quanheng.core.language.posts import Frame, Post
from quanheng.core.values import Text
from quanheng.screening.answers import COLUMNS, STATES, told
from quanheng.screening.archive import Archive
from quanheng.screening.engines import Engine
from quanheng.screening.expression import screening

_ABOUT = {
    "code": Text("人员编号", "Person"),
    "name": Text("姓名", "Name"),
    "post": Text("职位", "Post"),
    "verdict": Text("资格", "Eligibility"),
}


@dataclass(frozen=True, slots=True)
class ScreenedList:
    """A list to write down: its columns' headings and its lines, piece by piece."""

    header: tuple[str, ...]
    batches: Iterator[pa.RecordBatch]


def screened_list(
    engine: Engine, archive: Archive, frame: Frame, posts: Sequence[Post | None], language: str
) -> ScreenedList:
    """One line a person and post: verdict, then of each condition state, fact, source, what would change it.

    Shapes: what a post does not ask is blank; conditions that read alike in several posts share columns.
    """
    tables = engine.load(archive)
    sheets = [_sheet(tables, frame, post, language) for post in posts]
    names = tuple(dict.fromkeys(name for sheet in sheets for name in sheet.columns))
    pieces = (batch for sheet in sheets for batch in engine.batches(_aligned(sheet, names)))
    return ScreenedList(names, pieces)


def _sheet(tables: Mapping[str, Table], frame: Frame, post: Post | None, language: str) -> Table:
    about = {name: text.say(language) for name, text in _ABOUT.items()}
    title = "" if post is None else post.title.say(language)
    rule = rules_for(frame, post)
    if rule is None:
        people = tables["people"]
        met, named = STATES["met"].say(language), ibis.literal(title)
        plain = {"code": people.code, "name": people["name"], "post": named, "verdict": ibis.literal(met)}
        return people.select(**{about[name]: column for name, column in plain.items()})
    answers = told(screening(rule, frame, post, tables, frame.as_of), frame, post, language)
    rows = answers.table
    states = ((rows.verdict == name, text.say(language)) for name, text in STATES.items())
    columns = {
        about["code"]: rows.code,
        about["name"]: rows["name"],
        about["post"]: ibis.literal(title),
        about["verdict"]: ibis.cases(*states, else_=""),
    }
    for condition, _facts, asked in answers.conditions:
        heading = _unused(asked.say(language), columns, language)
        for part, text in COLUMNS.items():
            columns[f"{heading} · {text.say(language)}"] = rows[condition.column(part)]
    return rows.select(**columns)


def _unused(heading: str, columns: Mapping[str, object], language: str) -> str:
    state = COLUMNS["state"].say(language)
    count = 1
    while f"{heading}{f' ({count})' * (count > 1)} · {state}" in columns:
        count += 1
    return f"{heading}{f' ({count})' * (count > 1)}"


def _aligned(sheet: Table, names: Sequence[str]) -> Table:
    return sheet.select(**{n: sheet[n] if n in sheet.columns else ibis.literal("") for n in names})
