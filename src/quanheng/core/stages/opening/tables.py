"""Tables of the opening ratio (开考比例的录入表): new choices and the review that they need."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Text
from quanheng.core.words import PersonCell


class Rechoice(Row):
    """A candidate of a cancelled post chooses another (改报)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "from_post")
    person: PersonCell
    from_post: Annotated[
        str, Column("原报职位", "From post", Text("已取消的职位", "The cancelled post"), "family-deputy")
    ]
    to_post: Annotated[
        str, Column("改报职位", "To post", Text("仍开考的职位", "A post that opens"), "park-deputy")
    ]
    chosen_on: Annotated[
        date | None, Column("改报日期", "Chosen on", Text("书面改报之日", "Day in writing"), "2026-03-12")
    ] = None


class Qualification(Row):
    """That a candidate meets the rules of the post now chosen (改报资格复核)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: Annotated[str, Column("改报职位", "Post", Text("改报的职位", "The post now chosen"), "park-deputy")]
    reviewed_on: Annotated[
        date, Column("复核日期", "Reviewed on", Text("复核之日", "Day of review"), "2026-03-12")
    ]
    reviewed_by: Annotated[
        str,
        Field(min_length=1),
        Column("复核人", "Reviewed by", Text("复核人姓名", "Who reviewed"), "领导小组"),
    ]
    basis: Annotated[
        str,
        Column("依据", "Basis", Text("条件不符而获准时的批文", "The approval, where a rule is not met"), ""),
    ] = ""


TABLES = (
    InputTable(
        "qualifications", Text("改报资格复核", "Qualification for the new choice"), Qualification,
        "review_eligibility", required=False,
    ),
    InputTable("rechoices", Text("改报职位", "New choices"), Rechoice, "rechoose_post", required=False),
)  # fmt: skip
