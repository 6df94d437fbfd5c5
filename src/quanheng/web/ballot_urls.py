"""Addresses of the voting pages (投票页网址); the box's own server knows no others."""

from __future__ import annotations

from django.urls import path

from quanheng.web.voting import ballot_pages

urlpatterns = [
    path("", ballot_pages.nothing, name="ballots"),
    path("<slug:election>", ballot_pages.vote, name="vote"),
    path("<slug:election>/form", ballot_pages.form, name="ballot-form"),
    path("<slug:election>/cast", ballot_pages.cast, name="cast"),
    path("<slug:election>/check", ballot_pages.check, name="ballot-check"),
    path("<slug:election>/board", ballot_pages.board, name="ballot-board"),
]
