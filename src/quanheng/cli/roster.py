"""Commands about the roster (名册): import, export, template, check."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

command = LazyGroup(
    name="roster",
    help="导入、导出名册。Import and export the roster.",
    commands={
        "import": Lazy(
            "quanheng.cli.roster_import",
            "先看差异，确认后导入。Show the differences; import once confirmed.",
            "quanheng.config.settings",
        ),
        "export": Lazy(
            "quanheng.cli.roster_export",
            "导出为可再导入的工作簿。Export the workbook that can be imported again.",
            "quanheng.config.settings",
        ),
        "check": Lazy(
            "quanheng.cli.roster_check",
            "核对全部档案。Check everybody's archive for what contradicts itself.",
            "quanheng.config.settings",
        ),
        "template": Lazy("quanheng.cli.roster_template", "写出空表。Write the empty tables."),
    },
)
