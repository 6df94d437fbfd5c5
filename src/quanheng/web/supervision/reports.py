"""Reports (举报办理): discipline officers handle them, with steps, deadlines, disqualification at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.handle_report import disqualify_for_report, handle_report, own_names, report_for
from quanheng.core.authority import Actor
from quanheng.core.engine import Amendment, next_stage
from quanheng.core.report_line import (
    CONCLUDED,
    LONGEST_NOTE,
    MOST_TEXT,
    STATES,
    STEPS,
    Deadline,
    StepKind,
    deadline_of,
    is_kept_from,
)
from quanheng.core.values import Refused, Text
from quanheng.store.alerts import alert_settings
from quanheng.store.load import run_state
from quanheng.store.reports import ReportLine, file_content, reports
from quanheng.store.work_lists import names_of_accounts, runs_under_way
from quanheng.web.language import lazily, say
from quanheng.web.lists import asked, download, links_of, page_of
from quanheng.web.reader import actor_of, allowed, now

LOOKS = {"received": "is-warning", "registered": "is-note", "examining": "is-note", "upheld": "is-error"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A report in the list: where it stands and by when the next step is due."""

    report: ReportLine
    deadline: Deadline | None
    is_overdue: bool

    @property
    def state(self) -> Text:
        """Where it stands, in words."""
        return STATES[self.report.state]

    @property
    def look(self) -> str:
        """The class of its state."""
        return LOOKS.get(self.report.state, "is-met")


