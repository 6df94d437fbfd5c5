"""Answers over the relation of person and post (人岗关系): unit, flow, recusal, present post, time left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from quanheng.core.eligibility.facts import day_of
from quanheng.core.eligibility.ground import (
    Answer,
    Ground,
    State,
    Unknown,
    after_span,
    amount,
    fact,
    judged,
    lacking,
    listed,
    not_known,
    opposite,
    say_span,
    shown,
    truth,
)
from quanheng.core.language import predicates as asked_for
from quanheng.core.people import Relation, Tenure
from quanheng.core.values import Text
from quanheng.core.workdays import PartialDate, add_months


def own_unit_barred(asked: asked_for.OwnUnitBarred, ground: Ground) -> Answer:
    """The post is not in the person's own unit."""
    words = Text("不报考本单位职位", "the post is not in the person's own unit")
    own, of_post = fact(ground, "unit"), fact(ground, "post_unit")
    for side in (own, of_post):
        if isinstance(side, Unknown):
            return not_known(side, words)
    state = truth(own != of_post)
    found = Text(f"所在单位{own}，职位单位{of_post}", f"own unit {own}, unit of the post {of_post}")
    change = Text("另选其他单位的职位", "choose a post in another unit") if state == "not_met" else Text("")
    return Answer(state, words, found, (shown("所在单位", "unit", own),), change)


def flow(asked: asked_for.Flow, ground: Ground) -> Answer:
    """The way from the person's class to the post's is among those allowed, or not among those barred."""
    words = _way_in_words(asked)
    of_post = "post_unit" if asked.post_by == "unit" else asked.post_by
    person, post = fact(ground, asked.person_by), fact(ground, of_post)
    for side in (person, post):
        if isinstance(side, Unknown):
            return not_known(side, words)
    state = truth(_goes(asked, str(person), str(post)))
    change = Text("另选其他职位", "choose another post") if state == "not_met" else Text("")
    evidence = (shown("人员", "person", person), shown("职位", "post", post))
    return Answer(state, words, Text(f"{person}→{post}", f"{person}→{post}"), evidence, change)


_FACTS = {
    "unit": "单位",
    "identity": "身份",
    "establishment": "编制",
    "rank": "职级",
    "post": "编号",
    "post_class": "类别",
    "post_level": "层级",
    "post_group": "组",
}
"""What the facts that a flow compares are called."""


def _way_in_words(asked: asked_for.Flow) -> Text:
    if asked.same is not None:
        zh, en = ("相同", "the same") if asked.same else ("不同", "different")
        return Text(
            f"人员的{_FACTS.get(asked.person_by, asked.person_by)}与职位的{_FACTS[asked.post_by]}{zh}",
            f"{asked.person_by} of the person and {asked.post_by} of the post are {en}",
        )
    ways = asked.allowed if asked.allowed is not None else asked.barred or ()
    said = "；".join(f"{listed(w.from_)}→{listed(w.to)}" for w in ways)
    if asked.allowed is not None:
        return Text(f"流向限于 {said}", f"moves only {said}")
    return Text(f"不得 {said}", f"does not move {said}")


def _goes(asked: asked_for.Flow, person: str, post: str) -> bool:
    if asked.same is not None:
        return (person == post) is asked.same
    ways = asked.allowed if asked.allowed is not None else asked.barred or ()
    goes = any(_matches(person, w.from_) and _matches(post, w.to) for w in ways)
    return goes is (asked.allowed is not None)


def _matches(word: str, names: tuple[str, ...]) -> bool:
    return "*" in names or word in names


def recusal(asked: asked_for.Recusal, ground: Ground) -> Answer:
    """No relation of these kinds to a member of the bodies named, or to the unit of the post."""
    kinds = listed(asked.kinds) or "任何"
    words = Text(
        f"与{listed(asked.with_)}无{kinds}回避关系",
        f"no {' or '.join(asked.kinds) or 'such'} relation to {' or '.join(asked.with_)}",
    )
    person = ground.person
    if "relations" in person.missing:
        return lacking("relations", words, "回避关系", "relations")
    own = [r for r in person.relations if not asked.kinds or r.kind in asked.kinds]
    if not own:
        return Answer("met", words, Text("无此类关系", "none"))
    named = [_members(name, ground) for name in asked.with_]
    barred = {member for members in named if not isinstance(members, Unknown) for member in members}
    hits = [r for r in own if r.to in barred]
    unset = next((members for members in named if isinstance(members, Unknown)), None)
    if unset is not None and not hits:
        return not_known(unset, words)
    found = Text(listed(map(_relation, hits)) or "无冲突", ", ".join(map(_relation, hits)) or "no conflict")
    evidence = tuple(shown("关系", "relation", _relation(r)) for r in own)
    change = Text("有关成员回避或另选职位", "recuse the member, or choose another post") if hits else Text("")
    return Answer(truth(not hits), words, found, evidence, change)


