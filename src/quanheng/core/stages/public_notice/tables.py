"""Tables of a public notice (公示的录入表): publications, objections, settlements."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Text
from quanheng.core.words import AnyPostCell, Options, PersonCell, YesNo

RESULTS = Options(
    {
        "upheld": Text("查实，影响任用", "upheld"),
        "not_upheld": Text("不实或不影响任用", "not upheld"),
        "open": Text("正在核查", "open"),
    }
)


class Publication(Row):
    """The notice put up in one place (张贴、发布)."""

    key_fields: ClassVar[tuple[str, ...]] = ("place",)
    place: Annotated[
        str, Column("公示地点", "Place", Text("方案中的地点", "A place of the plan"), "街道公示栏")
    ]
    published_on: Annotated[
        date, Column("发布日期", "Published on", Text("当日不计入", "Not counted"), "2026-03-21")
    ]
    until: Annotated[
        date | None,
        Column("公告截止日", "Until", Text("公告写明的最后一日", "The last day it announces"), "2026-03-24"),
    ] = None
    removed_on: Annotated[
        date | None, Column("撤下日期", "Removed on", Text("空白为未撤下", "Blank: still up"), "2026-03-25")
    ] = None


class Objection(Row):
    """An objection received (异议、举报)."""

    key_fields: ClassVar[tuple[str, ...]] = ("number",)
    number: Annotated[str, Field(min_length=1), Column("编号", "Number", Text("登记编号", "Its number"), "1")]
    person: PersonCell
    post: AnyPostCell = ""
    received_on: Annotated[
        date, Column("收到日期", "Received on", Text("登记之日", "Day registered"), "2026-03-22")
    ]
    signed: Annotated[YesNo, Column("是否署名", "Signed", Text("署名或匿名", "Signed or not"), "是")] = True
    from_whom: Annotated[str, Column("反映人", "From", Text("可不填", "May be blank"), "")] = ""
    text: Annotated[
        str,
        Field(min_length=1),
        Column("反映内容", "Text", Text("所反映的问题", "What is said"), "学历与档案不符"),
    ]


class Settlement(Row):
    """What became of an objection (异议处理)."""

    key_fields: ClassVar[tuple[str, ...]] = ("number",)
    number: Annotated[str, Column("编号", "Number", Text("异议的登记编号", "The objection's number"), "1")]
    result: Annotated[
        Literal["upheld", "not_upheld", "open"],
        RESULTS,
        Column("处理结果", "Result", Text("是否查实并影响任用", "Whether it stands"), "not_upheld"),
    ]
    finding: Annotated[
        str,
        Field(min_length=1),
        Column("核查情况", "Finding", Text("查明的事实", "What was found"), "档案齐全"),
    ]
    settled_on: Annotated[
        date, Column("处理日期", "Settled on", Text("结论之日", "Day of the result"), "2026-03-24")
    ]
    by: Annotated[
        str, Field(min_length=1), Column("处理人", "By", Text("承办人编号", "Who settled it"), "HW003")
    ]


TABLES = (
    InputTable("publications", Text("公示发布", "Publications"), Publication, "publish_notice"),
    InputTable(
        "objections",
        Text("异议登记", "Objections"),
        Objection,
        "object",
        required=False,
        private_keys=True,
    ),
    InputTable(
        "settlements",
        Text("异议处理", "Settlements"),
        Settlement,
        "settle_objection",
        required=False,
        private_keys=True,
    ),
)
