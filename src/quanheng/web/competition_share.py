"""Share of competition (竞争性选拔比例): the year's share, every promotion behind it, records, the floor."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from quanheng.actions.promotions import share_of_year
from quanheng.actions.record_promotion import record_promotion
from quanheng.actions.remove_promotion import remove_promotion
from quanheng.actions.set_share_floor import set_share_floor
from quanheng.core.authority import may, require
from quanheng.core.competition_share import DIVISION, Promotion
from quanheng.core.promotion_rows import PROMOTIONS, PromotionRow
from quanheng.core.values import Refused, Text
from quanheng.store.promotions import floors
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.inputs.choices import Offer
from quanheng.web.inputs.forms import RowForm
from quanheng.web.language import lazily, say
from quanheng.web.lists import as_file, wants_file
from quanheng.web.reader import actor_of, allowed, now

HEADER = ("任职日期", "姓名", "编号", "职务", "单位", "层级", "产生方式", "来源", "状态")

OFFERS = {"level": Offer(tuple((level, Text(level)) for level in DIVISION))}


class FloorForm(forms.Form):
    """A new floor and what it rests on."""

    percent = forms.IntegerField(
        label=lazily("下限（%）", "Floor (%)"),
        help_text=lazily("0 表示不设下限。", "0 means no floor."),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.CharField(label=lazily("依据", "Basis"), max_length=300)


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """The share of a year; by POST a promotion that no run made is recorded."""
    actor = allowed(request, "view_competition_share")
    if request.method == "GET":
        return _page(request)
    require(actor, "record_promotion")
    form = RowForm(PROMOTIONS, OFFERS, request.POST)
    if form.is_valid() and isinstance(form.row, PromotionRow):
        try:
            record_promotion(actor, form.row, now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, say(Text("已录入。", "Recorded.")))
            year = form.row.appointed_on.year
            return HttpResponseRedirect(f"{reverse('competition-share')}?year={year}")
    return _page(request, form=form, status=422)


@require_POST
def floor(request: HttpRequest) -> HttpResponse:
    """Set the floor."""
    actor = actor_of(request)
    require(actor, "set_share_floor")
    form = FloorForm(request.POST)
    if not form.is_valid():
        return _page(request, floor_form=form, status=422)
    set_share_floor(actor, form.cleaned_data["percent"], form.cleaned_data["reason"], now())
    messages.success(request, say(Text("下限已设定。", "The floor is set.")))
    return HttpResponseRedirect(reverse("competition-share"))


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take a recorded promotion out."""
    remove_promotion(actor_of(request), request.POST.get("key", ""), now())
    messages.success(request, say(Text("已撤回。", "Taken out.")))
    return HttpResponseRedirect(reverse("competition-share"))


def _page(
    request: HttpRequest,
    form: RowForm | None = None,
    floor_form: FloorForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, on = actor_of(request), _until(request)
    found = share_of_year(on)
    if wants_file(request):
        return as_file(f"{on.year}年竞争性选拔比例", HEADER, [_cells(p) for p in found.promotions])
    settings = floors()
    context = {
        "share": found,
        "said": found.said(),
        "is_below": not found.holds_with(0),
        "lines": [(p, "" if p.is_run else f"{p.person}|{p.post}|{p.on}") for p in found.promotions],
        "years": [on.year - 1, *([on.year + 1] if on.year < now().year else [])],
        "year": on.year,
        "floors": settings,
        "names": names_of_accounts(line.set_by for line in settings),
        "form": (form or RowForm(PROMOTIONS, OFFERS)) if may(actor, "record_promotion") else None,
        "floor_form": (floor_form or FloorForm(initial={"percent": found.floor}))
        if may(actor, "set_share_floor")
        else None,
        "links": {"file": f"?year={on.year}&as=xlsx"},
    }
    return render(request, "web/establishment/competition_share.html", context, status=status)


def _until(request: HttpRequest) -> date:
    """The last day of the year asked for, today in this one."""
    said, today = request.GET.get("year", ""), now().date()
    is_year = said.isascii() and said.isdigit() and len(said) == 4 and "1900" <= said < str(today.year)
    return date(int(said), 12, 31) if is_year else today


def _cells(p: Promotion) -> tuple[str, ...]:
    state = "已决定，待任职" if p.is_pending else "已任职"
    competed = "竞争" if p.competed else "非竞争"
    return (str(p.on), p.name, p.person, p.post, p.unit, p.level, competed, p.source, state)
