"""List of accounts (账户列表): who may enter, and with which roles."""

from __future__ import annotations

import click

from quanheng.actions.manage_account import held_accounts
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.at_the_machine import ACCOUNT_KEEPER
from quanheng.cli.language import language_option
from quanheng.core.authority import ROLES
from quanheng.core.values import Text

NOBODY = Text(
    "还没有账户。先开一个：quanheng account open 用户名 --name 姓名 --role administrator",
    "There are no accounts. Open one: quanheng account open USERNAME --name NAME --role administrator",
)


@click.command("list")
@language_option
def command(language: str) -> None:
    """列出账户和角色。List accounts and their roles, one a line, tab between columns."""
    apply_migrations()
    held = held_accounts(ACCOUNT_KEEPER)
    if not held:
        click.echo(NOBODY.say(language), err=True)
    for account in held:
        roles = [
            ROLES[role].say(language) + (f" @{run or unit}" if run or unit else "")
            for role, run, unit in account.roles
        ]
        click.echo(
            "\t".join((account.username, account.name, account.person or "-", ", ".join(roles) or "-"))
        )
