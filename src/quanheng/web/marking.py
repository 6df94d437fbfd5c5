"""Judge's sheet (评分): one candidate after another, save and next; a judge sees their own marks alone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from quanheng.actions.record_rows import record_rows
from quanheng.core.engine import refusals_of
from quanheng.core.recusal import is_related
from quanheng.core.scoring.scores import plain
from quanheng.core.stages import speech
from quanheng.core.stages.speech.tables import Absence, Draw, Mark, Recusal
from quanheng.core.values import Candidate, Refused, Text
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stage_access import StageInView, stage_for

Stage = StageInView[speech.Settings]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: a criterion, or the one overall mark (item '')."""

    item: str
    title: Text
    low: str
    high: str
    step: str
    mark: str = ""
    error: Text | None = None
    is_yes_no: bool = False

    @property
    def allowed(self) -> Text:
        """Which marks may be given."""
        if self.is_yes_no:
            return Text(f"0 或 {self.high} 分", f"0 or {self.high}")
        steps = (
            Text(f"，以 {self.step} 分为一档", f", in steps of {self.step}") if self.step else Text("", "")
        )
        return Text(f"{self.low} 至 {self.high} 分{steps.zh}", f"{self.low} to {self.high}{steps.en}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One judge's sheet on one candidate."""

    number: int
    unit: Candidate
    name: str
    posts: tuple[Text, ...]
    drawn: int | None
    lines: tuple[Line, ...]
    note: str = ""
    recused: str = ""
    absent: str = ""
    is_kin: bool = False

    @property
    def is_barred(self) -> bool:
        """Whether nothing is to be marked: the judge stepped aside, or the candidate did not come."""
        return bool(self.recused or self.absent)

    @property
    def is_done(self) -> bool:
        """Whether every line has its mark."""
        return all(line.mark for line in self.lines)

    @property
    def total(self) -> str:
        """The sum of the lines, where there are several and all are marked."""
        if len(self.lines) < 2 or not self.is_done:
            return ""
        return plain(sum((Decimal(line.mark) for line in self.lines), Decimal(0)))


def sits(stage: Stage, judge: str | None) -> bool:
    """Whether somebody marks in this stage."""
    bodies = (group.body for group in stage.settings.judge_groups())
    return judge is not None and any(stage.inputs.frame.is_member(body, judge) for body in bodies)


def sheets_of(stage: Stage, judge: str) -> tuple[Sheet, ...]:
    """The judge's sheets, in the order of speaking where it was drawn, else in slate order."""
    slate = stage.slate
    units = (
        slate.candidates
        if stage.settings.per == "candidacy"
        else tuple(Candidate(person, "") for person in slate.people())
    )
    drawn = {Candidate(d.person, d.post): d.number for d in stage.rows("draw", Draw)}
    ordered = sorted(units, key=lambda unit: drawn.get(unit, len(units) + 1))
    return tuple(_sheet(stage, judge, unit, n, drawn.get(unit)) for n, unit in enumerate(ordered, start=1))


def _sheet(stage: Stage, judge: str, unit: Candidate, number: int, drawn: int | None) -> Sheet:
    marks = {
        m.item: m
        for m in stage.rows("marks", Mark)
        if m.judge == judge and Candidate(m.person, m.post) == unit
    }
    recusals = (r for r in stage.rows("recusals", Recusal) if (r.judge, r.person) == (judge, unit.person))
    absences = (
        a for a in stage.rows("absences", Absence) if a.person == unit.person and a.post in ("", unit.post)
    )
    recusal, absence = next(recusals, None), next(absences, None)
    return Sheet(
        number=number,
        unit=unit,
        name=stage.name(unit.person),
        posts=(stage.post(unit.post),) if unit.post else stage.posts_of(unit.person),
        drawn=drawn,
        lines=_lines(stage.settings, {item: plain(m.mark) for item, m in marks.items()}),
        note=next((m.note for m in marks.values() if m.note), ""),
        recused=recusal.reason if recusal else "",
        absent=absence.reason if absence else "",
        is_kin=is_related(judge, unit.person, stage.inputs.people),
    )


def _lines(settings: speech.Settings, marks: dict[str, str]) -> tuple[Line, ...]:
    wanted = [(i.id, i.title, i.yes_no) for i in settings.items] or [("", Text("得分", "Mark"), False)]
    lines = []
    for item, title, yes_no in wanted:
        low, high, step = settings.bounds(item)
        said = plain(step) if step is not None and not yes_no else ""
        lines.append(Line(item, title, plain(low), plain(high), said, marks.get(item, ""), is_yes_no=yes_no))
    return tuple(lines)


@require_GET
def marking(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """All sheets of the judge who asks, with their marks so far."""
    view = _stage(request, run, stage)
    sheets = sheets_of(view, _judge(view))
    return render(request, "web/marking/overview.html", _around(view, sheets))


@require_http_methods(["GET", "POST"])
def marking_sheet(request: HttpRequest, run: str, stage: str, number: int) -> HttpResponse:
    """One sheet: save it, and the next one without marks comes up."""
    view = _stage(request, run, stage)
    sheets = sheets_of(view, _judge(view))
    if not 1 <= number <= len(sheets):
        raise Http404(str(number))
    sheet = sheets[number - 1]
    if request.method == "GET" or view.is_closed:
        return _page(request, view, sheets, sheet)
    rows, lines = _read(view, sheet, request.POST)
    note = request.POST.get("note", "").strip()
    if any(line.error for line in lines):
        return _page(request, view, sheets, _given(sheet, lines, note), status=422)
    record_rows(view.run.actor, run, stage, "marks", rows, now())
    messages.success(
        request, say(Text(f"{sheet.name}的评分已保存。", f"The marks for {sheet.name} are saved."))
    )
    left = [s for s in (*sheets[number:], *sheets[: number - 1]) if not s.is_done and not s.is_barred]
    if left:
        return HttpResponseRedirect(
            f"{reverse('marking-sheet', args=[run, stage, left[0].number])}?saved={number}"
        )
    return HttpResponseRedirect(f"{reverse('marking', args=[run, stage])}?saved={number}")


def _stage(request: HttpRequest, run: str, stage: str) -> Stage:
    return stage_for(run_for(request, run, "record_marks"), stage, speech.Settings)


def _judge(view: Stage) -> str:
    judge = view.run.actor.person
    if judge is not None and sits(view, judge):
        return judge
    raise Refused(
        "not_a_judge",
        "您不是本环节的评委。",
        "You are no judge at this stage.",
        where=view.id,
        remedy_zh="评委名单由组织人事部门设定，请向其核实。",
        remedy_en="The personnel office names the judges; ask there.",
    )


def _read(view: Stage, sheet: Sheet, given: Any) -> tuple[list[Mark], list[Line]]:
    """The rows that a sheet says, and its lines with what was typed and what is wrong with it."""
    rows: list[Mark] = []
    lines: list[Line] = []
    note = given.get("note", "").strip()
    for line in sheet.lines:
        typed = given.get(f"mark-{line.item}", "").strip().replace("．", ".")
        value = _number(typed)
        if value is None:
            wrong = (
                Text("请填数字。", "Give a number.") if typed else Text("这一项还没有打分。", "No mark yet.")
            )
            lines.append(_typed(line, typed, wrong))
            continue
        row = Mark(
            judge=_judge(view),
            person=sheet.unit.person,
            post=sheet.unit.post,
            item=line.item,
            mark=value,
            note=note,
        )
        rows.append(row)
        lines.append(_typed(line, typed, None))
    facts, outcomes = view.run.state.facts, view.run.state.outcomes
    refused = {rows[i].item: r for i, r in refusals_of(facts, outcomes, view.closing, "marks", rows)}
    return rows, [
        _typed(line, line.mark, refused[line.item].text) if line.item in refused else line for line in lines
    ]


def _number(typed: str) -> Decimal | None:
    try:
        value = Decimal(typed)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _typed(line: Line, typed: str, error: Text | None) -> Line:
    return Line(line.item, line.title, line.low, line.high, line.step, typed, error, line.is_yes_no)


def _given(sheet: Sheet, lines: list[Line], note: str) -> Sheet:
    return Sheet(
        sheet.number, sheet.unit, sheet.name, sheet.posts, sheet.drawn, tuple(lines), note,
        sheet.recused, sheet.absent, sheet.is_kin,
    )  # fmt: skip


def _around(view: Stage, sheets: tuple[Sheet, ...]) -> dict[str, Any]:
    wanted = [s for s in sheets if not s.is_barred]
    done = sum(s.is_done for s in wanted)
    left = next((s for s in wanted if not s.is_done), None)
    return {
        "run": view.code,
        "view": view,
        "plan": view.run.state.facts.plan,
        "sheets": sheets,
        "items": view.settings.items,
        "done": done,
        "wanted": len(wanted),
        "next": left,
        "draft": f"{view.run.actor.account}/{view.code}/{view.id}",
    }


def _page(
    request: HttpRequest, view: Stage, sheets: tuple[Sheet, ...], sheet: Sheet, status: int = 200
) -> HttpResponse:
    context = {
        **_around(view, sheets),
        "sheet": sheet,
        "before": sheets[sheet.number - 2] if sheet.number > 1 else None,
        "after": sheets[sheet.number] if sheet.number < len(sheets) else None,
    }
    return render(request, "web/marking/sheet.html", context, status=status)
