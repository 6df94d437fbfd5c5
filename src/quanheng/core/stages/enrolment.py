"""Enrolment (报名): applications make the slate, within the choices that the plan allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from quanheng.core.admission import refuse_while_due, refused_rows, unknown_person, unknown_post
from quanheng.core.channels import CHANNELS, Channel
from quanheng.core.choosing import refused_choices, refused_post
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of, title_of
from quanheng.core.incumbency import posts_held_of
from quanheng.core.inputs import Column, Due, Inputs, InputTable, Row
from quanheng.core.language.terms import Names, StageSettings, Strict, Words, listed
from quanheng.core.listed_by_rule import Enters, listed_by_rule
from quanheng.core.listing import names_in
from quanheng.core.newcomers import refused_scope
from quanheng.core.values import Candidate, Finding, Outcome, Refused, Slate, Text
from quanheng.core.words import PersonCell, PostCell

__all__ = [
    "CHANNELS", "RECORD", "TABLES", "TITLE", "Application", "EnrolmentRecord", "MustEnrol", "Settings",
    "Withdrawal", "admit", "close", "due",
]  # fmt: skip

TITLE = Text("报名", "Enrolment")


class MustEnrol(Strict):
    """Who has to compete (必须参加竞争的人员), and what follows when they do not."""

    incumbents_of: Names
    otherwise: Words = Text("不报名参加竞争的，作自动待岗处理", "Whoever does not enrol waits for a post")


class Settings(StageSettings):
    """What a plan says about enrolment.

    Shapes: `recommenders` is the least number of names a channel needs (one for every channel but self);
    `statement_at_least` counts characters; `enters` lists people by rule, without an application.
    """

    kind: Literal["enrolment"]
    channels: tuple[Channel, ...] = ("self",)
    recommenders: Mapping[Channel, int] = Field(default_factory=dict)
    statement_at_least: int = Field(default=0, ge=0)
    must_enrol: MustEnrol | None = None
    bars_incumbents_of: Names = ()
    enters: Annotated[tuple[Enters, ...], BeforeValidator(listed, json_schema_input_type=Any)] = ()

    def deadline(self) -> date | None:
        """The last day of enrolment, where the plan gives it as a date."""
        return None if self.time is None else self.time.to or self.time.on

    def recommenders_of(self, channel: Channel) -> int:
        """How many names must stand behind an application by this channel."""
        return self.recommenders.get(channel, 0 if channel == "self" else 1)


class Application(Row):
    """One person's application for one post."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    choice: Annotated[
        int,
        Field(ge=1),
        Column("志愿顺序", "Choice", Text("1 为第一志愿", "1 is the first choice"), "1"),
    ] = 1
    channel: Annotated[
        Channel,
        CHANNELS,
        Column("推荐方式", "Channel", Text("报名渠道", "How the person came forward"), "self"),
    ] = "self"
    recommended_by: Annotated[
        str,
        Column(
            "推荐人",
            "Recommended by",
            Text("推荐人或单位，以顿号分开", "Names, parted by commas"),
            "李敏、王强",
        ),
    ] = ""
    statement: Annotated[
        str, Column("报名陈述", "Statement", Text("竞争该职位的理由", "Why this post"), "熟悉园区工作")
    ] = ""
    applied_on: Annotated[
        date, Column("报名日期", "Applied on", Text("收到报名表之日", "Day received"), "2026-03-10")
    ]
    late_because: Annotated[
        str,
        Column(
            "补录原因",
            "Why late",
            Text("截止之后补录、更正的，写明原因", "Why it is entered or mended after the last day"),
            "3月10日收到纸质报名表，漏录",
        ),
    ] = ""


