"""Plan files on the command line (方案文件): read as plans, or refused with every problem."""

from __future__ import annotations

from pathlib import Path

from quanheng.cli.files import text_of
from quanheng.core.plans.reading import ReadPlan, read_plan


def plan_of(path: Path) -> ReadPlan:
    """The plan in a file. Errors: Refused for the file, Unusable for what it says."""
    return read_plan(text_of(path), str(path))
