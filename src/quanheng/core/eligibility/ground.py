"""Ground (审查依据): what a predicate is judged on, the answer it gives, and the logic of three values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.predicates import Amount, Lookup, PostParameter
from quanheng.core.language.scales import Scales
from quanheng.core.language.terms import Span
from quanheng.core.people import Person
from quanheng.core.values import Evidence, Text
from quanheng.core.workdays import PartialDate, add_months

State = Literal["met", "not_met", "unknown"]
NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Ground:
    """Whom a rule is judged on, for which post, in which plan, and on which date."""

    person: Person
    post: Post | None
    frame: Frame
    as_of: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What one predicate says: its state, what was asked, what was found, and what would change it.

    Shapes: `on` is the first day on which it would be met if nothing else changes; `missing` names the facts
    that were never entered.
    """

    state: State
    asked: Text
    found: Text
    evidence: tuple[Evidence, ...] = ()
    change: Text = NOTHING
    on: date | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be known: which fact is missing, and how to mend it."""

    fact: str
    text: Text


def at_least(n: int, states: Iterable[State]) -> State:
    """Whether at least n hold, in the strong three-valued logic of Kleene.

    Shapes: all is n = the number of parts, any is n = 1; an unknown never decides by itself.
    Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.
    """
    listed = tuple(states)
    sure = sum(s == "met" for s in listed)
    if sure >= n:
        return "met"
    return "unknown" if sure + sum(s == "unknown" for s in listed) >= n else "not_met"


def every(states: Iterable[State]) -> State:
    """Whether all hold."""
    listed = tuple(states)
    return at_least(len(listed), listed)


def some(states: Iterable[State]) -> State:
    """Whether any holds."""
    return at_least(1, states)


def opposite(state: State) -> State:
    """The negation; unknown stays unknown."""
    if state == "unknown":
        return "unknown"
    return "not_met" if state == "met" else "met"


def truth(holds: bool) -> State:
    """The state of something that is known."""
    return "met" if holds else "not_met"


def agreed(states: Iterable[State]) -> State:
    """The state on which every reading of an imprecise fact agrees, else unknown."""
    distinct = set(states)
    return distinct.pop() if len(distinct) == 1 else "unknown"


def lacking(fact: str, asked: Text, zh: str, en: str) -> Answer:
    """The answer when a fact was never entered: what is missing and what to enter."""
    return Answer(
        "unknown",
        asked,
        Text(f"缺{zh}", f"{en} not entered"),
        change=Text(f"需补录{zh}", f"enter {en}"),
        missing=(fact,),
    )


def not_known(unknown: Unknown, asked: Text) -> Answer:
    """The answer when a value needed for the judgement cannot be known."""
    return Answer(
        "unknown",
        asked,
        unknown.text,
        change=Text(f"需补录或核对：{unknown.text.zh}", f"enter or check: {unknown.text.en}"),
        missing=(unknown.fact,),
    )


def shown(zh: str, en: str, value: object) -> Evidence:
    """A fact as evidence."""
    return Evidence(Text(zh, en), value if isinstance(value, Text) else Text(str(value), str(value)))


def days_of(partial: PartialDate) -> tuple[date, ...]:
    """Every day that a date known to the month may be."""
    first, last = partial.earliest(), partial.latest()
    return tuple(first + timedelta(days=i) for i in range((last - first).days + 1))


def judged(partial: PartialDate, holds: Callable[[date], bool]) -> State:
    """The state on which all the days agree that a partial date may be."""
    return agreed(truth(holds(day)) for day in days_of(partial))


def after_span(day: date, span: Span, sign: int = 1) -> date:
    """The day so long after another (before it with sign -1)."""
    months = span.whole_months()
    if months is not None:
        return add_months(day, sign * months)
    return day + timedelta(days=sign * (span.days or 0))


def is_within(happened: date, span: Span, as_of: date) -> bool:
    """Whether something lies so short a time back: on the day the span is full it no longer counts."""
    return happened <= as_of < after_span(happened, span)


def say_months(months: int) -> Text:
    """A number of months as years and months."""
    years, rest = divmod(months, 12)
    zh = (f" {years} 年" if years else "") + (f" {rest} 个月" if rest or not years else "")
    en = [_counted(years, "year")] if years else []
    en += [_counted(rest, "month")] if rest or not years else []
    return Text(zh.strip(), " ".join(en))


def say_span(span: Span) -> Text:
    """A span in words."""
    months = span.whole_months()
    if months is not None:
        return say_months(months)
    return Text(f"{span.days} 天", _counted(span.days or 0, "day"))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def plain(number: Decimal) -> str:
    """A decimal without exponent and needless zeros."""
    return f"{number.normalize():f}"


def listed(words: Iterable[str]) -> str:
    """Words in a row, as Chinese parts them."""
    return "、".join(words)


PERSON_FACTS: Mapping[str, tuple[str, str]] = {
    "sex": ("性别", "sex"),
    "nation": ("民族", "nationality"),
    "identity": ("身份", "identity"),
    "establishment": ("编制", "establishment"),
    "unit": ("所在单位", "unit"),
    "health": ("健康状况", "health"),
    "party": ("政治面貌", "political affiliation"),
}
POST_FACTS = ("post", "post_class", "post_level", "post_group", "post_unit")
LADDERED: Mapping[str, str] = {
    "education": "education",
    "degree": "degree",
    "rank": "rank",
    "post_level": "rank",
}
"""Facts that stand on a ladder, and which."""


def fact(ground: Ground, name: str) -> str | Unknown:
    """A fact of the person or the post by its name, as lookups and flows name it."""
    if name in PERSON_FACTS:
        zh, en = PERSON_FACTS[name]
        value: str | None = getattr(ground.person, name)
        return value if value is not None else Unknown(name, Text(f"缺{zh}", f"{en} not entered"))
    if name in POST_FACTS:
        return _post_fact(ground, name)
    if name in ("education", "degree"):
        return _highest_course(ground, name)
    if name == "rank":
        return _present_rank(ground)
    given = ground.person.attributes.get(name)
    if given is None:
        return Unknown(f"attributes.{name}", Text(f"缺“{name}”", f"“{name}” not entered"))
    return given


def _post_fact(ground: Ground, name: str) -> str | Unknown:
    post = ground.post
    if post is None:
        return Unknown("post", Text("未定报考职位", "no post chosen"))
    value = {
        "post": post.id,
        "post_class": post.cls,
        "post_level": post.level,
        "post_group": post.group,
        "post_unit": post.unit,
    }[name]
    text = Text(
        f"方案未写职位“{post.title.zh}”的 {name}", f"the plan gives no {name} for “{post.title.say('en')}”"
    )
    return value if value else Unknown(f"plan.{name}", text)


def _highest_course(ground: Ground, name: str) -> str | Unknown:
    if "educations" in ground.person.missing:
        return Unknown("educations", Text("缺学历学位", "education not entered"))
    ladder = ground.frame.scales.ladder(name)
    done = (e for e in ground.person.educations if e.finished_on is None or e.finished_on <= ground.as_of)
    words = [e.level if name == "education" else e.degree for e in done]
    heights = [h for h in map(ladder.height, words) if h is not None]
    return ladder.levels[max(heights)][0] if heights else "无"


def _present_rank(ground: Ground) -> str | Unknown:
    if "tenures" in ground.person.missing:
        return Unknown("tenures", Text("缺任职经历", "tenures not entered"))
    ladder = ground.frame.scales.ladder("rank")
    held = (
        t
        for t in ground.person.tenures
        if t.since <= ground.as_of
        and (t.until is None or t.until > ground.as_of)
        and t.kind in ("post", "rank")
    )
    heights = [h for h in (ladder.height(t.level or t.name) for t in held) if h is not None]
    return ladder.levels[max(heights)][0] if heights else "无"


def amount(value: Amount, ground: Ground) -> Decimal | Unknown:
    """The number that an amount comes to for this person and post."""
    if isinstance(value, Lookup):
        return _looked_up(value, ground)
    if isinstance(value, PostParameter):
        found = ground.post.parameters.get(value.post_parameter) if ground.post else None
        if found is None:
            name = value.post_parameter
            text = Text(f"职位没有参数“{name}”", f"the post has no parameter “{name}”")
            return Unknown(f"plan.parameters.{name}", text)
        return found
    return value


def _looked_up(lookup: Lookup, ground: Ground) -> Decimal | Unknown:
    word = fact(ground, lookup.by)
    if isinstance(word, Unknown):
        return word
    found = entry(lookup, word, ground.frame.scales)
    if found is None:
        text = Text(
            f"取值表（{lookup.by}）没有“{word}”一项，也没有 else",
            f"the table by {lookup.by} has no entry “{word}” and no else",
        )
        return Unknown(f"plan.lookup.{lookup.by}", text)
    return amount(found, ground)


def entry(lookup: Lookup, word: str, scales: Scales) -> Amount | None:
    """What a lookup says for a word: its own entry, that of an equal on the ladder, else the rest."""
    if word in lookup.values:
        return lookup.values[word]
    if lookup.by in LADDERED:
        ladder = scales.ladder(LADDERED[lookup.by])
        height = ladder.height(word)
        same = (v for w, v in lookup.values.items() if height is not None and ladder.height(w) == height)
        return next(same, lookup.otherwise)
    return lookup.otherwise
