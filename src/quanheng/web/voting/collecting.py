"""Collecting ballots (领票): the voter is signed in, and what is signed is hidden by the voter's device."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.issue_credential import (
    collected_before,
    entitled,
    issue_credential,
    keep_backup,
    kept_backup,
    opening_of,
)
from quanheng.core.ballots.board import Head, next_line
from quanheng.core.values import Refused, Text
from quanheng.store.elections import PHASES
from quanheng.web.language import say
from quanheng.web.reader import actor_of, now
from quanheng.web.voting.hours_told import told_hours
from quanheng.web.voting.voting_words import spoken


@require_GET
def collect(request: HttpRequest, election: str) -> HttpResponse:
    """The voter's own ballots: collect, bring back, take to the voting page."""
    own = entitled(actor_of(request), election)
    election_ = own.known.election
    context = {
        "election": election,
        "title": Text(election_.title, election_.title_en or election_.title),
        "phase": PHASES[own.place.facts.phase],
        "is_open": own.place.facts.phase == "collect",
        "is_voting": own.place.facts.phase == "cast",
        "hours": told_hours(own.place.facts.rules["times"], own.place.facts.phase, now()),
        "styles": json.dumps(own.styles),
        "collected": collected_before(own),
        "issuers": len(own.known.election.issuers),
        "by_slips": not own.known.election.issuers or not own.styles,
        "box": settings.BOX_ADDRESS,
        "token": get_token(request),
        "words": spoken(),
    }
    second = own.place.facts.rules["second"]
    context["asks"] = json.dumps(
        [{"address": reverse("ballot-issue", args=[election]), "own": True}]
        + ([{"address": f"{second}/", "own": False}] if second else [])
    )
    context["second"], context["voter"] = second, own.place.person
    answer = render(request, "web/ballots/collect.html", context)
    if second:
        # The voter's page asks the second issuer itself: nobody in between sees or drops the request.
        answer._csp_update = {"connect-src": [second]}  # type: ignore[attr-defined]  # where django-csp looks
    return answer


@require_GET
def opening(request: HttpRequest, election: str) -> HttpResponse:
    """What was published, and the line that stands first on the board, whose digest is on the notice."""
    entitled(actor_of(request), election)
    published: dict[str, Any] = json.loads(opening_of(election))
    line, _ = next_line(Head(), "open", published)
    return JsonResponse({"election": published, "line": line})


@require_POST
def issue(request: HttpRequest, election: str) -> HttpResponse:
    """Sign the voter's blinded messages."""
    blinded = _sent(request).get("blinded")
    asked = blinded if isinstance(blinded, dict) else {}
    try:
        signed = issue_credential(actor_of(request), election, {k: str(v) for k, v in asked.items()})
    except Refused as refusal:
        return _said(refusal)
    return JsonResponse({"signed": signed})


@require_http_methods(["GET", "POST"])
def backup(request: HttpRequest, election: str) -> HttpResponse:
    """Keep the voter's encrypted ballots, or give them back to the same voter."""
    actor = actor_of(request)
    try:
        if request.method == "GET":
            return JsonResponse({"sealed": kept_backup(actor, election)})
        keep_backup(actor, election, str(_sent(request).get("sealed", "")))
    except Refused as refusal:
        return _said(refusal)
    return JsonResponse({})


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _said(refusal: Refused) -> HttpResponse:
    status = HTTPStatus.FORBIDDEN if refusal.code == "not_allowed" else HTTPStatus.CONFLICT
    told = {"refused": refusal.code, "text": f"{say(refusal.text)}{say(refusal.remedy)}"}
    return JsonResponse(told, status=status)
