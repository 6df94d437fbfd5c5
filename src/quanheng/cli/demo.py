"""Demonstration (演示): its own directory and settings first, then everything that needs them."""

from __future__ import annotations

import os

import click

from quanheng.cli.language import language_option
from quanheng.cli.lazy import Lazy
from quanheng.core.values import Text

HOME = "var/demo"
LOADED = Lazy("quanheng.cli.demo_serve", "", "quanheng.config.settings")


@click.command("demo")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口。Port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="地址。Address to listen on.")
@click.option("--serve/--no-serve", default=True, help="载入后启动服务。Serve once it is loaded.")
@language_option
@click.pass_context
def command(ctx: click.Context, port: int, host: str, serve: bool, language: str) -> None:
    """启动演示：虚构的街道，每个角色一个账户。Start the demonstration, one account a role."""
    os.environ["QUANHENG_DEMO"] = "1"
    os.environ.setdefault("QUANHENG_HOME", HOME)
    os.environ.setdefault("QUANHENG_ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{host}")
    click.echo(Text("正在启动演示……", "Starting the demonstration ...").say(language))
    ctx.invoke(LOADED.load(), port=port, host=host, serve=serve, language=language)
