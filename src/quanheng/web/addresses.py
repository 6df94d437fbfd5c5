"""Addresses (网址) that many pages share: a stage of a run, a table of a stage."""

from __future__ import annotations

STAGE = "runs/<slug:run>/stages/<slug:stage>"
TABLE = f"{STAGE}/inputs/<slug:table>"
