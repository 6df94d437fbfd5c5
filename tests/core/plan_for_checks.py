"""A small plan (检查用方案) that keeps every rule, and edits of it, for the tests of the checks."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

from quanheng.core.plans.lint import Check, check_plan
from quanheng.core.plans.reading import ReadPlan, read_plan
from quanheng.core.regulations import Catalogue, catalogue_of

DROP = object()
REGULATIONS = Path(__file__).parents[2] / "src" / "quanheng" / "data" / "regulations"
CATALOGUE: Catalogue = catalogue_of(
    {f.name: f.read_text(encoding="utf-8") for f in sorted(REGULATIONS.glob("*.json"))}
)

BASE: dict[str, Any] = {
    "language": 1,
    "id": "clean",
    "title": "机关内设机构副处长竞争上岗方案",
    "organisation": {
        "name": "市某局党组",
        "kind": "government",
        "level": "县处级正职",
        "scopes": ["leading_cadres", "internal_unit_posts", "civil_servants"],
    },
    "basis": ["经核定的编制和职数内开展，动议已经党组研究"],
    "as_of": "2026-03-10",
    "begins_on": "2026-03-06",
    "bodies": [
        {"id": "judges", "title": "面试小组", "members": 7, "odd": True},
        {"id": "party", "title": "局党组", "members": 9},
        {"id": "discipline", "title": "派驻纪检监察组", "at_least": 1},
    ],
    "classes": [{"id": "deputy", "title": "副职"}],
    "posts": [
        {"id": "a", "title": "综合处副处长", "class": "deputy", "level": "县处级副职", "seats": 1},
        {"id": "b", "title": "业务处副处长", "class": "deputy", "level": "县处级副职", "seats": 2},
    ],
    "choices": {"max": 2, "mode": "ranked", "groups": {"deputy": {"max": 2}}},
    "eligibility": {
        "all": [
            {"appraisals": {"last": 3, "every": {"grade_at_least": "称职"}}},
            {"sanction": {"in_effect": False}},
            {"education": {"at_least": "本科"}},
            {"work_years": {"at_least": 5}},
            {"tenure": {"grassroots": True, "cumulative": True, "at_least": {"years": 2}}},
            {
                "tenure": {
                    "level": {"in": ["正科级"]},
                    "cumulative": True,
                    "at_least": {"years": 3},
                    "not_counted_grades": ["基本称职", "不称职", "不定等次"],
                }
            },
            {"stepwise": {"steps": 1}},
            {"recusal": {"with": ["post_unit"]}},
            {"tenure": {"level": {"in": ["正科级"]}, "posts_count": 2}},
            {"training": {"hours_at_least": 550}},
        ]
    },
    "stages": [
        {"id": "enrolment", "kind": "enrolment", "time": {"on": "2026-03-10"}},
        {"id": "review", "kind": "eligibility", "time": {"on": "2026-03-11"}, "reviewed_by": "party"},
        {"id": "opening", "kind": "opening", "time": {"on": "2026-03-11"}, "ratio": 3, "else": ["cancel"]},
        {
            "id": "speech",
            "kind": "speech",
            "time": {"on": "2026-03-12"},
            "minutes": 10,
            "judges": "judges",
            "items": [{"id": "x", "title": "思路", "max": 60}, {"id": "y", "title": "表达", "max": 40}],
        },
        {
            "id": "assessment",
            "kind": "assessment",
            "time": {"on": "2026-03-13"},
            "grades": [
                {"id": "good", "title": "优秀", "value": 100},
                {"id": "fair", "title": "称职", "value": 80},
            ],
            "groups": [
                {"id": "leaders", "title": "班子成员", "weight": 40, "quorum": {"at_least": "2/3"}},
                {"id": "staff", "title": "其他人员", "weight": 60, "quorum": {"at_least": "2/3"}},
            ],
            "denominator": "valid",
            "empty_group": "block",
            "small_group": {"below": 5, "rule": "count"},
        },
        {
            "id": "composite",
            "kind": "composite",
            "time": {"on": "2026-03-16"},
            "full": 100,
            "components": [
                {"id": "speech", "from": "speech", "weight": 50},
                {"id": "assessment", "from": "assessment", "weight": 50},
            ],
            "ties": [{"by": "assessment"}],
        },
        {
            "id": "shortlist",
            "kind": "shortlist",
            "time": {"on": "2026-03-16"},
            "by": "composite",
            "keep": {"per_seat": 2, "short": "actual", "ties": "include"},
            "ties": [{"by": "speech"}, {"final": "shared"}],
            "decided_by": "party",
        },
        {
            "id": "inspection",
            "kind": "inspection",
            "time": {"from": "2026-03-19", "to": "2026-03-20"},
            "team": {"at_least": 2, "from": "party"},
            "notice": {"working_days": 2},
            "talks": {"at_least": 10},
            "covers": ["virtue", "ability", "diligence", "achievement", "integrity"],
        },
        {
            "id": "clearance",
            "kind": "clearance",
            "time": {"on": "2026-03-23"},
            "musts": ["archive", "personal_matters", "discipline_opinion", "complaints"],
            "given_by": "discipline",
            "signatures": 2,
        },
        {
            "id": "decision",
            "kind": "decision",
            "time": {"on": "2026-03-24"},
            "body": "party",
            "quorum": {"share": "2/3", "of": "members"},
            "majority": {"over": "1/2", "of": "due"},
            "principal_last": True,
            "manner": "secret",
            "follows": "composite",
        },
        {
            "id": "notice",
            "kind": "public_notice",
            "time": {"on": "2026-03-25"},
            "lasts": {"working_days": 5},
            "places": ["机关公示栏", "内网"],
            "objections_to": "discipline",
        },
        {
            "id": "appointment",
            "kind": "appointment",
            "time": {"after": "notice", "by": {"working_days": 1}},
            "talk": True,
            "filed_with": "市委组织部",
        },
        {
            "id": "probation",
            "kind": "probation",
            "time": {"after": "appointment", "by": {"months": 12}},
            "length": {"months": 12},
            "counts_from": "document",
            "ends_early_on": ["严重警告"],
        },
    ],
    "term": {"length": {"years": 5}, "renewable": 1},
}


def edited(*edits: tuple[str, Any]) -> dict[str, Any]:
    """The plan after some edits.

    Shapes: an edit is a path and a value, or DROP; a stage is named by its id; a path that ends in + appends.
    """
    data = copy.deepcopy(BASE)
    for path, value in edits:
        *way, last = path.split(".")
        part: Any = data
        for name in way:
            part = _part(part, name)
        if last == "+":
            part.append(value)
        elif value is DROP:
            part.pop(_index(part, last) if isinstance(part, list) else last)
        elif isinstance(part, list):
            part[_index(part, last)] = value
        else:
            part[last] = value
    return data


def _part(part: Any, name: str) -> Any:
    return part[_index(part, name)] if isinstance(part, list) else part.setdefault(name, {})


def _index(part: list[Any], name: str) -> int:
    return int(name) if name.isdigit() else next(i for i, p in enumerate(part) if p.get("id") == name)


def read(*edits: tuple[str, Any]) -> ReadPlan:
    """The edited plan, read from a file of one line a value."""
    return read_plan(json.dumps(edited(*edits), ensure_ascii=False, indent=1))


def checked(*edits: tuple[str, Any], as_of: date | None = None) -> tuple[Check, ...]:
    """All findings about the edited plan."""
    return check_plan(read(*edits), CATALOGUE, as_of)


def found(code: str, *edits: tuple[str, Any], as_of: date | None = None) -> list[Check]:
    """The findings of one check about the edited plan."""
    return [c for c in checked(*edits, as_of=as_of) if c.code == code]


def scopes(*names: str, kind: str = "") -> tuple[tuple[str, Any], ...]:
    """Edits that give the plan other scopes, and its organisation another kind."""
    more = (("organisation.kind", kind),) if kind else ()
    return (("organisation.scopes", list(names)), *more)
