"""Panels of the roster (名册面板): pills that come off one by one, filters, the head of the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from quanheng.core.authority import Actor
from quanheng.core.roster_query import FILTERS, Filter, RosterQuery, filters_for, title_of
from quanheng.core.values import Text
from quanheng.store.roster_list import UnitLine
from quanheng.store.vocabulary import Offered

YES_NO = {"yes": Text("是", "yes"), "no": Text("否", "no")}
SEXES = ("男", "女")
INDENT = "\u3000"
ORDERS = {
    "code": ("code", ""),
    "name": ("name", ""),
    "age": ("born", "-born"),
    "born": ("born", "-born"),
    "work_started": ("work_started", "-work_started"),
    "unit": ("unit", ""),
}
"""By which orders the head of a column sorts: first, and once sorted so, the other way."""


@dataclass(frozen=True, slots=True)
class Pill:
    """One condition in words, and the address of the list without it."""

    title: Text
    value: Text
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter as the panel offers it. Shapes: `answers` pair value and words; none for a number."""

    name: str
    filter: Filter
    answers: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. Shapes: `sorted` is what aria-sort says; `by` the address that sorts, or ''."""

    name: str
    title: Text
    sorted: str
    by: str


def address_of(query: RosterQuery, **also: str) -> str:
    """The address of a view; `also` names a page or an open panel."""
    pairs = [*query.pairs(), *((name, value) for name, value in also.items() if value)]
    return f"{reverse('roster')}?{urlencode(pairs)}" if pairs else reverse("roster")


def pills_of(query: RosterQuery, tree: Sequence[UnitLine]) -> list[Pill]:
    """The conditions as pills; the search box shows its words itself."""
    names = {unit.code: unit.name for unit in tree}
    return [
        Pill(FILTERS[name].title, _said(name, value, names), address_of(query.without(name, value)))
        for name, value in query.conditions
        if name != "words"
    ]


def _said(name: str, value: str, units: Mapping[str, str]) -> Text:
    kind = FILTERS[name].kind
    if kind == "unit":
        return Text(units.get(value, value))
    if kind == "number":
        return Text(f"{value} 岁", value)
    return YES_NO[value] if kind == "yes_no" else Text(value)


def choices_of(actor: Actor, given: Offered) -> tuple[Choice, ...]:
    """The filters that this reader may use, with the words in use."""
    offered = {name: f for name, f in filters_for(actor).items() if f.kind != "words"}
    units = tuple((unit.code, Text(INDENT * unit.depth + unit.name)) for unit in given.units)
    found = []
    for name, each in offered.items():
        if each.kind == "unit":
            answers = units
        elif each.kind == "yes_no":
            answers = tuple(YES_NO.items())
        else:
            words = SEXES if name == "sex" else given.words.get(name, ())
            answers = tuple((word, Text(word)) for word in words)
        found.append(Choice(name, each, answers))
    return tuple(found)


def header_of(query: RosterQuery, sorts: Mapping[str, Text]) -> list[Head]:
    """The heads of the columns, the name first."""
    return [_head(query, column, sorts) for column in ("name", *query.columns)]


def _head(query: RosterQuery, column: str, sorts: Mapping[str, Text]) -> Head:
    orders = [order for order in ORDERS.get(column, ()) if order in sorts]
    if not orders:
        return Head(column, title_of(column), "", "")
    is_sorted = query.sort in orders
    other = next((order for order in orders if order != query.sort), "")
    by = orders[0] if not is_sorted else other
    # Ages run against births: the oldest were born first.
    is_upwards = query.sort.startswith("-") == (column == "age")
    said = ("ascending" if is_upwards else "descending") if is_sorted else ""
    return Head(column, title_of(column), said, address_of(query.sorted_by(by)) if by else "")
