"""Words of input (录入用语): fixed answers in both languages, and the columns that most tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from quanheng.core.inputs import Column, Row
from quanheng.core.values import Text


@dataclass(frozen=True, slots=True)
class Options:
    """The words of a field with fixed answers; stands in the field's Annotated beside its Column.

    Shapes: `words` maps the code that is stored to what people read; a cell may hold the code or either word.
    """

    words: Mapping[Any, Text]

    def read(self, value: Any) -> Any:
        """The code for what a cell says; anything else is left for the type to refuse."""
        said = str(value).strip().casefold()
        for code, text in self.words.items():
            if said in (text.zh, text.en.casefold(), str(code).casefold()):
                return code
        return value

    def say(self, code: Any) -> Text:
        """The words for a code."""
        return self.words[code]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))


YES_NO = Options({True: Text("是", "yes"), False: Text("否", "no")})
YesNo = Annotated[bool, YES_NO]

PersonCell = Annotated[
    str, Column("人员编号", "Person", Text("名册中的编号", "The code in the roster"), "HW012")
]
PostCell = Annotated[
    str, Column("职位", "Post", Text("方案中的职位编号", "The post's id in the plan"), "park-deputy")
]
AnyPostCell = Annotated[
    str,
    Column(
        "职位",
        "Post",
        Text("职位编号；空白指此人的全部职位", "The post's id; blank means every post of the person"),
        "park-deputy",
    ),
]

ShouldAttendCell = Annotated[
    int, Field(ge=0), Column("应到", "Should attend", Text("应到会人数", "How many are due"), "120")
]
PresentCell = Annotated[
    int, Field(ge=0), Column("实到", "Present", Text("实到会人数", "How many came"), "112")
]
IssuedCell = Annotated[
    int, Field(ge=0), Column("发出票数", "Issued", Text("发出的票", "Sheets given out"), "112")
]
ReturnedCell = Annotated[
    int, Field(ge=0), Column("收回票数", "Returned", Text("收回的票", "Sheets returned"), "110")
]


def options_of(row: type[Row], field: str) -> Options | None:
    """The fixed answers of a field, for screens that offer them as a list."""
    return next((m for m in row.model_fields[field].metadata if isinstance(m, Options)), None)
