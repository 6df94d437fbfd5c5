"""Board files (公示板文件): read a line at a time, however long they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from quanheng.cli.files import not_utf8, unreadable

BOARD = click.argument("board", type=click.Path(path_type=Path))


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a board, without their ends. Errors: Refused when absent, no file, or no UTF-8 text."""
    try:
        with path.open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield line.rstrip("\r\n")
    except UnicodeDecodeError:
        raise not_utf8(path) from None
    except OSError as error:
        raise unreadable(path, error) from None
