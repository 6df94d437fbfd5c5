"""What entries say in words, and which outcomes of a book still stand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quanheng.core.trace import Entry
from quanheng.core.trace_words import LABELS, Fact, Stood, facts_of, mentions, outcomes_of, words_of
from quanheng.core.values import Text


def entry(act: str, number: int = 1, **body: Any) -> Entry:
    return Entry(
        "r1", number, "2026-03-10T17:00:00+08:00", "organiser", act, "speech", body, "0" * 64, "f" * 64
    )


def said(act: str, **body: Any) -> tuple[str, str]:
    words = words_of(entry(act, **body), Text("竞聘演讲", "Speech"), "组织干部")
    return words.zh, words.en


def test_entries_in_words() -> None:
    assert said("close_stage", entered=["A", "B"], remaining=["A"], departures=[{}]) == (
        "组织干部：结束环节“竞聘演讲”：进入 2，留下 1，退出 1。",
        "组织干部: close a stage “Speech”: 2 entered, 1 stay, 1 left.",
    )
    assert said("record_marks", count=182) == (
        "组织干部：录入评委打分“竞聘演讲”：182 行。",
        "组织干部: enter judges' marks “Speech”: 182 rows.",
    )
    assert said("go_back", reopened=["speech", "notice"], reason="漏录一表") == (
        "组织干部：退回环节“竞聘演讲”，重新开启 2 个环节，理由：漏录一表。",
        "组织干部: go back to a stage “Speech”, 2 stages open again; reason: 漏录一表.",
    )
    assert words_of(entry("unheard_of"), Text(""), "某人") == Text("某人：unheard_of。", "某人: unheard_of.")


def test_codes_of_a_body_are_said_in_words() -> None:
    shown = facts_of(
        {"granted": "auditor", "step": "statement", "kind": "over_establishment", "state": "closed"}
    )
    assert [fact.value.zh for fact in shown] == ["监督审计人员", "本人陈述", "超职数", "已核销"]
    assert [fact.value.zh for fact in facts_of({"kind": "of another kind"})] == ["of another kind"]


def test_a_body_field_by_field() -> None:
    body = {
        "closed_on": date(2026, 3, 10), "competed": True, "seats": {"a": 1, "b": 2}, "own": list(range(14)),
        "reason": "", "forms": {},
    }  # fmt: skip
    assert facts_of(body) == (
        Fact(Text("结束日期", "Closed on"), Text("2026-03-10", "2026-03-10")),
        Fact(Text("经竞争", "Competed"), Text("是", "yes")),
        Fact(Text("席位", "Seats"), Text("a：1；b：2", "a: 1; b: 2")),
        Fact(
            Text("own", "own"),
            Text("；".join(map(str, range(12))) + "……另 2 项", "; ".join(map(str, range(12))) + " … 2 more"),
        ),
    )


@pytest.mark.parametrize(
    ("line", "named"),
    [('["HW01@a"]', True), ('["HW012@a"]', False), ('"XHW01"', False), ('"HW01|b"', True), ("", False)],
)
def test_a_code_is_found_as_a_word(line: str, named: bool) -> None:
    assert mentions(line, "HW01") is named


def test_outcomes_that_stand_after_going_back_and_amending() -> None:
    book = [
        entry("close_stage", 1, stage="a", outcome="a1"),
        entry("close_stage", 2, stage="b", outcome="b1"),
        entry("go_back", 3, reopened=["b"]),
        entry("record_marks", 4, count=1),
        entry("close_stage", 5, stage="b", outcome="b2"),
        entry("close_stage", 6, stage="c", outcome="c1"),
        entry("disqualify_candidate", 7, reopened=["c"], outcomes={"a": "a2", "b": "b2"}),
    ]
    assert outcomes_of(book) == {"a": Stood(7, "a2"), "b": Stood(7, "b2")}
    assert outcomes_of(book[:2]) == {"a": Stood(1, "a1"), "b": Stood(2, "b1")}


def test_the_common_fields_of_entries_have_names() -> None:
    actions = Path(__file__).parents[2] / "src" / "quanheng" / "actions"
    text = (actions / "close_stage.py").read_text() + (actions / "go_back.py").read_text()
    fields = set(re.findall(r'^\s+"(\w+)":', text, re.MULTILINE)) - {"candidate", "finding"}
    assert fields <= set(LABELS)
