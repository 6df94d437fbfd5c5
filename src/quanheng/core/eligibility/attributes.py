"""Answers over open attributes (其他属性) and reserve lists: attributes, flags, rankings, licences."""

from __future__ import annotations

import re
from datetime import date

from quanheng.core.eligibility.facts import Fixed, day_of, fixed, number_of
from quanheng.core.eligibility.ground import (
    Answer,
    Ground,
    State,
    Unknown,
    after_span,
    every,
    is_within,
    judged,
    lacking,
    listed,
    not_known,
    opposite,
    say_span,
    shown,
    some,
    truth,
)
from quanheng.core.language import predicates as asked_for
from quanheng.core.language.terms import Span
from quanheng.core.people import Reserve
from quanheng.core.values import Evidence, Text

_YES = frozenset({"是", "有", "yes", "true", "1"})
_NO = frozenset({"否", "无", "没有", "no", "false", "0"})
_PARTING = re.compile(r"[;；、]")


def attribute(asked: asked_for.Attribute, ground: Ground) -> Answer:
    """An open attribute compared as words, as a number, as a date, or on a ladder."""
    bounds = fixed(asked, ground)
    if isinstance(bounds, Unknown):
        return not_known(bounds, Text(asked.name, asked.name))
    words = _attribute_words(asked, bounds)
    value = ground.person.attributes.get(asked.name)
    if value is None:
        return lacking(f"attributes.{asked.name}", words, f"“{asked.name}”", f"“{asked.name}”")
    state = _attribute_state(asked, bounds, value, ground)
    found = Text(value, value)
    evidence = (shown(asked.name, asked.name, value),)
    if state == "unknown":
        return _unreadable(asked.name, value, words)
    change = Text(f"“{asked.name}”变动后", f"if “{asked.name}” changes") if state == "not_met" else Text("")
    return Answer(state, words, found, evidence, change)


def _unreadable(name: str, value: str, words: Text) -> Answer:
    text = Text(
        f"“{name}”填的是“{value}”，不能据以判定", f"“{name}” says “{value}”, which cannot be judged by"
    )
    return not_known(Unknown(f"attributes.{name}", text), words)


def _attribute_state(asked: asked_for.Attribute, bounds: Fixed, value: str, ground: Ground) -> State:
    if bounds.bounds:
        number = number_of(value)
        return "unknown" if number is None else truth(bounds.holds(number))
    if asked.scale is not None:
        return _on_ladder(asked, asked.scale, value, ground)
    if asked.on_or_after is not None or asked.on_or_before is not None:
        day = day_of(value)
        return "unknown" if day is None else judged(day, lambda d: _between(asked, d))
    return truth(
        (asked.in_ is None or value in asked.in_) and (asked.not_in is None or value not in asked.not_in)
    )


def _between(asked: asked_for.Attribute, day: date) -> bool:
    return (asked.on_or_after is None or day >= asked.on_or_after) and (
        asked.on_or_before is None or day <= asked.on_or_before
    )


def _on_ladder(asked: asked_for.Attribute, scale: str, value: str, ground: Ground) -> State:
    if not ground.frame.scales.has(scale):
        return "unknown"
    ladder = ground.frame.scales.ladder(scale)
    height = ladder.height(value)
    low = ladder.height(asked.from_level) if asked.from_level is not None else 0
    high = ladder.height(asked.to_level) if asked.to_level is not None else len(ladder.levels)
    if height is None or low is None or high is None:
        return "unknown"
    return truth(low <= height <= high)


