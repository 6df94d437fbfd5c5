"""Opening ratio (开考比例): whether enough compete for each post, and what the plan does where they do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check, unknown_person, unknown_post
from quanheng.core.choosing import refused_choices, refused_post
from quanheng.core.findings import by_plan, fact, found, outcome_of, title_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.parts import exact, said
from quanheng.core.people import Person
from quanheng.core.plans.posts import Overlay, Post
from quanheng.core.plans.terms import Number, StageSettings, Words, wrong
from quanheng.core.seats import seats_offered
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import PersonCell

TITLE = Text("开考比例", "Opening ratio")

Measure = Literal["reduce_seats", "cancel", "merge", "go_on", "stop"]
Done = Literal["open", "reduced", "cancelled", "merged", "gone_on", "stopped"]

OPEN: frozenset[Done] = frozenset({"open", "reduced", "gone_on"})
DONE: Mapping[Done, Text] = {
    "open": Text("达到比例，开考", "ratio reached, the post opens"),
    "reduced": Text("未达比例，减少职数后开考", "ratio not reached, opens with fewer seats"),
    "cancelled": Text("未达比例，取消该职位竞争", "ratio not reached, the post is cancelled"),
    "merged": Text("未达比例，并入其他职位", "ratio not reached, merged into another post"),
    "gone_on": Text("未达比例，按方案继续进行", "ratio not reached, goes on as the plan allows"),
    "stopped": Text("未达比例，全部竞争中止", "ratio not reached, the whole competition stops"),
}


class Settings(StageSettings):
    """What a plan says about the number of competitors.

    Shapes: `ratio` is candidates to one seat, `ratios` the same for single posts or classes; `boundary` says
    whether the ratio itself is enough; `else` lists what is tried, in order, where it is not reached;
    `merge_into` names for a post the post it joins.
    """

    kind: Literal["opening"]
    ratio: Number | None = Field(default=None, gt=0)
    ratios: Mapping[str, Number] = Field(default_factory=dict)
    boundary: Literal["at_least", "over"] = "at_least"
    min_candidates: int = Field(default=1, ge=1)
    else_: tuple[Measure, ...] = Field(default=("cancel",), alias="else", min_length=1)
    merge_into: Mapping[str, str] = Field(default_factory=dict)
    rechoose: bool = False
    cancelled: Words | None = None

    @model_validator(mode="after")
    def _merging_names_posts(self) -> Settings:
        if "merge" in self.else_ and not self.merge_into:
            raise wrong("并入须写明 merge_into。", "merge needs merge_into: which post joins which")
        return self

    def ratio_of(self, post: Post) -> Fraction | None:
        """Candidates to one seat for this post: its own, its class's, or the common ratio."""
        number = self.ratios.get(post.id, self.ratios.get(post.cls or "", self.ratio))
        return None if number is None else exact(number)

    def most_seats(self, post: Post, candidates: int, seats: int) -> int:
        """The most of the seats that this number of candidates may open; none below the minimum."""
        if candidates < self.min_candidates:
            return 0
        ratio = self.ratio_of(post)
        if ratio is None:
            return seats
        full = Fraction(candidates) / ratio
        most = full.numerator // full.denominator
        if self.boundary == "over" and full.denominator == 1:
            most -= 1
        return min(seats, most)


class Rechoice(Row):
    """A candidate of a cancelled post chooses another (改报)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "from_post")
    person: PersonCell
    from_post: Annotated[str, Column("原报职位", "From post", Text("已取消的职位", "The cancelled post"), "family-deputy")]
    to_post: Annotated[str, Column("改报职位", "To post", Text("仍开考的职位", "A post that opens"), "park-deputy")]
    chosen_on: Annotated[
        date | None, Column("改报日期", "Chosen on", Text("书面改报之日", "Day in writing"), "2026-03-12")
    ] = None


class Qualification(Row):
    """That a candidate meets the rules of the post now chosen (改报资格复核)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: Annotated[str, Column("改报职位", "Post", Text("改报的职位", "The post now chosen"), "park-deputy")]
    reviewed_on: Annotated[date, Column("复核日期", "Reviewed on", Text("复核之日", "Day of review"), "2026-03-12")]
    reviewed_by: Annotated[
        str, Field(min_length=1), Column("复核人", "Reviewed by", Text("复核人姓名", "Who reviewed"), "领导小组")
    ]


