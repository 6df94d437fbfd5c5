"""The library of plans (方案库): what is shipped, what the organisation has, cloning for a new year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from quanheng.actions.draft_plan import begin_draft
from quanheng.actions.shipped_plans import ShippedPlan, shipped_plans
from quanheng.core.authority import may
from quanheng.core.plans.approval import BODIES
from quanheng.core.plans.cloning import cloned, left_alone, moved, next_start
from quanheng.core.plans.reading import read_plan, read_written
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import begins_on, name_of
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar
from quanheng.store import queries
from quanheng.store.plan_drafts import drafts_of
from quanheng.store.plan_reviews import open_reviews, standings
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.language import lazily
from quanheng.web.lists import as_file, asked, links_of, page_of, wants_file
from quanheng.web.plans.difference_words import place_words
from quanheng.web.plans.reading import STANDINGS
from quanheng.web.reader import allowed, now

_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class PlanCard:
    """One plan of the organisation in the list."""

    plan: str
    number: int
    title: Text
    saved_by: str
    saved_at: Any
    runs: int
    standing: str
    copied_from: str

    @property
    def standing_words(self) -> Text:
        """How it stands, in words."""
        return STANDINGS[self.standing]


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan by its newest version, the shipped ones, one's drafts, and what waits for one's approval."""
    actor = allowed(request, "view_plan")
    filters = asked(request, "words", "state")
    words = filters.get("words", "").casefold()
    known = standings()
    lines = [
        PlanCard(
            p.plan, p.number, Text(p.title_zh, p.title_en), p.saved_by, p.saved_at, p.runs,
            known.get((p.plan, p.number), "saved"), p.copied_from,
        )
        for p in queries.plans()
        if words in f"{p.plan} {p.title_zh} {p.title_en}".casefold()
    ]  # fmt: skip
    lines = [line for line in lines if filters.get("state", line.standing) == line.standing]
    names = names_of_accounts(line.saved_by for line in lines)
    if wants_file(request):
        header = ("编号", "名称", "版本", "状态", "保存人", "保存时间", "本版运行数", "沿用自")
        rows = [
            (p.plan, p.title.zh, p.number, p.standing_words.zh, names.get(p.saved_by) or p.saved_by,
             p.saved_at.isoformat(), p.runs, p.copied_from)
            for p in lines
        ]  # fmt: skip
        return as_file("方案", header, rows)
    may_save = may(actor, "save_plan")
    wanted = filters.get("state", "") in ("", "shipped")
    bodies = [body for body, one in BODIES.items() if one.role in actor.roles]
    context = {
        "page": page_of(request, lines),
        "names": names,
        "filters": filters,
        "links": links_of(filters),
        "may_save": may_save,
        "states": STANDINGS,
        "shipped": [s for s in shipped_plans().values() if wanted and _speaks_of(s, words)],
        "drafts": drafts_of(actor.account) if may_save else (),
        "reviews": [(r, BODIES[r.body].title) for r in open_reviews(bodies)],
    }
    return render(request, "web/plans/list.html", context)


def _speaks_of(shipped: ShippedPlan, words: str) -> bool:
    said = f"{shipped.slug} {shipped.plan.title.zh} {shipped.plan.title.en} {shipped.situation.zh}"
    return words in f"{said} {shipped.situation.en}".casefold()


