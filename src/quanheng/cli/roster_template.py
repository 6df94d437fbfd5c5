"""Empty tables of the roster (名册空表): one workbook, a sheet a table, every header explained."""

from __future__ import annotations

from pathlib import Path

import click

from quanheng.cli.form_files import write_file
from quanheng.cli.language import language_option
from quanheng.core.values import Text
from quanheng.documents.roster_workbook import roster_workbook


@click.command("template")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("roster.xlsx"), help="输出文件。The file."
)
@language_option
def command(out: Path, language: str) -> None:
    """写出名册空表。

    Write the empty tables of the roster as one workbook.
    """
    write_file(out, roster_workbook())
    click.echo(Text(f"已写入 {out}。", f"Written to {out}.").say(language))
