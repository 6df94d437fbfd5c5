"""Addresses of forms (只收表单的网址): whoever opens one by hand, or reloads it, is shown the way back."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from quanheng.web.errors import page, page_above


def way_back_from_forms(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give the bare 405 of an address that only takes forms a page in plain words."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "GET" or response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        told = page(request, HTTPStatus.METHOD_NOT_ALLOWED, back=page_above(request.path))
        told.headers["Allow"] = response.headers["Allow"]
        return told

    return answer
