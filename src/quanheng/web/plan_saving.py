"""Saving a plan and starting a run (保存方案、启动运行): checked first, nothing lost when refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.open_seats import seats_to_open
from quanheng.actions.save_plan import save_plan
from quanheng.actions.start_run import start_run
from quanheng.core.plans.lint import Check
from quanheng.core.plans.reading import LARGEST_FILE, Unusable, read_plan
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.store import queries
from quanheng.web.language import lazily, say
from quanheng.web.plans import checks_of, counts_of, plan_for
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
    """Upload or paste a plan: its checks first, then a version is saved."""
    actor = allowed(request, "save_plan")
    if request.method == "GET":
        return _editor(request, PlanForm(initial={"text": _given_text(request)}))
    form = PlanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _editor(request, form, status=422)
    text = form.cleaned_data["text"]
    try:
        plan = read_plan(text).plan
    except Unusable as problems:
        return _editor(request, PlanForm(initial={"text": text}), problems=problems, status=422)
    if "save" not in request.POST:
        return _editor(request, PlanForm(initial={"text": text}), checks=checks_of(text), title=plan.title)
    version = save_plan(actor, text, f"{plan.id}.yaml", now())
    said = Text(f"已保存为第 {version.number} 版。", f"Saved as version {version.number}.")
    messages.success(request, say(said))
    return HttpResponseRedirect(f"{reverse('plan', args=[plan.id])}?version={version.number}")


def _given_text(request: HttpRequest) -> str:
    """The text of the version to go on from, when the address names one."""
    plan = request.GET.get("from", "")
    said = request.GET.get("version", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None
    version = queries.plan_version(plan, number) if plan else None
    return version.text if version else ""


def _editor(
    request: HttpRequest,
    form: PlanForm,
    *,
    problems: Unusable | None = None,
    checks: tuple[Check, ...] | None = None,
    title: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "problems": problems.problems if problems else (),
        "checks": checks,
        "counts": counts_of(checks) if checks is not None else {},
        "title": title,
        "is_checked": checks is not None,
    }
    return render(request, "web/plans/new.html", context, status=status)


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
    context = {**view.context, "tab": "start", "form": form, "checks": checks, "seats": seats}
    return render(request, "web/plans/start.html", context, status=422 if request.method == "POST" else 200)
