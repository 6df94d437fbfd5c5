"""Write a template (写出模板): the one in force, or the built-in one, as a DOCX to edit."""

from __future__ import annotations

from pathlib import Path

import click

from quanheng.actions.paper_templates import current_templates
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.form_files import refuse_existing, write_file
from quanheng.cli.language import language_option
from quanheng.core.values import Text
from quanheng.documents.drawing import BUILT_IN
from quanheng.documents.registry import paper_kind


@click.command("template")
@click.argument("kind")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="输出文件。The file to write.")
@click.option("--built-in", is_flag=True, help="写内置模板。The built-in one, whatever is in force.")
@language_option
def command(kind: str, out: Path, built_in: bool, language: str) -> None:
    """写出一种文书的模板。Write the template of a kind of paper."""
    found = paper_kind(kind)
    refuse_existing(out)
    apply_migrations()
    templates = BUILT_IN if built_in else current_templates()
    write_file(out, templates.template(found.id).content)
    click.echo(Text(f"已写入 {out}。", f"Written to {out}.").say(language))
