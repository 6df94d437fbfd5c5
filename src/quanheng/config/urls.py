"""All addresses (网址): the screens, and the pages that say what went wrong."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("quanheng.web.urls"))]

handler400 = "quanheng.web.errors.bad_request"
handler403 = "quanheng.web.errors.forbidden"
handler404 = "quanheng.web.errors.not_found"
handler500 = "quanheng.web.errors.server_error"
