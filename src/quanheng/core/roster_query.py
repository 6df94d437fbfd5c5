"""What is asked of the roster (名册查询): conditions, order and columns, as an address says them.

Pure. Every condition, order and column names the fact of `core.field_policy` that it gives away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from quanheng.core.authority import Actor
from quanheng.core.field_policy import FACT_TITLES, require_sight, sight
from quanheng.core.inputs import Column as RowColumn
from quanheng.core.roster_tables import PersonRow
from quanheng.core.values import Refused, Text

Kind = Literal["words", "unit", "choice", "number", "yes_no"]
LONGEST = 100
"""So many characters of one condition are read."""
MOST = 40
"""So many conditions are read."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the list. Shapes: `fact` is what a reader learns by it."""

    title: Text
    fact: str
    kind: Kind


FILTERS: Mapping[str, Filter] = {
    "words": Filter(Text("姓名、拼音或编号", "Name, pinyin or code"), "name", "words"),
    "unit": Filter(Text("单位（含下级）", "Unit and below"), "unit", "unit"),
    "unit_alone": Filter(Text("单位（本级）", "Unit alone"), "unit", "unit"),
    "sex": Filter(Text("性别", "Sex"), "sex", "choice"),
    "age_from": Filter(Text("年龄不小于", "Aged at least"), "age", "number"),
    "age_to": Filter(Text("年龄不大于", "Aged at most"), "age", "number"),
    "party": Filter(Text("政治面貌", "Party"), "party", "choice"),
    "identity": Filter(Text("身份", "Identity"), "identity", "choice"),
    "establishment": Filter(Text("编制", "Establishment"), "establishment", "choice"),
    "level": Filter(Text("现任层级", "Present level"), "present_level", "choice"),
    "rank": Filter(Text("现任职级", "Present rank"), "present_rank", "choice"),
    "leading": Filter(Text("领导职务", "Leading post"), "leading", "yes_no"),
    "education": Filter(Text("学历", "Education"), "education", "choice"),
    "reserve": Filter(Text("后备名单", "Reserve list"), "reserve", "choice"),
    "on_reserve": Filter(Text("在后备名单上", "On a reserve list"), "reserve", "yes_no"),
    "findings": Filter(Text("有核对提示", "With findings"), "findings", "yes_no"),
}
"""Every filter, in the order in which screens offer them. Values of one filter are alternatives (或)."""

SORTS: Mapping[str, tuple[Text, str]] = {
    "code": (Text("编号", "Code"), "code"),
    "name": (Text("姓名拼音", "Name"), "name"),
    "born": (Text("年龄从大到小", "Oldest first"), "born"),
    "-born": (Text("年龄从小到大", "Youngest first"), "born"),
    "work_started": (Text("参加工作从早到晚", "Longest at work first"), "work_started"),
    "-work_started": (Text("参加工作从晚到早", "Newest at work first"), "work_started"),
    "unit": (Text("单位", "Unit"), "unit"),
}
"""Every order: its title and the fact that it gives away."""

COLUMNS: tuple[str, ...] = (
    *(name for name in PersonRow.model_fields if name != "name"),
    "age", "present_post", "present_level", "present_rank", "years_in_rank", "full_time_education",
    "in_service_education", "last_grades", "reserve",
)  # fmt: skip
"""Every column beside the name, which always stands first."""

ONE_ANSWER = ("words", "number", "yes_no")
"""Kinds of filter that have one answer: a later one replaces it."""

USUAL_COLUMNS = ("code", "unit", "present_post", "present_rank", "age", "sex", "party", "full_time_education")


