"""Shortlist (确定考察对象): the order of points is cut at the plan's ratio; everyone left out learns why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.findings import by_plan, by_row, found, outcome_of, title_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.scoring import Refill
from quanheng.core.language.terms import Keep, Slug, StageSettings, TieBreak, wrong
from quanheng.core.scoring import settling
from quanheng.core.scoring.conditions import situation_of
from quanheng.core.scoring.keeping import Cut, check_keep, cut_of, left_out, scores_of
from quanheng.core.scoring.placing import Placement, placed, wishes_by
from quanheng.core.scoring.ranks import Standing, TieFacts, standings, tiers_of
from quanheng.core.scoring.scores import plain
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import Options, PersonCell, PostCell

TITLE = Text("确定考察对象", "Shortlist for inspection")

WAYS = Options(
    {
        "lot": Text("抽签", "lot"),
        "vote": Text("表决", "vote"),
        "retest": Text("加试", "retest"),
    }
)


class Settings(StageSettings):
    """What a plan says about the shortlist.

    Shapes: `by` is the stage whose points make the order; `ties` parts equals, its last link is final.
    `decides` reference lets the body depart from the order by a recorded exception. One post for each person:
    by the order of choices, of posts in the plan, or the post where the person stands best.
    """

    kind: Literal["shortlist"]
    by: Slug
    keep: Keep
    ties: tuple[TieBreak, ...] = ()
    one_post_per_person: Literal["choice_order", "post_order", "score", "none"] = "none"
    decides: Literal["score", "reference"] = "score"
    decided_by: Slug | None = None
    refill: Refill | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        check_keep(self.keep, may_chain=True)
        if any(t.final is not None for t in self.ties[:-1]):
            raise wrong("ties 中 final 只能写在最后。", "final is the last link of ties")
        if self.keep.ties == "chain" and (not self.ties or self.ties[-1].final is None):
            raise wrong(
                "keep.ties: chain 须有以 final（lot、vote、retest、shared、refuse）收尾的 ties。",
                "keep.ties: chain needs ties that end in final: lot, vote, retest, shared or refuse",
            )
        return self

    def last_word(self) -> str:
        """What finally parts equals: lot, vote, retest, shared or refuse."""
        return (self.ties[-1].final if self.ties else None) or "shared"

    def ties_at_cut(self) -> str:
        """What happens to equals across the cut."""
        if self.keep.ties != "chain":
            return self.keep.ties
        return "include" if self.last_word() == "shared" else "chain"


class TieBroken(Row):
    """The place that a lot, a vote or a retest gave to one of several equals."""

    key_fields: ClassVar[tuple[str, ...]] = ("post", "person")
    post: PostCell
    person: PersonCell
    place: Annotated[
        int, Field(ge=1), Column("次序", "Place", Text("同分者中的先后", "Order among the equals"), "1")
    ]
    way: Annotated[
        Literal["lot", "vote", "retest"],
        WAYS,
        Column("方式", "Way", Text("抽签、表决或加试", "How"), "vote"),
    ]
    record: Annotated[
        str, Column("记录", "Record", Text("会议纪要、票数或签号", "Minutes, votes or lot"), "纪要第3号")
    ]


class Deviation(Row):
    """A departure from the order that the deciding body resolved: one in, one out, and why."""

    key_fields: ClassVar[tuple[str, ...]] = ("post", "person_in")
    post: PostCell
    person_in: Annotated[
        str, Column("列入人选", "Person in", Text("列为考察对象的人员", "Who is taken"), "HW012")
    ]
    person_out: Annotated[
        str, Column("不列入人选", "Person out", Text("原按得分列入的人员", "Who was ahead"), "HW007")
    ]
    reason: Annotated[
        str,
        Field(min_length=1),
        Column("理由", "Reason", Text("不按得分的理由", "Why not by points"), "专业更对口"),
    ]
    resolution: Annotated[
        str,
        Field(min_length=1),
        Column("决议", "Resolution", Text("集体研究的记录", "The collective resolution"), "纪要第5号"),
    ]


TABLES = (
    InputTable(
        "tie_breaks", Text("同分确定次序", "Ties parted"), TieBroken, "record_tie_break", required=False
    ),
    InputTable(
        "exceptions", Text("不按得分的决议", "Exceptions"), Deviation, "record_resolution", required=False
    ),
)


@dataclass(frozen=True)
class ShortlistRecord:
    """The order, the cut and the reserve of every post, and how often those next in order may follow.

    Shapes: `reserve` lists, best first, those who are kept for no post.
    """

    orders: Mapping[str, tuple[Standing, ...]]
    cuts: Mapping[str, Cut]
    kept: Mapping[str, tuple[str, ...]]
    reserve: Mapping[str, tuple[Standing, ...]]
    refill: Refill | None = None
    tie_breaks: tuple[TieBroken, ...] = ()
    exceptions: tuple[Deviation, ...] = ()


RECORD = ShortlistRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Which new rows may not enter, and why."""
    on_slate = slate_check(slate, inputs)
    if table == "exceptions":

        def check(row: Deviation) -> Refused | None:
            if settings.decides == "score":
                return settling.score_decides(row.key())
            return on_slate(row.person_in, row.post) or on_slate(row.person_out, row.post)

        return refused_rows(rows, Deviation, check)
    equals = {
        s.candidate: s.rank
        for post in _posts(slate)
        for s in _order(post, slate, inputs, settings, recorded=False)
    }
    rows_before = inputs.table("tie_breaks", TieBroken)
    places = {(r.post, equals.get(Candidate(r.person, r.post)), r.place): r.person for r in rows_before}

    def check_tie(row: TieBroken) -> Refused | None:
        refusal = on_slate(row.person, row.post)
        if refusal is None and row.way != settings.last_word():
            refusal = settling.wrong_way(row.key(), WAYS.words, row.way, settings.last_word())
        tier = (row.post, equals.get(Candidate(row.person, row.post)), row.place)
        holder = places.setdefault(tier, row.person)
        if refusal is None and holder != row.person:
            refusal = settling.place_taken(row.key(), row.place, inputs.name_of(holder))
        return refusal

    return refused_rows(rows, TieBroken, check_tie)


