"""Record rows (录入): what people give to a stage enters here, all of it or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from quanheng.actions.acting import Act, acting, refuse_closed
from quanheng.actions.adjust_placement import refuse_adjuster
from quanheng.actions.check_sheet import refuse_own_keying
from quanheng.actions.stage_dates import closing_now
from quanheng.core.authority import Actor, is_own_only, require_row, require_rows
from quanheng.core.engine import refusals_of
from quanheng.core.inputs import InputTable, Row
from quanheng.core.language.posts import Frame
from quanheng.core.language.terms import StageSettings
from quanheng.core.opinion_rights import refused_opinion
from quanheng.core.stages.matching import Adjustment
from quanheng.core.values import Refused, RefusedMany
from quanheng.store.load import run_state, table_of
from quanheng.store.save import remove_row as remove_saved_row
from quanheng.store.save import save_rows, save_secret_rows

NAMED_KEYS = 50
"""The trace names the keys of a batch up to this many; beyond, their number and digest say enough."""


def record_rows(
    actor: Actor,
    run_code: str,
    stage: str,
    table_name: str,
    rows: Sequence[Row],
    at: datetime,
    places: Sequence[str] = (),
) -> int:
    """Enter rows into a stage's table, each replacing the row of the same key; how many were entered.

    Shapes: `places` says where each row stands in the file it came from ("speech.marks.csv, line 7").
    Errors: Refused or RefusedMany, with places; nothing is entered then.
    """
    table = table_of(run_state(run_code).facts.plan, stage, table_name)
    with acting(actor, table.act, run_code, at, by_row=True) as act:
        require_rows(actor, table.act)
        for index, row in enumerate(rows if is_own_only(actor, table.act) else ()):
            _allowed(actor, table, row, places[index] if index < len(places) else "")
        _refuse_by_plan(act, actor, stage, table, rows, places)
        refuse_closed(act, stage)
        closing = closing_now(act.facts, act.outcomes, stage, at.date())
        if is_own_only(actor, table.act):
            closing = replace(closing, own_at=at)
        found = refusals_of(act.facts, act.outcomes, closing, table_name, rows)
        if found:
            raise RefusedMany(_placed(refusal, places, index) for index, refusal in found)
        if table.row is Adjustment:
            refuse_adjuster(actor, act, stage, [row for row in rows if isinstance(row, Adjustment)], at)
        if table.act == "check_marks":
            refuse_own_keying(actor, run_code, stage, rows)
        if table.secret:
            _refuse_entered_before(act, stage, table, rows, places)
            digest = save_secret_rows(act.run, stage, table_name, rows)
        else:
            digest = save_rows(act.run, stage, table_name, rows, actor.account, at)
        act.become(rows=joined(act, stage, table, rows))
        act.subject = f"{stage}.{table_name}"
        act.body = {"stage": stage, "table": table_name, "count": len(rows), "rows": digest}
        if not (table.secret or table.private_keys) and len(rows) <= NAMED_KEYS:
            act.body = {**act.body, "keys": [row.key() for row in rows]}
    return len(rows)


def remove_row(actor: Actor, run_code: str, stage: str, table_name: str, key: str, at: datetime) -> None:
    """Take one row out again while its stage is open; the row stays readable as removed.

    Errors: Refused when there is no such row, the table is secret, or the stage is closed.
    """
    table = table_of(run_state(run_code).facts.plan, stage, table_name)
    with acting(actor, table.act, run_code, at, by_row=True) as act:
        refuse_closed(act, stage)
        held = act.facts.rows.get(stage, {}).get(table_name, ())
        row = next((r for r in held if r.key() == key), None)
        if row is None or table.secret:
            raise Refused(
                "no_such_row",
                f"“{key}”不在“{table.title.zh}”中，或不能单独撤回。",
                f"'{key}' is not in '{table.title.say('en')}', or cannot be taken out singly.",
                where=f"{stage}.{table_name}",
                remedy_zh="请刷新后核对。",
                remedy_en="Reload and look again.",
            )
        require_row(actor, table.act, row)
        _refuse_by_plan(act, actor, stage, table, [row], ())
        if isinstance(row, Adjustment):
            raise _undone_elsewhere(row)
        if is_own_only(actor, table.act) or table.act == "keep_questions":
            _refuse_too_late(act, stage, table_name, row, at)
        remove_saved_row(act.run, stage, table_name, key, at)
        left = tuple(r for r in held if r.key() != key)
        act.become(rows={**act.facts.rows, stage: {**act.facts.rows[stage], table_name: left}})
        act.subject = f"{stage}.{table_name}"
        act.body = {"stage": stage, "table": table_name, "removed": 1 if table.private_keys else key}


LATE = frozenset({"after_deadline", "choosing_over", "round_over", "papers_drawn"})
"""Refusals of a row that comes too late; what came in time then stays as it is."""


def _refuse_too_late(act: Act, stage: str, table_name: str, row: Row, at: datetime) -> None:
    """Refuse to take out one's own row when it could no longer be entered."""
    closing = replace(closing_now(act.facts, act.outcomes, stage, at.date()), own_at=at)
    for _, refusal in refusals_of(act.facts, act.outcomes, closing, table_name, [row]):
        if refusal.code in LATE:
            raise refusal


