"""Promotions recorded otherwise (提拔记录): what people enter of a promotion that no run made."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from quanheng.core.competition_share import Promotion
from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.roster_tables import PERSON, YES_OR_NO
from quanheng.core.values import Text
from quanheng.core.words import YesNo

_Filled = Annotated[str, Field(min_length=1)]


class PromotionRow(Row):
    """One newly promoted division-level leader (新提拔处级领导干部)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post", "appointed_on")
    person: Annotated[_Filled, PERSON]
    post: Annotated[_Filled, Column("职务", "Post", Text("任职全称", "Full title"), "县财政局局长")]
    unit: Annotated[str, Column("单位", "Unit", Text("任职单位", "Where"), "县财政局")] = ""
    level: Annotated[_Filled, Column("层级", "Level", Text("处级", "Of division rank"), "副处级")]
    appointed_on: Annotated[
        date, Column("任职日期", "Appointed on", Text("任职起算日", "First day"), "2026-03-20")
    ]
    competed: Annotated[YesNo, Column("竞争产生", "Competed", YES_OR_NO, "否")]
    paper: Annotated[_Filled, Column("文号", "Document", Text("任职文件", "Its number"), "县任〔2026〕3号")]

    def promotion(self, name: str) -> Promotion:
        """The row as a promotion."""
        return Promotion(
            self.person, name, self.post, self.unit, self.level, self.appointed_on, self.competed,
            self.paper, is_run=False,
        )  # fmt: skip


PROMOTIONS = InputTable("promotions", Text("提拔记录", "Promotions"), PromotionRow, "record_promotion")
