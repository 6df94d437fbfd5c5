"""Commands about a plan (方案): check, timeline, rehearse, schema."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

command = LazyGroup(
    name="plan",
    help="检查、演练方案，排日程。Check and rehearse a plan, lay out its calendar.",
    commands={
        "check": Lazy(
            "quanheng.cli.plan_check", "检查方案。Check a plan against its language and the rules in force."
        ),
        "timeline": Lazy("quanheng.cli.plan_timeline", "排日程。Lay out a plan's calendar."),
        "rehearse": Lazy("quanheng.cli.plan_rehearse", "演练方案。Play a plan through on invented people."),
        "schema": Lazy(
            "quanheng.cli.plan_schema", "方案语言的 JSON Schema。The plan language as a JSON Schema."
        ),
    },
)
