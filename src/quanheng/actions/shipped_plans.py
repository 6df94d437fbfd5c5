"""Shipped plans (随附方案): the plans that come with the product, to begin with."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Text

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"

SITUATIONS: Mapping[str, Text] = {
    "s1": Text("企业中层干部选拔", "Managers of a company"),
    "s2": Text("机关职位选拔任用", "Posts of a bureau"),
    "s3": Text("首次提名", "First nomination"),
    "s4": Text("竞争上岗", "Competition for posts"),
    "s9": Text("优秀年轻干部培养", "Young cadres"),
    "s10": Text("双向选择、全员竞聘", "Two-way selection"),
    "recommendation": Text("民主推荐与测评", "Recommendation and assessment"),
}
"""What each shipped plan is for, by the first word of its file."""


@dataclass(frozen=True)
class ShippedPlan:
    """One plan that comes with the product."""

    slug: str
    text: str
    plan: Plan

    @property
    def situation(self) -> Text:
        """What it is for."""
        return SITUATIONS.get(self.slug.split("-", 1)[0], Text("其他", "Other"))


def _order(file: Path) -> tuple[int, str]:
    """The situations in the order of their numbers, what has none at the end."""
    number = file.stem.split("-", 1)[0].removeprefix("s")
    return (int(number) if number.isdecimal() else sys.maxsize, file.stem)


@cache
def shipped_plans() -> Mapping[str, ShippedPlan]:
    """The shipped plans by the names of their files, read once."""
    found = {}
    for file in sorted(PLANS.glob("*.yaml"), key=_order):
        text = file.read_text(encoding="utf-8")
        found[file.stem] = ShippedPlan(file.stem, text, read_plan(text, file.name).plan)
    return found
