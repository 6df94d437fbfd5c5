"""Full-process trace (全程纪实): entries chained by digest, so that a change after the fact shows.

Shapes: a book is a run of entries numbered from 1; each carries the digest of the one before, the first
carries 64 zeros.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NoReturn

from quanheng.core.values import Refused, Text

Algorithm = Literal["sha256", "sm3"]
Break = Literal["book", "repeated", "gap", "algorithm", "previous", "digest", "truncated", "head"]

ALGORITHMS: tuple[Algorithm, ...] = ("sha256", "sm3")
NO_PREVIOUS = "0" * 64
LARGEST_INTEGER = 2**53 - 1
"""Beyond it a verifier written in another language may read another number."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Head:
    """Where a book stands (账册首码): the number and digest of its last entry.

    Shapes: `digest` is 64 hexadecimal digits, or at least the first 16 of them as printed.
    """

    book: str
    number: int
    digest: str
    algorithm: Algorithm = "sha256"

    def short(self) -> str:
        """The first 16 digits in groups of four, for print and for reading aloud."""
        return short_digest(self.digest)


def short_digest(digest: str) -> str:
    """The first 16 digits in groups of four."""
    return " ".join(digest[i : i + 4] for i in range(0, _SHORT, 4))


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as it was recorded.

    Shapes: `at` is ISO 8601 with an offset; `body` is plain JSON without floats.
    """

    book: str
    number: int
    at: str
    actor: str
    act: str
    subject: str
    body: Mapping[str, Any]
    previous: str
    digest: str
    algorithm: Algorithm = "sha256"

    def head(self) -> Head:
        """The head of the book when this entry is its last."""
        return Head(self.book, self.number, self.digest, self.algorithm)


@dataclass(frozen=True, slots=True)
class Verified:
    """A chain that holds from its first entry to its last; no head when it is empty."""

    count: int
    head: Head | None


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a chain does not hold. Shapes: `number` is the number that should stand there."""

    number: int
    code: Break
    reason: Text


def is_available(algorithm: str) -> bool:
    """Whether this machine can compute the digest (sm3 depends on the OpenSSL it runs with)."""
    return algorithm in ALGORITHMS and algorithm in hashlib.algorithms_available


def next_entry(
    previous: Head | None,
    *,
    at: str,
    actor: str,
    act: str,
    subject: str,
    body: Mapping[str, Any],
    book: str = "",
    algorithm: Algorithm | None = None,
) -> Entry:
    """The entry that follows a head, or the first of a book when there is none.

    Shapes: the book and algorithm of a head go on; a first entry names its book (sha256 unless it says sm3).
    Errors: Refused for an instant without offset, a body that JSON cannot carry exactly, another book or
    algorithm than the head's, an algorithm this machine does not have.
    """
    book, algorithm = _carried_on(previous, book, algorithm)
    _check_instant(at)
    facts: dict[str, Any] = {
        "book": book,
        "number": previous.number + 1 if previous else 1,
        "at": at,
        "actor": actor,
        "act": act,
        "subject": subject,
        "body": {key: _plain(value, f"body.{key}") for key, value in _string_keys(body, "body")},
        "previous": previous.digest if previous else NO_PREVIOUS,
        "algorithm": algorithm,
    }
    for name in ("book", "actor", "act", "subject"):
        _plain(facts[name], name)
    return Entry(**facts, digest=_digest(facts, algorithm))


def verify(entries: Iterable[Entry], head: Head | None = None) -> Verified | Broken:
    """Whether a chain holds, else its first break; entries are taken one at a time and not kept.

    Shapes: `head` was taken down earlier outside the system (printed, in the minutes): without it entries cut
    off at the end, or a chain rebuilt from start to end, are not seen. The book may have grown since.
    """
    last: Head | None = None
    count = 0
    for entry in entries:
        broken = _break(last, entry) or _break_of_head(entry, head)
        if broken:
            return broken
        last = entry.head()
        count = entry.number
    if head is not None and count < head.number:
        zh = (
            f"与所给首码不符：账册只有 {count} 条，所给的是第 {head.number} 条。"
            "请先核对抄录是否有误；抄录无误的，说明账册被改写或截断。"
        )
        return Broken(
            count + 1, "truncated", Text(zh, f"Cut off: {count} entries where {head.number} are due.")
        )
    return Verified(count, last)


