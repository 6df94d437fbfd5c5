"""Rounds of a recommendation (推荐轮次): what was entered in each, what it lacks, and what it comes to."""

from __future__ import annotations

from quanheng.core.inputs import Due, Inputs
from quanheng.core.scoring import polling
from quanheng.core.scoring.keeping import scores_by_post
from quanheng.core.scoring.scores import plain, rounded_at, value_of
from quanheng.core.stages.recommendation.recommending import Poll, polled
from quanheng.core.stages.recommendation.tables import Ballot, GroupTurnout, Settings, VoteRate
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import Candidate, Score, Slate, Text, Working

TITLE = Text("民主推荐", "Democratic recommendation")


def rows_of_round(inputs: Inputs, number: int) -> dict[tuple[str, str], list[Ballot]]:
    """The entries of each sheet of a round, by group and number."""
    found: dict[tuple[str, str], list[Ballot]] = {}
    for row in inputs.table("sheets", Ballot):
        if row.round == number:
            found.setdefault((row.group, row.sheet), []).append(row)
    return found


def numbers_of(inputs: Inputs, number: int) -> dict[str, set[str]]:
    """The numbers of the sheets entered in a round, by group."""
    found: dict[str, set[str]] = {}
    for group, sheet in rows_of_round(inputs, number):
        found.setdefault(group, set()).add(sheet)
    return found


def turnouts_of(inputs: Inputs, number: int) -> dict[str, Turnout]:
    """The turnout of each group in a round."""
    return {r.group: r.counts() for r in inputs.table("turnout", GroupTurnout) if r.round == number}


def poll_of(number: int, listed: Slate, inputs: Inputs, settings: Settings) -> Poll:
    """A round as it was counted."""
    return polled(rows_of_round(inputs, number), listed, turnouts_of(inputs, number), settings, inputs)


def round_due(number: int, inputs: Inputs, settings: Settings) -> list[Due]:
    """What a round still waits for."""
    turnouts, entered = turnouts_of(inputs, number), numbers_of(inputs, number)
    found = []
    for group in settings.groups:
        count = len(entered.get(group.id, ()))
        found += polling.group_due(group, turnouts.get(group.id), count, True, settings.small_group)
        small = settings.small_group
        is_merged = small is not None and bool(entered.get(small.into or ""))
        if count == 0 and not is_merged and settings.empty_group in (None, "block"):
            zh, en = f"“{group.title.zh}”组没有推荐票", f"group '{group.title.say('en')}' has no sheets"
            found.append(Due(Text(zh, en), "sheets"))
    if not entered and not found:
        found.append(Due(Text("没有推荐票", "there are no sheets"), "sheets"))
    prefix = Text("第二轮：", "second round: ") if number == 2 else Text("", "")
    return [Due(Text(prefix.zh + d.text.zh, prefix.en + d.text.say("en")), d.table) for d in found]


def failed_by(poll: Poll, candidate: Candidate, settings: Settings) -> tuple[str, VoteRate] | None:
    """The first boundary that keeps a candidate out, with its place in the plan."""
    for index, rule in enumerate(settings.needed):
        if not poll.holds(candidate, rule):
            return f"needed.{index}", rule
    for index, rule in enumerate(settings.veto):
        if poll.holds(candidate, rule):
            return f"veto.{index}", rule
    return None


def scores_of(poll: Poll, settings: Settings) -> tuple[Score, ...]:
    """The rates as points out of the full mark."""
    found = {}
    for candidate in poll.candidates:
        rate = poll.rate(candidate)
        rule = Text(f"得票率 × {plain(settings.full_mark)}", f"rate × {plain(settings.full_mark)}")
        points = Working(settings.title or TITLE, value_of(rate) * settings.full_mark, rule, (rate,))
        found[candidate] = rounded_at(
            rounded_at(points, settings.rounding, "component"), settings.rounding, "total"
        )
    return scores_by_post(found)
