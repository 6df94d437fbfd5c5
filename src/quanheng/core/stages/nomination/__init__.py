"""Nomination (提名、首提): signed forms make candidates; whoever nominates first answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quanheng.core.admission import refuse_while_due, refused_rows, unknown_person
from quanheng.core.channels import CHANNELS, Channel
from quanheng.core.dating import in_future, out_of_order
from quanheng.core.findings import by_row, fact, found, outcome_of, title_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.listing import names_in
from quanheng.core.newcomers import joined, refused_newcomer
from quanheng.core.spans import full_on
from quanheng.core.stages.nomination.tables import TABLES, Agreement, Gate, Nomination, Review, Settings
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Slate, Text

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


def liable_people(row: Nomination) -> tuple[str, ...]:
    """Who answers for a nomination: the principal of a unit, else the nominators, or oneself."""
    if row.channel in ("unit", "organisation"):
        return (row.responsible,)
    return (row.person,) if row.channel == "self" else names_in(row.nominators)


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: forms unsigned, expired or without nominators; agreements and reviews of nobody."""
    if table == "nominations":
        return refused_rows(rows, Nomination, lambda row: _refused_form(row, slate, inputs, settings))
    nominated = {Candidate(n.person, n.post) for n in inputs.table("nominations", Nomination)}
    if table == "reviews":
        return refused_rows(rows, Review, lambda row: _refused_review(row, nominated, inputs))
    people = {c.person for c in nominated}
    return refused_rows(rows, Agreement, lambda row: _refused_agreement(row, people, inputs, settings))


def _refused_form(row: Nomination, slate: Slate, inputs: Inputs, settings: Settings) -> Refused | None:
    return (
        refused_newcomer(Candidate(row.person, row.post), slate, inputs, settings)
        or _refused_channel(row, settings)
        or _refused_nominators(row, inputs, settings)
        or _refused_content(row, inputs, settings)
    )


def _refused_channel(row: Nomination, settings: Settings) -> Refused | None:
    if row.channel in settings.channels:
        return None
    allowed = [CHANNELS.say(c) for c in settings.channels]
    return Refused(
        "channel_not_allowed",
        f"方案没有“{CHANNELS.say(row.channel).zh}”这一提名方式。",
        f"The plan takes no nominations by '{row.channel}'.",
        where=row.key(),
        remedy_zh=f"可用：{'、'.join(t.zh for t in allowed)}。",
        remedy_en=f"Allowed: {', '.join(t.en for t in allowed)}.",
    )


def _refused_nominators(row: Nomination, inputs: Inputs, settings: Settings) -> Refused | None:
    named = names_in(row.nominators)
    people = [*named, *([row.responsible] if row.responsible else [])]
    for person in people:
        refusal = unknown_person(person, inputs)
        if refusal is not None:
            return refusal.at(row.key())
    if row.channel != "self" and row.person in people:
        return _refused(
            row,
            "nominates_oneself",
            "本人不得作为他人提名的提名人",
            "nominees may not nominate themselves here",
        )
    if row.channel in ("unit", "organisation"):
        if not row.unit or not row.responsible:
            return _refused(
                row, "responsible_missing", "须填提名单位及其主要负责人", "name the unit and its principal"
            )
        named = (row.responsible,)
    elif len(named) < settings.least(row.channel):
        least = settings.least(row.channel)
        return _refused(
            row,
            "nominators_missing",
            f"须有 {least} 名提名人，现有 {len(named)} 名",
            f"{least} nominators are needed, {len(named)} are named",
        )
    bodies = settings.nominated_by
    for person in named if bodies else ():
        if not any(inputs.frame.is_member(b, person) for b in bodies):
            name = inputs.name_of(person)
            return _refused(row, "not_a_nominator", f"{name}无提名权", f"{name} may not nominate")
    return _refused_number(row, inputs, settings)


def _refused_number(row: Nomination, inputs: Inputs, settings: Settings) -> Refused | None:
    most = settings.per_nominator
    if most is None:
        return None
    for person in liable_people(row):
        others = {
            n.person
            for n in inputs.table("nominations", Nomination)
            if person in liable_people(n) and n.key() != row.key()
        }
        if len(others | {row.person}) > most:
            name = inputs.name_of(person)
            return _refused(
                row, "too_many_nominations", f"{name}最多提名 {most} 人", f"{name} may nominate {most} people"
            )
    return None


def _refused_content(row: Nomination, inputs: Inputs, settings: Settings) -> Refused | None:
    refusal = in_future(row.key(), Text("提名日期", "The nomination"), row.nominated_on, inputs)
    if refusal is not None:
        return refusal
    if not row.signed:
        return _refused(row, "nomination_unsigned", "提名表未签名", "the form is not signed")
    if len(row.reasons) < settings.reasons_at_least:
        least = settings.reasons_at_least
        return _refused(
            row, "reasons_too_short", f"提名理由至少 {least} 字", f"the reasons need {least} characters"
        )
    until = _valid_until(row, inputs, settings)
    if until < inputs.closed_on:
        return _refused(
            row, "nomination_expired", f"提名已于 {until} 失效", f"the nomination expired on {until}"
        )
    return None


