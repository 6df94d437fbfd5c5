"""Public notices (公示): who is to hold which post, for everyone to read, and the form to object.

Nothing of a run is shown here but what hangs on the notice board, and only while the notice runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from quanheng.actions.receive_objection import OUTSIDER, receive_objection
from quanheng.core.authority import require
from quanheng.core.people import Person
from quanheng.core.stages import public_notice
from quanheng.core.stages.public_notice.period import notice_period
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import NoticePeriod
from quanheng.documents.papers.public_notice import decided_by, line_of
from quanheng.documents.proceedings import Proceedings
from quanheng.store.load import run_state
from quanheng.store.work_lists import codes_with_rows, rescheduled_codes
from quanheng.web.language import lazily
from quanheng.web.objecting import RECENT
from quanheng.web.reader import now
from quanheng.web.rescheduled import rescheduled_lines
from quanheng.web.run_access import RunInView
from quanheng.web.stages.access import StageInView, stage_for

Stage = StageInView[public_notice.Settings]

SEXES = {"男": Text("男", "male"), "女": Text("女", "female")}


@dataclass(frozen=True, slots=True)
class Noticed:
    """One line of a notice, with the same facts as the paper on the board."""

    person: str
    name: str
    sex: Text
    born: str
    education: str
    present_post: str
    posts: tuple[Text, ...]


@dataclass(frozen=True)
class Notice:
    """A notice that is up, or was. Shapes: `people` is empty once the period is over."""

    run: str
    stage: str
    title: Text
    organisation: Text
    decided_by: Text | None
    period: NoticePeriod
    today: date
    people: tuple[Noticed, ...]
    places: tuple[Text, ...]
    objections_to: Text | None
    content: tuple[Text, ...]
    counts_working_days: bool
    first_day_counts: bool
    examines_unsigned: bool
    is_closed: bool

    @property
    def runs(self) -> bool:
        """Whether the notice is up today, so that objections are taken."""
        return not self.is_closed and self.period.start <= self.today <= self.period.last

    @property
    def days_left(self) -> int:
        """How many days it still hangs, today included."""
        return max(0, (self.period.last - self.today).days + 1)


class ObjectionForm(forms.Form):
    """An objection against one person; a name is asked for only of those who sign."""

    person = forms.ChoiceField(label=lazily("您反映的是", "Whom it is about"))
    text = forms.CharField(
        label=lazily("反映的问题", "What you object to"),
        help_text=lazily(
            "请写清时间、地点、经过和线索，便于核查。",
            "Say when, where and what happened, so that it can be examined.",
        ),
        min_length=10,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    from_whom = forms.CharField(
        label=lazily("署名", "Your name"),
        help_text=lazily("不署名请留空。", "Leave it empty to object without a name."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=lazily("联系方式", "How to reach you"),
        help_text=lazily("填写后可能会与您核实情况。", "You may be asked about the matter then."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, notice: Notice, data: Any = None) -> None:
        super().__init__(data)
        person: Any = self.fields["person"]
        blank = [("", lazily("请选择", "Choose"))] if len(notice.people) > 1 else []
        person.choices = [*blank, *((p.person, _named(p)) for p in notice.people)]

    def signature(self) -> str:
        """Name and contact of whoever signs, '' for an unsigned objection."""
        said = (self.cleaned_data["from_whom"].strip(), self.cleaned_data["contact"].strip())
        return "，".join(part for part in said if part)


@login_not_required
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice that is up, and the stages that are held on other days than were announced."""
    require(OUTSIDER, "view_notice")
    found = [n for code in codes_with_rows("publications") for n in notices_of(code) if n.runs]
    states = [run_state(code) for code in rescheduled_codes()]
    moved = [(s.facts.plan.title, line) for s in states for line in rescheduled_lines(s)]
    return render(request, "web/notices/list.html", {"notices": found, "moved": moved})


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """One notice with the form to object; whoever objects gets a number."""
    require(OUTSIDER, "view_notice")
    shown = _notice(run, stage)
    if request.method == "GET":
        form = ObjectionForm(shown) if shown.runs else None
        return render(request, "web/notices/notice.html", {"notice": shown, "form": form})
    if not shown.runs:
        raise _over(shown)
    form = ObjectionForm(shown, request.POST)
    if not form.is_valid():
        return render(request, "web/notices/notice.html", {"notice": shown, "form": form}, status=422)
    RECENT.note(request.META.get("REMOTE_ADDR", ""))
    said = form.cleaned_data
    number = receive_objection(run, stage, said["person"], said["text"].strip(), form.signature(), now())
    context = {"notice": shown, "number": number, "signed": bool(form.signature()), "at": now()}
    return render(request, "web/notices/receipt.html", context)


