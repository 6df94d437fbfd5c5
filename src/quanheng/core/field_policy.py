"""Field policy (字段权限): which role sees which fact of the archive: one table for all screens and files.

Shapes: a fact is a field of the people table, the name of a history (`sanctions`), or one of `photograph`,
`documents`, `findings`. What is worked out from a fact (age, present post) is seen by whoever sees the fact.
Lists, filters, searches, sorting, person pages, exports, history and documents all ask here; default deny.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from quanheng.core.authority import ROLES, Actor
from quanheng.core.values import Refused, Text

Sight = Literal["whole", "masked", "none"]
OWN = "own"
"""The person whom the fact is about, on their own page."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Who sees one fact, whole or masked. Shapes: roles, or `own`."""

    whole: frozenset[str]
    masked: frozenset[str] = frozenset()


_ROSTER = frozenset({"organiser", "discipline_officer", "auditor"})
_OPEN = FieldRule(_ROSTER | {OWN})
_SUPERVISED = FieldRule(_ROSTER)

POLICY: Mapping[str, FieldRule] = {
    "code": _OPEN,
    "name": _OPEN,
    "sex": _OPEN,
    "born": _OPEN,
    "nation": _OPEN,
    "party": _OPEN,
    "party_joined": _OPEN,
    "work_started": _OPEN,
    "identity": _OPEN,
    "establishment": _OPEN,
    "unit": _OPEN,
    "health": FieldRule(frozenset({"organiser", OWN})),
    "id_number": FieldRule(frozenset({"organiser", OWN}), frozenset({"discipline_officer", "auditor"})),
    "educations": _OPEN,
    "tenures": _OPEN,
    "appraisals": _OPEN,
    "sanctions": _SUPERVISED,
    "trainings": _OPEN,
    "awards": _OPEN,
    "relations": _OPEN,
    "family": FieldRule(frozenset({"organiser", "discipline_officer", OWN})),
    "reserves": FieldRule(frozenset({"organiser", "auditor"})),
    "attributes": FieldRule(frozenset({"organiser", "discipline_officer", OWN})),
    "photograph": _OPEN,
    "documents": FieldRule(frozenset({"organiser", "discipline_officer"})),
    "findings": _SUPERVISED,
    "units": _SUPERVISED,
    "posts": _SUPERVISED,
    "establishments": _SUPERVISED,
}
"""The whole policy. Sanctions and reserve lists are told to the person by people, never by a screen."""

DERIVED: Mapping[str, str] = {
    "pinyin": "name",
    "initials": "name",
    "age": "born",
    "present_post": "tenures",
    "present_level": "tenures",
    "present_rank": "tenures",
    "years_in_rank": "tenures",
    "leading": "tenures",
    "full_time_education": "educations",
    "in_service_education": "educations",
    "education": "educations",
    "last_grades": "appraisals",
    "reserve": "reserves",
}
"""What is worked out, and the fact that it gives away."""


def sight(actor: Actor, fact: str, *, own: bool = False) -> Sight:
    """How much of a fact the reader sees; with `own`, as the person themselves on their own page."""
    rule = POLICY.get(DERIVED.get(fact, fact))
    readers = frozenset({OWN}) if own else actor.roles
    if rule is None or not readers & (rule.whole | rule.masked):
        return "none"
    return "whole" if readers & rule.whole else "masked"


def visible_fields(actor: Actor, *, own: bool = False) -> frozenset[str]:
    """The facts, and what is worked out from them, that the reader sees whole or masked."""
    return frozenset(fact for fact in (*POLICY, *DERIVED) if sight(actor, fact, own=own) != "none")


def shown(actor: Actor, fact: str, value: str, *, own: bool = False) -> str:
    """A value as this reader may see it: whole, masked, or empty."""
    seen = sight(actor, fact, own=own)
    if seen == "whole":
        return value
    return masked(value) if seen == "masked" else ""


def masked(value: str) -> str:
    """A value of which only the beginning can be told: 110101************.

    With the day of birth, which is shown beside it, any more digits would give the whole number away.
    """
    told = 6 if len(value) >= 12 else 0
    return value[:told] + "*" * (len(value) - told)


def require_sight(actor: Actor, fact: str) -> None:
    """Refuse to narrow, sort or export by a fact not seen whole: the answer would tell it."""
    if sight(actor, fact) == "whole":
        return
    rule = POLICY.get(DERIVED.get(fact, fact), FieldRule(frozenset()))
    allowed = [ROLES[role] for role in ROLES if role in rule.whole]
    raise Refused(
        "not_allowed",
        "您的角色看不到这项内容，也不能据此筛选、排序或导出。",
        "Your role does not see this fact and may not filter, sort or export by it.",
        where=fact,
        remedy_zh=f"可见的角色：{'、'.join(t.zh for t in allowed) or '无'}。请去掉这个条件。",
        remedy_en=f"It is seen by: {', '.join(t.en for t in allowed) or 'nobody'}. Take this condition off.",
    )


FACT_TITLES: Mapping[str, Text] = {
    "photograph": Text("照片", "Photograph"),
    "documents": Text("材料", "Documents"),
    "findings": Text("核对提示", "Findings"),
    "age": Text("年龄", "Age"),
    "present_post": Text("现任职务", "Present post"),
    "present_level": Text("现任层级", "Present level"),
    "present_rank": Text("现任职级", "Present rank"),
    "years_in_rank": Text("任现职级年限", "Years in rank"),
    "leading": Text("领导职务", "Leading post"),
    "full_time_education": Text("全日制最高学历", "Highest full-time education"),
    "in_service_education": Text("在职最高学历", "Highest in-service education"),
    "education": Text("学历", "Education"),
    "last_grades": Text("近三年考核", "Last three grades"),
    "reserve": Text("后备名单", "Reserve list"),
}
"""What facts are called that are no column or table of the roster."""
