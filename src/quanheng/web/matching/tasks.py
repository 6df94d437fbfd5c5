"""Tasks of two-way selection (双向选择待办): who is to name offices, choose people, or adjust."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from quanheng.core.stages.matching import Preference, Settings
from quanheng.core.stages.matching.board import board_of
from quanheng.core.stages.matching.field import field_of
from quanheng.core.stages.matching.rounds import deadlines_of, round_now
from quanheng.core.stages.matching.training import hours_of, hours_wanted
from quanheng.core.values import Text
from quanheng.web.matching.board import may_adjust, waits_since
from quanheng.web.matching.choosing import desk_of, headed_by, may_choose_now
from quanheng.web.matching.preferences import Stage, takes_wishes
from quanheng.web.stages.access import stage_for
from quanheng.web.stages.screens import address_of
from quanheng.web.tasks import OpenRun, Task


def wishing(run: OpenRun) -> Iterator[Task]:
    """For a member of staff: to name offices while that is open, and until when they wait for a post."""
    view = _stage(run, "state_preference")
    person = run.view.actor.person
    if view is None or person is None or person not in view.inputs.people:
        return
    if not takes_wishes(view, person):
        return
    number = round_now(view.inputs, view.settings)
    own = sorted(
        (r.order, r.office)
        for r in view.rows("preferences", Preference)
        if (r.person, r.round) == (person, number)
    )
    titles = [view.post(office) for _, office in own]
    said = Text(
        f"已填：{'、'.join(t.zh for t in titles)}", f"stated: {', '.join(t.say('en') for t in titles)}"
    )
    notes = [said if own else Text("您还没有填报", "you have not stated any")]
    until = waits_since(view)
    if until is not None:
        notes.append(Text(f"待岗至 {until}，期满后选定", f"you wait until {until}; it is settled then"))
    wanted = hours_wanted(view.inputs, view.settings)
    if wanted:
        done = hours_of(person, view.inputs)
        notes.append(
            Text(f"待岗培训 {done}/{wanted} 学时", f"training while waiting: {done} of {wanted} hours")
        )
    task = run.task(
        Text("填报岗位志愿", "State your preferences"),
        address_of("preferences", view.code, view.id),
        notes=tuple(notes),
    )
    yield _due(task, deadlines_of(number, view.inputs, view.settings).wishes or until, run)


def choosing(run: OpenRun) -> Iterator[Task]:
    """For a head: the offices for which to choose."""
    view = _stage(run, "choose_staff")
    person = run.view.actor.person
    if view is None or person is None or not may_choose_now(view):
        return
    field = field_of(view.slate, view.inputs, view.settings)
    number = round_now(view.inputs, view.settings)
    for office in headed_by(view, person):
        desk = desk_of(view, office, field)
        if not desk.askers:
            continue
        asked = Text(f"{len(desk.askers)} 人选报", f"named by {len(desk.askers)}")
        task = run.task(
            Text(f"选人：{desk.title.zh}", f"Choose: {desk.title.say('en')}"),
            address_of("choosing-office", view.code, view.id, office),
            notes=(asked,),
            done=int(desk.is_answered),
            wanted=1,
        )
        yield _due(task, deadlines_of(number, view.inputs, view.settings).choices, run)


def adjusting(run: OpenRun) -> Iterator[Task]:
    """For a member of the body that adjusts: the board, once both sides have chosen."""
    view = _stage(run, "adjust_placement")
    if view is None or not may_adjust(view):
        return
    board = board_of(view.slate, view.inputs, view.settings)
    waits, kin = len(board.waiting), len(board.relatives)
    notes = [Text(f"未上岗 {waits} 人", f"{waits} without a place")]
    if kin:
        notes.append(Text(f"有回避关系同岗 {kin} 对，须调配", f"{kin} pairs of relatives in one office"))
    yield run.task(
        Text(f"{view.title.zh}：岗位调配", f"{view.title.say('en')}: adjustments"),
        address_of("matching-board", view.code, view.id),
        notes=tuple(notes),
    )


def _stage(run: OpenRun, act: str) -> Stage | None:
    if not isinstance(run.stage, Settings) or not run.view.may(act):
        return None
    return stage_for(run.view, run.stage.id, Settings)


def _due(task: Task, on: date | None, run: OpenRun) -> Task:
    """The task with its own last day instead of the stage's."""
    return task if on is None else replace(task, due_on=on, is_late=run.today > on)
