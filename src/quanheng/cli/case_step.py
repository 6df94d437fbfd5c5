"""Take a step of a case (办理一步): every row of a file, or none."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from quanheng.actions.prepare_store import apply_migrations
from quanheng.actions.take_case_steps import take_case_steps
from quanheng.cli.at_the_machine import CASE_KEEPER
from quanheng.cli.form_files import bytes_of
from quanheng.cli.language import language_option
from quanheng.core.accountability.steps import STEPS, StepKind
from quanheng.core.values import Text
from quanheng.documents.tables import read_table


@click.command("step")
@click.argument("code")
@click.argument("kind", type=click.Choice(tuple(STEPS)))
@click.argument("file", type=click.Path(path_type=Path))
@language_option
def command(code: str, kind: StepKind, file: Path, language: str) -> None:
    """据文件办理一步：陈述、认定、决定、追究、结案、复核申诉、答复；一行一人，全部录入或全不录入。

    Take one step from a file, a row for each person: all of it or none.
    """
    read = read_table(STEPS[kind], bytes_of(file), file.name)
    apply_migrations()
    count = take_case_steps(CASE_KEEPER, code, kind, read.rows, timezone.localtime(), read.places)
    zh = f"案件 {code}：{STEPS[kind].title.zh}，录入 {count} 行。"
    said = Text(zh, f"Case {code}, {kind}: {count} entered.")
    click.echo(said.say(language))
