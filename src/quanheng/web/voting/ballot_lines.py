"""Ballots in words (票种用语): each style by group and person, what became of it, what the board says.

Pure: values in, values out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quanheng.actions.election_desk import Desk
from quanheng.core.ballots.board import Counts
from quanheng.core.ballots.election import Style
from quanheng.core.ballots.forms import COMMENT, BallotForm, Said, form_of
from quanheng.core.ballots.results import BLANK, WRITTEN
from quanheng.core.language.terms import StageSettings
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.values import Text

SHEET = Text("整张票", "whole sheet")
REMARKS = Text("意见建议", "remarks")
SHOWN: Mapping[str, tuple[Text, str]] = {
    "distribution": (Text("全部公布", "published"), "is-met"),
    "mean": (Text("票数较少，只公布平均", "few ballots: means only"), "is-note"),
    "nothing": (Text("票数过少，不公布", "too few: withheld"), "is-warning"),
}
"""What is shown of a style in words, and its look."""


@dataclass(frozen=True, slots=True)
class StyleLine:
    """One ballot style once the box is sealed: whose it is, the numbers, what may be told."""

    group: Text
    subject: Text
    counts: Counts
    shown: Text
    look: str
    result: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of voters: how many they are, how many slips are committed for them.

    Shapes: `foreseen` says, until the box is sealed, what may be told of the group if everybody votes.
    """

    title: Text
    voters: int
    slips: int
    foreseen: tuple[Text, str] | None = None


def group_lines(desk: Desk, settings: StageSettings, form: BallotForm | None) -> tuple[GroupLine, ...]:
    """The groups of an election by title and, until it is sealed, what may be told of each at the best."""
    titles = _titles(desk, settings)
    asked = form or (form_of(json.loads(desk.opening)["form"]) if desk.opening and not desk.counts else None)
    told = _foreseen(desk, asked) if asked else {}
    return tuple(
        GroupLine(titles.get(group, Text(group)), voters, desk.slips.get(group, 0), told.get(group))
        for group, voters in desk.electorate.items()
    )


def _foreseen(desk: Desk, form: BallotForm) -> dict[str, tuple[Text, str]]:
    """What the rules of disclosure leave of each group if everybody votes, complementary ones among them."""
    has_mean = bool(form.points) or form.scale is not None
    shown = Disclosure(**desk.rules["disclosure"]).shown(desk.electorate)
    return {g: SHOWN["nothing" if own == "mean" and not has_mean else own] for g, own in shown.items()}


def _titles(desk: Desk, settings: StageSettings) -> dict[str, Text]:
    if desk.opening:
        return {g.id: _said(g) for g in form_of(json.loads(desk.opening)["form"]).groups}
    return {g.id: g.title for g in getattr(settings, "groups", ())}


def style_lines(desk: Desk) -> tuple[StyleLine, ...]:
    """Every style of a sealed election, in the order of the form."""
    if not desk.counts:
        return ()
    form = form_of(json.loads(desk.opening)["form"])
    groups = {g.id: _said(g) for g in form.groups}
    found = []
    for style in form.styles():
        if style.id not in desk.counts:
            continue
        told = desk.results.get(style.id, {"shown": "nothing"})
        shown, look = SHOWN[told["shown"]]
        result = tuple(_result(form, told))
        found.append(
            StyleLine(
                groups.get(style.group, Text(style.group)),
                subject_of(form, style),
                desk.counts[style.id],
                shown,
                look,
                result,
            )
        )
    return tuple(found)


def subject_of(form: BallotForm, style: Style) -> Text:
    """Whom or what a style is about."""
    person = next((s for s in form.subjects if s.id == style.subject), None)
    posts = {p.id: _said(p) for p in form.posts}
    if person is not None:
        post = posts.get(person.post) if len(posts) > 1 else None
        name = Text(person.name, person.name)
        found = Text(f"{name.zh}（{post.zh}）", f"{name.en} ({post.say('en')})") if post else name
    else:
        found = posts.get(style.subject, SHEET)
    if style.kind == COMMENT:
        return Text(f"{found.zh}：{REMARKS.zh}", f"{found.say('en')}: {REMARKS.say('en')}")
    return found


def _result(form: BallotForm, told: Mapping[str, Any]) -> Iterator[Text]:
    """What the board tells of one style: a line for each cell."""
    choices = {c.id: _said(c) for c in form.choices} | {BLANK: Text("未填", "blank")}
    for cell, mean in told.get("means", {}).items():
        yield _lined(form, cell, [Text(f"平均 {mean or '—'}", f"mean {mean or '—'}")])
    for cell, answers in told.get("tally", {}).items():
        order = [*choices, *sorted(set(answers) - set(choices))]
        words = [
            Text(f"{said.zh} {answers[a]}", f"{said.say('en')} {answers[a]}")
            for a in order
            if a in answers
            for said in [choices.get(a, Text(a.rpartition("|")[2], a.rpartition("|")[2]))]
        ]
        if cell == COMMENT:
            yield from (Text(a, a) for a in sorted(answers) if a != BLANK)
        elif words:
            yield _lined(form, cell, words)


def _lined(form: BallotForm, cell: str, words: list[Text]) -> Text:
    title = _cell(form, cell)
    zh, en = " · ".join(w.zh for w in words), " · ".join(w.say("en") for w in words)
    return Text(f"{title.zh}：{zh}", f"{title.say('en')}: {en}") if title.zh else Text(zh, en)


def _cell(form: BallotForm, cell: str) -> Text:
    """The question of a cell, with the person on a whole sheet; nothing where there is one question only."""
    if cell == WRITTEN:
        return Text("另写", "written in")
    subject, _, question = cell.rpartition("|")
    person = next((s.name for s in form.subjects if s.id == subject), "")
    asked = next((_said(q) for q in form.questions if q.id == question), Text(""))
    if len(form.questions) == 1:
        return Text(person, person)
    return Text(f"{person} {asked.zh}".strip(), f"{person} {asked.say('en')}".strip())


def _said(said: Said) -> Text:
    return Text(said.zh, said.en or said.zh)