class Withdrawal(Row):
    """An application taken back by the applicant (退出报名)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    reason: Annotated[
        str,
        Field(min_length=1),
        Column("退出原因", "Reason", Text("本人说明", "In the person's words"), "工作调动"),
    ]
    withdrawn_on: Annotated[
        date, Column("退出日期", "Withdrawn on", Text("书面退出之日", "Day in writing"), "2026-03-10")
    ]


TABLES = (
    InputTable("applications", Text("报名登记", "Applications"), Application, "enrol"),
    InputTable(
        "withdrawals", Text("退出报名", "Withdrawals"), Withdrawal, "withdraw_candidate", required=False
    ),
)


@dataclass(frozen=True, slots=True)
class EnrolmentRecord:
    """The figures of an enrolment. Shapes: `per_post` counts who stays after withdrawals, in plan order."""

    applications: int
    people: int
    withdrawn: int
    per_post: tuple[tuple[str, int], ...]
    per_channel: tuple[tuple[str, int], ...]
    not_enrolled: tuple[str, ...]


RECORD = EnrolmentRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of new applications or withdrawals, against the plan, the roster and what is recorded."""
    if table == "withdrawals":
        known = {r.key() for r in inputs.table("applications", Application)}
        return refused_rows(rows, Withdrawal, lambda row: _refused_withdrawal(row, known, inputs))
    return refused_rows(rows, Application, _application_check(rows, slate, inputs, settings))


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Enrolment waits for its deadline, and for facts without which nobody can say who is to be listed."""
    deadline = settings.deadline()
    if deadline is not None and inputs.closed_on < deadline:
        text = Text(f"报名到 {deadline} 才截止", f"enrolment is open until {deadline}")
        return (Due(text, "applications", until=deadline),)
    _, unsure = listed_by_rule(settings.enters, _applied(slate, inputs), slate, inputs, settings)
    return tuple(_unsure(inputs.name_of(person), person, why) for person, why in unsure.items())


def _unsure(name: str, person: str, why: Text) -> Due:
    zh = f"{name}的事实不全，不知是否应列入：{why.zh}；请补录，或录入报名"
    en = f"{name}: facts missing to list them: {why.say('en')}; or enter an application"
    return Due(Text(zh, en), "applications", person)


def _applied(slate: Slate, inputs: Inputs) -> frozenset[str]:
    """Who stands by an application, or by an earlier stage, and is listed by no rule."""
    return frozenset({a.person for a in inputs.table("applications", Application)} | {*slate.people()})


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Everyone who applied enters; whoever took it back leaves with their reason."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    applications = inputs.table("applications", Application)
    withdrawn = {r.key(): r for r in inputs.table("withdrawals", Withdrawal)}
    newcomers = (Candidate(a.person, a.post) for a in applications)
    standing = set(slate.candidates)
    by_rule, _ = listed_by_rule(settings.enters, _applied(slate, inputs), slate, inputs, settings)
    entered = slate.joined_by((*(c for c in newcomers if c not in standing), *by_rule))
    reasons = [_left(withdrawn[a.key()], inputs, settings) for a in applications if a.key() in withdrawn]
    stays = [a for a in applications if a.key() not in withdrawn]
    absent = _not_enrolled({*(a.person for a in stays), *(c.person for c in by_rule)}, inputs, settings)
    findings = [_enrolled(a, inputs, settings) for a in stays] + absent
    findings += [
        found("listed_by_rule", "met", judged.text, by_plan(settings, "enters"), c, judged.evidence)
        for c, judged in by_rule.items()
    ]
    record = EnrolmentRecord(
        applications=len(applications),
        people=len({*(a.person for a in stays), *(c.person for c in by_rule)}),
        withdrawn=len(reasons),
        per_post=_counted(inputs.frame.posts, [*(a.post for a in stays), *(c.post for c in by_rule)]),
        per_channel=_counted(CHANNELS.words, [a.channel for a in stays]),
        not_enrolled=tuple(f.candidate.person for f in absent if f.candidate),
    )
    return outcome_of(settings, entered, reasons, findings, record)


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
    deadline = settings.deadline()
    last = min(deadline or inputs.closed_on, inputs.closed_on)
    if row.applied_on <= last and not _is_past_the_hour(inputs, settings):
        late = deadline is not None and inputs.closed_on > deadline and not row.late_because.strip()
        return _unexplained(row, last) if late else None
    return Refused(
        "after_deadline",
        f"报名日期 {row.applied_on} 晚于截止日期 {last}。",
        f"Applied on {row.applied_on}, after the last day {last}.",
        where=row.key(),
        remedy_zh="逾期报名不予受理；如日期有误，请更正。",
        remedy_en="Late applications are not taken; correct the date if it is wrong.",
    )


def _is_past_the_hour(inputs: Inputs, settings: Settings) -> bool:
    """Whether somebody applies for themselves on the last day, later than the plan's hour."""
    hour = settings.time.at if settings.time else None
    if inputs.own_at is None or hour is None or inputs.own_at.date() != settings.deadline():
        return False
    return inputs.own_at.time() > time.fromisoformat(hour.zfill(5))


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


def _left(row: Withdrawal, inputs: Inputs, settings: Settings) -> Finding:
    name, post = inputs.name_of(row.person), title_of(row.post, inputs)
    return found(
        "withdrawn",
        "not_met",
        Text(f"{name}退出“{post.zh}”的报名：{row.reason}", f"{name} took back the application: {row.reason}"),
        by_row(settings, "withdrawals", row),
        Candidate(row.person, row.post),
        [fact("退出日期", "Withdrawn on", row.withdrawn_on)],
    )


def _enrolled(row: Application, inputs: Inputs, settings: Settings) -> Finding:
    post = title_of(row.post, inputs)
    evidence = [
        fact("报名日期", "Applied on", row.applied_on),
        fact("志愿顺序", "Choice", row.choice),
        fact("推荐方式", "Channel", CHANNELS.say(row.channel)),
    ]
    if row.recommended_by:
        evidence.append(fact("推荐人", "Recommended by", row.recommended_by))
    if row.late_because:
        evidence.append(fact("补录原因", "Why late", row.late_because))
    return found(
        "enrolled",
        "met",
        Text(f"报名“{post.zh}”", f"Enrolled for {post.say('en')}"),
        by_row(settings, "applications", row),
        Candidate(row.person, row.post),
        evidence,
    )


def _not_enrolled(enrolled: set[str], inputs: Inputs, settings: Settings) -> list[Finding]:
    """Whoever holds a post whose holders must compete, and did not enrol."""
    rule = settings.must_enrol
    if rule is None:
        return []
    findings = []
    for person in inputs.people.values():
        held = posts_held_of(person, rule.incumbents_of, inputs.frame.as_of)
        if not held or person.id in enrolled:
            continue
        findings.append(
            found(
                "must_enrol",
                "not_met",
                Text(
                    f"{person.name}现任{held[0].name}，应当报名而未报名：{rule.otherwise.zh}",
                    f"{person.name} holds {held[0].name} and had to enrol: {rule.otherwise.say('en')}",
                ),
                by_plan(settings, "must_enrol"),
                Candidate(person.id, ""),
                [fact("现任职务", "Post held", held[0].name), fact("任职时间", "Since", held[0].since)],
            )
        )
    return findings


def _counted(names: Mapping[str, object], said: Sequence[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(said)
    return tuple((name, counts[name]) for name in names if name in counts)
