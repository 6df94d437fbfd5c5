"""Assigning posts (定岗): whoever won a level gets a concrete post, by a decision with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.choosing import refused_post
from quanheng.core.dating import before_stage, in_future
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of, title_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Names, Slug, StageSettings
from quanheng.core.newcomers import joined
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text, how_many
from quanheng.core.words import PersonCell

TITLE = Text("定岗", "Assigning posts")


class Settings(StageSettings):
    """What a plan says about assigning posts.

    Shapes: `places` names, for each pool, the concrete posts of the plan that its winners may get;
    `unassigned` says whether everybody must get one, may stay in the pool, or leaves; `wishes` takes what
    people would like.
    """

    kind: Literal["assign_posts"]
    places: Mapping[Slug, Names] = Field(min_length=1)
    unassigned: Literal["refuse", "stay", "depart"] = "refuse"
    wishes: bool = False
    decided_by: Slug | None = None


_Pool = Annotated[
    str, Column("层级", "Pool", Text("竞争时的职位编号", "The post competed for"), "section-deputy")
]
_Post = Annotated[str, Column("具体职位", "Post", Text("确定的职位编号", "The concrete post"), "park-deputy")]
_Filled = Annotated[str, Field(min_length=1)]


class Wish(Row):
    """A post that somebody would like (岗位意愿)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "pool", "choice")
    person: PersonCell
    pool: _Pool
    choice: Annotated[
        int, Field(ge=1), Column("意愿顺序", "Choice", Text("1 为首选", "1 is the first"), "1")
    ] = 1
    post: _Post


class Assignment(Row):
    """The concrete post that somebody gets (定岗决定)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "pool")
    person: PersonCell
    pool: _Pool
    post: _Post
    reason: Annotated[
        _Filled, Column("理由", "Reason", Text("按名次、专业和能力", "Why this post"), "专业对口")
    ]
    resolution: Annotated[
        _Filled, Column("决议", "Resolution", Text("集体研究的记录", "The resolution"), "纪要第6号")
    ]
    decided_on: Annotated[date, Column("决定日期", "Decided on", Text("决定之日", "Its day"), "2026-03-25")]


TABLES = (
    InputTable("assignments", Text("定岗决定", "Assignments"), Assignment, "record_resolution"),
    InputTable("wishes", Text("岗位意愿", "Wishes"), Wish, "record_enrolment", required=False),
)


@dataclass(frozen=True)
class AssignPostsRecord:
    """Who got which post and why, who got none, and whose wish was met by which choice (0: by none)."""

    assignments: tuple[Assignment, ...]
    unassigned: tuple[Candidate, ...]
    wishes_met: tuple[tuple[str, int], ...]


RECORD = AssignPostsRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: no winner of this pool, posts that are not among its places, places that are taken."""
    on_slate = slate_check(slate, inputs)
    if table == "wishes":
        return refused_rows(
            rows,
            Wish,
            lambda row: on_slate(row.person, row.pool) or _refused_wish(row, inputs, settings),
        )
    taken = _taken_check(rows, slate, inputs)
    return refused_rows(
        rows,
        Assignment,
        lambda row: (
            on_slate(row.person, row.pool)
            or _refused_place(row, row.person, row.pool, row.post, inputs, settings)
            or in_future(row.key(), Text("决定日期", "The decision"), row.decided_on, inputs)
            or before_stage(row.key(), Text("决定日期", "the decision"), row.decided_on, inputs)
            or taken(row)
        ),
    )


def _refused(row: Row, code: str, zh: str, en: str) -> Refused:
    return Refused(code, f"{zh}。", f"{en}.", row.key(), "请核对定岗决定。", "Check the decision.")


def _refused_wish(row: Wish, inputs: Inputs, settings: Settings) -> Refused | None:
    if not settings.wishes:
        return _refused(row, "wishes_not_taken", "方案不征求岗位意愿", "The plan takes no wishes")
    return _refused_place(row, row.person, row.pool, row.post, inputs, settings)


def _refused_place(
    row: Row, person: str, pool: str, post: str, inputs: Inputs, settings: Settings
) -> Refused | None:
    places = settings.places.get(pool, ())
    if post not in places or post not in inputs.frame.posts:
        titles, level = [title_of(p, inputs) for p in places], title_of(pool, inputs)
        zh, en = "、".join(t.zh for t in titles) or "—", ", ".join(t.say("en") for t in titles) or "-"
        return _refused(
            row,
            "not_a_place",
            f"“{level.zh}”的人选只能定岗于：{zh}（方案 stages.{settings.id}.places）",
            f"Winners of '{level.say('en')}' may get: {en} (stages.{settings.id}.places)",
        )
    refusal = refused_post(inputs.people[person], inputs.frame.posts[post], inputs.frame)
    return refusal.at(row.key()) if refusal else None


