"""Supervision desk (监督台): the alerts with their articles and evidence, explained and closed one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from quanheng.actions.find_alerts import alerts_of_run, alerts_on
from quanheng.actions.note_alert import LONGEST_REASON, alert_of, note_alert, set_alert_settings
from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.alerts.settings import AlertSettings, Change
from quanheng.core.alerts.terms import (
    KINDS,
    SEVERITIES,
    STATES,
    Alert,
    Severity,
    State,
    may_read,
    readable,
    severity_of,
)
from quanheng.core.authority import ROLES, Actor, may, require
from quanheng.core.regulations import Rule, may_be_error
from quanheng.core.values import Refused, Text
from quanheng.store.alerts import NoteLine, alert_settings, notes_of, setting_lines, state_of
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.language import lazily, say
from quanheng.web.lists import as_file, asked, links_of, page_of, wants_file
from quanheng.web.reader import allowed, now

HEADER = ("程度", "种类", "内容", "依据条文", "涉及人员", "运行", "状态", "最近说明", "办理人")
LOOKS: Mapping[State, str] = {"open": "is-warning", "explained": "is-note", "closed": "is-met"}
ON_DESK = ("view_alerts", "view_duties", "view_trace", "view_leak_matrix", "handle_report")


@dataclass(frozen=True, slots=True)
class Shown:
    """An alert as a page shows it."""

    alert: Alert
    title: Text
    severity: Severity
    state: State
    rules: tuple[Rule, ...]
    notes: tuple[NoteLine, ...]

    @property
    def look(self) -> str:
        """The class of its severity."""
        return f"is-{self.severity}"

    @property
    def severity_title(self) -> Text:
        """Its severity in words."""
        return SEVERITIES[self.severity]

    @property
    def state_title(self) -> Text:
        """Its state in words."""
        return STATES[self.state]

    @property
    def state_look(self) -> str:
        """The class of its state."""
        return LOOKS[self.state]


class NoteForm(forms.Form):
    """What is said about an alert."""

    reason = forms.CharField(
        label=lazily("说明或理由", "Explanation or reason"),
        help_text=lazily("写入纪实，不能修改。", "It goes into the trace and cannot be changed."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SettingsForm(forms.Form):
    """Windows and counts; changes known from outside, one a line."""

    window_days = forms.IntegerField(
        label=lazily("变动前多少日（天）", "Days before a change"), min_value=1, max_value=730
    )
    mass_count = forms.IntegerField(
        label=lazily("其间提拔多少人算突击", "Promotions that make it sudden"), min_value=2, max_value=1000
    )
    batch_days = forms.IntegerField(
        label=lazily("集中提拔的期间（天）", "Days of one batch"), min_value=1, max_value=365
    )
    batch_count = forms.IntegerField(
        label=lazily("其间提拔多少人算集中", "Promotions that make a batch"), min_value=2, max_value=1000
    )
    close_months = forms.IntegerField(
        label=lazily("身边人员：回看（月）", "Close people: months looked back"), min_value=1, max_value=60
    )
    close_count = forms.IntegerField(
        label=lazily("身边人员：多少人起", "Close people: from how many"), min_value=1, max_value=100
    )
    near_months = forms.IntegerField(
        label=lazily("到期提前提醒（月）", "Months told ahead"), min_value=1, max_value=36
    )
    look_back_months = forms.IntegerField(
        label=lazily("提拔回看（月）", "Months of promotions looked at"), min_value=1, max_value=240
    )
    report_days = forms.IntegerField(
        label=lazily("举报受理期限（工作日）", "Reports: working days to register"), min_value=1, max_value=60
    )
    report_months = forms.IntegerField(
        label=lazily("举报核查期限（月）", "Reports: months to conclude"), min_value=1, max_value=24
    )
    pledge_days = forms.IntegerField(
        label=lazily("廉政谈话、承诺书：任职后（天）", "Talk and pledge: days in post"),
        min_value=1,
        max_value=365,
    )
    area = forms.CharField(
        label=lazily("所在地（地域回避）", "Where the organisation lies"),
        max_length=100,
        required=False,
        help_text=lazily("与干部“成长地”比对。", "Compared with where somebody grew up (成长地)."),
    )
    changes = forms.CharField(
        label=lazily("已知的机构、领导变动", "Known reorganisations and changes of leaders"),
        required=False,
        help_text=lazily(
            "每行一项：日期 空格 事由，如 2026-03-01 机构改革。",
            "One a line: date, blank, what: 2026-03-01 reform.",
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    report_source = forms.CharField(
        label=lazily("举报期限的依据（文件和条文）", "What the deadlines of reports rest on (article)"),
        max_length=300,
    )
    source = forms.CharField(label=lazily("其他数目的依据", "What the other numbers rest on"), max_length=300)

    def clean_changes(self) -> tuple[Change, ...]:
        """The changes, line by line."""
        found = []
        for line in str(self.cleaned_data["changes"]).splitlines():
            day, _, words = line.strip().partition(" ")
            if not day:
                continue
            try:
                found.append(Change(on=date.fromisoformat(day), words=words.strip()[:200] or "变动"))
            except ValueError:
                said = lazily(
                    f"“{line[:30]}”应写作：2026-03-01 事由。", f"'{line[:30]}': write 2026-03-01 and what."
                )
                raise forms.ValidationError(said) from None
        return tuple(found)


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Every alert that the reader may read, those still open first."""
    actor = allowed(request, "view_alerts")
    found = alerts_on(now().date())
    lines = shown_to(actor, found)
    filters = asked(request, "kind", "severity", "state", "words")
    kept = [line for line in lines if _fits(line, filters)]
    if wants_file(request):
        names = names_of_accounts(n.by for line in kept for n in line.notes)
        return as_file("监督预警", HEADER, [_cells(line, names) for line in kept])
    context = {
        "page": page_of(request, kept),
        "filters": filters,
        "links": links_of(filters),
        "kinds": [(c, k.title, sum(s.alert.kind == c for s in lines)) for c, k in KINDS.items()],
        "severities": SEVERITIES.items(),
        "states": STATES.items(),
        "totals": [
            (f"is-{s}", s, t, sum(x.severity == s and x.state == "open" for x in lines))
            for s, t in SEVERITIES.items()
        ],
        "explained": sum(s.state == "explained" for s in lines),
        "closed": sum(s.state == "closed" for s in lines),
        "hidden": len(found) - len(lines),
        "today": now().date(),
        "may_set": may(actor, "set_alert_settings"),
    }
    return render(request, "web/supervision/desk.html", context)


