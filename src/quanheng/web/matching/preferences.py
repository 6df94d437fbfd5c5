"""Preferences (岗位志愿): a person names offices in order, and later reads what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.state_preferences import own_preferences, state_preferences, wishes
from quanheng.core.engine import next_stage, refusals_of
from quanheng.core.inputs import Inputs
from quanheng.core.language.posts import Post
from quanheng.core.stages.matching import Preference, Settings
from quanheng.core.stages.matching.choosers import choosers_of
from quanheng.core.stages.matching.field import Field, field_of, offices_of
from quanheng.core.stages.matching.rounds import deadlines_of, round_now
from quanheng.core.values import Refused, Text
from quanheng.store import queries
from quanheng.web.language import say
from quanheng.web.matching.words import said_phase, said_without
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.own_standing import is_told

Stage = StageInView[Settings]


@dataclass(frozen=True, slots=True)
class Office:
    """One office that may be named: its seats, who chooses for it, why it is closed to the reader."""

    post: Post
    seats: int
    heads: tuple[str, ...]
    bar: Text | None = None


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """The reader's own wishes: stated until the deadline, read only after it, answered once it is decided."""
    view = stage_for(run_for(request, run, "state_preference"), stage, Settings)
    person = own_person(view)
    number = round_now(view.inputs, view.settings)
    if request.method == "GET":
        return _page(request, view, person, None, ())
    wanted = [request.POST.get(f"wish-{n}", "") for n in range(1, view.settings.preferences.max + 1)]
    named = [office for office in wanted if office]
    refusals = _refusals(view, person, number, named, wanted)
    if refusals:
        return _page(request, view, person, wanted, refusals, 422)
    state_preferences(view.run.actor, run, stage, number, named, now())
    said = Text(
        "志愿已保存，截止前可以修改。", "Your preferences are saved; you may change them until the deadline."
    )
    if not named:
        said = Text("志愿已全部撤回。", "All preferences are taken back.")
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("preferences", args=[run, stage]))


def own_person(view: Stage) -> str:
    """The reader as the roster of this run knows them; Errors: Refused."""
    person = view.run.actor.person
    if person is not None and person in view.inputs.people:
        return person
    raise Refused(
        "not_in_roster",
        "启动时的名册中没有您，不能在线填报。",
        "The roster of this run does not know you; you cannot state preferences online.",
        where=view.code,
        remedy_zh="请联系组织人事部门核对名册和账户。",
        remedy_en="Ask the personnel office to check the roster and your account.",
    )


def takes_wishes(view: Stage, person: str) -> bool:
    """Whether the person may name offices now."""
    if not view.is_open or view.settings.settles != "two_way":
        return False
    number = round_now(view.inputs, view.settings)
    field = field_of(view.slate, view.inputs, view.settings)
    if person not in field.pool_of_round(number):
        return False
    return deadlines_of(number, view.inputs, view.settings).takes_wishes(now())


def _refusals(
    view: Stage, person: str, number: int, named: list[str], typed: list[str]
) -> tuple[Refused, ...]:
    """What stands against these wishes when the reader's earlier ones of the round give way to them."""
    if "" in typed[: len(named)]:
        return (_gap(),)
    twice = next((office for office in named if named.count(office) > 1), None)
    if twice is not None:
        return (_twice(view.post(twice)),)
    facts, held = view.run.state.facts, view.inputs.rows.get("preferences", ())
    own = {row.key() for row in own_preferences(view.code, view.id, person, number)}
    tables = {**facts.rows.get(view.id, {}), "preferences": tuple(r for r in held if r.key() not in own)}
    without = replace(facts, rows={**facts.rows, view.id: tables})
    at = now()
    rows = wishes(view.run.actor, number, named, at)
    closing = replace(view.closing, own_at=at)
    found = [r for _, r in refusals_of(without, view.run.state.outcomes, closing, "preferences", rows)]
    least = view.settings.preferences.min
    if not found and 0 < len(named) < least:
        found.append(_too_few(len(named), least, view))
    return tuple(found)


def _gap() -> Refused:
    return Refused(
        "choices_not_in_order",
        "志愿须从第一志愿依次填写，中间不能空缺。",
        "Fill the wishes in order from the first, without a gap.",
        remedy_zh="请把后面的志愿依次提前。",
        remedy_en="Move the later wishes up.",
    )


def _twice(title: Text) -> Refused:
    return Refused(
        "choice_repeated",
        f"“{title.zh}”填了两次。",
        f"'{title.say('en')}' is named twice.",
        remedy_zh="每个岗位只填一次，请把后面的改为别的岗位或留空。",
        remedy_en="Name each office once; change the later one or leave it empty.",
    )


