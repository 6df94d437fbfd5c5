"""Assessment sheets (测评票): what one sheet asks, and the rows that its keys stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quanheng.core.scoring.polling import sheets_by_group
from quanheng.core.scoring.scores import plain
from quanheng.core.stages.assessment import GroupTurnout, Settings, Sheet
from quanheng.core.values import Refused, Text
from quanheng.web.stages.access import StageInView
from quanheng.web.voting.keying import GridRow, GroupProgress, first_free, progress_of

HEADING = Text("测评票录入", "Assessment sheets")
SEVERAL = "x"
"""What is keyed for a cell in which several grades are marked."""
BLANKS: Mapping[str, Text] = {
    "refuse": Text("不能留空", "no cell may stay empty"),
    "abstain": Text("留空作弃权", "empty: abstained"),
    "approve": Text("留空作最高等次", "empty: the best grade"),
    "invalid": Text("留空作废", "empty: void"),
}


@dataclass(frozen=True)
class AssessmentSheets:
    """The sheets of an assessment, and who keys them."""

    stage: StageInView[Settings]
    round: int = 1

    @property
    def heading(self) -> Text:
        """What the page is called."""
        return HEADING

    def progress(self) -> tuple[GroupProgress, ...]:
        """Every group with its turnout and the sheets keyed so far."""
        came = {t.group: t.counts() for t in self.stage.rows("turnout", GroupTurnout)}
        keyed = sheets_by_group(self.stage.rows("sheets", Sheet))
        return progress_of(self.stage.settings.groups, keyed, came)

    def free(self, group: GroupProgress) -> str:
        """The lowest number that is not keyed, over all groups where numbers run through them."""
        is_through = self.stage.settings.numbering == "round"
        keyed = self.stage.rows("sheets", Sheet)
        return first_free({row.sheet for row in keyed if is_through or row.group == group.id})

    def rows(self, group: GroupProgress, number: str, typed: Mapping[str, str]) -> list[Sheet]:
        """What one sheet says of everyone on it."""
        rows = []
        for person in self.stage.slate.people():
            cells = {d.id: typed.get(f"{person}|{d.id}", "") for d in self.stage.settings.dimensions}
            marks = {dimension: self._mark(cell) for dimension, cell in cells.items() if cell}
            rows.append(Sheet(sheet=number, group=group.id, person=person, marks=marks))
        return rows

    def turnout(self, counts: Sequence[Mapping[str, str]]) -> list[GroupTurnout]:
        """Rows of the turnout."""
        return [GroupTurnout.model_validate(row) for row in counts]

    def _mark(self, cell: str) -> str:
        """What a key stands for: 1 is the plan's first grade; anything longer is taken as written."""
        grades = self.stage.settings.grades
        if not grades:
            return cell
        if cell.casefold() == SEVERAL and len(grades) > 1:
            return f"{grades[0].id}/{grades[1].id}"
        if cell.isdecimal() and 1 <= int(cell) <= len(grades):
            return grades[int(cell) - 1].id
        return cell

    def grid(self, typed: Mapping[str, str], wrong: Mapping[str, Text]) -> list[GridRow]:
        """One line for each person assessed."""
        return [
            GridRow(
                person,
                self.stage.name(person),
                self.stage.posts_of(person),
                tuple(
                    (d.id, d.title, typed.get(f"{person}|{d.id}", "")) for d in self.stage.settings.dimensions
                ),
                wrong.get(person),
            )
            for person in self.stage.slate.people()
        ]

    def line_of(self, refusal: Refused) -> str:
        """The line of the grid that a refusal names."""
        return refusal.where.rsplit("|", 1)[-1]

    def shown(self, typed: Mapping[str, str]) -> dict[str, Any]:
        """What the page says of these sheets alone."""
        settings = self.stage.settings
        scale = settings.scale
        return {
            "dimensions": settings.dimensions,
            "keys": tuple((str(n), grade.title) for n, grade in enumerate(settings.grades, start=1)),
            "scale": (plain(scale.min), plain(scale.max)) if scale else None,
            "blank": BLANKS[settings.blank],
            "several": settings.over_mark == "invalid" and len(settings.grades) > 1,
        }
