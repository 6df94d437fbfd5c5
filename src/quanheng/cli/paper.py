"""Commands about papers (文书): kinds and fields, templates out and in, papers of a run as files."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

STORE = "quanheng.config.settings"

command = LazyGroup(
    name="paper",
    help="文书和文书模板。Papers and their templates.",
    commands={
        "list": Lazy(
            "quanheng.cli.paper_list", "列出各种文书和现行模板。List the kinds and templates.", STORE
        ),
        "fields": Lazy("quanheng.cli.paper_fields", "列出模板可用的字段。List the fields of a paper."),
        "template": Lazy("quanheng.cli.paper_template", "写出模板文件。Write a template to a file.", STORE),
        "check": Lazy("quanheng.cli.paper_check", "检查模板，不启用。Check a template."),
        "replace": Lazy("quanheng.cli.paper_replace", "启用本单位的模板。Put a template in force.", STORE),
        "restore": Lazy("quanheng.cli.paper_restore", "恢复内置模板。Restore the built-in one.", STORE),
        "make": Lazy("quanheng.cli.paper_make", "形成一个运行的文书。Draw up the papers of a run.", STORE),
    },
)
