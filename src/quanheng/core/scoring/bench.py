"""The bench (评委席): refusals and reminders about who marks whom, and within which range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from quanheng.core.inputs import Due, Inputs
from quanheng.core.language.scoring import Item
from quanheng.core.language.terms import settled
from quanheng.core.scoring.scores import plain
from quanheng.core.values import Candidate, Refused, Text


def judge_is_candidate(judge: str, inputs: Inputs) -> Refused:
    """A judge who is also a candidate at this stage."""
    name = inputs.name_of(judge)
    return Refused(
        "judge_is_candidate",
        f"{name}（{judge}）既是评委，又是本环节的人选，应当回避，其评分不能录入。",
        f"{name} ({judge}) is a judge who is also a candidate here; such marks may not enter.",
        where=judge,
        remedy_zh="请调整评委名单，由其他评委评分；或者由本人退出竞争。",
        remedy_en="Change the list of judges, or let the person withdraw as a candidate.",
    )


def no_judge(judge: str, inputs: Inputs, bodies: Sequence[str] = ()) -> Refused:
    """A person who does not sit as a judge, or sits in several groups at once."""
    name = inputs.name_of(judge)
    if bodies:
        return Refused(
            "judge_in_two_groups",
            f"{name}（{judge}）同时在几个评委组中：{'、'.join(bodies)}。",
            f"{name} ({judge}) sits in several groups of judges: {', '.join(bodies)}.",
            where=judge,
            remedy_zh="一名评委只能在一个组，请调整评委名单。",
            remedy_en="A judge sits in one group; change the lists of judges.",
        )
    return Refused(
        "not_a_judge",
        f"{name}（{judge}）不是本环节的评委。",
        f"{name} ({judge}) is no judge at this stage.",
        where=judge,
        remedy_zh="请核对评委编号，或先把此人列入评委名单。",
        remedy_en="Check the code, or add the person to the judges first.",
    )


def wrong_unit(where: str, by_person: bool) -> Refused:
    """A post given where marks go by person, or missing where they go by post."""
    return Refused(
        "wrong_unit",
        "本环节按人评分，职位一栏应当留空。" if by_person else "本环节按职位评分，须填职位。",
        "Marks go by person here: leave the post empty."
        if by_person
        else "Marks go by post here: name the post.",
        where=where,
        remedy_zh="请改正职位一栏。",
        remedy_en="Mend the post column.",
    )


def recused(judge: str, person: str, reason: str, inputs: Inputs) -> Refused:
    """A mark by a judge who stepped aside for this person."""
    one, other = inputs.name_of(judge), inputs.name_of(person)
    return Refused(
        "judge_recused",
        f"评委{one}对{other}已登记回避（{reason}），不能评分。",
        f"Judge {one} has stepped aside for {other} ({reason}) and may not mark.",
        where=f"{judge}|{person}",
        remedy_zh="请删去这一分数；如回避登记有误，先更正回避登记。",
        remedy_en="Leave the mark out; if the recusal is wrong, mend it first.",
    )


def marked_though_absent(person: str, inputs: Inputs) -> Refused:
    """A mark for a candidate who is entered as absent."""
    name = inputs.name_of(person)
    return Refused(
        "marked_though_absent",
        f"{name}已登记缺席，不能录入评分。",
        f"{name} is entered as absent; no marks may enter.",
        where=person,
        remedy_zh="如登记有误，请先更正缺席登记。",
        remedy_en="If that is wrong, mend the list of the absent first.",
    )


def unknown_item(where: str, item: str, items: Sequence[Item]) -> Refused:
    """A mark for an item that the criteria sheet does not have."""
    known = "、".join(i.id for i in items) or "（留空）"
    return Refused(
        "unknown_item",
        f"评分要素中没有“{item}”。",
        f"There is no item '{item}'.",
        where=where,
        remedy_zh=f"可填：{known}。",
        remedy_en=f"Known: {', '.join(i.id for i in items) or '(leave empty)'}.",
    )


def out_of_range(
    where: str, mark: Decimal, low: Decimal, high: Decimal, step: Decimal | None
) -> Refused | None:
    """A refusal for a mark outside its range or off its step, else None."""
    if not mark.is_finite() or not low <= mark <= high:
        return _mark_refused("mark_out_of_range", where, mark, low, high, step)
    if step is not None and settled((mark - low) / step) % 1 != 0:
        return _mark_refused("mark_off_step", where, mark, low, high, step)
    return None


def _mark_refused(
    code: str, where: str, mark: Decimal, low: Decimal, high: Decimal, step: Decimal | None
) -> Refused:
    range_zh = f"{plain(low)} 至 {plain(high)} 分" + (f"，以 {plain(step)} 分为一档" if step else "")
    range_en = f"{plain(low)} to {plain(high)}" + (f" in steps of {plain(step)}" if step else "")
    return Refused(
        code,
        f"分数 {mark} 不在允许范围内：{range_zh}。",
        f"The mark {mark} is not allowed: {range_en}.",
        where=where,
        remedy_zh="请核对评分表后改正。",
        remedy_en="Check the sheet and mend the mark.",
    )


def same_number(number: int, holder: str, person: str, inputs: Inputs) -> Refused:
    """A number drawn that somebody else already has."""
    first, second = inputs.name_of(holder), inputs.name_of(person)
    return Refused(
        "number_drawn_twice",
        f"签号 {number} 已为{first}所有，不能再给{second}。",
        f"Number {number} is {first}'s already and cannot be {second}'s too.",
        where=person,
        remedy_zh="请核对抽签记录。",
        remedy_en="Check the record of the draw.",
    )


def mark_due(judge: str, unit: Candidate, count: int, inputs: Inputs) -> Due:
    """A judge's marks that are still missing for one candidate."""
    one, other = inputs.name_of(judge), inputs.name_of(unit.person)
    at = f"（{unit.post}）" if unit.post else ""
    text = Text(
        f"评委{one}对{other}{at}尚缺 {count} 个评分", f"judge {one} owes {count} marks for {other}{at}"
    )
    return Due(text, "marks", unit.person, judge)


