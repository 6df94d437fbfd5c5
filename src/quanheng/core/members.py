"""Members (成员): who sits in the bodies of a plan; the one table of a run that belongs to no stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Refused, RefusedMany, Text


class Member(Row):
    """One person's seat in a body."""

    key_fields = ("body", "person")
    body: Annotated[str, Column("机构", "body", Text("方案中机构的编号", "A body of the plan"), "committee")]
    person: Annotated[
        str, Column("人员编号", "person", Text("名册中的编号", "A code in the roster"), "HW001")
    ]
    principal: Annotated[
        bool, Column("主要负责人", "principal", Text("是否主要负责人（末位表态）", "Speaks last"), "否")
    ] = False


MEMBERS = InputTable("members", Text("机构成员", "Members of bodies"), Member, "appoint_members")


def seated(members: Iterable[Member]) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    """The members of each body, principal first, and the principal of each body that has one."""
    bodies: dict[str, list[str]] = {}
    principals: dict[str, str] = {}
    for member in members:
        seats = bodies.setdefault(member.body, [])
        if member.principal:
            principals[member.body] = member.person
            seats.insert(0, member.person)
        else:
            seats.append(member.person)
    return {body: tuple(people) for body, people in bodies.items()}, principals


def check_members(plan: Plan, people: Mapping[str, Person], members: Sequence[Member]) -> None:
    """Refuse members of unknown bodies, unknown people, two principals, or a wrong number.

    Errors: RefusedMany with every problem.
    """
    problems = [
        *(_unknown(plan, people, member) for member in members),
        *(_two_principals(body, members) for body in sorted({m.body for m in members})),
        *(_wrong_size(plan, body, members) for body in sorted({m.body for m in members})),
    ]
    found = [p for p in problems if p is not None]
    if found:
        raise RefusedMany(found)


def _unknown(plan: Plan, people: Mapping[str, Person], member: Member) -> Refused | None:
    known = [b.id for b in plan.bodies]
    if member.body not in known:
        return Refused(
            "unknown_body",
            f"方案中没有机构“{member.body}”。",
            f"The plan has no body '{member.body}'.",
            where=f"members.{member.body}",
            remedy_zh=f"可填：{'、'.join(known)}。",
            remedy_en=f"Known: {', '.join(known)}.",
        )
    if member.person not in people:
        return Refused(
            "unknown_person",
            f"名册中没有编号为“{member.person}”的人员。",
            f"The roster knows no person '{member.person}'.",
            where=f"members.{member.body}",
            remedy_zh="请先录入名册。",
            remedy_en="Enter the person in the roster first.",
        )
    return None


def _two_principals(body: str, members: Sequence[Member]) -> Refused | None:
    principals = [m.person for m in members if m.body == body and m.principal]
    if len(principals) < 2:
        return None
    return Refused(
        "two_principals",
        f"机构“{body}”有 {len(principals)} 名主要负责人：{'、'.join(principals)}。",
        f"Body '{body}' has {len(principals)} principals: {', '.join(principals)}.",
        where=f"members.{body}",
        remedy_zh="只能有一名。",
        remedy_en="Name one only.",
    )


def _wrong_size(plan: Plan, body: str, members: Sequence[Member]) -> Refused | None:
    rule = next((b for b in plan.bodies if b.id == body), None)
    size = len({m.person for m in members if m.body == body})
    if rule is None:
        return None
    wants = [
        (
            rule.at_least is not None and size < rule.at_least,
            f"不少于 {rule.at_least} 人",
            f"at least {rule.at_least}",
        ),
        (rule.members is not None and size != rule.members, f"{rule.members} 人", f"exactly {rule.members}"),
        (rule.odd and size % 2 == 0, "单数", "an odd number"),
    ]
    for fails, zh, en in wants:
        if fails:
            return Refused(
                "body_size",
                f"“{rule.title.zh}”应为{zh}，现为 {size} 人。",
                f"'{rule.title.say('en')}' needs {en} and has {size} members.",
                where=f"members.{body}",
                remedy_zh="请调整成员名单。",
                remedy_en="Adjust the list of members.",
            )
    return None
