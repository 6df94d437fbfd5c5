"""Sign-in link for an account (登录链接): printed once, to be handed to its owner alone."""

from __future__ import annotations

import click
from django.conf import settings
from django.utils import timezone

from quanheng.actions.manage_account import issue_link
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.at_the_machine import ACCOUNT_KEEPER
from quanheng.cli.language import language_option
from quanheng.core.values import Text


@click.command("link")
@click.argument("username")
@click.option(
    "--address", default="http://localhost:8000", show_default=True,
    help="本系统的网址。The address of this installation.",
)  # fmt: skip
@language_option
def command(username: str, address: str, language: str) -> None:
    """发放一次性登录链接。Issue a one-time sign-in link."""
    apply_migrations()
    path = issue_link(ACCOUNT_KEEPER, username, timezone.localtime())
    hours = int(settings.SESAME_MAX_AGE.total_seconds() // 3600)
    said = Text(
        f"只能用一次，{hours} 小时内有效，只交给本人：",
        f"Works once, within {hours} hours; hand it to its owner alone:",
    )
    click.echo(said.say(language))
    click.echo(f"{address.rstrip('/')}{path}")
