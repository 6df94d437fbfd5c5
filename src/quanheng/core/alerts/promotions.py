"""Alerts about steps up (提拔预警): sudden and many, skipped, too soon, under a sanction, of close people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from quanheng.core.alerts.settings import AlertSettings, Change
from quanheng.core.alerts.steps import Step, by_day, rung_of
from quanheng.core.alerts.terms import Alert, Exhibit
from quanheng.core.kinship import KIN, kin_of
from quanheng.core.people import Sanction
from quanheng.core.regulations import Catalogue
from quanheng.core.values import Text
from quanheng.core.workdays import add_months


def exhibit_of(step: Step) -> Exhibit:
    """A step as what an alert rests on; one that is proposed has no day yet."""
    return Exhibit(step.said(), step.person, step.name, step.run, _day(step))


def _day(step: Step) -> date | None:
    return None if step.is_proposed else step.on


def mass_promotions(
    steps: Iterable[Step], changes: Iterable[Change], settings: AlertSettings, today: date
) -> Iterator[Alert]:
    """Many steps shortly before a change of leader or of units, or many at once without one.

    Shapes: people who still compete for a seat are not counted.
    """
    ordered = tuple(s for s in by_day(steps) if not s.is_contested)
    for change in sorted(changes, key=lambda c: c.on):
        since = change.on - timedelta(days=settings.window_days)
        inside = [s for s in ordered if since <= s.on <= change.on]
        if len(inside) >= settings.mass_count:
            zh = (
                f"“{change.words}”（{change.on}）前 {settings.window_days} 日内提拔 {len(inside)} 人，"
                f"达到设定的 {settings.mass_count} 人。"
            )
            en = (
                f"{len(inside)} people were promoted within {settings.window_days} days before "
                f"“{change.words}” ({change.on}); the setting is {settings.mass_count}."
            )
            told = Exhibit(Text(f"变动：{change.words}", f"Change: {change.words}"), since=change.on)
            yield Alert(
                "mass_promotion", f"{change.on}|{change.words}", Text(zh, en),
                (told, *map(exhibit_of, inside)), ("TL19-58-8", "JD-rep-01"), min(today, change.on),
            )  # fmt: skip
    yield from _at_once(ordered, settings)


def _at_once(ordered: tuple[Step, ...], settings: AlertSettings) -> Iterator[Alert]:
    """Many steps within a few days; each step counts in one batch."""
    rest = list(ordered)
    while rest:
        end = rest[0].on + timedelta(days=settings.batch_days)
        batch = [s for s in rest if s.on <= end]
        if len(batch) < settings.batch_count:
            rest = rest[1:]
            continue
        rest = rest[len(batch) :]
        zh = (
            f"{batch[0].on} 起 {settings.batch_days} 日内集中提拔 {len(batch)} 人，"
            f"达到设定的 {settings.batch_count} 人。"
        )
        en = (
            f"{len(batch)} people were promoted within {settings.batch_days} days from {batch[0].on}; "
            f"the setting is {settings.batch_count}."
        )
        subject = f"batch|{_day(batch[0]) or batch[0].run}"
        yield Alert(
            "mass_promotion", subject, Text(zh, en), tuple(map(exhibit_of, batch)), ("JD-rep-02",),
            batch[-1].on,
        )  # fmt: skip


def skipped_levels(steps: Iterable[Step]) -> Iterator[Alert]:
    """Steps that leave out a rung of the ladder of ranks; a step from nothing known is not judged."""
    for step in by_day(steps):
        to = rung_of(step.level)
        if to is None or step.rung is None or to - step.rung < 2:
            continue
        zh = f"{step.name}任{step.post}（{step.level}），越过 {to - step.rung - 1} 个层级。"
        en = f"{step.name} became {step.post} ({step.level}) past {to - step.rung - 1} level(s)."
        yield Alert(
            "skipped_level", step.subject, Text(zh, en), (exhibit_of(step),),
            ("TL19-09-1", "CSL-45", "JD-rep-05"), step.on, step.run,
        )  # fmt: skip


_COUNTY = 4
"""The rung of 县处级副职, from which Article 8 of the Regulations counts."""


def rule_of_tenure(level: str) -> str | None:
    """The rule that says how long the next lower level must have been served."""
    rung = rung_of(level)
    if rung is None or rung < _COUNTY - 1:
        return None
    if rung == _COUNTY - 1:
        return "LD-T2"
    return "TL19-08-3b" if rung % 2 == 0 else "TL19-08-3a"


def short_tenures(steps: Iterable[Step], catalogue: Catalogue) -> Iterator[Alert]:
    """Steps made before the next lower level was served long enough; skipped levels are another alert."""
    for step in by_day(steps):
        rule = rule_of_tenure(step.level)
        to = rung_of(step.level)
        if rule is None or to is None or step.rung is None or step.rung < to - 1:
            continue
        years = catalogue.rule(rule).bound() or 0
        if step.served >= years * 12:
            continue
        zh = (
            f"{step.name}任{step.post}（{step.level}）时，下一层级任职满 {step.served} 个月，"
            f"应满 {years * 12} 个月。"
        )
        en = f"{step.name} had served {step.served} months one level below; {years * 12} are needed."
        yield Alert(
            "short_tenure", step.subject, Text(zh, en), (exhibit_of(step),), (rule,), step.on, step.run
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """How long a sanction keeps somebody from promotion. Shapes: `until` None is not known."""

    rule: str
    until: date | None


ADMONITION_MONTHS = 6
"""How long an admonition bars promotion (诫勉影响期). Units: months. Source: TX-6."""


def effect_of(sanction: Sanction, catalogue: Catalogue) -> Effect:
    """The rule a sanction falls under, and the end of its effect: as entered, else by the rule's months."""
    kind = sanction.kind
    is_party = kind.startswith(("党内", "留党", "撤销党内", "开除党籍"))
    rule = "TX-6" if "诫勉" in kind else "CF-9" if is_party else "CSL-64a"
    if sanction.effect_until is not None:
        return Effect(rule, sanction.effect_until)
    table = {"CF-9": "CF-9", "CSL-64a": "CSL-64b"}.get(rule)
    months = catalogue.rule(table).machine["months"] if table else {"诫勉": ADMONITION_MONTHS}
    longest = max((w for w in months if w in kind), key=len, default=None)
    if longest is None:
        return Effect(rule, None)
    return Effect(rule, add_months(sanction.decided_on, int(months[longest])))


