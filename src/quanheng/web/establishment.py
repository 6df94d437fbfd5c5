"""Establishment (编制、职数): the matrix of units and levels on any day, what is behind a cell, one unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.establishment import (
    Approved,
    Cell,
    Establishment,
    HeldPost,
    Matrix,
    Place,
    PostSeats,
    Rung,
    UnitLine,
)
from quanheng.core.regulations import Rule
from quanheng.core.values import Refused, Text
from quanheng.store.establishment import establishment, people_of
from quanheng.web.language import current
from quanheng.web.lists import as_file, asked, wants_file
from quanheng.web.reader import allowed, now

BROKEN = ("BZ-06", "BZ-26")
"""The rules that more people than seats break, the one that counts them first."""
NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of the matrix as the page shows it; `href` opens what stands behind it."""

    cell: Cell
    href: str
    is_empty: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row of the matrix.

    Shapes: `part` is total (with all below), own (without), or whole where no units are below.
    """

    code: str
    name: str
    depth: int
    part: str
    cells: tuple[ShownCell, ...]


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Units down, levels across: approved, actual, vacant, over on a day."""
    allowed(request, "view_establishment")
    on = day_asked(request)
    archive = establishment(on)
    found = archive.matrix_on(on)
    if wants_file(request):
        return as_file(f"职数-{on}", *_sheet(found))
    context = {
        "on": on,
        "rungs": [rung.title(current()) for rung in found.rungs],
        "lines": list(_lines(found)),
        "all": sum((line.total for line in found.lines if line.depth == 0), NOTHING),
        "over": [_over(archive, found, place) for place in found.over],
        "rules": broken_rules(on),
        "unplaced": archive.unplaced_on(on),
        "links": {"file": f"?{urlencode({'on': on, 'as': 'xlsx'})}"},
    }
    return render(request, "web/establishment/matrix.html", context)


@require_GET
def cell(request: HttpRequest) -> HttpResponse:
    """The people and the posts behind one cell, or behind a cell with all units below it."""
    allowed(request, "view_establishment")
    on, said = day_asked(request), asked(request, "unit", "level", "leading", "below")
    archive = establishment(on)
    line = archive.matrix_on(on).line_of(said.get("unit", ""))
    rung = Rung(said.get("level", ""), said.get("leading") == "yes")
    cells = {} if line is None else (line.below if "below" in said else line.own)
    if line is None or rung not in cells:
        raise Http404(said.get("unit"))
    units = _under(archive, line.unit.code) if "below" in said else (line.unit.code,)
    seats = Seats(archive, on)
    context = {
        "on": on,
        "unit": line.unit,
        "rung": rung.title(current()),
        "cell": cells[rung],
        "is_sum": "below" in said,
        "parts": [part for unit in units if (part := seats.part(Place(unit, *rung))) is not None],
        "rules": broken_rules(on) if cells[rung].over else (),
    }
    return render(request, "web/establishment/cell.html", context)


