"""The head of a board (首码): to be read out, printed, signed, and kept outside the system."""

from __future__ import annotations

from pathlib import Path

import click

from quanheng.cli.board_files import BOARD, lines_of
from quanheng.cli.language import language_option
from quanheng.core.ballots.board import Head, line_digest
from quanheng.core.values import Refused, Text


@click.command("head")
@BOARD
@language_option
def command(board: Path, language: str) -> None:
    """公示板的首码。The head of a board: the hash of its last line, with its number."""
    head = Head()
    for line in lines_of(board):
        head = Head(head.number + 1, line_digest(line))
    if not head.number:
        raise Refused(
            "board_empty",
            "文件中没有公示板。",
            "The file holds no board.",
            str(board),
            "请核对文件。",
            "Check the file.",
        )
    click.echo(Text(f"第 {head.number} 行", f"line {head.number}").say(language) + f": {head.short()}")
    click.echo(head.digest)
