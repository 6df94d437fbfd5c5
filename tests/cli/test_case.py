"""`quanheng case`: a case from its opening to an answered appeal, by files."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from command_line import call

LOAD = """
import django; django.setup()
from django.test import override_settings
from django.utils import timezone
from quanheng.actions.demo import load_demo
from quanheng.actions.demo_scenes import SCENES
from quanheng.actions.prepare_store import apply_migrations
apply_migrations()
with override_settings(DEMO=True):
    load_demo(timezone.localtime(), scenes=tuple(s for s in SCENES if s.code == "s3-finished"))
"""
TODAY = (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()
NOMINATION = ("s3-finished", "service-director", "HW030")


def installation(home: Path) -> dict[str, str]:
    """A database with one finished run of nominations."""
    kept = {"QUANHENG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "quanheng.config.settings"}
    subprocess.run([sys.executable, "-c", LOAD], env={**os.environ, **kept}, check=True, timeout=300)
    return {"QUANHENG_HOME": str(home)}


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_goes_its_way_by_files(tmp_path: Path):
    home = installation(tmp_path / "home")
    known = call("case", "list", **home).out.splitlines()
    opening = file(
        tmp_path, "opening.csv", f"情形,线索和证据,发现日期,追究范围\nFN-2,区纪委移送,{TODAY},首提责任人\n"
    )
    opened = call("case", "open", *NOMINATION, opening, **home)
    assert (opened.code, opened.err) == (0, "")
    code = opened.out.strip().removeprefix("已立案：")
    assert call("case", "open", *NOMINATION, opening, **home).code == 2

    def step(kind: str, text: str) -> str:
        done = call("case", "step", code, kind, file(tmp_path, f"{kind}.csv", text), "--lang", "en", **home)
        return done.out.strip() if done.code == 0 else done.err

    early = step("finding", f"有关人员,责任,认定理由,认定日期\nHW002,承担共同责任,人情推荐,{TODAY}\n")
    assert "the case is at 'hearing'" in early.lower() or "hearing" in early
    both = "".join(f"{who},经集体研究,{TODAY}\n" for who in ("HW002", "HW003"))
    assert step("statement", f"有关人员,陈述,陈述日期\n{both}") == f"Case {code}, statement: 2 entered."
    torn = f"HW002,承担共同责任,人情推荐,{TODAY}\nHW099,承担共同责任,人情推荐,{TODAY}\n"
    assert "finding.csv:3" in step("finding", f"有关人员,责任,认定理由,认定日期\n{torn}")
    found = "".join(f"{who},承担共同责任,人情推荐,{TODAY}\n" for who in ("HW002", "HW003"))
    assert step("finding", f"有关人员,责任,认定理由,认定日期\n{found}") == f"Case {code}, finding: 2 entered."
    decided = (
        f"会议日期,到会成员,同意,不同意,弃权,文号,由上级决定\n{TODAY},HW011、HW012、HW016,3,0,0,纪要2号,否\n"
    )
    assert step("decision", decided) == f"Case {code}, decision: 1 entered."
    imposed = f"HW002,criticism,{TODAY},责追2号\nHW003,talk,{TODAY},责追2号\n"
    assert (
        step("consequence", f"有关人员,追究方式,决定日期,文号\n{imposed}")
        == f"Case {code}, consequence: 2 entered."
    )
    assert step("closing", f"结案日期,结案说明\n{TODAY},归档\n") == f"Case {code}, closing: 1 entered."
    asked = f"有关人员,方式,理由,提出日期\nHW002,申诉,已如实说明,{TODAY}\n"
    assert step("appeal", asked) == f"Case {code}, appeal: 1 entered."
    shown = call("case", "show", code, **home).out
    assert ("复核申诉，限" in shown, "申诉：待答复" in shown) == (True, True)
    answer = f"有关人员,方式,结果,变更为,理由,处理机关,文号,决定日期\nHW002,申诉,撤销,,查明,区纪委,申决1号,{TODAY}\n"
    assert step("answer", answer) == f"Case {code}, answer: 1 entered."
    shown = call("case", "show", code, **home).out
    assert ("已结案" in shown, "申诉：撤销" in shown, "影响期" in shown) == (True, True, False)
    listed = call("case", "list", **home).out.splitlines()
    assert len(listed) == len(known) + 1
    assert next(line for line in listed if line.startswith(code)).endswith("已结案\t-")


def test_a_file_with_two_openings_is_refused(tmp_path: Path):
    two = f"情形,线索和证据,发现日期,追究范围\nFN-2,甲,{TODAY},首提责任人\nFN-5,乙,{TODAY},首提责任人\n"
    done = call("case", "open", *NOMINATION, file(tmp_path, "two.csv", two), QUANHENG_HOME=str(tmp_path))
    assert (done.code, "须有一行" in done.err) == (2, True)
    empty = call("case", "list", QUANHENG_HOME=str(tmp_path))
    assert (empty.code, empty.out) == (0, "")
