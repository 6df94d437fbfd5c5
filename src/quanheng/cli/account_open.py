"""Open an account (开立账户): with its roles, without a password; the first administrator comes this way."""

from __future__ import annotations

import click
from django.utils import timezone

from quanheng.actions.manage_account import open_account_with_roles
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.at_the_machine import ACCOUNT_KEEPER
from quanheng.cli.language import language_option
from quanheng.core.authority import ROLES
from quanheng.core.values import Text


@click.command("open")
@click.argument("username")
@click.option("--name", required=True, help="姓名。The person's name.")
@click.option("--person", default="", metavar="CODE", help="名册中的人员编号。Their code in the roster.")
@click.option(
    "--role", "roles", type=click.Choice(list(ROLES)), multiple=True, required=True,
    help="角色，可写几次。A role; may be given several times.",
)  # fmt: skip
@click.option(
    "--unit", default="", metavar="CODE",
    help="单位人事干部服务的单位编码。The unit that a unit personnel officer serves.",
)  # fmt: skip
@language_option
def command(username: str, name: str, person: str, roles: tuple[str, ...], unit: str, language: str) -> None:
    """开立账户并授予角色。Open an account with its roles; all of it or nothing."""
    apply_migrations()
    open_account_with_roles(ACCOUNT_KEEPER, username, name, person, roles, timezone.localtime(), unit)
    zh, en = ("、".join(ROLES[r].zh for r in roles), ", ".join(ROLES[r].en for r in roles))
    said = Text(
        f"已开立账户 {username}（{name}）：{zh}。登录链接用 quanheng account link {username} 发放。",
        f"Account {username} ({name}) is open: {en}. Let them in with: quanheng account link {username}",
    )
    click.echo(said.say(language))
