"""Check a plan (检查方案): what its language and the rules in force say of it, line by line."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from quanheng.actions.regulation_files import load_catalogue
from quanheng.cli.files import PLAN, Day, text_of
from quanheng.cli.language import language_option
from quanheng.core.plans.lint import Check, check_plan
from quanheng.core.plans.reading import Problem, ReadPlan, Unusable, read_plan
from quanheng.core.values import Text

ERRORS, UNUSABLE = 1, 2
UNREADABLE = "plan.unreadable"


@click.command("check")
@PLAN
@click.option("--as-of", type=Day(), help="按此日有效的规定检查。Check by the rules in force on this day.")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。Print JSON.")
@language_option
def command(plan: Path, as_of: date | None, as_json: bool, language: str) -> None:
    """检查方案。Check a plan: exit 0 without errors, 1 with errors, 2 when the file is no plan."""
    try:
        read = read_plan(text_of(plan), str(plan))
    except Unusable as unusable:
        problems = tuple(_of_problem(problem) for problem in unusable.problems)
        _say(plan, None, problems, as_json, language)
        sys.exit(ERRORS if any(p.path for p in unusable.problems) else UNUSABLE)
    checks = check_plan(read, load_catalogue(), as_of)
    _say(plan, read, checks, as_json, language)
    if any(check.level == "error" for check in checks):
        sys.exit(ERRORS)


def _of_problem(problem: Problem) -> Check:
    """What keeps a file from being read, as a finding like the others."""
    path = tuple(problem.path.split(".")) if problem.path else ()
    return Check("error", UNREADABLE, path, problem.place, problem.text, "", Text(""), "", Text(""))


def _say(plan: Path, read: ReadPlan | None, checks: Sequence[Check], as_json: bool, language: str) -> None:
    if as_json:
        said = {
            "file": str(plan),
            "plan": read.plan.id if read else None,
            **_counts(checks),
            "checks": [_as_json(check) for check in checks],
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    for check in checks:
        click.echo(_line(plan, check, language))
    counts = _counts(checks)
    summary = Text(
        f"{counts['errors']} 处错误，{counts['warnings']} 处警告，{counts['notes']} 处提示",
        f"{counts['errors']} errors, {counts['warnings']} warnings, {counts['notes']} notes",
    )
    click.echo(summary.say(language), err=True)


def _counts(checks: Sequence[Check]) -> dict[str, int]:
    levels = Counter(check.level for check in checks)
    return {"errors": levels["error"], "warnings": levels["warning"], "notes": levels["note"]}


def _line(plan: Path, check: Check, language: str) -> str:
    """One finding as editors and pipelines read it: file, line, column, level, code, what, what to do."""
    remedy = check.remedy.say(language)
    place = f"{plan}:{check.place.line}:{check.place.column}"
    rule = f" [{check.rule}]" if check.rule else ""
    return (
        f"{place} {check.level} {check.code} {check.text.say(language)}"
        + (f" {remedy}" if remedy else "")
        + rule
    )


def _as_json(check: Check) -> dict[str, object]:
    return {
        "line": check.place.line,
        "column": check.place.column,
        "level": check.level,
        "code": check.code,
        "path": list(check.path),
        "text": _both(check.text),
        "rule": check.rule or None,
        "law": _both(check.law) if check.law.zh else None,
        "article": check.article or None,
        "remedy": _both(check.remedy),
        "confirmed": _both(check.confirmed) if check.confirmed else None,
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.say("en")}
