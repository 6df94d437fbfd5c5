"""Tables and settings of a composite (综合评价的设置与录入表): what the plan says, points and proofs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.scoring import Component, Scheme
from quanheng.core.language.terms import Number, Rounding, StageSettings, Threshold, TieBreak, wrong
from quanheng.core.scoring.keeping import Boundary
from quanheng.core.values import Text
from quanheng.core.words import AnyPostCell, PersonCell

_Component = Annotated[
    str, Column("构成项", "Component", Text("方案中构成项的编号", "The component's id"), "resume")
]


class Settings(StageSettings):
    """What a plan says about a composite score.

    Shapes: `components` hold for every post that no scheme names; a scheme of the post goes before one of its
    class. `ties` orders equal totals as far as facts can; a vote or a lot is left to the shortlist. Without
    any component the ties alone make the order, and nobody has points.
    """

    kind: Literal["composite"]
    full: Number = Field(default=Decimal(100), gt=0)
    components: tuple[Component, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    floor: Number | None = None
    cap: Number | None = None
    ties: tuple[TieBreak, ...] = ()
    pass_: Threshold | None = Field(default=None, alias="pass")
    pass_boundary: Boundary = "at_least"
    rounding: tuple[Rounding, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        trees = [self.components, *(s.components for s in self.schemes)]
        if not any(trees) and not any(t.final is None for t in self.ties):
            raise wrong(
                "须写 components、schemes，或不计分而以 ties 定序。",
                "components or schemes are needed, or ties that alone make the order",
            )
        for tree in trees:
            ids = [leaf.id for c in tree for leaf in c.leaves()]
            repeated = sorted({i for i in ids if ids.count(i) > 1})
            if repeated:
                raise wrong(
                    f"构成项编号重复：{'、'.join(repeated)}。",
                    f"components used twice: {', '.join(repeated)}",
                )
        if any(t.final not in (None, "shared") for t in self.ties):
            raise wrong(
                "综合评价中同分只能按已有事实排序或并列；抽签、表决、加试写在 shortlist 环节的 ties 中。",
                "here facts part ties; lot, vote and retest belong to the ties of a shortlist stage",
            )
        return self

    def scheme_of(self, post: str, cls: str | None) -> tuple[tuple[Component, ...], Decimal]:
        """The components and the full total for one post."""
        own = [s for s in self.schemes if post in s.posts] + [s for s in self.schemes if cls in s.classes]
        if not own:
            return self.components, self.full
        return own[0].components, own[0].full or self.full


class Points(Row):
    """Points entered for one component of one candidate."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post", "component")
    person: PersonCell
    post: AnyPostCell = ""
    component: _Component
    points: Annotated[Decimal, Column("分值", "Points", Text("该项得分", "The points"), "8.5")]
    band: Annotated[
        str, Column("档次", "Band", Text("方案分档的，先定档", "Where the plan has bands, the band"), "优")
    ] = ""
    basis: Annotated[
        str, Column("依据", "Basis", Text("证明材料、决定或理由", "Evidence, decision or reason"))
    ] = ""


class Proof(Row):
    """A paper that proves what the record gives (证明材料), filed by the person."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "component")
    person: PersonCell
    component: _Component
    document: Annotated[
        str,
        Field(min_length=1),
        Column("材料", "Document", Text("证明材料的名称或编号", "Its name or number"), "嘉奖决定原件"),
    ]
    filed_on: Annotated[
        date, Column("提交日期", "Filed on", Text("收到材料之日", "Day received"), "2026-03-10")
    ]


class Work(Row):
    """One work that somebody signed with others (成果), with the place among the authors."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "component", "title")
    person: PersonCell
    component: _Component
    title: Annotated[
        str, Field(min_length=1), Column("成果", "Work", Text("名称", "What it is called"), "论文《……》")
    ]
    level: Annotated[str, Column("级别", "Level", Text("方案中的级别", "A level of the plan"), "核心")]
    place: Annotated[
        int, Field(ge=1), Column("署名次序", "Place", Text("第几署名人", "Which author"), "1")
    ] = 1
    authors: Annotated[
        int, Field(ge=1), Column("署名人数", "Authors", Text("共几人署名", "How many signed"), "3")
    ] = 1
    done_on: Annotated[
        date, Column("完成日期", "Done on", Text("发表、结题、授权之日", "Day it appeared"), "2025-06-30")
    ]
    document: Annotated[
        str, Field(min_length=1), Column("证明", "Document", Text("刊号、文号", "Its proof"), "期刊 2025-3")
    ]


class Target(Row):
    """A target that was revised for one person (目标调整), by approval."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "component")
    person: PersonCell
    component: _Component
    target: Annotated[
        Decimal, Field(gt=0), Column("调整后目标", "Target", Text("批准的目标", "As approved"), "80")
    ]
    approved_by: Annotated[
        str, Field(min_length=1), Column("批准机构", "Approved by", Text("谁批准", "Which body"), "局党组")
    ]
    approved_on: Annotated[date, Column("批准日期", "Approved on", Text("批准之日", "Its day"), "2025-10-20")]
    document: Annotated[
        str, Field(min_length=1), Column("依据", "Document", Text("文号", "Its number"), "纪要第5号")
    ]


TABLES = (
    InputTable("points", Text("直接录入的分值", "Entered points"), Points, "enter_marks", required=False),
    InputTable("proofs", Text("证明材料", "Proofs"), Proof, "enter_marks", required=False),
    InputTable("works", Text("成果", "Works"), Work, "enter_marks", required=False),
    InputTable("targets", Text("目标调整", "Targets revised"), Target, "enter_marks", required=False),
)
