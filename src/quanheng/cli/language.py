"""Language on the command line (语言): Chinese unless --lang or QUANHENG_LANG says English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import click

from quanheng.core.values import Refused, RefusedMany

KEPT = "quanheng.language"
F = TypeVar("F", bound=Callable[..., Any])


def _keep(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    ctx.meta[KEPT] = value
    return value


def language_option(command: F) -> F:
    """Give a command `--lang`."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(["zh", "en"]),
        default="zh",
        envvar="QUANHENG_LANG",
        show_envvar=True,
        is_eager=True,
        callback=_keep,
        help="输出语言。Language of the output.",
    )(command)


def chosen_language(ctx: click.Context) -> str:
    """The language chosen for this call, Chinese when none was."""
    return str(ctx.meta.get(KEPT, "zh"))


def told(refusal: Refused, language: str) -> Iterator[str]:
    """A refusal line by line; several in one each on its own."""
    if isinstance(refusal, RefusedMany):
        for each in refusal.refusals:
            yield from told(each, language)
    else:
        yield refusal.say(language)