def _relation(relation: Relation) -> str:
    return f"{relation.kind}（{relation.to}）"


def _members(name: str, ground: Ground) -> Iterable[str] | Unknown:
    if name == "post_unit":
        unit = fact(ground, "post_unit")
        return unit if isinstance(unit, Unknown) else (unit,)
    members = ground.frame.members.get(name)
    if members is None:
        return Unknown(
            f"members.{name}", Text(f"尚未确定“{name}”成员", f"the members of “{name}” are not set")
        )
    return members


def incumbent(asked: asked_for.Incumbent, ground: Ground) -> Answer:
    """Holds one of the posts on the as-of date, or none of them."""
    names = _posts_meant(asked, ground)
    if isinstance(names, Unknown):
        return not_known(names, Text("现任职务", "present post"))
    joined = listed(names)
    words = (
        Text(f"现任{joined}", f"holds {joined}")
        if asked.must
        else Text(f"现不任{joined}", f"does not hold {joined}")
    )
    if "tenures" in ground.person.missing:
        return lacking("tenures", words, "任职经历", "tenures")
    held = [t for t in ground.person.tenures if is_held(t, ground.as_of)]
    holds = truth(any(t.post in names or t.name in names for t in held))
    state = holds if asked.must else opposite(holds)
    posts = listed(f"{t.unit}{t.name}" for t in held)
    change = Text("任职变动后", "if the present post changes") if state == "not_met" else Text("")
    evidence = tuple(shown("现任", "holds", f"{t.unit}{t.name}（自 {t.since}）") for t in held)
    return Answer(state, words, Text(posts or "无现任职务", posts or "holds no post"), evidence, change)


def is_held(tenure: Tenure, as_of: date) -> bool:
    """Whether the stretch covers the day."""
    return tenure.since <= as_of and (tenure.until is None or tenure.until > as_of)


def _posts_meant(asked: asked_for.Incumbent, ground: Ground) -> tuple[str, ...] | Unknown:
    if asked.of == "this_post":
        if ground.post is None:
            return Unknown("post", Text("未定报考职位", "no post chosen"))
        return (ground.post.id, ground.post.title.zh)
    if asked.of == "plan_posts":
        return tuple(word for post in ground.frame.posts.values() for word in (post.id, post.title.zh))
    return tuple(asked.of)


def remaining_service(asked: asked_for.RemainingService, ground: Ground) -> Answer:
    """From the as-of date to retirement there is at least so long."""
    until = asked.until if asked.at_least is None else after_span(ground.as_of, asked.at_least)
    said = say_span(asked.at_least) if asked.at_least is not None else None
    words = (
        Text(f"距退休不少于 {said.zh}", f"at least {said.say('en')} before retirement")
        if said is not None
        else Text(f"退休不早于 {asked.until}", f"retires no earlier than {asked.until}")
    )
    retires = _retirement(asked, ground)
    if isinstance(retires, Unknown):
        return not_known(retires, words)
    partial, months = retires
    state: State = judged(partial, lambda day: until is not None and add_months(day, months) >= until)
    shown_day = add_months(partial.earliest(), months)
    month = f"{shown_day:%Y-%m}" if partial.day is None else f"{shown_day}"
    found = Text(f"{month} 退休", f"retires {month}")
    evidence = (shown("退休时间", "retirement", month),)
    if state == "unknown":
        change = Text("需补录日期（到日）", "enter the date to the day")
        return Answer(state, words, found, evidence, change, None, ("born.day",))
    change = Text(
        "剩余年限只减不增；可另选任期要求较短的职位", "the time left only shrinks; choose another post"
    )
    return Answer(state, words, found, evidence, change if state == "not_met" else Text(""))


def _retirement(asked: asked_for.RemainingService, ground: Ground) -> tuple[PartialDate, int] | Unknown:
    """A date and the months to add to it, which together are the day of retirement."""
    if asked.retires_on is not None:
        value = ground.person.attributes.get(asked.retires_on)
        day = day_of(value) if value is not None else None
        if day is None:
            name = asked.retires_on
            return Unknown(
                f"attributes.{name}", Text(f"缺退休日期“{name}”", f"no date of retirement “{name}”")
            )
        return day, 0
    years = amount(asked.retirement or Decimal(0), ground)
    if isinstance(years, Unknown):
        return years
    if ground.person.born is None:
        return Unknown("born", Text("缺出生年月", "date of birth not entered"))
    return ground.person.born, int(years * 12)
