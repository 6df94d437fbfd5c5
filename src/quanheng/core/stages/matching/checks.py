"""Checks of two-way selection (双向选择的录入核对): which wishes, choices and adjustments may not enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from quanheng.core.admission import unknown_person, unknown_post
from quanheng.core.choosing import refused_post
from quanheng.core.eligibility.qualification import candidate_verdict
from quanheng.core.findings import by_plan, title_of
from quanheng.core.incumbency import posts_held_of
from quanheng.core.inputs import Inputs, Row
from quanheng.core.recusal import must_recuse
from quanheng.core.stages.matching.choosers import choosers_of
from quanheng.core.stages.matching.field import Field, field_of, offices_of, opens_in, reaches
from quanheng.core.stages.matching.lateness import (
    refused_late_wish,
    refused_round_over,
    refused_row,
    refused_untimely_choice,
)
from quanheng.core.stages.matching.rounds import round_now
from quanheng.core.stages.matching.tables import Call, Choice, Establishment, Preference
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.values import Candidate, Refused, Slate, how_many


def establishment_check(inputs: Inputs, settings: Settings) -> Callable[[Establishment], Refused | None]:
    """Only offices of this stage have an establishment, and nobody beyond it stays."""

    def check(row: Establishment) -> Refused | None:
        if row.occupied > row.posts:
            said = (
                f"已占 {row.occupied} 多于编制 {row.posts}。",
                f"{row.occupied} stay in {row.posts} posts.",
            )
            return refused_row(
                "over_establishment", row, said, ("请核对编制与在岗人数。", "Check both numbers.")
            )
        return refused_office(row.office, row, inputs, settings)

    return check


def call_check(inputs: Inputs, settings: Settings) -> Callable[[Call], Refused | None]:
    """A round that the plan has, after the one that is open, its days in order."""

    def check(row: Call) -> Refused | None:
        refusal = _refused_way(row, settings) or refused_number(row, row.round, settings)
        if refusal is not None:
            return refusal
        if row.choices_until is not None and row.choices_until < row.preferences_until:
            said = (
                f"选人截止 {row.choices_until} 早于志愿截止 {row.preferences_until}。",
                f"Choosing would end on {row.choices_until}, before wishes do on {row.preferences_until}.",
            )
            return refused_row("dates_reversed", row, said, ("请核对日期。", "Check the days."))
        now = round_now(inputs, settings)
        if row.round in (now, now + 1):
            return None
        return refused_row(
            "round_out_of_turn",
            row,
            (f"现在是第 {now} 轮。", f"This is round {now}."),
            (f"只能安排第 {now} 轮或下一轮。", f"Only round {now} or the next can be called."),
            by_plan(settings, "rounds"),
        )

    return check


def preference_check(
    rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> Callable[[Preference], Refused | None]:
    """A wish by somebody who takes part, for an office that is open to them, within the number allowed."""
    field = field_of(slate, inputs, settings)
    new = {row.key() for row in rows}
    orders: dict[tuple[str, int], dict[int, str]] = {}
    for row in inputs.table("preferences", Preference):
        if row.key() not in new:
            orders.setdefault((row.person, row.round), {})[row.order] = row.office

    def check(row: Preference) -> Refused | None:
        own = orders.setdefault((row.person, row.round), {})
        refusal = (
            _refused_way(row, settings)
            or refused_office(row.office, row, inputs, settings)
            or refused_taker(row, row.person, row.round, field, inputs, settings)
            or _refused_unqualified(row, inputs, settings)
            or _refused_reach(row, inputs, settings)
            or refused_round_over(row, inputs, settings)
            or refused_late_wish(row, inputs, settings)
            or _refused_order(row, own, inputs, settings)
        )
        if refusal is None:
            own[row.order] = row.office
        return refusal

    return check


def choice_check(
    rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> Callable[[Choice], Refused | None]:
    """A choice by the office's own head, among those who named it, within its seats."""
    field = field_of(slate, inputs, settings)
    new = {row.key() for row in rows}
    wished = {(r.person, r.office, r.round) for r in inputs.table("preferences", Preference)}
    heads = {office: choosers_of(office, inputs, settings) for office in offices_of(inputs, settings)}
    taken: dict[tuple[str, int], list[Choice]] = {}
    for row in inputs.table("choices", Choice):
        if row.key() not in new and row.accept:
            taken.setdefault((row.office, row.round), []).append(row)

    def check(row: Choice) -> Refused | None:
        own = taken.setdefault((row.office, row.round), [])
        refusal = (
            _refused_way(row, settings)
            or refused_office(row.office, row, inputs, settings)
            or refused_taker(row, row.person, row.round, field, inputs, settings)
            or _refused_chooser(row, heads[row.office], inputs, settings)
            or refused_round_over(row, inputs, settings)
            or _refused_unlisted(row, wished, inputs, settings)
        )
        if refusal is None and row.accept:
            refusal = _refused_standing(row, own, inputs, settings) or _refused_more(
                row, own, field, inputs, settings
            )
        if refusal is None and row.accept:
            own.append(row)
        return refusal

    return check


