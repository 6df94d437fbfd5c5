"""Demonstration (演示): put it back to its beginning."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from quanheng.actions.demo import reset_demo
from quanheng.core.values import Text
from quanheng.web.language import say
from quanheng.web.reader import allowed, now


@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Wipe what was done and load the demonstration anew; whoever asked stays signed in."""
    actor = allowed(request, "reset_demo")
    reset_demo(actor, now())
    messages.success(
        request, say(Text("已恢复到最初的演示数据。", "The demonstration is back at its beginning."))
    )
    return HttpResponseRedirect(reverse("my-work"))
