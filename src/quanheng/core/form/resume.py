"""Resume (简历): lines with a prefix of 18 columns, read tolerantly and written in one way.

Source: docs/lrmx.md; `yyyy.MM--yyyy.MM` and two blanks, continuation lines and 其间 indented by 18 blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from quanheng.core.values import Text
from quanheng.core.workdays import PartialDate

PREFIX = 18
"""Units: columns that a date prefix fills, and by which other lines are indented."""
End = Literal["dated", "open", "unclear"]


@dataclass(frozen=True, slots=True, order=True)
class ResumeMonth:
    """A month as a resume gives it; 0 stands for a month not given."""

    year: int
    month: int = 0

    def earliest(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month or 1, 1)

    def latest(self) -> date:
        """The last day it can be."""
        return PartialDate(self.year, self.month or 12).latest()

    def __str__(self) -> str:
        return f"{self.year:04d}.{self.month:02d}" if self.month else f"{self.year:04d}"


@dataclass(frozen=True, slots=True)
class Within:
    """Something inside an entry (其间). Shapes: `line` counts the lines of the resume from 1."""

    since: ResumeMonth
    until: ResumeMonth | None
    end: End
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ResumeEntry:
    """One entry (一段经历). Shapes: `texts` are its own words and each line that goes on with them.

    `until` is None while the entry is open, and where no separator says whether it is.
    """

    since: ResumeMonth
    until: ResumeMonth | None
    end: End
    texts: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """All words of the entry as one."""
        return "".join(self.texts)

    @property
    def prefix(self) -> str:
        """The dates as the fixed layout writes them, filled up to 18 columns."""
        joined = "" if self.end == "unclear" else "--"
        return f"{self.since}{joined}{self.until or ''}".ljust(PREFIX)

    def spoken(self) -> str:
        """What was done, without what is said of the time in between."""
        return _without_within(self.text).strip(" 　，,；;。")


@dataclass(frozen=True, slots=True)
class Unread:
    """Lines that belong to no entry, kept as they stand, with the reason."""

    texts: tuple[str, ...]
    line: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a resume that was not understood. Shapes: `line` counts the lines of the resume from 1."""

    line: int
    text: Text


