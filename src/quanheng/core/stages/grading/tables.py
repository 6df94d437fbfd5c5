"""Tables and settings of a grading (定等的设置与录入表): the grades, their bounds, and who stands apart."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.terms import (
    Bound,
    Cases,
    Condition,
    Names,
    Number,
    Share,
    Slug,
    StageSettings,
    Strict,
    Words,
    wrong,
)
from quanheng.core.values import Text
from quanheng.core.words import AnyPostCell, PersonCell


class GradeLine(Strict):
    """One grade (等次): the band of points, what it needs beside them, how many may have it, what follows.

    Shapes: `needs` looks at points, rank, from_bottom, people, zero_items, the components of the scored stage
    and the figures entered; `share` and `most` bound the number, the smaller of the two; one that `overrides`
    is looked at before all others, whatever its place; `coefficient` is a factor of pay.
    """

    id: Slug
    title: Words
    is_: Bound | None = Field(default=None, alias="is")
    needs: Condition | None = None
    share: Share | None = None
    most: Number | Cases | None = None
    overrides: bool = False
    coefficient: Number | None = Field(default=None, ge=0)
    follows: Words | None = None
    departs: bool = False

    @model_validator(mode="after")
    def _plain(self) -> GradeLine:
        if self.share is not None and self.share.of != "people":
            raise wrong("等次的 share 须写 of: people。", "the share of a grade is of: people")
        if self.overrides and self.is_ is None and self.needs is None:
            raise wrong("overrides 须配 is 或 needs。", "overrides needs is or needs")
        return self


class Settings(StageSettings):
    """What a plan says about grading.

    Shapes: `by` is the stage whose points make the order; `grades` are listed best first. A field is a post,
    or those in it who share the facts `within`. `equals` include lets equals exceed a number, exclude takes
    none of them. `last_at_least` is the least number in the last grade; `mean_at_most` bounds the mean of a
    field; `gap_at_least` is how far the coefficients of neighbours must lie apart, as a share of the lower.
    """

    kind: Literal["grading"]
    by: Slug
    grades: tuple[GradeLine, ...] = Field(min_length=2)
    within: Names = ()
    equals: Literal["include", "exclude"] = "exclude"
    last_at_least: Share | None = None
    mean_at_most: Number | None = None
    gap_at_least: Number | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        ids = [g.id for g in self.grades]
        if len(set(ids)) < len(ids):
            raise wrong("等次编号重复。", "a grade's id is used twice")
        if self.last_at_least is not None and self.last_at_least.of != "people":
            raise wrong("last_at_least 须写 of: people。", "last_at_least is of: people")
        paid = [g.coefficient for g in self.grades if g.coefficient is not None]
        if self.gap_at_least is not None and any(a < b * (1 + self.gap_at_least) for a, b in pairwise(paid)):
            raise wrong(
                f"相邻等次的系数之差小于 {self.gap_at_least}。",
                f"the coefficients of neighbouring grades lie less than {self.gap_at_least} apart",
            )
        return self

    def grade(self, name: str) -> GradeLine | None:
        """The grade of this id, if there is one."""
        return next((g for g in self.grades if g.id == name), None)


_Filled = Annotated[str, Field(min_length=1)]
_Basis = Annotated[_Filled, Column("依据", "Basis", Text("材料或文号", "Its paper"), "考勤表第3号")]


class Figure(Row):
    """A number that the grades ask about and nothing else gives (考核数据)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "figure")
    person: PersonCell
    figure: Annotated[
        _Filled, Column("项目", "Figure", Text("方案条件中的名称", "As the plan calls it"), "late")
    ]
    number: Annotated[Decimal, Column("数值", "Number", Text("次数、天数等", "Times, days, …"), "2")]
    basis: _Basis


class Excused(Row):
    """Somebody who is not appraised (不参加考核), and why."""

    key_fields: ClassVar[tuple[str, ...]] = ("person",)
    person: PersonCell
    reason: Annotated[
        _Filled,
        Column(
            "原因",
            "Reason",
            Text("长期病事假、正在接受审查等", "Long leave, under investigation, …"),
            "病假超过半年",
        ),
    ]
    basis: _Basis


class GivenGrade(Row):
    """A grade given by another body (其他机构评定的等次), which takes none of the numbers here."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: AnyPostCell = ""
    grade: Annotated[str, Column("等次", "Grade", Text("方案中的等次编号", "The grade's id"), "excellent")]
    given_by: Annotated[_Filled, Column("评定机构", "Given by", Text("哪个机构评定", "Which body"), "专班")]
    basis: _Basis


class MeanException(Row):
    """A field whose mean may be higher (平均分超限的批准)."""

    key_fields: ClassVar[tuple[str, ...]] = ("field",)
    field: Annotated[
        _Filled,
        Column("范围", "Field", Text("职位编号，或待办中所列的名称", "As the reminder calls it"), "office"),
    ]
    basis: _Basis


TABLES = (
    InputTable("figures", Text("考核数据", "Figures"), Figure, "enter_marks", required=False),
    InputTable("excused", Text("不参加考核", "Not appraised"), Excused, "enter_marks", required=False),
    InputTable(
        "given",
        Text("其他机构评定的等次", "Grades given elsewhere"),
        GivenGrade,
        "enter_marks",
        required=False,
    ),
    InputTable(
        "exceptions", Text("平均分超限的批准", "Means approved"), MeanException, "enter_marks", required=False
    ),
)
