"""Adjust a placement (岗位调配): somebody is placed otherwise, or that is undone, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from quanheng.actions.acting import Act, acting, refuse_closed
from quanheng.actions.stage_dates import closing_now
from quanheng.core.authority import Actor
from quanheng.core.engine import RunFacts, inputs_for, refusals_of, slate_of
from quanheng.core.inputs import Inputs, Row
from quanheng.core.recusal import must_recuse
from quanheng.core.stages.matching import Adjustment, Settings
from quanheng.core.stages.matching.board import board_of
from quanheng.core.stages.matching.consequences import (
    Consequences,
    consequences_of,
    difference_of,
    replaced_by,
)
from quanheng.core.stages.matching.field import field_of
from quanheng.core.values import Refused, RefusedMany, Slate
from quanheng.store.save import remove_row, save_rows

TABLE = "adjustments"


def adjust_placement(
    actor: Actor, run_code: str, stage: str, changes: Sequence[Adjustment], at: datetime
) -> Consequences:
    """Put adjustments in force together; another main place of the same person goes out of force.

    Errors: Refused for somebody outside the adjusting body or related to whoever is moved; RefusedMany for
    what the plan or the seats do not allow. Nothing changes then.
    """
    with acting(actor, "adjust_placement", run_code, at) as act:
        settings = _open_stage(act, stage)
        _refuse_outsider(actor, act, settings)
        gone = replaced_by(_held(act.facts, stage), changes)
        without = _facts_without(act.facts, stage, gone)
        closing = closing_now(act.facts, act.outcomes, stage, at.date())
        found = refusals_of(without, act.outcomes, closing, TABLE, changes)
        if found:
            raise RefusedMany(refusal for _, refusal in found)
        effect = _told(actor, act, settings, changes, at)
        for row in gone:
            remove_row(act.run, stage, TABLE, row.key(), at)
        save_rows(act.run, stage, TABLE, changes, actor.account, at)
        keys = {c.key() for c in changes}
        kept = tuple(r for r in _held(without, stage) if r.key() not in keys)
        act.become(rows=_with(act.facts, stage, (*kept, *changes)))
        act.subject = f"{stage}.{TABLE}"
        act.body = {
            "stage": stage,
            "adjusted": [c.model_dump(mode="json") for c in changes],
            "replaced": [r.key() for r in gone],
            **_said(effect),
        }
    return effect


def refuse_adjuster(actor: Actor, act: Act, stage: str, changes: Sequence[Adjustment], at: datetime) -> None:
    """Refuse whoever may not put these adjustments in force, by whichever way they are entered.

    Errors: Refused for somebody outside the adjusting body or related to whoever is moved.
    """
    settings = _open_stage(act, stage)
    _refuse_outsider(actor, act, settings)
    _told(actor, act, settings, changes, at)


def undo_adjustment(
    actor: Actor, run_code: str, stage: str, key: str, reason: str, at: datetime
) -> Consequences:
    """Take an adjustment out of force; it stays in the trace, and this is an entry of its own.

    Errors: Refused without a reason, for what is not in force, or where a seat would be missing.
    """
    with acting(actor, "adjust_placement", run_code, at) as act:
        settings = _open_stage(act, stage)
        _refuse_outsider(actor, act, settings)
        row = next((r for r in _held(act.facts, stage) if r.key() == key), None)
        if row is None or not reason.strip():
            raise _not_undone(key, row)
        slate, inputs = _ground(act, stage, at)
        before = board_of(slate, inputs, settings)
        kept = tuple(r for r in _held(act.facts, stage) if r.key() != key)
        without = replace(inputs, rows={**inputs.rows, TABLE: kept})
        _refuse_over_seats(slate, without, settings)
        effect = difference_of(before, board_of(slate, without, settings), inputs, settings)
        _refuse_recused(actor, effect, inputs)
        remove_row(act.run, stage, TABLE, key, at)
        act.become(rows=_with(act.facts, stage, kept))
        act.subject = f"{stage}.{TABLE}"
        act.body = {
            "stage": stage,
            "undone": row.model_dump(mode="json"),
            "reason": reason.strip(),
            **_said(effect),
        }
    return effect


def _told(
    actor: Actor, act: Act, settings: Settings, changes: Sequence[Adjustment], at: datetime
) -> Consequences:
    """What the changes would do, refused to somebody related to any of those whom they touch."""
    slate, inputs = _ground(act, settings.id, at)
    effect = consequences_of(changes, slate, inputs, settings)
    _refuse_recused(actor, effect, inputs)
    return effect


def _open_stage(act: Act, stage: str) -> Settings:
    settings = next((s for s in act.facts.plan.stages if s.id == stage), None)
    if not isinstance(settings, Settings) or settings.adjusted_by is None:
        raise Refused(
            "no_adjustments",
            "方案没有规定岗位调配。",
            "The plan provides for no adjustments.",
            where=stage,
            remedy_zh="方案写明 adjusted_by 时，才能调配。",
            remedy_en="They need a plan that says adjusted_by.",
        )
    refuse_closed(act, stage)
    return settings


def _refuse_outsider(actor: Actor, act: Act, settings: Settings) -> None:
    """Refuse a leader who does not sit in the body that adjusts; the organiser enters what it decided."""
    body = settings.adjusted_by or ""
    if "organiser" in actor.roles or actor.person in act.facts.members.get(body, ()):
        return
    title = next((b.title for b in act.facts.plan.bodies if b.id == body), None)
    zh, en = (title.zh, title.say("en")) if title else (body, body)
    raise Refused(
        "not_a_member",
        f"岗位由“{zh}”调配，您不是其成员。",
        f"Placements are adjusted by '{en}', of which you are no member.",
        where=settings.id,
        remedy_zh=f"请由其成员或组织人事干部办理。依据：方案 stages.{settings.id}.adjusted_by。",
        remedy_en=f"Let a member or the organiser do it. Basis: the plan, stages.{settings.id}.adjusted_by.",
    )


def _refuse_recused(actor: Actor, effect: Consequences, inputs: Inputs) -> None:
    kin = [p for p in effect.people() if actor.person and must_recuse(actor.person, p, inputs.people)]
    if not kin:
        return
    names = "、".join(inputs.name_of(p) for p in kin)
    raise Refused(
        "must_recuse",
        f"调配涉及{names}，与您有回避关系或就是您本人，您不能办理。",
        f"This concerns {names}: yourself, or somebody related to you. You may not do it.",
        where=kin[0],
        remedy_zh="请由领导小组其他成员办理（回避）。",
        remedy_en="Let another member of the leading group do it (recusal).",
    )


def _refuse_over_seats(slate: Slate, inputs: Inputs, settings: Settings) -> None:
    field = field_of(slate, inputs, settings)
    over = [office for office, count in field.filled().items() if count > field.seats[office]]
    if not over:
        return
    title = inputs.frame.posts[over[0]].title
    raise Refused(
        "over_seats",
        f"撤销后“{title.zh}”会超出 {field.seats[over[0]]} 个岗位。",
        f"Without it '{title.say('en')}' would hold more than its {field.seats[over[0]]} seats.",
        where=over[0],
        remedy_zh="请先撤销调入该岗位的调配。",
        remedy_en="First undo the adjustment that brought somebody in.",
    )


def _not_undone(key: str, row: Adjustment | None) -> Refused:
    if row is None:
        return Refused(
            "no_such_row",
            f"调配“{key}”不在生效之列。",
            f"The adjustment '{key}' is not in force.",
            where=key,
            remedy_zh="请刷新后核对。",
            remedy_en="Reload and look again.",
        )
    return Refused(
        "reason_missing",
        "撤销调配须写明理由。",
        "Say why the adjustment is undone.",
        where=key,
        remedy_zh="理由将记入纪实。",
        remedy_en="It will be recorded in the trace.",
    )


def _ground(act: Act, stage: str, at: datetime) -> tuple[Slate, Inputs]:
    closing = closing_now(act.facts, act.outcomes, stage, at.date())
    order = [s.id for s in act.facts.plan.stages]
    before = {s: act.outcomes[s] for s in order[: order.index(stage)] if s in act.outcomes}
    return slate_of(act.facts, before, closing), inputs_for(act.facts, before, closing)


def _held(facts: RunFacts, stage: str) -> tuple[Adjustment, ...]:
    rows = facts.rows.get(stage, {}).get(TABLE, ())
    return tuple(row for row in rows if isinstance(row, Adjustment))


def _facts_without(facts: RunFacts, stage: str, gone: Sequence[Adjustment]) -> RunFacts:
    kept = tuple(row for row in _held(facts, stage) if row not in gone)
    return replace(facts, rows=_with(facts, stage, kept))


def _with(facts: RunFacts, stage: str, rows: tuple[Row, ...]) -> dict[str, dict[str, tuple[Row, ...]]]:
    tables = {**facts.rows.get(stage, {}), TABLE: rows}
    return {**{s: dict(t) for s, t in facts.rows.items()}, stage: tables}


def _said(effect: Consequences) -> dict[str, Any]:
    """The consequences as the trace keeps them: how many pairs, for who they are tells what people wished."""
    return {
        "moves": [{"person": m.person, "before": m.before, "after": m.after} for m in effect.moves],
        "pairs_made": len(effect.made),
        "recused": [list(pair) for pair in effect.recused],
    }
