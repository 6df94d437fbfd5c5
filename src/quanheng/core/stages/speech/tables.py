"""Tables of a speech (演讲的录入表): marks, recusals, absences, the draw, rooms."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Text
from quanheng.core.words import AnyPostCell, PersonCell


class Mark(Row):
    """One mark of one judge."""

    key_fields: ClassVar[tuple[str, ...]] = ("judge", "person", "post", "item")
    judge: Annotated[str, Column("评委", "Judge", Text("评委的人员编号", "Code of the judge"), "HW001")]
    person: PersonCell
    post: Annotated[
        str, Column("职位", "Post", Text("按人评分时留空", "Empty when marked by person"), "park-deputy")
    ] = ""
    item: Annotated[
        str, Column("评分要素", "Item", Text("只打一个总分时留空", "Empty for one overall mark"), "answer")
    ] = ""
    mark: Annotated[Decimal, Column("得分", "Mark", Text("评委所打分数", "The mark given"), "86.5")]
    note: Annotated[str, Column("备注", "Note", Text("评委的说明", "A word from the judge"))] = ""


class Recusal(Row):
    """A judge who does not mark one person."""

    key_fields: ClassVar[tuple[str, ...]] = ("judge", "person")
    judge: Annotated[str, Column("评委", "Judge", Text("回避的评委编号", "Code of the judge"), "HW001")]
    person: PersonCell
    reason: Annotated[str, Column("事由", "Reason", Text("回避的理由", "Why the judge steps aside"), "夫妻")]


class Absence(Row):
    """A candidate who did not come."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: AnyPostCell = ""
    reason: Annotated[str, Column("事由", "Reason", Text("缺席的理由", "Why"), "弃权")]


class Draw(Row):
    """The place in the order of speaking that a candidate drew."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: Annotated[
        str, Column("职位", "Post", Text("按人演讲时留空", "Empty when held by person"), "park-deputy")
    ] = ""
    number: Annotated[int, Field(ge=1), Column("签号", "Number", Text("抽到的序号", "The number drawn"), "3")]


class Room(Row):
    """The room (group) in which a candidate was marked."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: Annotated[
        str, Column("职位", "Post", Text("按人演讲时留空", "Empty when held by person"), "park-deputy")
    ] = ""
    room: Annotated[str, Column("考场", "Room", Text("考场或面试组", "Room or group"), "第一组")]


class SheetCheck(Row):
    """That a second person keyed a judge's sheet to the same total (评分表复核)."""

    key_fields: ClassVar[tuple[str, ...]] = ("judge", "person", "post")
    judge: Annotated[str, Column("评委", "Judge", Text("评委的人员编号", "Code of the judge"), "HW001")]
    person: PersonCell
    post: Annotated[
        str, Column("职位", "Post", Text("按人评分时留空", "Empty when marked by person"), "park-deputy")
    ] = ""
    total: Annotated[
        Decimal, Column("复核合计", "Total", Text("另一人录得的合计", "As keyed by another person"), "86.5")
    ]
    checked_by: Annotated[
        str,
        Field(min_length=1),
        Column("复核人", "Checked by", Text("复核人姓名或编号", "Name or code"), "HW008"),
    ]


TABLES = (
    InputTable("marks", Text("评委评分表", "Marks"), Mark, "record_marks"),
    InputTable("recusals", Text("评委回避", "Recusals"), Recusal, "enter_marks", required=False),
    InputTable("checks", Text("评分表复核", "Sheets checked"), SheetCheck, "check_marks", required=False),
    InputTable("absences", Text("人选缺席", "Absences"), Absence, "enter_marks", required=False),
    InputTable("draw", Text("抽签顺序", "Order by lot"), Draw, "enter_marks", required=False),
    InputTable("rooms", Text("考场分组", "Rooms"), Room, "enter_marks", required=False),
)
