"""Write the empty tables of a plan (空白录入表): one workbook for its stages, one for the roster."""

from __future__ import annotations

from pathlib import Path

import click

from quanheng.actions.headless_inputs import ROSTER_WORKBOOK, spread_columns, tables_of
from quanheng.cli.files import PLAN, write_folder
from quanheng.cli.language import language_option
from quanheng.cli.plan_files import plan_of
from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.values import Text
from quanheng.documents.tables import WORKBOOK
from quanheng.documents.tables_template import template_workbook


@click.command("inputs")
@PLAN
@click.option("--out", type=click.Path(path_type=Path), required=True, help="写到哪个新文件夹。A new folder.")
@language_option
def command(plan: Path, out: Path, language: str) -> None:
    """写出一个方案的空白录入表。Write the empty tables that a plan takes, and those of the roster."""
    held = plan_of(plan).plan
    files = {
        WORKBOOK: template_workbook(tables_of(held), spread_columns(held)),
        ROSTER_WORKBOOK: template_workbook(BY_NAME),
    }
    write_folder(out, files, replace=False)
    said = Text(
        f"已写出 {out / WORKBOOK} 和 {out / ROSTER_WORKBOOK}。不需要的工作表可留空。",
        f"Wrote {out / WORKBOOK} and {out / ROSTER_WORKBOOK}. Sheets that are not needed may stay empty.",
    )
    click.echo(said.say(language))
