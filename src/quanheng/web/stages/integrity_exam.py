"""Integrity examination (廉政考试): a timed paper for who sits it, a desk for who runs it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.keep_questions import hand_over_bank
from quanheng.actions.sit_integrity_exam import begin_sitting, collect_papers, hand_in, keep_answers
from quanheng.core.scoring.scores import plain, value_of
from quanheng.core.stages import integrity_exam
from quanheng.core.stages.integrity_exam import Answer, Question
from quanheng.core.stages.integrity_exam.drawing import lacks
from quanheng.core.stages.integrity_exam.marking import Attempt, bank_of, marked
from quanheng.core.values import Refused, Text
from quanheng.store.question_bank import questions_in_use
from quanheng.store.sittings import SittingState, sitting_of, sittings_of
from quanheng.web.language import current, say
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for

Stage = StageInView[integrity_exam.Settings]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it stands on the paper, with what was answered.

    Shapes: `is_chinese_only` when the reader chose English and the bank has none of it.
    """

    number: int
    id: str
    text: Text
    options: tuple[tuple[str, Text], ...]
    several: bool
    said: str
    is_chinese_only: bool = False
    right: str = ""
    points: str = ""


@dataclass(frozen=True, slots=True)
class Sat:
    """One attempt that was handed in. Shapes: `asked` is empty while answers are not to be seen yet."""

    number: int
    points: str
    passed: bool
    minutes: int
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Examinee:
    """One person at the desk: the attempts so far, and the one under way."""

    name: str
    posts: tuple[Text, ...]
    sat: tuple[Sat, ...]
    under_way: SittingState | None
    is_over: bool


