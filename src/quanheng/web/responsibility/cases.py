"""Cases (责任追究案件): the list, the opening from the register, the file, one's own statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.issue_case_paper import ground_of, issue_case_paper
from quanheng.actions.nomination_lines import cases_for
from quanheng.actions.open_case import facts_now, grounds, lines_of, open_case
from quanheng.actions.take_case_steps import take_case_steps
from quanheng.core.accountability.access import require_file
from quanheng.core.accountability.admission import IN_PHASE, refuse_concerned
from quanheng.core.accountability.appeals import may_ask
from quanheng.core.accountability.case import (
    PHASES,
    Case,
    Phase,
    deadlines,
    effects_of,
)
from quanheng.core.accountability.grounds import refused_ground
from quanheng.core.accountability.parties import ROLES
from quanheng.core.accountability.steps import (
    MANNERS,
    OPENING,
    RESULTS,
    SCOPES,
    STEPS,
    WAYS,
    Answer,
    Appeal,
    Imposed,
    Opening,
    Statement,
    StepKind,
)
from quanheng.core.authority import Actor, may, require
from quanheng.core.nomination_register import PROMOTED
from quanheng.core.values import Candidate, Refused, Text
from quanheng.core.workdays import Calendar
from quanheng.documents.case_papers import CASE_PAPERS, is_ready, party_line
from quanheng.documents.official import MEDIA_TYPE
from quanheng.store.cases import case_of, has_case, is_as_frozen
from quanheng.store.load import run_state
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.inputs.choices import Offer
from quanheng.web.inputs.forms import RowForm
from quanheng.web.language import lazily, say
from quanheng.web.lists import as_file, asked, download, links_of, page_of, wants_file
from quanheng.web.reader import actor_of, allowed, now
from quanheng.web.responsibility.register import tabs_for

ORDER: tuple[Phase, ...] = ("statements", "finding", "decision", "consequence", "closing", "review", "closed")
HEADER = ("编号", "被提名人", "职位", "情形", "立案日期", "进展", "限期", "有关人员", "承担责任")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list: where it stands and by when that is to be over."""

    case: Case
    phase: Text
    is_closed: bool
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class AppealAnswered:
    """How a review or an appeal was answered, in words."""

    answer: Answer
    changed_to: Text | None

    @property
    def result(self) -> Text:
        """Upheld, changed or revoked."""
        return RESULTS.say(self.answer.result)


