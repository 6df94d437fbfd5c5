"""Check the archive (核对档案): findings about everybody are worked out anew, and counted by kind."""

from __future__ import annotations

import click
from django.utils import timezone

from quanheng.actions.check_archive import check_archive
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.at_the_machine import ROSTER_KEEPER
from quanheng.cli.language import language_option
from quanheng.core.form.finding_titles import FINDING_TITLES, SEVERITIES
from quanheng.core.values import Text
from quanheng.store.findings import kind_counts


@click.command("check")
@language_option
def command(language: str) -> None:
    """核对全部档案的三龄二历等。Check everybody's archive; the findings are on the screen of that name."""
    apply_migrations()
    count = check_archive(ROSTER_KEEPER, timezone.localtime())
    said = Text(f"已核对 {count} 人。", f"{count} people were checked.")
    click.echo(said.say(language))
    found = kind_counts()
    for severity, title in SEVERITIES.items():
        for _, code, number in (line for line in found if line[0] == severity):
            click.echo(f"{title.say(language)}  {FINDING_TITLES[code].say(language)}  {number}")
