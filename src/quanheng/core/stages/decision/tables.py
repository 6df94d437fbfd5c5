"""Tables of a decision (讨论决定的录入表): the meeting, who was there, and how they voted."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Text
from quanheng.core.words import Options, PersonCell, PostCell, YesNo

Voice = Literal["agree", "disagree", "postpone", "abstain"]
VOICES = Options(
    {
        "agree": Text("同意", "agree"),
        "disagree": Text("不同意", "disagree"),
        "postpone": Text("缓议", "postpone"),
        "abstain": Text("弃权", "abstain"),
    }
)
Decided = Literal["adopted", "not_adopted", "postponed"]
DECIDED = Options(
    {
        "adopted": Text("通过", "adopted"),
        "not_adopted": Text("未通过", "not adopted"),
        "postponed": Text("缓议", "postponed"),
    }
)

_Votes = Annotated[int, Field(ge=0)]
_Filled = Annotated[str, Field(min_length=1)]


class Meeting(Row):
    """The meeting that decides (会议); one to a stage, so a second row corrects the first."""

    held_on: Annotated[
        date, Column("会议日期", "Held on", Text("召开之日", "Day of the meeting"), "2026-03-20")
    ]
    place: Annotated[_Filled, Column("地点", "Place", Text("会议地点", "Where"), "二楼会议室")]
    chair: Annotated[_Filled, Column("主持人", "Chair", Text("人员编号", "A code in the roster"), "HW001")]
    recorder: Annotated[_Filled, Column("记录人", "Recorder", Text("姓名或编号", "Name or code"), "HW009")]
    agenda: Annotated[_Filled, Column("议题", "Agenda", Text("会议议题", "What was put"), "讨论中层干部任用")]

    def key(self) -> str:
        """There is one meeting to a stage."""
        return "meeting"


class Attendance(Row):
    """One member at the meeting (到会情况)."""

    key_fields: ClassVar[tuple[str, ...]] = ("member",)
    member: Annotated[_Filled, Column("成员", "Member", Text("人员编号", "A code in the roster"), "HW001")]
    due: Annotated[YesNo, Column("是否应到", "Due", Text("应到会", "Should attend"), "是")] = True
    present: Annotated[YesNo, Column("是否到会", "Present", Text("实际到会", "Was there"), "是")]
    group: Annotated[
        str, Column("组别", "Group", Text("分组计算法定人数时填写", "Where groups count apart"), "")
    ] = ""
    recused_for: Annotated[
        str,
        Column("回避人选", "Recused for", Text("人员编号，以顿号分开", "Codes, parted by commas"), "HW012"),
    ] = ""
    reason: Annotated[str, Column("缺席或回避原因", "Reason", Text("缺席、回避的原因", "Why"), "")] = ""


class GroupTurnout(Row):
    """A large meeting counted by group (分组到会人数), in place of one row a member."""

    key_fields: ClassVar[tuple[str, ...]] = ("group",)
    group: Annotated[str, Column("组别", "Group", Text("方案中的组别", "A group of the plan"), "party")] = ""
    members: Annotated[_Votes, Column("总人数", "Members", Text("全体人数", "All members"), "40")]
    due: Annotated[_Votes, Column("应到人数", "Due", Text("应到会人数", "Should attend"), "40")]
    present: Annotated[_Votes, Column("实到人数", "Present", Text("实际到会人数", "Were there"), "36")]


class Vote(Row):
    """One member's statement on one candidate (逐一表态)."""

    key_fields: ClassVar[tuple[str, ...]] = ("member", "person", "post")
    member: Annotated[_Filled, Column("成员", "Member", Text("人员编号", "A code in the roster"), "HW001")]
    person: PersonCell
    post: PostCell
    vote: Annotated[Voice, VOICES, Column("表态", "Vote", Text("明确意见", "What they said"), "agree")]
    order: Annotated[
        int | None,
        Field(ge=1),
        Column("表态次序", "Order", Text("主要领导末位表态", "The principal is last"), "5"),
    ] = None
    reason: Annotated[str, Column("理由", "Reason", Text("可不填", "May be blank"), "")] = ""


