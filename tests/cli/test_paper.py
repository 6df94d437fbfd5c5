"""`quanheng paper`: templates out and in, every fault with its place, the papers of a run as files."""

from __future__ import annotations

import io
import json
import sqlite3
from pathlib import Path

from command_line import call
from docx import Document

from quanheng.documents.drawing import built_in


def edited(path: Path, old: str, new: str) -> Path:
    document = Document(io.BytesIO(built_in("public_notice").content))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    document.save(path)
    return path


def test_a_template_goes_out_and_comes_in_again(tmp_path: Path):
    home = {"QUANHENG_HOME": str(tmp_path)}
    out = tmp_path / "模板.docx"
    assert call("paper", "template", "public_notice", "--out", out, **home).code == 0
    assert out.read_bytes() == built_in("public_notice").content
    mended = edited(tmp_path / "本单位.docx", "公示期限：", "公示起止：")
    assert (call("paper", "check", "public_notice", mended).code, call("paper", "list", **home).code) == (
        0,
        0,
    )
    assert call("paper", "replace", "public_notice", mended, **home).code == 0
    assert "public_notice\t任前公示\t本单位第 1 版" in call("paper", "list", **home).out
    again = call("paper", "replace", "public_notice", mended, **home)
    assert (again.code, "same_template" in again.err or "没有变化" in again.err) == (2, True)
    assert call("paper", "restore", "public_notice", **home).code == 0
    assert "public_notice\tPublic notice\tbuilt-in" in call("paper", "list", "--lang", "en", **home).out
    with sqlite3.connect(tmp_path / "quanheng.sqlite3") as database:
        lines = database.execute("SELECT line FROM store_traceentry WHERE book = 'house' ORDER BY number")
        bodies = [json.loads(line)["body"] for (line,) in lines]
    assert [(b["version"], b["built_in"], b["file"]) for b in bodies] == [
        (1, False, "本单位.docx"),
        (2, True, ""),
    ]


def test_every_fault_is_told_and_nothing_is_put_in_force(tmp_path: Path):
    home = {"QUANHENG_HOME": str(tmp_path)}
    wrong = edited(tmp_path / "错.docx", "{{ 公示期限 }}", "{{ 公示期线 }}")
    checked = call("paper", "check", "public_notice", wrong)
    told = "第7段: 没有字段“公示期线”。 最接近的是“公示期限”。"
    assert (checked.code, checked.out, told in checked.err) == (1, "", True)
    refused = call("paper", "replace", "public_notice", wrong, **home)
    assert (refused.code, "公示期线" in refused.err) == (2, True)
    assert "本单位" not in call("paper", "list", **home).out


def test_what_is_no_template_and_no_paper_is_refused(tmp_path: Path):
    (tmp_path / "宏.docm").write_bytes(b"PK nothing")
    assert call("paper", "check", "public_notice", tmp_path / "宏.docm").code == 2
    unknown = call("paper", "fields", "poem")
    assert (unknown.code, "public_notice（任前公示）" in unknown.err) == (2, True)


def test_the_fields_of_a_paper_are_listed():
    listed = call("paper", "fields", "waiting_notice", "--lang", "en")
    assert (listed.code, "待岗期满\tUntil\ttext\tneeded" in listed.out) == (0, True)


def test_papers_of_a_run_that_is_not_there_are_refused(tmp_path: Path):
    made = call("paper", "make", "nothing", "--out", tmp_path / "out", QUANHENG_HOME=str(tmp_path))
    assert (made.code, (tmp_path / "out").exists()) == (2, False)
