"""Run a plan from files (无界面运行): inputs in one folder, the whole result in another."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from quanheng.actions.export_run import Exported, export_run
from quanheng.actions.headless_inputs import read_inputs
from quanheng.actions.regulation_files import load_catalogue
from quanheng.actions.run_headless import HeadlessRun, Told, refuse_senseless, run_headless
from quanheng.actions.temporary_store import make_temporary_store
from quanheng.cli.files import PLAN, Day, refuse_taken, text_of, write_folder
from quanheng.cli.language import language_option, told
from quanheng.core.plans.lint import check_plan
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.timeline import name_of
from quanheng.core.values import Text

STOPPED = 1


@click.command("run")
@PLAN
@click.option(
    "--inputs",
    type=click.Path(path_type=Path),
    required=True,
    help="录入文件所在文件夹。The folder of inputs.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="结果写到哪里。Where the result goes."
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    help="名册文件夹或工作簿，缺省在 inputs 之内或之旁。The roster, when it is not in or beside the inputs.",
)
@click.option("--start", type=Day(), help="开始日期，缺省按方案。Begin on this day instead of the plan's.")
@click.option("--force", is_flag=True, help="覆盖先前的结果。Replace an earlier result.")
@language_option
def command(
    plan: Path, inputs: Path, out: Path, roster: Path | None, start: date | None, force: bool, language: str
) -> None:
    """用文件跑完一个方案。

    Run a whole plan from files: exit 0 when it came to its end, 1 when a stage could not close (the result so
    far is written and says why), 2 when the plan or the inputs cannot be used (nothing is written).
    """
    gc.disable()  # the process ends with the run; looking for circles among its rows takes a third of it
    refuse_taken(out, force)
    text = text_of(plan)
    read = read_plan(text, str(plan))
    checks = check_plan(read, load_catalogue())
    refuse_senseless(checks, str(plan))
    given = read_inputs(read.plan, inputs, roster)
    make_temporary_store()
    run = run_headless(read, text, plan.name, given, start, _teller(language))
    exported = Exported(
        run.state,
        text,
        run.started_on,
        run.trace,
        run.house,
        run.forms,
        checks=checks,
        stopped_at=run.stopped_at,
        refusal=run.refusal,
    )
    write_folder(out, export_run(exported), force)
    _say_end(run, out, language)
    _leave(STOPPED if run.refusal is not None else 0)


def _leave(code: int) -> NoReturn:
    """End the process at once: the result stands, and freeing its rows one by one would take a second."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _teller(language: str) -> Callable[[Told], None]:
    """A bar on a terminal, a line for each stage elsewhere."""
    if sys.stderr.isatty():
        bar: Callable[[Told], None] = import_module("quanheng.cli.run_bar").teller(language)
        return bar
    return lambda step: click.echo(line_of(step, language))


def line_of(step: Told, language: str) -> str:
    """What one closed stage brought, in a line."""
    entered, left = len(step.outcome.entered.candidates), len(step.outcome.departures)
    stays, name, place = entered - left, name_of(step.stage), f"{step.number}/{step.of}"
    said = Text(
        f"{place} {name.zh}：{entered} 人次进入，{left} 人次退出，{stays} 人次留下",
        f"{place} {name.say('en')}: {entered} in, {left} out, {stays} remain",
    )
    return said.say(language)


def _say_end(run: HeadlessRun, out: Path, language: str) -> None:
    said = Text(
        f"结果已写到 {out}，纪实首码 {run.state.head}",
        f"The result is in {out}; head of the trace {run.state.head}",
    )
    click.echo(said.say(language))
    if run.refusal is None:
        return
    stopped = Text(
        f"停在环节“{run.stopped_at}”，以上结果只到此前：",
        f"Stopped at stage '{run.stopped_at}'; the result ends before it:",
    )
    click.echo(stopped.say(language), err=True)
    for line in told(run.refusal, language):
        click.echo(line, err=True)
