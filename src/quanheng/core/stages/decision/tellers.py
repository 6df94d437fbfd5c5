"""Tellers (监票计票): scrutineers are members who stand for nothing, counters have no vote."""

from __future__ import annotations

from quanheng.core.admission import unknown_person
from quanheng.core.inputs import Due, Inputs
from quanheng.core.stages.decision.tables import Teller
from quanheng.core.stages.decision.votes import Settings
from quanheng.core.values import Refused, Slate, Text


def refused_teller(row: Teller, slate: Slate, inputs: Inputs, settings: Settings) -> Refused | None:
    """A refusal of a scrutineer who stands for a post or has no vote, and of a counter who has one."""
    unknown = unknown_person(row.person, inputs)
    if unknown is not None:
        return unknown
    name, is_member = inputs.name_of(row.person), inputs.frame.is_member(settings.body, row.person)
    if row.person in slate.people():
        words = f"{name}是本次表决的人选，不得监票、计票。", f"{name} is voted on and may not be a teller."
    elif row.role == "scrutineer" and not is_member:
        words = f"{name}不是“{settings.body}”的成员，不得监票。", f"{name} is no member of '{settings.body}'."
    elif row.role == "counter" and is_member:
        words = f"{name}参加表决，不得计票。", f"{name} votes and may not count."
    else:
        return None
    remedy = "监票人从非人选的成员中产生，计票人从非表决人员中产生。", "Name somebody else."
    return Refused("not_a_teller", *words, row.key(), *remedy)


def tellers_due(inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Scrutineers who are still to be named."""
    named = sum(t.role == "scrutineer" for t in inputs.table("tellers", Teller))
    if named >= settings.scrutineers:
        return ()
    zh = f"监票人须 {settings.scrutineers} 名，现有 {named} 名"
    return (Due(Text(zh, f"{settings.scrutineers} scrutineers are needed, {named} are named"), "tellers"),)
