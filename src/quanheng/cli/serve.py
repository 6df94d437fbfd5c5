"""Serve the web product (启动服务): tables brought up to date first, then screens and voting pages."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence

import click
from django.conf import settings

from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.language import language_option
from quanheng.core.values import Text

APPLICATION = "quanheng.config.wsgi:application"
BALLOTS = "quanheng.config.ballot_wsgi:application"
POLL = 0.2
"""Units: seconds."""
WORKERS, THREADS = 2, 8
TAKEN = 1
HERE = frozenset({"127.0.0.1", "localhost", "0.0.0.0", "::", "::1"})
"""Hosts to listen on that a browser on this machine calls localhost."""


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口。Port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="地址。Address to listen on.")
@click.option(
    "--box-port",
    type=click.IntRange(0, 65535),
    help="投票页端口，缺省加一，0 为不提供。Port of the voting pages; one more unless said, 0: none.",
)
@language_option
def command(port: int, host: str, box_port: int | None, language: str) -> None:
    """启动网页服务。Start the web server; the database is brought up to date first."""
    serve(host, port, language, box_port)


def serve(host: str, port: int, language: str, box_port: int | None = None) -> None:
    """Run the server, and beside it the voting pages at an origin of their own; ends when either ends."""
    voting_port = port + 1 if box_port is None else box_port
    for wanted in (port, voting_port) if voting_port else (port,):
        refuse_taken_port(host, wanted, language)
    applied = apply_migrations()
    if applied:
        said = Text(
            f"数据库已更新：{'、'.join(applied)}。",
            f"The database was brought up to date: {', '.join(applied)}.",
        )
        click.echo(said.say(language))
    address = address_of(host, port)
    click.echo(Text(f"网址 {address}/", f"Address {address}/").say(language))
    commands = [server_arguments(host, port)]
    if voting_port:
        voting = address_of(host, voting_port)
        os.environ.setdefault("QUANHENG_BOX_ADDRESS", voting)
        click.echo(Text(f"投票页 {voting}/", f"Voting pages {voting}/").say(language))
        commands.append(gunicorn(BALLOTS, host, voting_port))
    sys.stdout.flush()
    sys.exit(run_together([[sys.executable, "-m", *arguments] for arguments in commands]))


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """Run programs until one of them ends or we are told to stop; then stop all. The first exit code."""
    running = [subprocess.Popen(command) for command in commands]

    def stop(number: int, frame: object) -> None:
        for program in running:
            program.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while all(program.poll() is None for program in running):
        time.sleep(POLL)
    stop(0, None)
    return max(program.wait() for program in running)


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
    return gunicorn(APPLICATION, host, port)


def gunicorn(application: str, host: str, port: int) -> list[str]:
    """A server of one application; it keeps no log of who asked for what."""
    shape = ["--workers", str(WORKERS), "--threads", str(THREADS), "--preload", "--no-control-socket"]
    return ["gunicorn", application, "--bind", f"{host}:{port}", *shape]
