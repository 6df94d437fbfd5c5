"""Results (前面结果): all that a condition on one candidate may compare: points, places, rates, grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import Condition
from quanheng.core.scoring.conditions import Situation, is_met, situation_of
from quanheng.core.scoring.given import (
    component_quantities,
    field_quantities,
    grades_of,
    quantities_in,
    rates_of,
)
from quanheng.core.scoring.keeping import scores_of
from quanheng.core.values import Candidate, Slate


@dataclass(frozen=True)
class Results:
    """What stands of the candidates of a slate. Shapes: `by` is the stage whose points count, if any."""

    slate: Slate
    inputs: Inputs
    by: str | None

    @cached_property
    def _places(self) -> Mapping[Candidate, Mapping[str, Decimal]]:
        if not self.by:
            return {}
        posts = dict.fromkeys(c.post for c in self.slate.candidates)
        fields = (scores_of(self.inputs, self.by, self.slate.of(post)) for post in posts)
        return {c: places for field in fields for c, places in field_quantities(field).items()}

    def meets(self, candidate: Candidate, condition: Condition) -> bool:
        """Whether the condition holds; a grade or rate that nobody gave is nothing."""
        return is_met(condition, self._situation(candidate, condition))

    def _situation(self, candidate: Candidate, condition: Condition) -> Situation:
        named = quantities_in(condition)
        asked = {name: Decimal(0) for name in named if name.startswith(("rate.", "grade."))}
        return situation_of(candidate.post, self.slate, self.inputs).with_quantities(
            {
                **asked,
                **rates_of(candidate, self.inputs),
                **grades_of(candidate, self.inputs),
                **component_quantities(self.by or "", candidate, self.inputs),
                **self._places.get(candidate, {}),
            }
        )
