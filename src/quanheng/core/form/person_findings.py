"""Findings about a person (档案核对): three ages, two histories and gaps in somebody's archive."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from quanheng.core.form.ages import identity_number, young
from quanheng.core.form.consistency_terms import Inconsistency, Measures, Severity
from quanheng.core.form.facts import PARTY
from quanheng.core.form.levels import level_of
from quanheng.core.form.retirement import retirement_month
from quanheng.core.form.tenure_findings import Told, tenures_told
from quanheng.core.people import Education, Person
from quanheng.core.values import Text

NEEDED = {
    "sex": Text("性别", "sex"),
    "born": Text("出生", "birth"),
    "work_started": Text("参加工作时间", "start of work"),
}
HISTORIES = {
    "educations": Text("学历学位", "education"),
    "tenures": Text("任职经历", "tenures"),
    "appraisals": Text("年度考核", "appraisals"),
}
_ORDER = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class PersonFinding:
    """Something in the archive of one person that contradicts itself, or calls for a look.

    Shapes: `table` is a table of the roster; `facts` are what it rests on. `error` cannot be true
    as it stands, `warning` is unusual and to be verified, `note` is a gap in what can be judged.
    """

    severity: Severity
    code: str
    table: str
    text: Text
    facts: tuple[str, ...]

    @property
    def mark(self) -> str:
        """What names the finding as long as the facts that it rests on stay as they are."""
        return hashlib.sha256("\x1f".join((self.code, self.table, *self.facts)).encode()).hexdigest()


def findings_of(
    person: Person, as_of: date, id_number: str = "", measures: Measures | None = None
) -> tuple[PersonFinding, ...]:
    """All findings about a person on a day, the graver first."""
    by = measures or Measures()
    found = [
        *_absent(person),
        *_dates(person, as_of, by),
        *_identity(person, id_number),
        *_party(person),
        *_education(person, as_of),
        *map(_of_tenures, tenures_told(person, as_of, by)),
        *_appraisals(person, as_of, by),
        *_retirement(person, as_of),
    ]
    return tuple(sorted(found, key=lambda f: _ORDER.index(f.severity)))


def _found(severity: Severity, code: str, table: str, zh: str, en: str, *facts: object) -> PersonFinding:
    return PersonFinding(severity, code, table, Text(zh, en), tuple(map(str, facts)))


def _of_tenures(told: Told) -> PersonFinding:
    return PersonFinding(told.severity, told.code, "tenures", told.text, told.facts)


def _of_people(inconsistency: Inconsistency, *facts: object) -> PersonFinding:
    said = inconsistency
    return _found(said.severity, said.code, "people", said.text.zh, said.text.say("en"), *facts)


def _absent(person: Person) -> Iterator[PersonFinding]:
    """Facts and histories without which little can be judged."""
    for name, title in NEEDED.items():
        if getattr(person, name) is None:
            zh, en = f"没有“{title.zh}”。", f"The {title.en} is not known."
            yield _found("warning", "fact_absent", "people", zh, en, name)
    for name, title in HISTORIES.items():
        if name in person.missing:
            zh, en = f"“{title.zh}”尚未录入。", f"The {title.en} were never entered."
            yield _found("note", "history_absent", name, zh, en)


def _dates(person: Person, as_of: date, measures: Measures) -> Iterator[PersonFinding]:
    """Birth, start of work and joining the Party, against the day and one another."""
    born = person.born
    if born and born.earliest() > as_of:
        zh, en = f"出生 {born} 晚于 {as_of}。", f"The birth {born} lies after {as_of}."
        yield _found("error", "born_in_future", "people", zh, en, born)
    for name, on, least, what in (
        ("work_started", person.work_started, measures.work_age, ("参加工作", "work started")),
        ("party_joined", person.party_joined, measures.party_age, ("入党", "the Party was joined")),
    ):
        if on is None:
            continue
        if on.earliest() > as_of:
            zh, en = f"{what[0]} {on} 晚于 {as_of}。", f"It is said that {what[1]} in {on}, after {as_of}."
            yield _found("error", "date_in_future", "people", zh, en, name, on)
        if born:
            for each in young(name, born, on, least, what):
                yield _of_people(each, name, born, on)


def _identity(person: Person, number: str) -> Iterator[PersonFinding]:
    for each in identity_number("id_number", number, person.born, person.sex):
        yield _of_people(each, number, person.born, person.sex)


def _party(person: Person) -> Iterator[PersonFinding]:
    """Membership and the date of joining, of which either may be wrong."""
    if person.party is None:
        return
    is_member = person.party.startswith("中共")
    if is_member and person.party_joined is None:
        zh, en = "是中共党员而没有入党时间。", "A member of the Party without the date of joining."
        yield _found("note", "party_date_absent", "people", zh, en, person.party)
    if not is_member and person.party_joined is not None:
        zh = f"政治面貌为“{person.party}”，却有入党时间 {person.party_joined}。"
        en = f"'{person.party}', yet the {PARTY} was joined in {person.party_joined}."
        yield _found("warning", "party_differs", "people", zh, en, person.party, person.party_joined)


def _education(person: Person, as_of: date) -> Iterator[PersonFinding]:
    """Levels in order of time, ends against birth, day and work."""
    for course in person.educations:
        yield from _course(person, course, as_of)
    for is_full_time in (True, False):
        dated = [e for e in person.educations if e.full_time == is_full_time and e.finished_on]
        for earlier, later in pairwise(sorted(dated, key=lambda e: e.finished_on or date.min)):
            high, low = level_of(earlier.level), level_of(later.level)
            if high is not None and low is not None and low < high:
                ends = earlier.finished_on, later.finished_on
                zh = f"“{later.level}”（{ends[1]}）晚于更高的“{earlier.level}”（{ends[0]}）。"
                en = f"'{later.level}' ({later.finished_on}) comes after the higher '{earlier.level}'."
                yield _found(
                    "warning", "education_order", "educations", zh, en, *_said(earlier), *_said(later)
                )
    yield from _in_service_below(person)


def _in_service_below(person: Person) -> Iterator[PersonFinding]:
    full, part = (
        max((e for e in person.educations if e.full_time == way), key=_height, default=None)
        for way in (True, False)
    )
    if full and part and -1 < _height(part) < _height(full):
        zh = f"在职学历“{part.level}”低于全日制学历“{full.level}”。"
        en = f"The in-service level '{part.level}' is below the full-time '{full.level}'."
        yield _found("warning", "education_order", "educations", zh, en, *_said(full), *_said(part))


def _height(course: Education) -> int:
    level = level_of(course.level)
    return -1 if level is None else level


def _said(course: Education) -> tuple[object, ...]:
    return course.level, course.full_time, course.school, course.finished_on


def _course(person: Person, course: Education, as_of: date) -> Iterator[PersonFinding]:
    if not course.school:
        zh, en = f"“{course.level}”没有毕业院校。", f"The school of '{course.level}' is not given."
        yield _found("note", "school_absent", "educations", zh, en, *_said(course))
    end = course.finished_on
    if end is None:
        return
    if end > as_of:
        zh, en = (
            f"“{course.level}”毕业 {end} 晚于 {as_of}。",
            f"'{course.level}' finished on {end}, after {as_of}.",
        )
        yield _found("error", "date_in_future", "educations", zh, en, *_said(course))
    if person.born and end < person.born.earliest():
        zh = f"“{course.level}”毕业 {end} 早于出生（{person.born}）。"
        en = f"'{course.level}' finished on {end}, before the birth ({person.born})."
        yield _found("error", "before_birth", "educations", zh, en, *_said(course), person.born)
    if course.full_time:
        yield from _beside_work(person, course, end)


HALF_YEAR = 183
"""Units: days. So long before and after the end of full-time study no work should have gone on."""


def _beside_work(person: Person, course: Education, end: date) -> Iterator[PersonFinding]:
    """Full-time study that ends in the midst of work."""
    for held in person.tenures:
        is_before = (end - held.since).days > HALF_YEAR
        is_after = held.until is None or (held.until - end).days > HALF_YEAR
        if held.kind in ("post", "work") and is_before and is_after:
            zh = f"全日制“{course.level}”于 {end} 毕业，当时正在任职：{held.name}（{held.since} 起）。"
            en = f"Full-time '{course.level}' finished on {end}, while at work: {held.name}."
            facts = (*_said(course), held.name, held.since, held.until)
            yield _found("warning", "study_beside_work", "educations", zh, en, *facts)
            return


def _appraisals(person: Person, as_of: date, measures: Measures) -> Iterator[PersonFinding]:
    """Years without a grade since the first known one, and grades before work began."""
    if "appraisals" in person.missing:
        return
    started, last = person.work_started, as_of.year - 1
    known = {a.year for a in person.appraisals}
    first = min({last - measures.appraisal_years + 1, *known})
    if started:
        first = max(first, started.year + 1)
    absent = [year for year in range(first, last + 1) if year not in known]
    if absent:
        severity: Severity = "note" if absent == [last] else "warning"
        zh = f"缺少年度考核结果：{'、'.join(map(str, absent))}。"
        en = f"No appraisal is given for {', '.join(map(str, absent))}."
        yield _found(severity, "appraisal_absent", "appraisals", zh, en, *absent)
    early = sorted(year for year in known if started and year < started.year)
    if started and early:
        zh = f"{'、'.join(map(str, early))} 年度考核早于参加工作（{started}）。"
        en = f"Appraised for {', '.join(map(str, early))}, before work started ({started})."
        yield _found("warning", "appraisal_early", "appraisals", zh, en, started, *early)


def _retirement(person: Person, as_of: date) -> Iterator[PersonFinding]:
    """Still in a post after the month of the retirement age."""
    if person.born is None or person.sex not in ("男", "女"):
        return
    if not any(t.kind in ("post", "work") and t.until is None for t in person.tenures):
        return
    month = retirement_month(person.born, person.sex, person.identity or "")
    if as_of > month.latest():
        zh = f"已于 {month} 到达法定退休年龄，仍有在任职务，请核对是否延迟退休。"
        en = f"The retirement age was reached in {month}, yet a post is held; check whether it was put off."
        facts = (person.born, person.sex, person.identity, month)
        yield _found("warning", "retirement_reached", "people", zh, en, *facts)
