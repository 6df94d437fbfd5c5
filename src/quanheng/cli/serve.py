"""Serve the web product (启动服务): tables brought up to date first, then one server process."""

from __future__ import annotations

import os
import socket
import sys

import click
from django.conf import settings

from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.language import language_option
from quanheng.core.values import Text

APPLICATION = "quanheng.config.wsgi:application"
WORKERS, THREADS = 2, 4
TAKEN = 1
HERE = frozenset({"127.0.0.1", "localhost", "0.0.0.0", "::", "::1"})
"""Hosts to listen on that a browser on this machine calls localhost."""


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口。Port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="地址。Address to listen on.")
@language_option
def command(port: int, host: str, language: str) -> None:
    """启动网页服务。Start the web server; the database is brought up to date first."""
    serve(host, port, language)


def serve(host: str, port: int, language: str) -> None:
    """Become the server; does not return unless the port is taken."""
    refuse_taken_port(host, port, language)
    applied = apply_migrations()
    if applied:
        said = Text(
            f"数据库已更新：{'、'.join(applied)}。",
            f"The database was brought up to date: {', '.join(applied)}.",
        )
        click.echo(said.say(language))
    address = address_of(host, port)
    click.echo(Text(f"网址 {address}/", f"Address {address}/").say(language))
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", *server_arguments(host, port)])


def refuse_taken_port(host: str, port: int, language: str) -> None:
    """Say in words that somebody listens there already, and end with 1."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            said = Text(
                f"不能在 {host}:{port} 启动（{error.strerror}）。端口可能已被占用，请换一个："
                "make demo PORT=8001，或 --port 8001。",
                f"Cannot listen on {host}:{port} ({error.strerror}). The port may be taken; choose another: "
                "make demo PORT=8001, or --port 8001.",
            )
            click.echo(said.say(language), err=True)
            sys.exit(TAKEN)


def address_of(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    return f"http://{'localhost' if host in HERE else host}:{port}"


def server_arguments(host: str, port: int) -> list[str]:
    """Which server and how: Django's own while developing, gunicorn otherwise."""
    if settings.DEBUG:
        return ["django", "runserver", f"{host}:{port}"]
    bind = ["--bind", f"{host}:{port}"]
    shape = ["--workers", str(WORKERS), "--threads", str(THREADS), "--preload", "--no-control-socket"]
    return ["gunicorn", APPLICATION, *bind, *shape]
