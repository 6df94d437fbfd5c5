"""A plan from nothing (从空白开始): the few things a plan cannot be without, then the editor."""

from __future__ import annotations

from typing import Any, get_args

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from quanheng.actions.draft_plan import begin_draft
from quanheng.core.plans.blank import blank_plan
from quanheng.core.plans.schema import Organisation
from quanheng.core.values import Text
from quanheng.web.language import lazily
from quanheng.web.plans.library import NewPlanId
from quanheng.web.plans.values import value_words
from quanheng.web.reader import allowed, now


def _kinds() -> list[tuple[str, Text]]:
    """The kinds of organisation that the language knows."""
    return [(k, value_words(k)) for k in get_args(Organisation.model_fields["kind"].annotation)]


class BlankForm(NewPlanId):
    """What a plan cannot be without."""

    title = forms.CharField(label=lazily("方案名称", "Title"), max_length=200)
    organisation = forms.CharField(label=lazily("单位", "Organisation"), max_length=100)
    kind = forms.ChoiceField(
        label=lazily("单位性质", "Kind of organisation"),
        help_text=lazily("决定按哪些法规检查。", "Decides by which regulations the plan is checked."),
    )
    post = forms.CharField(
        label=lazily("第一个职位", "First post"),
        help_text=lazily("其余的在编辑里添加。", "Add the others in the editor."),
        max_length=100,
    )
    field_order = ("title", "plan", "organisation", "kind", "post", "begins_on")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="blank-%s")
        kind: Any = self.fields["kind"]
        kind.choices = [("", lazily("请选择", "Choose")), *((k, lazily(t.zh, t.en)) for k, t in _kinds())]


@require_POST
def plan_blank(request: HttpRequest) -> HttpResponse:
    """A draft of a plan that says the least it must; what is wrong is said at its field."""
    actor = allowed(request, "save_plan")
    form = BlankForm(request.POST)
    if not form.is_valid():
        return render(request, "web/plans/new.html", {"blank": form}, status=422)
    said = form.cleaned_data
    names = (said["plan"], said["title"], said["organisation"], said["kind"])
    text = blank_plan(*names, said["begins_on"], said["post"])
    draft = begin_draft(actor, "", 0, text, now())
    return HttpResponseRedirect(reverse("plan-draft", args=[draft.pk]))
