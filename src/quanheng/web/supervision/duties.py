"""Duties after appointment (任后监督): what is due for whom, recorded with a file, printed as a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from quanheng.actions.find_duties import duties_on
from quanheng.actions.record_duty import LONGEST_TEXT, duty_of, may_record, record_duty
from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.authority import ROLES, Actor, require
from quanheng.core.duties import KINDS, RESULTS, STANDINGS, Duty, Standing
from quanheng.core.person_documents import MOST_BYTES
from quanheng.core.regulations import Rule
from quanheng.core.values import Refused, Text
from quanheng.documents import official
from quanheng.documents.duty_paper import Written, duty_paper
from quanheng.store.duties import RecordLine, file_of, records_of
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.language import lazily, say
from quanheng.web.lists import as_file, asked, download, links_of, page_of, wants_file
from quanheng.web.reader import allowed, now
from quanheng.web.tasks import Task

HEADER = ("应办日期", "状态", "事项", "姓名", "编号", "职务", "运行", "依据", "由谁登记", "办理日期", "结果")
LOOKS: Mapping[Standing, str] = {
    "overdue": "is-error",
    "near": "is-warning",
    "ahead": "is-note",
    "done": "is-met",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A duty as a page shows it."""

    duty: Duty
    standing: Standing
    rules: tuple[Rule, ...]
    record: RecordLine | None
    may_record: bool

    @property
    def title(self) -> Text:
        """What kind of duty it is."""
        return KINDS[self.duty.kind].title

    @property
    def look(self) -> str:
        """The class of where it stands."""
        return LOOKS[self.standing]

    @property
    def standing_title(self) -> Text:
        """Where it stands, in words."""
        return STANDINGS[self.standing]

    @property
    def role(self) -> Text:
        """Who records it."""
        return ROLES[KINDS[self.duty.kind].role]

    @property
    def result(self) -> Text | None:
        """How it ended, where it was recorded here."""
        return RESULTS[self.record.result] if self.record else None


