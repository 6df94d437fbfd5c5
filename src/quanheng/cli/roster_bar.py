"""A bar for the rows of a roster (进度): drawn only where there is a terminal to draw it on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from quanheng.core.values import Text


@contextmanager
def counting(doing: Text, rows: int, language: str) -> Iterator[Callable[[int], None]]:
    """What moves the bar on by so many rows."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(doing.say(language), total=rows)
        yield lambda done: bar.advance(task, done)
