"""Consistency of a form (三龄二历): birth, work, party, education and resume against one another.

三龄 are age, length of service and of party membership, 二历 education and resume.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quanheng.core.form.ages import identity_number, young
from quanheng.core.form.appointment_form import FAMILY, SPECS, AppointmentForm, month_of
from quanheng.core.form.consistency_resume import resume_inconsistencies
from quanheng.core.form.consistency_terms import Examined, Inconsistency, Measures, day_of, finding
from quanheng.core.form.facts import facts_of
from quanheng.core.form.kin import CHILDREN, PARENTS
from quanheng.core.form.levels import BEYOND_SCHOOL, level_of
from quanheng.core.form.photo import picture_of
from quanheng.core.form.resume import is_study
from quanheng.core.workdays import PartialDate

NEEDED = ("name", "sex", "born", "nation", "native_place", "work_started", "full_time_level", "present_post")
"""Fields without which a form says too little."""
_ORDER = ("error", "warning", "note")


def inconsistencies(
    form: AppointmentForm, as_of: date | None = None, measures: Measures | None = None
) -> tuple[Inconsistency, ...]:
    """All findings about a form, in the order of its elements, the graver first within a line.

    Shapes: `as_of` is the day it is judged by, the form's own day (计算年龄时间) where none is given.
    """
    examined = Examined(form, as_of or day_of(form), measures or Measures())
    found = [
        *_absent(examined),
        *_unreadable(examined),
        *_ages(examined),
        *identity_number("ShenFenZheng", form.id_number, month_of(form.born), form.sex),
        *_education(examined),
        *resume_inconsistencies(examined),
        *_appraisals(examined),
        *_family(examined),
        *_photo(examined),
    ]
    places = {spec.element: n for n, spec in enumerate(SPECS)}
    return tuple(sorted(found, key=lambda f: (places[f.element], f.line, _ORDER.index(f.severity))))


def _absent(examined: Examined) -> Iterator[Inconsistency]:
    for spec in SPECS:
        if spec.field in NEEDED and not str(getattr(examined.form, spec.field)).strip():
            zh, en = f"“{spec.title.zh}”为空。", f"'{spec.title.en}' is empty."
            yield finding("warning", "element_empty", spec.element, zh, en)
    if examined.as_of is None:
        zh = "没有计算年龄时间，不与当前时间比较。"
        en = "There is no day to judge by; nothing is compared with the present."
        yield finding("note", "no_day", "JiSuanNianLingShiJian", zh, en)


_DATES = ("born", "work_started", "age_as_of", "filled_on")


def _unreadable(examined: Examined) -> Iterator[Inconsistency]:
    for spec in SPECS:
        text = str(getattr(examined.form, spec.field)).strip() if spec.field in _DATES else ""
        if text and month_of(text) is None:
            zh, en = f"“{text}”不是年月。", f"'{text}' is no month."
            yield finding("warning", "date_unreadable", spec.element, zh, en)


def _ages(examined: Examined) -> Iterator[Inconsistency]:
    """Age at the start of work and on joining the Party, and both against the day of the form."""
    form, measures = examined.form, examined.measures
    born = month_of(form.born)
    joined = facts_of(form, "").person.party_joined
    if born and examined.as_of and born.earliest() > examined.as_of:
        zh, en = f"出生 {born} 晚于 {examined.as_of}。", f"The birth {born} lies after {examined.as_of}."
        yield finding("error", "born_in_future", "ChuShengNianYue", zh, en)
    for element, said, least, what in (
        (
            "CanJiaGongZuoShiJian",
            month_of(form.work_started),
            measures.work_age,
            ("参加工作", "work started"),
        ),
        ("RuDangShiJian", joined, measures.party_age, ("入党", "the Party was joined")),
    ):
        if said is None:
            continue
        if examined.as_of and said.earliest() > examined.as_of:
            zh, en = f"{said} 晚于 {examined.as_of}。", f"{said} lies after {examined.as_of}."
            yield finding("error", "date_in_future", element, zh, en)
        if born:
            yield from young(element, born, said, least, what)


def _education(examined: Examined) -> Iterator[Inconsistency]:
    """Levels against one another and against the resume."""
    form = examined.form
    full, part = level_of(form.full_time_level), level_of(form.in_service_level)
    if full is not None and part is not None and part < full:
        zh = f"在职学历“{form.in_service_level}”低于全日制学历“{form.full_time_level}”。"
        en = (
            f"The in-service level '{form.in_service_level}' is below the full-time '{form.full_time_level}'."
        )
        yield finding("warning", "education_order", "ZaiZhiJiaoYu_XueLi", zh, en)
    for way, name in (("full_time", "QuanRiZhiJiaoYu"), ("in_service", "ZaiZhiJiaoYu")):
        level, degree, school = (getattr(form, f"{way}_{f}") for f in ("level", "degree", "level_school"))
        if degree and not level:
            zh, en = "有学位而无学历。", "There is a degree but no level of education."
            yield finding("warning", "degree_alone", f"{name}_XueWei", zh, en)
        if level and not school:
            zh, en = "没有毕业院校系及专业。", "The school is not given."
            yield finding("note", "school_absent", f"{name}_XueLi", zh, en)
    yield from _study_told(examined)


def _study_told(examined: Examined) -> Iterator[Inconsistency]:
    """Education above school should be told of in the resume."""
    form, resume = examined.form, examined.form.resume
    is_told = any(is_study(e.spoken()) for e in resume.entries) or any(
        is_study(w.text) for w in resume.within
    )
    level = level_of(form.full_time_level)
    if resume.entries and not is_told and level is not None and level >= BEYOND_SCHOOL:
        zh = f"全日制学历为“{form.full_time_level}”，简历中没有学习经历。"
        en = f"Full-time education is '{form.full_time_level}', but the resume tells of no study."
        yield finding("warning", "study_not_told", "QuanRiZhiJiaoYu_XueLi", zh, en)


def _appraisals(examined: Examined) -> Iterator[Inconsistency]:
    """Years that cannot be read, and the last full years without a grade."""
    element = "NianDuKaoHeJieGuo"
    facts = facts_of(examined.form, "")
    for note in facts.notes:
        if note.element == element:
            yield finding("note", "appraisal_unread", element, note.text.zh, note.text.en, note.line)
    started = month_of(examined.form.work_started)
    if examined.as_of is None:
        return
    last = examined.as_of.year - 1
    first = max(last - examined.measures.appraisal_years + 1, started.year + 1 if started else 0)
    known = {a.year for a in facts.person.appraisals}
    absent = [year for year in range(first, last + 1) if year not in known]
    if absent:
        years = "、".join(map(str, absent))
        zh, en = f"缺少年度考核结果：{years}。", f"No appraisal is given for {', '.join(map(str, absent))}."
        is_latest_only = absent == [last]
        yield finding("note" if is_latest_only else "warning", "appraisal_absent", element, zh, en)


def _family(examined: Examined) -> Iterator[Inconsistency]:
    """Members without a name, births that are no months, parents and children too near in age."""
    form = examined.form
    told = [m for m in form.family if not m.is_blank]
    if not told:
        yield finding("note", "family_empty", FAMILY, "没有家庭成员。", "No family member is given.")
    born = month_of(form.born)
    for line, member in enumerate(form.family, 1):
        if member.is_blank:
            continue
        if not member.name.strip() or not member.title.strip():
            zh, en = "缺少称谓或姓名。", "The relation or the name is missing."
            yield finding("warning", "member_unnamed", FAMILY, zh, en, line)
        own = month_of(member.born)
        if member.born.strip() and own is None:
            zh, en = f"出生年月“{member.born}”不是年月。", f"'{member.born}' is no month."
            yield finding("warning", "member_birth_unreadable", FAMILY, zh, en, line)
        if born and own and _is_too_near(examined.measures, member.title, born, own):
            zh = f"{member.title}出生于 {own}，与本人（{born}）不合。"
            en = f"{member.title} was born in {own}, which does not agree with {born}."
            yield finding("warning", "member_age", FAMILY, zh, en, line)


def _is_too_near(measures: Measures, title: str, born: PartialDate, other: PartialDate) -> bool:
    """Whether a parent is too young, or a child too old."""
    years = born.year - other.year
    if title in PARENTS:
        return years < measures.parent_age
    if title in CHILDREN:
        return -years < measures.parent_age
    return False


def _photo(examined: Examined) -> Iterator[Inconsistency]:
    photo = examined.form.photo
    if not photo:
        yield finding("note", "photo_absent", "ZhaoPian", "没有照片。", "There is no photograph.")
    elif picture_of(photo) is None:
        zh, en = "照片不是可识别的图像。", "The photograph is no known kind of image."
        yield finding("warning", "photo_unknown", "ZhaoPian", zh, en)
