"""Ordered scales (有序等级): education, degrees, ranks, titles, grades, and which words are equal."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, model_validator

from quanheng.core.language.terms import Names, Strict, wrong


class Scale(Strict):
    """One ladder of words, lowest first; words on the same rung are equal (同档).

    Shapes: `levels` is a list whose items are one word or a list of equal words.
    """

    levels: tuple[Names, ...]

    @model_validator(mode="after")
    def _each_word_once(self) -> Scale:
        words = self.words()
        twice = sorted({w for w in words if words.count(w) > 1})
        if twice:
            listed = ", ".join(twice)
            raise wrong(f"同一词语只能在一档：{listed}。", f"a word stands on one rung only: {listed}")
        return self

    def words(self) -> tuple[str, ...]:
        """Every word of the ladder, lowest first."""
        return tuple(word for rung in self.levels for word in rung)

    def height(self, word: str) -> int | None:
        """The rung of a word, counted from 0; None for a word the ladder does not know."""
        return next((i for i, rung in enumerate(self.levels) if word in rung), None)

    def at(self, height: int) -> str | None:
        """The first word of a rung, None above the top or below the bottom."""
        return self.levels[height][0] if 0 <= height < len(self.levels) else None


class Equivalence(Strict):
    """A table that reads the ranks of another system as ranks of the ladder (层级对应表).

    Shapes: `rows` maps a word of the other system (a level, or the name of a post) to a word of the rank
    ladder; `by_firm_size` gives such rows for each size of firm, chosen by the attribute `firm_size`.
    """

    rows: Mapping[str, str] = Field(default_factory=dict)
    by_firm_size: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _some_row(self) -> Equivalence:
        if not self.rows and not self.by_firm_size:
            raise wrong(
                "须写 rows 或 by_firm_size：rows: {国企中层正职: 正科级}。",
                "rows or by_firm_size is needed: rows: {国企中层正职: 正科级}",
            )
        return self

    def reads(self, word: str, firm_size: str | None = None) -> str | None:
        """The rank that the word stands for, None where the table is silent."""
        sized = self.by_firm_size.get(firm_size, {}) if firm_size else {}
        return sized.get(word, self.rows.get(word))


EDUCATION = Scale(
    levels=(
        ("小学",),
        ("初中",),
        ("高中", "中专", "职高", "技校", "中技", "高中/中专"),
        ("大专", "专科", "大学专科", "高职"),
        ("本科", "大学", "大学本科"),
        ("硕士研究生", "研究生"),
        ("博士研究生",),
    )
)
DEGREE = Scale(levels=(("学士", "学士学位"), ("硕士", "硕士学位"), ("博士", "博士学位")))
GRADE = Scale(
    levels=(
        ("不称职", "不合格"),
        ("基本称职", "基本合格"),
        ("称职", "合格"),
        ("优秀",),
    )
)
RANK = Scale(
    levels=(
        ("办事员", "办事员级"),
        ("科员", "科员级"),
        ("副科级", "副科", "乡科级副职"),
        ("正科级", "正科", "乡科级正职"),
        ("副处级", "副处", "县处级副职", "副县级"),
        ("正处级", "正处", "县处级正职", "正县级"),
        ("副厅级", "副厅", "厅局级副职", "副局级"),
        ("正厅级", "正厅", "厅局级正职", "正局级"),
        ("副部级", "省部级副职"),
        ("正部级", "省部级正职"),
    )
)
TITLE = Scale(
    levels=(
        ("员级",),
        ("初级", "助理级"),
        ("中级",),
        ("副高级", "副高"),
        ("正高级", "正高"),
    )
)
_STANDARD = {"education": EDUCATION, "degree": DEGREE, "grade": GRADE, "rank": RANK, "title": TITLE}


class Scales(Strict):
    """All ladders and equivalence tables that a plan's conditions may name.

    Shapes: `ladders` adds to the five ladders of the house (education, degree, grade, rank, title) or
    replaces one of the same name; `equivalences` are named tables.
    """

    ladders: Mapping[str, Scale] = Field(default_factory=dict)
    equivalences: Mapping[str, Equivalence] = Field(default_factory=dict)

    def ladder(self, name: str) -> Scale:
        """A ladder by name, the plan's own before the house's.

        Errors: KeyError for a name that neither knows.
        """
        return self.ladders[name] if name in self.ladders else _STANDARD[name]

    def has(self, name: str) -> bool:
        """Whether a ladder of this name exists."""
        return name in self.ladders or name in _STANDARD


STANDARD = Scales()
