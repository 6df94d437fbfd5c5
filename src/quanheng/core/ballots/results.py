"""Results of ballots (开票结果): how often each answer was given, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.election import Election, Style
from quanheng.core.ballots.forms import BallotForm
from quanheng.core.tallies.suppression import Shown

Tally = dict[str, dict[str, int]]
"""How often each answer stands in each cell of one style; '' is left blank, '+' holds names written in."""
BLANK: Final = ""
WRITTEN: Final = "+"
_CENT: Final = Decimal("0.01")


def tally_of(form: BallotForm, style: Style, said: Iterable[BallotBody]) -> Tally:
    """The answers of one style's ballots, cell by cell."""
    cells = form.cells_of(style)
    found: Tally = {cell: {} for cell in cells}
    if form.write_in and style.kind == "marks":
        found[WRITTEN] = {}
    for body in said:
        add_to(found, cells, body.marks)
    return found


def add_to(tally: Tally, cells: Iterable[str], marks: Mapping[str, str], times: int = 1) -> None:
    """Count the marks of a ballot, or of several equal ones, into a tally."""
    for cell in cells:
        answer = marks.get(cell, BLANK)
        tally[cell][answer] = tally[cell].get(answer, 0) + times
    for cell, name in marks.items():
        if cell.startswith(WRITTEN):
            tally[WRITTEN][name] = tally[WRITTEN].get(name, 0) + times


def merged(first: Tally, second: Tally) -> Tally:
    """Two tallies of the same style as one."""
    return {
        cell: {
            answer: first.get(cell, {}).get(answer, 0) + second.get(cell, {}).get(answer, 0)
            for answer in {**first.get(cell, {}), **second.get(cell, {})}
        }
        for cell in {**first, **second}
    }


def shown_styles(election: Election, form: BallotForm, returned: Mapping[str, int]) -> dict[str, Shown]:
    """What may be shown of each style, given how many ballots came back in each.

    Shapes: groups are compared within one subject; where answers have no points there is no mean to show.
    """
    subjects: dict[tuple[str, str], dict[str, int]] = {}
    for style in election.styles:
        own = subjects.setdefault((style.kind, style.subject), {})
        own[style.id] = returned.get(style.id, 0)
    found: dict[str, Shown] = {}
    for (kind, _), ballots in subjects.items():
        found |= election.disclosure.shown(ballots, kind)
    has_mean = bool(form.points) or form.scale is not None
    return {id_: "nothing" if shown == "mean" and not has_mean else shown for id_, shown in found.items()}


def result_body(form: BallotForm, tallies: Mapping[str, Tally], shown: Mapping[str, Shown]) -> dict[str, Any]:
    """The body of `result`: the distribution, the means, or nothing, for each style."""
    return {
        "styles": {
            id_: {"shown": "distribution", "tally": tallies[id_]}
            if level == "distribution"
            else {"shown": "mean", "means": means_of(form, tallies[id_])}
            if level == "mean"
            else {"shown": "nothing"}
            for id_, level in shown.items()
        }
    }


def means_of(form: BallotForm, tally: Tally) -> dict[str, str]:
    """The mean points of each cell, to two decimals; '' where nobody gave points."""
    return {cell: _mean(form, answers) for cell, answers in tally.items() if cell != WRITTEN}


def _mean(form: BallotForm, answers: Mapping[str, int]) -> str:
    worth = {a: a if form.scale is not None else form.points.get(a, "") for a in answers if a != BLANK}
    counted = [(Decimal(points), answers[answer]) for answer, points in worth.items() if points]
    number = sum(n for _, n in counted)
    if not number:
        return ""
    total = sum((points * n for points, n in counted), Decimal(0))
    return str((total / number).quantize(_CENT, ROUND_HALF_UP))
