"""S3 without a screen (首提责任制整程): the shipped plan to its last stage, and a story that nobody told."""

import json
import shutil

import pytest
from command_line import DATA, call
from docx import Document

PLAN = DATA / "plans" / "s3-first-nominator.yaml"
INPUTS = DATA / "demo" / "s3-first-nominator"


def run(inputs, out):
    done = call("run", PLAN, "--inputs", inputs, "--roster", DATA / "demo" / "roster", "--out", out)
    return done, json.loads((out / "result.json").read_text(encoding="utf-8"))


def test_the_whole_run_by_files(tmp_path):
    done, result = run(INPUTS, tmp_path / "out")
    assert done.code == 0, done.err
    left = {
        d["candidate"]["person"]: (stage["id"], d["finding"]["code"])
        for stage in result["stages"]
        for d in stage["departures"]
    }
    assert left == {
        "HW032": ("nomination", "not_taken_up"),
        "HW039": ("nomination", "nomination_withdrawn"),
        "HW037": ("recommendation", "below_rate"),
        "HW015": ("decision", "not_adopted"),
    }
    appointed = {c["person"] for c in result["stages"][-1]["remaining"]}
    assert appointed == {"HW025", "HW030", "HW038"}
    forms = sorted(p.name for p in (tmp_path / "out" / "documents").glob("*首提人推荐表*.docx"))
    assert len(forms) == 7
    words = [
        "".join(c.text for t in Document(str(p)).tables for r in t.rows for c in r.cells)
        for p in (tmp_path / "out" / "documents").glob("*首提人推荐表（梅菱溪）.docx")
    ]
    assert "2026年4月20日" in words[0]


@pytest.mark.parametrize(
    ("file", "stage"), [("consultation", "书记办公会酝酿"), ("decision", "党工委会讨论决定")]
)
def test_a_meeting_to_which_nobody_told_the_story_does_not_close(tmp_path, file, stage):
    inputs = tmp_path / "inputs"
    shutil.copytree(INPUTS, inputs)
    (inputs / f"{file}.statements.csv").unlink()
    done, result = run(inputs, tmp_path / "out")
    assert done.code == 1
    assert result["run"]["state"] == "stopped"
    stopped = json.dumps(result["stopped"], ensure_ascii=False)
    assert stage in stopped and "向会议说明梅菱溪的提名情况" in stopped
