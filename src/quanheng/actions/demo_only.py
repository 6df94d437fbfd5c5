"""Only in the demonstration (仅限演示): what no installation may do."""

from __future__ import annotations

from django.conf import settings

from quanheng.core.values import Refused


def refuse_outside_demo() -> None:
    """Refuse where this is no demonstration."""
    if settings.DEMO:
        return
    raise Refused(
        "no_demo",
        "这不是演示环境。",
        "This is not a demonstration.",
        where="QUANHENG_DEMO",
        remedy_zh="演示请用 make demo，在单独的数据目录中运行。",
        remedy_en="Use `make demo`, which keeps its data apart.",
    )
