"""Secondment (挂职): a posting with two units, days at the post, changes that several agree to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import in_future, later_than_today, out_of_order
from quanheng.core.eligibility.ground import Ground, Unknown, fact
from quanheng.core.eligibility.verdicts import verdict
from quanheng.core.findings import by_plan, by_row, found, outcome_of
from quanheng.core.findings import fact as shown
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.scoring.scores import plain
from quanheng.core.spans import full_on
from quanheng.core.stages.secondment.attending import attended
from quanheng.core.stages.secondment.tables import (
    CHANGES,
    TABLES,
    Changed,
    Consent,
    Consents,
    Days,
    Direction,
    Opinion,
    Posting,
    Settings,
)
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Slate, State, Text

__all__ = ["RECORD", "TABLES", "TITLE", "Settings", "admit", "close", "due"]

TITLE = Text("挂职", "Secondment")


@dataclass(frozen=True, slots=True)
class Stay:
    """One secondment as it came out. Units: `share` of the days, None where nothing was asked."""

    person: str
    home: str
    host: str
    post: str
    direction: str
    since: date
    until: date
    share: Decimal | None
    appraised_at: str
    returns: str


@dataclass(frozen=True, slots=True)
class SecondmentRecord:
    """Everybody's stay."""

    stays: tuple[Stay, ...]


