"""Report line (举报线): anybody reports, signed or not, and follows it up by a code; no account noted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quanheng.actions.receive_objection import OUTSIDER
from quanheng.actions.receive_report import add_word, no_report, receive_report
from quanheng.core.authority import require
from quanheng.core.report_line import (
    MOST_FILE_BYTES,
    MOST_FILES,
    MOST_TEXT,
    STATES,
    STEPS,
    deadline_of,
)
from quanheng.core.values import Refused
from quanheng.store.alerts import alert_settings
from quanheng.store.reports import report_by_code
from quanheng.web.language import lazily
from quanheng.web.objecting import Recent
from quanheng.web.reader import now

SENT = Recent(most=5, within=600)
"""Units: seconds."""
ASKED = Recent(most=20, within=600)
"""Codes tried, so that nobody guesses at them. Units: seconds."""


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class ReportForm(forms.Form):
    """A report; a name is asked for only of those who choose to sign."""

    about = forms.CharField(
        label=lazily("反映谁、哪件事", "Whom or what it is about"),
        help_text=lazily("姓名、单位、职务，或哪次选拔。", "Name, unit and post, or which selection."),
        max_length=200,
    )
    text = forms.CharField(
        label=lazily("反映的问题", "What happened"),
        help_text=lazily("写清时间、地点、经过和线索。", "Say when, where, how, and what can be checked."),
        min_length=10,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    manner = forms.ChoiceField(
        label=lazily("方式", "How you report"),
        choices=[("anonymous", lazily("匿名", "Without a name")), ("signed", lazily("署名", "With my name"))],
        initial="anonymous",
        widget=forms.RadioSelect,
    )
    from_whom = forms.CharField(
        label=lazily("姓名", "Your name"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=lazily("联系方式", "How to reach you"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Who signs gives a name; what an anonymous reporter typed by mistake is dropped."""
        said = super().clean() or {}
        if said.get("manner") == "anonymous":
            said["from_whom"] = said["contact"] = ""
        elif not said.get("from_whom"):
            self.add_error("from_whom", lazily("署名举报请填写姓名。", "A signed report needs a name."))
        return said

    def signature(self) -> str:
        """Name and contact of whoever signs, '' for an anonymous report."""
        said = self.cleaned_data
        return "，".join(part.strip() for part in (said["from_whom"], said["contact"]) if part.strip())


class CodeForm(forms.Form):
    """The code by which a report is followed up."""

    code = forms.CharField(
        label=lazily("查询码", "Code"),
        help_text=lazily("举报后给您的四组字母数字。", "The four groups that you got after reporting."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    word = forms.CharField(
        label=lazily("补充情况", "Anything to add"), max_length=MOST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form to report; whoever sends it gets a number and a code, shown once."""
    require(OUTSIDER, "report")
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        SENT.note(request.META.get("REMOTE_ADDR", ""))
        said = form.cleaned_data
        files = [sent.read(MOST_FILE_BYTES + 1) for sent in request.FILES.getlist("files")[: MOST_FILES + 1]]
        try:
            number, code = receive_report(
                said["about"].strip(), said["text"].strip(), form.signature(), files, now().date()
            )
        except Refused as refusal:
            form.add_error(None, lazily(refusal.say("zh"), refusal.say("en")))
        else:
            context = {"number": number, "code": code, "signed": bool(form.signature())}
            return render(request, "web/reports/receipt.html", context)
    context = {
        "form": form,
        "most_files": MOST_FILES,
        "most_bytes": MOST_FILE_BYTES >> 20,
        "settings": alert_settings(),
    }
    return render(
        request, "web/reports/report.html", context, status=422 if request.method == "POST" else 200
    )


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Where a report stands, by its code, and a word to add; the code is never part of an address."""
    require(OUTSIDER, "report")
    form = CodeForm(request.POST or None)
    found, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            ASKED.note(request.META.get("REMOTE_ADDR", ""))
            code, word = form.cleaned_data["code"], form.cleaned_data["word"].strip()
            found = report_by_code(code)
            if found is None:
                form.add_error("code", lazily(no_report("").text.zh, no_report("").text.en))
            else:
                status = 200
                if word:
                    add_word(code, word, now().date())
                    found = report_by_code(code)
                form = CodeForm(initial={"code": code})
    settings = alert_settings()
    context = {
        "form": form,
        "found": found,
        "state": STATES[found.state] if found else None,
        "deadline": deadline_of(found.state, found.received_on, found.registered_on(), settings)
        if found
        else None,
        "settings": settings,
        "today": now().date(),
        "steps": [(s, STEPS[s.kind].title) for s in found.steps if s.kind != "disqualify"] if found else (),
    }
    return render(request, "web/reports/follow.html", context, status=status)
