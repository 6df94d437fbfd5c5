"""Accounts (账户): who may sign in and with which roles; the administrator has no say in selections."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quanheng.actions.manage_account import grant_role, issue_link, open_account, revoke_role
from quanheng.core.authority import ROLES, UNIT_ROLES, Actor
from quanheng.core.values import Refused, Text
from quanheng.store.work_lists import accounts, names_of_people, names_of_units, run_codes
from quanheng.web.language import say
from quanheng.web.lists import asked, page_of
from quanheng.web.reader import allowed, now


@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """Every account with its roles."""
    return _page(request, allowed(request, "manage_accounts"), asked(request, "words", "role"))


def _page(
    request: HttpRequest,
    actor: Actor,
    filters: Mapping[str, str],
    typed: Mapping[str, str] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The list; a refused form stands in it again with what was typed and why it was refused."""
    words, role = filters.get("words", "").casefold(), filters.get("role", "")
    found = [
        line
        for line in accounts()
        if words in f"{line.username} {line.name} {line.person}".casefold()
        and (not role or any(g.role == role for g in line.grants))
    ]
    page, units = page_of(request, found), names_of_units()
    context = {
        "page": page,
        "links": {"page": "?page="},
        "filters": filters,
        "roles": list(ROLES.items()),
        "runs": run_codes(),
        "units": units,
        "unit_roles": [ROLES[role] for role in UNIT_ROLES],
        "own": actor.account,
        "typed": typed or {},
        "refusals": (refusal,) if refusal else (),
        "lines": [
            (line, [(g, ROLES[g.role], units.get(g.unit, g.unit)) for g in line.grants if g.role in ROLES])
            for line in page.object_list
        ],
        "people": names_of_people(line.person for line in page.object_list if line.person),
    }
    return render(request, "web/accounts/accounts.html", context, status=422 if refusal else 200)


@require_POST
def open_new(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    actor = allowed(request, "manage_accounts")
    said = {name: request.POST.get(name, "").strip() for name in ("username", "name", "person")}
    try:
        open_account(actor, said["username"], said["name"], said["person"], now())
    except Refused as refusal:
        return _page(request, actor, {}, said, refusal)
    messages.success(request, say(Text("账户已开。", "The account is open.")))
    return _back()


@require_POST
def grant(request: HttpRequest, username: str) -> HttpResponse:
    """Give a role."""
    actor = allowed(request, "manage_accounts")
    said = {"role": request.POST.get("role", ""), "run": request.POST.get("run", "")}
    said["unit"] = request.POST.get("unit", "")
    try:
        grant_role(actor, username, said["role"], said["run"], now(), said["unit"])
    except Refused as refusal:
        return _page(request, actor, {"words": username}, {"grant": username, **said}, refusal)
    messages.success(request, say(Text("角色已授予。", "The role is given.")))
    return _back()


@require_POST
def revoke(request: HttpRequest, username: str) -> HttpResponse:
    """Take a role back."""
    actor = allowed(request, "manage_accounts")
    said = request.POST.get("grant", "")
    revoke_role(actor, username, int(said) if said.isdecimal() else 0, now())
    messages.success(request, say(Text("角色已收回。", "The role is taken back.")))
    return _back()


@never_cache
@require_POST
def link(request: HttpRequest, username: str) -> HttpResponse:
    """A one-time link, shown once."""
    actor = allowed(request, "manage_accounts")
    address = request.build_absolute_uri(issue_link(actor, username, now()))
    line = next(a for a in accounts() if a.username == username)
    return render(request, "web/accounts/link.html", {"address": address, "line": line})


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("accounts"))