class DecisionForm(RowForm):
    """The decision, with the members who were there chosen from those who need not recuse."""

    def __init__(self, case: Case, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(STEPS["decision"], {}, data, given={"held_on": now().date().isoformat()})
        names = [(m, f"{case.facts.names.get(m, m)}（{m}）") for m in case.voters()]
        self.fields["present"] = forms.MultipleChoiceField(
            label=lazily("到会成员", "Present"),
            choices=names,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _given(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return super()._given({**cleaned, "present": "、".join(cleaned.get("present") or ())})


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that the reader may read, open ones first."""
    actor = allowed(request, "view_case")
    filters = asked(request, "state")
    today = now().date()
    lines = [case_line(case, today) for case in cases_for(actor)]
    if filters.get("state"):
        lines = [x for x in lines if x.is_closed == (filters["state"] == "closed")]
    lines.sort(key=lambda x: x.is_closed)
    if wants_file(request):
        return as_file("责任追究案件", HEADER, [_cells(line) for line in lines])
    context = {
        "page": page_of(request, lines),
        "links": links_of(filters),
        "filters": filters,
        "tab": "cases",
        "tabs": tabs_for(actor),
        "may_open": may(actor, "open_case"),
    }
    return render(request, "web/cases/list.html", context)


def case_line(case: Case, today: date) -> CaseLine:
    """Where a case stands today."""
    phase = case.phase(today, Calendar())
    due = case.due_on(today, Calendar())
    return CaseLine(case, PHASES[phase], phase == "closed", due, due is not None and today > due)


def _cells(line: CaseLine) -> tuple[str, ...]:
    case = line.case
    return (
        case.code, case.facts.name, case.facts.post_title.zh, ground_of(case).text.zh, str(case.opened_on),
        line.phase.zh, str(line.due_on or ""), "、".join(p.name for p in case.concerned()),
        "、".join(case.facts.names[p] for p in case.liable()),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def case_open(request: HttpRequest, run: str, post: str, person: str) -> HttpResponse:
    """Open a case about one nomination of the register; the record says whom it concerns."""
    actor = allowed(request, "open_case")
    state, candidate = run_state(run), Candidate(person, post)
    facts, rules = facts_now(state, candidate)
    # Whoever must recuse is told so before they see what the record says.
    probe = Opening(ground="-", evidence="-", known_on=now().date(), scope="nominators")
    refuse_concerned(Case("", probe, actor.account, now().date(), facts, "", rules), actor.person)
    lines = lines_of(state, candidate, now())
    fitting = [
        g for g in grounds() if any(refused_ground(g, x.channel, x.state in PROMOTED) is None for x in lines)
    ]
    offers = {"ground": Offer(tuple((g.id, g.text) for g in fitting))}
    form = RowForm(OPENING, offers, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and isinstance(form.row, Opening):
        try:
            code = open_case(actor, run, candidate, form.row, now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, say(Text(f"案件 {code} 已立案。", f"Case {code} is open.")))
            return HttpResponseRedirect(reverse("case", args=[code]))
    context = {
        "form": form,
        "facts": facts,
        "line": lines[0] if lines else None,
        "roles": ROLES,
        "grounds": fitting,
        "other_grounds": [g for g in grounds() if g not in fitting],
        "already": has_case(run, person, post),
        "tab": "cases",
        "tabs": tabs_for(actor),
    }
    return render(request, "web/cases/open.html", context, status=422 if form.errors else 200)


@require_GET
def case_page(request: HttpRequest, case: str) -> HttpResponse:
    """The file of a case: what it is about, where it stands, every step, and the form of the next one."""
    actor = actor_of(request)
    found = _case_for(actor, case)
    return _page(request, actor, found, {})


def _case_for(actor: Actor, code: str) -> Case:
    """A case for who may read its file. Errors: Refused(not_allowed), whether it exists or not."""
    require(actor, "view_home")
    try:
        case = case_of(code)
    except Refused:
        if not may(actor, "view_case"):
            require(actor, "view_case")
        raise Http404(code) from None
    require_file(case, actor)
    return case


def _page(
    request: HttpRequest, actor: Actor, case: Case, sent: Mapping[str, RowForm], status: int = 200
) -> HttpResponse:
    today, calendar = now().date(), Calendar()
    phase = case.phase(today, calendar)
    hands = names_of_accounts([case.opened_by, *(s.by for s in case.steps)])
    context = {
        "case": case,
        "ground": ground_of(case),
        "scope": SCOPES.say(case.opening.scope),
        "phase": phase,
        "phases": [
            (name, PHASES[name], ORDER.index(name) < ORDER.index(phase))
            for name in ORDER
            if name != "review" or case.rows(Appeal)
        ],
        "due_on": case.due_on(today, calendar),
        "is_late": case_line(case, today).is_late,
        "deadlines": deadlines(case, calendar),
        "people": concerned_in(case, calendar),
        "parties": [(p, party_line(p), p in case.concerned()) for p in case.facts.parties],
        "roles": ROLES,
        "decision": case.decision(),
        "rejected": case.was_rejected(),
        "voters": [case.facts.names.get(m, m) for m in case.voters()],
        "recused": [case.facts.names.get(m, m) for m in case.facts.members if case.must_recuse(m)],
        "closing": case.closing(),
        "holds": is_as_frozen(case.code),
        "forms": _forms(actor, case, phase, sent),
        "papers": [(name, paper.title) for name, paper in CASE_PAPERS.items() if is_ready(case, name)],
        "may_issue": may(actor, "issue_case_paper"),
        "steps": [(s, STEPS[s.kind].title, hands.get(s.by, s.by)) for s in case.steps],
        "opened_by": hands.get(case.opened_by, case.opened_by),
        "tab": "cases",
        "tabs": tabs_for(actor),
    }
    return render(request, "web/cases/case.html", context, status=status)


def concerned_in(case: Case, calendar: Calendar) -> list[dict[str, Any]]:
    """Everybody who is asked to answer: what they said, what was found, what followed."""
    said = {s.party: s for s in case.rows(Statement)}
    imposed = {r.party: r for r in case.rows(Imposed)}
    effects = {e.person: e for e in effects_of(case, calendar)}
    titles = {c.id: c.title for c in case.rules.consequences}
    answers = {a.key(): AppealAnswered(a, titles.get(a.consequence)) for a in case.rows(Answer)}
    return [
        {
            "party": party,
            "roles": party_line(party),
            "statement": said.get(party.person),
            "finding": finding,
            "manner": MANNERS.say(finding.manner) if finding else None,
            "imposed": imposed.get(party.person),
            "consequence": titles.get(imposed[party.person].consequence) if party.person in imposed else None,
            "effect": effects.get(party.person),
            "appeals": [
                (WAYS.say(a.way), a, answers.get(a.key()))
                for a in case.rows(Appeal)
                if a.party == party.person
            ],
        }
        for party in case.concerned()
        for finding in [case.finding_of(party.person)]
    ]


def _forms(
    actor: Actor, case: Case, phase: Phase, sent: Mapping[str, RowForm]
) -> list[tuple[StepKind, Text, RowForm]]:
    """The forms of the steps that may be taken now; one that was refused comes back as it was sent."""
    if not may(actor, "record_case_step"):
        return []
    return [
        (kind, table.title, sent.get(kind) or _form(case, kind))
        for kind, table in STEPS.items()
        if phase in IN_PHASE[kind] and (kind != "appeal" or _may_still_ask(case))
    ]


def _may_still_ask(case: Case) -> list[str]:
    """Those who bear a consequence and may ask for a review or appeal, as the days stand."""
    today, calendar = now().date(), Calendar()
    return [p for p in case.liable() if any(a.asked_on >= today for a in may_ask(case, p, calendar))]


def _form(case: Case, kind: StepKind, data: Mapping[str, Any] | None = None) -> RowForm:
    if kind == "decision":
        return DecisionForm(case, data)
    today = now().date().isoformat()
    names = case.facts.names
    concerned = tuple(p.person for p in case.concerned())
    people = {
        "consequence": case.liable(),
        "appeal": tuple(_may_still_ask(case)),
        "answer": tuple(dict.fromkeys(a.party for a in case.open_appeals())),
    }.get(kind, concerned)
    offers = {
        "party": Offer(tuple((p, Text(names.get(p, p))) for p in people)),
        "consequence": Offer(tuple((c.id, c.title) for c in case.rules.consequences)),
    }
    days = ("stated_on", "found_on", "imposed_on", "closed_on", "asked_on", "answered_on")
    return RowForm(STEPS[kind], offers, data, given=dict.fromkeys(days, today), prefix=kind)


@require_POST
def case_step(request: HttpRequest, case: str, kind: str) -> HttpResponse:
    """Take one step; what was typed comes back where it is refused."""
    actor = actor_of(request)
    found = _case_for(actor, case)
    step = next((k for k in STEPS if k == kind), None)
    if step is None:
        raise Http404(kind)
    acts = {"closing": "close_case", "answer": "answer_appeal"}
    require(actor, acts.get(step, "record_case_step"))
    form = _form(found, step, request.POST)
    if form.is_valid() and form.row is not None:
        try:
            take_case_steps(actor, case, step, [form.row], now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, say(Text("已录入。", "Entered.")))
            return HttpResponseRedirect(reverse("case", args=[case]))
    return _page(request, actor, found, {step: form}, status=422)


@require_POST
def case_paper(request: HttpRequest, case: str, paper: str) -> HttpResponse:
    """Issue a paper of a case: recorded, and sent as a file."""
    actor = actor_of(request)
    _case_for(actor, case)
    content = issue_case_paper(actor, case, paper, now())
    return download(content, f"{case}-{CASE_PAPERS[paper].title.zh}.docx", MEDIA_TYPE)
