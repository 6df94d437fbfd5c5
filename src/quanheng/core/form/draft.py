"""Drafting an appointment form (由档案生成审批表): what the archive knows, laid out as the form asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quanheng.core.form.appointment_form import (
    SPECS,
    AppointmentForm,
    FamilyMember,
    compact_day,
    compact_month,
)
from quanheng.core.form.facts import ATTRIBUTES, PARTY, FormNote
from quanheng.core.form.kin import nearness
from quanheng.core.form.levels import level_of
from quanheng.core.form.resume import ResumeEntry, month_from, resume_text
from quanheng.core.people import Education, Person, Relative, Tenure
from quanheng.core.values import Text
from quanheng.core.workdays import PartialDate

TOLD_KINDS = ("post", "work", "study", "secondment")
"""Kinds of tenure that a resume tells of; ranks and titles have no line of their own there."""
EXPECTED = ("name", "sex", "born", "nation", "native_place", "birthplace", "work_started", "health")


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A form drawn up from the archive, and what the archive did not hold for it."""

    form: AppointmentForm
    notes: tuple[FormNote, ...]


def form_of(
    person: Person,
    as_of: date,
    people: Mapping[str, Person] | None = None,
    texts: Mapping[str, str] | None = None,
    photo: bytes = b"",
) -> FormDraft:
    """The form of a person.

    Shapes: `as_of` is the day for which ages are told; `people` are the roster, for the family table; `texts`
    are fields that no archive holds (intended_post, reasons ...) and stand before what it says.
    """
    full, part = _course(person, True), _course(person, False)
    drawn = {
        "name": person.name,
        "sex": person.sex or "",
        "born": _month(person.born),
        "nation": person.nation or "",
        "party_joined": _party(person),
        "work_started": _month(person.work_started),
        "health": person.health or "",
        "full_time_level": full.level,
        "full_time_degree": full.degree,
        "full_time_level_school": full.school + full.major,
        "in_service_level": part.level,
        "in_service_degree": part.degree,
        "in_service_level_school": part.school + part.major,
        "professional_title": _held(person, "title"),
        "present_post": _held(person, "post"),
        "resume_text": _resume(person.tenures),
        "awards": _awards(person),
        "appraisals": "；".join(f"{a.year}年：{a.grade}" for a in person.appraisals),
        "age_as_of": f"{as_of:%Y%m%d}",
    }
    known = {field: person.attributes.get(name, "") for field, name in ATTRIBUTES.items()}
    drawn = {**known, **{field: text for field, text in drawn.items() if text or field not in known}}
    drawn |= texts or {}
    form = AppointmentForm(family=_family(person, people or {}), photo=photo).with_texts(drawn)
    return FormDraft(form, _notes(form, person))


def _month(month: PartialDate | None) -> str:
    return compact_month(month) if month else ""


def _party(person: Person) -> str:
    """The month of joining the Communist Party, or the name of another party."""
    if person.party in (PARTY, None) or (person.party or "").startswith("中共"):
        return _month(person.party_joined)
    return person.party or ""


def _course(person: Person, is_full_time: bool) -> Education:
    """The highest course of one way; where levels are equal or unknown, the later one."""
    known = [e for e in person.educations if e.full_time == is_full_time]
    return max(known, key=_height, default=Education(""))


def _height(course: Education) -> tuple[int, date]:
    level = level_of(course.level)
    return -1 if level is None else level, course.finished_on or date.min


def _held(person: Person, kind: str) -> str:
    held = (t for t in person.tenures if t.kind == kind and t.until is None)
    return "、".join(words_of(t) for t in held)


def words_of(tenure: Tenure) -> str:
    """A tenure as people say it: the unit and the post."""
    return tenure.name if tenure.name.startswith(tenure.unit) else tenure.unit + tenure.name


