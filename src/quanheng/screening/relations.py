"""The relation of person and post (人岗关系) compiled: unit, flow, recusal, present post, time left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import ibis
from ibis import _
from ibis.expr.types import Table

from quanheng.core.eligibility.ground import after_span
from quanheng.core.language import predicates as asked_for
from quanheng.core.workdays import add_months
from quanheng.screening.dates import Range, last_before
from quanheng.screening.ground import Ground, Leaf, is_among, is_held
from quanheng.screening.truth import MET, NOT_MET, UNKNOWN, Column, known


def own_unit_barred(asked: asked_for.OwnUnitBarred, ground: Ground) -> Leaf:
    """The post is not in the person's own unit."""
    of_post = ground.fact("post_unit")
    state = UNKNOWN if of_post is None else _.unit != of_post
    lacking = ibis.ifelse(_.unit.isnull(), "unit", ground.fact_name("post_unit"))
    return Leaf(state, _.unit, "people", lacking=lacking)


def flow(asked: asked_for.Flow, ground: Ground) -> Leaf:
    """The way from the person's class to the post's is among those allowed, or not among those barred."""
    ways = asked.allowed if asked.allowed is not None else asked.barred or ()
    person, post = ground.fact(asked.person_by), ground.fact(_named(asked))
    word = ibis.literal(person) if isinstance(person, str) else person
    own = ground.fact_name(asked.person_by)
    if word is None:
        return Leaf(UNKNOWN, ibis.null("string"), "people", lacking=ibis.literal(own))
    if not isinstance(post, str):
        lacking = ibis.ifelse(word.isnull(), own, ground.fact_name(_named(asked)))
        return Leaf(UNKNOWN, word, "people", lacking=lacking)
    if asked.same is not None:
        state = word == post if asked.same else word != post
        return Leaf(known(word.notnull(), state), word, "people", lacking=ibis.literal(own))
    open_from = [w.from_ for w in ways if "*" in w.to or post in w.to]
    names = sorted({name for names in open_from for name in names})
    goes = MET if "*" in names else word.isin(names) if names else NOT_MET
    state = goes if asked.allowed is not None else ~goes
    return Leaf(known(word.notnull(), state), word, "people", lacking=ibis.literal(own))


def _named(asked: asked_for.Flow) -> str:
    return "post_unit" if asked.post_by == "unit" else asked.post_by


def recusal(asked: asked_for.Recusal, ground: Ground) -> Leaf:
    """No relation of these kinds to a member of the bodies named, or to the unit of the post."""
    barred: list[str] = []
    unset: str | None = None
    for name in asked.with_:
        unit = ground.fact("post_unit") if name == "post_unit" else None
        members = (
            ground.frame.members.get(name)
            if name != "post_unit"
            else (unit,)
            if isinstance(unit, str)
            else None
        )
        unset = unset or (name if members is None else None)
        barred += members or ()

    def is_own(rows: Table) -> Column:
        return is_among(rows["kind"], asked.kinds)

    def is_hit(rows: Table) -> Column:
        return is_own(rows) & (rows.to.isin(barred) if barred else NOT_MET)

    own = ground.measure("relations", ("own", asked.kinds), lambda t: t.count(where=is_own(t)))
    hits = ground.measure("relations", ("hits", asked.kinds, barred), lambda t: t.count(where=is_hit(t)))
    free = hits.fill_null(0) == 0
    clash = free if unset is None else ibis.ifelse(free, UNKNOWN, NOT_MET)
    entered = ground.is_entered("relations")
    unset_fact = ground.fact_name("post_unit") if unset == "post_unit" else f"members.{unset}"
    return Leaf(
        known(entered, ibis.ifelse(own.fill_null(0) == 0, MET, clash)),
        ground.measure("relations", ("kind", asked.kinds, barred), lambda t: t["kind"].max(where=is_hit(t))),
        "relations",
        key=ground.measure("relations", ("to", asked.kinds, barred), lambda t: t.to.max(where=is_hit(t))),
        lacking=ibis.ifelse(entered, unset_fact, "relations"),
    )


def incumbent(asked: asked_for.Incumbent, ground: Ground) -> Leaf:
    """Holds one of the posts on the as-of date, or none of them."""
    names = _posts_meant(asked, ground)

    def held(rows: Table) -> Column:
        return is_held(rows, ground.as_of)

    def is_meant(rows: Table) -> Column:
        listed = list(names or ())
        meant = rows.post.isin(listed) | rows["name"].isin(listed) if listed else NOT_MET
        return held(rows) & meant

    holds = ground.measure("tenures", ("holds", names), lambda t: is_meant(t).any()).fill_null(False)
    state = UNKNOWN if names is None else (holds if asked.must else ~holds)
    entered = ground.is_entered("tenures")
    return Leaf(
        known(entered, state),
        ground.measure(
            "tenures", "held", lambda t: t["name"].argmax(ibis.ifelse(held(t), t.since, ibis.null("date")))
        ),
        "tenures",
        key=ground.measure("tenures", "held since", lambda t: t.since.max(where=held(t))),
        lacking=ibis.literal("post" if names is None else "tenures"),
    )


def _posts_meant(asked: asked_for.Incumbent, ground: Ground) -> tuple[str, ...] | None:
    if asked.of == "this_post":
        return None if ground.post is None else (ground.post.id, ground.post.title.zh)
    if asked.of == "plan_posts":
        return tuple(word for post in ground.frame.posts.values() for word in (post.id, post.title.zh))
    return tuple(asked.of)


def remaining_service(asked: asked_for.RemainingService, ground: Ground) -> Leaf:
    """From the as-of date to retirement there is at least so long."""
    until = asked.until if asked.at_least is None else after_span(ground.as_of, asked.at_least)
    if asked.retires_on is not None:
        name = asked.retires_on
        state = _retires_by(0, until).holds(ground.attribute(name, "first"), ground.attribute(name, "last"))
        is_read = ground.attribute(name, "first").notnull()
        lacking = ibis.ifelse(is_read, "born.day", f"attributes.{name}")
        return Leaf(state, ground.attribute(name), "attributes", ibis.literal(name), lacking=lacking)

    def state_at(years: Decimal) -> Column:
        return _retires_by(int(years * 12), until).holds(_.born_first, _.born_last)

    age = asked.retirement if asked.retirement is not None else Decimal(0)
    lacking = ground.lacking_for([age], ibis.ifelse(_.born.isnull(), "born", "born.day"))
    return Leaf(ground.by_amount(age, state_at, UNKNOWN), _.born, "people", lacking=lacking)


def _retires_by(months: int, until: date | None) -> Range:
    """The days from which retirement, so many months later, comes no earlier than the day wanted."""
    if until is None:
        return Range().until(0)
    return Range().since(last_before(lambda day: add_months(day, months), _day_before(until)) + 1)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
