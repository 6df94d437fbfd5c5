"""Screen the roster (筛查在库名册): who qualifies for a post of a plan, and what if it asked otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Lock
from typing import Any

from django.db import transaction

from quanheng.actions.roster_changes import archive_version
from quanheng.core.authority import Actor, require
from quanheng.core.eligibility.ground import PERSON_FACTS
from quanheng.core.eligibility.what_if import Numbers, with_numbers, without
from quanheng.core.field_policy import sight
from quanheng.core.language.overlays import rules_for
from quanheng.core.language.posts import Post
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Refused, Text
from quanheng.screening.archive import GIVEN, Archive, archive_of
from quanheng.screening.expression import Condition
from quanheng.screening.standing import Answered, Asked, Flip, Standing, Tallies
from quanheng.store.archive_columns import archive_columns, people_count
from quanheng.store.books import HOUSE, append, lock_book
from quanheng.store.queries import units

FLIPS_SHOWN = 200
_FIELDS: Mapping[str, str] = {
    "age": "born",
    "remaining_service": "born",
    "party_years": "party_joined",
    "work_years": "work_started",
    "own_unit_barred": "unit",
}
"""The field of the people table on which a predicate rests, where it is not named like it."""


@dataclass(frozen=True, slots=True)
class TestedCondition:
    """One condition: what it asks, where it stands, and how many meet it; `is_seen` is the reader's right."""

    condition: Condition
    asked: Text
    tallies: Tallies
    is_seen: bool

    @property
    def prefix(self) -> str:
        """The beginning of its columns' names."""
        return self.condition.prefix


@dataclass(frozen=True, slots=True)
class Screened:
    """The archive judged for one post: how many, by condition, and where the answer stands."""

    asked: Asked
    answered: Answered
    tallies: Tallies
    conditions: tuple[TestedCondition, ...]
    standing: Standing = field(repr=False)

    def lines(
        self, filters: Sequence[tuple[str, str]], first: int, most: int
    ) -> tuple[int, list[dict[str, Any]]]:
        """How many people fit the filters, and some of them."""
        return self.standing.lines(self.answered, filters, first, most)

    def people(self, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The lines of some people, by code."""
        return self.standing.people(self.answered, codes)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Another rule to try: other numbers at a path, or the condition dropped, or another day."""

    path: str = ""
    numbers: Numbers = field(default_factory=dict)
    drops: bool = False
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What another rule would bring: how many flip in and out, some of them, and both answers."""

    before: Screened
    after: Screened
    counts: Mapping[str, int]
    flips: tuple[Flip, ...]


class _Kept:
    """The archive last loaded by this process, and the version of it."""

    def __init__(self) -> None:
        self._lock, self._version, self._standing = Lock(), "", None

    def standing(self) -> Standing:
        """The archive as it stands now, loaded again when it has changed."""
        version = f"{archive_version()} {people_count()}"
        with self._lock:
            if self._standing is None or version != self._version:
                self._standing, self._version = Standing(_archive()), version
            return self._standing

    _version: str
    _standing: Standing | None


_KEPT = _Kept()


def _archive() -> Archive:
    return archive_of(archive_columns(GIVEN), units())


def kept_archive(actor: Actor) -> Archive:
    """The archive that is kept here, as it is screened. Errors: Refused by authority."""
    require(actor, "screen_roster")
    return _archive()


def posts_that_ask(plan: Plan) -> tuple[Post, ...]:
    """The posts of a plan for which it sets conditions; the archive can be judged for these alone."""
    frame = plan.frame({}, {})
    return tuple(post for post in plan.posts if rules_for(frame, post) is not None)


def screen_roster(actor: Actor, plan: Plan, post: str, as_of: date, language: str) -> Screened:
    """Everybody of the archive judged for a post of the plan on a day.

    Errors: Refused by authority; Refused(unknown_post), Refused(no_rules) where the post asks nothing.
    """
    require(actor, "screen_roster")
    frame = plan.frame({}, {})
    if post not in frame.posts:
        raise Refused("unknown_post", "方案中没有这个职位。", "The plan has no such post.", post)
    rule = rules_for(frame, frame.posts[post])
    if rule is None:
        raise Refused(
            "no_rules",
            "方案没有为这个职位设资格条件。",
            "The plan sets no conditions for this post.",
            post,
            "请在方案中写 eligibility。",
            "Write eligibility in the plan.",
        )
    return _answered(actor, Asked(rule, frame, frame.posts[post], as_of, language))


def what_if(actor: Actor, screened: Screened, change: WhatIf) -> Tried:
    """Who would come in and who would drop out under another rule; nothing is kept.

    Errors: Refused by authority; Refused(number_unfit), Refused(nothing_left).
    """
    require(actor, "screen_roster")
    asked = screened.asked
    seen = {tested.condition.path for tested in screened.conditions if tested.is_seen}
    rule = asked.rule
    if change.path in seen and change.drops:
        left = without(rule, change.path)
        if left is None:
            raise Refused("nothing_left", "去掉后没有条件了。", "No condition would be left.", change.path)
        rule = left
    elif change.path in seen and change.numbers:
        rule = with_numbers(rule, change.path, change.numbers)
    after = _answered(actor, replace(asked, rule=rule, as_of=change.as_of or asked.as_of))
    counts, flips = screened.standing.flips(screened.answered, after.answered, FLIPS_SHOWN)
    return Tried(screened, after, counts, tuple(flips))


def record_export(
    actor: Actor, screened: Screened, plan: str, version: int, lines: int, at: datetime
) -> None:
    """Note in the house book that a list of who qualifies was taken away."""
    require(actor, "screen_roster")
    asked = screened.asked
    with transaction.atomic():
        lock_book(HOUSE)
        append(
            HOUSE,
            at=at,
            actor=actor.account,
            act="screen_roster",
            subject=plan,
            body={
                "version": version,
                "post": asked.post.id if asked.post is not None else "",
                "as_of": asked.as_of.isoformat(),
                "lines": lines,
            },
        )


def _answered(actor: Actor, asked: Asked) -> Screened:
    standing = _KEPT.standing()
    answered = standing.answer(asked)
    conditions = tuple(
        TestedCondition(
            condition, text, standing.tallies(answered, f"{condition.prefix}_is"), _is_seen(actor, facts)
        )
        for condition, facts, text in answered.conditions
    )
    return Screened(asked, answered, standing.tallies(answered), conditions, standing)


def _is_seen(actor: Actor, facts: Condition) -> bool:
    """Whether the reader sees the fact on which a condition rests; else its answer would tell it."""
    form = facts.rule.form()
    table = facts.table or "attributes"
    if form == "flow":
        by = facts.rule.predicate().person_by
        table = (
            by if by in PERSON_FACTS else {"education": "educations", "rank": "tenures"}.get(by, "attributes")
        )
    elif table == "people":
        table = _FIELDS.get(form, form)
    return sight(actor, table) == "whole"