@require_GET
def exam(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The reader's own examination: the rules, the paper under way, or how it came out."""
    view = _own(request, run, stage)
    person = view.run.actor.person or ""
    sitting, at = sitting_of(run, stage, person), now()
    if sitting is not None and sitting.is_over(at) and not view.is_closed:
        hand_in(view.run.actor, run, stage, at)
        messages.warning(
            request, say(Text("时间到，已自动交卷。", "The time was up: your paper is handed in."))
        )
        return HttpResponseRedirect(reverse("exam", args=[run, stage]))
    bank, known = bank_of(view.inputs, view.settings), marked(view.inputs, view.settings)
    own = known.get(person, {})
    context = {
        "run": run,
        "view": view,
        "plan": view.run.state.facts.plan,
        "sitting": sitting,
        "asked": asked_of(sitting.questions, bank, sitting.answers) if sitting else (),
        "now": at,
        "sat": [_sat(view, a, bank) for a in own.values()],
        "may_begin": _may_begin(view, own) and sitting is None,
        "left": view.settings.attempts - len(own),
        "length": view.settings.length() or len(bank),
        "is_short": bool(lacks(bank, view.settings)),
    }
    return render(request, "web/exam/exam.html", context)


def _may_begin(view: Stage, own: Mapping[int, Attempt]) -> bool:
    is_candidate = view.run.actor.person in view.slate.people()
    has_passed = any(a.passed for a in own.values())
    return view.is_open and is_candidate and not has_passed and len(own) < view.settings.attempts


def asked_of(
    questions: tuple[str, ...], bank: Mapping[str, Question], said: Mapping[str, str]
) -> tuple[Asked, ...]:
    """The questions of a paper in its order, with what was answered."""
    return tuple(
        Asked(
            number,
            bank[q].id,
            bank[q].text,
            tuple(bank[q].options.items()),
            bank[q].takes_several(),
            said.get(q, ""),
            is_chinese_only(bank[q]),
        )
        for number, q in enumerate(questions, start=1)
        if q in bank
    )


def is_chinese_only(question: Question) -> bool:
    """Whether a reader of English is shown the Chinese, the bank having nothing else."""
    return current() == "en" and not question.is_in_english()


def _sat(view: Stage, attempt: Attempt, bank: Mapping[str, Question]) -> Sat:
    """How one attempt came out; which answers were right is told once nobody sits any more."""
    asked = _answers(view, attempt, bank) if view.is_closed else ()
    points = plain(value_of(attempt.points))
    return Sat(attempt.number, points, attempt.passed, round(attempt.seconds / 60), asked)


def _answers(view: Stage, attempt: Attempt, bank: Mapping[str, Question]) -> tuple[Asked, ...]:
    given = [
        a
        for a in view.rows("attempts", Answer)
        if (a.person, a.attempt) == (attempt.person, attempt.number) and a.question in bank
    ]
    return tuple(
        Asked(
            number,
            a.question,
            bank[a.question].text,
            tuple(bank[a.question].options.items()),
            bank[a.question].takes_several(),
            a.answer,
            is_chinese_only(bank[a.question]),
            "".join(sorted(bank[a.question].right())),
            plain(bank[a.question].points),
        )
        for number, a in enumerate(given, start=1)
    )


@require_POST
def begin(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Draw the paper and let the time run."""
    view = _own(request, run, stage)
    begin_sitting(view.run.actor, run, stage, secrets.token_hex(8), now())
    return HttpResponseRedirect(reverse("exam", args=[run, stage]))


@require_POST
def answers(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Keep what is answered so far; the page asks again until it is kept."""
    view = _own(request, run, stage)
    keep_answers(view.run.actor, run, stage, _given(request), now())
    return JsonResponse({"kept": now().strftime("%H:%M:%S")})


@require_POST
def finish(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Hand in: the last answers where the time is not up, and the paper."""
    view, at = _own(request, run, stage), now()
    try:
        keep_answers(view.run.actor, run, stage, _given(request), at)
    except Refused as refusal:
        if refusal.code != "time_is_up":
            raise
    hand_in(view.run.actor, run, stage, at)
    messages.success(request, say(Text("已交卷。", "Your paper is handed in.")))
    return HttpResponseRedirect(reverse("exam", args=[run, stage]))


def _given(request: HttpRequest) -> dict[str, str]:
    given: Any = request.POST
    names = [name for name in given if name.startswith("q-")]
    return {name.removeprefix("q-"): "".join(sorted(filter(None, given.getlist(name)))) for name in names}


def _own(request: HttpRequest, run: str, stage: str) -> Stage:
    return stage_for(run_for(request, run, "take_integrity_exam"), stage, integrity_exam.Settings)


@require_GET
def exam_desk(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Who has sat and how, who sits now, and whether the bank is there."""
    view = stage_for(run_for(request, run), stage, integrity_exam.Settings)
    bank, at = bank_of(view.inputs, view.settings), now()
    people = examinees_of(view, bank, at)
    keeps = view.run.may("keep_questions")
    context = {
        "run": run,
        "view": view,
        "plan": view.run.state.facts.plan,
        "examinees": people,
        "length": view.settings.length() or len(bank),
        "bank": len(bank),
        "lacks": lacks(bank, view.settings),
        "keeps": keeps,
        "in_use": len(questions_in_use()) if keeps else 0,
        "over": sum(p.is_over for p in people),
        "collects": view.run.may("record_integrity_exam") and not view.is_closed,
        "waits": view.waits_for(),
    }
    return render(request, "web/exam/desk.html", context)


def examinees_of(view: Stage, bank: Mapping[str, Question], at: datetime) -> tuple[Examinee, ...]:
    """Everyone who sits at this stage, in slate order."""
    known = marked(view.inputs, view.settings)
    going = {s.person: s for s in sittings_of(view.code, view.id) if s.handed_in_at is None}
    return tuple(
        Examinee(
            view.name(person),
            view.posts_of(person),
            tuple(_sat(view, a, bank) for a in known.get(person, {}).values()),
            going.get(person),
            person in going and going[person].is_over(at),
        )
        for person in view.slate.people()
    )


@require_POST
def exam_bank(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The keeper hands the questions in use over to the stage."""
    view = stage_for(run_for(request, run, "keep_questions"), stage, integrity_exam.Settings)
    number = hand_over_bank(view.run.actor, run, stage, now())
    said = Text(f"{number} 题已用于本环节。", f"{number} questions are handed over to this stage.")
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("exam-desk", args=[run, stage]))


@require_POST
def exam_collect(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Hand in the papers whose time is up."""
    view = run_for(request, run, "record_integrity_exam")
    number = collect_papers(view.actor, run, stage, now())
    messages.success(request, say(Text(f"已收回 {number} 份试卷。", f"{number} papers collected.")))
    return HttpResponseRedirect(reverse("exam-desk", args=[run, stage]))