class BallotCount(Row):
    """The secret ballots on one candidate, counted (无记名投票计票)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post", "group")
    person: PersonCell
    post: PostCell
    group: Annotated[
        str, Column("组别", "Group", Text("分组计票时填写", "Where groups are counted apart"), "")
    ] = ""
    agree: Annotated[_Votes, Column("同意", "Agree", Text("同意票", "Votes for"), "7")]
    disagree: Annotated[_Votes, Column("不同意", "Disagree", Text("不同意票", "Votes against"), "1")] = 0
    postpone: Annotated[_Votes, Column("缓议", "Postpone", Text("缓议票", "Votes to postpone"), "0")] = 0
    abstain: Annotated[_Votes, Column("弃权", "Abstain", Text("弃权票", "Abstentions"), "1")] = 0
    invalid: Annotated[_Votes, Column("无效", "Invalid", Text("无效票", "Invalid ballots"), "0")] = 0


class Postponement(Row):
    """A candidate taken off the ballot by the meeting (缓议)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    reason: Annotated[
        _Filled, Column("缓议原因", "Reason", Text("分歧较大或问题未查清", "Why"), "有重要问题未查清")
    ]


class RunOff(Row):
    """A further vote between candidates with equal votes at the cut (再次表决)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    agree: Annotated[
        _Votes, Column("同意", "Agree", Text("再次表决的同意票", "Votes for in the run-off"), "5")
    ]


class Resolution(Row):
    """What the body resolves (决议), where votes are for reference or a choice departs from the scores."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post")
    person: PersonCell
    post: PostCell
    result: Annotated[
        Decided, DECIDED, Column("决议", "Result", Text("会议决议", "What was resolved"), "adopted")
    ]
    reason: Annotated[
        str, Column("理由", "Reason", Text("与得票或名次不一致时须填", "Where it departs"), "")
    ] = ""


class EarlierVote(Row):
    """How the body voted on a person for the same post before (历次表决)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "post", "held_on")
    person: PersonCell
    post: PostCell
    held_on: Annotated[
        date, Column("会议日期", "Held on", Text("当次会议之日", "Day of that meeting"), "2025-11-20")
    ]
    result: Annotated[
        Decided, DECIDED, Column("结果", "Result", Text("当次表决结果", "What was decided"), "not_adopted")
    ]
    document: Annotated[_Filled, Column("文号", "Document", Text("会议纪要", "The minutes"), "纪要第9号")]


TELLERS = Options({"scrutineer": Text("监票人", "scrutineer"), "counter": Text("计票人", "counter")})


class Teller(Row):
    """Somebody who watches over the ballot, or counts it (监票人、计票人)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person",)
    person: PersonCell
    role: Annotated[
        Literal["scrutineer", "counter"],
        TELLERS,
        Column("职责", "Role", Text("监票或计票", "Watches or counts"), "scrutineer"),
    ]


TABLES = (
    InputTable("meeting", Text("会议", "Meeting"), Meeting, "record_resolution"),
    InputTable("attendance", Text("到会情况", "Attendance"), Attendance, "record_resolution", required=False),
    InputTable(
        "turnout", Text("分组到会人数", "Turnout by group"), GroupTurnout, "record_resolution", required=False
    ),
    InputTable(
        "postponements",
        Text("缓议人选", "Postponed candidates"),
        Postponement,
        "record_resolution",
        required=False,
    ),
    InputTable("votes", Text("逐一表态", "Statements"), Vote, "state_vote", required=False),
    InputTable("counts", Text("计票结果", "Ballot counts"), BallotCount, "record_resolution", required=False),
    InputTable("run_offs", Text("再次表决", "Run-off votes"), RunOff, "record_resolution", required=False),
    InputTable("resolutions", Text("决议", "Resolutions"), Resolution, "record_resolution", required=False),
    InputTable(
        "earlier_votes", Text("历次表决", "Earlier votes"), EarlierVote, "record_resolution", required=False
    ),
    InputTable("tellers", Text("监票计票人", "Tellers"), Teller, "record_resolution", required=False),
)
