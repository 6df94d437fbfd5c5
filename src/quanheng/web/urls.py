"""Addresses of the screens (网址)."""

from __future__ import annotations

from django.urls import path

from quanheng.web.language import choose_language
from quanheng.web.sign_in import SignIn, SignInByLink, my_work, sign_out

urlpatterns = [
    path("", my_work, name="my-work"),
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("sign-in/link", SignInByLink.as_view(), name="sign-in-link"),
    path("sign-out", sign_out, name="sign-out"),
    path("language", choose_language, name="language"),
]
