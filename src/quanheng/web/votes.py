"""Recommendation sheets (推荐票录入): paper keyed in sheet by sheet, in the first round or the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from quanheng.actions.key_sheet import key_sheet
from quanheng.actions.record_rows import record_rows
from quanheng.core.stages.recommendation import Settings, standing_again
from quanheng.core.stages.recommendation.rounds import numbers_of, turnouts_of
from quanheng.core.stages.recommendation.tables import MARKS, Ballot, GroupTurnout
from quanheng.core.values import Candidate, Refused, Text
from quanheng.web.keying import (
    GridRow,
    GroupProgress,
    as_typed,
    counted,
    first_free,
    picked,
    progress_of,
    sheet_without_number,
    typed_turnout,
)
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stage_access import StageInView, stage_for

VOTE = Text("意见", "Vote")
NAMED = Text("推荐", "named")
LINES = 3
"""Lines to write names on, where the plan does not limit them."""
UNMARKED: Mapping[str, Text] = {
    "approve": Text("留空作赞成", "empty: for"),
    "oppose": Text("留空作反对", "empty: against"),
    "abstain": Text("留空作弃权", "empty: abstained"),
    "invalid": Text("留空作废", "empty: void"),
}
NOT_NAMED = Text("留空即没有写这个人", "empty: not named")


@dataclass(frozen=True, slots=True)
class Written:
    """A line on which a name was written in: the code of the person, and the post."""

    person: str = ""
    post: str = ""


@dataclass(frozen=True)
class Round:
    """One round of a recommendation, and who keys it."""

    stage: StageInView[Settings]
    number: int

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Who stands on the sheet."""
        if self.number == 1:
            return self.stage.slate.candidates
        return standing_again(self.stage.slate, self.stage.inputs, self.stage.settings).candidates

    @property
    def lines(self) -> int:
        """How many names may be written in."""
        settings = self.stage.settings
        if settings.names != "open" or self.number != 1:
            return 0
        return settings.most if isinstance(settings.most, int) else LINES

    def digits(self) -> tuple[tuple[str, Text], ...]:
        """What each digit stands for."""
        if self.stage.settings.form == "naming":
            return (("1", NAMED),)
        return tuple((str(n), MARKS.say(mark)) for n, mark in enumerate(MARKS.words, start=1))

    def mark(self, cell: str) -> str:
        """The vote that a cell stands for; anything but a digit is taken as written."""
        marks = list(MARKS.words)
        if self.stage.settings.form == "naming":
            return self.stage.settings.names_for if cell == "1" else cell
        return marks[int(cell) - 1] if cell.isdecimal() and 1 <= int(cell) <= len(marks) else cell

    def progress(self) -> tuple[GroupProgress, ...]:
        """Every group with its turnout and the sheets keyed so far."""
        inputs = self.stage.inputs
        keyed, came = numbers_of(inputs, self.number), turnouts_of(inputs, self.number)
        return progress_of(self.stage.settings.groups, keyed, came)

    def free(self, group: GroupProgress) -> str:
        """The next sheet to key."""
        keyed = numbers_of(self.stage.inputs, self.number)
        is_through = self.stage.settings.numbering == "round"
        return first_free({n for g, own in keyed.items() for n in own if is_through or g == group.id})

    def address(self, name: str) -> str:
        """The address of a screen of this round."""
        return reverse(name, args=[self.stage.code, self.stage.id, self.number])


@require_http_methods(["GET", "POST"])
def votes(request: HttpRequest, run: str, stage: str, round_: int = 1) -> HttpResponse:
    """The progress of every group and the lines of one sheet; keying enters the sheet and opens the next."""
    view = _round(request, run, stage, round_)
    groups = view.progress()
    given = request.POST if request.method == "POST" else request.GET
    group = picked(groups, given.get("group", ""))
    number = given.get("sheet", "").strip()
    if request.method == "GET":
        return _page(request, view, groups, group, number or view.free(group), {}, ())
    typed = {name: str(value).strip() for name, value in request.POST.items() if "|" in name}
    try:
        rows = _rows(view, group, number, typed)
        key_sheet(view.stage.run.actor, run, stage, rows, now(), again="again" in request.POST)
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        many = refusal.each
        return _page(request, view, groups, group, number, typed, many)
    messages.success(request, say(Text(f"{number} 号票已录入。", f"Sheet {number} is keyed.")))
    following = str(int(number) + 1) if number.isdecimal() else ""
    query = urlencode({"group": group.id, "sheet": following})
    return HttpResponseRedirect(f"{view.address('votes')}?{query}#grid")


@require_POST
def turnout(request: HttpRequest, run: str, stage: str, round_: int) -> HttpResponse:
    """Who should attend and came, sheets given out and returned, for all groups at once."""
    view = _round(request, run, stage, round_)
    groups = view.stage.settings.groups
    typed = typed_turnout(groups, request.POST)
    try:
        rows = [GroupTurnout.model_validate({"round": view.number, **row}) for row in counted(groups, typed)]
        record_rows(view.stage.run.actor, run, stage, "turnout", rows, now())
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        many = refusal.each
        shown = tuple(as_typed(g, typed[g.id], many) for g in view.progress())
        group = picked(shown, "")
        return _page(request, view, shown, group, view.free(group), {}, (), many)
    messages.success(request, say(Text("到会与票数已登记。", "The turnout is entered.")))
    return HttpResponseRedirect(view.address("votes"))


