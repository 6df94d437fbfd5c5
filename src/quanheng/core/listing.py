"""Listings (列举): several names in one cell, parted as people part them."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[、,，;；\s]+")


def names_in(cell: str) -> tuple[str, ...]:
    """The names in a cell, each once, in the order written."""
    return tuple(dict.fromkeys(name for name in _BETWEEN.split(cell) if name))
