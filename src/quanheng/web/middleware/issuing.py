"""Issuing at the door (门口发证): a request for credentials that is plainly in order is answered at once.

A whole workforce collects within minutes. Whatever is not plainly in order goes the long way and is judged
there: the door lets in, and refuses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from quanheng.store.sessions import SessionStore
from quanheng.store.signed_in import account_of, taken_on_trust
from quanheng.web.language import DJANGO_NAMES, HTML_NAMES, current, language_of
from quanheng.web.voting.collecting import issue

ADDRESS = re.compile(r"/elections/([-a-zA-Z0-9_]+)/issue")


class _Origin(CsrfViewMiddleware):
    """The check that a request comes from a page of ours; it says no and answers nothing itself."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason)


class IssuingDoor:
    """Answers a signed-in voter's request for credentials."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.origin = _Origin(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = ADDRESS.fullmatch(request.path_info) if request.method == "POST" else None
        answer = self._at_once(request, asked[1]) if asked else None
        return self.get_response(request) if answer is None else answer

    def _at_once(self, request: HttpRequest, election: str) -> HttpResponse | None:
        request.get_host()  # one that is not ours raises, as it does everywhere
        self.origin.process_request(request)
        if self.origin.process_view(request, issue, (), {"election": election}) is not None:
            return None
        try:
            with taken_on_trust():
                return self._issued(request, election)
        except (InterfaceError, OperationalError):
            return None  # the connection was cut; to ask for the same credentials twice is to ask once

    def _issued(self, request: HttpRequest, election: str) -> HttpResponse | None:
        session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        account = account_of(session)
        if account is None:
            return None
        request.user = account
        with translation.override(DJANGO_NAMES[language_of(session, account)]):
            answer = issue(request, election)
            answer.headers["Content-Language"] = HTML_NAMES[current()]
        patch_vary_headers(answer, ("Cookie",))
        answer.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        answer.headers["Content-Length"] = str(len(answer.content))
        return answer
