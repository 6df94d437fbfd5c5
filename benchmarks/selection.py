"""A made-up selection (虚构选拔): a played run of a smaller organisation, and who does best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from play import Play


@dataclass(kw_only=True)
class Selection(Play):
    """A selection as its story tells it.

    Shapes: `codes` gives people's codes by the keys of the story; `wishes` the posts they stand for;
    `strength` how they do out of 100; `words` are the phrases that papers of this organisation use.
    """

    codes: Mapping[str, str]
    wishes: Mapping[str, str]
    strength: Mapping[str, float]
    words: Mapping[str, str] = field(default_factory=dict)

    def of(self, *keys: str) -> list[str]:
        """The codes of these people of the story."""
        return [self.codes[key] for key in keys]

    def worth(self, person: str) -> float:
        """How somebody does, out of 100."""
        known = {self.codes[key]: points for key, points in self.strength.items()}
        return known.get(person, 78.0)

    def paper(self, number: int, kind: str = "") -> str:
        """The number of a paper: the organisation's mark, the year, a number."""
        return f"{self.words['mark']}{kind}〔{self.today.year}〕{number}号"
