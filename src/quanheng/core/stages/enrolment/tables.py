"""Applications and withdrawals (报名登记、退出报名), and what a plan says about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from quanheng.core.channels import CHANNELS, Channel
from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.terms import Names, StageSettings, Strict, Words, listed
from quanheng.core.listed_by_rule import Enters
from quanheng.core.values import Text
from quanheng.core.words import PersonCell, PostCell


class MustEnrol(Strict):
    """Who has to compete (必须参加竞争的人员), and what follows when they do not."""

    incumbents_of: Names
    otherwise: Words = Text("不报名参加竞争的，作自动待岗处理", "Whoever does not enrol waits for a post")


class Settings(StageSettings):
    """What a plan says about enrolment.

    Shapes: `recommenders` is the least number of names a channel needs (one for every channel but self);
    `statement_at_least` counts characters; `enters` lists people by rule, without an application.
    """

    kind: Literal["enrolment"]
    channels: tuple[Channel, ...] = ("self",)
    recommenders: Mapping[Channel, int] = Field(default_factory=dict)
    statement_at_least: int = Field(default=0, ge=0)
    must_enrol: MustEnrol | None = None
    bars_incumbents_of: Names = ()
    enters: Annotated[tuple[Enters, ...], BeforeValidator(listed, json_schema_input_type=Any)] = ()

    def deadline(self) -> date | None:
        """The last day of enrolment, where the plan gives it as a date."""
        return None if self.time is None else self.time.to or self.time.on

    def recommenders_of(self, channel: Channel) -> int:
        """How many names must stand behind an application by this channel."""
        return self.recommenders.get(channel, 0 if channel == "self" else 1)


class Application(Row):
    """One person's application for one post."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    choice: Annotated[
        int,
        Field(ge=1),
        Column("志愿顺序", "Choice", Text("1 为第一志愿", "1 is the first choice"), "1"),
    ] = 1
    channel: Annotated[
        Channel,
        CHANNELS,
        Column("推荐方式", "Channel", Text("报名渠道", "How the person came forward"), "self"),
    ] = "self"
    recommended_by: Annotated[
        str,
        Column(
            "推荐人",
            "Recommended by",
            Text("推荐人或单位，以顿号分开", "Names, parted by commas"),
            "李敏、王强",
        ),
    ] = ""
    statement: Annotated[
        str, Column("报名陈述", "Statement", Text("竞争该职位的理由", "Why this post"), "熟悉园区工作")
    ] = ""
    applied_on: Annotated[
        date, Column("报名日期", "Applied on", Text("收到报名表之日", "Day received"), "2026-03-10")
    ]
    late_because: Annotated[
        str,
        Column(
            "补录原因",
            "Why late",
            Text("截止之后补录、更正的，写明原因", "Why it is entered or mended after the last day"),
            "3月10日收到纸质报名表，漏录",
        ),
    ] = ""


class Withdrawal(Row):
    """An application taken back by the applicant (退出报名)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    reason: Annotated[
        str,
        Field(min_length=1),
        Column("退出原因", "Reason", Text("本人说明", "In the person's words"), "工作调动"),
    ]
    withdrawn_on: Annotated[
        date, Column("退出日期", "Withdrawn on", Text("书面退出之日", "Day in writing"), "2026-03-10")
    ]


TABLES = (
    InputTable("applications", Text("报名登记", "Applications"), Application, "enrol"),
    InputTable(
        "withdrawals", Text("退出报名", "Withdrawals"), Withdrawal, "withdraw_candidate", required=False
    ),
)
