"""Which applications and withdrawals are taken (报名受理)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from quanheng.core.admission import refused_rows, unknown_person, unknown_post
from quanheng.core.channels import CHANNELS
from quanheng.core.choosing import refused_choices, refused_post
from quanheng.core.dating import before_plan
from quanheng.core.incumbency import posts_held_of
from quanheng.core.inputs import Inputs, Row
from quanheng.core.listing import names_in
from quanheng.core.newcomers import refused_scope
from quanheng.core.stages.enrolment.tables import Application, Settings, Withdrawal
from quanheng.core.values import Candidate, Refused, Slate, Text


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of new applications or withdrawals, against the plan, the roster and what is recorded."""
    if table == "withdrawals":
        known = {r.key() for r in inputs.table("applications", Application)}
        return refused_rows(rows, Withdrawal, lambda row: _refused_withdrawal(row, known, inputs))
    return refused_rows(rows, Application, _application_check(rows, slate, inputs, settings))


def _application_check(
    rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> Callable[[Application], Refused | None]:
    """The check of one application; the choices a person already has grow with each row let in."""
    new = {row.key() for row in rows}
    withdrawn = {r.key() for r in inputs.table("withdrawals", Withdrawal)}
    chosen: dict[str, dict[str, int]] = {}
    for recorded in inputs.table("applications", Application):
        if recorded.key() not in new | withdrawn:
            chosen.setdefault(recorded.person, {})[recorded.post] = recorded.choice

    def check(row: Application) -> Refused | None:
        own = chosen.setdefault(row.person, {})
        refusal = _refused_application(row, slate, inputs, settings) or _refused_beside(row, own, inputs)
        if refusal is None:
            own[row.post] = row.choice
        return refusal

    return check


def _refused_application(
    row: Application, slate: Slate, inputs: Inputs, settings: Settings
) -> Refused | None:
    refusal = unknown_person(row.person, inputs) or unknown_post(row.post, inputs)
    if refusal is not None:
        return refusal
    person, post = inputs.people[row.person], inputs.frame.posts[row.post]
    return (
        refused_scope(Candidate(row.person, row.post), slate, settings, inputs)
        or refused_post(person, post, inputs.frame, settings.sources)
        or _refused_incumbent(row, inputs, settings)
        or _refused_day(row, inputs, settings)
        or _refused_channel(row, inputs, settings)
        or _refused_statement(row, inputs, settings)
    )


def _refused_beside(row: Application, own: Mapping[str, int], inputs: Inputs) -> Refused | None:
    name = inputs.name_of(row.person)
    if inputs.frame.choices.mode == "ranked" and row.choice in own.values():
        return Refused(
            "choice_repeated",
            f"{name}已有第 {row.choice} 志愿。",
            f"{name} already has a choice number {row.choice}.",
            where=row.key(),
            remedy_zh="每个志愿顺序只填一个职位。",
            remedy_en="Give each choice a number of its own.",
        )
    refusal = refused_choices(inputs.people[row.person], [*own, row.post], inputs.frame)
    return refusal.at(row.key()) if refusal else None


def _refused_incumbent(row: Application, inputs: Inputs, settings: Settings) -> Refused | None:
    held = posts_held_of(inputs.people[row.person], settings.bars_incumbents_of, inputs.frame.as_of)
    if not held:
        return None
    return Refused(
        "incumbent_barred",
        f"{inputs.name_of(row.person)}现任“{held[0].name}”，方案规定不参加本次竞争。",
        f"{inputs.name_of(row.person)} holds '{held[0].name}' and by the plan does not compete.",
        where=row.key(),
        remedy_zh="请核对现任职务。",
        remedy_en="Check the post held.",
    )


def _refused_day(row: Application, inputs: Inputs, settings: Settings) -> Refused | None:
    if inputs.own_at is not None and row.applied_on != inputs.own_at.date():
        return Refused(
            "not_today",
            f"本人报名的日期就是当天 {inputs.own_at.date()}，不能填 {row.applied_on}。",
            f"Your own application is of today, {inputs.own_at.date()}, not of {row.applied_on}.",
            where=row.key(),
            remedy_zh="请填当天；此前交过纸质报名表的，由组织人事干部录入。",
            remedy_en="Give today; a paper form handed in before is entered by the organiser.",
        )
    early = before_plan(row.key(), Text("报名日期", "The application"), row.applied_on, inputs)
    if early is not None:
        return early
    deadline = settings.deadline()
    last = min(deadline or inputs.closed_on, inputs.closed_on)
    if row.applied_on <= last and not _is_past_the_hour(inputs, settings):
        late = deadline is not None and inputs.closed_on > deadline and not row.late_because.strip()
        return _unexplained(row, last) if late else None
    zh, en = f"报名日期 {row.applied_on} 晚于截止日期 {last}。", f"Applied on {row.applied_on}, after {last}."
    if _is_past_the_hour(inputs, settings):
        end = f"{deadline} {settings.time.at if settings.time else ''}"
        zh, en = f"报名已于 {end} 截止。", f"Enrolment ended on {end}."
    elif last < (deadline or last):
        zh, en = f"报名日期 {row.applied_on} 还没有到。", f"{row.applied_on} has not come yet."
    return Refused(
        "after_deadline",
        zh,
        en,
        where=row.key(),
        remedy_zh="逾期报名不予受理；如日期有误，请更正。",
        remedy_en="Late applications are not taken; correct the date if it is wrong.",
    )


def _is_past_the_hour(inputs: Inputs, settings: Settings) -> bool:
    """Whether somebody applies for themselves on the last day, later than the plan's hour."""
    hour = settings.time.hour() if settings.time else None
    if inputs.own_at is None or hour is None or inputs.own_at.date() != settings.deadline():
        return False
    return inputs.own_at.time() > hour


def _unexplained(row: Application, last: date) -> Refused:
    """An application of before the last day that is entered after it, without a word on why."""
    return Refused(
        "late_without_reason",
        f"报名已于 {last} 截止，现在补录或更正须写明原因。",
        f"Enrolment ended on {last}; what is entered or mended now needs a reason.",
        where=row.key(),
        remedy_zh="请填写“补录原因”（如何时收到报名表、为何当时没有录入）；它随人选公开可查。",
        remedy_en="Say why under 'Why late': when the form came in, and what delayed it. It stays on record.",
    )


def _refused_channel(row: Application, inputs: Inputs, settings: Settings) -> Refused | None:
    if row.channel not in settings.channels:
        allowed = [CHANNELS.say(c) for c in settings.channels]
        return Refused(
            "channel_not_allowed",
            f"方案没有“{CHANNELS.say(row.channel).zh}”这一报名方式。",
            f"The plan takes no applications by '{row.channel}'.",
            where=row.key(),
            remedy_zh=f"可用：{'、'.join(t.zh for t in allowed)}。",
            remedy_en=f"Allowed: {', '.join(t.en for t in allowed)}.",
        )
    names = names_in(row.recommended_by)
    least = settings.recommenders_of(row.channel)
    if len(names) >= least:
        return None
    return Refused(
        "recommender_missing",
        f"{CHANNELS.say(row.channel).zh}须有 {least} 名推荐人，现有 {len(names)} 名。",
        f"The channel '{row.channel}' needs {least} recommenders; {len(names)} are named.",
        where=row.key(),
        remedy_zh="请填写推荐人。",
        remedy_en="Name the recommenders.",
    )


def _refused_statement(row: Application, inputs: Inputs, settings: Settings) -> Refused | None:
    if len(row.statement) >= settings.statement_at_least:
        return None
    return Refused(
        "statement_too_short",
        f"报名陈述为 {len(row.statement)} 字，至少 {settings.statement_at_least} 字。",
        f"The statement has {len(row.statement)} characters and needs {settings.statement_at_least}.",
        where=row.key(),
        remedy_zh="请补充报名陈述。",
        remedy_en="Write more.",
    )


def _refused_withdrawal(row: Withdrawal, known: set[str], inputs: Inputs) -> Refused | None:
    if row.key() in known:
        return None
    return Refused(
        "no_application",
        f"没有“{row.key()}”的报名记录，无从退出。",
        f"There is no application '{row.key()}' to take back.",
        where=row.key(),
        remedy_zh="请核对姓名与职位。",
        remedy_en="Check person and post.",
    )
