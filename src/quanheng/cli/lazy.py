"""Commands loaded when asked for (按需加载): a command that is not used costs no time to start."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from quanheng.cli.language import chosen_language, told
from quanheng.core.values import Refused

UNUSABLE = 2
"""The exit code for input that cannot be used at all; 1 is for input that was used and found wanting."""


@dataclass(frozen=True, slots=True)
class Lazy:
    """Where a command stands: its module (which calls it `command`), what it does, the settings it needs."""

    module: str
    does: str
    settings: str = ""

    def load(self) -> click.Command:
        """The command; the store is made ready first when the command needs it."""
        if self.settings:
            os.environ["DJANGO_SETTINGS_MODULE"] = self.settings
            import_module("django").setup(set_prefix=False)
        command: click.Command = import_module(self.module).command
        return command


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads the one that is called; refusals end it in words."""

    def __init__(self, name: str, help: str, commands: Mapping[str, Lazy]) -> None:
        super().__init__(name=name, help=help, context_settings={"help_option_names": ["-h", "--help"]})
        self.known = commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order given."""
        return list(self.known)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, loaded now."""
        lazy = self.known.get(cmd_name)
        return lazy.load() if lazy else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, none of them loaded for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.does) for name, lazy in self.known.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal is said on standard error, and the exit code is 2."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            for line in told(refusal, chosen_language(ctx)):
                click.echo(line, err=True)
            sys.exit(UNUSABLE)
