"""`quanheng trace verify`: the chain holds, or the first entry where it does not is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import call

from quanheng.core.trace import Head, next_entry, to_line


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """Five entries of a book."""
    head: Head | None = None
    lines = []
    for number in range(5):
        entry = next_entry(
            head,
            at="2026-03-10T17:00:00+08:00",
            actor="li",
            act="close_stage",
            subject=f"stage-{number}",
            body={"remaining": [f"HW0{number}"]},
            book="run",
        )
        head = entry.head()
        lines.append(to_line(entry) + "\n")
    path = tmp_path / "trace.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def digest(path: Path, number: int) -> str:
    """The digest of one entry."""
    return str(json.loads(path.read_text(encoding="utf-8").splitlines()[number - 1])["digest"])


def test_a_chain_that_holds(trace: Path):
    done = call("trace", "verify", trace, "--lang", "en")
    assert (done.code, done.out) == (0, f"Holds: 5 entries, head {digest(trace, 5)}\n")
    for head in (digest(trace, 5), digest(trace, 3)[:16], f"3:{digest(trace, 3)}"):
        assert call("trace", "verify", trace, "--head", head).code == 0


def test_a_closed_stage_that_was_changed(trace: Path):
    trace.write_text(trace.read_text(encoding="utf-8").replace("HW02", "HW99"), encoding="utf-8")
    done = call("trace", "verify", trace)
    assert (done.code, done.out) == (1, "不成立：第 3 条。第 3 条内容与摘要不符，已被改动。\n")


def test_an_entry_left_out(trace: Path):
    lines = trace.read_text(encoding="utf-8").splitlines(keepends=True)
    trace.write_text("".join(lines[:1] + lines[2:]), encoding="utf-8")
    done = call("trace", "verify", trace, "--lang", "en")
    assert (done.code, done.out) == (
        1,
        "Broken at entry 2: Entry 2 is missing: entry 3 stands in its place.\n",
    )


def test_a_cut_is_seen_by_a_head_kept_elsewhere(trace: Path):
    head = digest(trace, 5)
    lines = trace.read_text(encoding="utf-8").splitlines(keepends=True)
    trace.write_text("".join(lines[:4]), encoding="utf-8")
    assert call("trace", "verify", trace).code == 0
    assert call("trace", "verify", trace, "--head", f"5:{head}").code == 1
    assert call("trace", "verify", trace, "--head", head).code == 1


@pytest.mark.parametrize("text", ["", "not json\n", '{"a": 1.5}\n'])
def test_what_is_no_trace(tmp_path: Path, text: str):
    path = tmp_path / "trace.jsonl"
    path.write_text(text, encoding="utf-8")
    assert call("trace", "verify", path).code == 2


def test_what_is_no_head(trace: Path):
    done = call("trace", "verify", trace, "--head", "xyz")
    assert done.code == 2
    assert "“xyz”不是首码" in done.err