def shown_to(actor: Actor, alerts: Iterable[Alert]) -> list[Shown]:
    """The alerts that a reader may read, the open and grave ones first."""
    mine = readable(alerts, actor)
    notes = notes_of({a.key for a in mine})
    catalogue = load_catalogue()
    lines = [
        Shown(
            a,
            KINDS[a.kind].title,
            severity_of(a, catalogue),
            state_of(a, notes.get(a.key, ())),
            tuple(catalogue.rule(r) for r in a.rules),
            notes.get(a.key, ()),
        )
        for a in mine
    ]
    order, gravity = list(STATES), list(SEVERITIES)
    return sorted(lines, key=lambda s: (order.index(s.state), gravity.index(s.severity)))


def shown_today(actor: Actor) -> list[Shown]:
    """The alerts of today that a reader may read."""
    return shown_to(actor, alerts_on(now().date()))


def run_alerts(actor: Actor, run: str) -> dict[str, Any]:
    """What a stage shows before a decision: the alerts that may be read, the number of the others."""
    found = alerts_of_run(run, now().date())
    lines = shown_to(actor, found)
    return {
        "lines": lines,
        "open": sum(line.state == "open" for line in lines),
        "hidden": len(found) - len(lines),
        "may_view": may(actor, "view_alerts"),
    }


def _fits(line: Shown, filters: Mapping[str, str]) -> bool:
    words = filters.get("words", "").casefold()
    told = " ".join((line.alert.text.zh, line.alert.text.en, line.alert.run, *line.alert.people())).casefold()
    return (
        words in told
        and filters.get("kind", line.alert.kind) == line.alert.kind
        and filters.get("severity", line.severity) == line.severity
        and filters.get("state", line.state) == line.state
    )


