"""Duty paper (任后监督记录): one talk, review or move after an appointment as a document to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quanheng.core.duties import KINDS, RESULTS, Duty
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, Paper, zh_date

KIND = "duty_record"


@dataclass(frozen=True, slots=True)
class Written:
    """What was recorded of a duty, and the articles it rests on."""

    done_on: date
    result: str
    text: str
    by: str
    file_name: str
    digest: str
    rules: Sequence[str]


def duty_paper(duty: Duty, written: Written) -> Paper:
    """The record of one duty."""
    title = KINDS[duty.kind].title
    parts = ("任后监督", f"{title.zh}记录")
    draft = Draft(KIND, Text("".join(parts), f"{title.en}: record"), parts)
    rows = [
        ("姓名", f"{duty.name}（{duty.person}）"),
        ("职务", duty.post),
        ("任职日期", zh_date(duty.begins_on)),
        ("事项", title.zh + (f"（{duty.ground.zh}）" if duty.ground.zh else "")),
        ("应办日期", zh_date(duty.due_on)),
        ("办理日期", zh_date(written.done_on)),
        ("结果", RESULTS[written.result].zh),
        ("依据", "；".join(written.rules) or "本单位规定"),
        ("附件", f"{written.file_name}（SHA-256 {written.digest[:16]}）" if written.file_name else "无"),
    ]
    draft.table([Column("项目", 2), Column("内容", 8, "left")], rows)
    draft.heading("情况")
    for line in written.text.splitlines():
        if line.strip():
            draft.paragraph(line.strip())
    draft.paragraph(f"登记人：{written.by}")
    return draft.signature("", written.done_on).paper()
