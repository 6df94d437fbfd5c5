"""Ballots in words (票种用语): each style by group and person, what became of it, what the board says.

Pure: values in, values out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from quanheng.actions.election_desk import Desk
from quanheng.core.ballots.board import Counts
from quanheng.core.ballots.board_words import group_words, subject_words, told_lines, words_of
from quanheng.core.ballots.forms import BallotForm, form_of
from quanheng.core.language.terms import StageSettings
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.values import Text

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
        return {g.id: words_of(g) for g in form_of(json.loads(desk.opening)["form"]).groups}
    return {g.id: g.title for g in getattr(settings, "groups", ())}


def style_lines(desk: Desk) -> tuple[StyleLine, ...]:
    """Every style of a sealed election, in the order of the form."""
    if not desk.counts:
        return ()
    form = form_of(json.loads(desk.opening)["form"])
    found = []
    for style in form.styles():
        if style.id not in desk.counts:
            continue
        told = desk.results.get(style.id, {"shown": "nothing"})
        shown, look = SHOWN[told["shown"]]
        found.append(
            StyleLine(
                group_words(form, style),
                subject_words(form, style),
                desk.counts[style.id],
                shown,
                look,
                tuple(told_lines(form, told)),
            )
        )
    return tuple(found)
