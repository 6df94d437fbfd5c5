"""The cases in tests/laws (条件样例): name, as_of, rule, facts, expect, source; read once for every judge of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.scales import Scales
from quanheng.core.people import (
    Appraisal,
    Award,
    Education,
    Person,
    Relation,
    Relative,
    Reserve,
    Sanction,
    Tenure,
    Training,
)
from quanheng.core.workdays import PartialDate

LAWS = Path(__file__).parent / "laws"
HISTORIES = {
    "educations": Education,
    "tenures": Tenure,
    "appraisals": Appraisal,
    "sanctions": Sanction,
    "trainings": Training,
    "awards": Award,
    "relations": Relation,
    "family": Relative,
    "reserves": Reserve,
}
DATES = ("born", "party_joined", "work_started")


def cases() -> list[Any]:
    found = []
    for file in sorted(LAWS.glob("eligibility-*.yaml")):
        for case in YAML(typ="safe").load(file.read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{file.stem}: {case['name']}"))
    return found


def person_of(facts: dict[str, Any]) -> Person:
    read: dict[str, Any] = {"id": "HW001", "name": "张三", **facts}
    for name, kind in HISTORIES.items():
        read[name] = tuple(kind(**row) for row in facts.get(name, ()))
    for name in DATES:
        if name in facts:
            read[name] = PartialDate.of(str(facts[name]))
    read["missing"] = frozenset(facts.get("missing", ()))
    read["attributes"] = {key: str(value) for key, value in facts.get("attributes", {}).items()}
    return Person(**read)


def post_of(case: dict[str, Any]) -> Post | None:
    return Post.model_validate(case["post"]) if "post" in case else None


def frame_of(case: dict[str, Any]) -> Frame:
    post = post_of(case)
    return Frame(
        posts={} if post is None else {post.id: post},
        as_of=case["as_of"],
        scales=Scales.model_validate(case.get("scales", {})),
        members={body: tuple(people) for body, people in case.get("members", {}).items()},
    )