TABLES = (
    InputTable(
        "qualifications", Text("改报资格复核", "Qualification for the new choice"), Qualification,
        "review_eligibility", required=False,
    ),
    InputTable("rechoices", Text("改报职位", "New choices"), Rechoice, "rechoose_post", required=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PostOpening:
    """What became of one post. Shapes: `candidates` counts those who compete after new choices and merging."""

    post: str
    candidates_before: int
    candidates: int
    seats_before: int
    seats: int
    done: Done
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class OpeningRecord:
    """Every post of the plan, in plan order. Shapes: `moved` is (person, from post, to post)."""

    posts: tuple[PostOpening, ...]
    moved: tuple[tuple[str, str, str], ...] = ()

    def of(self, post: str) -> PostOpening:
        """What became of this post. Errors: KeyError."""
        return {p.post: p for p in self.posts}[post]


RECORD = OpeningRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of new choices: only from a cancelled post to one that opens, and within what the plan allows."""
    if table == "qualifications":
        on_slate = slate_check(slate, inputs)
        return refused_rows(
            rows, Qualification, lambda row: on_slate(row.person, "") or unknown_post(row.post, inputs)
        )
    return refused_rows(rows, Rechoice, _rechoice_check(rows, slate, inputs, settings))


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Nothing is waited for: whoever may choose anew and does not, leaves with the post."""
    return ()


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Open, reduce or cancel every post; candidates of cancelled posts leave, into another post if they chose one."""
    refuse_while_due(due(slate, inputs, settings), settings.id)
    first = {p.post: p for p in openings(slate, inputs, settings)}
    moves = _moves(slate, inputs, settings, first)
    standing = set(slate.candidates)
    joined = slate.joined_by(dict.fromkeys(to for to in moves.values() if to not in standing))
    last = _settled(first, joined, inputs, settings)
    by_post = {p.post: p for p in last}
    reasons, findings = [], []
    for candidate in joined.candidates:
        opening = by_post[candidate.post]
        finding = _finding(candidate, opening, moves.get(candidate), inputs, settings)
        (findings if opening.done in OPEN else reasons).append(finding)
    findings += [_vacancy(p, inputs, settings) for p in last if p.seats < p.seats_before]
    moved = tuple((old.person, old.post, new.post) for old, new in moves.items())
    seats = {**slate.seats, **{p.post: p.seats for p in last}}
    return outcome_of(settings, joined, reasons, findings, OpeningRecord(last, moved), seats=seats)


def openings(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[PostOpening, ...]:
    """What each post comes to with the candidates it has, before anyone chooses anew."""
    seats = seats_offered(slate, inputs)
    posts = [p for p in inputs.frame.posts.values() if not p.excluded]
    counted = [_opening(p, len(slate.of(p.id)), seats[p.id], settings) for p in posts]
    if any(p.done == "stopped" for p in counted):
        return tuple(replace(p, done="stopped", seats=0, merged_into="") for p in counted)
    open_ = {p.post for p in counted if p.done in OPEN}
    return tuple(
        replace(p, done="cancelled", merged_into="") if p.merged_into and p.merged_into not in open_ else p
        for p in counted
    )


def _opening(post: Post, candidates: int, seats: int, settings: Settings) -> PostOpening:
    """What one post comes to: open when the ratio is reached, else the first measure that can be taken."""
    most = settings.most_seats(post, candidates, seats)
    common = (post.id, candidates, candidates, seats)
    if post.late_bound or (candidates and seats and most == seats):
        return PostOpening(*common, seats, "open")
    for measure in settings.else_:
        if measure == "reduce_seats" and most >= 1:
            return PostOpening(*common, most, "reduced")
        if measure == "merge" and post.id in settings.merge_into:
            return PostOpening(*common, 0, "merged", settings.merge_into[post.id])
        if measure == "stop":
            return PostOpening(*common, 0, "stopped")
        if measure == "go_on" and candidates and seats:
            return PostOpening(*common, seats, "gone_on")
        if measure == "cancel":
            break
    return PostOpening(*common, 0, "cancelled")


def _moves(
    slate: Slate, inputs: Inputs, settings: Settings, first: Mapping[str, PostOpening]
) -> dict[Candidate, Candidate]:
    """Who goes where: by merging of posts, and by the candidates' own new choices."""
    merged = {p.post: p.merged_into for p in first.values() if p.done == "merged"}
    moves = {c: Candidate(c.person, merged[c.post]) for c in slate.candidates if c.post in merged}
    for row in inputs.table("rechoices", Rechoice):
        old = Candidate(row.person, row.from_post)
        if old in slate.candidates and first[row.from_post].done == "cancelled":
            moves[old] = Candidate(row.person, row.to_post)
    return moves


def _settled(
    first: Mapping[str, PostOpening], joined: Slate, inputs: Inputs, settings: Settings
) -> tuple[PostOpening, ...]:
    """The posts with those who came over, counted anew.

    Newcomers only ever reach a post that opens, and more candidates never close one or cost it seats, so one
    pass in plan order is the fixed point.
    """
    offered = {p.post: p.seats_before for p in first.values()}
    for opening in first.values():
        if opening.done == "merged":
            offered[opening.merged_into] += opening.seats_before
    settled = []
    for opening in first.values():
        now, seats = len(joined.of(opening.post)), offered[opening.post]
        unchanged = now == opening.candidates and seats == opening.seats_before
        if unchanged or opening.done not in OPEN:
            settled.append(opening)
            continue
        most = settings.most_seats(inputs.frame.posts[opening.post], now, seats)
        if opening.done == "gone_on" and most < seats:
            settled.append(replace(opening, candidates=now, seats=seats))
            continue
        kept = max(opening.seats, most)
        done: Done = "open" if kept == seats else "reduced"
        settled.append(replace(opening, candidates=now, seats=kept, done=done))
    return tuple(settled)


def _rechoice_check(
    rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> Callable[[Rechoice], Refused | None]:
    on_slate = slate_check(slate, inputs)
    done = {p.post: p for p in openings(slate, inputs, settings)}
    replaced = {row.key() for row in rows}
    chosen: dict[str, list[str]] = {}
    for candidate in slate.candidates:
        if done[candidate.post].done in OPEN:
            chosen.setdefault(candidate.person, []).append(candidate.post)
    for row in inputs.table("rechoices", Rechoice):
        if row.key() not in replaced:
            chosen.setdefault(row.person, []).append(row.to_post)

    def check(row: Rechoice) -> Refused | None:
        refusal = (
            _refused_move(row, done, inputs, settings)
            or on_slate(row.person, row.from_post)
            or _refused_target(row, chosen.setdefault(row.person, []), inputs)
        )
        if refusal is None:
            chosen[row.person].append(row.to_post)
        return refusal

    return check


def _refused_move(
    row: Rechoice, done: Mapping[str, PostOpening], inputs: Inputs, settings: Settings
) -> Refused | None:
    refusal = unknown_post(row.from_post, inputs) or unknown_post(row.to_post, inputs)
    if refusal is not None:
        return refusal
    if not settings.rechoose:
        return _refused(
            row, "no_new_choice", "方案不允许改报。", "The plan allows no new choice.", "该人选随职位取消而退出。",
            "The candidate leaves with the post.",
        )  # fmt: skip
    if row.from_post not in done or done[row.from_post].done != "cancelled":
        title = title_of(row.from_post, inputs)
        return _refused(
            row, "post_not_cancelled", f"职位“{title.zh}”没有取消，不得改报。",
            f"The post '{title.say('en')}' is not cancelled.", "只有被取消职位的人选可以改报。",
            "Only candidates of a cancelled post may choose anew.",
        )  # fmt: skip
    if row.to_post not in done or done[row.to_post].done not in OPEN:
        title = title_of(row.to_post, inputs)
        return _refused(
            row, "post_not_open", f"职位“{title.zh}”不开考，不能改报。",
            f"The post '{title.say('en')}' does not open.", "请改报仍开考的职位。", "Choose a post that opens.",
        )  # fmt: skip
    return None


def _refused_target(row: Rechoice, chosen: Sequence[str], inputs: Inputs) -> Refused | None:
    person, post = inputs.people.get(row.person), inputs.frame.posts[row.to_post]
    if person is None:
        return unknown_person(row.person, inputs)
    if row.to_post in chosen:
        return _refused(
            row, "already_chosen", f"{person.name}已是职位“{post.title.zh}”的人选。",
            f"{person.name} already stands for '{post.title.say('en')}'.", "请改报其他职位。",
            "Choose another post.",
        )  # fmt: skip
    refusal = refused_post(person, post, inputs.frame) or refused_choices(
        person, [*chosen, row.to_post], inputs.frame
    )
    if refusal is not None:
        return refusal.at(row.key())
    return _refused_unqualified(row, person, post, inputs)


def _refused_unqualified(row: Rechoice, person: Person, post: Post, inputs: Inputs) -> Refused | None:
    """Whoever chooses a post with other rules than the old one is reviewed for it first."""
    old = inputs.frame.posts[row.from_post]
    own_rules = (old.eligibility, _class_rules(old, inputs)) == (post.eligibility, _class_rules(post, inputs))
    reviewed = {(q.person, q.post) for q in inputs.table("qualifications", Qualification)}
    if own_rules or (row.person, row.to_post) in reviewed:
        return None
    return _refused(
        row, "not_reviewed", f"职位“{post.title.zh}”另有资格条件，{person.name}尚未复核。",
        f"'{post.title.say('en')}' has conditions of its own; {person.name} is not reviewed for it.",
        "请先在“改报资格复核”中录入复核结果。", "Record the review under 'qualifications' first.",
    )  # fmt: skip


def _class_rules(post: Post, inputs: Inputs) -> tuple[Overlay, ...]:
    known = inputs.frame.classes.get(post.cls or "")
    return known.eligibility if known else ()


def _refused(row: Rechoice, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Refused:
    return Refused(code, zh, en, row.key(), remedy_zh, remedy_en)


def _finding(
    candidate: Candidate,
    opening: PostOpening,
    to: Candidate | None,
    inputs: Inputs,
    settings: Settings,
) -> Finding:
    """What became of one candidate's post, and where they went if they left it."""
    done, title = DONE[opening.done], title_of(opening.post, inputs)
    zh, en = f"“{title.zh}”{done.zh}", f"{title.say('en')}: {done.en}"
    if to is not None:
        new = title_of(to.post, inputs)
        zh, en = f"{zh}；改报“{new.zh}”", f"{en}; now stands for {new.say('en')}"
    return found(
        f"post_{opening.done}",
        "met" if opening.done == "open" else "not_met" if opening.done not in OPEN else "note",
        Text(zh, en),
        by_plan(settings, "ratio" if settings.ratio_of(inputs.frame.posts[opening.post]) else "min_candidates"),
        candidate,
        _evidence(opening, inputs, settings),
    )


def _vacancy(opening: PostOpening, inputs: Inputs, settings: Settings) -> Finding:
    """The seats that a post loses here, and what the plan says becomes of them."""
    title, lost = title_of(opening.post, inputs), opening.seats_before - opening.seats
    then = settings.cancelled or Text("", "")
    return found(
        "seats_not_filled",
        "note",
        Text(
            f"“{title.zh}”{DONE[opening.done].zh}，空出 {lost} 个职数。{then.zh}",
            f"{title.say('en')}: {DONE[opening.done].en}; {lost} seats left. {then.say('en')}".strip(),
        ),
        by_plan(settings, "else"),
        None,
        _evidence(opening, inputs, settings),
    )


def _evidence(opening: PostOpening, inputs: Inputs, settings: Settings) -> list[Evidence]:
    ratio = settings.ratio_of(inputs.frame.posts[opening.post])
    wanted = [fact("要求比例", "Ratio wanted", f"{said(ratio)}:1")] if ratio is not None else []
    return [
        fact("人选数", "Candidates", opening.candidates),
        fact("原有职数", "Seats before", opening.seats_before),
        fact("开考职数", "Seats now", opening.seats),
        *wanted,
        fact("最少人数", "Least candidates", settings.min_candidates),
    ]