@require_GET
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: where it stands in the tree, its seats, its posts with their holders, its people."""
    allowed(request, "view_establishment")
    on = day_asked(request)
    archive = establishment(on)
    found = archive.matrix_on(on)
    line = found.line_of(code)
    if line is None:
        raise Http404(code)
    seats = Seats(archive, on)
    context = {
        "on": on,
        "unit": line.unit,
        "above": _above(archive, code),
        "below": [(u.code, u.name) for u in archive.units if u.parent == code],
        "parts": [
            part
            for rung in found.rungs
            if (part := seats.part(Place(code, *rung), Text(rung.title("zh"), rung.title("en"))))
        ],
        "staff_posts": [p for p in archive.posts if p.place.unit == code and not p.place.level],
        "people": people_of(code),
        "rules": broken_rules(on) if any(c.over for c in line.own.values()) else (),
    }
    return render(request, "web/establishment/unit.html", context)


def day_asked(request: HttpRequest) -> date:
    """The day that the address asks for, today unless it says one."""
    said = request.GET.get("on", "").strip()
    if not said:
        return now().date()
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Refused(
            "no_such_day",
            f"“{said[:20]}”不是日期。",
            f"'{said[:20]}' is not a date.",
            remedy_zh="请按 2026-03-01 的样子填写。",
            remedy_en="Write it like 2026-03-01.",
        ) from None


def broken_rules(on: date) -> tuple[Rule, ...]:
    """The rules in force on a day that more people than seats break."""
    catalogue = load_catalogue()
    rules = (catalogue.rule(name) for name in BROKEN)
    return tuple(rule for rule in rules if rule.law.is_in_force(on))


@dataclass(frozen=True, slots=True)
class Part:
    """One place with what is approved for it, its single posts and who holds them."""

    place: Place
    title: Text
    unit: str
    cell: Cell
    approved: Approved
    posts: tuple[tuple[str, int, tuple[HeldPost, ...]], ...]
    others: tuple[HeldPost, ...]


class Seats:
    """The seats of an archive on a day, looked up place by place."""

    def __init__(self, archive: Establishment, on: date) -> None:
        self.names = {u.code: u.name for u in archive.units}
        self.approved, self.holders = archive.approved_on(on), archive.holders_on(on)
        self.posts: dict[Place, list[PostSeats]] = {}
        for post in archive.posts:
            self.posts.setdefault(post.place, []).append(post)

    def part(self, place: Place, title: Text | None = None) -> Part | None:
        """One place, called by its unit unless a title is given; None where there is nothing."""
        approved = self.approved.get(place, Approved(0))
        holders, posts = self.holders.get(place, ()), self.posts.get(place, [])
        if not (approved.number or posts or holders):
            return None
        name = self.names[place.unit]
        return Part(
            place,
            title or Text(name),
            name,
            Cell.of(approved.seats, len(holders)),
            approved,
            tuple((p.title, p.seats, tuple(h for h in holders if h.post == p.code)) for p in posts),
            tuple(h for h in holders if h.post not in {p.code for p in posts}),
        )


def _lines(found: Matrix) -> Iterator[ShownLine]:
    for line in found.lines:
        if line.has_units_below:
            yield _line(found, line, "total")
        if line.own and line.has_units_below:
            yield _line(found, line, "own")
        if not line.has_units_below:
            yield _line(found, line, "whole")


def _line(found: Matrix, line: UnitLine, part: str) -> ShownLine:
    held = line.below if part == "total" else line.own
    more = {"below": "yes"} if part == "total" else {}
    cells = []
    for rung in found.rungs:
        query = {"unit": line.unit.code, "level": rung.level, "on": found.on} | more
        query |= {"leading": "yes"} if rung.leading else {}
        href = f"{reverse('establishment-cell')}?{urlencode(query)}"
        cells.append(ShownCell(held.get(rung, NOTHING), href, rung not in held))
    return ShownLine(line.unit.code, line.unit.name, min(line.depth, 4), part, tuple(cells))


def _over(archive: Establishment, found: Matrix, place: Place) -> dict[str, Any]:
    line = found.line_of(place.unit)
    cell = line.own[place.rung] if line else NOTHING
    name = next((u.name for u in archive.units if u.code == place.unit), place.unit)
    return {"name": name, "rung": place.rung.title(current()), "cell": cell, "place": place}


def _sheet(found: Matrix) -> tuple[list[str], list[Sequence[str | int]]]:
    words = ("核定", "实有", "空缺", "超出")
    titles = [rung.title("zh") for rung in found.rungs]
    header = ["单位编号", "单位", "口径", *(f"{title} {word}" for title in titles for word in words)]
    parts = {"total": "小计（含下级）", "own": "本级", "whole": ""}
    rows: list[Sequence[str | int]] = [
        [line.code, "　" * line.depth + line.name, parts[line.part], *_numbers(line)]
        for line in _lines(found)
    ]
    return header, rows


def _numbers(line: ShownLine) -> list[int]:
    return [n for c in line.cells for n in (c.cell.approved, c.cell.actual, c.cell.vacant, c.cell.over)]


def _under(archive: Establishment, code: str) -> tuple[str, ...]:
    """A unit and every unit below it."""
    found = [code]
    for known in found:
        found += [u.code for u in archive.units if u.parent == known]
    return tuple(found)


def _above(archive: Establishment, code: str) -> list[tuple[str, str]]:
    """The units above, the highest first."""
    units = {u.code: u for u in archive.units}
    found: list[tuple[str, str]] = []
    above = units.get(units[code].parent)
    while above is not None:
        found.insert(0, (above.code, above.name))
        above = units.get(above.parent)
    return found
