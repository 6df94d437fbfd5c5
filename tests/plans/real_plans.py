"""Real published plans (真实方案) as files, what the checks find in each, and what each leaves out.

`python tests/plans/real_plans.py` (with src and tests on the path) writes the table of findings and the
section of docs/plan-language.md about the files anew.
"""

from __future__ import annotations

import re
from pathlib import Path

from core.plan_for_checks import CATALOGUE

from quanheng.core.plans.lint import LEVELS, check_plan
from quanheng.core.plans.reading import ReadPlan, read_plan

HERE = Path(__file__).parent / "real"
FILES = {p.stem: p for p in sorted(HERE.glob("P*.yaml"), key=lambda p: int(p.stem[1:]))}
TABLE = HERE / "findings.txt"
PAGE = Path(__file__).parents[2] / "docs" / "plan-language.md"
START, END = "<!-- files: start -->", "<!-- files: end -->"

_HEAD = re.compile(r"# (P\d+) ([^：]+)：(.+)\. Facts of a published plan; ")
_PART = re.compile(r"^# (Only the frame is said\. )?Not said yet: (.+)$", re.MULTILINE)


def read(name: str) -> ReadPlan:
    """One plan, read from its file."""
    return read_plan(FILES[name].read_text(encoding="utf-8"), FILES[name].name)


def line(name: str) -> str:
    """Everything that the checks find in one plan: the codes by level, in the order of the file."""
    found = check_plan(read(name), CATALOGUE)
    levels = (f"{level}: {' '.join(c.code for c in found if c.level == level) or '-'}" for level in LEVELS)
    return f"{name} {'; '.join(levels)}"


def named(name: str) -> tuple[str, str, str]:
    """Which record the head of a file names: number, sort of plan, organisation."""
    head = _HEAD.match(FILES[name].read_text(encoding="utf-8"))
    return (head[1], head[2], head[3]) if head else ("", "", "")


def left_out(name: str) -> tuple[str, str] | None:
    """What a file leaves out, and whether it is a part or all but the frame; None where it says the whole."""
    found = _PART.search(FILES[name].read_text(encoding="utf-8"))
    return None if found is None else ("框架 frame" if found[1] else "部分 in part", found[2])


def section() -> str:
    """How many records are said whole, in part, or as a frame, and what is left out."""
    partial = {name: out for name in FILES if (out := left_out(name)) is not None}
    frames = [name for name, (how, _) in partial.items() if how.startswith("框架")]
    whole = [name for name in FILES if name not in partial]
    rows = [
        f"| `{name}` | {named(name)[1]}：{named(name)[2]} | {how} | {what} |"
        for name, (how, what) in partial.items()
    ]
    return "\n".join(
        [
            f"{len(FILES)} 份：记录所述全部写出 {len(whole)} 份，部分 {len(partial) - len(frames)} 份，"
            f"只写出框架 {len(frames)} 份。",
            f"{len(FILES)} records: {len(whole)} are said as far as they tell, "
            f"{len(partial) - len(frames)} in part, {len(frames)} as a frame only.",
            "",
            f"全部 Whole: {' '.join(whole)}",
            "",
            "| 方案 Plan | 种类与单位 Sort and organisation | 写出 Said | 还不能 Not yet |",
            "|---|---|---|---|",
            *rows,
        ]
    )


def page(text: str) -> str:
    """The page with the section about the files as they are now."""
    before, rest = text.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}\n\n{section()}\n\n{END}{after}"


if __name__ == "__main__":
    TABLE.write_text("".join(f"{line(name)}\n" for name in FILES), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
