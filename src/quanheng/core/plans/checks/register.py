"""Register of the checks (检查项目录): every check, listed by hand, with the rules it applies."""

from __future__ import annotations

from quanheng.core.plans.checks.by_law import BY_LAW
from quanheng.core.plans.checks.by_sense import BY_SENSE
from quanheng.core.plans.checks.ground import PlanCheck
from quanheng.core.regulations import Catalogue

CHECKS: tuple[PlanCheck, ...] = (*BY_LAW, *BY_SENSE)

_SAID = {"error": "错误 error", "warning": "提醒 warning", "note": "提示 note"}


def register_table(catalogue: Catalogue) -> str:
    """The register as a table in Markdown, for docs/plan-checks.md: one row for each check and rule."""
    rows = ["| 编号 Code | 检查 Check | 依据 Rule | 法规与条文 Law and article |", "|---|---|---|---|"]
    for check in CHECKS:
        what = f"{check.title.zh} {check.title.en}"
        if not check.rules:
            firm = "，不可确认 cannot be confirmed" if check.firm else ""
            rows.append(
                f"| `{check.code}` | {what} | — | 方案自身 the plan itself：{_SAID[check.level]}{firm} |"
            )
        for rule in map(catalogue.rule, check.rules):
            rows.append(f"| `{check.code}` | {what} | `{rule.id}` | {rule.cite()} |")
    return "\n".join(rows) + "\n"