def _posts(slate: Slate) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.post for c in slate.candidates))


def _order(
    post: str, slate: Slate, inputs: Inputs, settings: Settings, recorded: bool = True
) -> tuple[Standing, ...]:
    """The order of one post: ranks of the stage it goes by, then the chain, then what was recorded."""
    scores = scores_of(inputs, settings.by, slate.of(post))
    rows = {r.person: r for r in inputs.table("tie_breaks", TieBroken) if r.post == post and recorded}
    facts = TieFacts(_points_by_stage(inputs, slate.of(post)), inputs.people)
    ordered: list[Standing] = []
    for rank in sorted({s.rank or 0 for s in scores.values()}):
        values = {c: s.value for c, s in scores.items() if (s.rank or 0) == rank}
        for tier in tiers_of(standings(values, settings.ties, facts)):
            ordered += settling.by_recorded_place(tier, rows, len(ordered))
    return tuple(ordered)


def _points_by_stage(inputs: Inputs, candidates: Sequence[Candidate]) -> dict[str, dict[Candidate, Decimal]]:
    return {
        stage: {c: s.value for c, s in scores_of(inputs, stage, candidates).items()}
        for stage in inputs.earlier
    }


@dataclass(frozen=True)
class _Field:
    """The orders and cuts of all posts, and the placement that follows."""

    orders: dict[str, tuple[Standing, ...]]
    cuts: dict[str, Cut]
    placement: Placement