RECORD = SecondmentRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: other people, levels the direction does not allow, changes and parties the plan lacks."""
    on_slate = slate_check(slate, inputs)
    if table == "postings":
        return refused_rows(
            rows, Posting, lambda row: on_slate(row.person, "") or _refused_posting(row, inputs, settings)
        )
    if table == "days":
        return refused_rows(rows, Days, lambda row: on_slate(row.person, "") or _refused_days(row, settings))
    if table == "opinions":
        return refused_rows(
            rows,
            Opinion,
            lambda row: on_slate(row.person, "") or later_than_today(row.key(), row.given_on, inputs),
        )
    if table == "changes":
        return refused_rows(
            rows, Changed, lambda row: on_slate(row.person, "") or _refused_change(row, inputs, settings)
        )
    return refused_rows(
        rows, Consent, lambda row: on_slate(row.person, "") or _refused_consent(row, inputs, settings)
    )


def _refused(row: Row, code: str, zh: str, en: str, known: str = "") -> Refused:
    remedy = (f"可填：{known}。", f"Known: {known}.") if known else ("请核对。", "Check it.")
    return Refused(code, f"{zh}。", f"{en}.", row.key(), *remedy)


def _refused_posting(row: Posting, inputs: Inputs, settings: Settings) -> Refused | None:
    kinds = [k.zh for k in settings.kinds]
    if row.sort not in ("", *kinds):
        zh, en = f"方案没有“{row.sort}”这一种类", f"The plan has no kind '{row.sort}'"
        return _refused(row, "unknown_kind", zh, en, "、".join(kinds))
    if row.until is not None:
        first, last = (Text("开始日期", "first day"), row.since), (Text("结束日期", "last day"), row.until)
        refusal = out_of_order(row.key(), first, last)
        if refusal is not None:
            return refusal
    direction = _direction(row.person, inputs, settings)
    if direction is None or direction.level == "any" or not row.level:
        return None
    steps = _steps(row, inputs)
    fits = {"same": steps == 0, "same_or_lower": steps <= 0, "same_or_higher": steps >= 0}
    if fits[direction.level]:
        return None
    zh = f"“{direction.title.zh}”方向的挂任层级不符：{row.level}"
    return _refused(
        row, "level_not_allowed", zh, f"'{direction.title.say('en')}' does not allow the level {row.level}"
    )


def _steps(row: Posting, inputs: Inputs) -> int:
    """How many rungs the host post stands above the highest level now held; 0 where one is not known."""
    person, ladder = inputs.people[row.person], inputs.frame.scales.ladder("rank")
    held = fact(Ground(person, None, inputs.frame, inputs.frame.as_of), "rank")
    own = None if isinstance(held, Unknown) else ladder.height(held)
    there = ladder.height(row.level)
    return 0 if own is None or there is None else there - own


def _refused_days(row: Days, settings: Settings) -> Refused | None:
    if settings.attendance is None:
        return _refused(
            row, "days_not_asked", "方案没有在岗天数的要求", "The plan asks for no days at the post"
        )
    if settings.attendance.of == "entered" and row.whole is None:
        return _refused(row, "whole_missing", "须填应在岗天数", "The days that are the whole are needed")
    return None


def _refused_change(row: Changed, inputs: Inputs, settings: Settings) -> Refused | None:
    said = CHANGES.say(row.change)
    asked = settings.consents(row.change)
    if asked is None:
        return _refused(
            row, "change_not_allowed", f"方案没有规定可以{said.zh}", f"No '{said.en}' in the plan"
        )
    if row.change == "end_early" and row.asked_by == "home" and settings.no_recall:
        return _refused(row, "no_recall", "派出单位不得提前召回", "The home unit may not call people back")
    posting = _postings(inputs).get(row.person)
    if posting is None:
        return _refused(row, "no_posting", "尚无挂职安排", "There is no posting yet")
    end = _planned_end(posting, inputs, settings)
    limit = full_on(end, asked.at_most, inputs.calendar) if asked.at_most else None
    if row.change == "extend" and limit is not None and row.until > limit:
        zh, en = f"延长不得超过 {limit}", f"No longer than {limit}"
        return _refused(row, "extended_too_long", zh, en)
    return None


def _refused_consent(row: Consent, inputs: Inputs, settings: Settings) -> Refused | None:
    asked = settings.consents(row.change)
    parties = asked.consents if asked is not None else ()
    if row.party not in parties:
        zh, en = f"“{row.party}”的同意不在方案之列", f"The plan asks '{row.party}' for no consent"
        return _refused(row, "unknown_party", zh, en, "、".join(parties))
    return in_future(row.key(), Text("表态日期", "The consent"), row.given_on, inputs)


def _postings(inputs: Inputs) -> dict[str, Posting]:
    return {row.person: row for row in inputs.table("postings", Posting)}


def _planned_end(posting: Posting, inputs: Inputs, settings: Settings) -> date:
    return posting.until or full_on(posting.since, settings.length, inputs.calendar)


def _direction(person: str, inputs: Inputs, settings: Settings) -> Direction | None:
    """The direction that somebody goes, by the record."""
    frame, known = inputs.frame, inputs.people[person]
    for direction in settings.directions:
        if direction.who is None:
            return direction
        if verdict(direction.who, known, None, frame, frame.as_of).state == "met":
            return direction
    return None


def _said_of(row: Changed, asked: Consents, inputs: Inputs) -> dict[str, Consent | None]:
    """What every party said to a change."""
    given = {
        c.party: c
        for c in inputs.table("consents", Consent)
        if (c.person, c.change) == (row.person, row.change)
    }
    return {party: given.get(party) for party in asked.consents}


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Postings, consents to changes, days at the post and opinions of hosts that are missing."""
    postings, people = _postings(inputs), slate.people()
    wanted: list[tuple[str, str, Text]] = []
    for person in people:
        if person not in postings:
            wanted.append((person, "postings", Text("尚无挂职安排", "no posting yet")))
    for row in inputs.table("changes", Changed):
        asked = settings.consents(row.change)
        for party, said in _said_of(row, asked, inputs).items() if asked is not None else ():
            if said is None and row.person in people:
                zh = f"{CHANGES.say(row.change).zh}须{party}表态"
                wanted.append((row.person, "consents", Text(zh, f"{party} has not answered")))
    with_days = {row.person for row in inputs.table("days", Days)}
    with_opinion = {row.person for row in inputs.table("opinions", Opinion)}
    for person in people:
        if settings.attendance is not None and person not in with_days:
            wanted.append((person, "days", Text("尚无在岗天数", "no days at the post yet")))
        if settings.host_opinion and person not in with_opinion:
            wanted.append((person, "opinions", Text("尚无接收单位意见", "no opinion of the host yet")))
    return tuple(
        Due(Text(f"{inputs.name_of(p)}{t.zh}", f"{inputs.name_of(p)}: {t.en}"), table, p)
        for p, table, t in wanted
    )


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Everybody's stay with its end as agreed; whoever was too little at the post may leave."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    postings = _postings(inputs)
    stays = {p: _stay(postings[p], inputs, settings) for p in slate.people()}
    asked = settings.attendance
    reasons, notes = [], []
    for c in slate.candidates:
        stay = stays[c.person]
        is_short = asked is not None and stay.share is not None and not asked.is_.holds(stay.share)
        leaves = is_short and asked is not None and asked.short == "depart"
        notes_of = [_finding(c, stay, postings[c.person], inputs, settings)]
        if is_short and asked is not None and stay.share is not None:
            bound = asked.is_.say()
            text = Text(
                f"在岗天数占 {plain(stay.share * 100)}%，要求{bound.zh}",
                f"at the post {plain(stay.share * 100)}% of the days; needed {bound.en}",
            )
            state: State = "not_met" if leaves else "note"
            short = found("days_short", state, text, by_plan(settings, "attendance"), c)
            reasons += [short] if leaves else []
            notes_of += [] if leaves else [short]
        notes += notes_of
    return outcome_of(settings, slate, reasons, notes, SecondmentRecord(tuple(stays.values())))


