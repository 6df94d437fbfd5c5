"""Regulation files (法规文件): read the catalogue that is shipped, and an organisation's own beside it."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from quanheng.core.regulations import Catalogue, catalogue_of


@lru_cache(maxsize=8)
def load_catalogue(*own: Path) -> Catalogue:
    """The shipped catalogue joined by the files of an organisation's own directories; read once.

    Errors: Refused(regulation_file), Refused(regulation_twice), as `catalogue_of`.
    """
    texts = dict(_texts(files("quanheng.data") / "regulations", ""))
    for directory in own:
        texts |= _texts(directory, f"{directory}/")
    return catalogue_of(texts)


def _texts(directory: Traversable, prefix: str) -> dict[str, str]:
    found = sorted((f for f in directory.iterdir() if f.name.endswith(".json")), key=lambda f: f.name)
    return {prefix + f.name: f.read_text(encoding="utf-8") for f in found}