def _cells(line: Shown, names: Mapping[str, str]) -> tuple[str, ...]:
    last = line.notes[-1] if line.notes else None
    people = dict.fromkeys(f"{e.name}（{e.person}）" for e in line.alert.exhibits if e.person)
    return (
        line.severity_title.zh,
        line.title.zh,
        line.alert.text.zh,
        "；".join(rule.cite() for rule in line.rules),
        "、".join(people),
        line.alert.run,
        line.state_title.zh,
        last.reason if last else "",
        names.get(last.by, last.by) if last else "",
    )


@require_http_methods(["GET", "POST"])
def alert(request: HttpRequest, key: str) -> HttpResponse:
    """One alert with what it rests on and what was written about it; by POST a note."""
    actor = allowed(request, "view_alerts")
    status, form = 200, NoteForm(request.POST or None)
    if request.method == "POST":
        wanted = request.POST.get("state", "")
        state: State = "explained" if wanted == "explained" else "closed" if wanted == "closed" else "open"
        require(actor, "explain_alert" if state == "explained" else "close_alert")
        if form.is_valid():
            try:
                note_alert(actor, key, state, form.cleaned_data["reason"], now())
            except Refused as refusal:
                if refusal.code not in ("same_state", "own_alert"):
                    raise
                form.add_error(None, lazily(refusal.text.zh, refusal.text.en))
            else:
                messages.success(
                    request, say(Text("已记入，纪实里有一条。", "Noted, with an entry in the trace."))
                )
                return HttpResponseRedirect(reverse("alert", args=[key]))
        status = 422
    line = shown_to(actor, [alert_of(actor, key, now())])[0]
    is_named = actor.person in line.alert.people()
    context = {
        "line": line,
        "certain": [(rule, may_be_error(rule)) for rule in line.rules],
        "is_sign": KINDS[line.alert.kind].is_sign,
        "names": names_of_accounts(n.by for n in line.notes),
        "notes": [(n, STATES[n.state], n.mark == line.alert.mark) for n in reversed(line.notes)],
        "form": form,
        "is_named": is_named,
        "readers": [title for role, title in ROLES.items() if _reads(role, line.alert)],
        "may_explain": may(actor, "explain_alert") and not is_named and line.state != "explained",
        "may_close": may(actor, "close_alert") and not is_named and line.state != "closed",
        "may_reopen": may(actor, "close_alert") and not is_named and line.state != "open",
    }
    return render(request, "web/supervision/alert.html", context, status=status)


def _reads(role: str, alert: Alert) -> bool:
    """Whether whoever holds a role alone may open an alert."""
    alone = Actor(role, None, frozenset({role}))
    return may(alone, "view_alerts") and may_read(alert, alone)


@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """The windows and counts, every version of them, and the form to set them anew."""
    actor = allowed(request, "view_alerts")
    current = alert_settings()
    said = _said(current)
    form = SettingsForm(request.POST or None, initial=said)
    if request.method == "POST":
        require(actor, "set_alert_settings")
        if form.is_valid():
            set_alert_settings(actor, AlertSettings.model_validate(form.cleaned_data), now())
            messages.success(request, say(Text("已设定。", "Set.")))
            return HttpResponseRedirect(reverse("alert-settings"))
    lines = setting_lines()
    context = {
        "form": form if may(actor, "set_alert_settings") else None,
        "current": current,
        "lines": [
            (line, _changed(form, line.settings, before.settings if before else AlertSettings()))
            for line, before in zip(lines, [*lines[1:], None], strict=False)
        ],
        "names": names_of_accounts(line.set_by for line in lines),
        "fields": [(f.label, said[name]) for name, f in form.fields.items()],
    }
    return render(
        request, "web/supervision/settings.html", context, status=422 if request.method == "POST" else 200
    )


def _said(settings: AlertSettings) -> dict[str, Any]:
    """The settings as the form writes them."""
    return {**settings.model_dump(), "changes": "\n".join(f"{c.on} {c.words}" for c in settings.changes)}


def _changed(form: SettingsForm, new: AlertSettings, old: AlertSettings) -> list[tuple[str, str, str]]:
    """What a version changed: the field, what it was, what it became."""
    was, became = _said(old), _said(new)
    return [
        (str(field.label), str(was[name]), str(became[name]))
        for name, field in form.fields.items()
        if was[name] != became[name] and name != "source"
    ]
