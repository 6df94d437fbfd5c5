"""List of cases (案件列表): where each stands and by when that is to be over."""

from __future__ import annotations

import click
from django.utils import timezone

from quanheng.actions.nomination_lines import cases_for
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.at_the_machine import CASE_KEEPER
from quanheng.cli.language import language_option
from quanheng.core.accountability.case import PHASES
from quanheng.core.workdays import Calendar


@click.command("list")
@language_option
def command(language: str) -> None:
    """列出案件和期限。List the cases, one a line, tab between columns: code, nominee, phase, due."""
    apply_migrations()
    today, calendar = timezone.localtime().date(), Calendar()
    for case in cases_for(CASE_KEEPER):
        phase = PHASES[case.phase(today, calendar)].say(language)
        due = case.due_on(today, calendar)
        click.echo("\t".join((case.code, case.facts.name, phase, str(due or "-"))))
