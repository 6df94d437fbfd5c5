"""Every predicate against the cases in tests/laws (条件样例): name, as_of, rule, facts, expect, source."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from law_cases import HISTORIES, cases, frame_of, person_of, post_of

from quanheng.core.eligibility.verdicts import Verdict, verdict
from quanheng.core.language.rules import Rule
from quanheng.core.people import Person


def judged(case: dict[str, Any]) -> Verdict:
    rule, person = Rule.model_validate(case["rule"]), person_of(case["facts"])
    return verdict(rule, person, post_of(case), frame_of(case), case["as_of"])


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
