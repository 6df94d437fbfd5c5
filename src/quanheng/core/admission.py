"""Admission of rows (录入核对): checks that most tables share, each a refusal with place and remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from operator import itemgetter
from typing import TypeVar

from quanheng.core.inputs import Due, Inputs, Row, keys_of
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Candidate, Refused, Slate, Text

R = TypeVar("R", bound=Row)


def unknown_person(person: str, inputs: Inputs) -> Refused | None:
    """A refusal when the roster does not know the person."""
    if person in inputs.people:
        return None
    return Refused(
        "unknown_person",
        f"名册中没有编号为“{person}”的人员。",
        f"The roster knows no person '{person}'.",
        where=person,
        remedy_zh="请核对人员编号，或先把此人录入名册。",
        remedy_en="Check the code, or enter the person in the roster first.",
    )


def unknown_post(post: str, inputs: Inputs) -> Refused | None:
    """A refusal when the plan has no such post."""
    if post in inputs.frame.posts:
        return None
    known = "、".join(sorted(inputs.frame.posts))
    return Refused(
        "unknown_post",
        f"方案中没有职位“{post}”。",
        f"The plan has no post '{post}'.",
        where=post,
        remedy_zh=f"可填：{known}。",
        remedy_en=f"Known posts: {known}.",
    )


def not_on_slate(candidate: Candidate, slate: Slate, inputs: Inputs) -> Refused | None:
    """A refusal when this person is no candidate for this post at this stage (post '' means any post)."""
    if candidate in slate.candidates or (not candidate.post and candidate.person in slate.people()):
        return None
    name, known = inputs.name_of(candidate.person), inputs.frame.posts.get(candidate.post)
    post = known.title if known else Text(candidate.post or "任一", candidate.post or "any post")
    return Refused(
        "not_a_candidate",
        f"{name}（{candidate.person}）在本环节不是职位“{post.zh}”的人选。",
        f"{name} ({candidate.person}) is no candidate for '{post.say('en')}' at this stage.",
        where=str(candidate),
        remedy_zh="请核对姓名与职位；已退出的人选不再录入。",
        remedy_en="Check name and post; nothing is entered for a candidate who has left.",
    )


def repeated(rows: Sequence[Row]) -> tuple[tuple[int, Refused], ...]:
    """Refusals for rows that repeat a key earlier in the same batch."""
    keys = keys_of(rows)
    if len(set(keys)) == len(keys):
        return ()
    seen: dict[str, int] = {}
    found = []
    for index, key in enumerate(keys):
        first = seen.setdefault(key, index)
        if first != index:
            refusal = Refused(
                "repeated_row",
                f"“{key}”在本次录入中出现两次（第一次在第 {first + 1} 条）。",
                f"'{key}' is given twice in this batch (first as entry {first + 1}).",
                where=key,
                remedy_zh="同一人同一事项只能有一行，请删去其一。",
                remedy_en="Keep one row for each person and matter.",
            )
            found.append((index, refusal))
    return tuple(found)


def refused_rows(
    rows: Sequence[Row], kind: type[R], check: Callable[[R], Refused | None]
) -> tuple[tuple[int, Refused], ...]:
    """All refusals of a batch, one a row: a repeated key, else what the check says of the row.

    Errors: TypeError when a row is not of this kind.
    """
    refusals = dict(repeated(rows))
    for index, row in enumerate(rows):
        if not isinstance(row, kind):
            raise TypeError(f"{type(row).__name__} is not {kind.__name__}")
        if index not in refusals and (refusal := check(row)) is not None:
            refusals[index] = refusal
    return tuple(sorted(refusals.items(), key=itemgetter(0)))


def slate_check(slate: Slate, inputs: Inputs) -> Callable[[str, str], Refused | None]:
    """A check of (person, post) against the slate that stays quick for many rows; post '' means any."""
    standing, people = frozenset(slate.candidates), frozenset(slate.people())

    def check(person: str, post: str = "") -> Refused | None:
        candidate = Candidate(person, post)
        if candidate in standing or (not post and person in people):
            return None
        return unknown_person(person, inputs) or not_on_slate(candidate, slate, inputs)

    return check


def is_before(inputs: Inputs, day: date, hour: time | None) -> bool:
    """Whether what ends on a day, at an hour of it where one is said, is still open."""
    if inputs.closed_on != day:
        return inputs.closed_on < day
    return hour is not None and inputs.hour is not None and inputs.hour <= hour


def refuse_while_due(dues: Iterable[Due], settings: StageSettings, kind: Text) -> None:
    """Refuse to close a stage while something is missing; names up to five of the missing things.

    Shapes: `kind` is what a stage of this kind is called where the plan gives it no title of its own.
    """
    missing = list(dues)
    if not missing:
        return
    shown = missing[:5]
    more = len(missing) - len(shown)
    zh = "；".join(d.text.zh for d in shown) + (f"；另有 {more} 项" if more else "")
    en = "; ".join(d.text.say("en") for d in shown) + (f"; and {more} more" if more else "")
    title = settings.title or kind
    raise Refused(
        "stage_closed_too_early",
        f"环节“{title.zh}”还不能结束，尚缺：{zh}。",
        f"Stage '{title.say('en')}' cannot close yet; missing: {en}.",
        where=settings.id,
        remedy_zh="补齐后再结束本环节。",
        remedy_en="Complete these, then close the stage.",
    )
