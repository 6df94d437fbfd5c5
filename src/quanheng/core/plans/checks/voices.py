"""Checks of voices (各方意见检查): who is asked before a decision, what nominations say."""

from __future__ import annotations

from collections.abc import Iterator

from quanheng.core.language.terms import Span
from quanheng.core.plans.checks.eligibility import all_conditions, conditions_of, ensures
from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.plans.timeline import said_span
from quanheng.core.regulations import Rule
from quanheng.core.stages.appointment import Settings as Appointment
from quanheng.core.stages.approval import Settings as Approval
from quanheng.core.stages.consultation import Settings as Consultation
from quanheng.core.stages.decision.votes import Settings as Decision
from quanheng.core.stages.nomination.tables import Settings as Nomination
from quanheng.core.stages.probation import Settings as Probation
from quanheng.core.stages.recommendation.tables import Settings as Recommendation
from quanheng.core.values import Text
from quanheng.core.workdays import add_months

UNITED_FRONT, ASSISTING = "统战", "协管"
_DAYS_OF_MONTH = 30


def _months(span: Span) -> float:
    """A span in months, days counted as thirty to the month."""
    months = span.whole_months()
    return (span.days or span.working_days or 0) / _DAYS_OF_MONTH if months is None else float(months)


def united_front(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Where somebody outside the Party may be chosen, the united front's side is asked."""
    closed = all(ensures(conditions_of(ground, p), lambda r: r.party is not None) for _, p in ground.posts)
    for number, stage in ground.of(Consultation) if not closed else ():
        if not any(UNITED_FRONT in party.title.zh for party in stage.parties):
            yield Breach(
                ("stages", number, "parties"),
                Text(
                    "人选可以是非中共党员，而酝酿没有征求统战部门意见",
                    "somebody outside the Party may be chosen, and the united front is not asked",
                ),
                Text(
                    "加上 {id: united-front, title: 统战部门}，只在有非党人选时征求。",
                    "Add {id: united-front, title: 统战部门}, asked where it is due.",
                ),
                most="note",
            )


def silence(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The side that assists in managing a cadre has a month to answer before silence is consent."""
    asked = rules[0].bound() or 0
    for number, stage in ground.of(Consultation):
        for place, party in enumerate(stage.parties):
            if ASSISTING in party.title.zh and party.silence is not None and _months(party.silence) < asked:
                zh, en = said_span(party.silence)
                yield Breach(
                    ("stages", number, "parties", place, "silence"),
                    Text(
                        f"协管方{zh}不答复即视为同意，规定为 {asked} 个月",
                        f"silence of {en} is consent; the assisting side has {asked} month",
                    ),
                    Text(f"改为 silence: {{months: {asked}}}。", f"Write silence: {{months: {asked}}}."),
                )


def without_recommendation(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Who is put up without any recommendation is agreed to by the superior first."""
    number = ground.first("decision")
    if (
        number is None
        or ground.has("recommendation", "talks", "assessment")
        or not ground.has_leading_posts()
    ):
        return
    if not any(isinstance(stage, Approval) for stage in ground.plan.stages[:number]):
        yield Breach(
            ("stages", number),
            Text(
                "不经民主推荐的人选，决定之前没有报上级组织部门同意",
                "nobody is recommended, and the superior does not agree before the decision",
            ),
            Text(
                "加上民主推荐，或在决定（越级的在考察）之前加上 approval 环节。",
                "Add a recommendation, or a stage of kind approval before the decision (or the inspection).",
            ),
            most="warning",
        )


def directed(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """At a change of term people are recommended for posts, as many as there are."""
    for number, stage in ground.of(Recommendation):
        if any(post.pool for _, post in ground.posts) or stage.limit_per == "sheet":
            yield Breach(
                ("stages", number, "limit_per"),
                Text(
                    "换届推荐没有按职位全额定向推荐",
                    "at a change of term people are not recommended post by post",
                ),
                Text(
                    "写明具体职位，limit_per: post，most: seats。",
                    "Name the posts; say limit_per: post and most: seats.",
                ),
                most="warning",
            )


def written_nomination(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever recommends somebody as a person writes why, and signs."""
    for number, stage in ground.of(Nomination):
        personal = set(stage.channels) & {"leader", "joint", "mass"}
        if personal and not stage.reasons_at_least and not stage.grounds:
            yield Breach(
                ("stages", number, "reasons_at_least"),
                Text("个人推荐没有要求书面材料", "nothing is written in a recommendation by a person"),
                Text("写明 reasons_at_least，或 grounds。", "Say reasons_at_least, or grounds."),
            )


def nomination_valid(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A nomination that was not taken up stays valid for a year."""
    most = int(rules[0].machine["valid_months"])
    for number, stage in ground.of(Nomination):
        months = stage.valid_for.whole_months()
        if months is not None and months > most:
            yield Breach(
                ("stages", number, "valid_for"),
                Text(f"提名有效期 {months} 个月，通常为 {most} 个月", f"{months} months; {most} are usual"),
                Text(f"改为 valid_for: {{months: {most}}}。", f"Write valid_for: {{months: {most}}}."),
            )


def nomination_told(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The meeting that decides hears how each nomination came about."""
    for number, stage in ground.of(Decision) if ground.has("nomination") else ():
        if not stage.nomination_told:
            yield Breach(
                ("stages", number),
                Text("决定的会议不听取提名情况说明", "the meeting hears nothing of the nominations"),
                Text("写明 nomination_told: true。", "Say nomination_told: true."),
            )


_RIGHTS = {
    "review_asked_within": "review_days",
    "appeal_asked_within": "appeal_direct_days",
    "appeal_after_review": "appeal_after_review_days",
}
_ANSWERS = {"review_answered_within": "review_decide_days", "appeal_answered_within": "appeal_decide_days"}


def appeals(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever is held to account has as long to contest it as the law gives, and is answered as soon."""
    for number, stage in ground.of(Nomination):
        for rule in rules if stage.accountability is not None else ():
            for words, is_right in ((_RIGHTS, True), (_ANSWERS, False)):
                for word, name in words.items():
                    span, asked = getattr(stage.accountability, word), int(rule.machine.get(name, 0))
                    days = round(_months(span) * _DAYS_OF_MONTH)
                    if not asked or (days >= asked if is_right else days <= asked):
                        continue
                    zh, en = said_span(span)
                    yield Breach(
                        ("stages", number, "accountability", word),
                        Text(f"{word} 为{zh}，规定为 {asked} 日", f"{word} is {en}; {asked} days are asked"),
                        Text(f"改为 {{days: {asked}}}。", f"Write {{days: {asked}}}."),
                        rule=rule.id,
                    )


def filed_ahead(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """What is filed is filed so long before the appointment on trial."""
    months = int(rules[0].bound() or 0)
    appointed = ground.first("appointment")
    if appointed is None or not ground.steps or not ground.has("probation"):
        return
    opens = ground.steps[appointed].opens_on
    for number, stage in ground.of(Approval):
        closes = ground.steps[number].closes_on
        if stage.mode != "file" or number > appointed or closes is None or opens is None:
            continue
        if add_months(closes, months) > opens:
            yield Breach(
                ("stages", number),
                Text(
                    f"备案（{closes}）距任职（{opens}）不足 {months} 个月",
                    f"filed on {closes}, less than {months} month before the appointment on {opens}",
                ),
                Text("提前备案。", "File it earlier."),
            )


def ends_early(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A grave fault during the trial ends it."""
    for number, stage in ground.of(Probation):
        if not stage.ends_early_on:
            yield Breach(
                ("stages", number),
                Text("没有写什么情形提前结束试用", "the plan does not say what ends the trial early"),
                Text(
                    "写明 ends_early_on，如 [严重警告, 记大过]。",
                    "Say ends_early_on, such as [严重警告, 记大过].",
                ),
                most="note",
            )


def counts_from(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Time in office counts from the day of the decision, not from the end of the trial."""
    term = ground.plan.term
    if term is not None and term.counts_from == "probation_end" and ground.of(Appointment):
        yield Breach(
            ("term", "counts_from"),
            Text("任期自试用期满起算，规定自决定之日起", "the term counts from the end of the trial"),
            Text("改为 counts_from: appointment。", "Write counts_from: appointment."),
        )


def relations(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Recusal covers every relation of the law, not some."""
    asked = [str(r) for r in rules[0].machine["relations"]]
    for path, rule in all_conditions(ground):
        kinds = rule.recusal.kinds if rule.recusal is not None else ()
        absent = [r for r in asked if kinds and not any(r in kind or kind in r for kind in kinds)]
        if absent:
            at: Path = (*path, "recusal", "kinds")
            yield Breach(
                at,
                Text(f"回避的亲属关系缺少：{'、'.join(absent)}", f"recusal leaves out: {', '.join(absent)}"),
                Text("补全，或不写 kinds（任何亲属关系）。", "Add them, or leave kinds out."),
                most="warning",
            )
