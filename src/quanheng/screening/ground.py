"""Ground (筛查依据): what a predicate is compiled for, facts of person and post, and numbers that vary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

import ibis
from ibis import _
from ibis.expr.types import Table

from quanheng.core.eligibility.facts import Fixed
from quanheng.core.eligibility.ground import LADDERED, PERSON_FACTS, POST_FACTS, entry
from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.predicates import Amount, Limits, Lookup, PostParameter
from quanheng.core.language.scales import Scale
from quanheng.screening.gathering import Gathering
from quanheng.screening.truth import MET, NOT_MET, UNKNOWN, Column, every, some

NONE = "无"
Option = tuple[Column, Decimal]
"""A number and for whom it holds."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one predicate compiles to.

    Shapes: `found` is the fact as the archive has it, in row `key` of `table` (the person's own row when
    None); `on` is the first day on which waiting alone suffices; `lacking` names the fact to enter while the
    state is unknown.
    """

    state: Column
    found: Column
    table: str
    key: Column | None = None
    on: Column | None = None
    lacking: Column | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a rule is compiled for: which plan, which post, which day; and where measures are gathered."""

    gathering: Gathering
    frame: Frame
    post: Post | None
    as_of: date

    def on(self, as_of: date) -> Ground:
        """The same for another day."""
        return replace(self, as_of=as_of)

    def archive(self, table: str) -> Table:
        """A table of the archive."""
        return self.gathering.archive[table]

    def measure(self, table: str, asked: object, measure: Callable[[Table], Column]) -> Column:
        """A measure of a history on this day. Shapes: `asked` tells one measure from another."""
        return self.gathering.measure(table, f"{self.as_of} {asked!r}", measure)

    def some(self, table: str, asked: object, state: Callable[[Table], Column]) -> Column:
        """Whether some row of a history meets a test on this day."""
        return self.gathering.some(table, f"{self.as_of} some {asked!r}", state)

    def is_entered(self, history: str) -> Column:
        """Whether a history was entered at all."""
        absent = self.gathering.measure(
            "missing", history, lambda t: (t.history == history).any(), lambda t: t.history == history
        )
        return ~absent.fill_null(False)

    def attribute(self, name: str, part: str = "value") -> Column:
        """An open attribute of the person: as written, or as the part of it that was read from it."""
        return self.gathering.measure(
            "attributes",
            f"{name} {part}",
            lambda t: t[part].max(where=t["name"] == name),
            lambda t: t["name"] == name,
        )

    def waiver(self, rule: str, kind: str) -> Column:
        """Whether a waiver of the rule, or a paper for its relaxation, is on file for the person."""
        found = self.gathering.measure(
            "waivers", f"{rule} {kind}", lambda t: ((t.rule == rule) & (t.kind == kind)).any()
        )
        return found.fill_null(False)

    def fact(self, name: str) -> Column | str | None:
        """A fact by the name that lookups and flows use: a word of the post (None for none), or a column."""
        if name in PERSON_FACTS:
            return _[name]
        if name in ("education", "degree"):
            return self._highest_course(name)
        if name == "rank":
            return self._present_rank()
        if name in POST_FACTS:
            return self._post_fact(name)
        return self.attribute(name)

    def _post_fact(self, name: str) -> str | None:
        if self.post is None:
            return None
        post = self.post
        words = {
            "post": post.id,
            "post_class": post.cls,
            "post_level": post.level,
            "post_group": post.group,
            "post_unit": post.unit,
        }
        return words[name] or None

    def _highest_course(self, name: str) -> Column:
        ladder = self.frame.scales.ladder(name)
        word = known_word(self.is_entered("educations"), self.top_course(name), ladder)
        return self.gathering.derive(f"{self.as_of} {name}", word)

    def top_course(self, name: str) -> Column:
        """The rung of the highest finished course, by education or by degree; null for none on the ladder."""
        ladder, column = self.frame.scales.ladder(name), "level" if name == "education" else "degree"

        def highest(courses: Table) -> Column:
            return height(courses[column], ladder).max(where=is_done(courses, self.as_of))

        return self.measure("educations", f"highest {name}", highest)

    def _present_rank(self) -> Column:
        ladder = self.frame.scales.ladder("rank")

        def highest(tenures: Table) -> Column:
            held = is_held(tenures, self.as_of) & tenures.kind.isin(["post", "rank"])
            return height(standing(tenures), ladder).max(where=held)

        top = self.measure("tenures", "present rank", highest)
        word = known_word(self.is_entered("tenures"), top, ladder)
        return self.gathering.derive(f"{self.as_of} rank", word)

    def options(self, value: Amount) -> list[Option]:
        """The numbers that an amount may come to, each with those for whom it does; else it is unknown."""
        if isinstance(value, PostParameter):
            number = self.post.parameters.get(value.post_parameter) if self.post else None
            return [] if number is None else [(MET, number)]
        return self._looked_up(value) if isinstance(value, Lookup) else [(MET, value)]

    def _looked_up(self, lookup: Lookup) -> list[Option]:
        word = self.fact(lookup.by)
        if word is None:
            return []
        if isinstance(word, str):
            return self._entered(lookup, word, MET)
        if lookup.by in LADDERED:
            heads = [rung[0] for rung in self.frame.scales.ladder(LADDERED[lookup.by]).levels]
            return [o for head in (*heads, NONE) for o in self._entered(lookup, head, word == head)]
        found = [o for w in lookup.values for o in self._entered(lookup, w, word == w)]
        if lookup.otherwise is None:
            return found
        return [*found, (word.notin(list(lookup.values)), lookup.otherwise)]

    def _entered(self, lookup: Lookup, word: str, where: Column) -> list[Option]:
        value = entry(lookup, word, self.frame.scales)
        if value is None:
            return []
        return [(where & condition, number) for condition, number in self.options(value)]

    def by_amount(self, value: Amount, build: Callable[[Decimal], Column], otherwise: Column) -> Column:
        """What the number of an amount leads to, for each person."""
        return by_case([(where, build(number)) for where, number in self.options(value)], otherwise)

    def by_limits(self, limits: Limits, build: Callable[[Fixed], Column], otherwise: Column) -> Column:
        """What the bounds lead to once their numbers are known, for each person."""
        choices = []
        for combined in product(*(self.options(value) for _name, value in limits.bounds())):
            names = (name for name, _value in limits.bounds())
            fixed = Fixed(tuple(zip(names, (number for _where, number in combined), strict=True)))
            choices.append((every(where for where, _number in combined), build(fixed)))
        return by_case(choices, otherwise)

    def lacking_for(self, values: Iterable[Amount], otherwise: Column) -> Column:
        """The fact for want of which a number is not known, else what is lacking beside it."""
        reasons = [reason for value in values if (reason := self._lacks(value)) is not None]
        return ibis.coalesce(*reasons, otherwise) if reasons else otherwise

    def _lacks(self, value: Amount) -> Column | None:
        """The name of the fact where the number of an amount is not known; None where it always is."""
        if isinstance(value, PostParameter):
            return None if self.options(value) else ibis.literal(f"plan.parameters.{value.post_parameter}")
        if not isinstance(value, Lookup):
            return None
        word = self.fact(value.by)
        if word is None:
            return ibis.literal(self.fact_name(value.by))
        no_entry = f"plan.lookup.{value.by}"
        if isinstance(word, str):
            found = entry(value, word, self.frame.scales)
            return ibis.literal(no_entry) if found is None else self._lacks(found)
        known_for = some(where for where, _number in self._looked_up(value)).fill_null(False)
        unknown = (word.isnull(), self.fact_name(value.by))
        return ibis.cases(unknown, (~known_for, no_entry), else_=ibis.null("string"))

    def fact_name(self, name: str) -> str:
        """How findings name a fact that was not entered."""
        if name in PERSON_FACTS:
            return name
        if name in POST_FACTS:
            return "post" if self.post is None else f"plan.{name}"
        return {"education": "educations", "degree": "educations", "rank": "tenures"}.get(
            name, f"attributes.{name}"
        )


