"""The opening ratio worked out (开考比例计算): what each post comes to, before and after new choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from quanheng.core.inputs import Inputs
from quanheng.core.language.posts import Post
from quanheng.core.language.terms import Number, StageSettings, Words, wrong
from quanheng.core.newcomers import is_open_here
from quanheng.core.parts import exact
from quanheng.core.seats import seats_offered
from quanheng.core.values import Slate, Text

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

    def last_day(self) -> date | None:
        """The last day on which a candidate may choose anew, where the plan gives a stretch of days."""
        return None if self.time is None else self.time.to

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


@dataclass(frozen=True, slots=True)
class PostOpening:
    """What became of one post. Shapes: `candidates` counts those who compete in the end."""

    post: str
    candidates_before: int
    candidates: int
    seats_before: int
    seats: int
    done: Done
    merged_into: str = ""


def openings(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[PostOpening, ...]:
    """What each post comes to with the candidates it has, before anyone chooses anew."""
    seats = seats_offered(slate, inputs)
    every = inputs.frame.posts.values()
    posts = [p for p in every if not p.excluded and is_open_here(p.id, slate, settings, inputs)]
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


def settled(
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
    posts = []
    for opening in first.values():
        now, seats = len(joined.of(opening.post)), offered[opening.post]
        unchanged = now == opening.candidates and seats == opening.seats_before
        if unchanged or opening.done not in OPEN:
            posts.append(opening)
            continue
        most = settings.most_seats(inputs.frame.posts[opening.post], now, seats)
        if opening.done == "gone_on" and most < seats:
            posts.append(replace(opening, candidates=now, seats=seats))
            continue
        kept = max(opening.seats, most)
        done: Done = "open" if kept == seats else "reduced"
        posts.append(replace(opening, candidates=now, seats=kept, done=done))
    return tuple(posts)
