"""Facts of an appointment form (表中事实): what it says as the archive holds it, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quanheng.core.form.appointment_form import AppointmentForm, month_of
from quanheng.core.form.resume import ResumeEntry, ResumeMonth, Within, is_study
from quanheng.core.people import Appraisal, Education, Person, Relative, Tenure
from quanheng.core.roster_tables import GRADES
from quanheng.core.values import Text
from quanheng.core.workdays import PartialDate

PARTY = "中共党员"
NOTHING = ("无", "没有", "暂无", "")
ATTRIBUTES: Mapping[str, str] = {
    "native_place": "籍贯",
    "birthplace": "出生地",
    "professional_title": "专业技术职务",
    "specialty": "熟悉专业有何专长",
    "present_post": "现任职务",
}
"""Fields of the form that the archive holds as other facts (attributes), by their name there."""


@dataclass(frozen=True, slots=True)
class FormNote:
    """Something not carried over. Shapes: `line` counts the lines of the element from 1; 0 is all of it."""

    element: str
    line: int
    text: Text


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What a form says of a person, and what of it could not be read."""

    person: Person
    notes: tuple[FormNote, ...]


@dataclass
class _Reading:
    """A form being read: notes are collected as they come."""

    form: AppointmentForm
    notes: list[FormNote] = field(default_factory=list)

    def note(self, element: str, zh: str, en: str, line: int = 0) -> None:
        self.notes.append(FormNote(element, line, Text(zh, en)))

    def month(self, element: str, text: str) -> PartialDate | None:
        """The month that a text is; another text is noted."""
        found = month_of(text)
        if text.strip() and found is None:
            self.note(element, f"“{text}”不是年月，未转入。", f"'{text}' is no month; not carried over.")
        return found


def facts_of(form: AppointmentForm, code: str) -> FormFacts:
    """The person that a form tells of, under a code of the roster.

    Shapes: histories that the form does not hold, or says in words only, are marked as missing.
    """
    reading = _Reading(form)
    party, joined = _party(reading)
    educations = tuple(_educations(reading))
    tenures = tuple(_tenures(reading))
    appraisals = tuple(_appraisals(reading))
    family = tuple(_family(reading))
    is_blameless = _has_no_awards(reading)
    given = {
        "educations": educations,
        "tenures": tenures,
        "appraisals": appraisals,
        "family": family,
    }
    missing = {name for name, rows in given.items() if not rows} | {"trainings", "relations"}
    person = Person(
        id=code,
        name=form.name,
        sex=_sex(reading),
        born=reading.month("ChuShengNianYue", form.born),
        nation=form.nation or None,
        party=party,
        party_joined=joined,
        work_started=reading.month("CanJiaGongZuoShiJian", form.work_started),
        health=form.health or None,
        educations=educations,
        tenures=tenures,
        appraisals=appraisals,
        family=family,
        attributes={name: getattr(form, f) for f, name in ATTRIBUTES.items() if getattr(form, f).strip()},
        missing=frozenset(missing if is_blameless else missing | {"awards", "sanctions"}),
    )
    return FormFacts(person, tuple(reading.notes))


def _sex(reading: _Reading) -> str | None:
    said = reading.form.sex
    if said in ("男", "女", ""):
        return said or None
    reading.note("XingBie", f"性别“{said}”未转入。", f"The sex '{said}' is not carried over.")
    return None


def _party(reading: _Reading) -> tuple[str | None, PartialDate | None]:
    """Party and month of joining: a month alone is of the Communist Party; other words stay."""
    said = reading.form.party_joined.strip()
    if not said:
        return None, None
    joined = month_of(said)
    if joined is not None:
        return PARTY, joined
    head, _, rest = re.sub(r"[；;，,、]", "；", said, count=1).partition("；")
    joined = month_of(head)
    if joined is not None:
        zh = f"入党时间之外的“{rest}”未转入。"
        reading.note("RuDangShiJian", zh, f"'{rest}' beside the date is not carried over.")
        return PARTY, joined
    if re.search(r"\d", said):
        reading.note("RuDangShiJian", f"“{said}”未转入。", f"'{said}' is not carried over.")
        return None, None
    return said, None


def _educations(reading: _Reading) -> Iterator[Education]:
    """One course each way; schools stay one text, because nothing parts school and subject."""
    form = reading.form
    for way, is_full_time, element in (
        ("full_time", True, "QuanRiZhiJiaoYu_XueLi"),
        ("in_service", False, "ZaiZhiJiaoYu_XueLi"),
    ):
        level, degree = (getattr(form, f"{way}_{what}").strip() for what in ("level", "degree"))
        school, degree_school = (
            getattr(form, f"{way}_{what}_school").strip() for what in ("level", "degree")
        )
        if level:
            if degree_school and degree_school != school:
                school = (
                    f"{school}（学历）；{degree_school}（学位）" if school else f"{degree_school}（学位）"
                )
            yield Education(level, degree, is_full_time, school)
        elif degree:
            zh = f"只有学位“{degree}”而无学历，未转入。"
            reading.note(element, zh, f"The degree '{degree}' has no level of education; not carried over.")


