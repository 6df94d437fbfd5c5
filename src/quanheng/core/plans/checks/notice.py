"""Checks of the public notice (公示检查): how long, how counted, where in the order, and what it says."""

from __future__ import annotations

from collections.abc import Iterator

from quanheng.core.language.terms import Words
from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.plans.timeline import said_span
from quanheng.core.regulations import Rule
from quanheng.core.stages.public_notice import Settings
from quanheng.core.values import Text

_WEEK, _WORKED = 7, 5


def length(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A notice before appointment is up for the working days that the rule asks."""
    rule = next((r for r in rules if _concerns(ground, r)), None)
    asked = None if rule is None else rule.bound()
    for number, stage in ground.of(Settings):
        days = _working_days(ground, number, stage)
        if rule is None or asked is None or days >= asked or _is_for_candidates(ground, number):
            continue
        zh, en = said_span(stage.lasts)
        counted = (
            Text("", "")
            if stage.lasts.days is None
            else Text(f"（合{days}个工作日）", f" ({days} working days)")
        )
        yield Breach(
            ("stages", number, "lasts"),
            Text(
                f"公示{zh}{counted.zh}，规定不少于{asked}个工作日",
                f"the notice is up for {en}{counted.en}; at least {asked} working days are asked",
            ),
            Text(
                f"改为 lasts: {{working_days: {asked}}}，或说明所依据的规定。",
                f"Write lasts: {{working_days: {asked}}}, or name the rule you follow.",
            ),
            rule=rule.id,
        )


def _concerns(ground: Ground, rule: Rule) -> bool:
    """Whether a rule on notices is about this plan: one on ranks, where the plan gives ranks."""
    return "职级" not in str(rule.machine.get("when")) or ground.gives_ranks()


def last_day(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A period that ends on a rest day ends on the next working day."""
    for number, stage in ground.of(Settings):
        last = stage.time.to if stage.time is not None else None
        if last is not None and not ground.calendar.is_working_day(last):
            yield Breach(
                ("stages", number, "time", "to"),
                Text(
                    f"公示止于休息日 {last}，应顺延",
                    f"the notice ends on a rest day, {last}, and should go on",
                ),
                Text(
                    f"改为 {ground.calendar.next_working_day(last).day}。",
                    f"Write {ground.calendar.next_working_day(last).day}.",
                ),
            )


def _is_for_candidates(ground: Ground, number: int) -> bool:
    """Whether the notice is one of candidates, put up before anything is decided."""
    decided = ground.first("decision")
    return decided is not None and number < decided and any(i > decided for i, _ in ground.of(Settings))


def _working_days(ground: Ground, number: int, stage: Settings) -> int:
    """Working days after the first day: by the calendar where there are dates, else those of any week."""
    if stage.lasts.working_days is not None:
        return stage.lasts.working_days - stage.first_day_counts
    step = ground.steps[number] if ground.steps else None
    if step is not None and step.opens_on is not None and step.closes_on is not None:
        return ground.calendar.working_days_between(step.opens_on, step.closes_on).days
    days = (stage.lasts.days or 0) - stage.first_day_counts
    weeks, rest = divmod(days, _WEEK)
    return weeks * _WORKED + max(0, rest - (_WEEK - _WORKED))


def first_day(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The day on which the notice goes up is not counted."""
    for number, stage in ground.of(Settings):
        if stage.first_day_counts:
            yield Breach(
                ("stages", number, "first_day_counts"),
                Text("公示首日计入了公示期", "the day the notice goes up is counted"),
                Text(
                    "删去 first_day_counts，从次日起算。",
                    "Leave first_day_counts out: counting starts the day after.",
                ),
            )


def on_rest_days(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A notice starts on a day that people work."""
    for number, _ in ground.of(Settings):
        step = ground.steps[number] if ground.steps else None
        if step is None or step.opens_on is None or ground.calendar.is_working_day(step.opens_on):
            continue
        yield Breach(
            step.path,
            Text(f"公示始于休息日 {step.opens_on}", f"the notice goes up on a rest day, {step.opens_on}"),
            Text(
                "改在工作日张贴，例如 by: {working_days: 1}。",
                "Put it up on a working day, as by: {working_days: 1}.",
            ),
        )


def missing(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Who is to be appointed is announced first."""
    number = ground.first("appointment")
    if number is None or ground.has("public_notice") or "notice" not in rules[0].machine.get("requires", ()):
        return
    yield Breach(
        ("stages", number),
        Text("任职之前没有公示环节", "nothing is announced before the appointment"),
        Text(
            "在讨论决定与任职之间加上 public_notice 环节。",
            "Add a public_notice between decision and appointment.",
        ),
    )


def content(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The notice says who the person is, what the post is, and where to object."""
    wanted = [str(w) for w in rules[0].machine["requires"]]
    for number, stage in ground.of(Settings):
        said = "".join(w.zh for w in stage.content)
        absent = [w for w in wanted if w not in said]
        if absent and stage.objections_to is not None:
            absent = [w for w in absent if w != wanted[-1]]  # the body that takes objections is the last part
        if absent and stage.content:
            yield _content_breach(("stages", number, "content"), absent)


def _content_breach(path: Path, absent: list[str]) -> Breach:
    words = "、".join(absent)
    return Breach(
        path,
        Text(f"公示内容缺少：{words}", f"the notice leaves out: {words}"),
        Text(
            "在 content 中补上，或删去 content 而用文书模板的内容。",
            "Add them to content, or leave content to the document.",
        ),
        most="warning",
    )


def objections(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The notice names who takes objections."""
    for number, stage in ground.of(Settings):
        if stage.objections_to is None:
            yield Breach(
                ("stages", number),
                Text("公示未写由谁受理异议", "the notice does not say who takes objections"),
                Text("写明 objections_to。", "Say objections_to."),
                most="warning",
            )


def candidates(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """At a change of term, candidates new to a leading body are announced before they are inspected."""
    inspected = ground.first("inspection")
    if inspected is None or any(i < inspected for i, _ in ground.of(Settings)):
        return
    yield Breach(
        ("stages", inspected),
        Text("换届考察之前没有公示考察对象", "the candidates are not announced before the inspection"),
        Text("在考察之前加上 public_notice 环节。", "Add a public_notice before the inspection."),
        most="warning",
    )


def places(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A place is named once: the same board twice reaches nobody new."""
    for number, stage in ground.of(Settings):
        said: list[Words] = [w for w in stage.places if stage.places.count(w) > 1]
        if said:
            yield Breach(
                ("stages", number, "places"),
                Text(f"公示地点重复：{said[0].zh}", f"a place of notice stands twice: {said[0].say('en')}"),
                Text("删去重复的地点。", "Leave out the second."),
            )
