"""Rows of a board (公示板入表): a board that holds gives a stage what its ballots come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quanheng.core.ballots.ballot import CastBallot, ballot_of
from quanheng.core.ballots.board import read_line
from quanheng.core.ballots.forms import form_of
from quanheng.core.ballots.recount import recount
from quanheng.core.ballots.rows import Opened, rows_of, turnout_rows
from quanheng.core.inputs import Row
from quanheng.core.kinds import KINDS
from quanheng.core.language.terms import StageSettings
from quanheng.core.values import Refused

WHOLE_STAGE = ("sheets", "counts")
"""Tables that ballots fill: sheets of an assessment or recommendation, counts of a decision."""


def rows_of_board(settings: StageSettings, lines: Sequence[str], place: str) -> Mapping[str, tuple[Row, ...]]:
    """Turnout and ballots of a stage, by table, from its published board.

    Errors: Refused for a board with any fault, of another stage, or with ballots that stay sealed.
    """
    found = recount(lines)
    if found.faults or found.election is None:
        first = found.faults[0]
        raise _unusable(
            place, f"公示板有问题：{first.text.zh}", f"the board does not hold: {first.text.say('en')}"
        )
    election, form = found.election, form_of(found.election.form)
    if form.stage != settings.id:
        raise _unusable(
            place, f"这是环节“{form.stage}”的公示板", f"this is the board of the stage '{form.stage}'"
        )
    if found.unpublished:
        raise _unusable(
            place,
            f"有 {found.unpublished} 张票因人数过少没有公开，只凭公示板不能得出本环节的录入",
            f"{found.unpublished} ballots are too few to be published: the board alone does not suffice",
        )
    opened = Opened(form, _ballots(lines, election.length), found.counts, {})
    names = [table.name for table in KINDS[settings.kind].tables]
    rows = {next(n for n in WHOLE_STAGE if n in names): rows_of(settings, opened)}
    if "sheets" in names:
        groups = [group.id for group in form.groups]
        return {"turnout": turnout_rows(settings, opened, election.electorate, groups), **rows}
    return rows


def _ballots(lines: Sequence[str], length: int) -> tuple[CastBallot, ...]:
    events = map(read_line, lines)
    return tuple(
        ballot_of(plain, length)
        for event in events
        if event.event == "ballots"
        for plain in event.body["ballots"]
    )


def _unusable(place: str, zh: str, en: str) -> Refused:
    return Refused(
        "board_unusable",
        f"{zh}。",
        f"{en}.",
        where=place,
        remedy_zh="请用 quanheng ballots recount 查看；或改给本环节的测评票、推荐票表。",
        remedy_en="See it with quanheng ballots recount, or give the table of sheets instead.",
    )
