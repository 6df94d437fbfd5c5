"""Restore a template (恢复内置模板): the built-in one counts again; the office's versions stay."""

from __future__ import annotations

import click
from django.utils import timezone

from quanheng.actions.prepare_store import apply_migrations
from quanheng.actions.replace_template import restore_template
from quanheng.cli.at_the_machine import ACCOUNT_KEEPER
from quanheng.cli.language import language_option
from quanheng.core.values import Text
from quanheng.documents.registry import paper_kind


@click.command("restore")
@click.argument("kind")
@language_option
def command(kind: str, language: str) -> None:
    """恢复内置模板，记入纪实。Put the built-in template back in force, recorded in the trace."""
    apply_migrations()
    kept = restore_template(ACCOUNT_KEEPER, paper_kind(kind).id, timezone.localtime())
    click.echo(
        Text(
            f"已恢复内置模板（第 {kept.version} 版）。", f"The built-in one is back (version {kept.version})."
        ).say(language)
    )
