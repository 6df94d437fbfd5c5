"""Replace a template (更换模板): an office's own DOCX in place of the one in force."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from quanheng.actions.prepare_store import apply_migrations
from quanheng.actions.replace_template import replace_template
from quanheng.cli.at_the_machine import ACCOUNT_KEEPER
from quanheng.cli.form_files import bytes_of
from quanheng.cli.language import language_option
from quanheng.core.values import Text
from quanheng.documents.registry import paper_kind


@click.command("replace")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@language_option
def command(kind: str, file: Path, language: str) -> None:
    """启用一份模板，记入纪实；有一处问题就不启用。

    Put a template in force, recorded in the trace; with one fault nothing is changed.
    """
    content = bytes_of(file)
    apply_migrations()
    kept = replace_template(ACCOUNT_KEEPER, paper_kind(kind).id, file.name, content, timezone.localtime())
    said = Text(
        f"已启用第 {kept.version} 版，摘要 {kept.digest}", f"Version {kept.version}, digest {kept.digest}"
    )
    click.echo(said.say(language))
