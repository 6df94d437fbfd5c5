"""Memory (再次提名): whom a body turned down before, and may not be asked about again (表决记忆)."""

from __future__ import annotations

from quanheng.core.findings import by_plan, fact, found
from quanheng.core.inputs import Inputs
from quanheng.core.stages.decision.tables import EarlierVote, Meeting
from quanheng.core.stages.decision.votes import Settings
from quanheng.core.values import Candidate, Finding, Refused, Slate, Text


def barred(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Finding, ...]:
    """Those whom the body turned down for the same post as often as the plan allows."""
    most = settings.never_after
    if most is None:
        return ()
    turned_down: dict[Candidate, list[EarlierVote]] = {}
    for row in inputs.table("earlier_votes", EarlierVote):
        if row.result == "not_adopted":
            turned_down.setdefault(Candidate(row.person, row.post), []).append(row)
    return tuple(
        found(
            "turned_down_before",
            "not_met",
            Text(
                f"此前 {len(turned_down[c])} 次提名该职务未获通过，不再提名同一职务",
                f"turned down {len(turned_down[c])} times for this post: never again for it",
            ),
            by_plan(settings, "never_after"),
            c,
            [fact("会议", "Meeting", f"{r.held_on} {r.document}") for r in turned_down[c]],
        )
        for c in slate.candidates
        if len(turned_down.get(c, ())) >= most
    )


def refused_earlier_vote(row: EarlierVote, inputs: Inputs) -> Refused | None:
    """A refusal of an earlier vote that is not earlier: whoever was turned down needs another meeting."""
    held = [m.held_on for m in inputs.table("meeting", Meeting)] or [inputs.closed_on]
    if row.held_on < held[0]:
        return None
    return Refused(
        "not_another_meeting",
        f"{row.held_on} 的表决不早于本次会议 {held[0]}；未通过的须另行召开会议再提。",
        f"The vote of {row.held_on} is not before this meeting of {held[0]}; another meeting is needed.",
        where=row.key(),
        remedy_zh="请核对会议日期。",
        remedy_en="Check the day of the meeting.",
    )
