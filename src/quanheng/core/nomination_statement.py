"""Nomination statement (提名情况说明): at every meeting the nomination's story is told: by whom, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check, unknown_person
from quanheng.core.dating import in_future
from quanheng.core.findings import by_row, fact, found
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages.nomination import NominationRecord
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import PersonCell, PostCell

TABLE = "statements"
_Filled = Annotated[str, Field(min_length=1)]


class Statement(Row):
    """That the story of one nomination was told to a meeting (提名情况说明)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    told_by: Annotated[
        _Filled,
        Column(
            "说明人", "Told by", Text("首提人或组织部门的人，人员编号", "Nominator or organiser"), "HW002"
        ),
    ]
    told_on: Annotated[
        date, Column("说明日期", "Told on", Text("会议之日", "Day of the meeting"), "2026-03-20")
    ]
    summary: Annotated[
        _Filled,
        Column(
            "说明内容", "What was told", Text("酝酿提名产生的过程", "How it came about"), "全面介绍提名过程"
        ),
    ]


STATEMENTS = InputTable(
    TABLE, Text("提名情况说明", "Nomination's story"), Statement, "record_statement", required=False
)


def stories_of(inputs: Inputs) -> dict[Candidate, tuple[Text, ...]]:
    """The story of every nomination of the run so far, by candidate."""
    stories: dict[Candidate, tuple[Text, ...]] = {}
    for outcome in inputs.earlier.values():
        if isinstance(outcome.record, NominationRecord):
            stories |= {n.candidate: n.history for n in outcome.record.nominees if n.history}
    return stories


def refused_statements(rows: Sequence[Row], slate: Slate, inputs: Inputs) -> tuple[tuple[int, Refused], ...]:
    """Statements about nobody who stands here, by the nominee, by a stranger, or ahead of their day."""
    on_slate = slate_check(slate, inputs)

    def check(row: Statement) -> Refused | None:
        return (
            on_slate(row.person, row.post)
            or unknown_person(row.told_by, inputs)
            or _told_by_nominee(row, inputs)
            or in_future(row.key(), Text("说明日期", "The statement"), row.told_on, inputs)
        )

    return refused_rows(rows, Statement, check)


def _told_by_nominee(row: Statement, inputs: Inputs) -> Refused | None:
    if row.told_by != row.person:
        return None
    return Refused(
        "told_by_nominee",
        f"{inputs.name_of(row.person)}不能说明对自己的提名。",
        f"{inputs.name_of(row.person)} may not tell the story of their own nomination.",
        where=row.key(),
        remedy_zh="由首提责任人或组织部门向会议说明。",
        remedy_en="Whoever nominated, or the organisation department, tells it.",
    )


def statements_due(slate: Slate, inputs: Inputs, settings: StageSettings) -> tuple[Due, ...]:
    """The nominated candidates whose story was not told here, where the plan wants it told."""
    if not settings.nomination_told:
        return ()
    told = {Candidate(s.person, s.post) for s in inputs.table(TABLE, Statement)}
    return tuple(
        Due(
            Text(
                f"向会议说明{inputs.name_of(c.person)}的提名情况",
                f"the story of {inputs.name_of(c.person)}'s nomination told to the meeting",
            ),
            TABLE,
            c.person,
        )
        for c in slate.candidates
        if c in stories_of(inputs) and c not in told
    )


def refuse_untold(slate: Slate, inputs: Inputs, settings: StageSettings, title: Text) -> None:
    """Refuse to close a stage at which a story that the plan wants told was not told."""
    refuse_while_due(statements_due(slate, inputs, settings), settings, title)


def with_statements(outcome: Outcome, inputs: Inputs, settings: StageSettings) -> Outcome:
    """The outcome with a note on every candidate whose story was told: by whom, when, and the story."""
    rows, stories = inputs.table(TABLE, Statement), stories_of(inputs)
    standing = set(outcome.entered.candidates)
    notes = tuple(
        _note(row, stories.get(Candidate(row.person, row.post), ()), inputs, settings)
        for row in rows
        if Candidate(row.person, row.post) in standing
    )
    return replace(outcome, findings=(*outcome.findings, *notes)) if notes else outcome


def _note(row: Statement, story: tuple[Text, ...], inputs: Inputs, settings: StageSettings) -> Finding:
    teller = inputs.name_of(row.told_by)
    text = Text(
        f"{row.told_on} 由{teller}向会议说明提名情况：{row.summary}",
        f"On {row.told_on} {teller} told the meeting how the nomination came about: {row.summary}",
    )
    evidence = [fact("提名", "Nominated", told) for told in story]
    return found(
        "nomination_told",
        "note",
        text,
        by_row(settings, TABLE, row, "act"),
        Candidate(row.person, row.post),
        evidence,
    )


def told_stage(module: Any) -> dict[str, Any]:
    """The four parts of a stage kind at which stories of nominations may be told."""

    def admit(
        table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Any
    ) -> tuple[tuple[int, Refused], ...]:
        if table == TABLE:
            return refused_statements(rows, slate, inputs)
        refused: tuple[tuple[int, Refused], ...] = module.admit(table, rows, slate, inputs, settings)
        return refused

    def due(slate: Slate, inputs: Inputs, settings: Any) -> tuple[Due, ...]:
        return (*module.due(slate, inputs, settings), *statements_due(slate, inputs, settings))

    def close(slate: Slate, inputs: Inputs, settings: Any) -> Outcome:
        refuse_untold(slate, inputs, settings, module.TITLE)
        return with_statements(module.close(slate, inputs, settings), inputs, settings)

    return {"tables": (*module.TABLES, STATEMENTS), "admit": admit, "due": due, "close": close}