def digest_of(entry: Entry) -> str:
    """The digest that an entry should carry: over the canonical JSON of everything but the digest.

    Shapes: keys sorted by code point, no blanks, UTF-8 unescaped, integers only.
    Errors: Refused(trace_algorithm).
    """
    facts = _facts(entry)
    del facts["digest"]
    return _digest(facts, entry.algorithm)


def to_line(entry: Entry) -> str:
    """The entry as one line of JSON, in canonical form and without a line end."""
    return _canonical(_facts(entry))


def from_line(line: str, line_number: int) -> Entry:
    """The entry that a line holds, its digest not yet checked.

    Errors: Refused(trace_line) naming the line: not JSON, a field missing, unknown or of another kind,
    a float, a key twice, anything that is not written in canonical form.
    """
    where = f"line {line_number}"
    text = line.rstrip("\r\n")
    try:
        facts = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise _bad_line(where, f"不是规范的 JSON（{error}）", f"not proper JSON ({error})") from None
    kinds = {"number": int, "body": dict}
    names = [f.name for f in fields(Entry)]
    if not isinstance(facts, dict) or sorted(facts) != sorted(names):
        raise _bad_line(where, f"字段应为 {'、'.join(names)}", f"the fields must be {', '.join(names)}")
    for name in names:
        if type(facts[name]) is not kinds.get(name, str):
            raise _bad_line(where, f"字段 {name} 的类型不对", f"field {name} is of the wrong kind")
    entry = Entry(**facts)
    if to_line(entry) != text:
        raise _bad_line(where, "不是规范写法（键序、空白、转义或重复的键）", "not in canonical form")
    return entry


def from_lines(lines: Iterable[str]) -> Iterator[Entry]:
    """The entries of a file, one at a time, lines counted from 1. Errors: as `from_line`."""
    for line_number, line in enumerate(lines, start=1):
        yield from_line(line, line_number)


def _carried_on(previous: Head | None, book: str, algorithm: Algorithm | None) -> tuple[str, Algorithm]:
    if previous is not None:
        if book not in ("", previous.book):
            _refuse(
                "trace_book",
                f"账册“{previous.book}”不能续写到“{book}”。",
                f"Book “{previous.book}” cannot go on as “{book}”.",
            )
        if algorithm not in (None, previous.algorithm):
            _refuse(
                "trace_algorithm",
                f"账册已用 {previous.algorithm}，不能改用 {algorithm}。",
                f"The book uses {previous.algorithm} and cannot change to {algorithm}.",
            )
        if not _DIGEST.fullmatch(previous.digest):
            _refuse("trace_head", "首码不完整，不能续写。", "The head is not a full digest.")
        return previous.book, previous.algorithm
    if not book:
        _refuse("trace_book", "第一条记录须写明账册。", "A first entry must name its book.")
    return book, algorithm or "sha256"


def _check_instant(at: str) -> None:
    try:
        has_offset = datetime.fromisoformat(at).utcoffset() is not None
    except ValueError:
        has_offset = False
    if not has_offset:
        zh, en = (
            f"时间“{at}”须为带时区的 ISO 8601 时间。",
            f"“{at}” must be an ISO 8601 instant with an offset.",
        )
        _refuse("trace_time", zh, en)


def _break(last: Head | None, entry: Entry) -> Broken | None:
    """How an entry fails to follow the head before it."""
    due = last.number + 1 if last else 1
    if last and entry.book != last.book:
        zh = f"账册应为“{last.book}”，却是“{entry.book}”。"
        return Broken(due, "book", Text(zh, f"Of book “{entry.book}”, not “{last.book}”."))
    if entry.number != due:
        return _break_of_number(due, entry.number)
    if (last and entry.algorithm != last.algorithm) or not is_available(entry.algorithm):
        zh = f"摘要算法 {entry.algorithm} 与账册不符或本机不支持。"
        return Broken(
            due, "algorithm", Text(zh, f"Algorithm {entry.algorithm} is not the book's, or not available.")
        )
    if entry.previous != (last.digest if last else NO_PREVIOUS):
        zh = f"第 {due} 条所记的前一条摘要不符。"
        return Broken(due, "previous", Text(zh, f"Entry {due} names another digest before it."))
    try:
        is_sound = digest_of(entry) == entry.digest
    except (TypeError, ValueError):
        is_sound = False  # a body that canonical JSON cannot hold was never written by this trace
    if not is_sound:
        return Broken(
            due, "digest", Text(f"第 {due} 条内容与摘要不符，已被改动。", f"Entry {due} was changed.")
        )
    return None