def _attribute_words(asked: asked_for.Attribute, bounds: Fixed) -> Text:
    zh, en = [], []
    if bounds.bounds:
        said = bounds.say()
        zh.append(said.zh)
        en.append(said.say("en"))
    for names, is_zh, is_en in ((asked.in_, "为", "is "), (asked.not_in, "不为", "is not ")):
        if names is not None:
            zh.append(f"{is_zh}{listed(names)}")
            en.append(f"{is_en}{' or '.join(names)}")
    for edge, edge_zh, edge_en in (
        (asked.on_or_after, "及以后", "on or after"),
        (asked.on_or_before, "及以前", "on or before"),
        (asked.from_level, "及以上", "from"),
        (asked.to_level, "及以下", "up to"),
    ):
        if edge is not None:
            zh.append(f"{edge}{edge_zh}")
            en.append(f"{edge_en} {edge}")
    return Text(f"“{asked.name}”{'且'.join(zh)}", f"“{asked.name}” {' and '.join(en)}")


def flag(asked: asked_for.Flag, ground: Ground) -> Answer:
    """A yes-or-no fact is as expected; something that happened counts only within the window."""
    window = say_span(asked.within) if asked.within else None
    words = Text(
        (f"近 {window.zh}内" if window else "") + ("有" if asked.expected else "无") + f"“{asked.name}”情形",
        f"“{asked.name}” is {'yes' if asked.expected else 'no'}"
        + (f" within {window.say('en')}" if window else ""),
    )
    value = ground.person.attributes.get(asked.name)
    if value is None and asked.if_absent == "unknown":
        return lacking(f"attributes.{asked.name}", words, f"“{asked.name}”", f"“{asked.name}”")
    if value is None:
        happened: State = truth(asked.if_absent == "yes")
        found = Text("未登记，按方案认定", "not entered; taken as the plan says")
        evidence: tuple[Evidence, ...] = ()
    else:
        happened = _happened(value, asked.within, ground.as_of)
        found, evidence = Text(value, value), (shown(asked.name, asked.name, value),)
        if happened == "unknown":
            return _unreadable(asked.name, value, words)
    state = happened if asked.expected else opposite(happened)
    on = _clear_on(asked, value, ground.as_of) if state == "not_met" else None
    change = Text("")
    if state == "not_met":
        change = (
            Text(f"自 {on} 起符合", f"met from {on} on") if on else Text("该情形改变后", "once this changes")
        )
    return Answer(state, words, found, evidence, change, on)


def yes_or_no(value: str) -> bool | None:
    """What a yes-or-no fact says, None when it is neither word."""
    word = value.strip().lower()
    return word in _YES if word in _YES | _NO else None


def _happened(value: str, within: Span | None, as_of: date) -> State:
    said = yes_or_no(value)
    if said is not None:
        return truth(said)
    day = day_of(value)
    if day is None:
        return "unknown"
    if within is None:
        return judged(day, lambda d: d <= as_of)
    return judged(day, lambda d: is_within(d, within, as_of))


def _clear_on(asked: asked_for.Flag, value: str | None, as_of: date) -> date | None:
    day = day_of(value) if value is not None else None
    if asked.expected or asked.within is None or day is None:
        return None
    return after_span(day.latest(), asked.within)


def ranking_bar(asked: asked_for.RankingBar, ground: Ground) -> Answer:
    """A place in a ranking outside the plan is not among the last n, or is among the first n."""
    words = _ranking_words(asked)
    value = ground.person.attributes.get(asked.ranking)
    if value is None and asked.if_absent == "unknown":
        return lacking(
            f"attributes.{asked.ranking}", words, f"“{asked.ranking}”名次", f"place in “{asked.ranking}”"
        )
    if value is None:
        state: State = "met" if asked.if_absent == "met" else "not_met"
        return Answer(state, words, Text("未参加排名，按方案认定", "not ranked; taken as the plan says"))
    place = place_of(value)
    if place is None:
        return _unreadable(asked.ranking, value, words)
    rank, ranked = place
    state = truth(_is_placed(asked, rank, ranked))
    found = Text(f"{ranked} 人中第 {rank} 位", f"place {rank} of {ranked}")
    change = Text("名次变动后", "if the place changes") if state == "not_met" else Text("")
    return Answer(state, words, found, (shown(asked.ranking, asked.ranking, value),), change)


