"""Choosing (选人): the head of an office orders the people who named it, and sees nobody else's affairs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import ValidationError

from quanheng.actions.record_rows import record_rows
from quanheng.core.people import Person
from quanheng.core.recusal import must_recuse
from quanheng.core.stages.matching import Choice, Preference, Settings
from quanheng.core.stages.matching.choosers import choosers_of
from quanheng.core.stages.matching.field import Field, field_of, offices_of
from quanheng.core.stages.matching.rounds import deadlines_of, round_now
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.web.language import say
from quanheng.web.matching.preferences import own_person
from quanheng.web.matching.words import said_phase
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for

Stage = StageInView[Settings]


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who named the office, with what the head has said of them.

    Shapes: `standing` is what was typed: an order, a score or a grade; `is_kin` bars the head.
    """

    person: Person
    standing: str = ""
    place: str = ""
    remark: str = ""
    is_kin: bool = False
    unasked: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the office takes them."""
        return bool(self.standing)


@dataclass(frozen=True, slots=True)
class Desk:
    """One office at which the reader chooses.

    Shapes: `most` is how many it may take now, None any number; `is_answered` once something was entered.
    """

    office: str
    title: Text
    seats: int
    most: int | None
    askers: tuple[Asker, ...]
    is_answered: bool

    @property
    def taken(self) -> int:
        """How many are taken."""
        return sum(a.is_taken for a in self.askers)


@require_GET
def choosing(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The offices for which the reader chooses; the only one is shown at once."""
    view = _stage(request, run, stage)
    offices = headed_by(view, own_person(view))
    if not offices:
        raise _heads_nothing(view)
    if len(offices) == 1:
        return HttpResponseRedirect(reverse("choosing-office", args=[run, stage, offices[0]]))
    context = {**_around(view), "desks": [desk_of(view, office) for office in offices]}
    return render(request, "web/matching/choosing.html", context)


@require_http_methods(["GET", "POST"])
def choosing_office(request: HttpRequest, run: str, stage: str, office: str) -> HttpResponse:
    """One office: the people who named it are ordered, by number or by the buttons beside them, and saved."""
    view = _stage(request, run, stage)
    if office not in headed_by(view, own_person(view)):
        raise _heads_nothing(view)
    desk = desk_of(view, office)
    if request.method == "GET":
        return _page(request, view, desk)
    askers = _typed(view, desk, request.POST)
    if "move" in request.POST:
        return _page(request, view, replace(desk, askers=moved(askers, request.POST["move"])), typed=True)
    if "add" in request.POST and request.POST.get("unasked"):
        return _page(
            request, view, replace(desk, askers=_added(view, askers, request.POST["unasked"])), typed=True
        )
    typed = replace(desk, askers=askers)
    try:
        rows = _rows(view, typed)
        record_rows(view.run.actor, run, stage, "choices", rows, now())
    except RefusedMany as many:
        return _page(request, view, typed, many.refusals, typed=True)
    except Refused as refusal:
        if refusal.code in ("not_allowed", "stage_closed"):
            raise
        return _page(request, view, typed, (refusal,), typed=True)
    said = Text(
        f"“{desk.title.zh}”选用 {typed.taken} 人，已保存，截止前可以修改。",
        f"'{desk.title.say('en')}' takes {typed.taken}; saved, and open to change until the deadline.",
    )
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("choosing-office", args=[run, stage, office]))


def headed_by(view: Stage, person: str) -> tuple[str, ...]:
    """The offices for which a person chooses."""
    return tuple(
        office
        for office in offices_of(view.inputs, view.settings)
        if person in (choosers_of(office, view.inputs, view.settings) or ())
    )


def may_choose_now(view: Stage) -> bool:
    """Whether heads may choose at this moment; before, they do not even see who named their office."""
    number = round_now(view.inputs, view.settings)
    return view.is_open and deadlines_of(number, view.inputs, view.settings).takes_choices(now())


def sees_askers(view: Stage) -> bool:
    """Whether heads may see who named their office: once nobody names one any more."""
    number = round_now(view.inputs, view.settings)
    return not view.is_open or deadlines_of(number, view.inputs, view.settings).phase(now()) != "wishing"


def desk_of(view: Stage, office: str, field: Field | None = None) -> Desk:
    """One office as its head sees it: nobody while people still name offices, then those who named it."""
    field = field or field_of(view.slate, view.inputs, view.settings)
    number = round_now(view.inputs, view.settings)
    rows = {c.person: c for c in view.rows("choices", Choice) if (c.office, c.round) == (office, number)}
    named = [
        p.person for p in view.rows("preferences", Preference) if (p.office, p.round) == (office, number)
    ]
    pool = field.pool_of_round(number)
    people = dict.fromkeys(p for p in (*named, *rows) if p in pool) if sees_askers(view) else {}
    head = view.run.actor.person or ""
    askers = [_asker(view, p, rows.get(p), head, p not in named) for p in people]
    seats = field.results[number - 1].seats[office] if field.results else field.seats[office]
    extra = view.settings.alternates
    return Desk(
        office, view.post(office), seats, None if extra is None else seats + extra,
        tuple(sorted(askers, key=_order)), bool(rows),
    )  # fmt: skip


def _asker(view: Stage, person: str, row: Choice | None, head: str, unasked: bool) -> Asker:
    standing = ""
    if row is not None and row.accept:
        given = {"order": row.order, "score": row.score, "grade": row.grade}[view.settings.chosen_by]
        standing = str(given or "")
    return Asker(
        view.inputs.people[person],
        standing,
        str(row.place or "") if row else "",
        row.remark if row else "",
        must_recuse(head, person, view.inputs.people),
        unasked,
    )


