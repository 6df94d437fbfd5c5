"""The reader's language around every page (语言): what language.py decides holds for the whole request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from quanheng.web.language import DJANGO_NAMES, HTML_NAMES, current, language_of


def language_of_reader(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer each request in its reader's language."""

    def answer(request: HttpRequest) -> HttpResponse:
        with translation.override(DJANGO_NAMES[language_of(request.session, request.user)]):
            response = get_response(request)
            response.headers.setdefault("Content-Language", HTML_NAMES[current()])
        patch_vary_headers(response, ("Cookie",))
        return response

    return answer
