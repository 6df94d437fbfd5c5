"""Lists (列表): pages of fifty, the filter kept in the address, and the same list as a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

from quanheng.documents.list_workbook import MEDIA_TYPE, Cell, list_workbook
from quanheng.web.reader import now

PER_PAGE = 50


def page_of(request: HttpRequest, found: Any, per_page: int = PER_PAGE) -> Page[Any]:
    """The page of a list that the address asks for, the nearest there is."""
    return Paginator(found, per_page).get_page(request.GET.get("page"))


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """What the filter in the address asks for, blanks left out."""
    given = {name: request.GET.get(name, "").strip()[:100] for name in names}
    return {name: value for name, value in given.items() if value}


def wants_file(request: HttpRequest) -> bool:
    """Whether the list is wanted as a spreadsheet."""
    return request.GET.get("as") == "xlsx"


def links_of(filters: Mapping[str, str]) -> dict[str, str]:
    """The addresses that keep a filter: to go on to another page, and to export."""
    kept = urlencode(filters)
    joint = f"{kept}&" if kept else ""
    return {"page": f"?{joint}page=", "file": f"?{joint}as=xlsx"}


def as_file(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A list as a spreadsheet to keep."""
    name = f"{title}-{now().date().isoformat()}.xlsx"
    return download(list_workbook(title, header, rows), name, MEDIA_TYPE)


def as_csv(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A list as comma-separated text that spreadsheets open in Chinese; no cell is read as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    name = f"{title}-{now().date().isoformat()}.csv"
    return download("\ufeff" + buffer.getvalue(), name, "text/csv; charset=utf-8")


def _plain(cell: Cell) -> str:
    said = "" if cell is None else "是" if cell is True else "否" if cell is False else str(cell)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@") and not isinstance(cell, int | Decimal) else said


def download(content: bytes | str, name: str, media_type: str) -> HttpResponse:
    """A file that the browser saves under a name, which may be Chinese."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