def by_case(choices: list[Option] | list[tuple[Column, Column]], otherwise: Column) -> Column:
    """The first choice whose condition holds."""
    if len(choices) == 1 and choices[0][0] is MET:
        return choices[0][1]
    return ibis.cases(*choices, else_=otherwise) if choices else otherwise


def is_done(courses: Table, as_of: date) -> Column:
    """Whether a course is finished by the day; without a date it counts as finished."""
    return courses.finished_on.isnull() | (courses.finished_on <= as_of)


def height(word: Column, ladder: Scale) -> Column:
    """The rung of a word, counted from 0; null for a word the ladder lacks."""
    rungs = [(word.isin(list(rung)), i) for i, rung in enumerate(ladder.levels)]
    return ibis.cases(*rungs, else_=ibis.null("int32"))


def reaches(word: Column, least: str, ladder: Scale) -> Column:
    """Whether a word stands at this height or higher; unknown for words the ladder lacks."""
    wanted = ladder.height(least)
    if wanted is None:
        return UNKNOWN
    high = [w for rung in ladder.levels[wanted:] for w in rung]
    low = [w for rung in ladder.levels[:wanted] for w in rung]
    return ibis.cases((word.isin(high), MET), (word.isin(low), NOT_MET), else_=UNKNOWN)


def known_word(condition: Column, top: Column, ladder: Scale) -> Column:
    """The first word of a rung, the word for none without one, null where the history was not entered."""
    words = [(top == i, rung[0]) for i, rung in enumerate(ladder.levels)]
    return ibis.ifelse(condition, ibis.cases(*words, else_=NONE), ibis.null("string"))


def standing(tenures: Table) -> Column:
    """The word by which a stretch stands on a ladder: its level, else its name."""
    return ibis.ifelse(tenures.level == "", tenures["name"], tenures.level)


def is_held(tenures: Table, as_of: date) -> Column:
    """Whether a stretch covers the day."""
    return (tenures.since <= as_of) & (tenures.until.isnull() | (tenures.until > as_of))


def has_word(name: Column, words: Iterable[str] | None) -> Column:
    """Whether one of the words stands within the name; any name fits where no words are asked."""
    if words is None:
        return MET
    found = NOT_MET
    for word in words:
        found = found | name.contains(word)
    return found


def is_among(word: Column, names: Iterable[str]) -> Column:
    """Whether a word is one of the names; any word fits where none are asked."""
    listed = list(names)
    return word.isin(listed) if listed else MET


def bare(word: str) -> Column:
    """A constant word as a column."""
    return ibis.literal(word)
