"""Commands about cases (责任追究案件): list, show, open, take a step."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

WEB = "quanheng.config.settings"

command = LazyGroup(
    name="case",
    help="首提责任追究案件。Accountability cases against first nominators.",
    commands={
        "list": Lazy("quanheng.cli.case_list", "列出案件和期限。List the cases and when they are due.", WEB),
        "show": Lazy("quanheng.cli.case_show", "一件案件的进展和各人情况。One case as it stands.", WEB),
        "open": Lazy("quanheng.cli.case_open", "据文件立案。Open a case from a file.", WEB),
        "step": Lazy("quanheng.cli.case_step", "据文件办理一步。Take a step from a file.", WEB),
    },
)