def _taken_check(rows: Sequence[Row], slate: Slate, inputs: Inputs) -> Callable[[Assignment], Refused | None]:
    new = {row.key() for row in rows}
    taken = Counter(a.post for a in inputs.table("assignments", Assignment) if a.key() not in new)
    placed = {a.person: a.key() for a in inputs.table("assignments", Assignment)}

    def check(row: Assignment) -> Refused | None:
        seats = slate.seats.get(row.post, inputs.frame.posts[row.post].fixed_seats())
        if placed.setdefault(row.person, row.key()) != row.key():
            name = inputs.name_of(row.person)
            return _refused(row, "placed_already", f"{name}已经定岗", f"{name} has a post already")
        if taken[row.post] >= seats:
            title = title_of(row.post, inputs)
            return _refused(
                row,
                "place_taken",
                f"“{title.zh}”只有 {seats} 个职数",
                f"'{title.say('en')}' has {how_many(seats, 'seat')}",
            )
        taken[row.post] += 1
        return None

    return check


def _assigned(slate: Slate, inputs: Inputs) -> dict[Candidate, Assignment]:
    """The decision on every candidate who has one."""
    rows = {Candidate(a.person, a.pool): a for a in inputs.table("assignments", Assignment)}
    return {c: rows[c] for c in slate.candidates if c in rows}


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Everyone in a pool who has no post yet, where everybody must get one."""
    if settings.unassigned != "refuse":
        return ()
    assigned = _assigned(slate, inputs)
    return tuple(
        Due(
            Text(f"{inputs.name_of(c.person)}尚未定岗", f"{inputs.name_of(c.person)} has no post yet"),
            "assignments",
            c.person,
            settings.decided_by or "",
        )
        for c in slate.candidates
        if c.post in settings.places and c not in assigned
    )


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Winners leave the pool and stand for the concrete post; the pool's seats go down with them."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    assigned = _assigned(slate, inputs)
    entered = joined(slate, (Candidate(a.person, a.post) for a in assigned.values()))
    reasons, findings, left_over = [], [], []
    seats = dict(slate.seats)
    for c in slate.candidates:
        if c in assigned:
            reasons.append(_moved(c, assigned[c], inputs, settings))
            findings.append(_got(assigned[c], inputs, settings))
            seats[c.post] = max(0, seats.get(c.post, 0) - 1)
            seats.setdefault(assigned[c].post, inputs.frame.posts[assigned[c].post].fixed_seats())
        elif c.post in settings.places:
            left_over.append(c)
            gone = settings.unassigned == "depart"
            text = Text("未能定岗", "no concrete post was assigned")
            finding = found(
                "unassigned", "not_met" if gone else "note", text, by_plan(settings, "unassigned"), c
            )
            (reasons if gone else findings).append(finding)
    record = AssignPostsRecord(tuple(assigned.values()), tuple(left_over), _wishes_met(assigned, inputs))
    return outcome_of(settings, entered, reasons, findings, record, seats=seats)


def _wishes_met(assigned: Mapping[Candidate, Assignment], inputs: Inputs) -> tuple[tuple[str, int], ...]:
    wishes = {(w.person, w.pool, w.post): w.choice for w in inputs.table("wishes", Wish)}
    asked = {(w.person, w.pool) for w in inputs.table("wishes", Wish)}
    return tuple(
        (a.person, wishes.get((a.person, a.pool, a.post), 0))
        for a in assigned.values()
        if (a.person, a.pool) in asked
    )


def _moved(candidate: Candidate, row: Assignment, inputs: Inputs, settings: Settings) -> Finding:
    title = title_of(row.post, inputs)
    text = Text(f"定岗为“{title.zh}”：{row.reason}", f"Assigned to {title.say('en')}: {row.reason}")
    return found("assigned", "met", text, by_row(settings, "assignments", row, "decision"), candidate)


def _got(row: Assignment, inputs: Inputs, settings: Settings) -> Finding:
    pool = title_of(row.pool, inputs)
    text = Text(f"由“{pool.zh}”定岗：{row.reason}", f"Assigned from {pool.say('en')}: {row.reason}")
    evidence = [fact("决议", "Resolution", row.resolution), fact("决定日期", "Decided on", row.decided_on)]
    source = by_row(settings, "assignments", row, "decision")
    return found("assigned_here", "met", text, source, Candidate(row.person, row.post), evidence)