def _stay(posting: Posting, inputs: Inputs, settings: Settings) -> Stay:
    until = _planned_end(posting, inputs, settings)
    for row in inputs.table("changes", Changed):
        asked = settings.consents(row.change)
        if row.person == posting.person and asked is not None:
            said = _said_of(row, asked, inputs).values()
            until = row.until if all(c is not None and c.agrees for c in said) else until
    direction = _direction(posting.person, inputs, settings)
    days = [d for d in inputs.table("days", Days) if d.person == posting.person]
    short = settings.appraised.short
    is_short = short is not None and full_on(posting.since, short, inputs.calendar) > until
    other = {"host": "home", "home": "host"}[settings.appraised.at]
    return Stay(
        posting.person,
        inputs.people[posting.person].unit or "",
        posting.host,
        posting.post,
        direction.id if direction else "",
        posting.since,
        until,
        attended(days, settings.attendance, inputs.calendar),
        other if is_short else settings.appraised.at,
        settings.returns,
    )


def _finding(
    candidate: Candidate, stay: Stay, posting: Posting, inputs: Inputs, settings: Settings
) -> Finding:
    at = Text("接收单位", "the host") if stay.appraised_at == "host" else Text("派出单位", "the home unit")
    evidence: list[Evidence] = [
        shown("派出单位", "Home", stay.home or "—"),
        shown("起止", "From and to", f"{stay.since}—{stay.until}"),
        shown("年度考核在", "Appraised at", at),
    ]
    if stay.share is not None:
        evidence.append(shown("在岗比例", "Share at the post", f"{plain(stay.share * 100)}%"))
    for row in inputs.table("changes", Changed):
        asked = settings.consents(row.change)
        if row.person == candidate.person and asked is not None:
            said = _said_of(row, asked, inputs)
            words = "、".join(f"{p}{'同意' if c and c.agrees else '不同意'}" for p, c in said.items())
            evidence.append(shown(CHANGES.say(row.change).zh, CHANGES.say(row.change).en, words))
    evidence += [
        shown("接收单位意见", "The host's opinion", o.opinion)
        for o in inputs.table("opinions", Opinion)
        if o.person == candidate.person
    ]
    direction = next((d.title for d in settings.directions if d.id == stay.direction), None)
    way = Text(f"（{direction.zh}）", f" ({direction.say('en')})") if direction else Text("")
    text = Text(f"挂任{stay.host}{stay.post}{way.zh}", f"seconded to {stay.host}: {stay.post}{way.en}")
    return found(
        "seconded", "met", text, by_row(settings, "postings", posting, "decision"), candidate, evidence
    )
