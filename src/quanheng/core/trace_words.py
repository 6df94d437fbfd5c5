"""Trace in words (纪实白话): what an entry says, in both languages, and which outcomes still stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quanheng.core.act_titles import act_title
from quanheng.core.trace import Entry
from quanheng.core.trace_labels import LABELS, MEANINGS
from quanheng.core.values import Text

DONE_TITLES: Mapping[str, Text] = {
    "enrol": Text("登记报名", "Enter applications"),
    "record_marks": Text("录入评委打分", "Enter judges' marks"),
    "state_in_case": Text("录入陈述申辩", "Enter a statement"),
    "appeal_in_case": Text("录入复核、申诉的申请", "Enter a request for review or appeal"),
}
"""Acts that one does for oneself or that somebody enters from paper, told so that either is true."""
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
        Fact(LABELS.get(key, Text(key, key)), MEANINGS.get(key, {}).get(str(value)) or _said(value))
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


def done_title(act: str) -> Text:
    """What an act of the trace is called once it was done, by whomever."""
    return DONE_TITLES.get(act) or act_title(act)


def words_of(entry: Entry, subject: Text, actor: str) -> Text:
    """One sentence: who did what to what, with the numbers that matter."""
    title, body = done_title(entry.act), entry.body
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
