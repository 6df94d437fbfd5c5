"""Sittings (应试) in the database: answers kept while somebody sits, until the paper is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from quanheng.core.listing import names_in
from quanheng.store import models


@dataclass(frozen=True, slots=True)
class SittingState:
    """One attempt under way or handed in. Shapes: `ends_at` is None where the plan sets no time."""

    person: str
    attempt: int
    seed: str
    questions: tuple[str, ...]
    answers: Mapping[str, str]
    started_at: datetime
    ends_at: datetime | None
    handed_in_at: datetime | None

    def is_over(self, at: datetime) -> bool:
        """Whether its time is up."""
        return self.ends_at is not None and at >= self.ends_at


def sittings_of(run: str, stage: str) -> tuple[SittingState, ...]:
    """Every sitting of a stage, in the order in which they began."""
    found = models.Sitting.objects.filter(run__code=run, stage=stage).order_by("id")
    return tuple(_state(row) for row in found)


def sitting_of(run: str, stage: str, person: str) -> SittingState | None:
    """The sitting that somebody has under way, if any."""
    found = models.Sitting.objects.filter(run__code=run, stage=stage, person=person, handed_in_at=None)
    row = found.first()
    return _state(row) if row else None


def begin_sitting(run: models.Run, stage: str, begun: SittingState) -> None:
    """Put down that somebody sits now, over this paper."""
    models.Sitting.objects.create(
        run=run,
        stage=stage,
        person=begun.person,
        attempt=begun.attempt,
        seed=begun.seed,
        questions="、".join(begun.questions),
        started_at=begun.started_at,
        ends_at=begun.ends_at,
    )


def keep_answers(run: str, stage: str, person: str, answers: Mapping[str, str]) -> bool:
    """Keep answers beside those kept before; whether the paper was still there to write on."""
    rows = models.Sitting.objects.select_for_update()
    row = rows.filter(run__code=run, stage=stage, person=person, handed_in_at=None).first()
    if row is None:
        return False
    row.answers = {**row.answers, **answers}
    row.save(update_fields=["answers"])
    return True


def end_sitting(run: str, stage: str, person: str, at: datetime) -> None:
    """Put down that the paper is handed in."""
    found = models.Sitting.objects.filter(run__code=run, stage=stage, person=person, handed_in_at=None)
    found.update(handed_in_at=at)


def _state(row: models.Sitting) -> SittingState:
    return SittingState(
        row.person,
        row.attempt,
        row.seed,
        names_in(row.questions),
        row.answers,
        row.started_at,
        row.ends_at,
        row.handed_in_at,
    )
