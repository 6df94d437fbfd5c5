"""The pages of the documentation say what the product does."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

from command_line import Office, call

from quanheng.core.kinds import KINDS

DOCS = Path(__file__).parents[2] / "docs"


def test_every_table_is_described_as_it_is_read():
    spec = importlib.util.spec_from_file_location("inputs_tables", DOCS / "inputs_tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text = module.PAGE.read_text(encoding="utf-8")
    assert text == module.page(text), "run: python docs/inputs_tables.py"


def test_every_kind_of_stage_has_its_page_with_an_example_in_numbers():
    for kind in KINDS.values():
        text = (DOCS / "stages" / f"{kind.name}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {kind.title.zh} · {kind.title.en} (`{kind.name}`)\n"), kind.name
        assert "算例" in text, kind.name


def test_no_page_points_to_a_page_that_is_not_there():
    pages = [DOCS.parent / "README.md", *DOCS.rglob("*.md")]
    found = [
        (str(page.relative_to(DOCS.parent)), link)
        for page in pages
        for link in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert found == []


def test_what_a_guide_calls_a_button_or_a_page_stands_on_a_screen():
    said = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (DOCS.parent / "src" / "quanheng").rglob("*")
        if file.suffix in (".py", ".html", ".yaml")
    )
    named = {
        (guide.name, name)
        for guide in (DOCS / "roles").glob("*.md")
        for quoted in re.findall(r"“([^”]{2,40})”", guide.read_text(encoding="utf-8"))
        for name in quoted.split(" → ")
    }
    assert [where for where in sorted(named) if where[1] not in said] == []


def test_every_key_of_the_result_is_described(office: Office):
    office.line("s10/dates.csv", 9, "inspection,2026-03-19")
    (office.inputs / "reschedulings.csv").write_text(
        "code,stage,opens_on,closes_on,with_later,reason,decided_by,decided_on\n"
        "gq-1,inspection,2026-03-16,2026-03-19,否,谈话对象外出,街道党工委,2026-03-14\n",
        encoding="utf-8",
    )
    office.run()
    found = keys_of(_result(office), "")
    (office.inputs / "amendments.csv").write_text(
        "code,kind,person,stage,reason,after_stage\nbg-1,本人退出,HW014,speech,家庭原因,speech\n",
        encoding="utf-8",
    )
    office.line("s10/dates.csv", 12, "notice,2026-03-23")
    assert office.run("--force").code == 1
    found |= keys_of(_result(office), "")
    described = re.findall(
        r"^\| `([^`]+)` \|", (DOCS / "result.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    files = {"result.json", "slate.xlsx", "documents/", "forms/", "trace.jsonl", "house.jsonl"}
    assert sorted(set(described) - files) == sorted(found)


SHAPES = (
    (r"^.*\.(finding|reason|findings\[\])$", "finding"),
    (r"^.*\.(candidate|entered\[\]|remaining\[\])$", "candidate"),
    (r"^.*\.(working|parts\[\])$", "working"),
)
"""What is the same wherever it stands."""
BY_CODE = ("posts", "people", "stages[].seats", "stages[].record", "candidates[].scores")
"""Mappings by codes of posts, people and stages, and the records that each kind of stage has of its own."""


def keys_of(value: Any, path: str) -> set[str]:
    """The path of every key: lists as `[]`, mappings by code as `*`, shapes by their own name."""
    if isinstance(value, list):
        return set().union(*(keys_of(item, f"{path}[]") for item in value)) if value else set()
    if not isinstance(value, dict) or set(value) == {"zh", "en"}:
        return set()
    if path in BY_CODE:
        return (
            set().union(*(keys_of(item, f"{path}.*") for item in value.values()))
            if path == "posts"
            else set()
        )
    for pattern, shape in SHAPES:
        path = re.sub(pattern, shape, path)
    found = set()
    for key, item in value.items():
        own = f"{path}.{key}" if path else key
        found |= {own} | keys_of(item, own)
    return found


def _result(office: Office) -> Any:
    return json.loads((office.out / "result.json").read_text(encoding="utf-8"))


def test_every_command_is_described():
    page = (DOCS / "command-line.md").read_text(encoding="utf-8")
    for words in ("plan check", "plan timeline", "plan schema", "inputs", "run", "trace verify", "serve"):
        assert f"`quanheng {words}" in page
        helped = call(*words.split(), "--help").out
        for option in re.findall(r"^\s+(?:-\w, )?(--[a-z-]+)", helped, re.MULTILINE):
            assert option == "--help" or option in page, (words, option)
