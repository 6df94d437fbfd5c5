"""Two-way selection (双向选择): people name offices, offices choose people, everyone learns why."""

from __future__ import annotations

from collections.abc import Sequence

from quanheng.core.admission import is_before, refuse_while_due, refused_rows
from quanheng.core.findings import by_plan, outcome_of, title_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.stages.matching.adjustments import adjustment_check
from quanheng.core.stages.matching.checks import (
    call_check,
    choice_check,
    establishment_check,
    preference_check,
)
from quanheng.core.stages.matching.choosers import choosers_of, head_check
from quanheng.core.stages.matching.field import Field, field_of, losers, offices_of, relatives_together
from quanheng.core.stages.matching.findings import (
    about_people,
    entered_by,
    leaving,
    lives_without,
    reasons_and_notes,
    vacancies,
    waits_until,
)
from quanheng.core.stages.matching.record import MatchingRecord, OfficeFigures, RoundFigures
from quanheng.core.stages.matching.rounds import deadlines_of, round_now
from quanheng.core.stages.matching.tables import (
    TABLES,
    Adjustment,
    Call,
    Choice,
    Course,
    Establishment,
    Head,
    Preference,
)
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.stages.matching.training import course_check, training_due
from quanheng.core.values import Candidate, Outcome, Refused, Slate, Text, how_many

__all__ = [
    "RECORD",
    "TABLES",
    "TITLE",
    "Adjustment",
    "Call",
    "Choice",
    "Course",
    "Establishment",
    "MatchingRecord",
    "Preference",
    "Settings",
    "admit",
    "choosing_due",
    "close",
    "due",
]

TITLE = Text("双向选择", "Two-way selection")


RECORD = MatchingRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Which new rows may not enter, and why."""
    if table == "establishment":
        return refused_rows(rows, Establishment, establishment_check(inputs, settings))
    if table == "courses":
        field = field_of(slate, inputs, settings)
        return refused_rows(rows, Course, course_check(field, inputs, settings))
    if table == "heads":
        return refused_rows(rows, Head, head_check(inputs, settings))
    if table == "calls":
        return refused_rows(rows, Call, call_check(inputs, settings))
    if table == "preferences":
        return refused_rows(rows, Preference, preference_check(rows, slate, inputs, settings))
    if table == "choices":
        return refused_rows(rows, Choice, choice_check(rows, slate, inputs, settings))
    waits = choosing_due(slate, inputs, settings)
    return refused_rows(rows, Adjustment, adjustment_check(rows, slate, inputs, settings, waits))


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """What is still missing: the establishment, answers of a round, an order of equals, an assignment."""
    waits = choosing_due(slate, inputs, settings)
    if waits:
        return waits
    field = field_of(slate, inputs, settings)
    return tuple(_assignment_due(field, inputs, settings) + _relatives_due(field, slate, inputs, settings))


def choosing_due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """What is waited for until both sides have chosen; only then is anybody adjusted."""
    dues = _establishment_due(inputs, settings) + _waiting_due(inputs, settings)
    dues += training_due(slate, inputs, settings) + _wishes_due(inputs, settings)
    if dues:
        return tuple(dues)
    field = field_of(slate, inputs, settings)
    for number in range(1, len(field.rounds) + 1):
        dues = _round_due(number, field, inputs, settings)
        if dues:
            return tuple(dues)
    return ()


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Everyone placed stays, every other wish departs with its explanation.

    Errors: Refused(stage_closed_too_early), Refused(over_seats).
    """
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    field = field_of(slate, inputs, settings)
    _refuse_over_seats(field, inputs, settings)
    standing = set(slate.candidates)
    entered = slate.joined_by(c for c in entered_by(field, inputs) if c not in standing)
    staying = standing | {Candidate(p, office) for p, own in field.placed.items() for office in own}
    reasons, notes = reasons_and_notes(entered, staying, standing, field, inputs, settings)
    people = about_people(field, losers(slate, inputs), inputs, settings)
    findings = (*notes, *people, *vacancies(field, inputs, settings))
    return outcome_of(settings, entered, reasons, findings, _record(field, slate, inputs, settings))


def _record(field: Field, slate: Slate, inputs: Inputs, settings: Settings) -> MatchingRecord:
    people = field.people_of()
    offices = tuple(
        OfficeFigures(
            office,
            seats,
            settings.reserved_of(office),
            tuple(people[office]),
            seats - len(people[office]),
        )
        for office, seats in field.seats.items()
    )
    rounds = tuple(
        RoundFigures(number, len(r.wishes), len(r.placed), len(r.proof.blocking))
        for number, r in enumerate(field.results, start=1)
    )
    left = leaving(field, inputs, settings)
    unplaced, silent = lives_without(field, losers(slate, inputs), inputs, settings)
    adjusted = tuple(
        (r.person, r.office, r.reason, r.decided_by) for r in inputs.table("adjustments", Adjustment)
    )
    return MatchingRecord(
        offices,
        rounds,
        len(field.placed),
        unplaced,
        silent,
        left,
        waits_until(inputs, settings),
        adjusted,
        settings.waiting.training_hours if settings.waiting else 0,
    )


