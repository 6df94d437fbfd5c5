"""Roll of an election (选民名册): who votes, and in which group; as a table that is handed in as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.people import Person
from quanheng.core.values import Refused, Text
from quanheng.core.words import PersonCell


class RollRow(Row):
    """One voter as a file names them."""

    key_fields: ClassVar[tuple[str, ...]] = ("person",)
    person: PersonCell
    group: Annotated[
        str,
        Column(
            "组别",
            "Group",
            Text(
                "方案中的名称或编号；只有一组时可不填", "Its title or id in the plan; blank if there is one"
            ),
            "机关干部职工",
        ),
    ] = ""
    name: Annotated[
        str,
        Column("姓名", "Name", Text("只供核对，可不填", "Only to check the code; may be left blank"), "赵一"),
    ] = ""


ROLL = InputTable("roll", Text("选民名册", "Roll of voters"), RollRow, "set_up_election")


@dataclass(frozen=True, slots=True)
class RollLine:
    """One voter as handed in. Shapes: `row` and `where` say on which line of what; `name` may be blank."""

    row: int
    where: str
    person: str
    group: str
    name: str = ""


def roll_faults(
    lines: Sequence[RollLine], people: Mapping[str, Person], groups: Collection[str]
) -> list[Refused]:
    """Everything that is wrong with a roll, in its order: unknown or repeated people, other names, groups."""
    times = Counter(line.person for line in lines)
    known = "、".join(sorted(groups))
    found = []
    for line in lines:
        wrong = _wrong_person(line, people, times)
        if wrong is not None:
            found.append(_fault(line, line.person, wrong))
        if line.group not in groups:
            no_group = Text(f"方案中没有这一组（可填 {known}）", f"no such group ({known})")
            found.append(_fault(line, line.group, no_group))
    return found


def _wrong_person(line: RollLine, people: Mapping[str, Person], times: Mapping[str, int]) -> Text | None:
    person = people.get(line.person)
    if person is None:
        return Text("名册中没有这个人员编号", "unknown person")
    if times[line.person] > 1:
        return Text("重复", "stands twice")
    if line.name and line.name != person.name:
        return Text(
            f"这个编号在名册中是{person.name}，不是{line.name}",
            f"the roster says {person.name}, not {line.name}",
        )
    return None


def _fault(line: RollLine, what: str, wrong: Text) -> Refused:
    return Refused(
        "bad_voter",
        f"选民名册第 {line.row} 行“{what}”：{wrong.zh}。",
        f"Roll, line {line.row}, '{what}': {wrong.say('en')}.",
        where=line.where,
        remedy_zh="请改正名册。",
        remedy_en="Mend the roll.",
    )
