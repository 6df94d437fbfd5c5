"""Approvals (报批、备案): requests and replies for many people at once, each a record of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from quanheng.core.inputs import Row
from quanheng.core.stages import approval
from quanheng.core.stages.approval import (
    RESULTS,
    ApprovalReply,
    ApprovalRequest,
    expected_by,
    latest_request,
    reply_on,
)
from quanheng.core.values import Candidate, Refused, Text
from quanheng.web.inputs.entering import enter_rows
from quanheng.web.language import lazily
from quanheng.web.reader import now
from quanheng.web.run_access import run_for
from quanheng.web.stages.access import StageInView, stage_for
from quanheng.web.stages.ticked import day_field, keys_ticked, lines_ticked, tell_entered

Stage = StageInView[approval.Settings]
LOOKS = {"approve": "is-met", "reject": "is-error", "return": "is-warning"}


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate who is sent up, and how far it has come."""

    candidate: Candidate
    name: str
    post: Text
    request: ApprovalRequest | None
    reply: ApprovalReply | None
    expected_by: date | None
    is_overdue: bool

    @property
    def key(self) -> str:
        """How a form names this line."""
        return f"{self.candidate.person}|{self.candidate.post}"

    @property
    def result(self) -> Text | None:
        """What came back, in words."""
        return RESULTS.say(self.reply.result) if self.reply else None

    @property
    def look(self) -> str:
        """How the answer is coloured."""
        return LOOKS[self.reply.result] if self.reply else ""

    @property
    def waits_for(self) -> str:
        """The table in which this line lacks a row; empty when it lacks none."""
        if self.request is None or (self.reply and self.reply.result == "return"):
            return "requests"
        return "" if self.reply else "replies"


