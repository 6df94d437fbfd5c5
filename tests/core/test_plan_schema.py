"""The plan language as a JSON Schema (方案语言的结构): every stage kind, and the short ways of writing."""

from __future__ import annotations

from typing import Any

from quanheng.core.kinds import KINDS
from quanheng.core.plans.schema import Plan

SCHEMA: dict[str, Any] = Plan.model_json_schema(by_alias=True)


def test_stages_are_told_apart_by_their_kind() -> None:
    stages = SCHEMA["properties"]["stages"]["items"]
    assert stages["discriminator"]["propertyName"] == "kind"
    assert set(stages["discriminator"]["mapping"]) == set(KINDS)
    for kind, place in stages["discriminator"]["mapping"].items():
        part = SCHEMA["$defs"][place.removeprefix("#/$defs/")]
        assert part["properties"]["kind"]["const"] == kind
        assert part["additionalProperties"] is False


def test_short_ways_of_writing_are_allowed() -> None:
    """A title may be a plain sentence, a list of one a word, a number a fraction."""
    text = [{"type": "string"}, {"$ref": "#/$defs/Text"}]
    assert SCHEMA["properties"]["title"]["anyOf"] == text
    assert {"type": "string"} in SCHEMA["$defs"]["OneOf"]["properties"]["in"]["anyOf"]
    assert {"type": "string"} in SCHEMA["$defs"]["Item"]["properties"]["max"]["anyOf"]


def test_aliases_are_the_words_of_the_file() -> None:
    assert "from" in SCHEMA["$defs"]["Component"]["properties"]
    assert "not" in SCHEMA["$defs"]["Rule"]["properties"]