def _order(asker: Asker) -> tuple[bool, int, str]:
    number = int(asker.standing) if asker.standing.isdecimal() else 0
    return (not asker.is_taken, number, asker.person.id)


def _typed(view: Stage, desk: Desk, given: Any) -> tuple[Asker, ...]:
    """The people with what the form says of them, those added unasked among them."""
    askers = desk.askers
    for name in given if view.settings.takes_unlisted(desk.office) else ():
        if name.startswith("standing|"):
            askers = _added(view, askers, name.partition("|")[2])
    known = {a.person.id: a for a in askers}
    return tuple(
        replace(
            asker,
            standing=given.get(f"standing|{code}", "").strip(),
            place=given.get(f"place|{code}", "").strip(),
            remark=given.get(f"remark|{code}", "").strip(),
        )
        for code, asker in known.items()
    )


def moved(askers: tuple[Asker, ...], move: str) -> tuple[Asker, ...]:
    """The order after one button: up, down, take (to the end of those taken), leave (not taken).

    Shapes: `move` is the button and the person's code, 'up|HW012'; those taken are numbered anew from 1.
    """
    way, _, code = move.partition("|")
    taken = [a.person.id for a in sorted(askers, key=_order) if a.is_taken]
    if way == "take" and code not in taken:
        taken.append(code)
    elif code in taken:
        at = taken.index(code)
        to = {"up": at - 1, "down": at + 1, "leave": -1}.get(way, at)
        taken.pop(at)
        if way != "leave":
            taken.insert(max(to, 0), code)
    numbered = [
        replace(a, standing=str(taken.index(a.person.id) + 1) if a.person.id in taken else "") for a in askers
    ]
    return tuple(sorted(numbered, key=_order))


def _added(view: Stage, askers: tuple[Asker, ...], code: str) -> tuple[Asker, ...]:
    head = view.run.actor.person or ""
    if code not in view.inputs.people or any(a.person.id == code for a in askers):
        return askers
    return (*askers, _asker(view, code, None, head, unasked=True))


def _rows(view: Stage, desk: Desk) -> list[Choice]:
    """What the sheet says of everyone; Errors: RefusedMany for what is no number."""
    rows, wrong = [], []
    field = {"order": "order", "score": "score", "grade": "grade"}[view.settings.chosen_by]
    for asker in desk.askers:
        if asker.is_kin:
            continue
        said: dict[str, Any] = {
            "office": desk.office,
            "person": asker.person.id,
            "accept": asker.is_taken,
            "round": round_now(view.inputs, view.settings),
            "chosen_by": view.run.actor.person or "",
            "remark": "" if asker.is_taken else asker.remark,
            "place": asker.place or None,
        }
        if asker.is_taken:
            said[field] = asker.standing
        try:
            rows.append(Choice.model_validate(said))
        except ValidationError:
            wrong.append(_no_number(asker))
    if wrong:
        raise RefusedMany(wrong)
    return rows


def _no_number(asker: Asker) -> Refused:
    return Refused(
        "no_number",
        f"{asker.person.name}：“{asker.standing}”不是可用的次序。",
        f"{asker.person.name}: '{asker.standing}' is no place in an order.",
        where=asker.person.name,
        remedy_zh="请填 1、2、3 这样的整数，或用上移、下移按钮；不选用的留空。",
        remedy_en="Give whole numbers 1, 2, 3, or use the buttons; leave it empty for whom you do not take.",
    )


def _stage(request: HttpRequest, run: str, stage: str) -> Stage:
    view = stage_for(run_for(request, run, "choose_staff"), stage, Settings)
    if view.settings.settles != "two_way":
        raise Http404(stage)
    return view


def _heads_nothing(view: Stage) -> Refused:
    return Refused(
        "not_a_chooser",
        "您不是本次双向选择中任何岗位的选人负责人。",
        "You choose for no office in this two-way selection.",
        where=view.id,
        remedy_zh=f"选人负责人由方案规定（stages.{view.id}.heads），请向组织人事部门核实。",
        remedy_en=f"The plan says who chooses (stages.{view.id}.heads); ask the personnel office.",
    )


def _around(view: Stage) -> dict[str, Any]:
    number = round_now(view.inputs, view.settings)
    return {
        "run": view.code,
        "view": view,
        "plan": view.run.state.facts.plan,
        "number": number,
        "rounds": len(view.settings.rounds),
        "phase": said_phase(deadlines_of(number, view.inputs, view.settings), now()),
        "takes": may_choose_now(view),
        "sees": sees_askers(view),
    }


def _page(
    request: HttpRequest,
    view: Stage,
    desk: Desk,
    refusals: tuple[Refused, ...] = (),
    *,
    typed: bool = False,
) -> HttpResponse:
    pool: list[Person] = []
    if view.settings.takes_unlisted(desk.office) and may_choose_now(view):
        field = field_of(view.slate, view.inputs, view.settings)
        there = {a.person.id for a in desk.askers}
        known = field.pool_of_round(round_now(view.inputs, view.settings)) - there
        pool = [view.inputs.people[p] for p in sorted(known)]
    context = {
        **_around(view),
        "desk": desk,
        "by": view.settings.chosen_by,
        "grades": view.settings.grades,
        "refusals": tuple({r.text.zh: r for r in refusals}.values()),
        "is_typed": typed,
        "pool": pool,
        "others": [o for o in headed_by(view, own_person(view)) if o != desk.office],
        "is_part": bool(getattr(request, "htmx", False)),
    }
    template = "web/matching/desk_list.html" if context["is_part"] else "web/matching/desk.html"
    return render(request, template, context, status=422 if refusals else 200)
