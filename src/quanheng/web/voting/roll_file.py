"""Roll from a file (名册文件): read as a dry run into the form; only setting the election up enters it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from quanheng.core.ballots.forms import BallotForm
from quanheng.core.ballots.roll import ROLL, RollLine, RollRow, roll_faults
from quanheng.core.people import Person
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.documents.list_workbook import MEDIA_TYPE
from quanheng.documents.tables import read_table
from quanheng.documents.tables_template import template_workbook
from quanheng.store.elections import RollEntry
from quanheng.web.lists import download
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.voting.elections import ballot_in, election_page, form_in
from quanheng.web.voting.set_up_form import group_ids, proposal, roll_of, unreadable


@dataclass(frozen=True, slots=True)
class RollReading:
    """What a file would make of the roll: whom it brings, moves and leaves out, and everyone it names.

    Shapes: each voter is code, name, unit and group.
    """

    file: str
    groups: Mapping[Text, int]
    new: int
    moved: int
    gone: Sequence[str]
    voters: Sequence[tuple[str, str, str, Text]]


@require_http_methods(["GET", "POST"])
def roll_file(request: HttpRequest, run: str, stage: str, round_: int) -> HttpResponse:
    """The roll as a workbook to be filled in, or one that was filled in, read into the form."""
    view = ballot_in(run_for(request, run, "set_up_election"), stage, round_)
    form = form_in(view)
    if request.method == "GET":
        text = proposal(view.run, stage, round_, form, now().date())["roll"]
        return download(_workbook(roll_of(text, {}), view.run.state.facts.people), "roll.xlsx", MEDIA_TYPE)
    typed: dict[str, Any] = request.POST.dict()
    try:
        lines, file = _read(request, form)
        faults = roll_faults(lines, view.run.state.facts.people, {g.id for g in form.groups})
        if faults:
            raise RefusedMany(faults)
    except Refused as refusal:
        return election_page(request, view, typed, refusal.each)
    reading = _reading(file, lines, _typed_roll(typed, form), form, view.run.state.facts.people)
    typed["roll"] = "\n".join(f"{line.person},{line.group}" for line in lines)
    return election_page(request, view, typed, (), reading)


def _read(request: HttpRequest, form: BallotForm) -> tuple[list[RollLine], str]:
    sent = request.FILES.get("roll-file")
    if sent is None:
        raise unreadable("roll", "没有选择名册文件。", "No file was chosen.")
    name = sent.name or "roll.csv"
    read = read_table(ROLL, sent.read(), name)
    titles, only = group_ids(form), form.groups[0].id if len(form.groups) == 1 else ""
    rows = zip(read.numbered(), read.places, strict=True)
    lines = [
        RollLine(number, place, row.person, titles.get(row.group, row.group) or only, row.name)
        for (number, held), place in rows
        for row in [cast(RollRow, held)]
    ]
    if not lines:
        raise unreadable("roll", f"“{name}”中没有一行选民。", f"'{name}' names nobody.")
    return lines, name


def _typed_roll(typed: Mapping[str, Any], form: BallotForm) -> dict[str, str]:
    """The roll that stood in the form, as far as it could be read."""
    try:
        return {v.person: v.group for v in roll_of(typed.get("roll", ""), group_ids(form))}
    except Refused:
        return {}


def _reading(
    file: str,
    lines: Sequence[RollLine],
    before: Mapping[str, str],
    form: BallotForm,
    people: Mapping[str, Person],
) -> RollReading:
    titles = {g.id: Text(g.zh, g.en or g.zh) for g in form.groups}
    named = {line.person for line in lines}
    return RollReading(
        file,
        {titles[group]: n for group, n in Counter(line.group for line in lines).items()},
        sum(line.person not in before for line in lines),
        sum(before.get(line.person, line.group) != line.group for line in lines),
        tuple(_called(person, people) for person in before if person not in named),
        tuple(
            (line.person, known.name, known.unit or "", titles[line.group])
            for line in lines
            for known in [people[line.person]]
        ),
    )


def _called(person: str, people: Mapping[str, Person]) -> str:
    known = people.get(person)
    return f"{known.name}（{person}）" if known else person


def _workbook(roll: Sequence[RollEntry], people: Mapping[str, Person]) -> bytes:
    cells = [(v.person, v.group, people[v.person].name) for v in roll if v.person in people]
    return template_workbook({ROLL.name: ROLL}, cells={ROLL.name: cells})