def _ranking_words(asked: asked_for.RankingBar) -> Text:
    top, bottom = asked.shares()
    first = f" {asked.top} 位" if top is None else f" {top}"
    last = f" {asked.not_bottom} 位" if bottom is None else f" {bottom}"
    if asked.not_bottom is not None or bottom is not None:
        return Text(
            f"“{asked.ranking}”排名不在末{last}",
            f"not in the last {asked.not_bottom or bottom} of “{asked.ranking}”",
        )
    return Text(f"“{asked.ranking}”排名在前{first}", f"in the first {asked.top or top} of “{asked.ranking}”")


def _is_placed(asked: asked_for.RankingBar, rank: int, ranked: int) -> bool:
    top, bottom = asked.shares()
    if top is not None:
        return rank <= top * ranked
    if bottom is not None:
        return ranked - rank + 1 > bottom * ranked
    return rank <= ranked - asked.not_bottom if asked.not_bottom is not None else rank <= (asked.top or 0)


def place_of(value: str) -> tuple[int, int] | None:
    """A place and the number ranked, as 3/20 says them; None when the text says no such thing."""
    place = re.fullmatch(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", value, re.ASCII)
    if place is None or not 1 <= int(place[1]) <= int(place[2]):
        return None
    return int(place[1]), int(place[2])


def parts_of(value: str) -> tuple[str, ...]:
    """The words of a list written in one cell."""
    return tuple(part.strip() for part in _PARTING.split(value) if part.strip())


def licence(asked: asked_for.Licence, ground: Ground) -> Answer:
    """One of these licences, or every one of them, stands in the attribute `licences`."""
    joined = listed(asked.has)
    words = Text(
        f"具有{'全部' if asked.every else ''}{joined}",
        f"holds {(' and ' if asked.every else ' or ').join(asked.has)}",
    )
    value = ground.person.attributes.get("licences")
    if value is None:
        return lacking("attributes.licences", words, "资格证书", "licences")
    held = parts_of(value)
    states = [truth(name in held) for name in asked.has]
    state = every(states) if asked.every else some(states)
    absent = listed(name for name in asked.has if name not in held)
    change = Text(f"取得{absent}后", f"once held: {absent}") if state == "not_met" else Text("")
    return Answer(state, words, Text(listed(held) or "无", ", ".join(held) or "none"), (), change)


def reserve_list(asked: asked_for.ReserveList, ground: Ground) -> Answer:
    """Stands on one of these lists, entered no longer ago than the list is valid."""
    valid = say_span(asked.valid_for) if asked.valid_for else None
    words = Text(
        f"列入{listed(asked.in_)}" + (f"且未满 {valid.zh}" if valid else ""),
        f"on {' or '.join(asked.in_)}" + (f" for less than {valid.say('en')}" if valid else ""),
    )
    if "reserves" in ground.person.missing:
        return lacking("reserves", words, "后备名单", "reserve lists")
    stays = ground.person.reserves
    states = [_reserve_state(stay, asked.valid_for, ground.as_of) for stay in stays if stay.list in asked.in_]
    state = some(states)
    said = "；".join(f"{stay.list}（{stay.entered_on or '?'}）" for stay in stays)
    if state == "unknown":
        text = Text(f"“{said}”缺列入日期", f"“{said}” lacks the date of entry")
        return not_known(Unknown("reserves.entered_on", text), words)
    change = Text("列入名单后", "once on a list") if state == "not_met" else Text("")
    found = Text(said or "无", said or "none")
    return Answer(state, words, found, (shown("后备名单", "reserve lists", said),), change)


def _reserve_state(stay: Reserve, valid_for: Span | None, as_of: date) -> State:
    if stay.left_on is not None and stay.left_on <= as_of:
        return "not_met"
    if stay.entered_on is None:
        return "met" if valid_for is None else "unknown"
    if valid_for is None:
        return truth(stay.entered_on <= as_of)
    return truth(is_within(stay.entered_on, valid_for, as_of))