def too_few_due(body: str, unit: Candidate, least: int, count: int, inputs: Inputs) -> Due:
    """Too few judges of a body marked one candidate."""
    name = inputs.name_of(unit.person)
    text = Text(
        f"“{body}”中须至少 {least} 名评委为{name}评分，现有 {count} 名",
        f"at least {least} judges of '{body}' must mark {name}; {count} did",
    )
    return Due(text, "marks", unit.person, body)


def bench_dues(judges: Mapping[str, tuple[str, ...]], inputs: Inputs, least: int, odd: bool) -> list[Due]:
    """What is wrong with the bench as it sits: too few judges, or an even number where it must be odd."""
    found = []
    for body_id, members in judges.items():
        body = inputs.frame.bodies.get(body_id)
        wanted = max(least, (body.at_least or 1) if body else 1)
        if len(members) < wanted:
            zh = f"评委“{body_id}”须至少 {wanted} 人，现有 {len(members)} 人（人选不能任评委）"
            en = f"judges '{body_id}': at least {wanted} are needed, {len(members)} sit (candidates may not)"
            found.append(Due(Text(zh, en), by=body_id))
        if (odd or (body is not None and body.odd)) and len(members) % 2 == 0:
            zh = f"评委“{body_id}”须为单数，现有 {len(members)} 人"
            en = f"judges '{body_id}': an odd number is needed, {len(members)} sit"
            found.append(Due(Text(zh, en), by=body_id))
    return found


def number_due(unit: Candidate, inputs: Inputs) -> Due:
    """A candidate who has drawn no number."""
    name = inputs.name_of(unit.person)
    return Due(Text(f"{name}尚未抽签", f"{name} has drawn no number"), "draw", unit.person)


def room_due(unit: Candidate, inputs: Inputs) -> Due:
    """A candidate who is in no room."""
    name = inputs.name_of(unit.person)
    return Due(Text(f"{name}未登记考场", f"{name} has no room"), "rooms", unit.person)
