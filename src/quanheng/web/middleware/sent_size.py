"""Size of what is sent (提交大小): a request that says it is too large is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from quanheng.core.report_line import MOST_FILE_BYTES, MOST_FILES
from quanheng.documents.packages import LARGEST_FILE
from quanheng.web.errors import page_without_reader

LARGEST_SENT = LARGEST_FILE + 1_000_000
"""Units: bytes; the largest file with what a form says beside it."""

REPORTED = "/report-line"
LARGEST_REPORT = MOST_FILES * MOST_FILE_BYTES + 1_000_000
"""Units: bytes; what anybody may send without signing in."""


def refuse_large_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 by the announced length alone, so that nothing of the content is stored."""

    def answer(request: HttpRequest) -> HttpResponse:
        said = str(request.META.get("CONTENT_LENGTH") or "")
        most = LARGEST_REPORT if request.path_info.startswith(REPORTED) else LARGEST_SENT
        if said.isdigit() and int(said) > most:
            return page_without_reader(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return get_response(request)

    return answer
