"""Sign-in asked in the middle of a page (中途登录): the whole page goes there, never a part of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRefresh


def sign_in_whole_page(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Turn a redirect to the sign-in page into a reload when only a part of a page was asked for.

    The reload meets the same redirect as a whole page, and so the reader comes back to where they were.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        to_sign_in = response.headers.get("Location", "").startswith(f"{reverse('sign-in')}?")
        if getattr(request, "htmx", False) and to_sign_in:
            return HttpResponseClientRefresh()
        return response

    return answer
