"""Commands about a trace (纪实): verify."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

command = LazyGroup(
    name="trace",
    help="核验纪实。Verify a trace.",
    commands={"verify": Lazy("quanheng.cli.trace_verify", "核验一份纪实。Verify the chain of a trace.")},
)
