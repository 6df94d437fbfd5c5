"""Roster tables (名册各表): the archive of an organisation as rows, described once for files and screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Refused, Text
from quanheng.core.words import Options, YesNo
from quanheng.core.workdays import PartialDate

IDENTITIES = ("公务员", "事业单位人员", "工人", "其他")
GRADES = (
    "优秀", "称职", "基本称职", "不称职", "合格", "基本合格", "不合格", "不定等次", "未参加考核",
)  # fmt: skip
TENURE_KINDS = Options(
    {
        "post": Text("职务", "post"),
        "rank": Text("职级", "rank"),
        "title": Text("职称", "title"),
        "secondment": Text("挂职", "secondment"),
        "work": Text("工作", "work"),
        "study": Text("学习", "study"),
    }
)
HISTORIES = Options(
    {
        "educations": Text("学历学位", "educations"),
        "tenures": Text("任职经历", "tenures"),
        "appraisals": Text("年度考核", "appraisals"),
        "sanctions": Text("处分", "sanctions"),
        "trainings": Text("培训", "trainings"),
        "awards": Text("奖励", "awards"),
        "relations": Text("回避关系", "relations"),
        "family": Text("家庭成员", "family"),
        "reserves": Text("后备名单", "reserve lists"),
    }
)
STUDY_MODES = Options({True: Text("全日制", "full-time"), False: Text("在职", "in-service")})


def _partial(value: Any) -> Any:
    if isinstance(value, date):
        return PartialDate(value.year, value.month, value.day)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str | int):
        try:
            return PartialDate.of(str(value))
        except Refused as refusal:
            said = {"zh": refusal.text.zh, "en": refusal.text.say("en")}
            raise PydanticCustomError("date_unreadable", "{zh} {en}", said) from refusal
    return value


def _first_day(value: Any) -> Any:
    known = _partial(value)
    return known.earliest() if isinstance(known, PartialDate) else known


def _last_day(value: Any) -> Any:
    known = _partial(value)
    return known.latest() if isinstance(known, PartialDate) else known


Word = Annotated[str, Field(min_length=1)]
Month = Annotated[PartialDate, BeforeValidator(_partial), PlainSerializer(str)]
Day = Annotated[date, BeforeValidator(_first_day)]
LastDay = Annotated[date, BeforeValidator(_last_day)]
PERSON = Column("人员编号", "Person", Text("人员表中的编号", "A code in the people table"), "HW001")
YES_OR_NO = Text("是或否", "yes or no")
UNIT_MEANS = Text("单位表中的编号", "A code in the units table")
MONTH_MEANS = Text("只知年月时按当月1日计", "Where only the month is known, its first day counts")


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _words(options: Options) -> Text:
    words = options.words.values()
    return Text("、".join(w.zh for w in words), ", ".join(w.en for w in words))


class RosterRow(Row):
    """A row of the roster; an empty cell is a fact not given."""

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        return {k: v for k, v in given.items() if not _is_blank(v)}


class UnitRow(RosterRow):
    """A unit (单位)."""

    key_fields = ("code",)
    code: Annotated[Word, Column("编号", "Code", Text("单位编号，不重复", "Unique"), "DZB")]
    name: Annotated[Word, Column("名称", "Name", Text("单位全称", "Full name"), "党政综合办公室")]
    parent: Annotated[str, Column("上级", "Parent", Text("上级单位编号", "Unit above"), "HW")] = ""
    kind: Annotated[str, Column("类别", "Kind", Text("单位类别，自定", "Free"), "内设机构")] = ""


class PersonRow(RosterRow):
    """A person (人员)."""

    key_fields = ("code",)
    code: Annotated[Word, Column("编号", "Code", Text("人员编号，不重复", "Unique"), "HW001")]
    name: Annotated[Word, Column("姓名", "Name", Text("姓名", "Full name"), "闻书砚")]
    sex: Annotated[str | None, Column("性别", "Sex", Text("男或女", "男 or 女"), "女")] = None
    born: Annotated[
        Month | None, Column("出生", "Born", Text("年月，或年月日", "Month, or day if known"), "1985-04")
    ] = None
    nation: Annotated[str | None, Column("民族", "Nation", Text("民族", "Nationality"), "汉族")] = None
    party: Annotated[
        str | None, Column("政治面貌", "Party", Text("中共党员、群众等", "Party, or 群众"), "中共党员")
    ] = None
    party_joined: Annotated[
        Month | None, Column("入党时间", "Party joined", Text("年月，或年月日", "Month, or day"), "2008-06")
    ] = None
    work_started: Annotated[
        Month | None, Column("参加工作时间", "Work started", Text("年月或年月日", "Month or day"), "2007-08")
    ] = None
    identity: Annotated[
        str | None, Column("身份", "Identity", Text("、".join(IDENTITIES), ", ".join(IDENTITIES)), "公务员")
    ] = None
    establishment: Annotated[
        str | None, Column("编制", "Establishment", Text("行政编制、事业编制等", "Kind of post"), "行政编制")
    ] = None
    unit: Annotated[str | None, Column("单位", "Unit", UNIT_MEANS, "DZB")] = None
    health: Annotated[str | None, Column("健康状况", "Health", Text("健康状况", "Health"), "健康")] = None
    id_number: Annotated[
        Annotated[str, Field(pattern=r"^[0-9]{17}[0-9Xx]$"), AfterValidator(str.upper)] | None,
        Column("身份证号", "Id number", Text("可不填", "Optional"), ""),
    ] = None


class PostRow(RosterRow):
    """An established post (岗位职数)."""

    key_fields = ("code",)
    code: Annotated[Word, Column("编号", "Code", Text("岗位编号，不重复", "Unique"), "DZB-1")]
    title: Annotated[Word, Column("职务名称", "Title", Text("职务全称", "Full title"), "党政综合办公室主任")]
    unit: Annotated[Word, Column("单位", "Unit", UNIT_MEANS, "DZB")]
    level: Annotated[str, Column("层级", "Level", Text("中层正职等", "Level"), "中层正职")] = ""
    leading: Annotated[YesNo, Column("领导职务", "Leading", YES_OR_NO, "是")] = False
    seats: Annotated[
        Annotated[int, Field(ge=0)], Column("核定职数", "Seats", Text("核定的数目", "Approved number"), "1")
    ] = 1


class EstablishmentRow(RosterRow):
    """Seats approved for a unit and level from a day on (核定职数)."""

    key_fields = ("unit", "level", "leading", "approved_on")
    unit: Annotated[Word, Column("单位", "Unit", UNIT_MEANS, "DZB")]
    level: Annotated[Word, Column("层级", "Level", Text("中层正职等", "Level"), "中层副职")]
    leading: Annotated[YesNo, Column("领导职务", "Leading", YES_OR_NO, "是")]
    seats: Annotated[
        Annotated[int, Field(ge=0)], Column("核定职数", "Seats", Text("核定的数目", "Approved number"), "2")
    ]
    approved_on: Annotated[
        Day, Column("核定日期", "Approved on", Text("自此日起有效", "In force from this day"), "2024-03-15")
    ]
    paper: Annotated[
        Word, Column("文号", "Document", Text("核定文件的文号", "Its number"), "河编〔2024〕2号")
    ]


class EducationRow(RosterRow):
    """One course of education (学历学位)."""

    key_fields = ("person", "level", "degree", "school", "major")
    person: Annotated[Word, PERSON]
    level: Annotated[Word, Column("学历", "Level", Text("学历层次", "Level of education"), "大学本科")]
    degree: Annotated[str, Column("学位", "Degree", Text("学位", "Degree"), "学士")] = ""
    full_time: Annotated[
        bool, STUDY_MODES, Column("学习形式", "Mode of study", _words(STUDY_MODES), "全日制")
    ]
    school: Annotated[str, Column("院校", "School", Text("毕业院校", "School"), "江左大学")] = ""
    major: Annotated[str, Column("专业", "Major", Text("专业", "Subject"), "行政管理")] = ""
    finished_on: Annotated[Day | None, Column("毕业时间", "Finished on", MONTH_MEANS, "2007-07")] = None


class TenureRow(RosterRow):
    """One dated interval of a working life (任职经历)."""

    key_fields = ("person", "kind", "name", "since")
    person: Annotated[Word, PERSON]
    kind: Annotated[
        Word,
        TENURE_KINDS,
        Column("类别", "Kind", _words(TENURE_KINDS), "职务"),
    ]
    name: Annotated[Word, Column("名称", "Name", Text("职务、职级等全称", "Full title"), "农办副主任")]
    since: Annotated[Day, Column("开始", "Since", MONTH_MEANS, "2019-03")]
    until: Annotated[Day | None, Column("结束", "Until", Text("现任不填", "Empty while held"), "")] = None
    unit: Annotated[
        str, Column("所在单位", "Unit", Text("单位名称，可为外单位", "Name, also elsewhere"), "农办")
    ] = ""
    level: Annotated[str, Column("层级", "Level", Text("中层副职等", "Level"), "中层副职")] = ""
    leading: Annotated[YesNo, Column("领导职务", "Leading", YES_OR_NO, "是")] = False
    grassroots: Annotated[YesNo, Column("基层经历", "Grassroots", YES_OR_NO, "是")] = False
    post: Annotated[
        str, Column("岗位编号", "Post", Text("岗位表中的编号，可不填", "A code in the posts table"), "NB-2")
    ] = ""


class AppraisalRow(RosterRow):
    """One year's grade (年度考核)."""

    key_fields = ("person", "year")
    person: Annotated[Word, PERSON]
    year: Annotated[int, Column("年度", "Year", Text("考核年度", "Year appraised"), "2025")]
    grade: Annotated[Word, Column("等次", "Grade", Text("、".join(GRADES), ", ".join(GRADES)), "称职")]