class StepForm(forms.Form):
    """One step with its note, and what whoever reported is told."""

    kind = forms.ChoiceField(label=lazily("步骤", "Step"))
    note = forms.CharField(
        label=lazily("办理情况", "What was done"),
        help_text=lazily("只有纪检监察干部看得到。", "Only discipline officers see it."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer = forms.CharField(
        label=lazily("给举报人的答复", "Answer to whoever reported"),
        help_text=lazily("凭查询码看得到；不要写能认出他人的内容。", "Shown to whoever holds the code."),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, report: ReportLine, data: Any = None) -> None:
        super().__init__(data)
        kind: Any = self.fields["kind"]
        kind.choices = [
            (code, lazily(step.title.zh, step.title.en))
            for code, step in STEPS.items()
            if report.state in step.since and code != "disqualify"
        ]


class DisqualifyForm(forms.Form):
    """Whom to take out of which run, for a report that was upheld."""

    whom = forms.ChoiceField(label=lazily("人选", "Candidate"))
    reason = forms.CharField(
        label=lazily("理由", "Reason"),
        help_text=lazily(
            "写入运行和纪实，查阅运行的人看得到；不要写举报人的任何情况。",
            "It goes into the run and its trace; say nothing about whoever reported.",
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(label=lazily("依据（决定文号）", "Source (the decision)"), max_length=200)

    def __init__(self, standing: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        whom: Any = self.fields["whom"]
        whom.choices = [("", lazily("请选择", "Choose")), *standing]


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports that the reader handles, overdue ones first."""
    actor = allowed(request, "handle_report")
    filters = asked(request, "state", "words")
    lines = shown_to(actor)
    words = filters.get("words", "").casefold()
    kept = [
        s
        for s in lines
        if filters.get("state", s.report.state) == s.report.state
        and words in f"{s.report.number} {s.report.about} {s.report.text}".casefold()
    ]
    context = {
        "page": page_of(request, kept),
        "filters": filters,
        "links": links_of(filters),
        "states": STATES.items(),
        "overdue": sum(s.is_overdue for s in lines),
        "open": sum(s.report.state not in CONCLUDED for s in lines),
    }
    return render(request, "web/reports/list.html", context)


def shown_to(actor: Actor) -> list[Shown]:
    """The reports that an officer may see: all that are not about them, overdue and due first."""
    today, names = now().date(), own_names(actor)
    found = []
    settings = alert_settings()
    for report in reports():
        if not is_kept_from(report.about, names):
            due = deadline_of(report.state, report.received_on, report.registered_on(), settings)
            found.append(Shown(report, due, due is not None and due.is_past(today)))
    return sorted(found, key=lambda s: (s.deadline is None, s.deadline.on if s.deadline else today))


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """One report with its steps; by POST the next step."""
    actor = allowed(request, "handle_report")
    found = report_for(actor, number)
    form = StepForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kind: StepKind = said["kind"]
        try:
            handle_report(actor, number, kind, said["note"], said["answer"], now())
        except Refused as refusal:
            form.add_error(None, lazily(refusal.say("zh"), refusal.say("en")))
        else:
            messages.success(request, say(Text("已记入。", "Recorded.")))
            return HttpResponseRedirect(reverse("report", args=[number]))
    return _page(request, found, form, status=422 if request.method == "POST" else 200)


@require_POST
def disqualify(request: HttpRequest, number: str) -> HttpResponse:
    """Take a candidate out at once for a report that was upheld."""
    actor = allowed(request, "handle_report")
    found = report_for(actor, number)
    form = DisqualifyForm(_standing(), request.POST)
    if form.is_valid():
        run, stage, post, person = form.cleaned_data["whom"].split("|")
        count = len(run_state(run).facts.amendments) + 1
        amendment = Amendment(
            f"A{count}", "disqualification", person, post, stage, form.cleaned_data["reason"].strip(),
            form.cleaned_data["source"].strip(),
        )  # fmt: skip
        try:
            reopened = disqualify_for_report(actor_of(request, run), number, run, amendment, now())
        except Refused as refusal:
            form.add_error(None, lazily(refusal.say("zh"), refusal.say("en")))
        else:
            said = Text(
                f"已取消资格，{len(reopened)} 个环节需重新办理。",
                f"Disqualified; {len(reopened)} stages must be done again.",
            )
            messages.success(request, say(said))
            return HttpResponseRedirect(reverse("report", args=[number]))
    return _page(request, found, StepForm(found), form, status=422)


@require_GET
def report_file(request: HttpRequest, file: UUID) -> HttpResponse:
    """A file of a report, to save; it is never shown in the page."""
    actor = allowed(request, "handle_report")
    kept = file_content(str(file))
    if kept is None:
        raise Http404(str(file))
    number, name, media_type, content = kept
    report_for(actor, number)
    return download(content, f"{number}-{name}", media_type)


def _standing() -> list[tuple[str, str]]:
    """Everybody who stands in a run under way, from its last closed stage on."""
    found = []
    for code, _ in runs_under_way():
        state = run_state(code)
        plan, coming = state.facts.plan, next_stage(state.facts.plan, state.outcomes)
        closed = [s.id for s in plan.stages if s.id in state.outcomes]
        if not closed or coming is None:
            continue
        titles = {p.id: p.title for p in plan.posts}
        for c in state.outcomes[closed[-1]].remaining.candidates:
            name = state.facts.people[c.person].name if c.person in state.facts.people else c.person
            title = titles.get(c.post, Text(c.post, c.post))
            shown = lazily(f"{name}，{title.zh}（{code}）", f"{name}, {title.say('en')} ({code})")
            found.append((f"{code}|{closed[-1]}|{c.post}|{c.person}", shown))
    return found


def _page(
    request: HttpRequest,
    found: ReportLine,
    form: StepForm,
    disqualifying: DisqualifyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = now().date()
    due = deadline_of(found.state, found.received_on, found.registered_on(), alert_settings())
    if disqualifying is None and found.state in STEPS["disqualify"].since:
        disqualifying = DisqualifyForm(_standing())
    context = {
        "shown": Shown(found, due, due is not None and due.is_past(today)),
        "report": found,
        "form": form,
        "disqualifying": disqualifying,
        "steps": [(s, STEPS[s.kind].title) for s in found.steps],
        "names": names_of_accounts(s.by for s in found.steps),
    }
    return render(request, "web/reports/report_page.html", context, status=status)
