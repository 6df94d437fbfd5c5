"""Check a plan (检查方案): what its language and the rules in force say of it, line by line."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from quanheng.cli.files import PLAN, Day, text_of
from quanheng.cli.language import language_option
from quanheng.core.plans.reading import Problem, Unusable, read_plan

ERRORS, UNUSABLE = 1, 2


@click.command("check")
@PLAN
@click.option("--as-of", type=Day(), help="按此日有效的规定检查。Check by the rules in force on this day.")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。Print JSON.")
@language_option
def command(plan: Path, as_of: date | None, as_json: bool, language: str) -> None:
    """检查方案。Check a plan: exit 0 without errors, 1 with errors, 2 when the file is no plan."""
    try:
        read_plan(text_of(plan), str(plan))
    except Unusable as unusable:
        _say_problems(plan, unusable.problems, as_json, language)
        sys.exit(ERRORS if any(p.path for p in unusable.problems) else UNUSABLE)


def _say_problems(plan: Path, problems: tuple[Problem, ...], as_json: bool, language: str) -> None:
    if as_json:
        click.echo(json.dumps([_as_json(problem) for problem in problems], ensure_ascii=False, indent=2))
        return
    for p in problems:
        click.echo(f"{plan}:{p.place.line}:{p.place.column} error unreadable {p.text.say(language)}")


def _as_json(problem: Problem) -> dict[str, object]:
    return {
        "line": problem.place.line,
        "column": problem.place.column,
        "level": "error",
        "code": "unreadable",
        "path": problem.path,
        "text": {"zh": problem.text.zh, "en": problem.text.say("en")},
    }
