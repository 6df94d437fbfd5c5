"""Members (成员): who sits in each body of the plan; the whole list is said anew each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.start_run import appoint_members
from quanheng.core.language.posts import Body
from quanheng.core.members import MEMBERS, Member
from quanheng.core.values import Refused, Text
from quanheng.documents.list_workbook import MEDIA_TYPE, input_workbook
from quanheng.documents.tables import read_table
from quanheng.web.inputs.choices import MOST_SUGGESTIONS
from quanheng.web.language import say
from quanheng.web.lists import download, wants_file
from quanheng.web.reader import now
from quanheng.web.run_access import RunInView, run_for

SPARE_SEATS = 3


@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, run: str) -> HttpResponse:
    """The bodies with their members, and the form that changes them."""
    view = run_for(request, run)
    if wants_file(request):
        return download(input_workbook(MEMBERS, _held(view)), f"{run}-members.xlsx", MEDIA_TYPE)
    if request.method == "GET":
        return _page(request, view, _held(view))
    try:
        wanted = _from_file(request) if request.FILES.get("file") else _from_form(view, request.POST)
    except Refused as refusal:
        return _page(request, view, _held(view), refusal)
    try:
        appoint_members(view.actor, run, wanted, now())
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        return _page(request, view, wanted, refusal)
    messages.success(request, say(Text("成员名单已保存。", "The members are saved.")))
    for text in short_of_members(view.state.facts.plan.bodies, wanted):
        messages.warning(request, say(text))
    return HttpResponseRedirect(reverse("members", args=[run]))


def short_of_members(bodies: Iterable[Body], held: Iterable[Member]) -> Iterator[Text]:
    """The bodies that stay without anybody although the plan says how many they need."""
    seated = {member.body for member in held}
    for body in bodies:
        least = body.members or body.at_least
        if least and body.id not in seated:
            yield Text(
                f"“{body.title.zh}”还没有成员，方案规定不少于 {least} 人。",
                f"'{body.title.say('en')}' has no members yet; the plan asks for at least {least}.",
            )


def _held(view: RunInView) -> tuple[Member, ...]:
    facts = view.state.facts
    return tuple(
        Member(body=body, person=person, principal=facts.principals.get(body) == person)
        for body, people in facts.members.items()
        for person in people
    )


def _from_file(request: HttpRequest) -> tuple[Member, ...]:
    upload: Any = request.FILES["file"]
    read = read_table(MEMBERS, upload.read(), upload.name or "members.csv")
    return tuple(row for row in read.rows if isinstance(row, Member))


def _from_form(view: RunInView, given: QueryDict) -> tuple[Member, ...]:
    """The members as the form says them, by code or a name that one person bears; other bodies stay."""
    found: dict[tuple[str, str], Member] = {}
    held = _held(view)
    for body in view.state.facts.plan.bodies:
        if f"person-{body.id}" not in given:
            found |= {(m.body, m.person): m for m in held if m.body == body.id}
            continue
        principal = given.get(f"principal-{body.id}", "")
        for number, said in enumerate(given.getlist(f"person-{body.id}")):
            if not said.strip():
                continue
            person = _code_of(view, said.strip(), body.id)
            member = Member(body=body.id, person=person, principal=principal == str(number))
            found.setdefault((body.id, person), member)
    return tuple(found.values())


def _code_of(view: RunInView, said: str, body: str) -> str:
    people = view.state.facts.people
    if said in people:
        return said
    named = [code for code, person in people.items() if person.name == said]
    if len(named) == 1:
        return named[0]
    if not named:
        return said
    raise Refused(
        "name_twice",
        f"名册中有 {len(named)} 人叫“{said}”：{'、'.join(named)}。",
        f"The roster has {len(named)} people called '{said}': {', '.join(named)}.",
        where=f"members.{body}",
        remedy_zh="请填人员编号。",
        remedy_en="Give the code.",
    )


def _page(
    request: HttpRequest, view: RunInView, held: tuple[Member, ...], refusal: Refused | None = None
) -> HttpResponse:
    facts = view.state.facts
    people = facts.people
    bodies: list[Mapping[str, Any]] = []
    for body in facts.plan.bodies:
        own = [m for m in held if m.body == body.id]
        seats = [
            {
                "code": m.person,
                "name": people[m.person].name if m.person in people else "",
                "principal": m.principal,
            }
            for m in own
        ]
        bodies.append(
            {
                "body": body,
                "seats": seats,
                "has_principal": any(m.principal for m in own),
                "spare": range(len(own), max(len(own) + SPARE_SEATS, body.members or body.at_least or 0)),
            }
        )
    refusals = refusal.each if refusal else ()
    context = {
        "run": view.state.code,
        "plan": facts.plan,
        "trail_title": facts.plan.title,
        "bodies": bodies,
        "refusals": refusals,
        "may_appoint": view.may("appoint_members"),
        "people": [(c, p.name) for c, p in people.items()] if len(people) <= MOST_SUGGESTIONS else [],
    }
    return render(request, "web/members/members.html", context, status=422 if refusal else 200)
