"""Sources in words (依据所在): what a finding or a number names by its key, said by names and titles.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.kinds import KINDS
from quanheng.core.language.rules import walked
from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.roster_tables import TABLES
from quanheng.core.values import Text
from quanheng.web.plans.vocabulary import SETTINGS
from quanheng.web.run_table import title_of

NOTHING = Text("")
ELIGIBILITY = Text("资格条件", "Eligibility")


def source_words(plan: Plan, people: Mapping[str, Person], source: str, stage: str = "") -> Text:
    """The place that a source names, empty where it names none that the plan knows."""
    place, colon, key = source.partition(":")
    if colon:
        return _row(plan, people, place if "." in place else f"{stage}.{place}", key)
    if source.startswith("eligibility"):
        return _rule(plan, source)
    if source.startswith("stages."):
        return _setting(plan, source)
    if source.startswith("people."):
        return _record(people, source)
    return NOTHING


def key_words(plan: Plan, people: Mapping[str, Person], key: str) -> Text:
    """The key of a row with people by name and posts by title."""
    posts = {p.id: p.title for p in plan.posts}
    parts = [_part(part, posts, people) for part in key.split("|") if part]
    return _joined(parts)


def _part(part: str, posts: Mapping[str, Text], people: Mapping[str, Person]) -> Text:
    if part in people:
        return Text(people[part].name, people[part].name)
    return posts.get(part, SETTINGS.get(part, Text(part, part)))


def _row(plan: Plan, people: Mapping[str, Person], place: str, key: str) -> Text:
    stage, _, name = place.removeprefix("stages.").rpartition(".")
    settings = next((s for s in plan.stages if s.id == stage), None)
    if settings is None:
        return NOTHING
    table = next((t for t in KINDS[settings.kind].tables if t.name == name), None)
    return _joined([table.title if table else title_of(settings), key_words(plan, people, key)])


def _rule(plan: Plan, source: str) -> Text:
    wanted = source.partition("#")[2]
    rules = [r for _, r in walked(plan.eligibility)] if plan.eligibility else []
    rule = next((r for r in rules if wanted and r.id == wanted), None)
    return _joined([ELIGIBILITY, rule.title if rule and rule.title else NOTHING])


def _setting(plan: Plan, source: str) -> Text:
    _, stage, *rest = source.split(".")
    settings = next((s for s in plan.stages if s.id == stage), None)
    if settings is None:
        return NOTHING
    name = rest[0] if rest else ""
    return _joined([title_of(settings), SETTINGS.get(name, SETTINGS.get(f"{name}_", NOTHING))])


def _record(people: Mapping[str, Person], source: str) -> Text:
    _, code, *rest = source.split(".")
    table = next((t.title for t in TABLES if rest and t.name == rest[0]), NOTHING)
    return _joined([Text(people[code].name) if code in people else Text(code), table])


def _joined(parts: list[Text]) -> Text:
    said = [p for p in parts if p.zh]
    return Text(" · ".join(p.zh for p in said), " · ".join(p.say("en") for p in said))
