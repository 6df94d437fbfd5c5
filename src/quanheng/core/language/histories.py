"""Predicates over histories (经历条件): tenure, appraisals, sanctions, training, awards, titles, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from quanheng.core.language.predicates import Amount, Education, Lookup, Window, Years, one_of
from quanheng.core.language.terms import Names, Number, Span, Strict, wrong


class Level(Strict):
    """Which levels of a ladder count (层级): from one up, up to one, some, or by distance from the post.

    Shapes: `post_offset` 0 is exactly the level of the post, -1 exactly the next lower one; `offset_at_least`
    that one or higher; `equivalence` names a table of the plan that reads other systems' ranks.
    """

    at_least: str | None = None
    at_most: str | None = None
    in_: Names | None = Field(default=None, alias="in")
    post_offset: int | None = None
    offset_at_least: int | None = None
    scale: str = "rank"
    equivalence: str | None = None

    @model_validator(mode="after")
    def _something(self) -> Level:
        said = (self.at_least, self.at_most, self.in_, self.post_offset, self.offset_at_least)
        if all(v is None for v in said):
            words = "at_least, at_most, in, post_offset, offset_at_least"
            raise wrong(f"层级须写 {words} 之一。", f"level needs one of {words}")
        return self


class Shortening(Strict):
    """Years with this grade shorten the time asked (优秀缩短年限): so many months for each, up to a limit.

    Shapes: a year counts when it has this grade exactly and its 31 December lies in the time counted.
    """

    grade: str
    months: int = Field(ge=1)
    at_most_months: int | None = Field(default=None, ge=1)


class Stay(Strict):
    """Which stretches of a history are counted (计算范围).

    Shapes: `kind` is post, rank, title, secondment, work, study (any when not said; post and rank when only a
    level is said); `unit` is same_as_post, own (the person's present unit), or names; `leading` and
    `grassroots` want the mark, false its absence; `name_has` wants one of the words within the name; years
    with one of `not_counted_grades` are taken out; `within` counts only the last so long.
    """

    kind: Names = ()
    level: Level | None = None
    name_in: Names | None = None
    name_has: Names | None = None
    unit: Literal["same_as_post", "own"] | Names | None = None
    leading: bool | None = None
    grassroots: bool | None = None
    secondment_counts: bool = True
    not_counted_grades: Names = ()
    within: Window | None = None


def _sort(value: Any) -> str:
    return "lookup" if isinstance(value, Lookup) or (isinstance(value, Mapping) and "by" in value) else "span"


Length = Annotated[Annotated[Window, Tag("span")] | Annotated[Lookup, Tag("lookup")], Discriminator(_sort)]
"""A span, or a lookup in years."""


class Tenure(Stay):
    """Time in the stretches that match, on the as-of date (任职年限).

    Shapes: `at_least` a span or a lookup in years; one unbroken run unless `cumulative` (one day between two
    stretches does not break it); `current` wants a matching stretch that is still held, and then the run that
    reaches to now; `posts_count` wants that many different posts (unit and name) among them.
    """

    at_least: Length | None = None
    at_most: Window | None = None
    current: bool | None = None
    cumulative: bool = False
    posts_count: int | None = Field(default=None, ge=1)
    shortened_by: Shortening | None = None

    @model_validator(mode="after")
    def _something(self) -> Tenure:
        asked = (self.at_least, self.at_most, self.current, self.posts_count)
        if all(v is None for v in asked):
            words = "at_least, at_most, current, posts_count"
            raise wrong(f"任职条件须写 {words} 之一。", f"tenure needs one of {words}")
        in_days = isinstance(self.at_least, Span) and self.at_least.days is not None
        if self.shortened_by is not None and (self.at_least is None or in_days):
            raise wrong(
                "shortened_by 须与以年或月计的 at_least 同写。",
                "shortened_by belongs together with at_least in years or months",
            )
        return self


class Terms(Stay):
    """How many terms were served in the stretches that match (任期届数): every unbroken run by itself.

    Shapes: a run counts one for each full `length`, and one more for what is left of it from
    `partial_counts_from` on (a full length where that is not said).
    """

    length: Window
    partial_counts_from: Window | None = None
    at_least: int | None = Field(default=None, ge=1)
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _something(self) -> Terms:
        if self.at_least is None and self.at_most is None:
            raise wrong("届数须写 at_least 或 at_most。", "terms needs at_least or at_most")
        months, part = self.months()
        if not months or not 0 < part <= months:
            raise wrong(
                "length、partial_counts_from 以年或月计，后者不长于前者。",
                "length and partial_counts_from are in years or months, the second no longer than the first",
            )
        return self

    def months(self) -> tuple[int, int]:
        """A term, and from when on a part of one counts. Units: months."""
        whole = self.length.whole_months() or 0
        part = whole if self.partial_counts_from is None else self.partial_counts_from.whole_months()
        return whole, part or 0

    def count(self, months: int) -> int:
        """The terms in one run of so many months."""
        whole, part = self.months()
        return months // whole + (months % whole >= part)


class MatrixRow(Strict):
    """One row of the table: with this education, degree or title, so many years."""

    education: str | None = None
    degree: str | None = None
    title: str | None = None
    full_time: bool | Literal["any"] = "any"
    years: Number = Field(ge=0)

    @model_validator(mode="after")
    def _something(self) -> MatrixRow:
        if self.education is None and self.degree is None and self.title is None:
            raise wrong(
                "每行须写 education、degree 或 title，并写 years：{education: 大专, years: 7}。",
                "a row needs education, degree or title, and years: {education: 大专, years: 7}",
            )
        return self

    def conditions(self, of: str | Stay) -> tuple[tuple[str, Strict], ...]:
        """The row as predicates by their names, all of which must hold; the years come last."""
        found: list[tuple[str, Strict]] = []
        if self.education is not None or self.degree is not None:
            course = Education(at_least=self.education, degree_at_least=self.degree, full_time=self.full_time)
            found.append(("education", course))
        if self.title is not None:
            found.append(("professional_title", ProfessionalTitle(at_least=self.title)))
        if isinstance(of, Stay):
            same = {name: getattr(of, name) for name in Stay.model_fields}
            years = Tenure.model_construct(**same, at_least=Span(years=self.years), cumulative=True)
            return (*found, ("tenure", years))
        return (*found, (f"{of}_years", Years(at_least=self.years)))


class Matrix(Strict):
    """Some row of the table holds (学历×年限表): this education, degree or title at least, and these years.

    Shapes: `of` is work (since work began), party (since joining), or a description of the stretches counted,
    which are added up.
    """

    of: Literal["work", "party"] | Stay = "work"
    rows: tuple[MatrixRow, ...] = Field(min_length=1)


class Stepwise(Strict):
    """No step is skipped (逐级晋升): the highest rank held is at most `steps` below the level of the post.

    Shapes: with `history` every rise in the ranks held so far went up one rung at a time too.
    """

    steps: int = Field(default=1, ge=0)
    history: bool = False
    scale: str = "rank"
    equivalence: str | None = None


class Grade(Strict):
    """An appraisal grade: this one or better, or one of these."""

    grade_at_least: str | None = None
    grade_in: Names | None = None

    @model_validator(mode="after")
    def _one(self) -> Grade:
        if (self.grade_at_least is None) == (self.grade_in is None):
            raise one_of("grade_at_least, grade_in", "{grade_at_least: 称职}")
        return self


class GradeCount(Grade):
    """So many years with the grade, at least and at most."""

    n: int | None = Field(default=None, ge=0)
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _some_number(self) -> GradeCount:
        if self.n is None and self.at_most is None:
            raise wrong(
                "计数须写 n（至少几次）或 at_most（至多几次）：{grade_at_least: 优秀, n: 2}。",
                "a count needs n (at least so many) or at_most: {grade_at_least: 优秀, n: 2}",
            )
        return self


class Appraisals(Strict):
    """Yearly appraisals of the last n completed years before the as-of date (年度考核).

    Shapes: exactly one of `every`, `any`, `count`, `consecutive` (n years running somewhere in the window);
    with `this_year` the year of the as-of date is the last of them; `short_service` judges people who began
    work inside the window: by the years available, as unknown, or as not met; `ungraded` judges a year whose
    grade is not on the ladder (不定等次). A year is short when it has no grade and work began in it or later.
    """

    last: int = Field(ge=1, le=40)
    every: Grade | None = None
    any: Grade | None = None
    count: GradeCount | None = None
    consecutive: GradeCount | None = None
    this_year: bool = False
    short_service: Literal["available", "unknown", "not_met"] = "unknown"
    ungraded: Literal["unknown", "skip", "met", "not_met"] = "unknown"

    @model_validator(mode="after")
    def _one(self) -> Appraisals:
        if sum(v is not None for v in (self.every, self.any, self.count, self.consecutive)) != 1:
            raise one_of("every, any, count, consecutive", "{last: 3, every: {grade_at_least: 称职}}")
        run = self.consecutive
        if run is not None and (run.n is None or run.at_most is not None):
            raise wrong("consecutive 只写 n（连续几年）。", "consecutive takes n (years running), no at_most")
        return self


class Sanction(Strict):
    """No sanction of these kinds in effect on the as-of date, or decided within the window (无处分).

    Shapes: `kinds` empty means any kind; `in_effect: false` wants none in effect (the last day of effect
    still bars), `any` does not ask; `within` wants none decided within; a sanction that hits either bars.
    """

    kinds: Names = ()
    in_effect: Literal[False, "any"] = False
    within: Window | None = None

    @model_validator(mode="after")
    def _something(self) -> Sanction:
        if self.in_effect == "any" and self.within is None:
            raise wrong(
                "in_effect: false 与 within 至少写一项：{kinds: [警告], within: {years: 1}}。",
                "in_effect: false or within is needed: {kinds: [警告], within: {years: 1}}",
            )
        return self


class Training(Strict):
    """Courses finished by the as-of date (培训): so many hours, or so many courses.

    Shapes: `kind` and `name_has` choose the courses, `within` looks back; without numbers one is enough.
    """

    kind: Names = ()
    name_has: Names | None = None
    hours_at_least: Amount | None = None
    count_at_least: int | None = Field(default=None, ge=1)
    within: Window | None = None


class Award(Strict):
    """Awards given by the as-of date (奖励): of these names and levels, so many, within the window."""

    name_has: Names | None = None
    level_in: Names | None = None
    count_at_least: int = Field(default=1, ge=1)
    within: Window | None = None


class ProfessionalTitle(Strict):
    """A professional title held on the as-of date (职称): one of these, or this high on the title ladder.

    Shapes: a title counts by its `level` where that is given, else by its name.
    """

    in_: Names | None = Field(default=None, alias="in")
    at_least: str | None = None
    scale: str = "title"

    @model_validator(mode="after")
    def _one(self) -> ProfessionalTitle:
        if (self.in_ is None) == (self.at_least is None):
            raise one_of("in, at_least", "{at_least: 副高级}")
        return self
