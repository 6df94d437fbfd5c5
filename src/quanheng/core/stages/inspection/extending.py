"""Earlier units (延伸考察): where else a person is inspected, and what was found there."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from quanheng.core.findings import fact
from quanheng.core.inputs import Due, Inputs
from quanheng.core.language.terms import Span, Strict, wrong
from quanheng.core.spans import full_on
from quanheng.core.stages.inspection.tables import Visit
from quanheng.core.values import Evidence, Slate, Text


class Extends(Strict):
    """In which earlier units people are inspected too: the last so many, or all left so recently."""

    units: int | None = Field(default=None, ge=1)
    within: Span | None = None

    @model_validator(mode="after")
    def _something(self) -> Extends:
        if (self.units is None) == (self.within is None):
            raise wrong("extends 须写 units 或 within 之一。", "extends needs one of units, within")
        return self


def earlier_units(person: str, inputs: Inputs, extends: Extends | None) -> tuple[str, ...]:
    """The earlier units in which the plan wants a person inspected too, the last first."""
    known = inputs.people.get(person)
    if known is None or extends is None:
        return ()
    left = {
        t.until: t.unit
        for t in known.tenures
        if t.kind in ("post", "work") and t.unit not in ("", known.unit) and t.until is not None
    }
    units = [unit for until, unit in sorted(left.items(), reverse=True) if _is_recent(until, inputs, extends)]
    return tuple(dict.fromkeys(units))[: extends.units]


def _is_recent(until: date, inputs: Inputs, extends: Extends) -> bool:
    return extends.within is None or full_on(until, extends.within, inputs.calendar) >= inputs.closed_on


def visits_due(slate: Slate, inputs: Inputs, extends: Extends | None) -> list[Due]:
    """The earlier units that nobody has visited yet."""
    seen = {(v.person, v.unit) for v in inputs.table("visits", Visit)}
    return [
        Due(
            Text(
                f"{inputs.name_of(p)}须到原工作单位“{unit}”延伸考察",
                f"{inputs.name_of(p)} is to be inspected in the earlier unit '{unit}' too",
            ),
            "visits",
            p,
        )
        for p in slate.people()
        for unit in earlier_units(p, inputs, extends)
        if (p, unit) not in seen
    ]


def visits_of(person: str, inputs: Inputs) -> list[Evidence]:
    """What was found of a person in earlier units."""
    return [
        fact("延伸考察", "Inspected in", f"{v.unit}（{v.visited_on}）：{v.found}")
        for v in inputs.table("visits", Visit)
        if v.person == person
    ]
