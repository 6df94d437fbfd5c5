"""Findings (核对提示): what contradicts itself in the archive, by severity and kind; each can be verified."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.check_archive import LONGEST_REASON, check_archive, settle_finding
from quanheng.core.authority import Actor, may
from quanheng.core.field_policy import require_sight
from quanheng.core.form.finding_titles import FINDING_TITLES, SEVERITIES
from quanheng.core.roster_tables import TABLES
from quanheng.core.values import Text
from quanheng.store import findings as kept
from quanheng.web.language import say
from quanheng.web.lists import as_file, asked, links_of, page_of, wants_file
from quanheng.web.reader import allowed, now

MOST_EXPORTED = 50_000
_TABLES = {table.name: table.title for table in TABLES}
HEADER = ("程度", "种类", "人员编号", "姓名", "涉及", "内容", "核实情况", "核实人")


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many findings of one kind are open."""

    severity: str
    code: str
    title: Text
    count: int


@require_GET
def finding_list(request: HttpRequest) -> HttpResponse:
    """The findings of the last check, those that were verified apart."""
    actor = _reader(request)
    filters = asked(request, "severity", "kind", "words", "person", "settled")
    found = kept.findings(
        filters.get("severity", ""),
        filters.get("kind", ""),
        filters.get("words", ""),
        filters.get("person", ""),
        settled="settled" in filters,
    )
    if wants_file(request):
        return as_file("核对提示", HEADER, map(_cells, kept.lines_of(found[:MOST_EXPORTED])))
    page = page_of(request, found)
    kinds = [KindCount(s, c, _kind(c), n) for s, c, n in kept.kind_counts()]
    context = {
        "page": page,
        "lines": [(f, _severity(f.severity), _kind(f.code), _TABLES[f.table]) for f in kept.lines_of(page)],
        "filters": filters,
        "links": links_of(filters),
        "kinds": kinds,
        "totals": [(s, t, sum(k.count for k in kinds if k.severity == s)) for s, t in SEVERITIES.items()],
        "check": kept.last_check(),
        "may_check": may(actor, "check_archive"),
        "may_settle": may(actor, "settle_finding"),
        "here": request.get_full_path(),
        "longest": LONGEST_REASON,
    }
    return render(request, "web/findings/list.html", context)


def _reader(request: HttpRequest) -> Actor:
    actor = allowed(request, "view_roster")
    require_sight(actor, "findings")
    return actor


def _severity(severity: str) -> Text:
    return next(title for name, title in SEVERITIES.items() if name == severity)


def _kind(code: str) -> Text:
    return FINDING_TITLES.get(code, Text(code, code))


def _cells(line: kept.FindingLine) -> tuple[str, ...]:
    return (
        _severity(line.severity).zh,
        _kind(line.code).zh,
        line.person,
        line.name,
        _TABLES[line.table].zh,
        line.text.zh,
        line.reason,
        line.settled_by,
    )


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Work all findings out anew."""
    count = check_archive(allowed(request, "check_archive"), now())
    messages.success(request, say(Text(f"已核对 {count} 人。", f"{count} people were checked.")))
    return HttpResponseRedirect(reverse("findings"))


@require_POST
def settle(request: HttpRequest, person: str, mark: str) -> HttpResponse:
    """Note that a finding was verified, and go back to where the reader was."""
    actor = allowed(request, "settle_finding")
    settle_finding(actor, person, mark, request.POST.get("reason", ""), now())
    messages.success(request, say(Text("已记为核实。", "Noted as verified.")))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else reverse("findings"))
