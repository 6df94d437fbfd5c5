"""Rounds of two-way selection (双向选择的轮次): which one is open, and until when each side may act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from quanheng.core.inputs import Inputs
from quanheng.core.stages.matching.tables import Call
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.values import Text

Phase = Literal["wishing", "choosing", "over"]
"""What is open to people for themselves: naming offices, choosing among those who named one, nothing more."""

PHASES: dict[Phase, Text] = {
    "wishing": Text("填报志愿", "Naming offices"),
    "choosing": Text("机构选人", "Offices choose"),
    "over": Text("选人截止", "Choosing is over"),
}


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last days of one round; a day that nobody has fixed is None.

    Shapes: `at` is the time of day on the last day of the wishes, '' for its end.
    """

    wishes: date | None = None
    at: str = ""
    choices: date | None = None

    def wishes_end(self) -> datetime | None:
        """The instant after which nobody names an office for themselves, without a time zone."""
        if self.wishes is None:
            return None
        hour, minute = (int(part) for part in self.at.split(":")) if self.at else (23, 59)
        return datetime.combine(self.wishes, time(hour, minute, 0 if self.at else 59))

    def phase(self, at: datetime) -> Phase:
        """What is open at an instant. Shapes: without a day for the wishes both sides are open at once."""
        end, said = self.wishes_end(), at.replace(tzinfo=None)
        if end is not None and said <= end:
            return "wishing"
        if self.choices is not None and said.date() > self.choices:
            return "over"
        return "choosing"

    def takes_wishes(self, at: datetime) -> bool:
        """Whether somebody may name an office for themselves at an instant."""
        return self.wishes is None or self.phase(at) == "wishing"

    def takes_choices(self, at: datetime) -> bool:
        """Whether a head may choose at an instant: not before everyone had time to name an office."""
        return self.phase(at) == "choosing"


def round_now(inputs: Inputs, settings: Settings) -> int:
    """The round that is open: the last one called, the first where none was."""
    called = [row.round for row in inputs.table("calls", Call)]
    return min(max(called, default=1), len(settings.rounds))


def deadlines_of(number: int, inputs: Inputs, settings: Settings) -> Deadlines:
    """The days of a round: as it was called, else as the plan says."""
    for row in inputs.table("calls", Call):
        if row.round == number:
            return Deadlines(row.preferences_until, row.at, row.choices_until)
    circle = settings.rounds[number - 1]
    return Deadlines(circle.preferences_until, circle.at, circle.choices_until)