def _refused_way(row: Row, settings: Settings) -> Refused | None:
    if settings.settles == "two_way":
        return None
    return refused_row(
        "assigned_by_organisation",
        row,
        (
            "本环节由组织安排岗位，不再填报志愿和选人。",
            "At this stage the organisation assigns; nobody chooses.",
        ),
        ("请在“岗位调配”中录入安排结果。", "Enter the assignment under 'adjustments'."),
    )


def refused_office(office: str, row: Row, inputs: Inputs, settings: Settings) -> Refused | None:
    """A refusal of an office that is not among those of this stage."""
    offices = offices_of(inputs, settings)
    if office in offices:
        return None
    unknown = unknown_post(office, inputs)
    if unknown is not None:
        return unknown.at(row.key())
    names = "、".join(offices)
    title = title_of(office, inputs)
    return refused_row(
        "not_an_office",
        row,
        (f"“{title.zh}”不在双向选择岗位之列。", f"'{title.say('en')}' is not open to two-way selection."),
        (f"可填：{names}。", f"Offices: {names}."),
        by_plan(settings, "offices"),
    )


def refused_taker(
    row: Row, person: str, number: int, field: Field, inputs: Inputs, settings: Settings
) -> Refused | None:
    """A refusal of somebody who takes no part in this round."""
    refusal = unknown_person(person, inputs)
    if refusal is not None:
        return refusal.at(row.key())
    refusal = refused_number(row, number, settings)
    if refusal is not None:
        return refusal
    if person in field.pool_of_round(number):
        return None
    return refused_row(
        "not_in_pool",
        row,
        _why_not(person, number, field, inputs, settings),
        (
            "请核对人员；只有参加本轮双向选择的人员可以录入。",
            "Only those who take part in this round are entered.",
        ),
        by_plan(settings, "takers"),
    )


def refused_number(row: Row, number: int, settings: Settings) -> Refused | None:
    """A refusal of a round that the plan does not have."""
    if number <= len(settings.rounds):
        return None
    said = (
        f"方案只有 {len(settings.rounds)} 轮。",
        f"The plan has {how_many(len(settings.rounds), 'round')}.",
    )
    return refused_row(
        "no_such_round", row, said, ("请核对轮次。", "Check the round."), by_plan(settings, "rounds")
    )


def _why_not(person: str, number: int, field: Field, inputs: Inputs, settings: Settings) -> tuple[str, str]:
    name = inputs.name_of(person)
    if person in field.pool:
        office, earlier = field.matched[person]
        title = title_of(office, inputs)
        return (
            f"{name}已在第 {earlier} 轮安排到“{title.zh}”，不参加第 {number} 轮。",
            f"{name} was placed in '{title.say('en')}' in round {earlier} and is not in round {number}.",
        )
    held = posts_held_of(inputs.people[person], settings.takers.except_holders_of, inputs.frame.as_of)
    if held:
        return (
            f"{name}现任“{held[0].name}”，不参加双向选择。",
            f"{name} holds '{held[0].name}' and takes no part.",
        )
    return (f"{name}不在参加双向选择的人员之列。", f"{name} is not among those who take part.")


def _refused_unqualified(row: Preference, inputs: Inputs, settings: Settings) -> Refused | None:
    """A refusal of an office whose conditions the person does not meet, or of which facts are missing."""
    judged = (
        candidate_verdict(Candidate(row.person, row.office), inputs) if settings.takers.eligible else None
    )
    if judged is None or judged.counts_as == "met":
        return None
    name, title = inputs.name_of(row.person), title_of(row.office, inputs)
    return refused_row(
        "not_qualified",
        row,
        (
            f"{name}不符合“{title.zh}”的条件，或事实不全：{judged.text.zh}",
            f"{name} does not meet the conditions of '{title.say('en')}', or facts are missing: "
            f"{judged.text.say('en')}",
        ),
        (
            "请改报其他岗位；事实不全的，先补录名册。",
            "Name another office; enter missing facts in the roster.",
        ),
    )


def _refused_reach(row: Preference, inputs: Inputs, settings: Settings) -> Refused | None:
    offices = offices_of(inputs, settings)
    post, person, circle = offices[row.office], inputs.people[row.person], settings.rounds[row.round - 1]
    if not any(opens_in(c, post) for c in settings.rounds[: row.round]):
        said = (
            f"“{post.title.zh}”在第 {row.round} 轮尚未开放。",
            f"'{post.title.say('en')}' is not open in round {row.round}.",
        )
        return refused_row(
            "office_not_open", row, said, ("请改报本轮开放的岗位。", "Choose an office of this round.")
        )
    if not reaches(circle, person.unit, post, offices.values()):
        said = (
            f"第 {row.round} 轮限本单位或同片，{person.name}不能选报“{post.title.zh}”。",
            f"Round {row.round} reaches one's own unit or group only; '{post.title.say('en')}' is beyond it.",
        )
        return refused_row(
            "out_of_reach", row, said, ("请改报范围内的岗位。", "Choose an office within reach.")
        )
    refusal = refused_post(person, post, inputs.frame)
    return refusal.at(row.key()) if refusal else None