def sanction_periods(
    steps: Iterable[Step], sanctions: Mapping[str, tuple[Sanction, ...]], catalogue: Catalogue
) -> Iterator[Alert]:
    """Steps while the effect of a sanction lasts, its last day included."""
    for step in by_day(steps):
        for sanction in sanctions.get(step.person, ()):
            effect = effect_of(sanction, catalogue)
            if sanction.decided_on > step.on or (effect.until and effect.until < step.on):
                continue
            until = effect.until or Text("未填", "not entered")
            zh = f"{step.name} {step.on} 提拔，{sanction.kind}（{sanction.decided_on}）影响期至 {until}。"
            en = (
                f"{step.name} was promoted on {step.on}; the effect of {sanction.kind} "
                f"({sanction.decided_on}) lasts until {effect.until or 'a day not entered'}."
            )
            paper = sanction.source or "—"
            told = Exhibit(
                Text(f"{sanction.kind}，{paper}", f"{sanction.kind}, {paper}"), step.person, step.name,
                since=sanction.decided_on, until=effect.until,
            )  # fmt: skip
            rules = ("TL19-24-6", effect.rule)
            yield Alert(
                "sanction_period", f"{step.subject}|{sanction.kind}|{sanction.decided_on}", Text(zh, en),
                (exhibit_of(step), told), rules, step.on, step.run,
            )  # fmt: skip


CLOSE_STAFF = ("秘书", "联络员", "司机", "驾驶员")
"""Words in a post's title that say somebody works at a leader's side (身边工作人员)."""


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody near a leader: the leader, and how they are related."""

    person: str
    leader: str
    leader_name: str
    leader_post: str
    word: str


def close_promotions(
    steps: Iterable[Step], near: Iterable[Near], settings: AlertSettings, today: date
) -> Iterator[Alert]:
    """Steps of leaders' relatives and close staff within the last months, by leader."""
    since = add_months(today, -settings.close_months)
    recent = [s for s in by_day(steps) if s.on >= since]
    ties = {(n.person, n.leader): n for n in near if kin_of(n.word) is not None}
    found: list[tuple[Text, str, Step]] = []
    for step in recent:
        for (person, _), tie in ties.items():
            if person == step.person:
                kin = KIN[kin_of(tie.word) or "affinity"]
                who = Text(
                    f"{tie.leader_name}（{tie.leader_post}）的{kin.zh}（{tie.word}）",
                    f"{kin.en} ({tie.word}) of {tie.leader_name} ({tie.leader_post})",
                )
                found.append((who, tie.leader, step))
        if step.before is not None and any(w in step.before.name for w in CLOSE_STAFF):
            who = Text(f"原任{step.before.name}", f"formerly {step.before.name}")
            found.append((who, "", step))
    found.sort(key=lambda one: (one[1], one[2].on, one[2].person))
    for leader, group in groupby(found, key=lambda one: one[1]):
        yield from _close(leader, list(group), settings)


def _close(leader: str, group: list[tuple[Text, str, Step]], settings: AlertSettings) -> Iterator[Alert]:
    if len({step.person for _, _, step in group}) < settings.close_count:
        return
    names = "、".join(dict.fromkeys(step.name for _, _, step in group))
    months = settings.close_months
    what = (
        Text(f"领导干部近亲属 {months} 个月内提拔", f"Kin of a leader promoted within {months} months")
        if leader
        else Text(f"身边工作人员 {months} 个月内提拔", f"Close staff promoted within {months} months")
    )
    shown = tuple(
        Exhibit(
            Text(f"{who.zh}：{step.said().zh}", f"{who.en}: {step.said().en}"), step.person, step.name,
            step.run, _day(step),
        )
        for who, _, step in group
    )  # fmt: skip
    rules = ("JD-rep-07", "TL19-58-9") if leader else ("JD-rep-06", "TL19-58-9")
    people = {step.person for _, _, step in group}
    zh = f"{what.zh}：{len(people)} 人（{names}）。"
    yield Alert(
        "close_promoted", leader or "staff", Text(zh, f"{what.en}: {len(people)} ({names})."), shown, rules,
        group[-1][2].on,
    )  # fmt: skip
