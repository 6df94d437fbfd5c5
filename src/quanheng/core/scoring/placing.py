"""Placing (一人一职): who is kept for which post when one person may be ahead in several.

Everyone asks by deferred acceptance (see `matching.py`), so whoever misses a post wished for more stands
behind everyone held there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from quanheng.core.matching import UNPLACED, Market, deferred_acceptance
from quanheng.core.scoring.keeping import Cut, chosen
from quanheng.core.scoring.ranks import Standing
from quanheng.core.values import Candidate

Wishes = Mapping[str, Sequence[Candidate]]
"""Each person's candidacies, the one to be kept first."""


@dataclass(frozen=True)
class Placement:
    """Who is kept in each post (in order), who was turned down there, and ties that still have to be parted.

    Shapes: a candidacy neither kept nor turned down never asked: the person is kept for another post.
    """

    kept: Mapping[str, tuple[Standing, ...]]
    turned_down: frozenset[Candidate]
    contested: Mapping[str, tuple[Standing, ...]]

    def post_of(self, person: str) -> str | None:
        """The post for which a person is kept, if any."""
        return next(
            (p for p, own in self.kept.items() if any(s.candidate.person == person for s in own)), None
        )


def wishes_by(
    way: Literal["choice_order", "post_order", "score"],
    candidates: Sequence[Candidate],
    orders: Mapping[str, Sequence[Standing]],
    posts: Sequence[str],
) -> Wishes:
    """Each person's candidacies in the order in which one is to be kept.

    Shapes: `candidates` lists a person's candidacies in the order of choices, `posts` as the plan does.
    """
    wishes: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        wishes.setdefault(candidate.person, []).append(candidate)
    standing = {s.candidate: s for order in orders.values() for s in order}
    if way == "post_order":
        return {p: sorted(own, key=lambda c: posts.index(c.post)) for p, own in wishes.items()}
    if way == "score":
        return {
            p: sorted(own, key=lambda c: (standing[c].rank, -standing[c].value, posts.index(c.post)))
            for p, own in wishes.items()
        }
    return wishes


def placed(
    orders: Mapping[str, Sequence[Standing]],
    cuts: Mapping[str, Cut],
    ties: str,
    wishes: Wishes | None,
) -> Placement:
    """The placement under these cuts; `wishes` lists each person's candidacies, the most wanted first.

    Shapes: without wishes every post is cut on its own. `ties` is include, exclude or chain; with chain those
    who stand equal across a cut are held for the moment and reported as contested.
    """
    mode: Literal["include", "exclude"] = "exclude" if ties == "exclude" else "include"
    if wishes is None:
        kept = {p: chosen(order, cuts[p].places, mode).kept for p, order in orders.items()}
        turned_down = frozenset(s.candidate for p, o in orders.items() for s in o if s not in kept[p])
    else:
        kept, turned_down = _asked(orders, cuts, mode, wishes)
    contested = {}
    if ties == "chain":
        pairs = ((p, chosen(own, cuts[p].places, "chain").contested) for p, own in kept.items())
        contested = {p: tied for p, tied in pairs if tied}
    return Placement(kept, turned_down, contested)


def _asked(
    orders: Mapping[str, Sequence[Standing]],
    cuts: Mapping[str, Cut],
    ties: Literal["include", "exclude"],
    wishes: Wishes,
) -> tuple[dict[str, tuple[Standing, ...]], frozenset[Candidate]]:
    """Who is held by each post after everyone asked their wishes in turn, and who asked in vain."""
    ranks = {s.candidate: s.rank for order in orders.values() for s in order}
    number = {post: n for n, post in enumerate(orders)}
    asks = [wish for own in wishes.values() for wish in own]
    places = [cuts[post].places for post in orders]
    market = Market(
        start=[0, *accumulate(len(own) for own in wishes.values())],
        office=[number[wish.post] for wish in asks],
        standing=[ranks[wish] for wish in asks],
        capacity=[len(asks) if room is None else room for room in places],
    )
    matching = deferred_acceptance(market, ties)
    stays = {asks[edge] for edge in matching.edge if edge != UNPLACED}
    asked = {
        wish for first, until in zip(market.start, matching.asked, strict=False) for wish in asks[first:until]
    }
    kept = {post: tuple(s for s in order if s.candidate in stays) for post, order in orders.items()}
    return kept, frozenset(asked - stays)
