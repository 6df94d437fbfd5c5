"""Suppression (小数保护): how much of a result may be shown when few people voted.

Shapes: below `hidden_below` no number, below `mean_below` the mean only, else the whole distribution.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Shown = Literal["nothing", "mean", "distribution"]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be shown (公布规则), fixed before the first ballot. Units: ballots; `merge_below` voters."""

    hidden_below: int = 5
    mean_below: int = 10
    merge_below: int = 10
    comments_below: int = 10

    def plain(self) -> dict[str, int]:
        """The rules as the board carries them."""
        return {
            "hidden_below": self.hidden_below,
            "mean_below": self.mean_below,
            "merge_below": self.merge_below,
            "comments_below": self.comments_below,
        }

    def stricter(self, other: Disclosure) -> Disclosure:
        """The rules that satisfy both."""
        return Disclosure(
            max(self.hidden_below, other.hidden_below),
            max(self.mean_below, other.mean_below),
            max(self.merge_below, other.merge_below),
            max(self.comments_below, other.comments_below),
        )

    def shown_of(self, ballots: int, kind: str = "marks") -> Shown:
        """What may be shown of one style with this many ballots, looked at by itself."""
        if kind == "comment":
            return "distribution" if ballots >= self.comments_below else "nothing"
        if ballots < self.hidden_below:
            return "nothing"
        return "mean" if ballots < self.mean_below else "distribution"

    def shown(self, ballots: Mapping[str, int], kind: str = "marks") -> dict[str, Shown]:
        """What may be shown of each group on one subject, so that the sum gives nobody away either.

        Shapes: a group withheld alone could be worked out as the whole less the others; then the smallest
        other group is withheld with it, until the withheld are several and together enough.
        """
        found = {group: self.shown_of(n, kind) for group, n in ballots.items()}
        if kind == "comment":
            return found
        _complement(found, ballots, "nothing", self.hidden_below)
        _complement(found, ballots, "mean", self.mean_below)
        return found


_RANK: Final[Mapping[Shown, int]] = {"nothing": 0, "mean": 1, "distribution": 2}


def _complement(found: dict[str, Shown], ballots: Mapping[str, int], level: Shown, least: int) -> None:
    """Lower further groups to a level until those at or below it cannot be worked out from the rest."""
    while True:
        below = [g for g, n in ballots.items() if n and _RANK[found[g]] <= _RANK[level]]
        above = [g for g, n in ballots.items() if n and _RANK[found[g]] > _RANK[level]]
        if not below or not above or (len(below) > 1 and sum(ballots[g] for g in below) >= least):
            return
        found[min(above, key=lambda g: (ballots[g], g))] = level
