"""Enrolment (报名): applications make the slate, within the choices that the plan allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quanheng.core.admission import is_before, refuse_while_due
from quanheng.core.channels import CHANNELS
from quanheng.core.findings import by_plan, by_row, fact, found, outcome_of, title_of
from quanheng.core.incumbency import posts_held_of
from quanheng.core.inputs import Due, Inputs
from quanheng.core.listed_by_rule import listed_by_rule
from quanheng.core.stages.enrolment.checks import admit
from quanheng.core.stages.enrolment.tables import TABLES, Application, MustEnrol, Settings, Withdrawal
from quanheng.core.values import Candidate, Finding, Outcome, Slate, Text

__all__ = [
    "CHANNELS", "RECORD", "TABLES", "TITLE", "Application", "EnrolmentRecord", "MustEnrol", "Settings",
    "Withdrawal", "admit", "close", "due",
]  # fmt: skip

TITLE = Text("报名", "Enrolment")


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


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Enrolment waits for its deadline, and for facts without which nobody can say who is to be listed."""
    deadline, hour = settings.deadline(), settings.time.hour() if settings.time else None
    if deadline is not None and is_before(inputs, deadline, hour):
        end = f"{deadline} {hour:%H:%M}" if hour else f"{deadline}"
        text = Text(f"报名到 {end} 才截止", f"enrolment is open until {end}")
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