def _round(request: HttpRequest, run: str, stage: str, round_: int) -> Round:
    if round_ not in (1, 2):
        raise Http404(str(round_))
    return Round(stage_for(run_for(request, run, "record_sheets"), stage, Settings), round_)


def _rows(view: Round, group: GroupProgress, number: str, typed: Mapping[str, str]) -> list[Ballot]:
    """The votes of one sheet; a sheet that says nothing is one row without a person."""
    if not number:
        raise sheet_without_number()
    signer = typed.get("signed|by", "") if view.stage.settings.signed else ""
    at = {"round": view.number, "group": group.id, "sheet": number, "signed_by": signer}
    rows = [
        Ballot.model_validate({**at, "post": c.post, "person": c.person, "mark": mark})
        for c in view.candidates
        if (mark := _vote(view, c, typed.get(f"{c}|vote", "")))
    ]
    for line in _written(view, typed):
        if line.person:
            mark = view.stage.settings.names_for
            rows.append(Ballot.model_validate({**at, "post": line.post, "person": line.person, "mark": mark}))
    return rows or [Ballot.model_validate(at)]


def _vote(view: Round, candidate: Candidate, cell: str) -> str:
    """The vote in a cell. Errors: Refused(vote_unread) for anything that is none."""
    if not cell:
        return ""
    mark = view.mark(cell)
    spoken = next((m for m, text in MARKS.words.items() if mark in (m, text.zh, text.en)), None)
    if spoken is None:
        name, known = view.stage.name(candidate.person), "、".join(key for key, _ in view.digits())
        raise Refused(
            "vote_unread",
            f"{name}：“{cell}”不是意见。",
            f"{name}: '{cell}' is no vote.",
            where=f"|{candidate}",
            remedy_zh=f"请按键 {known} 之一，或留空。",
            remedy_en=f"Key one of {known}, or leave it empty.",
        )
    return str(spoken)


def _written(view: Round, typed: Mapping[str, str]) -> list[Written]:
    posts = list(view.stage.slate.seats)
    only = posts[0] if len(posts) == 1 else ""
    return [
        Written(typed.get(f"+{n}|person", ""), typed.get(f"+{n}|post", only))
        for n in range(1, view.lines + 1)
    ]


def _grid(view: Round, typed: Mapping[str, str], refusals: Sequence[Refused]) -> list[GridRow]:
    wrong = {_whom(r): r.text for r in refusals}
    return [
        GridRow(
            str(c),
            view.stage.name(c.person),
            (view.stage.post(c.post),),
            (("vote", VOTE, typed.get(f"{c}|vote", "")),),
            wrong.get(str(c)),
        )
        for c in view.candidates
    ]


def _whom(refusal: Refused) -> str:
    """The candidate whom a refusal names, at the end of its place: post and person, or both in one."""
    *before, last = refusal.where.split("|")
    return f"{last}@{before[-1]}" if "@" not in last and before else last


def _page(
    request: HttpRequest,
    view: Round,
    groups: Sequence[GroupProgress],
    group: GroupProgress,
    number: str,
    typed: Mapping[str, str],
    refusals: Sequence[Refused],
    turnout_refusals: Sequence[Refused] = (),
) -> HttpResponse:
    stage, settings = view.stage, view.stage.settings
    known = {str(c) for c in view.candidates}
    first, second = (
        Text("推荐票录入", "Recommendation sheets"),
        Text("第二轮推荐票录入", "Second round: sheets"),
    )
    is_keyed = not refusals and "again" not in request.GET and all(g.left == 0 for g in groups)
    context: dict[str, Any] = {
        "run": stage.code,
        "view": stage,
        "trail_title": stage.run.state.facts.plan.title,
        "heading": first if view.number == 1 else second,
        "turnout_address": view.address("votes-turnout"),
        "groups": groups,
        "group": group,
        "number": number,
        "grid": _grid(view, typed, refusals),
        "written": _written(view, typed),
        "posts": [(post, stage.post(post)) for post in stage.slate.seats],
        "dimensions": ({"title": VOTE},),
        "keys": view.digits(),
        "blank": NOT_NAMED if settings.form == "naming" else UNMARKED[settings.unmarked],
        "refusals": [r for r in refusals if _whom(r) not in known],
        "turnout_refusals": turnout_refusals,
        "is_signed": settings.signed,
        "signer": typed.get("signed|by", ""),
        "is_all_keyed": is_keyed,
        "wrong": len(refusals),
        "is_keyed": any(r.code == "sheet_keyed_already" for r in refusals),
        "may_key": not stage.is_closed,
    }
    return render(
        request, "web/sheets/sheets.html", context, status=422 if refusals or turnout_refusals else 200
    )
