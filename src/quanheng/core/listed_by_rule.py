"""Listed by rule (由条件列入): whoever in the roster meets a rule enters without an application."""

from __future__ import annotations

from collections.abc import Container, Sequence

from pydantic import model_validator

from quanheng.core.choosing import refused_post
from quanheng.core.eligibility.verdicts import Verdict, verdict
from quanheng.core.inputs import Inputs
from quanheng.core.language.rules import Rule, require_firm
from quanheng.core.language.terms import Names, StageSettings, Strict
from quanheng.core.newcomers import posts_inside
from quanheng.core.people import Person
from quanheng.core.values import Candidate, Slate, Text


class Enters(Strict):
    """Who enters without an application (由条件列入): whoever in the roster meets the rule.

    Shapes: `posts` are those entered for, the first of them that is open to the person; all posts where none
    is named. Somebody enters by the first entry whose rule holds.
    """

    who: Rule
    posts: Names = ()

    @model_validator(mode="after")
    def _firm(self) -> Enters:
        require_firm(self.who)
        return self


def listed_by_rule(
    entries: Sequence[Enters],
    standing: Container[str],
    slate: Slate,
    inputs: Inputs,
    settings: StageSettings,
) -> tuple[dict[Candidate, Verdict], dict[str, Text]]:
    """Whom the rules list and by what verdict, and of whom facts are missing; nobody twice."""
    listed: dict[Candidate, Verdict] = {}
    unsure: dict[str, Text] = {}
    for person in inputs.people.values() if entries else ():
        if person.id in standing:
            continue
        judged = [j for e in entries if (j := _judged(e, person, slate, inputs, settings)) is not None]
        first = next((j for j in judged if j[1].state != "not_met"), None)
        if first is not None and first[1].state == "met":
            listed[first[0]] = first[1]
        elif first is not None:
            unsure[person.id] = first[1].text
    return listed, unsure


def _judged(
    entry: Enters, person: Person, slate: Slate, inputs: Inputs, settings: StageSettings
) -> tuple[Candidate, Verdict] | None:
    """The first post of an entry that is open to a person, and the verdict on it."""
    frame = inputs.frame
    for name in posts_inside(slate, settings, inputs):
        post = frame.posts[name]
        if (not entry.posts or name in entry.posts) and not refused_post(
            person, post, frame, settings.sources
        ):
            return Candidate(person.id, name), verdict(entry.who, person, post, frame, frame.as_of)
    return None
