"""Serve the web product (启动服务): tables brought up to date first, then one server process."""

from __future__ import annotations

import os
import sys

import click
from django.conf import settings

from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.language import language_option
from quanheng.core.values import Text

APPLICATION = "quanheng.config.wsgi:application"
WORKERS, THREADS = 2, 4


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口。Port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="地址。Address to listen on.")
@language_option
def command(port: int, host: str, language: str) -> None:
    """启动网页服务。Start the web server; the database is brought up to date first."""
    serve(host, port, language)


def serve(host: str, port: int, language: str) -> None:
    """Become the server; does not return."""
    applied = apply_migrations()
    if applied:
        said = Text(
            f"数据库已更新：{'、'.join(applied)}。",
            f"The database was brought up to date: {', '.join(applied)}.",
        )
        click.echo(said.say(language))
    click.echo(Text(f"网址 http://{host}:{port}/", f"Address http://{host}:{port}/").say(language))
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", *server_arguments(host, port)])


def server_arguments(host: str, port: int) -> list[str]:
    """Which server and how: Django's own while developing, gunicorn otherwise."""
    if settings.DEBUG:
        return ["django", "runserver", f"{host}:{port}"]
    bind = ["--bind", f"{host}:{port}"]
    return ["gunicorn", APPLICATION, *bind, "--workers", str(WORKERS), "--threads", str(THREADS)]