class SanctionRow(RosterRow):
    """A sanction or handling (处分、组织处理)."""

    key_fields = ("person", "kind", "decided_on")
    person: Annotated[Word, PERSON]
    kind: Annotated[Word, Column("种类", "Kind", Text("处分种类", "Kind of sanction"), "党内警告")]
    decided_on: Annotated[Day, Column("决定日期", "Decided on", MONTH_MEANS, "2025-09-01")]
    effect_until: Annotated[
        LastDay | None,
        Column(
            "影响期至",
            "Effect until",
            Text("影响期最后一日；只知年月时按月末计", "Last day of effect; of a month, its last day"),
            "2026-08-31",
        ),
    ] = None
    source: Annotated[str, Column("依据", "Source", Text("决定机关与文号", "Who decided, paper"), "")] = ""


class TrainingRow(RosterRow):
    """A course attended (培训)."""

    key_fields = ("person", "name", "finished_on")
    person: Annotated[Word, PERSON]
    name: Annotated[Word, Column("培训名称", "Name", Text("培训班名称", "Course"), "基层治理专题班")]
    finished_on: Annotated[Day, Column("结束日期", "Finished on", MONTH_MEANS, "2024-05-18")]
    hours: Annotated[Annotated[int, Field(ge=0)], Column("学时", "Hours", Text("学时", "Hours"), "24")] = 0
    kind: Annotated[str, Column("类别", "Kind", Text("培训类别，自定", "Free"), "党校培训")] = ""


