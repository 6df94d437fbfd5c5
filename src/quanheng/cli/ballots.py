"""Commands about secret ballots (选票): recount, head, slips. None of them needs a database."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

command = LazyGroup(
    name="ballots",
    help="无记名选票。Secret ballots.",
    commands={
        "recount": Lazy("quanheng.cli.ballots_recount", "由公示板重新计票。Recount from the board alone."),
        "head": Lazy("quanheng.cli.ballots_head", "公示板的首码。The head of a board."),
        "issuer": Lazy("quanheng.cli.ballots_issuer", "第二发证方。The second issuer of credentials."),
        "slips": Lazy("quanheng.cli.ballots_slips", "印制票（离线）。Print slips, offline."),
    },
)
