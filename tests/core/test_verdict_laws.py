"""Every predicate against the cases in tests/laws (条件样例): name, as_of, rule, facts, expect, source."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from quanheng.core.eligibility.verdicts import Verdict, verdict
from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.rules import Rule
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

LAWS = Path(__file__).parents[1] / "laws"
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


def judged(case: dict[str, Any]) -> Verdict:
    post = Post.model_validate(case["post"]) if "post" in case else None
    frame = Frame(
        posts={} if post is None else {post.id: post},
        as_of=case["as_of"],
        scales=Scales.model_validate(case.get("scales", {})),
        members={body: tuple(people) for body, people in case.get("members", {}).items()},
    )
    return verdict(Rule.model_validate(case["rule"]), person_of(case["facts"]), post, frame, case["as_of"])


@pytest.mark.parametrize("case", cases())
def test_law(case: dict[str, Any]) -> None:
    found = judged(case)
    seen = {
        "state": found.state,
        "on": found.on,
        "missing": list(found.missing),
        "text": found.text.zh,
        "change": found.change.zh,
    }
    assert {key: seen[key] for key in case["expect"]} == case["expect"]
    assert case["source"]
    assert found.text.en, "every sentence exists in both languages"
    assert bool(found.change.zh) == (found.state != "met"), "what is not met says what would change it"
    assert bool(found.missing) == (found.state == "unknown"), "what is unknown names the fact"


def test_every_history_of_a_person_can_be_written_in_a_case() -> None:
    assert set(HISTORIES) <= {f.name for f in fields(Person)}