def _field(slate: Slate, inputs: Inputs, settings: Settings) -> _Field:
    orders = {post: _order(post, slate, inputs, settings) for post in _posts(slate)}
    cuts = {
        post: cut_of(settings.keep, situation_of(post, slate, inputs, tuple(s.value for s in order)))
        for post, order in orders.items()
    }
    way = settings.one_post_per_person
    posts = tuple(inputs.frame.posts)
    wishes = None if way == "none" else wishes_by(way, slate.candidates, orders, posts)
    return _Field(orders, cuts, placed(orders, cuts, settings.ties_at_cut(), wishes))


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Candidates without points, and equals across a cut who still have to be parted."""
    dues = []
    for post in _posts(slate):
        known = scores_of(inputs, settings.by, slate.of(post))
        for c in slate.of(post):
            if c not in known:
                name, by = inputs.name_of(c.person), settings.by
                zh, en = f"{name}在“{by}”环节没有得分", f"{name} has no points from stage '{by}'"
                dues.append(Due(Text(zh, en), person=c.person))
    if dues or settings.last_word() not in WAYS.words:
        return tuple(dues)
    way = WAYS.say(settings.last_word())
    for post, tied in contested(slate, inputs, settings).items():
        title = title_of(post, inputs)
        for s in tied:
            name = inputs.name_of(s.candidate.person)
            zh = f"{title.zh}入围线上同分，{name}须以{way.zh}确定次序"
            en = f"{title.say('en')}: equal across the cut, {name} must be placed by {way.say('en')}"
            dues.append(Due(Text(zh, en), "tie_breaks", s.candidate.person, settings.decided_by or ""))
    return tuple(dues)


def contested(slate: Slate, inputs: Inputs, settings: Settings) -> Mapping[str, tuple[Standing, ...]]:
    """The equals across the cut of each post whom nothing has parted yet."""
    return _field(slate, inputs, settings).placement.contested


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Those kept for each post; everyone else departs with rank, points and cut, or the post they got.

    Errors: Refused(stage_closed_too_early), Refused(ratio_not_reached), Refused(tie_not_parted),
    Refused(exception_does_not_apply).
    """
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    field = _field(slate, inputs, settings)
    for post, tied in field.placement.contested.items():
        raise settling.tie_refused(post, [inputs.name_of(s.candidate.person) for s in tied])
    kept = {s.candidate for own in field.placement.kept.values() for s in own}
    deviations = inputs.table("exceptions", Deviation)
    swapped = _swapped(kept, deviations, inputs)
    left = [c for c in slate.candidates if c not in swapped]
    reasons = [_reason(c, field, swapped, deviations, inputs, settings) for c in left]
    notes = [
        n for c in slate.candidates if c in swapped for n in _notes(c, field, deviations, inputs, settings)
    ]
    people = {c.person for c in swapped}
    single = settings.one_post_per_person != "none"
    reserve = {
        post: tuple(
            s for s in order if s.candidate not in swapped and not (single and s.candidate.person in people)
        )
        for post, order in field.orders.items()
        if not field.cuts[post].cancelled
    }
    record = ShortlistRecord(
        orders=field.orders,
        cuts=field.cuts,
        kept={
            p: tuple(s.candidate.person for s in o if s.candidate in swapped) for p, o in field.orders.items()
        },
        reserve=reserve,
        refill=settings.refill,
        tie_breaks=inputs.table("tie_breaks", TieBroken),
        exceptions=deviations,
    )
    seats = {**slate.seats, **{post: cut.seats for post, cut in field.cuts.items()}}
    return outcome_of(settings, slate, reasons, notes, record, seats=seats)


def _swapped(kept: set[Candidate], deviations: Sequence[Deviation], inputs: Inputs) -> set[Candidate]:
    """Those kept after the resolved exceptions; Errors: Refused(exception_does_not_apply)."""
    now = set(kept)
    for row in deviations:
        coming, going = Candidate(row.person_in, row.post), Candidate(row.person_out, row.post)
        if going not in now:
            raise settling.nobody_gives_way(row.key(), inputs.name_of(row.person_out))
        if any(c.person == row.person_in for c in now):
            raise settling.kept_already(row.key(), inputs.name_of(row.person_in))
        now = (now - {going}) | {coming}
    return now


