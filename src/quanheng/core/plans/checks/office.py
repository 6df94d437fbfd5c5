"""Checks of office (任职检查): trial period, term, the talk before appointment, and filing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from quanheng.core.language.terms import Span
from quanheng.core.plans.checks.ground import Breach, Ground, Path
from quanheng.core.plans.timeline import said_span
from quanheng.core.regulations import Rule
from quanheng.core.stages.appointment import Settings as Appointment
from quanheng.core.stages.probation import Settings as Probation
from quanheng.core.values import Text


def trial_length(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The trial lasts as long as the rule says."""
    asked = rules[0].bound()
    trials: list[tuple[Path, Span]] = [(("stages", i, "length"), s.length) for i, s in ground.of(Probation)]
    if not trials:
        trials = [(("stages", i, "trial"), s.trial) for i, s in ground.of(Appointment) if s.trial is not None]
    for path, length in trials:
        if asked is not None and length.whole_months() != asked:
            zh, en = said_span(length)
            yield Breach(
                path,
                Text(f"试用期为{zh}，规定为 {asked} 个月", f"the trial lasts {en}; {asked} months are asked"),
                Text(
                    f"改为 length: {{months: {asked}}}，或说明所依据的规定。",
                    f"Write length: {{months: {asked}}}, or name the rule you follow.",
                ),
            )


def trial_missing(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever is promoted serves a trial."""
    if "probation" not in rules[0].machine.get("requires", ()) or ground.has("probation"):
        return
    for number, stage in ground.of(Appointment):
        if stage.trial is None:
            yield Breach(
                ("stages", number),
                Text("任职没有试用期", "the appointment has no trial period"),
                Text(
                    "加上 probation 环节；选任制和依法任命的职务除外。",
                    "Add a probation stage, save for elected posts.",
                ),
                most="warning",
            )


def trial_start(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The trial counts from the day of the document."""
    for number, stage in ground.of(Probation):
        if stage.counts_from != "document":
            yield Breach(
                ("stages", number, "counts_from"),
                Text(
                    "试用期不从下发试任通知之日起算", "the trial does not count from the day of the document"
                ),
                Text("改为 counts_from: document。", "Write counts_from: document."),
            )


def trial_counts(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A trial that is passed is part of the tenure."""
    for number, stage in ground.of(Probation):
        if not stage.counts:
            yield Breach(
                ("stages", number, "counts"),
                Text("试用合格后，试用期不计入任职时间", "a trial that is passed does not count as tenure"),
                Text("改为 counts: true。", "Write counts: true."),
            )


def trial_full(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The review comes when the trial is full."""
    for number, stage in ground.of(Probation):
        step = ground.steps[number] if ground.steps else None
        full = _full(ground, number, stage)
        if step is not None and full is not None and step.closes_on is not None and step.closes_on < full:
            yield Breach(
                step.path,
                Text(
                    f"试用期满考核（{step.closes_on}）早于期满之日 {full}",
                    f"the review ({step.closes_on}) comes before the trial is full ({full})",
                ),
                Text("改为期满之后。", "Set it after that day."),
            )


def _full(ground: Ground, number: int, stage: Probation) -> date | None:
    without = stage.model_copy(update={"time": None})
    stages = (*ground.plan.stages[:number], without, *ground.plan.stages[number + 1 :])
    bare = Ground(
        ground.plan.model_copy(update={"stages": stages}), ground.catalogue, ground.as_of, ground.calendar
    )
    return bare.steps[number].closes_on if bare.steps else None


def term_length(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A term lasts as long as the rule for these posts says."""
    term = ground.plan.term
    months = None if term is None else term.length.whole_months()
    if months is None:
        return
    years = Decimal(months) / 12
    for rule in rules:
        value = rule.machine["value"]
        least, most = (value[0], value[-1]) if isinstance(value, list) else (value, value)
        if not least <= years <= most:
            asked = f"{least}" if least == most else f"{least}—{most}"
            yield Breach(
                ("term", "length"),
                Text(
                    f"任期为 {years.normalize():f} 年，规定为 {asked} 年",
                    f"a term of {years.normalize():f} years; {asked} are asked",
                ),
                Text(
                    "改为规定的年限，或说明所依据的规定。", "Take that length, or name the rule you follow."
                ),
                rule=rule.id,
            )


def contract_length(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """A contract of institution staff lasts at least as long as the rule says."""
    term = ground.plan.term
    months = None if term is None else term.length.whole_months()
    asked = int(rules[0].machine["contract_min_years"])
    if months is not None and months < asked * 12:
        yield Breach(
            ("term", "length"),
            Text(f"聘用期不足 {asked} 年", f"the term is shorter than {asked} years"),
            Text(f"改为不少于 {asked} 年。", f"Take at least {asked} years."),
        )


def renewals(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Two terms in one post and no more."""
    asked = rules[0].bound()
    term = ground.plan.term
    if term is not None and term.renewable is not None and asked is not None and term.renewable + 1 > asked:
        yield Breach(
            ("term", "renewable"),
            Text(
                f"可连任 {term.renewable} 次，同一职位任满 {asked} 个任期的不再提名",
                f"renewable {term.renewable} times; nobody is named again after {asked} terms",
            ),
            Text(f"改为 renewable: {int(asked) - 1}。", f"Write renewable: {int(asked) - 1}."),
        )


def talk(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Whoever is appointed is talked with."""
    for number, stage in ground.of(Appointment):
        if not stage.talk:
            yield Breach(
                ("stages", number, "talk"),
                Text("不进行任职谈话", "nobody talks with those who are appointed"),
                Text("改为 talk: true。", "Write talk: true."),
            )


def filing(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The plan says to whom an appointment is sent for approval or filing."""
    term = ground.plan.term
    for number, stage in ground.of(Appointment):
        if stage.filed_with is None and (term is None or term.filed_with is None):
            yield Breach(
                ("stages", number),
                Text(
                    "没有写任职报谁审批或备案",
                    "the plan does not say who approves the appointment or keeps it on file",
                ),
                Text("需要报批、备案的，写明 filed_with。", "Where that is due, say filed_with."),
                most="note",
            )
