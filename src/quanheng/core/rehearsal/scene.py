"""A scene (演练场景): one stage of a rehearsal as the writer of its invented inputs sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from quanheng.core.choosing import refused_post
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.language.posts import Post
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Candidate, Slate

T = TypeVar("T")
S = TypeVar("S", bound=StageSettings)
Written = Mapping[str, Sequence[Row]]
"""Invented rows by table."""
BY = "演练"
"""What stands where a paper, a reason or a name of somebody outside is asked for."""


class Chance(Protocol):
    """Where a rehearsal's numbers come from; the caller seeds it, so that it can be repeated."""

    def randint(self, a: int, b: int) -> int: ...
    def random(self) -> float: ...
    def choice(self, seq: Sequence[T]) -> T: ...
    def sample(self, population: Sequence[T], k: int) -> list[T]: ...


@dataclass(frozen=True)
class Scene(Generic[S]):
    """One stage as it waits for inputs.

    Shapes: `dues` is what something is still due, empty at the first turn; `spare` are people of the cast who
    stand for nothing yet, `per_seat` how many are to stand for one seat; nobody applies for the posts
    `assigned_later`.
    """

    settings: S
    slate: Slate
    inputs: Inputs
    chance: Chance
    dues: tuple[Due, ...] = ()
    spare: tuple[str, ...] = ()
    per_seat: int = 1
    assigned_later: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        """The day on which everything is entered."""
        return self.inputs.closed_on

    @property
    def is_first(self) -> bool:
        """Whether nothing was entered yet."""
        return not self.dues

    def due_in(self, table: str) -> tuple[Due, ...]:
        """What one table still lacks."""
        return tuple(due for due in self.dues if due.table == table)

    def members(self, body: str | None) -> tuple[str, ...]:
        """The members of a body who do not stand themselves."""
        standing = set(self.slate.people())
        return tuple(m for m in self.inputs.frame.members.get(body or "", ()) if m not in standing)

    def somebody(self, *bodies: str | None) -> str:
        """A member of the first of these bodies that has one, else of any body."""
        return next(m for body in (*bodies, *self.inputs.frame.members) for m in self.members(body))

    def may_come(self, person: str, post: Post) -> bool:
        """Whether the plan lets this person come forward for the post in this stage."""
        known = self.inputs.people[person]
        return refused_post(known, post, self.inputs.frame, self.settings.sources) is None

    def candidates(self) -> tuple[Candidate, ...]:
        """Those who stand here."""
        return self.slate.candidates
