"""Around the voting pages (投票页中间件): language by address, secure connections only, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from quanheng.core.values import Language
from quanheng.web.language import DJANGO_NAMES

HERE = ("localhost", "127.0.0.1", "[::1]")
"""Hosts whose traffic does not leave the machine."""


def voting_page(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer in the language that the address names, by https only, and let nobody keep the answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        chosen: Language = "en" if request.GET.get("lang") == "en" else "zh"
        with translation.override(DJANGO_NAMES[chosen]):
            if request.is_secure() or is_here(request):
                response = get_response(request)
            else:
                response = render(request, "web/ballots/not_secure.html", status=HTTPStatus.FORBIDDEN)
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))  # or it goes in pieces
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def is_here(request: HttpRequest) -> bool:
    """Whether the browser runs on this machine, by the host it asked for."""
    host = request.get_host()
    return host in HERE or host.rpartition(":")[0] in HERE
