"""Marks of written papers (登分): one subject's whole list, by number where anonymous, saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.record_rows import record_rows
from quanheng.core.engine import refusals_of
from quanheng.core.scoring.scores import plain
from quanheng.core.stages import examination
from quanheng.core.stages.examination.examining import Hall, names_drawn
from quanheng.core.stages.examination.tables import Subject, SubjectMark
from quanheng.core.values import Text
from quanheng.web.language import say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.score_sheets import Stage
from quanheng.web.stages.sheet_reading import number

Exam = StageInView[examination.Settings]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One examinee of a written subject. Shapes: `examinee` is '' where a number has still to be drawn."""

    examinee: str
    name: str
    room: str
    mark: str
    away: str = ""
    error: Text | None = None


@dataclass(frozen=True, slots=True)
class PaperSubject:
    """A written subject, how many of its papers have their mark, and how many have no number yet."""

    subject: Subject
    done: int
    wanted: int
    unnumbered: int


def paper_subjects(view: Stage) -> tuple[PaperSubject, ...]:
    """The subjects of an examination that have one mark each."""
    if not isinstance(view.settings, examination.Settings):
        return ()
    exam: Exam = view
    return tuple(_counted(s, lines_of(exam, s)) for s in exam.settings.subjects if s.judges is None)


def _counted(subject: Subject, lines: tuple[PaperLine, ...]) -> PaperSubject:
    sat = [line for line in lines if not line.away]
    return PaperSubject(subject, sum(bool(x.mark) for x in sat), len(sat), sum(not x.examinee for x in sat))


def lines_of(view: Exam, subject: Subject) -> tuple[PaperLine, ...]:
    """Everybody who takes the subject; those marked by number stand in the order of the numbers, unnamed."""
    hall = Hall.of(view.slate, view.inputs, view.settings)
    drawn = {person: n for n, person in names_drawn(subject, view.inputs).items()}
    marks = {m.examinee: plain(m.mark) for m in view.rows("marks", SubjectMark) if m.subject == subject.id}
    rooms = {r.person: r.room for r in view.rows("rooms", examination.ExamRoom) if r.subject == subject.id}
    present = set(hall.present(subject.id))
    lines = []
    for person in hall.taken[subject.id]:
        examinee = drawn.get(person, "") if subject.anonymous else person
        absence = hall.away.get((subject.id, person))
        away = "" if person in present else absence.reason if absence else say(Text("违纪", "breach"))
        name = "" if subject.anonymous and examinee else view.name(person)
        lines.append(PaperLine(examinee, name, rooms.get(person, ""), marks.get(examinee, ""), away))
    return (
        tuple(sorted(lines, key=lambda x: (not x.examinee, x.examinee)))
        if subject.anonymous
        else tuple(lines)
    )


@require_http_methods(["GET", "POST"])
def paper_marks(request: HttpRequest, run: str, stage: str, subject: str) -> HttpResponse:
    """The whole list of one subject: type down the column, save at once; what is wrong stays and says so."""
    view = stage_for(run_for(request, run, "enter_marks"), stage, examination.Settings)
    found = view.settings.subject(subject)
    if found is None or found.judges is not None:
        raise Http404(subject)
    lines = lines_of(view, found)
    if request.method == "POST" and not view.is_closed:
        rows, lines = _typed(view, found, lines, request.POST)
        if not any(line.error for line in lines):
            if rows:
                record_rows(view.run.actor, run, stage, "marks", rows, now())
            said = Text(f"“{found.title.zh}”已录入 {len(rows)} 个成绩。", f"{len(rows)} marks entered.")
            messages.success(request, say(said))
            return HttpResponseRedirect(reverse("scoring-desk", args=[run, stage]))
    low, high, step = found.bounds("")
    context = {
        "run": run,
        "view": view,
        "stage": view.settings,
        "title": view.title,
        "trail_title": view.run.state.facts.plan.title,
        "subject": found,
        "lines": lines,
        "low": plain(low),
        "high": plain(high),
        "step": plain(step) if step else "",
        "wrong": sum(line.error is not None for line in lines),
    }
    return render(request, "web/scoring/papers.html", context, status=422 if context["wrong"] else 200)


def _typed(
    view: Exam, subject: Subject, lines: tuple[PaperLine, ...], given: Mapping[str, str]
) -> tuple[list[SubjectMark], tuple[PaperLine, ...]]:
    """The marks that were typed anew, and the lines with what is wrong."""
    rows: list[SubjectMark] = []
    read: list[PaperLine] = []
    for line in lines:
        said = given.get(f"mark-{line.examinee}", "").strip().replace("．", ".") if line.examinee else ""
        value: Decimal | None = number(said)
        if value is None and said:
            read.append(_with(line, said, Text("请填数字。", "Give a number.")))
            continue
        if value is not None and plain(value) != line.mark:
            rows.append(SubjectMark(subject=subject.id, examinee=line.examinee, mark=value))
        read.append(_with(line, said or line.mark, None))
    facts, outcomes = view.run.state.facts, view.run.state.outcomes
    refused = {
        rows[i].examinee: refusal.text
        for i, refusal in refusals_of(facts, outcomes, view.closing, "marks", rows)
    }
    return rows, tuple(_with(x, x.mark, refused.get(x.examinee, x.error)) for x in read)


def _with(line: PaperLine, mark: str, error: Text | None) -> PaperLine:
    return PaperLine(line.examinee, line.name, line.room, mark, line.away, error)
