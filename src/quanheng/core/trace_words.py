"""Trace in words (纪实白话): what an entry says, in both languages, and which outcomes still stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quanheng.core.act_titles import act_title
from quanheng.core.trace import Entry
from quanheng.core.values import Text

LABELS: Mapping[str, Text] = {
    "stage": Text("环节", "Stage"),
    "table": Text("录入表", "Table"),
    "count": Text("行数", "Rows"),
    "rows": Text("各行的摘要", "Digest of the rows"),
    "keys": Text("各行", "Rows by key"),
    "removed": Text("删去", "Taken out"),
    "opened_on": Text("开始日期", "Opened on"),
    "closed_on": Text("结束日期", "Closed on"),
    "entered": Text("进入", "Entered"),
    "remaining": Text("留下", "Stay"),
    "departures": Text("退出", "Left"),
    "seats": Text("席位", "Seats"),
    "outcome": Text("结果摘要", "Digest of the outcome"),
    "outcomes": Text("各环节结果摘要", "Digests of outcomes"),
    "forms": Text("审批表摘要", "Digests of forms"),
    "share": Text("竞争性选拔比例", "Share of competition"),
    "reopened": Text("重新开启", "Open again"),
    "reason": Text("理由", "Reason"),
    "opens_on": Text("新的开始日期", "Opens on"),
    "closes_on": Text("新的结束日期", "Closes on"),
    "was_opens_on": Text("原定开始", "Was to open on"),
    "was_closes_on": Text("原定结束", "Was to close on"),
    "with_later": Text("后面的一并顺延", "Later stages move along"),
    "decided_by": Text("决定机构", "Decided by"),
    "decided_on": Text("决定日期", "Decided on"),
    "shifts": Text("随之变动", "What moves with it"),
    "rescheduling": Text("改期编号", "Rescheduling"),
    "amendment": Text("变更编号", "Amendment"),
    "kind": Text("种类", "Kind"),
    "person": Text("人员", "Person"),
    "post": Text("职位", "Post"),
    "source": Text("依据", "Source"),
    "plan": Text("方案", "Plan"),
    "version": Text("版本", "Version"),
    "plan_digest": Text("方案摘要", "Digest of the plan"),
    "people": Text("人数", "People"),
    "facts": Text("人员事实摘要", "Digest of facts"),
    "bodies": Text("机构成员", "Members of bodies"),
    "principals": Text("主要负责人", "Principals"),
    "establishment": Text("职数核对", "Seats checked"),
    "number": Text("编号", "Number"),
    "digest": Text("摘要", "Digest"),
    "document": Text("文书", "Document"),
    "template": Text("模板", "Template"),
    "template_version": Text("模板版本", "Version of the template"),
    "file": Text("文件", "File"),
    "role": Text("角色", "Role"),
    "granted": Text("授予", "Granted"),
    "revoked": Text("收回", "Revoked"),
    "run": Text("运行", "Run"),
    "unit": Text("单位", "Unit"),
    "state": Text("状态", "State"),
    "mark": Text("所据事实摘要", "Digest of what it rests on"),
    "rules": Text("条文", "Rules"),
    "alert": Text("预警", "Alert"),
    "duty": Text("任后事项", "Duty"),
    "due_on": Text("应办日期", "Due on"),
    "done_on": Text("办理日期", "Done on"),
    "result": Text("结果", "Result"),
    "year": Text("年度", "Year"),
    "text": Text("内容摘要", "Digest of the text"),
    "checked": Text("核对人数", "People checked"),
    "code": Text("代码", "Code"),
    "counts": Text("数目", "Numbers"),
    "appointed_on": Text("任职日期", "Appointed on"),
    "competed": Text("经竞争", "Competed"),
}
"""What the fields of a body are called; one that is not here keeps its name."""
MOST_SHOWN = 12
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of an entry's body, under its name."""

    label: Text
    value: Text


def facts_of(body: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The body field by field, in the order of the entry; empty ones are left out."""
    return tuple(
        Fact(LABELS.get(key, Text(key, key)), _said(value))
        for key, value in body.items()
        if value not in (None, "", [], {})
    )


def _said(value: object) -> Text:
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, Mapping):
        parts = [(str(k), _said(v)) for k, v in value.items()]
        return _joined([Text(f"{k}：{v.zh}", f"{k}: {v.say('en')}") for k, v in parts])
    if isinstance(value, list | tuple):
        return _joined([_said(item) for item in value])
    return Text(str(value), str(value))


def _joined(parts: list[Text]) -> Text:
    shown, more = parts[:MOST_SHOWN], len(parts) - MOST_SHOWN
    zh, en = "；".join(p.zh for p in shown), "; ".join(p.say("en") for p in shown)
    return Text(f"{zh}……另 {more} 项", f"{en} … {more} more") if more > 0 else Text(zh, en)


def words_of(entry: Entry, subject: Text, actor: str) -> Text:
    """One sentence: who did what to what, with the numbers that matter."""
    title, body = act_title(entry.act), entry.body
    zh, en = f"{actor}：{title.zh}", f"{actor}: {title.say('en').lower()}"
    if subject.zh:
        zh, en = f"{zh}“{subject.zh}”", f"{en} “{subject.say('en')}”"
    if entry.act == "close_stage":
        entered, left, gone = (len(body.get(k, ())) for k in ("entered", "remaining", "departures"))
        zh += f"：进入 {entered}，留下 {left}，退出 {gone}"
        en += f": {entered} entered, {left} stay, {gone} left"
    elif "count" in body:
        zh, en = f"{zh}：{body['count']} 行", f"{en}: {body['count']} rows"
    if body.get("reopened"):
        zh += f"，重新开启 {len(body['reopened'])} 个环节"
        en += f", {len(body['reopened'])} stages open again"
    if body.get("reason"):
        zh, en = f"{zh}，理由：{body['reason']}", f"{en}; reason: {body['reason']}"
    return Text(f"{zh}。", f"{en}.")


def mentions(line: str, code: str) -> bool:
    """Whether a line names a person by code, as a word and not as part of another code."""
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(code)}(?![0-9A-Za-z])", line) is not None


@dataclass(frozen=True, slots=True)
class Stood:
    """The outcome of a stage as a book last said it: the entry, and the digest."""

    number: int
    digest: str


def outcomes_of(entries: Iterable[Entry]) -> Mapping[str, Stood]:
    """The outcomes that stand after a book's entries: closings, less what was opened again, as amended."""
    found: dict[str, Stood] = {}
    for entry in entries:
        for stage in entry.body.get("reopened", ()):
            found.pop(stage, None)
        for stage, digest in _digests(entry):
            found[stage] = Stood(entry.number, digest)
    return found


def _digests(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.act == "close_stage":
        yield str(entry.body["stage"]), str(entry.body["outcome"])
    outcomes = entry.body.get("outcomes")
    if isinstance(outcomes, Mapping):
        yield from ((str(stage), str(digest)) for stage, digest in outcomes.items())