class AwardRow(RosterRow):
    """An award (奖励)."""

    key_fields = ("person", "name", "given_on")
    person: Annotated[Word, PERSON]
    name: Annotated[Word, Column("奖励名称", "Name", Text("奖励名称", "Name of the award"), "嘉奖")]
    level: Annotated[str, Column("级别", "Level", Text("授予层级", "Level of the giver"), "县级")] = ""
    given_on: Annotated[Day, Column("授予日期", "Given on", MONTH_MEANS, "2024-02-01")]


class RelationRow(RosterRow):
    """A relation that may call for recusal (回避关系); entered once for each side."""

    key_fields = ("person", "to")
    person: Annotated[Word, PERSON]
    to: Annotated[Word, Column("对方编号", "To", Text("对方的人员编号", "The other person's code"), "HW002")]
    kind: Annotated[Word, Column("关系", "Kind", Text("对方是本人的什么人", "What the other is"), "配偶")]


class FamilyRow(RosterRow):
    """A member of the family or an important social relation (家庭主要成员及重要社会关系)."""

    key_fields = ("person", "relation", "name")
    person: Annotated[Word, PERSON]
    relation: Annotated[
        Word, Column("称谓", "Relation", Text("是本人的什么人", "What they are to the person"), "妻子")
    ]
    name: Annotated[Word, Column("姓名", "Name", Text("姓名", "Full name"), "陶若云")]
    born: Annotated[
        Month | None, Column("出生", "Born", Text("年月，或年月日", "Month, or day if known"), "1986-09")
    ] = None
    party: Annotated[str, Column("政治面貌", "Party", Text("中共党员、群众等", "Party, or 群众"), "群众")] = (
        ""
    )
    work: Annotated[
        str,
        Column("工作单位及职务", "Work", Text("单位及职务；已故的写明", "Unit and post"), "河湾小学教师"),
    ] = ""


