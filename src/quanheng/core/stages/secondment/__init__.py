"""Secondment (挂职): a posting with two units, days at the post, changes that several agree to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check
from quanheng.core.dating import in_future, later_than_today, out_of_order
from quanheng.core.eligibility.ground import Ground, Unknown, fact
from quanheng.core.eligibility.verdicts import verdict
from quanheng.core.findings import by_plan, by_row, found, outcome_of
from quanheng.core.findings import fact as shown
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.spans import full_on
from quanheng.core.stages.secondment.attending import Attended, attended
from quanheng.core.stages.secondment.tables import (
    CHANGES,
    PARTIES,
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
    """One secondment as it came out. Shapes: `attended` is None where no days were asked for."""

    person: str
    home: str
    host: str
    post: str
    direction: str
    since: date
    until: date
    attended: Attended | None
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
        known = "、".join(f"{party_title(p, inputs).zh}（{p}）" for p in parties)
        return _refused(row, "unknown_party", zh, en, known)
    return in_future(row.key(), Text("表态日期", "The consent"), row.given_on, inputs)


def party_title(party: str, inputs: Inputs) -> Text:
    """What a party to a change is called: a unit, the person, or a body of the plan."""
    body = inputs.frame.bodies.get(party)
    return PARTIES.get(party) or (body.title if body else Text(party, party))


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
                title = party_title(party, inputs)
                zh = f"{CHANGES.say(row.change).zh}须{title.zh}表态"
                wanted.append((row.person, "consents", Text(zh, f"{title.say('en')} has not answered")))
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
        leaves = asked is not None and asked.short == "depart"
        notes_of = [_finding(c, stay, postings[c.person], inputs, settings)]
        at_post = stay.attended
        if asked is not None and at_post is not None and not asked.is_.holds(at_post.share):
            bound, days = asked.is_.say(), at_post.say()
            text = Text(
                f"在岗 {days.zh}，要求占比{bound.zh}",
                f"at the post {days.say('en')}; the share needed is {bound.say('en')}",
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


def _answer(party: str, said: Consent | None, inputs: Inputs) -> Text:
    title, agrees = party_title(party, inputs), said is not None and said.agrees
    zh = f"{title.zh}{'同意' if agrees else '不同意'}"
    return Text(zh, f"{title.say('en')} {'agrees' if agrees else 'does not agree'}")


def _finding(
    candidate: Candidate, stay: Stay, posting: Posting, inputs: Inputs, settings: Settings
) -> Finding:
    at = Text("接收单位", "the host") if stay.appraised_at == "host" else Text("派出单位", "the home unit")
    evidence: list[Evidence] = [
        shown("派出单位", "Home", stay.home or "—"),
        shown("起止", "From and to", f"{stay.since}—{stay.until}"),
        shown("年度考核在", "Appraised at", at),
    ]
    if stay.attended is not None:
        evidence.append(shown("在岗天数", "Days at the post", stay.attended.say()))
    for row in inputs.table("changes", Changed):
        asked = settings.consents(row.change)
        if row.person == candidate.person and asked is not None:
            said = [_answer(p, c, inputs) for p, c in _said_of(row, asked, inputs).items()]
            words = Text("、".join(t.zh for t in said), ", ".join(t.say("en") for t in said))
            label = CHANGES.say(row.change)
            until = Text(f"至 {row.until}：{words.zh}", f"until {row.until}: {words.en}")
            evidence.append(shown(label.zh, label.say("en").capitalize(), until))
    evidence += [
        shown("接收单位意见", "The host's opinion", o.opinion)
        for o in inputs.table("opinions", Opinion)
        if o.person == candidate.person
    ]
    direction = next((d.title for d in settings.directions if d.id == stay.direction), None)
    way = Text(f"（{direction.zh}）", f" ({direction.say('en')})") if direction else Text("")
    text = Text(f"挂任{stay.host}{stay.post}{way.zh}", f"seconded to {stay.host}: {stay.post}{way.say('en')}")
    return found(
        "seconded", "met", text, by_row(settings, "postings", posting, "decision"), candidate, evidence
    )
