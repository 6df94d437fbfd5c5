"""Refused acts (不予办理): shown to the reader with the reason and the way out, as a page or inside one."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from quanheng.core.values import Refused, RefusedMany
from quanheng.web.errors import answer_with

STATUSES = {
    "not_allowed": HTTPStatus.FORBIDDEN,
    "unknown_run": HTTPStatus.NOT_FOUND,
    "unknown_upload": HTTPStatus.NOT_FOUND,
}


class RefusalMiddleware:
    """Turns `Refused` into an answer: 403 without the role, 404 without the run or upload, 409 otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An answer for a refusal; every other exception is a bug and goes on up."""
        if not isinstance(exception, Refused):
            return None
        status = STATUSES.get(exception.code, HTTPStatus.CONFLICT)
        refusals = exception.refusals if isinstance(exception, RefusedMany) else (exception,)
        return answer_with(request, status, "web/refused.html", {"refusals": refusals})
