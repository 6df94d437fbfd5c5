"""Commands about the roster (名册): import."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

command = LazyGroup(
    name="roster",
    help="导入名册。Import the roster.",
    commands={
        "import": Lazy(
            "quanheng.cli.roster_import",
            "先看差异，确认后导入。Show the differences; import once confirmed.",
            "quanheng.config.settings",
        )
    },
)