def _refused(row: Row, code: str, zh: str, en: str) -> Refused:
    return Refused(
        code,
        f"{zh}。",
        f"{en[0].upper()}{en[1:]}.",
        where=row.key(),
        remedy_zh="请核对提名材料。",
        remedy_en="Check the papers of the nomination.",
    )


def _refused_review(row: Review, nominated: set[Candidate], inputs: Inputs) -> Refused | None:
    if Candidate(row.person, row.post) not in nominated:
        return _refused(
            row, "not_nominated", "没有此人此职位的提名", "nobody nominated this person for this post"
        )
    return in_future(row.key(), Text("审核日期", "The review"), row.reviewed_on, inputs)


def _refused_agreement(
    row: Agreement, people: set[str], inputs: Inputs, settings: Settings
) -> Refused | None:
    gate = next((g for g in settings.gates if g.id == row.gate), None)
    if gate is None:
        known = "、".join(g.id for g in settings.gates) or "-"
        return _refused(
            row,
            "unknown_gate",
            f"方案没有“{row.gate}”，可填：{known}",
            f"no gate '{row.gate}'; known: {known}",
        )
    if row.person not in people:
        return _refused(row, "not_nominated", "没有此人的提名", "nobody nominated this person")
    refusal = unknown_person(row.given_by, inputs)
    if refusal is not None:
        return refusal.at(row.key())
    if not _is_hand(gate, row, inputs):
        return _refused(
            row,
            "giver_not_allowed",
            f"“{gate.title.zh}”须由有权者出具",
            f"'{gate.title.say('en')}' is given by others",
        )
    return in_future(row.key(), Text("意见日期", "The opinion"), row.given_on, inputs) or out_of_order(
        row.key(),
        (Text("最早的提名日期", "the first nomination"), _first_on(row.person, inputs)),
        (Text("意见日期", "The opinion"), row.given_on),
    )


def _is_hand(gate: Gate, row: Agreement, inputs: Inputs) -> bool:
    if gate.own:
        return row.given_by == row.person
    if gate.body is None:
        return row.given_by != row.person
    return inputs.frame.is_member(gate.body, row.given_by) and row.given_by != row.person


def _first_on(person: str, inputs: Inputs) -> date:
    return min(n.nominated_on for n in inputs.table("nominations", Nomination) if n.person == person)


def _valid_until(row: Nomination, inputs: Inputs, settings: Settings) -> date:
    return full_on(row.nominated_on, settings.valid_for, inputs.calendar)


def _by_candidate(inputs: Inputs) -> dict[Candidate, list[Nomination]]:
    found: dict[Candidate, list[Nomination]] = {}
    for row in inputs.table("nominations", Nomination):
        found.setdefault(Candidate(row.person, row.post), []).append(row)
    return found


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Nominations where nobody stands yet, agreements and reviews of every nominee."""
    nominated = _by_candidate(inputs)
    if not nominated and not slate.candidates:
        return (Due(Text("尚无提名", "there are no nominations"), "nominations"),)
    given = {(a.person, a.gate) for a in inputs.table("agreements", Agreement)}
    missing = []
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


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Every nominee enters; whoever is not agreed to or not taken up leaves, the nomination standing on."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    nominated = _by_candidate(inputs)
    entered = joined(slate, nominated)
    reasons: list[Finding] = []
    findings: list[Finding] = []
    standing = []
    for c, rows in nominated.items():
        until = max(_valid_until(n, inputs, settings) for n in rows)
        finding = _finding(c, rows, until, inputs, settings)
        (findings if finding.state == "met" else reasons).append(finding)
        history = tuple(_told(n, inputs) for n in sorted(rows, key=lambda n: n.nominated_on))
        standing.append(Standing(c, finding.state == "met", until, history))
    liable = tuple(
        Liable(c, person, "joint" if len(liable_people(n)) > 1 else "individual", n.channel, n.nominated_on)
        for c, rows in nominated.items()
        for n in sorted(rows, key=lambda n: n.nominated_on)
        for person in liable_people(n)
    )
    return outcome_of(settings, entered, reasons, findings, NominationRecord(tuple(standing), liable))


def _told(row: Nomination, inputs: Inputs) -> Text:
    """One nomination as it is told to a meeting."""
    channel = CHANNELS.say(row.channel)
    who = "、".join(inputs.name_of(p) for p in liable_people(row))
    unit_zh, unit_en = (f"{row.unit}，", f"{row.unit}, ") if row.unit else ("", "")
    return Text(
        f"{row.nominated_on} {channel.zh}：{unit_zh}{who}；{row.reasons}",
        f"{row.nominated_on} by {channel.en}: {unit_en}{who}; {row.reasons}",
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
