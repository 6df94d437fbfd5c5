"""Rehearse a plan (演练): the whole of it played on invented people, stage by stage."""

from __future__ import annotations

from pathlib import Path
from random import Random

import click

from quanheng.cli.files import PLAN
from quanheng.cli.language import language_option
from quanheng.cli.plan_files import plan_of
from quanheng.core.rehearsal import rehearse
from quanheng.core.rehearsal.telling import Played, told
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar

STOPPED = 1


@click.command("rehearse")
@PLAN
@click.option("--seed", default=1, show_default=True, help="换一组随机数。Another set of chances.")
@language_option
def command(plan: Path, seed: int, language: str) -> None:
    """演练方案：用虚构的人和录入从头走到尾，看每个环节要录入什么、进出多少人。

    Play a plan through on invented people: what each stage asks for, who comes in and who is left.
    """
    lines = told(rehearse(plan_of(plan).plan, Random(seed), Calendar()))
    for line in lines:
        click.echo(_line(line, language))
    if not all(line.is_closed for line in lines):
        raise SystemExit(STOPPED)


def _line(line: Played, language: str) -> str:
    title = f"{line.title.say(language)} ({line.stage})"
    if not line.is_closed:
        end = Text("停在这里", "stopped here") if line.why else Text("没有走到", "not reached")
        return "\n  ".join([f"{title}  {end.say(language)}", *(text.say(language) for text in line.why)])
    days = " — ".join(dict.fromkeys((str(line.opened_on), str(line.closed_on))))
    entered = ", ".join(f"{t.say(language)} {n}" for t, n in line.entered)
    numbers = Text(
        f"进 {line.came}，留 {line.stay}，退出 {line.left}",
        f"{line.came} in, {line.stay} stay, {line.left} left",
    )
    return "  ".join(part for part in (title, days, numbers.say(language), entered) if part)
