"""The plan language as a JSON Schema (方案语言的结构): for editors that complete and check as one types."""

from __future__ import annotations

import json
from typing import Any, get_args

import click
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from quanheng.core.language.terms import Names, Words
from quanheng.core.plans.schema import LANGUAGE_VERSION, Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHORT_FORMS = frozenset(get_args(terms)[1].func for terms in (Words, Names))
"""What reads a single sentence or name where the long form would be a mapping or a list."""


class PlanSchema(GenerateJsonSchema):
    """The schema as plans may be written: a sentence for a text in both languages, one name for a list."""

    def function_before_schema(self, schema: Any) -> JsonSchemaValue:
        """A part that is read before it is checked."""
        made = super().function_before_schema(schema)
        if schema["function"]["function"] in SHORT_FORMS:
            return {"anyOf": [{"type": "string"}, made]}
        return made


@click.command("schema")
def command() -> None:
    """方案语言的 JSON Schema。The plan language as a JSON Schema."""
    schema = Plan.model_json_schema(by_alias=True, schema_generator=PlanSchema)
    head = {"$schema": DIALECT, "title": f"铨衡方案 Quanheng plan, language {LANGUAGE_VERSION}"}
    click.echo(json.dumps({**head, **schema, "title": head["title"]}, ensure_ascii=False, indent=2))