class ReserveRow(RosterRow):
    """One stay on a reserve list (后备名单)."""

    key_fields = ("person", "list", "entered_on")
    person: Annotated[Word, PERSON]
    list: Annotated[Word, Column("名单", "List", Text("名单名称", "Name of the list"), "中层后备")]
    entered_on: Annotated[Day | None, Column("列入日期", "Entered on", MONTH_MEANS, "2024-03-01")] = None
    left_on: Annotated[
        Day | None, Column("退出日期", "Left on", Text("仍在名单上不填", "Empty while on it"), "")
    ] = None


class AttributeRow(RosterRow):
    """A fact beyond the archive that some plan asks for (其他事实)."""

    key_fields = ("person", "name")
    person: Annotated[Word, PERSON]
    name: Annotated[Word, Column("名称", "Name", Text("事实名称", "Name of the fact"), "驾驶证")]
    value: Annotated[Word, Column("内容", "Value", Text("内容", "Its value"), "C1")]


class MissingRow(RosterRow):
    """A history that was never entered (未录入的经历): not the same as one that is empty."""

    key_fields = ("person", "history")
    person: Annotated[Word, PERSON]
    history: Annotated[
        Word,
        HISTORIES,
        Column("未录入项", "History", _words(HISTORIES), "年度考核"),
    ]


def _table(name: str, zh: str, en: str, row: type[RosterRow], required: bool = False) -> InputTable:
    return InputTable(name, Text(zh, en), row, "import_roster", required)


TABLES: tuple[InputTable, ...] = (
    _table("units", "单位", "Units", UnitRow, True),
    _table("people", "人员", "People", PersonRow, True),
    _table("posts", "岗位职数", "Established posts", PostRow),
    _table("establishments", "核定职数", "Approved seats", EstablishmentRow),
    _table("educations", "学历学位", "Education", EducationRow),
    _table("tenures", "任职经历", "Tenures", TenureRow),
    _table("appraisals", "年度考核", "Appraisals", AppraisalRow),
    _table("sanctions", "处分", "Sanctions", SanctionRow),
    _table("trainings", "培训", "Training", TrainingRow),
    _table("awards", "奖励", "Awards", AwardRow),
    _table("relations", "回避关系", "Relations", RelationRow),
    _table("family", "家庭成员", "Family", FamilyRow),
    _table("reserves", "后备名单", "Reserve lists", ReserveRow),
    _table("attributes", "其他事实", "Other facts", AttributeRow),
    _table("missing", "未录入项", "Histories not entered", MissingRow),
)
