"""Rows of an input table as people read them (录入内容): names beside codes, words instead of codes.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from quanheng.core.engine import RunFacts
from quanheng.core.inputs import InputTable, Row
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Text
from quanheng.core.words import YES_NO, options_of
from quanheng.web.inputs.choices import (
    CANDIDATE_FIELDS,
    PEOPLE_FIELDS,
    POST_FIELDS,
    spread_keys,
    spread_offer,
)
from quanheng.web.inputs.difference import label_of
from quanheng.web.stages.offers import said_by_stage

PERSON_FIELDS = CANDIDATE_FIELDS | PEOPLE_FIELDS | {
    "chosen_by",
    "judge", "member", "talked_with", "proposer", "leader", "chair", "recorder", "by", "signed_by",
    "second_signature", "talked_by", "given_by", "responsible", "written_by", "examinee", "signer",
    "nominator", "checked_by", "done_by",
}  # fmt: skip
"""Fields that hold a person's code; what is no code stands as it was written."""
KEPT_UNDER: Mapping[str, str] = {
    "group": "groups", "component": "components", "subject": "subjects", "course": "courses",
    "gate": "gates", "quota": "quotas", "party": "parties",
}  # fmt: skip
"""Fields that name a part of the settings, by the name under which the parts are kept."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row as the list shows it; who entered it and when is blank for secret tables."""

    key: str
    cells: tuple[Text, ...]
    numbers: tuple[bool, ...]
    entered_by: str = ""
    entered_at: datetime | None = None


@dataclass(frozen=True)
class Wording:
    """Puts values of one stage's tables into words."""

    facts: RunFacts
    stage: StageSettings

    def header(self, table: InputTable) -> tuple[Text, ...]:
        """The titles of the columns, one for each key of a spread field."""
        titles: list[Text] = []
        for name in table.row.model_fields:
            if name == table.spread:
                titles.extend(title for _, title in spread_keys(self.stage, table))
            else:
                titles.append(label_of(table.row, name))
        return tuple(titles)

    def row(self, table: InputTable, row: Row, entered: Mapping[str, tuple[str, datetime]]) -> ShownRow:
        """One row in words."""
        cells: list[Text] = []
        numbers: list[bool] = []
        for name, value in row:
            if name == table.spread:
                cells.extend(self._mark(given_for(value, key)) for key in spread_keys(self.stage, table))
                numbers.extend(False for _ in spread_keys(self.stage, table))
                continue
            cells.append(self.say(type(row), name, value))
            numbers.append(isinstance(value, int | Decimal) and not isinstance(value, bool))
        by, at = entered.get(row.key(), ("", None))
        return ShownRow(row.key(), tuple(cells), tuple(numbers), by, at)

    def say(self, row: type[Row], name: str, value: Any) -> Text:
        """One value in words."""
        options = options_of(row, name)
        if options is not None and value in options.words:
            return options.say(value)
        if isinstance(value, bool):
            return YES_NO.say(value)
        if value is None or value == "":
            return Text("—", "—")
        if isinstance(value, date):
            return Text(value.isoformat())
        if isinstance(value, Mapping):
            said = "，".join(f"{key} {mark}" for key, mark in value.items())
            return Text(said)
        if name in POST_FIELDS:
            return next((p.title for p in self.facts.plan.posts if p.id == value), Text(str(value)))
        if name in PERSON_FIELDS:
            return self._person(str(value))
        return self._named(name, str(value))

    def _person(self, code: str) -> Text:
        known = self.facts.people.get(code)
        return Text(f"{known.name}（{code}）", f"{known.name} ({code})") if known else Text(code)

    def _named(self, name: str, value: str) -> Text:
        """A group, an item, a component or another answer of the stage by its title."""
        for part in self._parts(name):
            if getattr(part, "id", None) == value and getattr(part, "title", None):
                return Text(part.title.zh, part.title.say("en"))
        return said_by_stage(name, value, self.facts, self.stage) or Text(value)

    def _parts(self, name: str) -> tuple[Any, ...]:
        """The parts of the stage's settings that a field names."""
        if name == "item":
            own = getattr(self.stage, "items", ())
            return (*own, *(i for subject in getattr(self.stage, "subjects", ()) for i in subject.items))
        return tuple(getattr(self.stage, KEPT_UNDER[name], ())) if name in KEPT_UNDER else ()

    def _mark(self, mark: str | None) -> Text:
        if mark is None:
            return Text("—", "—")
        offer = spread_offer(self.stage)
        answers = offer.answers if offer else ()
        return next((t for code, t in answers if mark in (code, t.zh, t.en)), Text(mark, mark))


def given_for(marks: Mapping[str, str], key: tuple[str, Text]) -> str | None:
    """What a sheet gives under a key, which may be written as its id or as either title."""
    code, title = key
    return next((marks[word] for word in (code, title.zh, title.en) if word in marks), None)


def file_keys(stage: StageSettings, table: InputTable, rows: Sequence[Row] = ()) -> list[str]:
    """The columns of a file that a spread field becomes: as the rows have them, else their Chinese titles."""
    used = dict.fromkeys(key for row in rows for key in getattr(row, table.spread)) if table.spread else {}
    return list(used) or [title.zh for _, title in spread_keys(stage, table)]
