"""List fields (字段清单): what a template of one paper may say."""

from __future__ import annotations

import click

from quanheng.cli.language import language_option
from quanheng.core.values import Text
from quanheng.documents.registry import paper_kind
from quanheng.documents.templates.fields import KINDS, paths_of


@click.command("fields")
@click.argument("kind")
@language_option
def command(kind: str, language: str) -> None:
    """列出一种文书的字段。List the fields of a kind of paper: name, meaning, kind, whether it must stand."""
    for path, field in paths_of(paper_kind(kind).fields):
        needed = Text("必须有", "needed").say(language) if field.needed else "-"
        click.echo(f"{path}\t{field.meaning.say(language)}\t{KINDS[field.kind].say(language)}\t{needed}")