class RequestForm(forms.Form):
    """The request, or the report for filing, that goes up on those chosen."""

    number = forms.CharField(label=lazily("请示或报告文号", "Number of the request"), max_length=100)
    to = forms.ChoiceField(label=lazily("报送机关", "Sent to"))
    sent_on = day_field("报送日期", "Sent on")
    attachments = forms.MultipleChoiceField(
        label=lazily("附件", "Attachments"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, settings: approval.Settings, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent_to: Any = self.fields["to"]
        sent_to.choices = [(body, body) for body in settings.by]
        papers: Any = self.fields["attachments"]
        papers.choices = [(p.zh, lazily(p.zh, p.say("en"))) for p in settings.papers_needed()]
        if not papers.choices:
            del self.fields["attachments"]

    def rows(self, lines: Iterable[Line]) -> list[Row]:
        """One request a candidate."""
        said = {**self.cleaned_data, "attachments": "、".join(self.cleaned_data.get("attachments", ()))}
        return [ApprovalRequest(person=ln.candidate.person, post=ln.candidate.post, **said) for ln in lines]


class ReplyForm(forms.Form):
    """What came back on those chosen, from the body to which each was sent."""

    result = forms.ChoiceField(
        label=lazily("结果", "Result"),
        choices=[(code, lazily(text.zh, text.say("en"))) for code, text in RESULTS.words.items()],
    )
    replied_on = day_field("批复日期", "Replied on")
    document = forms.CharField(
        label=lazily("批复文号", "Number of the reply"),
        help_text=lazily("同意时须填", "needed to approve"),
        max_length=100,
        required=False,
    )
    note = forms.CharField(
        label=lazily("理由", "Reason"),
        help_text=lazily("不同意或退回时须填", "needed to reject or return"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def rows(self, lines: Iterable[Line]) -> list[Row]:
        """One reply a candidate, each to its own request."""
        return [
            ApprovalReply(
                number=ln.request.number,
                replied_by=ln.request.to,
                person=ln.candidate.person,
                post=ln.candidate.post,
                **self.cleaned_data,
            )
            for ln in lines
            if ln.request
        ]


@require_GET
def approvals(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Everyone who is sent up, with the forms that enter requests and replies for many at once."""
    view = stage_for(run_for(request, run), stage, approval.Settings)
    return _page(request, view, forms_of(view))


@require_POST
def record_approvals(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Enter one request or one reply for everyone chosen."""
    view = stage_for(run_for(request, run, "record_approval"), stage, approval.Settings)
    table = request.POST.get("table", "")
    given = forms_of(view, table, request.POST)
    if table not in given:
        raise _no_such_form(table)
    form = given[table]
    lines = lines_ticked(request, form, lines_of(view))
    unsent = [line.name for line in lines if line.request is None] if table == "replies" else []
    if form.is_valid() and unsent:
        zh, en = "、".join(unsent), ", ".join(unsent)
        form.add_error(
            None,
            lazily(
                f"{zh}尚未报送，没有可答复的请示。请先报送，或取消勾选。",
                f"Nothing was sent up on {en}. Send it up first, or leave them out.",
            ),
        )
    if form.is_valid() and _recorded(view, table, form, lines):
        tell_entered(request, len(lines))
        return HttpResponseRedirect(reverse("approvals", args=[run, stage]))
    return _page(request, view, given, keys_ticked(request), status=422)


def _recorded(view: Stage, table: str, form: RequestForm | ReplyForm, lines: Iterable[Line]) -> bool:
    """Whether the rows were entered; what is refused is told once in the form."""
    refusal = enter_rows(view.run, view.id, table, form.rows(lines))
    if refusal is None:
        return True
    told = {(f"{e.text.zh}{e.remedy.zh}", f"{e.text.say('en')} {e.remedy.say('en')}") for e in refusal.each}
    for zh, en in sorted(told):
        form.add_error(None, lazily(zh, en))
    return False


def lines_of(view: Stage) -> tuple[Line, ...]:
    """Every candidate of the stage by post, with the latest request and what came back on it."""
    lines = []
    for c in (c for _, own in view.candidates_by_post() for c in own):
        request = latest_request(c, view.inputs)
        reply = reply_on(c, request, view.inputs) if request else None
        until = expected_by(request, view.inputs, view.settings) if request else None
        late = until is not None and reply is None and until < now().date()
        lines.append(Line(c, view.name(c.person), view.post(c.post), request, reply, until, late))
    return tuple(lines)


def forms_of(view: Stage, sent: str = "", data: Any = None) -> dict[str, RequestForm | ReplyForm]:
    """The forms of the page, the one that was sent with what it holds; none for who only reads."""
    if not (view.run.may("record_approval") and view.is_open):
        return {}
    today = now().date()
    found: dict[str, RequestForm | ReplyForm] = {
        "requests": RequestForm(
            view.settings,
            data if sent == "requests" else None,
            prefix="requests",
            initial={"sent_on": today, "to": view.settings.by[0]},
        )
    }
    if view.settings.mode == "approve":
        found["replies"] = ReplyForm(
            data if sent == "replies" else None,
            prefix="replies",
            initial={"replied_on": today, "result": "approve"},
        )
    return found


def _page(
    request: HttpRequest,
    view: Stage,
    given: dict[str, RequestForm | ReplyForm],
    chosen: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    lines = lines_of(view)
    lacking = {ln.key for ln in lines if ln.waits_for == "requests"}
    order = ("requests", "replies") if lacking else ("replies", "requests")
    context = {
        "run": view.code,
        "view": view,
        "plan": view.run.state.facts.plan,
        "lines": lines,
        "chosen": set(chosen) or lacking or {ln.key for ln in lines if ln.waits_for},
        "forms": {table: given[table] for table in order if table in given},
        "records": bool(given),
        "needs_reply": view.settings.mode == "approve",
        "sent": sum(ln.request is not None for ln in lines),
        "answered": sum(ln.reply is not None for ln in lines),
        "waits": view.waits_for(here=tuple(given)),
    }
    return render(request, "web/approvals/approvals.html", context, status=status)


def _no_such_form(table: str) -> Refused:
    return Refused(
        "unknown_table", f"没有录入表“{table}”。", f"There is no table '{table}'.", "table",
        "请从页面上的表单录入；环节已结束的，不再录入。",
        "Use the forms of the page; a closed stage takes no more.",
    )  # fmt: skip