class RecordForm(forms.Form):
    """That a duty was done: when, with what result, how it went, and the signed paper."""

    done_on = forms.DateField(
        label=lazily("办理日期", "Done on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    result = forms.ChoiceField(label=lazily("结果", "Result"))
    text = forms.CharField(
        label=lazily("情况", "How it went"),
        help_text=lazily(
            "谈话要点、回访对象、评议情况、存在问题和建议。", "Points, who was asked, what was found."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, duty: Duty, data: Any = None) -> None:
        super().__init__(data, initial={"done_on": now().date().isoformat()})
        result: Any = self.fields["result"]
        result.choices = [(r, lazily(RESULTS[r].zh, RESULTS[r].en)) for r in KINDS[duty.kind].results]


@require_GET
def duty_list(request: HttpRequest) -> HttpResponse:
    """Every duty with its day, those overdue and near first."""
    actor = allowed(request, "view_duties")
    filters = asked(request, "kind", "standing", "words", "run")
    lines = shown_to(actor)
    kept = [line for line in lines if _fits(line, filters)]
    if wants_file(request):
        return as_file("任后监督", HEADER, map(_cells, kept))
    context = {
        "page": page_of(request, kept),
        "filters": filters,
        "links": links_of(filters),
        "kinds": [(c, k.title, sum(s.duty.kind == c for s in lines)) for c, k in KINDS.items()],
        "totals": [(LOOKS[c], c, t, sum(s.standing == c for s in lines)) for c, t in STANDINGS.items()],
        "today": now().date(),
    }
    return render(request, "web/supervision/duties.html", context)


def shown_to(actor: Actor) -> list[Shown]:
    """Every duty as this reader may act on it, what is overdue and near first."""
    today, catalogue = now().date(), load_catalogue()
    found = duties_on(today)
    records = records_of({d.key for d in found})
    lines = [
        Shown(
            d,
            d.standing(today),
            tuple(catalogue.rule(r) for r in KINDS[d.kind].rules),
            records.get(d.key),
            may_record(actor, d),
        )
        for d in found
    ]
    order = list(STANDINGS)
    return sorted(lines, key=lambda s: (order.index(s.standing), s.duty.due_on))


def _fits(line: Shown, filters: Mapping[str, str]) -> bool:
    duty, words = line.duty, filters.get("words", "").casefold()
    return (
        words in f"{duty.name} {duty.person} {duty.post}".casefold()
        and filters.get("kind", duty.kind) == duty.kind
        and filters.get("standing", line.standing) == line.standing
        and filters.get("run", duty.run) == duty.run
    )


def _cells(line: Shown) -> tuple[str, ...]:
    duty = line.duty
    return (
        str(duty.due_on),
        line.standing_title.zh,
        line.title.zh,
        duty.name,
        duty.person,
        duty.post,
        duty.run,
        "；".join(rule.cite() for rule in line.rules),
        line.role.zh,
        str(duty.done_on or ""),
        line.result.zh if line.result else "",
    )


@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, key: str) -> HttpResponse:
    """One duty: what was recorded, or the form to record it."""
    actor = allowed(request, "view_duties")
    if request.method == "POST":
        require(actor, "record_duty")
    found = duty_of(key, now())
    form, status = RecordForm(found, request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said, sent = form.cleaned_data, request.FILES.get("file")
            file = (sent.name or "file", sent.read(MOST_BYTES + 1)) if sent else None
            try:
                record_duty(actor, key, said["done_on"], said["result"], said["text"], file, now())
            except Refused as refusal:
                if refusal.code == "not_allowed":
                    raise
                form.add_error(None, lazily(refusal.say("zh"), refusal.say("en")))
            else:
                messages.success(request, say(Text("已登记，纪实里有一条。", "Recorded, with an entry.")))
                return HttpResponseRedirect(reverse("duty", args=[key]))
    line = next(s for s in shown_to(actor) if s.duty.key == key)
    context = {
        "line": line,
        "form": form if line.may_record else None,
        "most": MOST_BYTES >> 20,
        "names": names_of_accounts([line.record.by] if line.record else ()),
    }
    return render(request, "web/supervision/duty.html", context, status=status)


@require_GET
def duty_document(request: HttpRequest, key: str) -> HttpResponse:
    """The record of a duty as a document to sign and file."""
    allowed(request, "view_duties")
    found, kept = duty_of(key, now()), records_of([key]).get(key)
    if kept is None:
        raise Http404(key)
    catalogue = load_catalogue()
    rules = [catalogue.rule(r).cite() for r in KINDS[found.kind].rules]
    by = names_of_accounts([kept.by]).get(kept.by, kept.by)
    written = Written(kept.done_on, kept.result, kept.text, by, kept.file_name, kept.digest, rules)
    paper = duty_paper(found, written)
    name = f"{paper.title.zh}-{found.name}.{official.ENDING}"
    return download(official.render(paper), name, official.MEDIA_TYPE)


@require_GET
def duty_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file that came with a record, to save."""
    allowed(request, "view_duties")
    kept = records_of([key]).get(key)
    held = file_of(kept.id) if kept else None
    if held is None:
        raise Http404(key)
    name, media_type, content = held
    return download(content, name, media_type)


def duty_tasks(actor: Actor, today: date) -> list[Task]:
    """What is near or overdue for the reader to record, one task for each kind, run and day."""
    mine = [d for d in duties_on(today) if may_record(actor, d) and d.standing(today) in ("overdue", "near")]
    mine.sort(key=lambda d: (d.kind, d.run, d.due_on))
    found = []
    for (kind, run, due_on), group in groupby(mine, key=lambda d: (d.kind, d.run, d.due_on)):
        people = list(group)
        names = Text("、".join(d.name for d in people[:6]) + ("…" if len(people) > 6 else ""))
        title = KINDS[kind].title
        found.append(
            Task(
                Text(f"{title.zh}（{len(people)} 人）", f"{title.en} ({len(people)})"),
                Text("任后监督", "After appointment"),
                run,
                reverse("duty", args=[people[0].key])
                if len(people) == 1
                else f"{reverse('duties')}?kind={kind}" + (f"&run={run}" if run else ""),
                due_on,
                is_late=today > due_on,
                notes=(names,),
            )
        )
    return found
