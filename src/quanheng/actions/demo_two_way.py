"""Scenes of two-way selection (双向选择的演示场景): people wish, the group adjusts, some wait for a post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from quanheng.actions.demo_runs import DemoAccount, Move, Placed, Scene, Shipped
from quanheng.actions.headless_inputs import GivenInputs
from quanheng.core.stages.matching import Preference
from quanheng.core.values import Text
from quanheng.documents.tables import ReadTable

PLAN = ("s10-two-way-selection", "s10-two-way")
FIRST, SECOND = "two-way", "second-round"
ASKED = 60
"""So many wishes are in while everybody still may name offices."""
UNASKED = "HW090"
"""The account of the staff, who is still to choose."""
HEAD = DemoAccount(
    "head", "", "staff", "HW012", Text("为党政综合办公室选人", "chooses for the general office")
)


def wishing(shipped: Shipped, today: date) -> Placed:
    """Everybody may name offices until tomorrow evening."""
    return _standing(shipped, FIRST, today + timedelta(days=2), _some_wishes)


def adjusting(shipped: Shipped, today: date) -> Placed:
    """Both sides have chosen; the leading group is to adjust."""
    return _standing(shipped, FIRST, today, _unadjusted)


def waiting(shipped: Shipped, today: date) -> Placed:
    """The committee has decided; those without a place have waited for most of their time."""
    return _standing(shipped, SECOND, today + timedelta(days=9), lambda given: replace(given, stages={}))


def _standing(
    shipped: Shipped, stage: str, closes: date, entered: Callable[[GivenInputs], GivenInputs]
) -> Placed:
    delta = closes - shipped.days()[stage]
    return Placed(Move(delta, date.min, delta), stage, entered)


def _some_wishes(given: GivenInputs) -> GivenInputs:
    """The wishes of those who were quick, stated two days before the last of them may be."""
    held = given.stages[f"{FIRST}.preferences"]
    rows = [
        row.model_copy(update={"stated_on": row.stated_on - timedelta(days=1)})
        for row in held.rows[:ASKED]
        if isinstance(row, Preference) and row.person != UNASKED
    ]
    return replace(given, stages={f"{FIRST}.preferences": ReadTable(tuple(rows), held.places[: len(rows)])})


def _unadjusted(given: GivenInputs) -> GivenInputs:
    """What both sides chose, before anything is adjusted."""
    names = (f"{FIRST}.preferences", f"{FIRST}.choices")
    return replace(given, stages={name: given.stages[name] for name in names})


TWO_WAY = (
    Scene(
        "two-way-open",
        Text("正在填报岗位志愿的双向选择", "A two-way selection in which staff name offices"),
        *PLAN,
        wishing,
        (HEAD,),
    ),
    Scene(
        "two-way-board",
        Text("领导小组调配中的双向选择", "A two-way selection that the leading group adjusts"),
        *PLAN,
        adjusting,
    ),
    Scene(
        "two-way-waiting",
        Text("有人待岗、即将第二轮的双向选择", "A two-way selection with people waiting for another"),
        *PLAN,
        waiting,
    ),
)