class NewPlanId(forms.Form):
    """The id of a plan that is not there yet, and the day on which it begins."""

    plan = forms.SlugField(
        label=lazily("新方案编号", "Id of the new plan"),
        help_text=lazily("小写字母、数字和短横线。", "Lower-case letters, digits, hyphens."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    begins_on = forms.DateField(
        label=lazily("起始日", "Begins on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_plan(self) -> str:
        """The id, which no plan has yet."""
        said = str(self.cleaned_data["plan"]).lower()
        if queries.plan_version(said) is not None:
            raise ValidationError(
                lazily(
                    f"已有编号为“{said}”的方案；要改那一份，请打开它另存一版。",
                    f"There is a plan '{said}'; to change that one, open it and save another version.",
                )
            )
        return said

    def clean_begins_on(self) -> date:
        """The day, within the calendar."""
        day: date = self.cleaned_data["begins_on"]
        if not 2000 <= day.year <= 2090:
            raise ValidationError(lazily("请填 2000 至 2090 年之间的日期。", "A day between 2000 and 2090."))
        return day


class CloneForm(NewPlanId):
    """Under which id and title, from which day, with which posts a plan is used again."""

    title = forms.CharField(label=lazily("名称", "Title"), max_length=200)
    title_en = forms.CharField(label=lazily("英文名称", "Title in English"), max_length=200, required=False)
    begins_on = forms.DateField(
        label=lazily("起始日", "Begins on"),
        help_text=lazily(
            "各环节的日期按起始日一并移动，逢休息日顺延到工作日。",
            "The days of the stages move with it, on to working days.",
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    posts = forms.MultipleChoiceField(
        label=lazily("保留哪些职位", "Posts to keep"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["posts"]
        field.choices = [(p.id, lazily(p.title.zh, p.title.say("en"))) for p in plan.posts]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def plan_clone(request: HttpRequest, plan: str) -> HttpResponse:
    """Use a plan of the organisation for another year."""
    allowed(request, "save_plan")
    said = request.GET.get("version", "")
    version = queries.plan_version(plan, int(said) if said.isdecimal() and len(said) < 9 else None)
    if version is None:
        raise Http404(plan)
    return _clone(request, version.text, f"{plan}/{version.number}")


@require_http_methods(["GET", "POST"])
def shipped_use(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin with a plan that comes with the product."""
    allowed(request, "save_plan")
    shipped = shipped_plans().get(slug)
    if shipped is None:
        raise Http404(slug)
    return _clone(request, shipped.text, f"shipped/{slug}")


def _clone(request: HttpRequest, text: str, origin: str) -> HttpResponse:
    plan, data = read_plan(text).plan, read_written(text).data
    asked_for = request.POST if request.method == "POST" else None
    form = CloneForm(plan, asked_for, initial=_proposed(plan, origin))
    if request.method == "POST" and form.is_valid():
        sent: Mapping[str, Any] = form.cleaned_data
        title = {"zh": sent["title"], **({"en": sent["title_en"]} if sent["title_en"] else {})}
        made = cloned(text, sent["plan"], title, sent["begins_on"], frozenset(sent["posts"]))
        draft = begin_draft(allowed(request, "save_plan"), "", 0, made, now(), origin)
        return HttpResponseRedirect(reverse("plan-draft", args=[draft.pk]))
    context = {
        "form": form,
        "plan": plan,
        "origin": origin,
        "stages": [name_of(s) for s in plan.stages],
        "days": _days(plan, data, request.GET.get("begins_on") or request.POST.get("begins_on", "")),
        "left": [(place_words(p, data), d) for p, d in left_alone(text)],
    }
    template = "web/plans/clone_days.html" if getattr(request, "htmx", False) else "web/plans/clone.html"
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _days(plan: Plan, data: Mapping[str, Any], said: str) -> list[tuple[Text, Any, str]]:
    """The days that move, with where they stand and what kind of day they fall on."""
    calendar = Calendar()
    try:
        start = date.fromisoformat(said)
        start = start if 2000 <= start.year <= 2090 else next_start(plan, calendar)
    except ValueError:
        start = next_start(plan, calendar)
    start = calendar.next_working_day(start).day
    return [(place_words(m.path, data), m, _kind(m.new, calendar)) for m in moved(plan, start, calendar)]


def _kind(day: date, calendar: Calendar) -> str:
    if calendar.is_provisional(day):
        return "provisional"
    return "work" if calendar.is_working_day(day) else "rest"


def _proposed(plan: Plan, origin: str) -> dict[str, Any]:
    """What the form begins with: the next year in id and title, all posts."""
    start = next_start(plan, Calendar())
    if origin.startswith("shipped/"):
        start = max(start, Calendar().next_working_day(now().date()).day)
    old, new = str(begins_on(plan).year), str(start.year)
    stem = _YEAR.sub(new, plan.id) if _YEAR.search(plan.id) else f"{plan.id}-{new}"
    return {
        "plan": stem[:60],
        "title": plan.title.zh.replace(old, new),
        "title_en": plan.title.en.replace(old, new),
        "begins_on": start,
        "posts": [p.id for p in plan.posts],
    }
