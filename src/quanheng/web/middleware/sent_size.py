"""Size of what is sent (提交大小): a request that says it is too large is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from quanheng.documents.packages import LARGEST_FILE
from quanheng.web.errors import page_without_reader

LARGEST_SENT = LARGEST_FILE + 1_000_000
"""Units: bytes; the largest file with what a form says beside it."""


def refuse_large_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 by the announced length alone, so that nothing of the content is stored."""

    def answer(request: HttpRequest) -> HttpResponse:
        said = str(request.META.get("CONTENT_LENGTH") or "")
        if said.isdigit() and int(said) > LARGEST_SENT:
            return page_without_reader(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return get_response(request)

    return answer