def _tenures(reading: _Reading) -> Iterator[Tenure]:
    """Each entry of the resume and what lies within it; a year alone is no date."""
    resume = reading.form.resume
    for remark in resume.remarks:
        reading.note(
            "JianLi", f"{remark.text.zh}未转入。", f"{remark.text.en} Not carried over.", remark.line
        )
    has_work = False
    parts: list[ResumeEntry | Within] = [*resume.entries, *resume.within]
    for part in sorted(parts, key=lambda p: (p.since, p.line)):
        if part.end == "unclear":
            continue
        name = part.spoken() if isinstance(part, ResumeEntry) else part.text
        problem = _tenure_problem(part, name)
        if problem is not None:
            reading.note("JianLi", problem.zh, problem.en, part.line)
            continue
        kind = kind_of(name)
        has_work = has_work or kind == "work"
        yield Tenure(kind, name, part.since.earliest(), part.until.earliest() if part.until else None)
    if has_work:
        zh = "简历分不出职务、职级与层级，均转为“工作”，请补录。"
        en = "A resume does not tell posts, ranks and levels apart; all came over as work. Please complete."
        reading.note("JianLi", zh, en)


def _tenure_problem(part: ResumeEntry | Within, name: str) -> Text | None:
    months: tuple[ResumeMonth, ...] = (part.since, *((part.until,) if part.until else ()))
    if not name:
        return Text("这段经历没有内容，未转入。", "This entry has no words; not carried over.")
    if any(not m.month for m in months):
        return Text("只知年份，未转入。", "Only the year is known; not carried over.")
    if part.until and part.until < part.since:
        return Text("结束早于开始，未转入。", "The end lies before the beginning; not carried over.")
    return None


def kind_of(name: str) -> str:
    """The kind of tenure that words name beyond doubt: study, secondment (挂职), else work."""
    if is_study(name):
        return "study"
    return "secondment" if "挂职" in name else "work"


_GRADE = "|".join(sorted(GRADES, key=len, reverse=True))
_YEARS = r"\d{4}年?度?(?:[、，,和及与\s]*\d{4}年?度?)*"
_RANGE = r"(\d{4})年?度?(?:-{1,2}|[—―─–]{1,2}|～|~|至|到)(\d{4})年?度?"
_GRADED = re.compile(
    rf"(?P<years>{_RANGE}|{_YEARS})(?:年度)?(?:考核)?(?:结果|等次)*(?P<all>均|都)?(?:[为是确定评]*)[：:\s]*"
    rf"(?P<grade>{_GRADE})(?:等次)?",
    re.ASCII,
)


def _appraisals(reading: _Reading) -> Iterator[Appraisal]:
    """Years with their grades, each year once; every piece that is not of this shape is noted."""
    seen: dict[int, str] = {}
    for number, line in enumerate(reading.form.appraisals.split("\n"), 1):
        for piece in _pieces(line):
            years, grade = _graded(piece)
            if not years:
                zh = f"考核结果“{piece}”无法读出，未转入。"
                reading.note("NianDuKaoHeJieGuo", zh, f"'{piece}' cannot be read; not carried over.", number)
            for year in years:
                if seen.setdefault(year, grade) != grade:
                    zh = f"{year} 年有两个等次，只转入“{seen[year]}”。"
                    en = f"{year} has two grades; only '{seen[year]}' is carried over."
                    reading.note("NianDuKaoHeJieGuo", zh, en, number)
    yield from (Appraisal(year, grade) for year, grade in sorted(seen.items()))


def _pieces(line: str) -> Iterator[str]:
    """The parts of a sentence that give a grade each; a comma parts them only after a grade."""
    marked = re.sub(rf"((?:{_GRADE})(?:等次)?)[，,、]", r"\1；", line)
    for piece in re.split("[；;。]", marked):
        if piece.strip(" \u3000，,、\t") not in NOTHING:
            yield piece.strip(" \u3000，,、\t")


def _graded(piece: str) -> tuple[tuple[int, ...], str]:
    shape = _GRADED.fullmatch(piece)
    if shape is None:
        return (), ""
    first, last = shape[2], shape[3]
    if first is None:
        return tuple(map(int, re.findall(r"\d{4}", shape["years"]))), shape["grade"]
    if not shape["all"] or not 0 <= int(last) - int(first) <= 60:
        return (), ""
    return tuple(range(int(first), int(last) + 1)), shape["grade"]