@dataclass(frozen=True, slots=True)
class RosterQuery:
    """A view of the roster. Shapes: `conditions` pair a name of FILTERS with a value, in the order given."""

    conditions: tuple[tuple[str, str], ...] = ()
    sort: str = "code"
    columns: tuple[str, ...] = USUAL_COLUMNS

    def values(self, name: str) -> tuple[str, ...]:
        """What is asked under one filter."""
        return tuple(value for given, value in self.conditions if given == name)

    def without(self, name: str, value: str) -> RosterQuery:
        """The same view with one condition taken off."""
        return replace(self, conditions=tuple(c for c in self.conditions if c != (name, value)))

    def sorted_by(self, sort: str) -> RosterQuery:
        """The same people and columns in another order."""
        return replace(self, sort=sort)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The view as the parameters of an address; what is usual is left out."""
        order = () if self.sort == "code" else (("sort", self.sort),)
        usual = self.columns == USUAL_COLUMNS
        return (*self.conditions, *order, *(() if usual else (("columns", c) for c in self.columns)))


def query_of(given: Iterable[tuple[str, str]]) -> RosterQuery:
    """The view that the parameters of an address ask for; parameters of others are passed over.

    Errors: Refused for an age that is no number, a yes or no that is neither, too many conditions.
    """
    pairs = [(name, value.strip()[:LONGEST]) for name, value in given]
    asked_for = dict.fromkeys((n, v) for n, v in pairs if n in FILTERS and v)
    last = {n: v for n, v in asked_for if FILTERS[n].kind in ONE_ANSWER}
    conditions = tuple((n, v) for n, v in asked_for if last.get(n, v) == v)
    for name, value in conditions:
        _check(name, value)
    if len(conditions) > MOST:
        raise _wrong(str(len(conditions)), f"条件不能超过 {MOST} 个。", f"There may be {MOST} conditions.")
    chosen = {value for name, value in pairs if name == "columns"}
    columns = tuple(c for c in COLUMNS if c in chosen) or USUAL_COLUMNS
    sort = next((v for n, v in reversed(pairs) if n == "sort" and v in SORTS), "code")
    return RosterQuery(conditions, sort, columns)


def _check(name: str, value: str) -> None:
    kind = FILTERS[name].kind
    if kind == "number" and not (value.isdecimal() and len(value) <= 3):
        raise _wrong(value, "年龄须是 0 至 999 的整数。", "An age is a whole number from 0 to 999.")
    if kind == "yes_no" and value not in ("yes", "no"):
        raise _wrong(value, "只能选“是”或“否”。", "Choose yes or no.")


def _wrong(where: str, zh: str, en: str) -> Refused:
    return Refused(
        "malformed_filter", zh, en, where, "请修改或去掉这个条件。", "Change this condition or take it off."
    )


def permitted(actor: Actor, query: RosterQuery) -> RosterQuery:
    """The view as this reader may have it: columns that they do not see are left out.

    Errors: Refused for a condition or an order that would tell what the reader does not see.
    """
    for name in (*(FILTERS[n].fact for n, _ in query.conditions), SORTS[query.sort][1]):
        require_sight(actor, name)
    columns = tuple(c for c in query.columns if sight(actor, c) != "none")
    return replace(query, columns=columns)


def is_permitted(actor: Actor, query: RosterQuery) -> bool:
    """Whether the reader sees every fact that the view narrows or sorts by."""
    facts = (*(FILTERS[n].fact for n, _ in query.conditions), SORTS[query.sort][1])
    return all(sight(actor, fact) == "whole" for fact in facts)


def columns_for(actor: Actor) -> tuple[str, ...]:
    """The columns that a reader may choose."""
    return tuple(c for c in COLUMNS if sight(actor, c) != "none")


def filters_for(actor: Actor) -> Mapping[str, Filter]:
    """The filters that a reader may use."""
    return {name: f for name, f in FILTERS.items() if sight(actor, f.fact) == "whole"}


def sorts_for(actor: Actor) -> Mapping[str, Text]:
    """The orders that a reader may ask for."""
    return {name: title for name, (title, fact) in SORTS.items() if sight(actor, fact) == "whole"}


def title_of(fact: str) -> Text:
    """What a column is called."""
    known = PersonRow.model_fields.get(fact)
    if known is None:
        return FACT_TITLES[fact]
    column = next(m for m in known.metadata if isinstance(m, RowColumn))
    return Text(column.zh, column.en)


def words_of(query: RosterQuery) -> Sequence[str]:
    """The single words searched for; all of them must fit."""
    return [word for value in query.values("words") for word in value.split()]
