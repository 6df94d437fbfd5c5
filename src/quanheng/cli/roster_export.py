"""Export the roster (导出名册): the workbook that can be imported again, of everybody or of some people."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from quanheng.actions.export_archive import export_archive
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.at_the_machine import ROSTER_KEEPER
from quanheng.cli.form_files import refuse_existing, write_file
from quanheng.cli.language import language_option
from quanheng.core.values import Text


@click.command("export")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="输出文件。The file to write.")
@click.option(
    "--person", "people", multiple=True, help="只导出此编号的人，可多次。Only this person; repeatable."
)
@language_option
def command(out: Path, people: tuple[str, ...], language: str) -> None:
    """把名册导出为一个工作簿，可原样再导入。导出记入纪实。

    Write the roster as one workbook that can be imported again; the trace records it.
    """
    refuse_existing(out)
    apply_migrations()
    write_file(out, export_archive(ROSTER_KEEPER, timezone.localtime(), people or None))
    click.echo(Text(f"已写入 {out}。", f"Written to {out}.").say(language))
