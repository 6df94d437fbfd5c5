"""Lay out a plan's calendar (排日程): every stage with its days and how they were found."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from quanheng.cli.files import PLAN, Day
from quanheng.cli.language import language_option
from quanheng.cli.plan_files import plan_of
from quanheng.core.plans.timeline import Step, timeline

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


@click.command("timeline")
@PLAN
@click.option("--start", type=Day(), help="开始日期。Begin on this day instead of the plan's.")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。Print JSON.")
@language_option
def command(plan: Path, start: date | None, as_json: bool, language: str) -> None:
    """排日程：每个环节的日期和理由。Lay out a plan's calendar: the days of every stage and why."""
    steps = timeline(plan_of(plan).plan, start)
    if as_json:
        click.echo(json.dumps([_as_json(step) for step in steps], ensure_ascii=False, indent=2))
        return
    for step in steps:
        click.echo(_line(step, language))


def _line(step: Step, language: str) -> str:
    days = " — ".join(dict.fromkeys(_day(day, language) for day in (step.opens_on, step.closes_on)))
    doubt = {"zh": "〔暂定〕", "en": " [provisional]"}[language] if step.provisional else ""
    return (
        f"{days}{doubt}  {step.title.say(language)} ({step.stage})  {step.explanation.say(language)}".rstrip()
    )


def _day(day: date | None, language: str) -> str:
    if day is None:
        return {"zh": "未定", "en": "not set"}[language]
    return f"{day} {WEEKDAYS[language][day.weekday()]}"


def _as_json(step: Step) -> dict[str, object]:
    return {
        "stage": step.stage,
        "kind": step.kind,
        "title": {"zh": step.title.zh, "en": step.title.say("en")},
        "opens_on": step.opens_on.isoformat() if step.opens_on else None,
        "closes_on": step.closes_on.isoformat() if step.closes_on else None,
        "explanation": {"zh": step.explanation.zh, "en": step.explanation.say("en")},
        "provisional": step.provisional,
        "rest_days": [day.isoformat() for day in step.rest_days],
        "minutes": step.minutes,
        "at": step.at,
    }