@dataclass(frozen=True, slots=True)
class Resume:
    """A resume read: entries, what lies within them, and all that could not be read."""

    parts: tuple[ResumeEntry | Unread, ...] = ()
    within: tuple[Within, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def entries(self) -> tuple[ResumeEntry, ...]:
        """The entries that have a date, in the order of the text."""
        return tuple(p for p in self.parts if isinstance(p, ResumeEntry))

    def within_of(self, entry: ResumeEntry) -> tuple[Within, ...]:
        """What lies within one entry."""
        last = entry.line + len(entry.texts)
        return tuple(w for w in self.within if entry.line <= w.line < last)


_DATE = r"(?:\d{4}[.．/年]\s?\d{1,2}月?|\d{4}-(?:0?[1-9]|1[0-2])(?!\d)|\d{6}(?!\d)|\d{4}年?(?![\d.．]))"
_DASH = r"(?:-{1,4}|[—―─–]{1,2}|[～~]|－{1,2}|至|到)"
_NOW = r"(?:至今|今(?=[\s　，,]|$))"
_BLANK = "[ \t\u3000\xa0]"
_LEAD = re.compile(
    rf"{_BLANK}*(?P<since>{_DATE})(?:{_BLANK}{{0,3}}(?P<dash>(?!至今){_DASH})"
    rf"(?:{_BLANK}{{0,2}}(?P<until>{_NOW}|{_DATE}(?![度级届])))?)?(?P<text>.*)",
    re.ASCII,
)
_STARTS_WITH_DATE = re.compile(rf"{_BLANK}*(?:19|20)\d\d(?:[.．/年-]?\d|[—―─–～~－至]|--)", re.ASCII)
_OWN_MONTH = re.compile(r"(\d{4})[^\d]*(\d{1,2})?", re.ASCII)
_INSIDE = re.compile("[（(][ \u3000]*(?:其间|期间|其中)[:：,，]?")

NO_DATE = Text("不以时间开头，前面也没有可归入的经历。", "No date at the beginning, and no entry before.")
BAD_DATE = Text("开头的时间无法读出。", "The date at the beginning cannot be read.")
NO_DASH = Text("开头只有一个时间，看不出起止。", "There is one date only, so the end is not clear.")
BAD_WITHIN = Text("其间的内容无法读出起止时间。", "The time of what lies within cannot be read.")


def resume_of(text: str) -> Resume:
    """A resume read line by line; a line that begins with no date goes on with the entry before it.

    Shapes: lines are parted by line feeds; nothing is thrown away, blank lines apart. A dated line goes on
    too where the bracket of 其间 stands open and the line is indented or closes it.
    """
    parts: list[ResumeEntry | Unread] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip(" \t\u3000\xa0\r"):
            continue
        begun = None if parts and _is_inside(parts[-1], line) else _entry(line, number)
        if begun is not None:
            parts.append(begun)
        elif parts and _follows(parts[-1], number):
            parts[-1] = _longer(parts[-1], line.strip(), number)
        else:
            parts.append(Unread((line.strip(),), number, NO_DATE))
    entries = [p for p in parts if isinstance(p, ResumeEntry)]
    found = [each for entry in entries for each in _within(entry)]
    remarks = [Remark(p.line, p.reason) for p in parts if isinstance(p, Unread)]
    remarks += [Remark(e.line, NO_DASH) for e in entries if e.end == "unclear"]
    remarks += [each for each in found if isinstance(each, Remark)]
    within = tuple(each for each in found if isinstance(each, Within))
    return Resume(tuple(parts), within, tuple(sorted(remarks, key=lambda r: r.line)))


def _is_inside(part: ResumeEntry | Unread, line: str) -> bool:
    """Whether a line goes on with what the entry before it began to tell in brackets."""
    if line[0] not in " \t\u3000\xa0" and _depth(line) >= 0:
        return False
    text = "".join(part.texts)
    return any(_closing(text, opening.start()) == len(text) for opening in _INSIDE.finditer(text))


def _depth(text: str) -> int:
    return sum((c in "（(") - (c in "）)") for c in text)


def _follows(part: ResumeEntry | Unread, number: int) -> bool:
    return bool(part.texts) and number > part.line


def _longer(part: ResumeEntry | Unread, text: str, number: int) -> ResumeEntry | Unread:
    """The part with one more line; blank lines between stay as empty texts, so that lines can be counted."""
    gap = ("",) * (number - part.line - len(part.texts))
    if isinstance(part, Unread):
        return Unread((*part.texts, *gap, text), part.line, part.reason)
    return ResumeEntry(part.since, part.until, part.end, (*part.texts, *gap, text), part.line)


def _entry(line: str, number: int) -> ResumeEntry | Unread | None:
    """The entry that a line begins, lines with a damaged date as unread, None for a line that goes on."""
    read = _interval(line)
    if read is not None:
        since, until, end, text = read
        return ResumeEntry(since, until, end, (text,), number)
    return Unread((line.strip(),), number, BAD_DATE) if _STARTS_WITH_DATE.match(line) else None


def _interval(line: str) -> tuple[ResumeMonth, ResumeMonth | None, End, str] | None:
    """Beginning, end and words of a line that begins with a date."""
    shape = _LEAD.fullmatch(line)
    if shape is None:
        return None
    since = _month(shape["since"])
    said = shape["until"] or ""
    until = None if not said or "今" in said else _month(said)
    if since is None or (said and "今" not in said and until is None):
        return None
    text = shape["text"].strip()
    if shape["dash"] is not None:
        return since, until, "dated" if until else "open", text
    if text.startswith("至今"):
        return since, None, "open", text.removeprefix("至今").strip()
    if not since.month or re.match("[年度级届]", text):
        return None
    return since, None, "unclear", text


def _month(text: str) -> ResumeMonth | None:
    """The month that a date is; None for the month 13."""
    if re.fullmatch(r"\d{6}", text, re.ASCII):
        year, month = int(text[:4]), int(text[4:])
    else:
        shape = _OWN_MONTH.match(text)
        if shape is None or (shape[2] and not int(shape[2])):
            return None
        year, month = int(shape[1]), int(shape[2] or 0)
    return ResumeMonth(year, month) if year and month <= 12 and (month or len(text) != 6) else None


def _within(entry: ResumeEntry) -> Iterator[Within | Remark]:
    """What lies within an entry, or that it could not be read."""
    text = entry.text
    for opening in _INSIDE.finditer(text):
        closing = _closing(text, opening.start())
        inner = text[opening.end() : closing]
        offset = opening.end()
        for piece in re.split("([；;])", inner):
            line = _line_at(entry, offset)
            offset += len(piece)
            words = piece.strip(" \u3000；;，,。")
            if not words:
                continue
            read = _interval(words)
            if read is None or read[2] == "unclear":
                yield Remark(line, BAD_WITHIN)
            else:
                yield Within(*read, line)


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at `start` closes; the end of the text when it never does."""
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] in "（(") - (text[index] in "）)")
        if not depth:
            return index
    return len(text)


def _line_at(entry: ResumeEntry, offset: int) -> int:
    """The line of the resume in which a character of the entry stands."""
    before = sum(end <= offset for end in accumulate(map(len, entry.texts)))
    return entry.line + min(before, len(entry.texts) - 1)


def _without_within(text: str) -> str:
    opening = _INSIDE.search(text)
    while opening is not None:
        text = text[: opening.start()] + text[_closing(text, opening.start()) + 1 :]
        opening = _INSIDE.search(text)
    return text


def resume_text(parts: Iterable[ResumeEntry | Unread]) -> str:
    """Parts in the fixed layout: only the dates at the head of an entry are written anew."""
    lines: list[str] = []
    for part in parts:
        head = part.prefix if isinstance(part, ResumeEntry) else ""
        lines.append((head + part.texts[0]).rstrip() if part.texts[0] else head.rstrip())
        indent = " " * PREFIX if head else ""
        lines.extend(indent + text if text else "" for text in part.texts[1:])
    return "\n".join(lines)


def normal_resume(text: str) -> str:
    """A resume in the fixed layout, its words untouched."""
    return resume_text(resume_of(text).parts)


_STUDY_ENDS = ("学习", "学生", "研究生", "本科生", "专科生", "读书", "就读", "求学", "学员")


def is_study(text: str) -> bool:
    """Whether words end in what only study is called (…学习, …学生); posts that end otherwise are work."""
    return text.rstrip(" \u3000，,；;。").endswith(_STUDY_ENDS)


def months_apart(earlier: ResumeMonth, later: ResumeMonth) -> int:
    """Full months from one month to another, negative when the second comes first; both must have a month."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def month_from(day: date) -> ResumeMonth:
    """The month of a day."""
    return ResumeMonth(day.year, day.month)
