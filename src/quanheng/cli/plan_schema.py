"""The plan language as a JSON Schema (方案语言的结构): for editors that complete and check as one types."""

from __future__ import annotations

import json

import click

from quanheng.core.plans.schema import Plan


@click.command("schema")
def command() -> None:
    """方案语言的 JSON Schema。The plan language as a JSON Schema."""
    click.echo(json.dumps(Plan.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))
