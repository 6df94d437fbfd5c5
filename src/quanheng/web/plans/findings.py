"""Findings of a text that is being written (边写边查): problems and checks as one list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.plans.lint import Check, check_plan
from quanheng.core.plans.reading import Path, Place, Problem, Unusable, read_plan, read_written
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Text
from quanheng.web.plans.difference_words import place_words
from quanheng.web.plans.form import ident_of

NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding: what, where in the file and in the form, what to do."""

    level: str
    text: Text
    place: Place
    path: Path
    remedy: Text = NOTHING
    law: Text = NOTHING
    article: str = ""
    code: str = ""
    confirmed: Text | None = None

    @property
    def address(self) -> str:
        """The path as it travels to the form."""
        return json.dumps(self.path, ensure_ascii=False)

    @property
    def ident(self) -> str:
        """The id of its field."""
        return ident_of(self.path)


@dataclass(frozen=True)
class DraftState:
    """What can be said of a text: its data where it is YAML, its plan where it is one, and what is wrong."""

    data: Mapping[str, Any] | None
    plan: Plan | None
    findings: tuple[FindingLine, ...]

    @property
    def pressing(self) -> tuple[FindingLine, ...]:
        """Errors, then warnings, each in the order of the file."""
        return tuple(f for level in ("error", "warning") for f in self.findings if f.level == level)

    @property
    def notes(self) -> tuple[FindingLine, ...]:
        """Notes, in the order of the file."""
        return tuple(f for f in self.findings if f.level == "note")

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings stand on each level."""
        open_ones = [f for f in self.findings if f.confirmed is None]
        return {level: sum(f.level == level for f in open_ones) for level in ("error", "warning", "note")}


@lru_cache(maxsize=16)
def checks_of(text: str) -> tuple[Check, ...]:
    """The checks of a plan's text: the same text gives the same ones while the program runs."""
    return check_plan(read_plan(text), load_catalogue())


def state_of(text: str) -> DraftState:
    """What can be said of a text."""
    try:
        data = read_written(text).data
    except Unusable as unusable:
        return DraftState(None, None, _problems(unusable, {}))
    try:
        plan = read_plan(text).plan
    except Unusable as unusable:
        return DraftState(data, None, _problems(unusable, data))
    return DraftState(data, plan, tuple(_finding(c) for c in checks_of(text)))


def _problems(unusable: Unusable, data: Mapping[str, Any]) -> tuple[FindingLine, ...]:
    return tuple(FindingLine("error", _in_words(p, data), p.place, p.parts) for p in unusable.problems)


def _in_words(problem: Problem, data: Mapping[str, Any]) -> Text:
    """The problem with its place in the form's words, where the form has it."""
    if not data or not problem.parts:
        return problem.text
    place = place_words(problem.parts, data)
    zh = problem.text.zh.replace(f"“{problem.path}”", place.zh)
    return Text(zh, problem.text.say("en").replace(f"'{problem.path}'", place.say("en")))


def _finding(check: Check) -> FindingLine:
    return FindingLine(
        check.level,
        check.text,
        check.place,
        check.path,
        check.remedy,
        check.law,
        check.article,
        check.code,
        check.confirmed,
    )
