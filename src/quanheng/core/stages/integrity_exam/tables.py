"""Rules and tables of an integrity examination (廉政考试的规则与录入表): questions, papers, answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.language.terms import Number, Rounding, Slug, StageSettings, Strict, Words, wrong
from quanheng.core.listing import names_in
from quanheng.core.values import Text
from quanheng.core.words import Options, PersonCell

QuestionKind = Literal["single", "multiple", "true_false", ""]
QUESTION_KINDS = Options(
    {
        "single": Text("单选", "single choice"),
        "multiple": Text("多选", "multiple choice"),
        "true_false": Text("判断", "true or false"),
        "": Text("不限", "any"),
    }
)


class Question(Strict):
    """One question of the bank (试题). Shapes: `answer` holds the letters of all right options, as in AC."""

    id: Slug
    text: Words
    options: Mapping[str, Words] = Field(min_length=2)
    answer: str = Field(min_length=1)
    points: Number = Field(default=Decimal(1), gt=0)
    category: str = ""
    form: QuestionKind = ""

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        if letters_of(self.answer, frozenset(self.options)) is None:
            known = ", ".join(self.options)
            raise wrong(
                f"答案须为选项之一：{known}。", f"the answer is made of the options: {known}", "answer"
            )
        return self

    def right(self) -> frozenset[str]:
        """The right options."""
        return letters_of(self.answer, frozenset(self.options)) or frozenset()

    def is_in_english(self) -> bool:
        """Whether a reader of English is asked in English, not in the Chinese that stands in for it."""
        return self.text.en not in ("", self.text.zh)

    def takes_several(self) -> bool:
        """Whether more than one option may be chosen."""
        return self.form == "multiple" or (self.form == "" and len(self.right()) > 1)


def letters_of(said: str, options: frozenset[str]) -> frozenset[str] | None:
    """The options that an answer names, as A、C or AC; None when it names anything else."""
    names = names_in(said)
    if not set(names) <= options:
        names = tuple("".join(names))
    return frozenset(names) if set(names) <= options else None


class Settings(StageSettings):
    """What a plan says about the integrity examination.

    Shapes: questions stand in the plan or in the questions table; `draws` says how many of each category one
    paper has, else `asks` how many of the whole bank, all of them if neither is written; an attempt longer
    than `minutes` earns nothing, or counts by `overtime`.
    """

    kind: Literal["integrity_exam"]
    questions: tuple[Question, ...] = ()
    asks: int | None = Field(default=None, ge=1)
    draws: Mapping[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    full_mark: Number = Field(default=Decimal(100), gt=0)
    pass_: Number = Field(default=Decimal(60), alias="pass")
    attempts: int = Field(default=1, ge=1)
    counts: Literal["best", "last", "first"] = "best"
    partial: Literal["none", "share"] = "none"
    overtime: Literal["void", "count"] = "void"
    fails: Literal["depart", "note"] = "depart"
    absent: Literal["wait", "fail"] = "wait"
    rounding: tuple[Rounding, ...] = ()

    @model_validator(mode="after")
    def _one_number(self) -> Settings:
        if self.draws and self.asks is not None and self.asks != sum(self.draws.values()):
            raise wrong(
                f"asks 为 {self.asks}，而 draws 各类之和为 {sum(self.draws.values())}。",
                f"asks is {self.asks} and the draws add up to {sum(self.draws.values())}",
                "asks",
            )
        return self

    def length(self) -> int | None:
        """How many questions one paper has; None where it has the whole bank."""
        return sum(self.draws.values()) if self.draws else self.asks


class QuestionRow(Row):
    """One question of the bank, where the plan does not hold it."""

    key_fields: ClassVar[tuple[str, ...]] = ("question",)
    question: Annotated[
        str,
        Field(pattern=r"^[a-z0-9][a-z0-9_-]*$"),
        Column("题号", "Question", Text("编号", "Its id"), "q12"),
    ]
    category: Annotated[
        str, Column("类别", "Category", Text("按类别抽题", "What papers are drawn by"), "廉洁纪律")
    ] = ""
    form: Annotated[
        QuestionKind,
        QUESTION_KINDS,
        Column("题型", "Form", Text("单选、多选或判断", "single, multiple, true_false"), "单选"),
    ] = ""
    text: Annotated[
        str, Field(min_length=1), Column("题目", "Text", Text("题干", "What is asked"), "下列哪些应当报告？")
    ]
    options: Annotated[
        str,
        Field(min_length=1),
        Column(
            "选项",
            "Options",
            Text(
                "每项“字母=内容”，分行或以 | 分开", "Each letter=text, on lines of their own or parted by |"
            ),
            "A=婚姻变化|B=收入",
        ),
    ]
    answer: Annotated[
        str, Field(min_length=1), Column("答案", "Answer", Text("正确选项", "Right options"), "AB")
    ]
    points: Annotated[Decimal, Field(gt=0), Column("分值", "Points", Text("本题分值", "Its points"), "5")] = (
        Decimal(1)
    )
    text_en: Annotated[
        str,
        Column(
            "题目（英文）",
            "Text in English",
            Text(
                "给以英文界面应试的人看；不填则看中文",
                "For whoever sits in English; Chinese where it is empty",
            ),
            "Which of these must be reported?",
        ),
    ] = ""
    options_en: Annotated[
        str,
        Column(
            "选项（英文）",
            "Options in English",
            Text("与中文选项字母相同，写法相同", "The same letters as the Chinese ones, written alike"),
            "A=a marriage|B=income",
        ),
    ] = ""

    def choices(self) -> dict[str, str]:
        """The options by letter."""
        return _by_letter(self.options)

    def choices_in_english(self) -> dict[str, str]:
        """The options in English by letter; empty where the bank has none."""
        return _by_letter(self.options_en)

    def as_question(self) -> Question:
        """The same as a question of a plan. Errors: ValueError for a row that was never admitted."""
        english = self.choices_in_english()
        return Question(
            id=self.question,
            text=Text(self.text, self.text_en or self.text),
            options={k: Text(v, english.get(k) or v) for k, v in self.choices().items()},
            answer=self.answer,
            points=self.points,
            category=self.category,
            form=self.form,
        )


def _by_letter(said: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in re.split(r"[|\n]", said))
    return {letter.strip(): text.strip() for letter, _, text in pairs if letter.strip() and text.strip()}


class Paper(Row):
    """The paper that one person drew for one attempt (试卷), and how long they sat over it."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "attempt")
    person: PersonCell
    attempt: Annotated[
        int, Field(ge=1), Column("第几次", "Attempt", Text("第几次考试", "Which attempt"), "1")
    ] = 1
    seed: Annotated[
        str,
        Field(min_length=1),
        Column("抽题种子", "Seed", Text("由它按规则得出试题", "The questions follow from it"), "9f3c"),
    ]
    questions: Annotated[
        str,
        Field(min_length=1),
        Column("抽到的题", "Questions", Text("题号，以顿号分开", "Their ids, parted by commas"), "q3、q12"),
    ]
    seconds: Annotated[
        int | None,
        Field(ge=0),
        Column("总用时（秒）", "Seconds", Text("全卷用时", "Time on the whole paper"), "1260"),
    ] = None


class Answer(Row):
    """One answer in one attempt (答题)."""

    key_fields: ClassVar[tuple[str, ...]] = ("person", "attempt", "question")
    person: PersonCell
    attempt: Annotated[
        int, Field(ge=1), Column("第几次", "Attempt", Text("第几次考试", "Which attempt"), "1")
    ] = 1
    question: Annotated[str, Column("题号", "Question", Text("试题编号", "The question's id"), "q12")]
    answer: Annotated[
        str, Column("作答", "Answer", Text("所选选项，未答留空", "Options chosen, or empty"), "AB")
    ] = ""
    seconds: Annotated[
        int, Field(ge=0), Column("用时（秒）", "Seconds", Text("本题用时", "Time on the question"), "35")
    ] = 0


TABLES = (
    InputTable("questions", Text("题库", "Questions"), QuestionRow, "keep_questions", required=False),
    InputTable("papers", Text("试卷", "Papers"), Paper, "record_integrity_exam", required=False),
    InputTable("attempts", Text("答题记录", "Answers"), Answer, "take_integrity_exam"),
)