def _establishment_due(inputs: Inputs, settings: Settings) -> list[Due]:
    if settings.capacity != "establishment":
        return []
    known = {row.office for row in inputs.table("establishment", Establishment)}
    return [
        Due(
            Text(f"“{post.title.zh}”的编制未录入", f"the establishment of {post.title.say('en')} is missing"),
            "establishment",
        )
        for office, post in offices_of(inputs, settings).items()
        if office not in known
    ]


def _waiting_due(inputs: Inputs, settings: Settings) -> list[Due]:
    """Those who wait choose again only when their time is full."""
    before = inputs.earlier.get(settings.takers.unplaced_of or "")
    until = before.record.waits_until if before else None
    if until is None or inputs.closed_on >= until:
        return []
    return [Due(Text(f"待岗到 {until} 期满", f"the time of waiting is full on {until}"), until=until)]


def _wishes_due(inputs: Inputs, settings: Settings) -> list[Due]:
    """Nobody's time to name offices is cut short."""
    end = deadlines_of(round_now(inputs, settings), inputs, settings).wishes_end()
    if settings.settles == "organisation" or end is None or not is_before(inputs, end.date(), end.time()):
        return []
    text = Text(f"志愿填报到 {end:%Y-%m-%d %H:%M} 才截止", f"offices may be named until {end:%Y-%m-%d %H:%M}")
    return [Due(text, "preferences", until=end.date())]


def _round_due(number: int, field: Field, inputs: Inputs, settings: Settings) -> list[Due]:
    """Wishes below the least number, offices that have not answered, and equals at the last seat."""
    result, round_ = field.results[number - 1], field.rounds[number - 1]
    preferences = [r for r in inputs.table("preferences", Preference) if r.round == number]
    answered = {r.office for r in inputs.table("choices", Choice) if r.round == number}
    wished: dict[str, int] = {}
    for row in preferences:
        if row.person in field.pool_of_round(number):
            wished[row.person] = wished.get(row.person, 0) + 1
    dues = []
    for person, count in wished.items():
        if count < settings.preferences.min:
            name, least = inputs.name_of(person), settings.preferences.min
            text = Text(
                f"{name}只报 {count} 个岗位，至少 {least} 个", f"{name} names {count} of at least {least}"
            )
            dues.append(Due(text, "preferences", person))
    asked = {office for own in round_.wishes.values() for office in own}
    for office in field.seats:
        if office in asked and office not in answered and result.seats[office]:
            title = title_of(office, inputs)
            heads = "、".join(sorted(choosers_of(office, inputs, settings) or ()))
            text = Text(
                f"“{title.zh}”第 {number} 轮尚未选人", f"{title.say('en')} has not chosen in round {number}"
            )
            dues.append(Due(text, "choices", by=heads))
    return dues + _equals_due(number, field, inputs)


def _equals_due(number: int, field: Field, inputs: Inputs) -> list[Due]:
    dues = []
    for office, people in field.tied[number - 1].items():
        title, names = title_of(office, inputs), "、".join(inputs.name_of(p) for p in people)
        text = Text(
            f"“{title.zh}”最后的岗位上{names}同等，须填同等次序",
            f"{title.say('en')}: {names} are equal at the last seat and need a place each",
        )
        dues.append(Due(text, "choices"))
    return dues


def _assignment_due(field: Field, inputs: Inputs, settings: Settings) -> list[Due]:
    if settings.settles == "two_way":
        return []
    known = {row.person for row in inputs.table("adjustments", Adjustment)}
    return [
        Due(
            Text(f"{inputs.name_of(p)}尚未安排", f"{inputs.name_of(p)} is not assigned yet"),
            "adjustments",
            p,
            settings.adjusted_by or "",
        )
        for p in sorted(field.pool - known)
    ]


def _relatives_due(field: Field, slate: Slate, inputs: Inputs, settings: Settings) -> list[Due]:
    """Relatives who would come together, until an adjustment parts them."""
    if settings.relatives == "allow":
        return []
    dues = []
    for one, other, office in relatives_together(field, slate, inputs):
        title, a, b = title_of(office, inputs), inputs.name_of(one), inputs.name_of(other)
        text = Text(
            f"{a}与{b}有回避关系，不能同在“{title.zh}”，须调配",
            f"{a} and {b} may not serve together in {title.say('en')} (recusal): adjust one of them",
        )
        dues.append(Due(text, "adjustments", one, settings.adjusted_by or ""))
    return dues


def _refuse_over_seats(field: Field, inputs: Inputs, settings: Settings) -> None:
    """Choices may have changed since an adjustment was let in; nobody sits on a seat that is not there."""
    for office, count in field.filled().items():
        if count <= field.seats[office]:
            continue
        title, seats = title_of(office, inputs), field.seats[office]
        raise Refused(
            "over_seats",
            f"“{title.zh}”只有 {seats} 个岗位，按选择和调配有 {count} 人。",
            f"'{title.say('en')}' has {how_many(seats, 'seat')}; it would hold {count}.",
            where=by_plan(settings, "offices").ref,
            remedy_zh="请修改调配，再结束本环节。",
            remedy_en="Change the adjustments, then close the stage.",
        )
