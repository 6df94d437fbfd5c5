"""The demonstration under way (演示): tables, invented people, one sign-in link a role, then the server."""

from __future__ import annotations

import click
from django.conf import settings
from django.utils import timezone

from quanheng.actions.demo import demo_links, is_loaded, load_demo
from quanheng.actions.demo_election import WHERE
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.serve import address_of, refuse_taken_port
from quanheng.cli.serve import serve as serve_web
from quanheng.core.authority import ROLES
from quanheng.core.values import Text


@click.command("demo")
@click.option("--port", type=int)
@click.option("--host")
@click.option("--serve/--no-serve")
@click.option("--lang", "language")
def command(port: int, host: str, serve: bool, language: str) -> None:
    """Load the demonstration once, print who may enter, and serve it."""
    if serve:
        refuse_taken_port(host, port, language)
    _say(Text("准备数据库……", "Preparing the database ..."), language)
    apply_migrations()
    if is_loaded():
        _say(
            Text(f"沿用已有的演示数据（{settings.HOME}）。", f"Using the data in {settings.HOME}."), language
        )
    else:
        said = ("载入演示数据，约半分钟，只此一次：", "Loading the demonstration, once, in half a minute:")
        _say(Text(*said), language)
        load_demo(timezone.localtime(), lambda text: _say(Text(f"  · {text.zh}", f"  · {text.en}"), language))
    _print_links(address_of(host, port), language)
    if serve:
        serve_web(host, port, language)


def _print_links(address: str, language: str) -> None:
    _say(
        Text(
            "\n用下面的链接登录（每个只能用一次，再次运行本命令会给出新的）：",
            "\nSign in by these links (each works once; run the command again for new ones):",
        ),
        language,
    )
    for account, path in demo_links():
        role, shows = ROLES[account.role].say(language), account.shows.say(language)
        click.echo(f"\n  {role} · {account.name} · {shows}\n  {address}{path}")
    click.echo("")
    for title, path in WHERE:
        who = ROLES["organiser"]
        zh, en = f"{title.zh}（{who.zh}登录后）", f"{title.say('en')} ({who.say('en')})"
        _say(Text(f"{zh}：{address}{path}", f"{en}: {address}{path}"), language)
    _say(
        Text(f"\n公示页面不需要登录：{address}/notices\n", f"\nNotices need no sign-in: {address}/notices\n"),
        language,
    )


def _say(text: Text, language: str) -> None:
    click.echo(text.say(language))
