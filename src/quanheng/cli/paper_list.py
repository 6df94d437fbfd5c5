"""List papers (文书目录): every kind, and the template that is in force for it."""

from __future__ import annotations

import click

from quanheng.actions.paper_templates import current_templates
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.language import language_option
from quanheng.core.values import Text
from quanheng.documents.registry import PAPERS


@click.command("list")
@language_option
def command(language: str) -> None:
    """列出各种文书和现行模板。List every kind of paper with its template: id, title, version."""
    apply_migrations()
    templates = current_templates()
    for kind in PAPERS.values():
        version = templates.template(kind.id).version
        said = (
            Text(f"本单位第 {version} 版", f"own, version {version}") if version else Text("内置", "built-in")
        )
        click.echo(f"{kind.id}\t{kind.title.say(language)}\t{said.say(language)}")
