"""A new plan and a new run (新方案、启动运行): nothing lost when refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.draft_plan import begin_draft, choose_text
from quanheng.actions.open_seats import seats_to_open
from quanheng.actions.start_run import start_run
from quanheng.core.plans.reading import LARGEST_FILE, Unusable, read_written
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.store import queries
from quanheng.web.language import lazily, say
from quanheng.web.plans.blank import BlankForm
from quanheng.web.plans.findings import checks_of
from quanheng.web.plans.reading import plan_for
from quanheng.web.reader import allowed, now


class PlanForm(forms.Form):
    """A plan's file, uploaded or pasted."""

    file = forms.FileField(
        label=lazily("上传方案文件（YAML）", "Upload a plan (YAML)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    text = forms.CharField(
        label=lazily("或在此粘贴、修改", "Or paste and edit here"),
        required=False,
        strip=False,
        max_length=LARGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code-area", "wrap": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """The text: of the file when there is one."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is not None:
            try:
                cleaned["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(
                    lazily(
                        "文件不是 UTF-8 文本。请另存为 UTF-8 后再上传。",
                        "The file is not UTF-8 text. Save it as UTF-8 first.",
                    )
                ) from None
        if not str(cleaned.get("text", "")).strip():
            raise forms.ValidationError(lazily("请上传或粘贴方案。", "Upload or paste a plan."))
        cleaned["text"] = str(cleaned["text"]).replace("\r\n", "\n")
        return cleaned


class StartForm(forms.Form):
    """Under which code a run starts, and that its warnings were read."""

    code = forms.SlugField(
        label=lazily("运行编号", "Run code"),
        help_text=lazily(
            "小写字母、数字和短横线；启动后不能改。",
            "Lower-case letters, digits, hyphens; fixed once started.",
        ),
        max_length=63,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    beyond_plan = forms.CharField(
        label=lazily("超出年度空缺计划的理由", "Reason for going beyond the year's vacancy plan"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.BooleanField(
        label=lazily(
            "我已阅读上面的检查结果，仍要启动。", "I have read the checks above and start all the same."
        )
    )


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Upload or paste a plan: it becomes a draft in the editor, readable or not."""
    actor = allowed(request, "save_plan")
    form = PlanForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"form": form, "blank": BlankForm()}
        return render(request, "web/plans/new.html", context, status=status)
    text = form.cleaned_data["text"]
    plan = _plan_named(text)
    newest = queries.plan_version(plan) if plan else None
    draft = begin_draft(actor, plan if newest else "", newest.number if newest else 0, text, now())
    if draft.text != text:
        choose_text(actor, draft.pk, text, now())
        said = Text(
            "已换上新的文字；您原来的草稿留存在“更多”中。",
            "The new text is in; your draft is put aside under 'More'.",
        )
        messages.info(request, say(said))
    return HttpResponseRedirect(reverse("plan-draft", args=[draft.pk]))


def _plan_named(text: str) -> str:
    """The id that a text gives its plan, '' where it gives none that can be one."""
    try:
        named = read_written(text).data.get("id")
    except Unusable:
        return ""
    return named if isinstance(named, str) and len(named) < 64 else ""


@require_http_methods(["GET", "POST"])
def plan_start(request: HttpRequest, plan: str) -> HttpResponse:
    """Start a run from a version, after what its checks still say has been read."""
    view = plan_for(request, plan, "start_run")
    form = StartForm(request.POST or None, initial={"code": f"{plan}-{now():%Y%m}"})
    if request.method == "POST" and form.is_valid():
        try:
            run = start_run(
                view.actor,
                view.version,
                form.cleaned_data["code"],
                now(),
                beyond_plan=form.cleaned_data["beyond_plan"],
            )
        except RefusedMany as refusals:
            for each in refusals.refusals:
                form.add_error(None, lazily(each.say("zh"), each.say("en")))
        except Refused as refusal:
            fields = {"run_code": "code", "beyond_vacancy_plan": "beyond_plan"}
            if refusal.code not in fields:
                raise
            form.add_error(fields[refusal.code], lazily(refusal.say("zh"), refusal.say("en")))
        else:
            messages.success(
                request, say(Text("运行已启动。下一步：确定机构成员。", "Started. Next: name the members."))
            )
            return HttpResponseRedirect(reverse("run", args=[run.code]))
    checks = [c for c in checks_of(view.version.text) if c.level != "note" and c.confirmed is None]
    seats = seats_to_open(view.read.plan, "", now().date())
    titles = {p.id: p.title for p in view.read.plan.posts}
    context = {
        **view.context,
        "tab": "start",
        "form": form,
        "checks": checks,
        "seats": seats,
        "unknown_seats": [titles[post] for post in seats.unknown],
    }
    return render(request, "web/plans/start.html", context, status=422 if request.method == "POST" else 200)
