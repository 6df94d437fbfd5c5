"""Share gate (比例把关): what decision and approval ask before promotions without competition."""

from __future__ import annotations

from collections.abc import Iterable

from quanheng.core.competition_share import is_newly_promoted, refuse_below
from quanheng.core.findings import by_plan, fact, found
from quanheng.core.inputs import Inputs
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Candidate, Finding, Text


def share_findings(
    candidates: Iterable[Candidate], inputs: Inputs, settings: StageSettings
) -> tuple[Finding, ...]:
    """What the share is with the candidates whom a stage lets pass; nothing where the run was given no share.

    Errors: Refused(below_competition_share).
    """
    share = inputs.share
    if share is None:
        return ()
    named = dict.fromkeys(c.person for c in candidates if _is_promotion(c, inputs))
    refuse_below(share, [inputs.name_of(p) for p in named], f"stages.{settings.id}")
    if not named:
        return ()
    said = share.said(len(named))
    text = Text(f"竞争性选拔比例 {said.zh}", f"Share of competition {said.en}")
    evidence = [
        fact(p.name, p.name, f"{p.level} {p.post} {p.on} {'竞争' if p.competed else '非竞争'} {p.source}")
        for p in share.promotions
    ]
    return (found("within_competition_share", "note", text, by_plan(settings, "kind"), None, evidence),)


def _is_promotion(candidate: Candidate, inputs: Inputs) -> bool:
    post = inputs.frame.posts[candidate.post]
    person = inputs.people.get(candidate.person)
    return post.leading and is_newly_promoted(person, post.level, inputs.closed_on)