def notices_of(code: str) -> list[Notice]:
    """The notices of a run that hang in every place."""
    state = run_state(code)
    found = []
    for stage in state.facts.plan.stages:
        if isinstance(stage, public_notice.Settings) and state.facts.rows.get(stage.id, {}).get(
            "publications"
        ):
            shown = notice_of(stage_for(RunInView(OUTSIDER, state), stage.id, public_notice.Settings))
            found += [shown] if shown else []
    return found


def notice_of(view: Stage) -> Notice | None:
    """What a stage of public notice shows to everyone; None while a place still lacks it."""
    period = notice_period(view.inputs, view.settings)
    if period is None:
        return None
    settings, plan = view.settings, view.run.state.facts.plan
    body = view.inputs.frame.bodies.get(settings.objections_to or "")
    today = now().date()
    is_up = not view.is_closed and period.start <= today <= period.last
    return Notice(
        run=view.code,
        stage=view.id,
        title=plan.title,
        organisation=plan.organisation.name,
        decided_by=decided_by(Proceedings(view.run.state.facts, view.run.state.outcomes), view.id),
        period=period,
        today=today,
        people=_people(view, period.start) if is_up else (),
        places=settings.places,
        objections_to=body.title if body else None,
        content=settings.content,
        counts_working_days=settings.lasts.days is None,
        first_day_counts=settings.first_day_counts,
        examines_unsigned=settings.anonymous == "examined",
        is_closed=view.is_closed,
    )


def _people(view: Stage, on: date) -> tuple[Noticed, ...]:
    people = view.inputs.people
    found = []
    for p in view.slate.people():
        told = line_of(people.get(p, Person(p, view.name(p))), on, "")
        posts = view.posts_of(p)
        found.append(
            Noticed(
                p,
                told.name,
                SEXES.get(told.sex, Text(told.sex)),
                told.born,
                told.education,
                told.present,
                posts,
            )
        )
    return tuple(found)


def _notice(run: str, stage: str) -> Notice:
    """Errors: 404 for everything that is no notice, so that nothing can be learned about runs."""
    try:
        view = stage_for(RunInView(OUTSIDER, run_state(run)), stage, public_notice.Settings)
    except Refused:
        raise Http404(run) from None
    shown = notice_of(view)
    if shown is None:
        raise Http404(stage)
    return shown


def _named(line: Noticed) -> str:
    posts = (Text("、".join(t.zh for t in line.posts), ", ".join(t.say("en") for t in line.posts)),)
    return lazily(f"{line.name}（拟任{posts[0].zh}）", f"{line.name} (to be {posts[0].say('en')})")


def _over(shown: Notice) -> Refused:
    return Refused(
        "after_notice",
        f"公示期已于 {shown.period.last} 届满（方案 stages.{shown.stage}.lasts），不再受理公示异议。",
        f"The notice ended on {shown.period.last} (stages.{shown.stage}.lasts); "
        "objections to it are no longer taken.",
        where=str(shown.title),
        remedy_zh="此后的问题可按信访举报渠道反映。",
        remedy_en="Later matters go the way of an ordinary complaint.",
    )
