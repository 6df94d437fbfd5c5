"""Placing (一人一职): who is kept for which post when one person may be ahead in several.

Source: Gale and Shapley 1962, deferred acceptance with the people proposing: each post holds the best that
asked for it so far, whoever it lets go asks the next; whoever misses a post wished for more stands behind
everyone held there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quanheng.core.keeping import Cut, chosen
from quanheng.core.ranks import Standing, tiers_of
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
    mode = "include" if ties == "chain" else ties
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
    ties: str,
    wishes: Wishes,
) -> tuple[dict[str, tuple[Standing, ...]], frozenset[Candidate]]:
    """Rounds of asking: everyone not held asks the next wish, every post keeps its best."""
    asked: dict[str, set[Candidate]] = {post: set() for post in orders}
    kept: dict[str, tuple[Standing, ...]] = dict.fromkeys(orders, ())
    following = dict.fromkeys(wishes, 0)
    waiting = list(wishes)
    while waiting:
        for person in waiting:
            wish = wishes[person][following[person]]
            asked[wish.post].add(wish)
            following[person] += 1
        for post, order in orders.items():
            field = _ranked_again([s for s in order if s.candidate in asked[post]])
            kept[post] = chosen(field, cuts[post].places, ties).kept
        held = {s.candidate.person for own in kept.values() for s in own}
        waiting = [p for p in wishes if p not in held and following[p] < len(wishes[p])]
    stays = {s.candidate for own in kept.values() for s in own}
    original = {s.candidate: s for order in orders.values() for s in order}
    ordered = {p: tuple(original[s.candidate] for s in own) for p, own in kept.items()}
    return ordered, frozenset(c for asking in asked.values() for c in asking if c not in stays)


def _ranked_again(field: Sequence[Standing]) -> list[Standing]:
    """The same order with ranks counted among those who ask."""
    found: list[Standing] = []
    for tier in tiers_of(field):
        rank = len(found) + 1
        found += [Standing(s.candidate, s.value, rank, s.parted_by) for s in tier]
    return found