def _refused_order(
    row: Preference, own: Mapping[int, str], inputs: Inputs, settings: Settings
) -> Refused | None:
    name, most = inputs.name_of(row.person), settings.preferences.max
    if row.order > most or len(own) >= most:
        said = (f"{name}的志愿超过 {most} 个。", f"{name} names more than {most} offices.")
        remedy = ("请删去多报的岗位。", "Take back those beyond that.")
        return refused_row("too_many_choices", row, said, remedy, by_plan(settings, "preferences"))
    if row.order in own:
        title = title_of(own[row.order], inputs)
        said = (
            f"{name}的第 {row.order} 志愿已是“{title.zh}”。",
            f"{name}'s choice number {row.order} is '{title.say('en')}' already.",
        )
        return refused_row(
            "choice_repeated", row, said, ("每个志愿顺序只填一个岗位。", "Give each wish its own number.")
        )
    return None


def _refused_unlisted(
    row: Choice, wished: set[tuple[str, str, int]], inputs: Inputs, settings: Settings
) -> Refused | None:
    if (row.person, row.office, row.round) in wished or settings.takes_unlisted(row.office):
        return None
    name, title = inputs.name_of(row.person), title_of(row.office, inputs)
    return refused_row(
        "not_listed",
        row,
        (f"{name}没有选报“{title.zh}”。", f"{name} did not name '{title.say('en')}'."),
        ("只能从选报本岗位的人员中选用。", "Choose among those who named the office."),
        by_plan(settings, "unlisted"),
    )


def _refused_chooser(
    row: Choice, choosers: frozenset[str] | None, inputs: Inputs, settings: Settings
) -> Refused | None:
    title = title_of(row.office, inputs)
    if choosers is not None and row.chosen_by not in choosers:
        names = sorted(inputs.name_of(p) for p in choosers)
        return refused_row(
            "not_a_chooser",
            row,
            (f"“{title.zh}”由其负责人选人。", f"'{title.say('en')}' is chosen for by its head."),
            (f"负责人：{'、'.join(names) or '尚无'}。", f"Head: {', '.join(names) or 'none yet'}."),
            by_plan(settings, "heads"),
        )
    untimely = refused_untimely_choice(row, choosers, inputs, settings)
    if untimely is not None:
        return untimely
    if row.chosen_by and must_recuse(row.chosen_by, row.person, inputs.people):
        return refused_row(
            "must_recuse",
            row,
            (
                f"{inputs.name_of(row.chosen_by)}与{inputs.name_of(row.person)}有回避关系，不能选用。",
                f"{inputs.name_of(row.chosen_by)} may not choose {inputs.name_of(row.person)}: recusal.",
            ),
            ("请由领导小组研究，在“岗位调配”中录入。", "Let the leading group decide, under 'adjustments'."),
        )
    return None


def _refused_standing(
    row: Choice, own: Sequence[Choice], inputs: Inputs, settings: Settings
) -> Refused | None:
    words = {"order": ("次序", "order"), "score": ("得分", "score"), "grade": ("档次", "grade")}
    zh, en = words[settings.chosen_by]
    given = {"order": row.order, "score": row.score, "grade": row.grade or None}[settings.chosen_by]
    if given is None:
        said = (f"选用时须填{zh}。", f"Whom an office takes needs a {en}.")
        return refused_row("standing_missing", row, said, (f"请补填{zh}。", f"Give the {en}."))
    if settings.chosen_by == "grade" and row.grade not in settings.grades:
        said = (f"方案没有档次“{row.grade}”。", f"The plan has no grade '{row.grade}'.")
        names = "、".join(settings.grades)
        return refused_row("unknown_grade", row, said, (f"可填：{names}。", f"Grades: {names}."))
    twice = next((o for o in own if o.order == row.order), None) if settings.chosen_by == "order" else None
    if twice is not None:
        a, b = inputs.name_of(twice.person), inputs.name_of(row.person)
        said = (f"第 {row.order} 位填了两人：{a}、{b}。", f"Place {row.order} is given to two: {a}, {b}.")
        return refused_row("order_repeated", row, said, ("每个次序只填一人。", "Give each place once."))
    return None


def _refused_more(
    row: Choice, own: Sequence[Choice], field: Field, inputs: Inputs, settings: Settings
) -> Refused | None:
    if settings.alternates is None:
        return None
    seats = field.results[row.round - 1].seats[row.office]
    if len(own) < seats + settings.alternates:
        return None
    title = title_of(row.office, inputs)
    return refused_row(
        "more_than_seats",
        row,
        (
            f"“{title.zh}”本轮有 {seats} 个岗位，可选 {seats + settings.alternates} 人，已选满。",
            f"'{title.say('en')}' has {how_many(seats, 'seat')} and chose {seats + settings.alternates}.",
        ),
        ("请先将已选的人改为不选用。", "First withdraw a choice made before."),
        by_plan(settings, "alternates"),
    )
