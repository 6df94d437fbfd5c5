"""Voting pages (投票页): another address than the rest; nobody signs in, nothing is remembered of who came.

No session, no cookie, no log: what a request holds is answered and forgotten.
"""

from __future__ import annotations

import json
import logging
import sys
from http import HTTPStatus
from typing import Any

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.cast_ballot import box_state, cast_ballot, is_in_box, opening_of
from quanheng.actions.seal_election import board_of
from quanheng.core.ballots.encoding import to_text
from quanheng.core.ballots.hours import hours_of
from quanheng.core.values import Refused
from quanheng.web.language import say
from quanheng.web.voting.voting_words import spoken

LOG = logging.getLogger("quanheng.voting")
LONGEST = 64 * 1024
"""Units: bytes of a request; a ballot takes about two thousand."""


@require_GET
def vote(request: HttpRequest, election: str) -> HttpResponse:
    """The page on which people vote; `kiosk` in the address for a tablet that many use."""
    _state(election)
    context = {"election": election, "kiosk": "kiosk" in request.GET, "words": spoken()}
    return render(request, "web/ballots/vote.html", context)


@require_GET
def form(request: HttpRequest, election: str) -> HttpResponse:
    """The election as published, without the long list of slips; its phase, and its hours in words."""
    state = _state(election)
    opening = json.loads(opening_of(election))
    slip_groups = sorted({style.split("|")[1] for style in opening.pop("slips")})
    hours = hours_of(opening["times"], "cast")
    said = {"zh": hours.said().zh, "en": hours.said().say("en")} if hours else None
    return JsonResponse({**opening, "phase": state.phase, "slip_groups": slip_groups, "hours": said})


@csp_exempt()  # type: ignore[arg-type]  # takes any view, whatever its types say
@csrf_exempt
@require_POST
def cast(request: HttpRequest, election: str) -> HttpResponse:
    """Take one ballot: its receipt, or why it is refused.

    A ballot is its own authority, and no cookie goes with it that another page could misuse. The answer is
    data, no page, and needs no policy for pages.
    """
    try:
        receipt = cast_ballot(election, _sent(request))
    except Refused as refusal:
        return JsonResponse(_said(refusal), status=HTTPStatus.CONFLICT)
    return JsonResponse({"code": receipt.code(), "signature": to_text(receipt.signature)})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, election: str) -> HttpResponse:
    """Whether a ballot is in the box, by its code; the code travels in the body, never in the address."""
    state = _state(election)
    code = request.POST.get("code", "")[:64]
    context = {"election": election, "code": code, "phase": state.phase}
    if request.method == "POST":
        context["found"] = is_in_box(election, code)
        context["asked"] = True
    return render(request, "web/ballots/check.html", context)


@require_GET
def board(request: HttpRequest, election: str) -> HttpResponse:
    """The board as a file that anyone may copy."""
    _state(election)
    text = board_of(election)
    answer = HttpResponse(text, content_type="application/jsonl; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{election}-board.jsonl"'
    return answer


@require_GET
def nothing(request: HttpRequest) -> HttpResponse:
    """What stands at the bare address: how one comes to a ballot."""
    return render(request, "web/ballots/nothing.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "web/ballots/nothing.html", {"is_missing": True}, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; the log says what kind of error it was, and nothing of what was sent."""
    kind = sys.exc_info()[0]
    LOG.error("a request failed: %s", kind.__name__ if kind else "")
    return HttpResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _state(election: str) -> Any:
    try:
        return box_state(election)
    except Refused:
        raise Http404(election) from None


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        length = int(request.headers.get("Content-Length") or 0)
        sent = json.loads(request.read(LONGEST)) if length <= LONGEST else None
    except ValueError:
        sent = None
    return sent if isinstance(sent, dict) else {}


def _said(refusal: Refused) -> dict[str, str]:
    return {"refused": refusal.code, "text": f"{say(refusal.text)}{say(refusal.remedy)}"}
