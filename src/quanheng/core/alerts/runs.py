"""Alerts about runs (选拔预警): short notices, doubts in the archive, personal matters not clear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from quanheng.core.alerts.steps import rung_of
from quanheng.core.alerts.terms import Alert, Exhibit
from quanheng.core.regulations import Catalogue, Scope
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar


@dataclass(frozen=True, slots=True)
class NoticeHeld:
    """A public notice as it ran, and the first document that appointed somebody afterwards.

    Shapes: `counted` is how many working days it hung, the first day not counted; `scopes` are the plan's.
    """

    run: str
    stage: str
    first_on: date
    last_on: date
    people: tuple[tuple[str, str], ...]
    scopes: frozenset[Scope]
    issued_on: date | None = None


def short_notices(notices: Iterable[NoticeHeld], catalogue: Catalogue) -> Iterator[Alert]:
    """Notices shorter than the five working days of Article 42, and documents before a notice was over."""
    least = int(catalogue.rule("TL19-42-1").bound() or 5)
    covered = catalogue.rule("TL19-42-1").scope | {"all"}
    calendar = Calendar()
    for notice in notices:
        if not notice.scopes & covered:
            continue
        refers = "leading_cadres" not in notice.scopes
        said = Text("（参照执行）", " (followed by reference)") if refers else Text("")
        days = calendar.working_days_between(notice.first_on, notice.last_on).days
        shown = tuple(
            Exhibit(Text("公示对象", "On the notice"), p, n, notice.run, notice.first_on, notice.last_on)
            for p, n in notice.people
        )
        if days < least:
            ran = f"{notice.first_on} – {notice.last_on}"
            zh = f"公示 {ran}，只有 {days} 个工作日（首日不计），应不少于 {least} 个{said.zh}。"
            en = f"The notice ran {ran}: {days} working days; {least} are due{said.en}."
            yield Alert(
                "notice_short", notice.stage, Text(zh, en), shown, ("TL19-42-1",), notice.first_on,
                notice.run, refers,
            )  # fmt: skip
        if notice.issued_on and notice.issued_on <= notice.last_on:
            zh = f"任职文件 {notice.issued_on} 印发，公示 {notice.last_on} 才届满。"
            en = f"The document is of {notice.issued_on}; the notice ended on {notice.last_on}."
            yield Alert(
                "notice_short", f"{notice.stage}|document", Text(zh, en), shown, ("TL19-42-2",),
                notice.issued_on, notice.run, refers,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """An open finding of the archive check about somebody who stands in a run that is not decided yet."""

    run: str
    person: str
    name: str
    code: str
    text: Text


THREE_AGES = frozenset(
    {
        "born_in_future", "date_in_future", "before_birth", "too_young", "perhaps_too_young", "party_differs",
        "id_birth", "education_order", "study_beside_work", "entry_reversed", "entry_in_future",
        "entry_before_birth", "resume_gap", "resume_overlap", "work_start_differs", "fact_absent",
    }
)  # fmt: skip
"""Findings that touch the three ages, the two histories or the identity (三龄二历一身份)."""


def archive_doubts(doubts: Iterable[Doubt], on: date) -> Iterator[Alert]:
    """People whose archive still raises doubts before their appointment is discussed, one alert a person."""
    grouped: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in doubts:
        if doubt.code in THREE_AGES:
            grouped.setdefault((doubt.run, doubt.person), []).append(doubt)
    for (run, person), own in grouped.items():
        zh = f"{own[0].name}的档案有 {len(own)} 项三龄二历疑点未核实，提交讨论前应查清。"
        en = f"{own[0].name}: {len(own)} doubt(s) in the archive must be settled before the discussion."
        shown = tuple(Exhibit(d.text, person, d.name, run) for d in own)
        yield Alert("archive_doubt", person, Text(zh, en), shown, ("TL19-37-5", "FD-4-a", "SL6-2"), on, run)


@dataclass(frozen=True, slots=True)
class MatterCheck:
    """What a run knows of somebody's report of personal matters (个人有关事项查核).

    Shapes: `result` is that of the clearance, '' where nothing was given; `is_asked` when the plan asks.
    """

    run: str
    person: str
    name: str
    level: str
    result: str
    is_asked: bool
    given_on: date | None = None
    document: str = ""


_COUNTY = 4


def personal_matters(checks: Iterable[MatterCheck], on: date) -> Iterator[Alert]:
    """People who stand although the check of their report is not clear, or was never asked for where due."""
    for check in checks:
        rung = rung_of(check.level)
        is_due = rung is not None and rung >= _COUNTY
        if check.result == "clear" or not (check.result or is_due):
            continue
        if check.result == "not_clear":
            said = Text("查核不一致", "the check does not agree")
        elif check.result == "pending":
            said = Text("正在核查", "is still being checked")
        elif check.is_asked:
            said = Text("尚无查核结论", "has no result yet")
        else:
            said = Text("方案没有查核", "is not checked by the plan")
        zh = f"{check.name}的个人有关事项报告{said.zh}，提交讨论前应查清。"
        en = f"{check.name}'s report of personal matters {said.en}; it must be clear before the discussion."
        paper = f" {check.document}" if check.document else ""
        found = Text(said.zh + paper, said.en + paper)
        shown = (Exhibit(found, check.person, check.name, check.run, check.given_on),)
        rules = ("TL19-37-3", "FD-4-b", "SX-02") if is_due else ("TL19-37-3", "FD-4-b")
        yield Alert("personal_matters", check.person, Text(zh, en), shown, rules, on, check.run)
