"""Rules and tables of an examination (考试的规则与录入表): subjects, marks, numbers, rooms, breaches."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.scoring import Item, JudgeGroup, Normalise, Trim
from quanheng.core.language.terms import (
    Keep,
    Names,
    Number,
    Rounding,
    Slug,
    StageSettings,
    Strict,
    Threshold,
    TieBreak,
    Words,
    wrong,
)
from quanheng.core.scoring.keeping import Boundary, check_keep
from quanheng.core.scoring.sheets import Entry
from quanheng.core.values import Text
from quanheng.core.words import Options, PersonCell

ACTIONS = Options(
    {
        "deduct": Text("扣分", "deduct"),
        "zero": Text("该科记零分", "zero"),
        "disqualify": Text("取消资格", "disqualify"),
    }
)


class Subject(Strict):
    """One subject of the examination (科目).

    Shapes: `judges` mark an interview or a panel, other subjects have one mark each; `posts` and `classes`
    say who takes it, everybody where neither is written; `anonymous` marks by the number drawn; `entry` says
    whether judges enter their own marks or sheets are keyed from paper, once or by two people.
    """

    id: Slug
    title: Words
    form: Literal["written", "interview", "panel"] = "written"
    full_mark: Number = Field(default=Decimal(100), gt=0)
    weight: Number | None = Field(default=None, gt=0)
    pass_: Threshold | None = Field(default=None, alias="pass")
    pass_boundary: Boundary = "at_least"
    posts: Names = ()
    classes: Names = ()
    anonymous: bool = False
    step: Number | None = Field(default=None, gt=0)
    judges: Slug | None = None
    min_judges: int = Field(default=1, ge=1)
    items: tuple[Item, ...] = ()
    trim: Trim | None = None
    normalise: Normalise | None = None
    entry: Entry = "either"

    @model_validator(mode="after")
    def _consistent(self) -> Subject:
        if (self.form == "written") != (self.judges is None):
            raise wrong(
                "面试、讨论须写 judges，笔试不写。",
                "an interview or panel needs judges, a written subject has none",
            )
        if self.judges is None and (self.items or self.trim or self.entry != "either"):
            raise wrong("items、trim、entry 须配 judges。", "items, trim and entry need judges")
        if self.trim is not None and self.trim.level == "item" and not self.items:
            raise wrong("按要素去掉最高最低须有 items。", "trimming by item needs items")
        if self.normalise is not None and self.normalise.within == "post":
            raise wrong(
                "考试按科目修正，不能 within: post。", "subjects are normalised as a whole, not within a post"
            )
        return self

    def is_for(self, post: str, cls: str | None) -> bool:
        """Whether whoever stands for this post takes the subject."""
        return not (self.posts or self.classes) or post in self.posts or cls in self.classes

    def groups(self) -> tuple[JudgeGroup, ...]:
        """The judges as one group."""
        return (JudgeGroup(body=self.judges or "-"),)

    def bounds(self, item: str) -> tuple[Decimal, Decimal, Decimal | None]:
        """Lowest mark, highest mark and step for one item ('' where there are none)."""
        line = next((i for i in self.items if i.id == item), None)
        if line is None:
            return Decimal(0), self.full_mark, self.step
        return Decimal(0), line.max, line.max if line.yes_no else self.step


class Settings(StageSettings):
    """What a plan says about an examination.

    Shapes: subjects carry weights all together or none, without weights their marks are added; `ties` parts
    equals by a subject, an earlier stage or a fact of the person, a retest is a stage of its own.
    """

    kind: Literal["examination"]
    subjects: tuple[Subject, ...] = Field(min_length=1)
    absent: Literal["depart", "zero"] = "depart"
    pass_: Threshold | None = Field(default=None, alias="pass")
    pass_boundary: Boundary = "at_least"
    ties: tuple[TieBreak, ...] = ()
    keep: Keep | None = None
    rounding: tuple[Rounding, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        ids = [p.id for p in self.subjects]
        if len(set(ids)) < len(ids):
            raise wrong("科目编号重复。", "a subject's id is used twice")
        if len({p.weight is None for p in self.subjects}) > 1:
            raise wrong("科目的权重须全写或全不写。", "either every subject has a weight or none has")
        if any(t.final is not None for t in self.ties):
            raise wrong(
                "考试的 ties 不写 final；加试另设环节。",
                "ties here have no final; a retest is a stage of its own",
            )
        check_keep(self.keep, may_chain=False)
        return self

    def subject(self, name: str) -> Subject | None:
        """The subject of this id, if there is one."""
        return next((p for p in self.subjects if p.id == name), None)


_Subject = Annotated[str, Column("科目", "Subject", Text("方案中的科目编号", "The subject's id"), "general")]
_Examinee = Annotated[
    str,
    Column(
        "考生",
        "Examinee",
        Text("人员编号；匿名科目填考号", "Person; the number drawn where anonymous"),
        "HW012",
    ),
]


class SubjectMark(Row):
    """The mark of one subject that no judges mark."""

    key_fields: ClassVar[tuple[str, ...]] = ("subject", "examinee")
    subject: _Subject
    examinee: _Examinee
    mark: Annotated[Decimal, Column("得分", "Mark", Text("卷面得分", "The mark of the subject"), "78.5")]


class JudgeMark(Row):
    """One mark of one judge."""

    key_fields: ClassVar[tuple[str, ...]] = ("judge", "subject", "examinee", "item")
    judge: Annotated[str, Column("考官", "Judge", Text("考官的人员编号", "Code of the judge"), "HW001")]
    subject: _Subject
    examinee: _Examinee
    item: Annotated[
        str, Column("评分要素", "Item", Text("只打一个总分时留空", "Empty for one overall mark"), "answer")
    ] = ""
    mark: Annotated[Decimal, Column("得分", "Mark", Text("考官所打分数", "The mark given"), "86.5")]


class ExamRecusal(Row):
    """A judge who does not mark one person (考官回避)."""

    key_fields: ClassVar[tuple[str, ...]] = ("judge", "subject", "person")
    judge: Annotated[str, Column("考官", "Judge", Text("回避的考官编号", "Code of the judge"), "HW001")]
    subject: _Subject
    person: PersonCell
    reason: Annotated[
        str,
        Field(min_length=1),
        Column("事由", "Reason", Text("回避的理由", "Why the judge steps aside"), "夫妻"),
    ]


class ExamCheck(Row):
    """That a second person keyed a judge's sheet to the same total (评分表复核)."""

    key_fields: ClassVar[tuple[str, ...]] = ("judge", "subject", "examinee")
    judge: Annotated[str, Column("考官", "Judge", Text("考官的人员编号", "Code of the judge"), "HW001")]
    subject: _Subject
    examinee: _Examinee
    total: Annotated[
        Decimal, Column("复核合计", "Total", Text("另一人录得的合计", "As keyed by another person"), "86.5")
    ]
    checked_by: Annotated[
        str,
        Field(min_length=1),
        Column("复核人", "Checked by", Text("复核人姓名或编号", "Name or code"), "HW008"),
    ]


