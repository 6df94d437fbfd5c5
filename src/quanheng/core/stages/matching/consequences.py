"""Consequences of adjustments (调配的后果): what they would change, worked out before they are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quanheng.core.inputs import Inputs
from quanheng.core.recusal import must_recuse
from quanheng.core.stages.matching.board import Board, board_of
from quanheng.core.stages.matching.pairs import Pair
from quanheng.core.stages.matching.tables import Adjustment
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.values import Slate


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of one person.

    Shapes: offices before and after, main first, none when they wait; `wish` is which of the person's
    wishes the new main office was, if any.
    """

    person: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    wish: int | None = None

    @property
    def loses(self) -> bool:
        """Whether the person had a place and has none after."""
        return bool(self.before) and not self.after


@dataclass(frozen=True, slots=True)
class Filling:
    """How full an office was and would be."""

    office: str
    seats: int
    before: int
    after: int


@dataclass(frozen=True)
class Consequences:
    """What a set of adjustments would change.

    Shapes: `moves` are of everyone whose place changes; `made` and `mended` are the pairs who would rather
    have each other, after and no longer; `together` are relatives who would come into one office;
    `recused` are (member, person) of the adjusting body who may not take part in it.
    """

    moves: tuple[Move, ...]
    filled: tuple[Filling, ...]
    made: tuple[Pair, ...]
    mended: tuple[Pair, ...]
    together: tuple[tuple[str, str, str], ...]
    recused: tuple[tuple[str, str], ...]

    def people(self) -> tuple[str, ...]:
        """Everyone whose place changes."""
        return tuple(m.person for m in self.moves)


def with_adjustments(inputs: Inputs, changes: Sequence[Adjustment]) -> Inputs:
    """The inputs with these adjustments in force: the new main place of a person ends the one before."""
    held = inputs.table("adjustments", Adjustment)
    gone = {r.key() for r in replaced_by(held, changes)} | {c.key() for c in changes}
    kept = (r for r in held if r.key() not in gone)
    return replace(inputs, rows={**inputs.rows, "adjustments": (*kept, *changes)})


def replaced_by(held: Sequence[Adjustment], changes: Sequence[Adjustment]) -> tuple[Adjustment, ...]:
    """The adjustments that new ones put out of force: another main place of the same person."""
    mains = {c.person for c in changes if not c.concurrent}
    keys = {c.key() for c in changes}
    return tuple(r for r in held if r.person in mains and not r.concurrent and r.key() not in keys)


def consequences_of(
    changes: Sequence[Adjustment], slate: Slate, inputs: Inputs, settings: Settings
) -> Consequences:
    """What these adjustments would change, against the board as it stands."""
    before = board_of(slate, inputs, settings)
    after = board_of(slate, with_adjustments(inputs, changes), settings)
    return difference_of(before, after, inputs, settings)


def difference_of(before: Board, after: Board, inputs: Inputs, settings: Settings) -> Consequences:
    """What differs between two states of the board."""
    had, has = before.field.placed, after.field.placed
    people = sorted({*had, *has})
    moves = tuple(
        Move(p, had.get(p, ()), has.get(p, ()), _wish(p, after)) for p in people if had.get(p) != has.get(p)
    )
    filled, now = before.field.filled(), after.field.filled()
    body = inputs.frame.members.get(settings.adjusted_by or "", ())
    return Consequences(
        moves=moves,
        filled=tuple(
            Filling(o, seats, filled[o], now[o])
            for o, seats in after.field.seats.items()
            if filled[o] != now[o]
        ),
        made=tuple(pair for pair in after.pairs if pair not in before.pairs),
        mended=tuple(pair for pair in before.pairs if pair not in after.pairs),
        together=tuple(found for found in after.relatives if found not in before.relatives),
        recused=tuple(
            (m, move.person) for m in body for move in moves if must_recuse(m, move.person, inputs.people)
        ),
    )


def _wish(person: str, board: Board) -> int | None:
    found = board.seat_of(person)
    return found[1].wish if found else None
