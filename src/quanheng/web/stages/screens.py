"""Screens of stages (环节页面): where the work on a stage of each kind is done."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse

from quanheng.core.authority import Actor, may
from quanheng.core.language.terms import StageSettings

SCREENS: Mapping[str, str] = {
    "assessment": "sheets",
    "recommendation": "sheets",
    "decision": "meeting",
    "matching": "matching-board",
    "public_notice": "notice-desk",
    "appointment": "appointments",
    "approval": "approvals",
    "integrity_exam": "exam-desk",
    "clearance": "opinions",
    "eligibility": "eligibility-desk",
    "opening": "opening-desk",
    "speech": "scoring-desk",
    "examination": "scoring-desk",
}
"""Kinds with a screen of their own for the organiser."""
PER_CANDIDATE: Mapping[str, str] = {
    "inspection": "reports",
    "probation": "reviews",
    "consultation": "opinions",
    "assign_posts": "assignments",
}
"""Kinds whose main table is filled in candidate by candidate."""


def address_of(name: str, *parts: object) -> str:
    """The address of a screen, empty where this installation does not have it."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def own_screen_of(run: str, stage: StageSettings) -> str:
    """The screen that a stage of this kind has to itself, empty where its tables are all there is."""
    if stage.kind in SCREENS:
        return address_of(SCREENS[stage.kind], run, stage.id)
    if stage.kind in PER_CANDIDATE:
        return address_of("candidate-forms", run, stage.id, PER_CANDIDATE[stage.kind])
    return ""


def may_open_screen(actor: Actor, stage: StageSettings) -> bool:
    """Whether a reader of the run may open that screen: single sheets are for whoever keys them alone."""
    return SCREENS.get(stage.kind) != "sheets" or may(actor, "record_sheets")


def screen_of(run: str, stage: StageSettings) -> str:
    """Where the organiser works on a stage: its own screen, else the run with this stage shown."""
    return own_screen_of(run, stage) or address_of("run-stage", run, stage.id)
