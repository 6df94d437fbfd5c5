"""A bar for a run on a terminal (进度): loaded only where there is one to draw it on."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from quanheng.actions.run_headless import Told
from quanheng.core.plans.timeline import name_of


def teller(language: str) -> Callable[[Told], None]:
    """What moves the bar on with each stage, and takes leave with the last."""
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True)
    )
    task = progress.add_task("")
    progress.start()

    def tell(step: Told) -> None:
        progress.update(
            task, total=step.of, completed=step.number, description=name_of(step.stage).say(language)
        )
        if step.number == step.of:
            progress.stop()

    return tell