def _reason(
    candidate: Candidate,
    field: _Field,
    kept: set[Candidate],
    deviations: Sequence[Deviation],
    inputs: Inputs,
    settings: Settings,
) -> Finding:
    """Why a candidate leaves: a resolution, another post, the cut."""
    for row in deviations:
        if candidate == Candidate(row.person_out, row.post):
            text = Text(
                f"经集体研究不列入：{row.reason}（{row.resolution}）",
                f"Not taken by resolution: {row.reason} ({row.resolution})",
            )
            return found(
                "set_aside", "not_met", text, by_row(settings, "exceptions", row, "decision"), candidate
            )
    elsewhere = next((c for c in kept if c.person == candidate.person), None)
    if elsewhere is not None and candidate not in field.placement.turned_down:
        title = title_of(elsewhere.post, inputs)
        text = Text(
            f"已确定为“{title.zh}”的考察对象，不再占用本职位名额",
            f"Kept for '{title.say('en')}', and takes no place here",
        )
        return found(
            "kept_for_other_post", "not_met", text, by_plan(settings, "one_post_per_person"), candidate
        )
    standing = next(s for s in field.orders[candidate.post] if s.candidate == candidate)
    return left_out(settings, standing, field.cuts[candidate.post], _line(candidate.post, field))


def _line(post: str, field: _Field) -> Text:
    own = field.placement.kept[post]
    if not own:
        return Text("无人入围", "nobody is kept")
    least = plain(min(s.value for s in own))
    return Text(f"入围最低 {least} 分", f"lowest kept: {least}")


def _notes(
    candidate: Candidate,
    field: _Field,
    deviations: Sequence[Deviation],
    inputs: Inputs,
    settings: Settings,
) -> list[Finding]:
    """What explains that somebody is kept: rank and points, places freed, a tie parted, a resolution."""
    order = field.orders[candidate.post]
    standing = next(s for s in order if s.candidate == candidate)
    cut = field.cuts[candidate.post]
    points = plain(standing.value)
    zh = f"第 {standing.rank} 名，{points} 分；{cut.words.zh}"
    en = f"rank {standing.rank}, {points} points; {cut.words.en}"
    notes = [found("kept", "met", Text(zh, en), by_plan(settings, "keep"), candidate)]
    if standing.parted_by.zh:
        notes.append(found("tie_parted", "note", standing.parted_by, by_plan(settings, "ties"), candidate))
    notes += _moved_up(standing, field, inputs, settings)
    for row in deviations:
        if candidate == Candidate(row.person_in, row.post):
            text = Text(
                f"经集体研究列入：{row.reason}（{row.resolution}）",
                f"Taken by resolution: {row.reason} ({row.resolution})",
            )
            notes.append(
                found(
                    "taken_by_resolution",
                    "note",
                    text,
                    by_row(settings, "exceptions", row, "decision"),
                    candidate,
                )
            )
    return notes


def _moved_up(standing: Standing, field: _Field, inputs: Inputs, settings: Settings) -> list[Finding]:
    """A note when people ahead are kept for other posts and somebody takes a place they left."""
    candidate = standing.candidate
    own = {s.candidate for s in field.placement.kept[candidate.post]}
    freed = [s for s in field.orders[candidate.post] if s.rank < standing.rank and s.candidate not in own]
    if not freed or candidate not in own:
        return []
    names = [inputs.name_of(s.candidate.person) for s in freed]
    text = Text(
        f"前列的{'、'.join(names)}已确定为其他职位考察对象，依次递补",
        f"Moved up: {', '.join(names)} ahead are kept for other posts",
    )
    return [found("moved_up", "note", text, by_plan(settings, "one_post_per_person"), candidate)]