BY_PLAN: Mapping[str, Callable[[Actor, Row, StageSettings, Frame], Refused | None]] = {
    "give_integrity_opinion": refused_opinion,
}
"""Acts whose rows not a role alone allows: the plan names the body that gives each."""


def _refuse_by_plan(
    act: Act, actor: Actor, stage: str, table: InputTable, rows: Sequence[Row], places: Sequence[str]
) -> None:
    check = BY_PLAN.get(table.act)
    if check is None:
        return
    settings, frame = act.facts.plan.stage(stage), act.facts.frame()
    refusals = ((index, check(actor, row, settings, frame)) for index, row in enumerate(rows))
    found = [_placed(refusal, places, index) for index, refusal in refusals if refusal is not None]
    if found:
        raise RefusedMany(found)


def _undone_elsewhere(row: Adjustment) -> Refused:
    """An adjustment goes out of force with a reason and with its consequences seen, on the board."""
    return Refused(
        "reason_missing",
        "撤销调配须写明理由，并先看到由此带来的变化，不能在录入表中直接撤回。",
        "Undoing an adjustment needs a reason and its consequences seen first; it is not taken out here.",
        where=row.key(),
        remedy_zh="请在本环节的“办理”页面，于“生效的调配”中撤销。",
        remedy_en="Undo it where the stage is worked on, under the adjustments in force.",
    )


def _allowed(actor: Actor, table: InputTable, row: Row, place: str) -> None:
    try:
        require_row(actor, table.act, row)
    except Refused as refusal:
        raise (refusal.at(place) if place else refusal) from None


def _refuse_entered_before(
    act: Act, stage: str, table: InputTable, rows: Sequence[Row], places: Sequence[str]
) -> None:
    """Refuse secret rows that stand already: they would be counted twice, for such rows replace nothing."""
    held = {row.key() for row in act.facts.rows.get(stage, {}).get(table.name, ())}
    twice = [(index, row.key()) for index, row in enumerate(rows) if row.key() in held]
    if twice:
        raise RefusedMany(
            _placed(
                Refused(
                    "entered_before",
                    f"“{key}”已经录入，不能再录一次。",
                    f"'{key}' is entered already and would count twice.",
                    where=key,
                    remedy_zh="请只录入新的票；录错的票在“测评票录入”页面替换。",
                    remedy_en="Enter new sheets only; a misread one is replaced where sheets are keyed.",
                ),
                places,
                index,
            )
            for index, key in twice
        )


def _placed(refusal: Refused, places: Sequence[str], index: int) -> Refused:
    return refusal.at(places[index]) if index < len(places) else refusal


def joined(
    act: Act, stage: str, table: InputTable, rows: Sequence[Row]
) -> dict[str, dict[str, tuple[Row, ...]]]:
    """All rows of the run once these stand in a stage's table, each in place of the row of its key."""
    held = act.facts.rows.get(stage, {}).get(table.name, ())
    if table.secret:
        joined = (*held, *rows)
    else:
        fresh = {row.key() for row in rows}
        joined = (*(row for row in held if row.key() not in fresh), *rows)
    tables = {**act.facts.rows.get(stage, {}), table.name: joined}
    return {**{s: dict(t) for s, t in act.facts.rows.items()}, stage: tables}