class ExamNumber(Row):
    """The number that a person drew for a subject (考号、抽签号)."""

    key_fields: ClassVar[tuple[str, ...]] = ("subject", "person")
    subject: _Subject
    person: PersonCell
    number: Annotated[
        str, Field(min_length=1), Column("考号", "Number", Text("抽到的号", "The number drawn"), "07")
    ]


class ExamRoom(Row):
    """The room in which a person took a subject."""

    key_fields: ClassVar[tuple[str, ...]] = ("subject", "person")
    subject: _Subject
    person: PersonCell
    room: Annotated[str, Column("考场", "Room", Text("考场或面试组", "Room or group"), "第一组")]


class ExamAbsence(Row):
    """A person who did not take a subject (缺考)."""

    key_fields: ClassVar[tuple[str, ...]] = ("subject", "person")
    subject: _Subject
    person: PersonCell
    reason: Annotated[str, Column("事由", "Reason", Text("缺考的理由", "Why"), "弃权")]


class Breach(Row):
    """A breach of the rules of the examination, and what follows (违纪)."""

    key_fields: ClassVar[tuple[str, ...]] = ("subject", "person")
    subject: _Subject
    person: PersonCell
    action: Annotated[
        Literal["deduct", "zero", "disqualify"],
        ACTIONS,
        Column("处理", "Action", Text("扣分、该科零分或取消资格", "What follows"), "disqualify"),
    ]
    points: Annotated[
        Decimal, Field(ge=0), Column("扣分", "Points", Text("扣分时填写", "Points deducted"), "5")
    ] = Decimal(0)
    reason: Annotated[
        str, Field(min_length=1), Column("事实", "Reason", Text("违纪事实", "What happened"), "夹带")
    ]
    document: Annotated[
        str,
        Field(min_length=1),
        Column("记录", "Record", Text("考场记录或决定文号", "Its record"), "考场记录2"),
    ]


TABLES = (
    InputTable("numbers", Text("考号", "Numbers"), ExamNumber, "enter_marks", required=False),
    InputTable("rooms", Text("考场", "Rooms"), ExamRoom, "enter_marks", required=False),
    InputTable("absences", Text("缺考", "Absences"), ExamAbsence, "enter_marks", required=False),
    InputTable("marks", Text("卷面成绩", "Marks"), SubjectMark, "enter_marks", required=False),
    InputTable("judge_marks", Text("考官评分表", "Judges' marks"), JudgeMark, "record_marks", required=False),
    InputTable("recusals", Text("考官回避", "Recusals"), ExamRecusal, "enter_marks", required=False),
    InputTable("checks", Text("评分表复核", "Sheets checked"), ExamCheck, "check_marks", required=False),
    InputTable("breaches", Text("违纪处理", "Breaches"), Breach, "enter_marks", required=False),
)
