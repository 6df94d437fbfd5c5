"""Tables of two-way selection (双向选择的录入表): what people wish, whom offices choose, what is adjusted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.stages.matching.terms import CLOCK
from quanheng.core.values import Text
from quanheng.core.words import PersonCell, YesNo

OfficeCell = Annotated[
    str, Column("岗位", "Office", Text("方案中的职位编号", "The post's id in the plan"), "general-office")
]
RoundCell = Annotated[
    int, Field(ge=1), Column("轮次", "Round", Text("第几轮", "Which round of choosing"), "1")
]


class Establishment(Row):
    """How many an office may have and how many stay in it (机构编制与在岗人数)."""

    key_fields: ClassVar[tuple[str, ...]] = ("office",)
    office: OfficeCell
    posts: Annotated[
        int,
        Field(ge=0),
        Column("编制数", "Establishment", Text("核定的岗位职数", "The posts approved"), "18"),
    ]
    occupied: Annotated[
        int,
        Field(ge=0),
        Column("已占", "Occupied", Text("不参加选择的在岗人数", "Held by those who do not choose"), "2"),
    ] = 0
    approved_by: Annotated[
        str, Column("核定依据", "Approved by", Text("核编文件", "The approval"), "编委〔2026〕1 号")
    ] = ""


class Call(Row):
    """A round called open, with its last days (轮次安排)."""

    key_fields: ClassVar[tuple[str, ...]] = ("round",)
    round: RoundCell
    preferences_until: Annotated[
        date,
        Column(
            "志愿截止",
            "Preferences until",
            Text("填报志愿的最后一天", "Last day to name offices"),
            "2026-03-13",
        ),
    ]
    at: Annotated[
        str,
        Field(pattern=CLOCK),
        Column(
            "截止时间", "At", Text("当天几点截止，不填为全天", "The hour; empty for the whole day"), "17:00"
        ),
    ] = ""
    choices_until: Annotated[
        date | None,
        Column(
            "选人截止",
            "Choices until",
            Text("机构选人的最后一天", "Last day for offices to choose"),
            "2026-03-14",
        ),
    ] = None


class Preference(Row):
    """One office that a person wishes for (岗位志愿)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "office", "round")
    person: PersonCell
    office: OfficeCell
    order: Annotated[
        int,
        Field(ge=1),
        Column("志愿顺序", "Order", Text("1 为第一志愿", "1 is the most wanted"), "1"),
    ]
    round: RoundCell = 1
    stated_on: Annotated[
        date, Column("申请日期", "Stated on", Text("收到申请表之日", "Day received"), "2026-03-13")
    ]


class Choice(Row):
    """What an office says of one person (人员选择)."""

    key_fields: ClassVar[tuple[str, ...]] = ("office", "person", "round")
    office: OfficeCell
    person: PersonCell
    accept: Annotated[
        YesNo, Column("选用", "Accept", Text("是否愿意选用", "Whether the office takes them"), "是")
    ] = True
    order: Annotated[
        int | None,
        Field(ge=1),
        Column("次序", "Order", Text("1 为最愿意选用", "1 is the most wanted"), "1"),
    ] = None
    score: Annotated[
        Decimal | None,
        Column("得分", "Score", Text("按得分选用时填", "Where the plan goes by scores"), "86.5"),
    ] = None
    grade: Annotated[
        str,
        Column("档次", "Grade", Text("按档次选用时填", "Where the plan goes by grades"), "优先"),
    ] = ""
    place: Annotated[
        int | None,
        Field(ge=1),
        Column("同等次序", "Place", Text("同等者之间的先后", "Order among equals"), "1"),
    ] = None
    round: RoundCell = 1
    chosen_by: Annotated[
        str,
        Column("选人负责人", "Chosen by", Text("机构负责人的人员编号", "The head's code"), "HW012"),
    ] = ""
    remark: Annotated[
        str, Column("说明", "Remark", Text("不选用的原因等", "Why not, for example"), "专业不符")
    ] = ""


class Adjustment(Row):
    """A person placed otherwise than the two sides chose (岗位调配)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "office")
    person: PersonCell
    office: Annotated[
        str,
        Column(
            "调配岗位",
            "Office",
            Text("职位编号；空白指不安排岗位", "The post's id; blank means no post"),
            "general-office",
        ),
    ] = ""
    concurrent: Annotated[
        YesNo,
        Column("兼岗", "Concurrent", Text("在已有岗位之外兼任", "Beside the post the person has"), "否"),
    ] = False
    accepted: Annotated[
        YesNo,
        Column("服从安排", "Accepted", Text("本人是否服从安排", "Whether the person accepts it"), "是"),
    ] = True
    reason: Annotated[
        str,
        Field(min_length=1),
        Column("理由", "Reason", Text("调配的理由", "Why the placement is adjusted"), "岗位空缺，专业对口"),
    ]
    decided_by: Annotated[
        str,
        Field(min_length=1),
        Column(
            "决定",
            "Decided by",
            Text("作出决定的机构和记录", "Who decided, and the record"),
            "领导小组纪要第2号",
        ),
    ]


class Course(Row):
    """Training of somebody who waits for a post (待岗培训)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "course")
    person: PersonCell
    course: Annotated[
        str,
        Field(min_length=1),
        Column("课程", "Course", Text("培训班名称", "What was taught"), "转岗培训班"),
    ]
    hours: Annotated[int, Field(ge=0), Column("学时", "Hours", Text("完成的学时", "Hours done"), "24")]
    finished_on: Annotated[
        date, Column("结业日期", "Finished on", Text("结业之日", "Last day"), "2026-05-20")
    ]
    excused: Annotated[
        str, Column("免训原因", "Excused", Text("不参加培训的，写明原因", "Why they are not trained"), "病假")
    ] = ""


class Head(Row):
    """Who chooses for an office, having won its head's post in another run (当选负责人)."""

    key_fields: ClassVar[tuple[str, ...]] = ("office", "person")
    office: OfficeCell
    person: PersonCell
    post: Annotated[
        str,
        Field(min_length=1),
        Column("当选职务", "Post won", Text("方案 heads 列明的职务", "One that heads names"), "农办主任"),
    ]
    source: Annotated[
        str,
        Field(min_length=1),
        Column("来源", "Source", Text("运行和任职文号", "The run and the appointment"), "s10-2026 任职"),
    ]


TABLES = (
    InputTable(
        "establishment", Text("机构编制", "Establishment"), Establishment, "record_matching", required=False
    ),
    InputTable(
        "courses", Text("待岗培训", "Training while waiting"), Course, "record_training", required=False
    ),
    InputTable("heads", Text("当选负责人", "Heads elsewhere won"), Head, "record_matching", required=False),
    InputTable("calls", Text("轮次安排", "Rounds called"), Call, "record_matching", required=False),
    InputTable(
        "preferences", Text("岗位志愿", "Preferences"), Preference, "state_preference", private_keys=True
    ),
    InputTable("choices", Text("人员选择", "Choices"), Choice, "choose_staff", private_keys=True),
    InputTable(
        "adjustments", Text("岗位调配", "Adjustments"), Adjustment, "record_resolution", required=False
    ),
)
