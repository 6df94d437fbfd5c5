"""`quanheng plan`: findings line by line, the calendar, the language as a schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import PLAN, Office, call


def test_a_plan_without_errors():
    done = call("plan", "check", PLAN)
    assert done.code == 0
    assert "0 处错误" in done.err
    assert all(line.startswith(f"{PLAN}:") for line in done.out.splitlines())
    levels = {line.split(" ")[1] for line in done.out.splitlines()}
    assert levels <= {"warning", "note"}


def test_findings_as_json_are_the_same():
    found = json.loads(call("plan", "check", PLAN, "--json").out)
    lines = call("plan", "check", PLAN, QUANHENG_LANG="en").out.splitlines()
    assert (found["plan"], found["errors"]) == ("s10-street-office", 0)
    assert [f"{PLAN}:{c['line']}:{c['column']} {c['level']} {c['code']}" for c in found["checks"]] == [
        " ".join(line.split(" ")[:3]) for line in lines
    ]


def test_the_rules_of_another_day():
    then = json.loads(call("plan", "check", PLAN, "--json", "--as-of", "2005-01-01").out)
    now = json.loads(call("plan", "check", PLAN, "--json", "--as-of", "2026-03-06").out)
    assert {c["rule"] for c in then["checks"]} != {c["rule"] for c in now["checks"]}
    assert not any((c["rule"] or "").startswith("TL19") for c in then["checks"])


def test_weights_that_do_not_sum(office: Office):
    office.edit(
        "plan.yaml", lambda text: text.replace("from: speech, weight: 40", "from: speech, weight: 50")
    )
    done = call("plan", "check", office.plan, "--lang", "en")
    number = _line_of(office.plan, "components:")
    errors = [line for line in done.out.splitlines() if " error " in line]
    assert done.code == 1
    assert len(errors) == 1
    assert errors[0].startswith(f"{office.plan}:{number}:") and "110" in errors[0]


def test_an_unknown_word_is_named_with_its_line(office: Office):
    office.edit("plan.yaml", lambda text: text.replace("    minutes: 6", "    minuets: 6"))
    done = call("plan", "check", office.plan)
    assert done.code == 1
    assert done.out.startswith(f"{office.plan}:{_line_of(office.plan, 'minuets')}:5 error plan.unreadable ")
    assert "是否想写“minutes”？" in done.out


@pytest.mark.parametrize("text", ["- a\n- list\n", "a: [\n", "", "\x00\x01"])
def test_what_is_no_plan(tmp_path: Path, text: str):
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    done = call("plan", "check", path)
    assert done.code == 2
    assert f"{path}:1:" in done.out or f"{path}:2:" in done.out


def test_no_file_and_no_text(tmp_path: Path):
    assert call("plan", "check", tmp_path / "none.yaml").code == 2
    assert call("plan", "check", tmp_path).code == 2
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00")
    done = call("plan", "check", tmp_path / "x.yaml", "--lang", "en")
    assert (done.code, done.err) == (
        2,
        f"{tmp_path / 'x.yaml'}: The file is not text in UTF-8. Save it as UTF-8.\n",
    )


def test_the_calendar():
    lines = call("plan", "timeline", PLAN).out.splitlines()
    assert len(lines) == 13
    assert lines[0] == "2026-03-10 二  报名 (enrolment)  方案写明 2026-03-10"
    steps = json.loads(call("plan", "timeline", PLAN, "--json", "--start", "2026-03-13").out)
    assert (steps[0]["stage"], steps[0]["closes_on"]) == ("enrolment", "2026-03-17")
    assert [s["stage"] for s in steps][-1] == "probation"


def test_a_start_that_is_no_day():
    done = call("plan", "timeline", PLAN, "--start", "soon")
    assert done.code == 2
    assert "2026-03-10" in done.err


def test_the_schema_knows_every_part_of_a_plan():
    schema = json.loads(call("plan", "schema").out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["required"]) == {"language", "id", "title", "organisation", "as_of", "posts", "stages"}
    kinds = schema["properties"]["stages"]["items"]["discriminator"]["mapping"]
    assert {"enrolment", "speech", "composite", "probation"} <= set(kinds)
    assert {"type": "string"} in schema["properties"]["title"]["anyOf"]


def _line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)
