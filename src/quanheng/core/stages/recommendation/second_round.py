"""Second round (第二轮推荐): what the first leaves unsettled, by what rule, and who stands again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quanheng.core.inputs import Inputs
from quanheng.core.newcomers import joined
from quanheng.core.scoring.conditions import situation_of
from quanheng.core.scoring.keeping import Cut, chosen, cut_of, standings_of
from quanheng.core.scoring.scores import plain
from quanheng.core.stages.recommendation.recommending import Poll
from quanheng.core.stages.recommendation.rounds import failed_by, poll_of, round_due, scores_of
from quanheng.core.stages.recommendation.tables import Call, SecondRound, Settings
from quanheng.core.values import Candidate, Score, Slate, Text, how_many


@dataclass(frozen=True)
class PostAgain:
    """A post on which ballots are cast again (再推职位).

    Shapes: `causes` says in words each trigger of the plan that holds; `cut` is how many stand again, `again`
    who they are, in the order of the first round.
    """

    post: str
    causes: tuple[Text, ...]
    cut: Cut
    again: tuple[Candidate, ...]


@dataclass(frozen=True)
class FirstRound:
    """The first round once complete (首轮结果): its poll, its points, the posts to vote on again."""

    field: Slate
    poll: Poll
    scores: tuple[Score, ...]
    posts: tuple[PostAgain, ...]

    def again(self) -> tuple[Candidate, ...]:
        """Everybody who stands again."""
        return tuple(candidate for post in self.posts for candidate in post.again)


def first_round(slate: Slate, inputs: Inputs, settings: Settings) -> FirstRound | None:
    """The first round and what it leads to; None while it lacks turnout or sheets."""
    if round_due(1, inputs, settings):
        return None
    poll = poll_of(1, slate, inputs, settings)
    field, scores = joined(slate, poll.candidates), scores_of(poll, settings)
    rule = settings.second_round
    posts = tuple(dict.fromkeys(c.post for c in field.candidates)) if rule else ()
    found = [_again(post, field, poll, scores, inputs, settings, rule) for post in posts if rule]
    return FirstRound(field, poll, scores, tuple(own for own in found if own.causes))


def standing_again(slate: Slate, inputs: Inputs, settings: Settings) -> Slate:
    """The candidates of a second round: those whom the plan keeps, of each post that calls for one."""
    first = first_round(slate, inputs, settings) if settings.second_round else None
    return Slate(first.again() if first else (), slate.seats)


def _again(
    post: str,
    field: Slate,
    poll: Poll,
    scores: Sequence[Score],
    inputs: Inputs,
    settings: Settings,
    rule: SecondRound,
) -> PostAgain:
    order = standings_of(scores, field, post)
    cut = cut_of(rule.keep, situation_of(post, field, inputs, tuple(s.value for s in order)))
    kept = chosen(order, cut.places, rule.keep.ties).kept
    causes = tuple(_causes(post, field, poll, scores, inputs, settings))
    return PostAgain(post, causes, cut, tuple(s.candidate for s in kept))


def _causes(
    post: str, field: Slate, poll: Poll, scores: Sequence[Score], inputs: Inputs, settings: Settings
) -> Iterator[Text]:
    """Each way in which the first round leaves a post unsettled and the plan answers with a second."""
    rule = settings.second_round
    triggers = rule.when if rule else ()
    passed = field.without(c for c in field.candidates if failed_by(poll, c, settings))
    seats, enough = field.seats.get(post, 0), len(passed.of(post))
    if "short" in triggers and enough < seats:
        yield Text(
            f"达到得票界限的 {enough} 人，少于职数 {seats} 个",
            f"{enough} reached the rates; {how_many(seats, 'seat')} to fill",
        )
    for row in inputs.table("calls", Call) if "judged" in triggers else ():
        if row.post == post:
            yield Text(
                f"{row.decided_by}决定再推：{row.reason}", f"called for by {row.decided_by}: {row.reason}"
            )
    best = max((s.value for s in scores if s.candidate.post == post), default=Decimal(0)) / settings.full_mark
    low = rule.low if rule else None
    if low is not None and low.holds(best):
        said = low.say_rate()
        yield Text(
            f"最高得票率 {plain(best * 100)}%，方案规定{said.zh}时再推",
            f"the best rate is {plain(best * 100)}%; the plan votes again when it is {said.en}",
        )
    if settings.keep is None or "tie" not in triggers:
        return
    order = standings_of(scores, passed, post)
    cut = cut_of(settings.keep, situation_of(post, passed, inputs, tuple(s.value for s in order)))
    equal = len(chosen(order, cut.places, "chain").contested)
    if equal:
        yield Text(
            f"入围线上 {equal} 人得票相同（{cut.words.zh}）",
            f"{equal} stand equal across the cut ({cut.words.say('en')})",
        )
