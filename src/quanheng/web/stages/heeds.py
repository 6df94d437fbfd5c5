"""Heeds (结束前须知): what nothing waits for, yet whoever closes a stage should know first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import enrolment, matching, opening
from quanheng.core.stages.enrolment import Application
from quanheng.core.stages.matching.board import board_of
from quanheng.core.values import Text
from quanheng.web.run_access import RunInView
from quanheng.web.stages.access import stage_for
from quanheng.web.stages.opening_desk import moves_of


def heeds_of(view: RunInView, stage: StageSettings) -> tuple[Text, ...]:
    """What follows from closing the open stage now that a reader may not expect; figures, no names."""
    said = _BY_KIND.get(stage.kind)
    return tuple(said(view, stage)) if said else ()


def _enrolment(view: RunInView, stage: StageSettings) -> Iterator[Text]:
    if not stage_for(view, stage.id, enrolment.Settings).rows("applications", Application):
        yield Text("还没有人报名", "nobody has applied yet")


def _opening(view: RunInView, stage: StageSettings) -> Iterator[Text]:
    found = stage_for(view, stage.id, opening.Settings)
    waiting = sum(move.chosen is None for move in moves_of(found)) if found.settings.rechoose else 0
    if waiting:
        yield Text(
            f"职位取消的 {waiting} 人次还没有改报，结束后随职位退出",
            f"of the cancelled posts {waiting} chose no other; they leave once the stage is closed",
        )


def _matching(view: RunInView, stage: StageSettings) -> Iterator[Text]:
    found = stage_for(view, stage.id, matching.Settings)
    waiting = board_of(found.slate, found.inputs, found.settings).waiting
    silent = sum(w.silent for w in waiting)
    if found.settings.settles == "two_way" and silent:
        said = found.settings.not_registered
        yield Text(f"{silent} 人没有报名：{said.zh}", f"{silent} named no office: {said.say('en')}")
    if len(waiting) > silent:
        left = len(waiting) - silent
        yield Text(f"{left} 人报了名而未上岗", f"{left} named offices and have no place")


_BY_KIND: Mapping[str, Callable[[RunInView, StageSettings], Iterator[Text]]] = {
    "enrolment": _enrolment,
    "opening": _opening,
    "matching": _matching,
}
