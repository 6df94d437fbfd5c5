"""What flows through a run (流转之物): candidates, slates, findings, outcomes, and the refusal of an act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

Language = Literal["zh", "en"]
State = Literal["met", "not_met", "unknown", "note"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages of the house, Chinese first."""

    zh: str
    en: str = ""

    def say(self, language: str) -> str:
        """The sentence in one language; Chinese stands in where no English was given."""
        return self.en if language.startswith("en") and self.en else self.zh

    def __str__(self) -> str:
        return self.zh


class Refused(Exception):
    """An act that may not happen: what, where, why and what to do instead.

    Errors: raised by every ring; the only exception that is shown to a user as it stands.
    """

    def __init__(
        self,
        code: str,
        zh: str,
        en: str,
        where: str = "",
        remedy_zh: str = "",
        remedy_en: str = "",
    ) -> None:
        super().__init__(code, zh, en, where, remedy_zh, remedy_en)
        self.code = code
        self.text = Text(zh, en)
        self.where = where
        self.remedy = Text(remedy_zh, remedy_en)

    def say(self, language: str) -> str:
        """One line: place, reason, remedy."""
        place = f"{self.where}: " if self.where else ""
        remedy = self.remedy.say(language)
        return f"{place}{self.text.say(language)}" + (f" {remedy}" if remedy else "")

    @property
    def each(self) -> tuple[Refused, ...]:
        """The refusals one by one: this one, or all that were found in one pass."""
        return (self,)

    def at(self, where: str) -> Refused:
        """The same refusal with its place named more exactly."""
        return Refused(self.code, self.text.zh, self.text.en, where, self.remedy.zh, self.remedy.en)

    def __str__(self) -> str:
        return self.say("zh")


class RefusedMany(Refused):
    """Several refusals found in one pass, so that a user mends a file once and not line by line."""

    def __init__(self, refusals: Iterable[Refused]) -> None:
        self.refusals = tuple(refusals)
        first = self.refusals[0]
        super().__init__(
            first.code,
            "；".join(r.say("zh") for r in self.refusals),
            "; ".join(r.say("en") for r in self.refusals),
        )

    @property
    def each(self) -> tuple[Refused, ...]:
        """All that were found."""
        return self.refusals


def how_many(number: int, thing: str) -> str:
    """A number of things in English: 1 seat, 2 seats."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a finding comes from: a law, the plan, an archive fact, marks, a decision, a person's own act.

    Shapes: `ref` is an article, a plan path, or the key of the row.
    """

    kind: Literal["law", "plan", "fact", "marks", "decision", "act"]
    ref: str
    text: Text = Text("")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that a finding rests on, as a person would read it."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person standing for one post."""

    person: str
    post: str

    def __str__(self) -> str:
        return f"{self.person}@{self.post}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stage found about one candidate (or about the stage itself when there is none)."""

    code: str
    state: State
    text: Text
    source: Source
    candidate: Candidate | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Departure:
    """A candidate who leaves the slate, never without the finding that says why."""

    candidate: Candidate
    finding: Finding


@dataclass(frozen=True, slots=True)
class Working:
    """A number that opens down to what it was made of.

    Shapes: a leaf has no parts and names its row in `source`; Units: points, as the plan counts them.
    """

    label: Text
    value: Decimal | None
    rule: Text = Text("")
    parts: tuple[Working, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one candidate in one stage, with their working; rank 1 is the best in the post."""

    candidate: Candidate
    value: Decimal
    working: Working
    rank: int | None = None


@dataclass(frozen=True)
class Slate:
    """The list of candidates (候选名单) and the seats that each post still offers."""

    candidates: tuple[Candidate, ...] = ()
    seats: Mapping[str, int] = None  # type: ignore[assignment]  # replaced by {} below

    def __post_init__(self) -> None:
        object.__setattr__(self, "seats", dict(self.seats or {}))
        if len(set(self.candidates)) != len(self.candidates):
            raise ValueError("a candidate stands twice on one slate")

    def of(self, post: str) -> tuple[Candidate, ...]:
        """The candidates of one post, in slate order."""
        return tuple(c for c in self.candidates if c.post == post)

    def people(self) -> tuple[str, ...]:
        """Everyone on the slate once, in slate order."""
        return tuple(dict.fromkeys(c.person for c in self.candidates))

    def without(self, gone: Iterable[Candidate]) -> Slate:
        """The slate less some candidates, seats unchanged."""
        left = set(gone)
        return Slate(tuple(c for c in self.candidates if c not in left), self.seats)

    def joined_by(self, added: Iterable[Candidate]) -> Slate:
        """The slate with candidates added at its end."""
        return Slate(self.candidates + tuple(added), self.seats)

    def with_seats(self, seats: Mapping[str, int]) -> Slate:
        """The same candidates for other numbers of seats."""
        return Slate(self.candidates, seats)


@dataclass(frozen=True)
class Outcome:
    """What closing a stage yields; refuses to exist unless entered = remaining + departures.

    Shapes: `entered` holds the slate that came in and whoever this stage added; `record` is the stage's own
    frozen dataclass (or None); `untold` are shares of votes by person and grade that later stages may count
    with and nobody may read.
    """

    stage: str
    entered: Slate
    remaining: Slate
    departures: tuple[Departure, ...] = ()
    findings: tuple[Finding, ...] = ()
    scores: tuple[Score, ...] = ()
    record: Any = None
    untold: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        left = [d.candidate for d in self.departures]
        if len(set(left)) != len(left):
            raise ValueError(f"{self.stage}: a candidate departs twice")
        together = list(self.remaining.candidates) + left
        if sorted(map(str, together)) != sorted(map(str, self.entered.candidates)):
            raise ValueError(f"{self.stage}: entered is not remaining + departures")

    @cached_property
    def _left(self) -> Mapping[Candidate, Departure]:
        return {d.candidate: d for d in self.departures}

    @cached_property
    def _scored(self) -> Mapping[Candidate, Score]:
        return {s.candidate: s for s in reversed(self.scores)}

    def findings_of(self, candidate: Candidate) -> tuple[Finding, ...]:
        """All that this stage found about one candidate, the reason for leaving last."""
        own = tuple(f for f in self.findings if f.candidate == candidate)
        return own + tuple(d.finding for d in self.departures if d.candidate == candidate)

    def score_of(self, candidate: Candidate) -> Score | None:
        """The candidate's points in this stage, if the stage gives any."""
        return self._scored.get(candidate)

    def departure_of(self, candidate: Candidate) -> Departure | None:
        """How the candidate left here, if so."""
        return self._left.get(candidate)
