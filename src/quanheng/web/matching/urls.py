"""Addresses of two-way selection (双向选择)."""

from __future__ import annotations

from django.urls import path

from quanheng.web.addresses import STAGE
from quanheng.web.matching import adjusting, board, choosing, heads, preferences

urlpatterns = [
    path(f"{STAGE}/preferences", preferences.preferences, name="preferences"),
    path(f"{STAGE}/choosing", choosing.choosing, name="choosing"),
    path(f"{STAGE}/choosing/<slug:office>", choosing.choosing_office, name="choosing-office"),
    path(f"{STAGE}/matching", board.board, name="matching-board"),
    path(f"{STAGE}/matching/heads", heads.heads, name="matching-heads"),
    path(f"{STAGE}/matching/round", board.call_round, name="matching-round"),
    path(f"{STAGE}/matching/adjust", adjusting.adjust, name="matching-adjust"),
    path(f"{STAGE}/matching/undo", adjusting.undo, name="matching-undo"),
]
