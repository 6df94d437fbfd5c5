"""Rehearsing what is marked (演练：考试、演讲、综合、确定考察对象、廉政考试)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from quanheng.core.rehearsal.scene import BY, Scene, Written
from quanheng.core.stages import composite, integrity_exam, shortlist, speech
from quanheng.core.stages.examination import tables as examination
from quanheng.core.stages.speech import tables as panel

ROOMS = 2


def examination_rows(scene: Scene[examination.Settings]) -> Written:
    """Numbers, rooms and marks of every subject; nobody is absent."""
    numbers, rooms, marks, judge_marks = [], [], [], []
    for subject in scene.settings.subjects:
        posts = scene.inputs.frame.posts
        takers = dict.fromkeys(
            c.person for c in scene.candidates() if subject.is_for(c.post, posts[c.post].cls)
        )
        for place, person in enumerate(takers, start=1):
            examinee = person
            if subject.anonymous:
                examinee = f"{place:03d}"
                numbers.append(examination.ExamNumber(subject=subject.id, person=person, number=examinee))
            rooms.append(
                examination.ExamRoom(subject=subject.id, person=person, room=f"{BY}{place % ROOMS + 1}")
            )
            if subject.judges is None:
                mark = _between(scene, *subject.bounds(""))
                marks.append(examination.SubjectMark(subject=subject.id, examinee=examinee, mark=mark))
                continue
            judge_marks += [
                examination.JudgeMark(
                    judge=judge,
                    subject=subject.id,
                    examinee=examinee,
                    item=item,
                    mark=_between(scene, *subject.bounds(item)),
                )
                for judge in scene.members(subject.judges)
                for item in [i.id for i in subject.items] or [""]
            ]
    return {"numbers": numbers, "rooms": rooms, "marks": marks, "judge_marks": judge_marks}


def _between(scene: Scene[Any], low: Decimal, high: Decimal, step: Decimal | None) -> Decimal:
    """A mark in the upper part of what is allowed, on its step."""
    unit = step or Decimal("0.5") if high - low >= 1 else step or (high - low)
    steps = int((high - low) / unit)
    return low + unit * scene.chance.randint(int(steps * 0.65), steps) if steps > 1 else high


def speech_rows(scene: Scene[speech.Settings]) -> Written:
    """Every judge marks everybody; order by lot and rooms where the plan has them."""
    settings = scene.settings
    by_person = settings.per == "person"
    units = [(c.person, "" if by_person else c.post) for c in scene.candidates()]
    units = list(dict.fromkeys(units))
    judges = dict.fromkeys(j for group in settings.judge_groups() for j in scene.members(group.body))
    ranked = settings.rank_points is not None and settings.rank_points.given == "ranks"
    marks = []
    for judge in judges:
        places: dict[str, int] = {}
        for person, post in units:
            places[post] = places.get(post, 0) + 1
            marks += [
                panel.Mark(
                    judge=judge,
                    person=person,
                    post=post,
                    item=item,
                    mark=Decimal(places[post]) if ranked else _between(scene, *settings.bounds(item)),
                )
                for item in [i.id for i in settings.items] or [""]
            ]
    numbered: dict[str, int] = {}
    draws = []
    for person, post in units if settings.draw else ():
        numbered[post] = numbered.get(post, 0) + 1
        draws.append(panel.Draw(person=person, post=post, number=numbered[post]))
    rooms = [
        panel.Room(person=person, post=post, room=f"{BY}{n % ROOMS + 1}")
        for n, (person, post) in enumerate(units)
        if settings.normalise is not None
    ]
    return {"draw": draws, "rooms": rooms, "marks": marks}


def composite_rows(scene: Scene[composite.Settings]) -> Written:
    """Points for every component that is entered by hand."""
    settings, posts = scene.settings, scene.inputs.frame.posts
    found = []
    for c in scene.candidates():
        parts, _ = settings.scheme_of(c.post, posts[c.post].cls)
        for leaf in (leaf for part in parts for leaf in part.leaves() if leaf.entered):
            high = leaf.cap if leaf.effect != "score" and leaf.cap is not None else leaf.full_mark
            points = _between(scene, Decimal(0), high, None) if leaf.effect == "score" else Decimal(0)
            fitting = [b.title.zh for b in leaf.bands if b.is_.holds(points)]
            found.append(
                composite.Points(
                    person=c.person,
                    post=c.post,
                    component=leaf.id,
                    points=points,
                    band=fitting[0] if fitting else "",
                    basis=BY,
                )
            )
    return {"points": found}


def shortlist_rows(scene: Scene[shortlist.Settings]) -> Written:
    """Places for equals across the cut, in the order in which they stand."""
    last = scene.settings.last_word()
    if scene.is_first or last not in shortlist.WAYS.words:
        return {}
    return {
        "tie_breaks": [
            shortlist.TieBroken(post=post, person=standing.candidate.person, place=place, way=last, record=BY)
            for post, tied in shortlist.contested(scene.slate, scene.inputs, scene.settings).items()
            for place, standing in enumerate(tied, start=1)
        ]
    }


def integrity_exam_rows(scene: Scene[integrity_exam.Settings]) -> Written:
    """Everyone answers all questions rightly; a bank is invented where the plan has none."""
    settings = scene.settings
    bank = {q.id: q.answer for q in settings.questions}
    invented: list[integrity_exam.QuestionRow] = []
    if not bank:
        wanted = settings.draws or {"": settings.asks or 1}
        names = [category for category, number in wanted.items() for _ in range(number)]
        invented = [
            integrity_exam.QuestionRow(
                question=f"q{n}", category=name, text=BY, options=f"A={BY}|B={BY}", answer="A"
            )
            for n, name in enumerate(names, start=1)
        ]
        bank = {row.question: row.answer for row in invented}
    asked = list(bank.items())[: settings.length()]
    return {
        "questions": invented,
        "attempts": [
            integrity_exam.Answer(person=person, question=question, answer=right, seconds=60)
            for person in scene.slate.people()
            for question, right in asked
        ],
    }
