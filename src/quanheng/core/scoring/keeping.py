"""Keeping (入围): the pass mark, how many places a post has, and who is left out at the cut."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from quanheng.core.findings import by_plan
from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import Keep, Share, StageSettings, Threshold, settled, wrong
from quanheng.core.scoring.conditions import Situation, situation_of, threshold_value
from quanheng.core.scoring.ranks import Standing, TieFacts, standings, tiers_of
from quanheng.core.scoring.scores import plain, value_of
from quanheng.core.values import Candidate, Finding, Refused, Score, Slate, Text, Working, how_many

Boundary = Literal["at_least", "over"]

_ROUND = {"down": ROUND_FLOOR, "up": ROUND_CEILING, "half_up": ROUND_HALF_UP}


@dataclass(frozen=True, slots=True)
class Cut:
    """How many of a post stay: `places` None means all; `seats` as they are after a shortage."""

    places: int | None
    seats: int
    words: Text
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class PassMark:
    """A pass mark (合格线) and whether the mark itself passes."""

    mark: Threshold | None
    boundary: Boundary = "at_least"

    def fails(self, value: Decimal, least: Decimal) -> bool:
        """Whether the points fall short; a mean without end is compared as far as it is settled."""
        value, least = settled(value), settled(least)
        return value < least or (self.boundary == "over" and value == least)


@dataclass(frozen=True)
class Choice:
    """Who stays by the order, who is left out, and who stands equal across the cut."""

    kept: tuple[Standing, ...]
    left: tuple[Standing, ...]
    contested: tuple[Standing, ...] = ()


def check_keep(keep: Keep | None, may_chain: bool) -> None:
    """Raise the plan's own error when a keep cannot be worked out here.

    Errors: PydanticCustomError, for use inside validators.
    """
    if keep is None:
        return
    if keep.ties == "chain" and not may_chain:
        raise wrong(
            "此环节的 keep.ties 只能是 include 或 exclude；同分顺序链写在 shortlist 环节。",
            "keep.ties is include or exclude here; a chain belongs to a shortlist stage",
        )
    if keep.table is not None and "mean" in [c.then for c in keep.table.cases] + [keep.table.otherwise]:
        raise wrong("keep.table 的取值须为每席人数。", "keep.table names people per seat, not the mean")
    by_ratio = keep.per_seat is not None or keep.table is not None
    if keep.short == "reduce_seats" and not by_ratio:
        raise wrong("short: reduce_seats 须配 per_seat 或 table。", "reduce_seats needs per_seat or table")


def cut_of(keep: Keep, situation: Situation) -> Cut:
    """The places of one post by the plan's rule and the field at hand.

    Errors: Refused(ratio_not_reached) when the plan says that the selection stops.
    """
    seats = int(situation.quantity("seats"))
    count = int(situation.quantity("candidates"))
    if keep.passed is not None:
        return Cut(None, seats, Text("合格者全部入围", "all who pass stay"))
    if keep.drop_last is not None:
        words = Text(f"淘汰末 {keep.drop_last} 名", f"the last {keep.drop_last} leave")
        return Cut(max(count - keep.drop_last, 0), seats, words)
    ratio = keep.per_seat if keep.table is None else threshold_value(keep.table, situation)
    if keep.top is not None:
        places, wanted, words = keep.top, keep.top, Text(f"取前 {keep.top} 名", f"the first {keep.top}")
    elif keep.share is not None:
        places = wanted = _share_of(keep.share, situation)
        shown = plain(keep.share.share)
        words = Text(f"按 {keep.share.of} 的 {shown} 取 {places} 名", f"{shown} of {keep.share.of}: {places}")
    elif ratio is not None:
        places = _whole(ratio * seats, keep.round)
        least = keep.at_least_per_seat
        wanted = places if least is None else _whole(least * seats, "up")
        words = Text(
            f"{seats} 席按 1∶{plain(ratio)} 取 {places} 名",
            f"{how_many(seats, 'seat')} at {plain(ratio)} each: {places}",
        )
    else:
        return Cut(None, seats, Text("未设比例，全部入围", "no ratio applies; all stay"))
    if count >= wanted:
        return Cut(places, seats, words)
    return _short(keep, situation, Cut(places, seats, words), ratio)


def _short(keep: Keep, situation: Situation, cut: Cut, ratio: Decimal | None) -> Cut:
    count = int(situation.quantity("candidates"))
    zh, en = f"{cut.words.zh}，实有 {count} 名", f"{cut.words.en}; there are {count}"
    if keep.short == "stop":
        raise Refused(
            "ratio_not_reached",
            f"职位“{situation.post}”未达到入围比例：{zh}。",
            f"Post '{situation.post}' does not reach its ratio: {en}.",
            where=situation.post,
            remedy_zh="方案规定此时停止，请按方案另行处理该职位。",
            remedy_en="The plan stops here; settle this post as the plan provides.",
        )
    if keep.short == "cancel_post":
        words = Text(f"{zh}，取消该职位", f"{en}; the post is cancelled")
        return Cut(0, 0, words, cancelled=True)
    if keep.short == "reduce_seats" and ratio is not None:
        seats = min(cut.seats, _whole(count / (keep.at_least_per_seat or ratio), "down"))
        words = Text(f"{zh}，核减为 {seats} 席", f"{en}; reduced to {how_many(seats, 'seat')}")
        return Cut(min(count, _whole(ratio * seats, keep.round)), seats, words, cancelled=seats == 0)
    return Cut(cut.places, cut.seats, Text(f"{zh}，按实有人数", f"{en}; taken as they are"))


def _whole(value: Decimal, rounding: str) -> int:
    return int(settled(value).to_integral_value(_ROUND[rounding]))


def _share_of(share: Share, situation: Situation) -> int:
    places = _whole(share.share * situation.quantity(share.of), share.round)
    if share.at_most is not None:
        places = min(places, share.at_most)
    return places if share.at_least is None else max(places, share.at_least)


def chosen(order: Sequence[Standing], places: int | None, ties: str) -> Choice:
    """Who stays when the order is cut after so many places.

    Shapes: `ties` include keeps all who stand equal across the cut, exclude none of them, chain leaves them
    contested (and provisionally out).
    """
    if places is None:
        return Choice(tuple(order), ())
    kept: list[Standing] = []
    for tier in tiers_of(order):
        room = places - len(kept)
        if room <= 0 or (len(tier) > room and ties != "include"):
            contested = tier if room > 0 and ties == "chain" else ()
            return Choice(tuple(kept), tuple(order[len(kept) :]), contested)
        kept.extend(tier)
    return Choice(tuple(kept), tuple(order[len(kept) :]))


def left_out(settings: StageSettings, standing: Standing, cut: Cut, why: Text) -> Finding:
    """Why the order did not reach someone: rank, points, and the cut."""
    points = plain(standing.value)
    return Finding(
        code="post_cancelled" if cut.cancelled else "below_cut",
        state="not_met",
        text=Text(
            f"第 {standing.rank} 名，{points} 分；{cut.words.zh}；{why.zh}",
            f"Rank {standing.rank}, {points} points; {cut.words.en}; {why.en}",
        ),
        source=by_plan(settings, "keep"),
        candidate=standing.candidate,
    )


def below_pass(
    settings: StageSettings,
    scores: Sequence[Score],
    line: PassMark,
    slate: Slate,
    inputs: Inputs,
    absent: Collection[Candidate] = (),
) -> tuple[Finding, ...]:
    """Those whose points do not reach the pass mark of their post; the absent count in no mean."""
    if line.mark is None:
        return ()
    gone = []
    for post in dict.fromkeys(s.candidate.post for s in scores):
        own = [s for s in scores if s.candidate.post == post]
        present = tuple(s.value for s in own if s.candidate not in absent)
        least = threshold_value(line.mark, situation_of(post, slate, inputs, present))
        if least is not None:
            gone += [_failed(settings, s, least, line.boundary) for s in own if line.fails(s.value, least)]
    return tuple(gone)


def _failed(settings: StageSettings, score: Score, least: Decimal, boundary: Boundary) -> Finding:
    points, line = plain(score.value), plain(least)
    zh, en = ("须超过", "must exceed") if boundary == "over" else ("须达到", "must reach")
    return Finding(
        code="below_pass_mark",
        state="not_met",
        text=Text(f"得 {points} 分，{zh} {line} 分", f"{points} points; {en} {line}"),
        source=by_plan(settings, "pass"),
        candidate=score.candidate,
    )


def scores_by_post(workings: Mapping[Candidate, Working]) -> tuple[Score, ...]:
    """A score for every working, with the rank inside its post; equal points share a rank."""
    nothing = TieFacts({}, {})
    orders = {
        post: standings({c: value_of(w) for c, w in workings.items() if c.post == post}, (), nothing)
        for post in dict.fromkeys(c.post for c in workings)
    }
    return scores_by_order(workings, orders)


def scores_by_order(
    workings: Mapping[Candidate, Working], orders: Mapping[str, Sequence[Standing]]
) -> tuple[Score, ...]:
    """A score for every working, with the rank that the order of its post gives it."""
    ranks = {s.candidate: s.rank for order in orders.values() for s in order}
    return tuple(Score(c, value_of(w), w, ranks[c]) for c, w in workings.items())


def scores_of(inputs: Inputs, stage: str, candidates: Iterable[Candidate]) -> dict[Candidate, Score]:
    """The scores that an earlier stage gave these candidates, by candidacy or by person."""
    outcome = inputs.earlier.get(stage)
    given = {s.candidate: s for s in outcome.scores} if outcome else {}
    found = {c: given.get(c) or given.get(Candidate(c.person, "")) for c in candidates}
    return {c: s for c, s in found.items() if s is not None}


def standings_of(scores: Sequence[Score], left: Slate, post: str) -> tuple[Standing, ...]:
    """The order of those still on the slate for one post, by the ranks that a stage gave them."""
    staying = set(left.of(post))
    own = sorted((s for s in scores if s.candidate in staying), key=lambda s: s.rank or 0)
    found: list[Standing] = []
    for place, score in enumerate(own, start=1):
        same = place > 1 and score.rank == own[place - 2].rank
        found.append(Standing(score.candidate, score.value, found[-1].rank if same else place))
    return tuple(found)


def below_cut(
    settings: StageSettings, scores: Sequence[Score], keep: Keep | None, left: Slate, inputs: Inputs
) -> tuple[tuple[Finding, ...], Mapping[str, int]]:
    """Those whom the cut leaves out in each post, and the seats as they are afterwards.

    Errors: Refused(ratio_not_reached).
    """
    if keep is None:
        return (), left.seats
    gone: list[Finding] = []
    seats = dict(left.seats)
    for post in dict.fromkeys(c.post for c in left.candidates):
        order = standings_of(scores, left, post)
        cut = cut_of(keep, situation_of(post, left, inputs, tuple(s.value for s in order)))
        seats[post] = cut.seats
        why = Text("未进入下一环节", "not among those who go on")
        gone += [left_out(settings, s, cut, why) for s in chosen(order, cut.places, keep.ties).left]
    return tuple(gone), seats


def each_once(reasons: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first reason for every candidate: nobody leaves twice."""
    first: dict[Candidate | None, Finding] = {}
    for reason in reasons:
        first.setdefault(reason.candidate, reason)
    return tuple(first.values())
