"""Open a case (立案): about one nomination of a run, with ground and evidence from a file."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from quanheng.actions.open_case import open_case
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.at_the_machine import CASE_KEEPER
from quanheng.cli.form_files import bytes_of
from quanheng.cli.language import language_option
from quanheng.core.accountability.steps import OPENING, Opening
from quanheng.core.values import Candidate, Refused, Text
from quanheng.documents.tables import read_table


@click.command("open")
@click.argument("run")
@click.argument("post")
@click.argument("person")
@click.argument("file", type=click.Path(path_type=Path))
@language_option
def command(run: str, post: str, person: str, file: Path, language: str) -> None:
    """据文件（一行：情形、线索和证据、发现日期、追究范围）立案；有关人员由纪实确定。

    Open a case from a file of one row: ground, evidence, known on, whom. The record says who that is.
    """
    rows = [r for r in read_table(OPENING, bytes_of(file), file.name).rows if isinstance(r, Opening)]
    if len(rows) != 1:
        raise Refused(
            "not_one_row",
            f"立案的文件须有一行，现有 {len(rows)} 行。",
            f"The file holds {len(rows)} rows; one opening is wanted.",
            file.name,
            "一案一份文件。",
            "Give one file for each case.",
        )
    apply_migrations()
    code = open_case(CASE_KEEPER, run, Candidate(person, post), rows[0], timezone.localtime())
    click.echo(Text(f"已立案：{code}", f"Opened: {code}").say(language))
