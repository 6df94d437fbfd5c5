"""What stands of a candidate so far (人选已有结果): scores and conclusions of the stages before.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quanheng.core.values import Candidate, Finding, Text
from quanheng.documents.points import digits_of, shown
from quanheng.web.run_table import title_of
from quanheng.web.stages.access import StageInView

JUDGED = ("inspection", "clearance", "consultation")
"""Kinds whose findings a body that decides looks at."""


@dataclass(frozen=True, slots=True)
class Points:
    """What one stage gave somebody, as it is shown, and where it opens down to single marks."""

    stage: str
    title: Text
    value: str
    rank: int | None

    def said(self) -> Text:
        """The points with the rank, where there is one."""
        zh, en = (f"（第 {self.rank} 名）", f" (#{self.rank})") if self.rank else ("", "")
        return Text(f"{self.value}{zh}", f"{self.value}{en}")


@dataclass(frozen=True, slots=True)
class Said:
    """What one stage found of somebody; `is_good` when nothing in it stands in the way."""

    stage: str
    title: Text
    words: tuple[Text, ...]
    is_good: bool


def points_of(view: StageInView[Any], candidate: Candidate) -> tuple[Points, ...]:
    """The scores of earlier stages, in the order of the plan."""
    found = []
    for stage in view.run.state.facts.plan.stages:
        outcome = view.inputs.earlier.get(stage.id)
        score = outcome.score_of(candidate) if outcome else None
        if outcome is not None and score is not None:
            value = shown(score.value, digits_of(stage, outcome.scores))
            found.append(Points(stage.id, title_of(stage), value, score.rank))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Known:
    """One thing to know of a candidate; `stage` is the stage whose evidence opens it, if one does."""

    label: Text
    said: Text
    stage: str = ""


def points_in_words(points: tuple[Points, ...]) -> str:
    """The scores as a sentence of a report."""
    return "；".join(f"{p.title.zh} {p.value} 分" + (f"（第 {p.rank} 名）" if p.rank else "") for p in points)


def said_of(view: StageInView[Any], candidate: Candidate) -> tuple[Said, ...]:
    """What the inspection concluded, the written opinions say and the sides consulted answered."""
    return tuple(_said(view, candidate))


def _said(view: StageInView[Any], candidate: Candidate) -> Iterator[Said]:
    for stage in view.run.state.facts.plan.stages:
        outcome = view.inputs.earlier.get(stage.id)
        found = outcome.findings_of(candidate) if outcome and stage.kind in JUDGED else ()
        if found:
            is_good = all(map(_is_quiet, found))
            yield Said(stage.id, title_of(stage), tuple(f.text for f in found), is_good)


def _is_quiet(finding: Finding) -> bool:
    return finding.state == "met"