def _resume(tenures: Sequence[Tenure]) -> str:
    """Entries in order of time; study and secondment inside a post or work are told within its entry."""
    told = sorted((t for t in tenures if t.kind in TOLD_KINDS), key=lambda t: (t.since, t.until or date.max))
    hosts = [t for t in told if t.kind in ("post", "work")]
    inside: dict[Tenure, list[Tenure]] = {}
    for tenure in told:
        host = None if tenure in hosts else next((h for h in hosts if _lies_in(tenure, h)), None)
        if host is not None:
            inside.setdefault(host, []).append(tenure)
    away = {t for within in inside.values() for t in within}
    return resume_text(_entry(t, inside.get(t, ())) for t in told if t not in away)


def _lies_in(tenure: Tenure, host: Tenure) -> bool:
    if tenure.until is None:
        return False
    return host.since <= tenure.since and tenure.until <= (host.until or date.max)


def _entry(tenure: Tenure, within: Sequence[Tenure]) -> ResumeEntry:
    texts = [words_of(tenure)]
    if within:
        texts.append(f"（其间：{'；'.join(f'{_span(t)}  {words_of(t)}' for t in within)}）")
    until = month_from(tenure.until) if tenure.until else None
    return ResumeEntry(month_from(tenure.since), until, "dated" if until else "open", tuple(texts), 1)


def _span(tenure: Tenure) -> str:
    return f"{tenure.since:%Y.%m}--{tenure.until:%Y.%m}" if tenure.until else f"{tenure.since:%Y.%m}--"


def _awards(person: Person) -> str:
    """Awards and sanctions one a line; 无 only where both are known to be none."""
    lines = [f"{a.given_on:%Y.%m}  {a.name}{f'（{a.level}）' if a.level else ''}" for a in person.awards]
    lines += [f"{s.decided_on:%Y.%m}  {s.kind}" for s in person.sanctions]
    is_known = not {"awards", "sanctions"} & person.missing
    return "\n".join(sorted(lines)) if lines else "无" if is_known else ""


def _family(person: Person, people: Mapping[str, Person]) -> tuple[FamilyMember, ...]:
    """The family as told, nearest first; else the relations, with what is known of the other person."""
    if person.family:
        return tuple(_member(each) for each in sorted(person.family, key=lambda r: nearness(r.relation)))
    known = ((relation, people[relation.to]) for relation in person.relations if relation.to in people)
    return tuple(
        FamilyMember(
            relation.kind,
            other.name,
            _month(other.born),
            other.party or "",
            _held(other, "post") or other.unit or "",
        )
        for relation, other in known
    )


def _member(relative: Relative) -> FamilyMember:
    born = _month(relative.born)
    return FamilyMember(relative.relation, relative.name, born, relative.party, relative.work)


def _notes(form: AppointmentForm, person: Person) -> tuple[FormNote, ...]:
    """What a form needs and the archive did not give."""
    titles = {spec.field: spec for spec in SPECS}
    empty = [name for name in EXPECTED if not getattr(form, name)]
    if not form.family:
        empty.append("family")
    histories = {"tenures": "resume_text", "appraisals": "appraisals", "educations": "full_time_level"}
    empty += [f for history, f in histories.items() if history in person.missing and not getattr(form, f)]
    return tuple(
        FormNote(
            titles[name].element,
            0,
            Text(
                f"档案中没有“{titles[name].title.zh}”。",
                f"The archive does not hold: {titles[name].title.en}.",
            ),
        )
        for name in empty
    ) + _person_notes(person)


def _person_notes(person: Person) -> tuple[FormNote, ...]:
    day_lost = [d for d in (person.born, person.party_joined, person.work_started) if d and d.day]
    if not day_lost:
        return ()
    zh = f"表中只写年月，{'、'.join(map(str, day_lost))} 的日不写入。"
    en = f"The form holds months only; the days of {', '.join(map(compact_day, day_lost))} are not written."
    return (FormNote("ChuShengNianYue", 0, Text(zh, en)),)
