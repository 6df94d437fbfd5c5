"""Dues of a stage as lines (环节所缺): one line for each table and person, with the way to enter it.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from quanheng.core.authority import ACTS, ON_BEHALF, ROLES, Actor, may
from quanheng.core.engine import RunFacts
from quanheng.core.inputs import Due, InputTable
from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Text

BY_TABLE = frozenset({"assessment", "examination", "speech"})
"""Kinds whose lists are entered whole, so that what is missing of everybody stands on one line."""
ON_DESK = frozenset({"marks", "judge_marks", "checks", "rechoices", "sheets", "turnout", "adjustments"})
"""Tables that are filled in on the stage's own screen, where it has one."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """What is missing in one table from or about one person.

    Shapes: `parts` holds the single dues where there are several; `table` is empty where this reader has
    nothing to enter, and `entered_by` then says who has; `query` fills in the form of the table with what is
    known.
    """

    text: Text
    parts: tuple[Text, ...] = ()
    table: str = ""
    entered_by: Text | None = None
    query: str = ""

    @property
    def is_on_desk(self) -> bool:
        """Whether the stage's own screen is the place to enter it, where it has one."""
        return self.table in ON_DESK


def due_lines(
    dues: Iterable[Due], stage: StageSettings, facts: RunFacts, actor: Actor
) -> tuple[DueLine, ...]:
    """The dues of a stage, those of one table and one person (or body) on one line."""
    grouped: dict[tuple[str, str, bool], list[Due]] = {}
    for due in dues:
        who = due.by or ("" if stage.kind in BY_TABLE else due.person)
        grouped.setdefault((due.table, who, due.until is not None), []).append(due)
    tables = {t.name: t for t in KINDS[stage.kind].tables}
    return tuple(_line(own, who, tables.get(table), facts, actor) for (table, who, _), own in grouped.items())


def told_dues(dues: Iterable[Due], stage: StageSettings, actor: Actor) -> tuple[Due, ...]:
    """The dues as this reader may be told them: who named or chose whom is the organiser's while it is open.

    Shapes: of a two-way selection everybody else reads only how many are missing in which table.
    """
    if stage.kind != "matching" or may(actor, "record_matching"):
        return tuple(dues)
    tables = {t.name: t.title for t in KINDS[stage.kind].tables}
    counted: dict[str, int] = {}
    told = []
    for due in dues:
        if due.until is not None or due.table not in tables:
            told.append(due)
        else:
            counted[due.table] = counted.get(due.table, 0) + 1
    for table, count in counted.items():
        zh, en = tables[table].zh, tables[table].say("en")
        told.append(Due(Text(f"{zh}还缺 {count} 项", f"{en}: {count} missing"), table))
    return tuple(told)


def _line(dues: list[Due], who: str, table: InputTable | None, facts: RunFacts, actor: Actor) -> DueLine:
    text, parts = dues[0].text, tuple(d.text for d in dues if len(dues) > 1)
    if parts:
        text = _counted(table, _name(who, facts), len(dues))
    if table is None or dues[0].until is not None:
        return DueLine(text, parts)
    if writes(actor, table.act):
        return DueLine(text, parts, table.name, query=_query(dues, table))
    return DueLine(text, parts, entered_by=writers_of(table.act))


def of_each_table(
    lines: Iterable[DueLine], stage: StageSettings, here: Container[str]
) -> tuple[DueLine, ...]:
    """The lines, those of one table whose form stands on the same page as one."""
    tables = {t.name: t for t in KINDS[stage.kind].tables}
    grouped: dict[str, list[DueLine]] = {}
    for number, line in enumerate(lines):
        grouped.setdefault(line.table if line.table in here else f"#{number}", []).append(line)
    found = []
    for table, own in grouped.items():
        if len(own) == 1:
            found += own
            continue
        parts = tuple(part for line in own for part in line.parts or (line.text,))
        found.append(DueLine(_counted(tables[table], Text(""), len(parts)), parts, table))
    return tuple(found)


def _query(dues: list[Due], table: InputTable) -> str:
    """What the dues have in common, as the first values of the form."""
    known: dict[str, str] = {}
    people, fields = {d.person for d in dues}, {d.by for d in dues}
    if len(people) == 1 and "person" in table.row.model_fields:
        known["person"] = people.pop()
    if len(fields) == 1 and table.name == "exceptions":
        known["field"] = fields.pop()
    return urlencode({name: value for name, value in known.items() if value})


def _counted(table: InputTable | None, who: Text, count: int) -> Text:
    title = table.title if table else Text("其他", "Other")
    zh, en = (
        (f"{who.zh}：{title.zh}", f"{who.say('en')}: {title.say('en')}")
        if who.zh
        else (title.zh, title.say("en"))
    )
    return Text(f"{zh}还缺 {count} 项", f"{en}, {count} missing")


def _name(who: str, facts: RunFacts) -> Text:
    """A person by name, a body by title; a due may also name a place or several people in words."""
    known = facts.people.get(who)
    if known is not None:
        return Text(known.name, known.name)
    body = next((b for b in facts.plan.bodies if b.id == who), None)
    title = body.title if body else None
    return title if isinstance(title, Text) else Text(str(title or who))


def writes(actor: Actor, act: str) -> bool:
    """Whether the actor enters rows under an act, their own or on behalf of others."""
    return may(actor, act) or (act in ON_BEHALF and may(actor, ON_BEHALF[act]))


def writers_of(act: str) -> Text:
    """The roles that enter rows under an act."""
    held = ACTS.get(act, frozenset()) | ACTS.get(ON_BEHALF.get(act, ""), frozenset())
    roles = [ROLES[role] for role in ROLES if role in held]
    return Text("、".join(r.zh for r in roles), ", ".join(r.say("en") for r in roles))
