"""Findings about tenures (任职经历核对): gaps, overlaps, open ends and ranks held at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from quanheng.core.form.consistency_terms import Measures, Severity
from quanheng.core.people import Person, Tenure
from quanheng.core.values import Text

TOLD = ("post", "work", "study", "secondment")
HELD = ("post", "work")


@dataclass(frozen=True, slots=True)
class Told:
    """One finding about tenures and the facts that it rests on."""

    severity: Severity
    code: str
    text: Text
    facts: tuple[str, ...]


def tenures_told(person: Person, as_of: date, measures: Measures) -> Iterator[Told]:
    """All findings about the tenures of a person."""
    if "tenures" in person.missing:
        return
    told = sorted((t for t in person.tenures if t.kind in TOLD), key=lambda t: (t.since, t.until or date.max))
    if not told:
        yield _told("warning", "resume_absent", "没有任职经历。", "There are no tenures.")
        return
    for tenure in person.tenures:
        yield from _own(person, tenure, as_of)
    yield from _gaps(told, measures)
    yield from _crossings(told)
    yield from _open(told)
    yield from _ranks([t for t in person.tenures if t.kind == "rank"])
    yield from _beginning(person)
    if not any(t.until is None or t.until > as_of for t in told):
        last = max(told, key=lambda t: t.until or date.min)
        zh = f"没有在任职务，最后一段经历止于 {last.until}。"
        yield _told(
            "warning", "present_not_told", zh, f"No post is held; the last ended on {last.until}.", last
        )


def _told(severity: Severity, code: str, zh: str, en: str, *about: Tenure | object) -> Told:
    facts = (
        f"{t.kind} {t.name} {t.unit} {t.since} {t.until}" if isinstance(t, Tenure) else str(t) for t in about
    )
    return Told(severity, code, Text(zh, en), tuple(facts))


def _own(person: Person, tenure: Tenure, as_of: date) -> Iterator[Told]:
    """Dates of one tenure that cannot be."""
    if tenure.until and tenure.until < tenure.since:
        zh = f"“{tenure.name}”结束 {tenure.until} 早于开始 {tenure.since}。"
        en = f"'{tenure.name}' ends on {tenure.until}, before it begins ({tenure.since})."
        yield _told("error", "entry_reversed", zh, en, tenure)
    if tenure.since > as_of:
        zh, en = (
            f"“{tenure.name}”始于 {tenure.since}，晚于 {as_of}。",
            f"'{tenure.name}' begins after {as_of}.",
        )
        yield _told("error", "entry_in_future", zh, en, tenure)
    if person.born and tenure.since < person.born.earliest():
        zh = f"“{tenure.name}”始于 {tenure.since}，早于出生（{person.born}）。"
        en = f"'{tenure.name}' begins on {tenure.since}, before the birth ({person.born})."
        yield _told("error", "entry_before_birth", zh, en, tenure, person.born)


def _apart(earlier: date, later: date) -> int:
    """Calendar months from one day to another, as a resume counts them."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _gaps(told: Sequence[Tenure], measures: Measures) -> Iterator[Told]:
    """Stretches that no tenure covers."""
    last = told[0]
    for tenure in told[1:]:
        if last.until is None:
            return
        apart = _apart(last.until, tenure.since)
        if apart > measures.gap_months:
            zh = f"{last.until:%Y.%m} 至 {tenure.since:%Y.%m} 中断 {apart} 个月（“{last.name}”之后）。"
            en = f"A gap of {apart} months before {tenure.since:%Y.%m}, after '{last.name}'."
            yield _told("warning", "resume_gap", zh, en, last, tenure)
        if tenure.until is None or tenure.until > last.until:
            last = tenure


def _crossings(told: Sequence[Tenure]) -> Iterator[Told]:
    """Two of a kind in different units, or study and work, of which each goes beyond the other."""
    for earlier, later in combinations(told, 2):
        until, end = earlier.until, later.until
        if until is None or _apart(later.since, until) < 1 or earlier.since == later.since:
            continue
        is_beyond = end is None or _apart(until, end) > 0
        both_held = earlier.kind in HELD and later.kind in HELD and earlier.unit != later.unit
        is_study = "study" in (earlier.kind, later.kind) and earlier.kind != later.kind
        if is_beyond and (both_held or is_study):
            months = _apart(later.since, until)
            zh = f"“{earlier.name}”与“{later.name}”自 {later.since:%Y.%m} 起重叠 {months} 个月。"
            en = f"'{earlier.name}' and '{later.name}' overlap by {months} months from {later.since:%Y.%m}."
            yield _told("warning", "resume_overlap", zh, en, earlier, later)


def _open(told: Sequence[Tenure]) -> Iterator[Told]:
    """Posts without an end, although another was taken up in another unit later."""
    for tenure in told:
        if tenure.kind not in HELD or tenure.until is not None:
            continue
        later = next(
            (t for t in told if t.kind in HELD and t.since > tenure.since and t.unit != tenure.unit), None
        )
        if later is not None:
            zh = f"“{tenure.name}”没有结束时间，{later.since:%Y.%m} 起又任“{later.name}”，请核对是否兼任。"
            en = f"'{tenure.name}' has no end, yet '{later.name}' was taken up in {later.since:%Y.%m}."
            yield _told("warning", "open_before_last", zh, en, tenure, later)


def _ranks(ranks: Sequence[Tenure]) -> Iterator[Told]:
    """Two ranks held at once: there is one at a time."""
    for earlier, later in combinations(sorted(ranks, key=lambda t: t.since), 2):
        if earlier.until is None or earlier.until > later.since:
            zh = f"职级“{earlier.name}”与“{later.name}”（{later.since} 起）重叠。"
            en = f"The ranks '{earlier.name}' and '{later.name}' (since {later.since}) overlap."
            yield _told("warning", "rank_overlap", zh, en, earlier, later)


def _beginning(person: Person) -> Iterator[Told]:
    """The first post, work or rank against the start of work."""
    worked = (t for t in person.tenures if t.kind in (*HELD, "rank"))
    first = min(worked, key=lambda t: t.since, default=None)
    started = person.work_started
    if first and started and (first.since.year, first.since.month) != (started.year, started.month):
        zh = f"参加工作时间为 {started}，首次任职始于 {first.since:%Y.%m}（“{first.name}”）。"
        en = f"Work is said to have started in {started}; the first tenure begins in {first.since:%Y.%m}."
        yield _told("warning", "work_start_differs", zh, en, started, first)