def _break_of_number(due: int, found: int) -> Broken:
    if found > due:
        zh, en = (
            f"缺第 {due} 条，此处是第 {found} 条。",
            f"Entry {due} is missing: entry {found} stands in its place.",
        )
        return Broken(due, "gap", Text(zh, en))
    zh, en = f"应为第 {due} 条，第 {found} 条却再次出现。", f"Entry {found} stands again where {due} is due."
    return Broken(due, "repeated", Text(zh, en))


def _break_of_head(entry: Entry, head: Head | None) -> Broken | None:
    """How the entry that a head was taken from differs from it."""
    if head is None or entry.number != head.number:
        return None
    known = head.digest.replace(" ", "")
    if len(known) >= _SHORT and entry.digest.startswith(known) and entry.book == head.book:
        return None
    return Broken(
        head.number,
        "head",
        Text(
            f"第 {head.number} 条与所给首码不符：请先核对抄录是否有误；抄录无误的，说明账册被改写或截断。",
            f"Entry {head.number} does not match the head given: check first that it was copied correctly; "
            "if it was, the book has been rewritten or cut off.",
        ),
    )


def _facts(entry: Entry) -> dict[str, Any]:
    return {f.name: getattr(entry, f.name) for f in fields(entry)}


def _digest(facts: Mapping[str, Any], algorithm: str) -> str:
    if not is_available(algorithm):
        _refuse(
            "trace_algorithm",
            f"本机不支持摘要算法 {algorithm}。",
            f"This machine cannot compute {algorithm}.",
            "请改用 sha256，或安装支持国密的 OpenSSL。",
            "Use sha256, or an OpenSSL that carries sm3.",
        )
    return hashlib.new(algorithm, _canonical(facts).encode("utf-8")).hexdigest()


def _canonical(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: object, where: str) -> Any:
    """The value as plain JSON: decimals and dates become strings; what would not read back is refused."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _encodable(value, where)
    if isinstance(value, int) and abs(value) <= LARGEST_INTEGER:
        return int(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item, f"{where}.{key}") for key, item in _string_keys(value, where)}
    if isinstance(value, list | tuple):
        return [_plain(item, f"{where}[{i}]") for i, item in enumerate(value)]
    return _refuse_value(value, where)


def _string_keys(body: Mapping[Any, object], where: str) -> Iterator[tuple[str, object]]:
    for key, value in body.items():
        if not isinstance(key, str):
            _refuse_value(key, where)
        yield _encodable(key, where), value


def _encodable(text: str, where: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        _refuse_value(text.encode("unicode_escape").decode(), where)
    return str(text)


def _refuse_value(value: object, where: str) -> NoReturn:
    raise Refused(
        "trace_value",
        f"{type(value).__name__} 值 {value!r:.60} 不能写入纪实。",
        f"A {type(value).__name__}, {value!r:.60}, cannot be recorded.",
        where,
        "只用文字、整数（不超过 2^53-1）、Decimal、日期、列表和字典；不用浮点数。",
        "Use text, integers up to 2^53-1, Decimal, dates, lists and mappings; never floats.",
    )


def _refuse(code: str, zh: str, en: str, remedy_zh: str = "", remedy_en: str = "") -> NoReturn:
    raise Refused(code, zh, en, "", remedy_zh, remedy_en)


def _bad_line(where: str, zh: str, en: str) -> Refused:
    return Refused(
        "trace_line",
        f"此行{zh}。",
        f"This line is malformed: {en}.",
        where,
        "请使用导出的原始文件，勿经编辑器改写。",
        "Use the file as exported, not re-saved by an editor.",
    )


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"float {text}")
