"""Consistency of a resume (简历核对): order, gaps, overlaps, what lies within, where it begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quanheng.core.form.appointment_form import month_of
from quanheng.core.form.consistency_terms import Examined, Inconsistency, Severity, finding
from quanheng.core.form.resume import Resume, ResumeEntry, ResumeMonth, is_study, months_apart

RESUME = "JianLi"


def resume_inconsistencies(examined: Examined) -> Iterator[Inconsistency]:
    """All findings about the resume of a form."""
    resume = examined.form.resume
    for remark in resume.remarks:
        yield _found("warning", "resume_unread", remark.text.zh, remark.text.en, remark.line)
    if not resume.entries:
        yield _found("warning", "resume_absent", "没有可读的简历。", "There is no resume that can be read.")
        return
    yield from _dates(examined, resume)
    yield from _sequence(examined, resume.entries)
    yield from _inner(resume)
    yield from _ends(examined, resume.entries)


def _found(severity: Severity, code: str, zh: str, en: str, line: int = 0) -> Inconsistency:
    return finding(severity, code, RESUME, zh, en, line)


def _dates(examined: Examined, resume: Resume) -> Iterator[Inconsistency]:
    """Dates of one entry that cannot be, or say too little."""
    born = month_of(examined.form.born)
    for entry in resume.entries:
        if entry.until and entry.until.latest() < entry.since.earliest():
            zh = f"结束 {entry.until} 早于开始 {entry.since}。"
            en = f"The end {entry.until} lies before the beginning {entry.since}."
            yield _found("error", "entry_reversed", zh, en, entry.line)
        last = entry.until or entry.since
        if examined.as_of and last.earliest() > examined.as_of:
            zh, en = f"{last} 晚于 {examined.as_of}。", f"{last} lies after {examined.as_of}."
            yield _found("error", "entry_in_future", zh, en, entry.line)
        if born and entry.since.latest() < born.earliest():
            zh, en = f"{entry.since} 早于出生（{born}）。", f"{entry.since} lies before the birth ({born})."
            yield _found("error", "entry_before_birth", zh, en, entry.line)
        if not entry.since.month or (entry.until and not entry.until.month):
            zh, en = "只写年份，前后是否衔接无法判断。", "Only years are given; gaps cannot be judged."
            yield _found("note", "entry_year_only", zh, en, entry.line)
        if not entry.spoken():
            yield _found(
                "warning", "entry_empty", "这段经历没有内容。", "This entry has no words.", entry.line
            )


def _sequence(examined: Examined, entries: tuple[ResumeEntry, ...]) -> Iterator[Inconsistency]:
    """Order, gaps and overlaps between an entry and all those before it."""
    reached: ResumeMonth | None = None
    for earlier, entry in pairwise(entries):
        if entry.since.latest() < earlier.since.earliest():
            zh = f"{entry.since} 排在 {earlier.since} 之后。"
            yield _found(
                "warning", "out_of_order", zh, f"{entry.since} stands after {earlier.since}.", entry.line
            )
        if earlier.end == "open":
            zh, en = "前一段经历没有结束时间。", "The entry before this one has no end."
            yield _found("warning", "open_before_last", zh, en, entry.line)
        if earlier.until is None:
            reached = None  # where an entry ends is not known, so nothing after it can be measured
        elif reached is None or earlier.until > reached:
            reached = earlier.until
        if reached and reached.month and entry.since.month:
            yield from _joint(examined, reached, entry)


def _joint(examined: Examined, reached: ResumeMonth, entry: ResumeEntry) -> Iterator[Inconsistency]:
    apart = months_apart(reached, entry.since)
    if apart > examined.measures.gap_months:
        zh = f"{reached} 至 {entry.since} 中断 {apart} 个月。"
        en = f"A gap of {apart} months from {reached} to {entry.since}."
        yield _found("warning", "resume_gap", zh, en, entry.line)
    elif apart < 0:
        zh = f"与前面的经历重叠 {-apart} 个月（{entry.since} 至 {reached}）。"
        en = f"Overlaps what stands before by {-apart} months ({entry.since} to {reached})."
        yield _found("warning", "resume_overlap", zh, en, entry.line)


def _inner(resume: Resume) -> Iterator[Inconsistency]:
    """What lies within an entry must not begin before it or end after it."""
    for entry in resume.entries:
        for inner in resume.within_of(entry):
            last = inner.until or inner.since
            is_early = inner.since.latest() < entry.since.earliest()
            is_late = entry.until is not None and last.earliest() > entry.until.latest()
            if is_early or is_late:
                zh = f"其间 {inner.since}--{inner.until or ''} 超出这段经历（{entry.prefix.strip()}）。"
                en = f"{inner.since}--{inner.until or ''} lies outside its entry ({entry.prefix.strip()})."
                yield _found("warning", "within_outside", zh, en, inner.line)
            if inner.until and inner.until.latest() < inner.since.earliest():
                zh = f"其间的结束 {inner.until} 早于开始 {inner.since}。"
                en = f"The end {inner.until} lies before the beginning {inner.since}."
                yield _found("error", "within_reversed", zh, en, inner.line)


def _ends(examined: Examined, entries: tuple[ResumeEntry, ...]) -> Iterator[Inconsistency]:
    """The first work against the start of work, the last entry against the present."""
    work = next((e for e in entries if not is_study(e.spoken())), None)
    started = month_of(examined.form.work_started)
    if work and started and work.since.month:
        apart = months_apart(ResumeMonth(started.year, started.month), work.since)
        if apart:
            zh = f"参加工作时间为 {started}，简历中首次工作始于 {work.since}。"
            en = f"Work is said to have started in {started}; the resume tells of work from {work.since}."
            yield _found("warning", "work_start_differs", zh, en, work.line)
    if entries[-1].end == "dated" and examined.form.present_post.strip():
        zh = "有现任职务，但最后一段经历已经结束。"
        yield _found(
            "warning",
            "present_not_told",
            zh,
            "A post is held, but the last entry has ended.",
            entries[-1].line,
        )
