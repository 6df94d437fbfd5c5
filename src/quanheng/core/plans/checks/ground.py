"""Ground of the checks (检查依据): the plan, its days, the rules, and what a broken check says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, TypeVar

from quanheng.core.kinds import KINDS
from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.scales import RANK
from quanheng.core.language.terms import StageSettings
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import Step, name_of, timeline
from quanheng.core.regulations import Catalogue, Rule
from quanheng.core.stages import enrolment
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar

Path = tuple[str | int, ...]
Level = Literal["error", "warning", "note"]
S = TypeVar("S", bound=StageSettings)

IN_WORDS = Text("方案可能已另有文字规定", "the plan may have said it in words")


RANK_WORDS = ("巡视员", "调研员", "主任科员", "科员")
"""What the titles of ranks that run beside leading posts say."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a check is not met.

    Shapes: `rule` names one of the check's rules where it has several; `most` is the highest level the breach
    may have, `because` why that is lower than the rule allows.
    """

    path: Path
    text: Text
    remedy: Text
    rule: str = ""
    most: Level = "error"
    because: Text = IN_WORDS


@dataclass(frozen=True)
class Ground:
    """What every check may look at; `steps` are empty when the days cannot be worked out."""

    plan: Plan
    catalogue: Catalogue
    as_of: date
    calendar: Calendar

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The plan on the calendar."""
        return () if self.refusal is not None else timeline(self.plan, None, self.calendar)

    @cached_property
    def refusal(self) -> Refused | None:
        """Why the plan cannot be put on the calendar."""
        try:
            timeline(self.plan, None, self.calendar)
        except Refused as refusal:
            return refusal
        return None

    @cached_property
    def frame(self) -> Frame:
        """The plan's posts, classes and conditions, without members."""
        return self.plan.frame({}, {})

    @cached_property
    def posts(self) -> tuple[tuple[Path, Post], ...]:
        """The posts that are open, with their paths."""
        return tuple((("posts", i), p) for i, p in enumerate(self.plan.posts) if not p.excluded)

    def of(self, settings: type[S]) -> tuple[tuple[int, S], ...]:
        """The stages of one kind, with their numbers."""
        return tuple((i, s) for i, s in enumerate(self.plan.stages) if isinstance(s, settings))

    def first(self, *kinds: str) -> int | None:
        """The number of the first stage of any of these kinds."""
        return next((i for i, s in enumerate(self.plan.stages) if s.kind in kinds), None)

    def last(self, *kinds: str) -> int | None:
        """The number of the last stage of any of these kinds."""
        return next((i for i, s in reversed(tuple(enumerate(self.plan.stages))) if s.kind in kinds), None)

    def has(self, *kinds: str) -> bool:
        """Whether the plan has a stage of any of these kinds."""
        return self.first(*kinds) is not None

    def name(self, number: int) -> Text:
        """What a stage is called, in both languages."""
        title = name_of(self.plan.stages[number])
        return Text(title.zh, title.say("en"))

    def height(self, post: Post) -> int | None:
        """The rung of the post's level on the ladder of ranks; None for a level the ladder does not know."""
        return self.plan.scales.ladder("rank").height(post.level)

    @property
    def is_competition(self) -> bool:
        """Whether people come forward for the posts, rather than being named for them."""
        return any(set(s.channels) - {"organisation", "leader"} for _, s in self.of(enrolment.Settings))

    def has_leading_posts(self) -> bool:
        """Whether any open post is a leading one."""
        return any(post.leading for _, post in self.posts)

    def gives_ranks(self) -> bool:
        """Whether the plan gives ranks (职级), and no leading post with them."""
        said = [f"{post.title.zh}{post.level}" for _, post in self.posts]
        return not self.has_leading_posts() and any(word in words for word in RANK_WORDS for words in said)

    def settles_office(self) -> bool:
        """Whether the plan goes as far as deciding on or making an appointment."""
        return self.has("decision", "appointment")

    def only_appraises(self) -> bool:
        """Whether the plan grades people where they are and chooses nobody for a post."""
        chooses = ("decision", "appointment", "shortlist", "matching", "quota_selection", "assign_posts")
        return self.has("grading") and not self.has(*chooses)


CheckFunction = Callable[[Ground, tuple[Rule, ...]], Iterable[Breach]]


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """One check (检查项): its code, what it asks, its rules, or its level where it rests on no law.

    Shapes: a `firm` one cannot be confirmed away, for the plan cannot run; a `leading` one asks something of
    leading posts alone; `function` takes those of `rules` that are in force and concern the plan.
    """

    code: str
    title: Text
    function: CheckFunction
    rules: tuple[str, ...] = ()
    level: Level = "warning"
    firm: bool = False
    leading: bool = False


def lacking(kinds: Iterable[str]) -> Level:
    """The highest level for a stage that is missing: a note while the language has no such kind."""
    return "warning" if any(k in KINDS for k in kinds) else "note"


def rung_in(words: str) -> int | None:
    """The lowest rung of the rank ladder that some words name."""
    return next((i for i, rung in enumerate(RANK.levels) if any(w in words for w in rung)), None)


def condition_path(name: str) -> Path:
    """The path in the file of a condition that `walked` names: at_least_n holds a list, not a single rule."""
    found: list[str | int] = []
    for step in name.split("."):
        if step.isdigit() and found[-1] == "not":
            continue
        found += ["of", int(step)] if step.isdigit() and found[-1] == "at_least_n" else [_number(step)]
    return tuple(found)


def _number(step: str) -> str | int:
    return int(step) if step.isdigit() else step


def joined(names: Iterable[Text]) -> Text:
    """Names in a row, in both languages."""
    listed = tuple(names)
    return Text("、".join(n.zh for n in listed), ", ".join(n.say("en") for n in listed))
