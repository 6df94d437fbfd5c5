"""Seats (职数): how many each post offers, as a number or as a share of those who compete for it."""

from __future__ import annotations

from fractions import Fraction

from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import Share
from quanheng.core.parts import exact
from quanheng.core.values import Slate


def seats_offered(slate: Slate, inputs: Inputs) -> dict[str, int]:
    """The seats of every post: those on the slate, or the share of its candidates that the plan gives.

    Shapes: parts of seats dropped by rounding down are pooled where the plan says so; the pool goes, one seat
    each, to the posts with the largest part left over, in plan order between equals.
    """
    seats: dict[str, int] = {}
    left: dict[str, Fraction] = {}
    for post in inputs.frame.posts.values():
        if not isinstance(post.seats, Share):
            seats[post.id] = slate.seats.get(post.id, post.fixed_seats())
            continue
        full = exact(post.seats.share) * len(slate.of(post.id))
        seats[post.id] = _whole(full, post.seats)
        if post.seats.remainder == "pool" and full > seats[post.id]:
            left[post.id] = full - seats[post.id]
    pool = int(sum(left.values()))
    for post_id in sorted(left, key=lambda p: -left[p])[:pool]:
        seats[post_id] += 1
    return seats


def _whole(full: Fraction, share: Share) -> int:
    whole = full.numerator // full.denominator
    over = full - whole
    if (share.round == "up" and over) or (share.round == "half_up" and over * 2 >= 1):
        whole += 1
    if share.at_least is not None:
        whole = max(whole, share.at_least)
    return whole if share.at_most is None else min(whole, share.at_most)
