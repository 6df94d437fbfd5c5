"""All addresses of the box's own server (投票网址)."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("quanheng.web.ballot_urls"))]

handler404 = "quanheng.web.voting.ballot_pages.not_found"
handler500 = "quanheng.web.voting.ballot_pages.server_error"