def _too_few(named: int, least: int, view: Stage) -> Refused:
    return Refused(
        "too_few_choices",
        f"只填了 {named} 个岗位，方案规定至少 {least} 个。",
        f"Only {named} named; the plan asks for at least {least}.",
        remedy_zh=f"请补填。依据：方案 stages.{view.id}.preferences。",
        remedy_en=f"Name more. Basis: the plan, stages.{view.id}.preferences.",
    )


def _page(
    request: HttpRequest,
    view: Stage,
    person: str,
    typed: list[str] | None,
    refusals: tuple[Refused, ...],
    status: int = 200,
) -> HttpResponse:
    settings, inputs = view.settings, view.inputs
    number = round_now(inputs, settings)
    own = [own_preferences(view.code, view.id, person, n) for n in range(1, len(settings.rounds) + 1)]
    stated = own[number - 1]
    field = field_of(view.slate, inputs, settings)
    given = typed or [row.office for row in stated]
    takes = takes_wishes(view, person)
    at = {line.key: line.entered_at for line in queries.rows_entered(view.code, view.id, "preferences")}
    offices = _offices(view, person, number)
    context = {
        "run": view.code,
        "view": view,
        "plan": view.run.state.facts.plan,
        "name": view.name(person),
        "takes": takes,
        "in_pool": person in field.pool,
        "number": number,
        "rounds": len(settings.rounds),
        "phase": said_phase(deadlines_of(number, inputs, settings), now()) if view.is_open else None,
        "fields": [
            (n, given[n - 1] if n <= len(given) else "") for n in range(1, settings.preferences.max + 1)
        ],
        "least": settings.preferences.min,
        "offices": offices,
        "open_offices": [o for o in offices if o.bar is None],
        "stated": [(row, view.post(row.office), at.get(row.key())) for rows in own for row in rows],
        "settings": settings,
        "answer": _answer(view, person, field, inputs),
        "refusals": refusals,
        "without": said_without(settings),
        "head": view.run.state.head,
    }
    return render(request, "web/matching/preferences.html", context, status=status)


def _offices(view: Stage, person: str, number: int) -> list[Office]:
    """Every office with whether this person may name it."""
    at = now()
    found = []
    for office, post in offices_of(view.inputs, view.settings).items():
        probe = Preference(person=person, office=office, order=1, round=number, stated_on=at.date())
        bars = _bars(view, probe) if view.is_open else ()
        heads = choosers_of(office, view.inputs, view.settings) or ()
        seats = view.slate.seats.get(office, 0) - len(view.slate.of(office))
        found.append(
            Office(post, max(seats, 0), tuple(view.name(h) for h in sorted(heads)), bars[0] if bars else None)
        )
    return found


BARS = frozenset({"not_qualified", "office_not_open", "out_of_reach", "own_unit_barred", "source_not_open"})
"""Refusals that come from the office itself and not from time or the other wishes."""


def _bars(view: Stage, probe: Preference) -> tuple[Text, ...]:
    facts = view.run.state.facts
    tables = {k: v for k, v in facts.rows.get(view.id, {}).items() if k != "preferences"}
    without = replace(facts, rows={**facts.rows, view.id: tables})
    found = refusals_of(without, view.run.state.outcomes, view.closing, "preferences", [probe])
    return tuple(r.text for _, r in found if r.code in BARS)


def _answer(view: Stage, person: str, field: Field, inputs: Inputs) -> dict[str, Any] | None:
    """What became of the person, once they may know: the place, or until when they wait, and every reason."""
    state = view.run.state
    if not is_told(state.facts.plan, state.outcomes, view.id):
        return None
    outcome = state.outcomes[view.id]
    placed = [c for c in outcome.remaining.candidates if c.person == person]
    found = [f for f in outcome.findings if f.candidate and f.candidate.person == person]
    coming = next_stage(state.facts.plan, state.outcomes)
    record: Any = outcome.record
    return {
        "placed": [
            (view.post(c.post), next((f.text for f in found if f.candidate == c), None)) for c in placed
        ],
        "waits": person in record.unplaced,
        "left": person in record.left,
        "until": record.waits_until,
        "waiting": next((f.text for f in found if f.candidate and not f.candidate.post), None),
        "refused": [
            (view.post(d.candidate.post), d.finding.text)
            for d in outcome.departures
            if d.candidate.person == person
        ],
        "pairs": sum(r.blocking for r in record.rounds),
        "next": coming.id
        if coming is not None and coming.kind == "matching" and coming.id != view.id
        else "",
    }
