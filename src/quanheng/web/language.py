"""The reader's language (语言): Chinese first, one switch, kept for the session and for the account.

Every sentence of ours stands in both languages where it is used; Django's own (validation of fields) come
from its catalogues. So nothing has to be compiled and no sentence can be missing in one language.
"""

from __future__ import annotations

from typing import Any, cast, get_args

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import lazystr
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from quanheng.core.values import Language, Text

SESSION_KEY = "language"
DJANGO_NAMES: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
HTML_NAMES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


class LazyText:
    """A sentence that takes its language when it is shown, for form labels that are written once."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __str__(self) -> str:
        return say(self.text)


def is_language(code: object) -> bool:
    """Whether this is one of our two languages."""
    return code in get_args(Language)


def current() -> Language:
    """The language of the reader of this page."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def say(text: Text) -> str:
    """A sentence in the reader's language."""
    return text.say(current())


def lazily(zh: str, en: str) -> str:
    """A sentence for a form's label or message, in the language of whoever is shown it."""
    return cast(str, lazystr(LazyText(Text(zh, en))))


def language_of(session: Any, user: Any) -> Language:
    """What was chosen in this session, else what the account keeps, else Chinese."""
    for choice in (session.get(SESSION_KEY), getattr(user, "language", None)):
        if is_language(choice):
            return cast(Language, choice)
    return "zh"


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Switch the language and come back to the same page."""
    chosen = request.POST.get("language", "")
    if is_language(chosen):
        request.session[SESSION_KEY] = chosen
        if request.user.is_authenticated:
            request.user.choose_language(chosen)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else "/")
