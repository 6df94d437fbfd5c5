"""Choosers (选人的负责人): who won an office's head post here or elsewhere, else who holds it, chooses."""

from __future__ import annotations

from collections.abc import Callable

from quanheng.core.admission import unknown_person
from quanheng.core.findings import by_plan, title_of
from quanheng.core.incumbency import posts_held_of
from quanheng.core.inputs import Inputs
from quanheng.core.stages.matching.lateness import refused_row
from quanheng.core.stages.matching.tables import Choice, Head
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.values import Refused


def choosers_of(office: str, inputs: Inputs, settings: Settings) -> frozenset[str] | None:
    """Who chooses for an office; None where the plan does not say.

    Shapes: who won its head's post in this run comes before who won it in another (`heads`), and both before
    who holds it.
    """
    posts = settings.heads.get(office)
    if posts is None:
        return None
    last = list(inputs.earlier.values())[-1:]
    winners = frozenset(c.person for o in last for c in o.remaining.candidates if c.post in posts)
    elsewhere = frozenset(h.person for h in inputs.table("heads", Head) if h.office == office)
    holders = (p.id for p in inputs.people.values() if posts_held_of(p, posts, inputs.frame.as_of))
    return winners or elsewhere or frozenset(holders)


def head_check(inputs: Inputs, settings: Settings) -> Callable[[Head], Refused | None]:
    """A head of a post that the plan names for the office, before anybody else has chosen for it."""

    def check(row: Head) -> Refused | None:
        posts = settings.heads.get(row.office, ())
        if row.post not in posts:
            title = title_of(row.office, inputs)
            return refused_row(
                "not_a_head",
                row,
                (
                    f"“{row.post}”不是为“{title.zh}”选人的职务。",
                    f"'{row.post}' is no post that chooses for '{title.say('en')}'.",
                ),
                (f"方案列明：{'、'.join(posts) or '无'}。", f"The plan names: {', '.join(posts) or 'none'}."),
                by_plan(settings, "heads"),
            )
        chosen = {c.chosen_by for c in inputs.table("choices", Choice) if c.office == row.office}
        if chosen - {row.person, ""}:
            return refused_row(
                "choosing_begun",
                row,
                ("已有人为这个岗位选人，不能再换负责人。", "Somebody has chosen for this office already."),
                ("请先撤回已录入的选择。", "Take those choices out first."),
            )
        return unknown_person(row.person, inputs)

    return check
