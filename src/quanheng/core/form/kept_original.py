"""Kept original (留存原表): a form drawn from the archive, laid over the form that once came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from quanheng.core.form.appointment_form import AppointmentForm, FamilyMember, KeptElement
from quanheng.core.form.facts import differences, facts_of
from quanheng.core.people import Person

COMPARED = {
    "XingMing": ("name",),
    "XingBie": ("sex",),
    "ChuShengNianYue": ("born",),
    "MinZu": ("nation",),
    "RuDangShiJian": ("party_joined",),
    "CanJiaGongZuoShiJian": ("work_started",),
    "JianKangZhuangKuang": ("health",),
    "QuanRiZhiJiaoYu_XueLi": (
        "full_time_level", "full_time_degree", "full_time_level_school", "full_time_degree_school",
    ),
    "ZaiZhiJiaoYu_XueLi": (
        "in_service_level", "in_service_degree", "in_service_level_school", "in_service_degree_school",
    ),
    "JianLi": ("resume_text",),
    "NianDuKaoHeJieGuo": ("appraisals",),
    "JiaTingChengYuan": ("family",),
}  # fmt: skip
"""By the element that tells of a difference, the fields that then follow the archive."""
_COMPARED_FIELDS = frozenset(field for fields in COMPARED.values() for field in fields)
DRAWN_ANEW = ("age_as_of",)
"""Fields that belong to the day on which a form is drawn."""
POSTS = ("post", "work", "secondment")


def over_original(
    draft: AppointmentForm, original: AppointmentForm, person: Person, kept_on: date
) -> AppointmentForm:
    """The draft with the words of the original wherever the archive says nothing else.

    Shapes: `kept_on` is the day from which the original is known; posts that began or ended since are told by
    the archive. Elements that the form does not know stay, those of a member only while the member does.
    """
    told = {each.element for each in differences(original, person)} | _unspoken(original, person)
    follows = {field for element in told for field in COMPARED[element]} | set(DRAWN_ANEW)
    if _has_moved(person, kept_on):
        follows.add("present_post")
    if person.awards or person.sanctions:
        follows.add("awards")
    texts = {spec.field: _chosen(spec.field, draft, original, follows) for spec, _ in draft.texts()}
    family, kept = original.family, original.kept
    if "family" in follows and draft.family:
        family = tuple(_as_told(member, original) for member in draft.family)
        kept = tuple(_moved(original, family))
    return replace(
        original,
        family=family,
        kept=kept,
        photo=draft.photo or original.photo,
    ).with_texts(texts)


_HISTORIES = {"JianLi": "tenures", "NianDuKaoHeJieGuo": "appraisals", "JiaTingChengYuan": "family"}


def _unspoken(original: AppointmentForm, person: Person) -> set[str]:
    """Histories of which the original told nothing that could be read, and the archive does."""
    said = facts_of(original, person.id).person
    return {e for e, name in _HISTORIES.items() if getattr(person, name) and not getattr(said, name)}


def _chosen(field: str, draft: AppointmentForm, original: AppointmentForm, follows: set[str]) -> str:
    drawn, kept = str(getattr(draft, field)), str(getattr(original, field))
    if field in follows:
        return drawn or kept
    return kept if field in _COMPARED_FIELDS else kept or drawn


def _has_moved(person: Person, since: date) -> bool:
    """Whether a post began or ended after a day."""
    days = (day for t in person.tenures if t.kind in POSTS for day in (t.since, t.until) if day)
    return any(day > since for day in days)


def _as_told(member: FamilyMember, original: AppointmentForm) -> FamilyMember:
    """The member in the words of the original, where they say the same."""
    alone = facts_of(replace(original, family=(member,), kept=()), "").person.family
    return next(
        (
            known
            for known in original.family
            if facts_of(replace(original, family=(known,), kept=()), "").person.family == alone
        ),
        member,
    )


def _moved(original: AppointmentForm, family: Sequence[FamilyMember]) -> Iterator[KeptElement]:
    """The kept elements, those of members where their member now stands."""
    places = {(m.title, m.name): n for n, m in enumerate(family)}
    for each in original.kept:
        if each.member is None:
            yield each
        elif each.member == -1:
            yield replace(each, after=str(min(int(each.after or 0), len(family)) or ""))
        else:
            member = original.family[each.member]
            now = places.get((member.title, member.name))
            if now is not None:
                yield replace(each, member=now)
