"""What a rule asks, in words, before anybody is judged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quanheng.core.eligibility.asked import asked_by
from quanheng.core.language.posts import Frame
from quanheng.core.language.rules import Rule

FRAME = Frame(posts={}, as_of=date(2026, 3, 10))
WOMEN, HEALTHY = {"sex": {"in": ["女"]}}, {"health": {"in": ["健康"]}}


@pytest.mark.parametrize(
    ("rule", "zh"),
    [
        ({**WOMEN, "title": "女性"}, "女性"),
        (WOMEN, "性别为女"),
        ({"all": [WOMEN, HEALTHY]}, "须全部符合"),
        ({"not": WOMEN}, "不得有下列情形"),
        ({"at_least_n": {"n": 2, "of": [WOMEN, HEALTHY]}}, "至少符合以下 2 项"),
    ],
)
def test_a_rule_in_words(rule: dict[str, Any], zh: str) -> None:
    assert asked_by(Rule.model_validate(rule), FRAME).zh == zh
