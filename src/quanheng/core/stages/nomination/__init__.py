"""Nomination (提名、首提): signed forms make candidates; whoever nominates first answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quanheng.core.admission import refuse_while_due
from quanheng.core.channels import CHANNELS, Channel
from quanheng.core.findings import by_row, fact, found, outcome_of, title_of
from quanheng.core.inputs import Due, Inputs
from quanheng.core.newcomers import joined
from quanheng.core.stages.nomination.checks import (
    admit,
    signed_on,
    standing_nominations,
    still_liable,
    valid_until,
)
from quanheng.core.stages.nomination.tables import (
    RELATIONS,
    TABLES,
    Agreement,
    Nomination,
    Review,
    Settings,
    Withdrawal,
)
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Slate, Text

__all__ = ["RECORD", "TABLES", "TITLE", "Settings", "admit", "close", "due"]

TITLE = Text("提名", "Nomination")


@dataclass(frozen=True, slots=True)
class Liable:
    """Somebody who answers for a nomination, alone or together with others (首提责任)."""

    candidate: Candidate
    person: str
    manner: Literal["individual", "joint"]
    channel: Channel
    nominated_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of one nominee; one not taken up may come forward again until `valid_until`."""

    candidate: Candidate
    taken_up: bool
    valid_until: date
    history: tuple[Text, ...]


@dataclass(frozen=True)
class NominationRecord:
    """Every nomination's story, as it is told to the meetings that decide, and who answers for it."""

    nominees: tuple[Standing, ...]
    liable: tuple[Liable, ...]

    def story_of(self, candidate: Candidate) -> tuple[Text, ...]:
        """How one candidate came to be nominated; nothing for a candidate who was not."""
        return next((n.history for n in self.nominees if n.candidate == candidate), ())


RECORD = NominationRecord