def _family(reading: _Reading) -> Iterator[Relative]:
    """Members with relation and name, each once; another birth than a month is noted."""
    element = "JiaTingChengYuan"
    told: set[tuple[str, str]] = set()
    for line, member in enumerate(reading.form.family, 1):
        who = member.title.strip(), _plain(member.name)
        if member.is_blank:
            continue
        if not all(who) or who in told:
            zh, en = (
                "缺少称谓或姓名，或重复，未转入。",
                "No relation or name, or told twice; not carried over.",
            )
            reading.note(element, zh, en, line)
            continue
        told.add(who)
        born = month_of(member.born)
        if member.born.strip() and born is None:
            zh, en = f"出生年月“{member.born}”未转入。", f"The birth '{member.born}' is not carried over."
            reading.note(element, zh, en, line)
        work = " ".join(member.work.split())
        yield Relative(*who, born, member.party.strip(), work)


def _has_no_awards(reading: _Reading) -> bool:
    """Whether the form says that there are neither awards nor sanctions."""
    said = reading.form.awards.strip(" \u3000\n。")
    if said in NOTHING[:-1]:
        return True
    if said:
        zh = "奖惩情况是一段文字，未拆成奖励与处分，请补录。"
        reading.note("JiangChengQingKuang", zh, "Awards and sanctions are words; please enter them.")
    return False


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a form and the archive say different things (不一致); '' means that one of them is silent."""

    element: str
    form: str
    archive: str


_COMPARED: tuple[tuple[str, str], ...] = (
    ("XingMing", "name"),
    ("XingBie", "sex"),
    ("ChuShengNianYue", "born"),
    ("MinZu", "nation"),
    ("RuDangShiJian", "party"),
    ("RuDangShiJian", "party_joined"),
    ("CanJiaGongZuoShiJian", "work_started"),
    ("JianKangZhuangKuang", "health"),
)


def differences(form: AppointmentForm, person: Person) -> tuple[Difference, ...]:
    """What a form and the archive say differently, months compared as months.

    Shapes: where only one of them says anything there is a difference too, histories marked missing apart.
    """
    said = facts_of(form, person.id).person
    found = [
        Difference(element, *pair)
        for element, name in _COMPARED
        if (pair := (_plain(getattr(said, name)), _plain(getattr(person, name))))[0] != pair[1]
    ]
    found += _of_history("QuanRiZhiJiaoYu_XueLi", _courses(said, True), _courses(person, True))
    found += _of_history("ZaiZhiJiaoYu_XueLi", _courses(said, False), _courses(person, False))
    if "appraisals" not in said.missing | person.missing:
        found += _of_history("NianDuKaoHeJieGuo", _grades(said), _grades(person))
    if "tenures" not in said.missing | person.missing:
        found += _of_history("JianLi", _stretches(said), _stretches(person))
    if "family" not in said.missing | person.missing:
        found += _of_history("JiaTingChengYuan", _relatives(said), _relatives(person))
    return tuple(found)


def _relatives(person: Person) -> Mapping[str, str]:
    return {
        f"{r.relation} {_plain(r.name)}": " ".join(
            part for part in (r.relation, _plain(r.name), _plain(r.born), r.party, _plain(r.work)) if part
        )
        for r in person.family
    }


def _plain(value: object) -> str:
    """A value as both sides can say it: a date to the month."""
    if isinstance(value, PartialDate):
        return f"{value.year:04d}.{value.month:02d}"
    return "" if value is None else re.sub(r"\s", "", str(value))


def _courses(person: Person, is_full_time: bool) -> Mapping[str, str]:
    return {e.level: e.level + e.degree for e in person.educations if e.full_time == is_full_time}


def _grades(person: Person) -> Mapping[str, str]:
    return {str(a.year): f"{a.year}：{a.grade}" for a in person.appraisals}


def _stretches(person: Person) -> Mapping[str, str]:
    told = (t for t in person.tenures if t.kind not in ("rank", "title"))
    spans = (f"{t.since:%Y.%m}--{t.until:%Y.%m}" if t.until else f"{t.since:%Y.%m}--" for t in told)
    return {span: span for span in spans}


def _of_history(element: str, form: Mapping[str, str], archive: Mapping[str, str]) -> list[Difference]:
    keys = sorted(form.keys() | archive.keys())
    return [
        Difference(element, form.get(k, ""), archive.get(k, ""))
        for k in keys
        if form.get(k) != archive.get(k)
    ]
