"""Matching forms (审批表对人): whose form it is, by identity number, else by name and month of birth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quanheng.core.form.appointment_form import AppointmentForm, month_of
from quanheng.core.values import Refused

By = Literal["number", "name", "several", "nobody"]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the archive as a form can name them. Shapes: `born` is yyyy-mm or yyyy-mm-dd."""

    code: str
    name: str
    born: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a form may be of: one by number or name, several to choose from, or nobody yet."""

    by: By
    people: tuple[Known, ...] = ()


def bare(name: str) -> str:
    """A name without blanks."""
    return re.sub(r"\s", "", name)


def match_of(form: AppointmentForm, known: Iterable[Known]) -> Match:
    """Whom a form is of.

    Shapes: an equal identity number decides alone; somebody with another number is nobody of that name.
    """
    everybody = list(known)
    number = form.id_number.strip().upper()
    same = tuple(k for k in everybody if number and k.id_number.upper() == number)
    if same:
        return Match("number" if len(same) == 1 else "several", same)
    born = month_of(form.born)
    month = f"{born.year:04d}-{born.month:02d}" if born else ""
    alike = tuple(
        k
        for k in everybody
        if bare(k.name) == bare(form.name)
        and not (number and k.id_number)
        and (not month or not k.born or k.born[:7] == month)
    )
    if not alike:
        return Match("nobody")
    is_certain = len(alike) == 1 and month != "" and alike[0].born[:7] == month
    return Match("name" if is_certain else "several", alike)


@dataclass(frozen=True, slots=True)
class CodeRule:
    """How new people are numbered (编号规则): a beginning and so many digits at least."""

    prefix: str
    digits: int = 3

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[\w.-]{0,32}", self.prefix):
            raise Refused(
                "prefix_unfit",
                f"“{self.prefix}”不能作编号的开头。",
                f"A code cannot begin with '{self.prefix}'.",
                where="prefix",
                remedy_zh="请用字母、数字、下划线或短横，不超过 32 个字符。",
                remedy_en="Use letters, digits, underscores or hyphens, 32 at most.",
            )

    def codes(self, taken: Iterable[str], count: int) -> tuple[str, ...]:
        """So many new codes, after the highest number that is taken."""
        pattern = re.compile(rf"{re.escape(self.prefix)}(\d+)", re.ASCII)
        numbers = [int(shape[1]) for code in taken if (shape := pattern.fullmatch(code))]
        start = max(numbers, default=0) + 1
        return tuple(f"{self.prefix}{n:0{self.digits}d}" for n in range(start, start + count))


def twice(matched: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Files that were given to one person; each with the first file of that person."""
    first: dict[str, str] = {}
    return [(file, first[code]) for file, code in matched.items() if first.setdefault(code, file) != file]