def _by_candidate(rows: Iterable[Nomination]) -> dict[Candidate, list[Nomination]]:
    found: dict[Candidate, list[Nomination]] = {}
    for row in rows:
        found.setdefault(Candidate(row.person, row.post), []).append(row)
    return found


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Nominations where nobody stands yet, signatures, agreements and reviews of every nominee."""
    nominated = _by_candidate(standing_nominations(inputs, settings))
    if not inputs.table("nominations", Nomination) and not slate.candidates:
        return (Due(Text("尚无提名", "there are no nominations"), "nominations"),)
    given = {(a.person, a.gate) for a in inputs.table("agreements", Agreement)}
    missing = _signatures_due(nominated, inputs) if settings.signatures else []
    for person in dict.fromkeys(c.person for c in nominated):
        for gate in settings.gates:
            if (person, gate.id) not in given:
                name, title = inputs.name_of(person), gate.title
                text = Text(f"{name}的“{title.zh}”", f"{name}: '{title.say('en')}'")
                missing.append(Due(text, "agreements", person, gate.body or ""))
    reviewed = {Candidate(r.person, r.post) for r in inputs.table("reviews", Review)}
    for c, rows in nominated.items():
        if c not in reviewed and all(settings.is_reviewed(n.channel) for n in rows):
            name = inputs.name_of(c.person)
            missing.append(Due(Text(f"{name}的综合审核", f"the review of {name}"), "reviews", c.person))
    return tuple(missing)


def _signatures_due(nominated: dict[Candidate, list[Nomination]], inputs: Inputs) -> list[Due]:
    """Everybody who answers for a nomination and has not signed it."""
    missing = []
    for row in (n for rows in nominated.values() for n in rows):
        for person in still_liable(row, inputs):
            if signed_on(row, person, inputs) is None:
                name, nominee = inputs.name_of(person), inputs.name_of(row.person)
                text = Text(
                    f"{name}在对{nominee}的提名表上签名", f"the signature of {name} to {nominee}'s nomination"
                )
                missing.append(Due(text, "signatures", row.person, person))
    return missing


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Every nominee enters; whoever is not agreed to or not taken up leaves, the nomination standing on."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    everyone = _by_candidate(inputs.table("nominations", Nomination))
    standing = _by_candidate(standing_nominations(inputs, settings))
    entered = joined(slate, everyone)
    reasons: list[Finding] = []
    findings: list[Finding] = []
    nominees, liable = [], []
    for c, rows in everyone.items():
        own = sorted(standing.get(c, ()), key=lambda n: n.nominated_on)
        until = max(valid_until(n, inputs, settings) for n in rows)
        finding = _finding(c, own, until, inputs, settings) if own else _withdrawn(c, inputs, settings)
        (findings if finding.state == "met" else reasons).append(finding)
        nominees.append(Standing(c, finding.state == "met", until, tuple(_told(n, inputs) for n in own)))
        liable += [a for n in own for a in _liable(c, n, inputs)]
    stayed_before = set(slate.candidates)
    reasons = [f for f in reasons if f.code != "nomination_withdrawn" or f.candidate not in stayed_before]
    return outcome_of(settings, entered, reasons, findings, NominationRecord(tuple(nominees), tuple(liable)))


def _liable(candidate: Candidate, row: Nomination, inputs: Inputs) -> list[Liable]:
    people = still_liable(row, inputs)
    manner: Literal["individual", "joint"] = "joint" if len(people) > 1 else "individual"
    return [Liable(candidate, p, manner, row.channel, row.nominated_on) for p in people]


def _withdrawn(candidate: Candidate, inputs: Inputs, settings: Settings) -> Finding:
    """Why a nominee whose nominations were all taken back does not stand."""
    rows = inputs.table("withdrawals", Withdrawal)
    last = max(
        (w for w in rows if (w.person, w.post) == (candidate.person, candidate.post)),
        key=lambda w: w.withdrawn_on,
    )
    name = inputs.name_of(last.nominator)
    text = Text(
        f"提名已由{name}于 {last.withdrawn_on} 撤回：{last.reason}",
        f"The nomination was withdrawn by {name} on {last.withdrawn_on}: {last.reason}",
    )
    source = by_row(settings, "withdrawals", last, "act")
    return found("nomination_withdrawn", "not_met", text, source, candidate)


def _told(row: Nomination, inputs: Inputs) -> Text:
    """One nomination as it is told to a meeting."""
    channel, relation = CHANNELS.say(row.channel), RELATIONS.say(row.relation)
    who = "、".join(inputs.name_of(p) for p in still_liable(row, inputs))
    unit_zh, unit_en = (f"{row.unit}，", f"{row.unit}, ") if row.unit else ("", "")
    stated_zh = [
        *([f"实绩：{row.performance}"] if row.performance else []),
        *([f"廉洁：{row.integrity}"] if row.integrity else []),
        *([f"已知问题：{row.problems}"] if row.problems else []),
        *([f"与被提名人的关系：{relation.zh}"] if row.relation != "unstated" else []),
    ]
    stated_en = [
        *([f"performance: {row.performance}"] if row.performance else []),
        *([f"integrity: {row.integrity}"] if row.integrity else []),
        *([f"known problems: {row.problems}"] if row.problems else []),
        *([f"relation: {relation.en}"] if row.relation != "unstated" else []),
    ]
    return Text(
        "；".join([f"{row.nominated_on} {channel.zh}：{unit_zh}{who}；{row.reasons}", *stated_zh]),
        "; ".join([f"{row.nominated_on} by {channel.en}: {unit_en}{who}; {row.reasons}", *stated_en]),
    )


def _finding(
    candidate: Candidate, rows: Sequence[Nomination], until: date, inputs: Inputs, settings: Settings
) -> Finding:
    """What became of one nominee."""
    evidence: list[Evidence] = [fact("提名", "Nominated", _told(n, inputs)) for n in rows]
    kept_out = _not_agreed(candidate, evidence, inputs, settings) or _not_taken_up(
        candidate, evidence, until, inputs, settings
    )
    if kept_out is not None:
        return kept_out
    first, title = min(rows, key=lambda n: n.nominated_on), title_of(candidate.post, inputs)
    text = Text(f"被提名任“{title.zh}”", f"Nominated for {title.say('en')}")
    return found("nominated", "met", text, by_row(settings, "nominations", first), candidate, evidence)


def _not_agreed(
    candidate: Candidate, evidence: Sequence[Evidence], inputs: Inputs, settings: Settings
) -> Finding | None:
    given = inputs.table("agreements", Agreement)
    row = next((a for a in given if a.person == candidate.person and not a.agrees), None)
    if row is None:
        return None
    gate = next(g.title for g in settings.gates if g.id == row.gate)
    note_zh, note_en = (f"：{row.note}", f": {row.note}") if row.note else ("", "")
    text = Text(f"“{gate.zh}”不同意{note_zh}", f"'{gate.say('en')}': not agreed{note_en}")
    source = by_row(settings, "agreements", row, "decision")
    return found("not_agreed", "not_met", text, source, candidate, evidence)


def _not_taken_up(
    candidate: Candidate, evidence: Sequence[Evidence], until: date, inputs: Inputs, settings: Settings
) -> Finding | None:
    reviews = inputs.table("reviews", Review)
    row = next((r for r in reviews if Candidate(r.person, r.post) == candidate), None)
    if row is None or row.taken_up:
        return None
    text = Text(
        f"未采纳：{row.reason}；提名在 {until} 前仍有效",
        f"Not taken up: {row.reason}; the nomination is valid until {until}",
    )
    source = by_row(settings, "reviews", row, "decision")
    return found("not_taken_up", "not_met", text, source, candidate, evidence)
