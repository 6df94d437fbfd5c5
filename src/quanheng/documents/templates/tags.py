"""Tags of a template (模板标记): every {{ }} and {% %} of a DOCX with the place where it stands.

Shapes: {{ field }}; {%p … %} alone in its paragraph, {%tr … %} in a row, {%tc … %} in a cell, all three taken
away with what holds them; {% … %} inside one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

from quanheng.core.values import Text
from quanheng.documents.stationery import WORD

W = f"{{{WORD}}}"
Holder = Literal["", "p", "tr", "tc"]
TAG = re.compile(r"\{\{(?P<says>.*?)\}\}|\{%(?P<holder>tr|tc|p|)(?=\s)(?P<does>.*?)%\}", re.DOTALL)
"""A field, or a control with the thing that it takes away."""
LOOKS_LIKE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%|%｝|\{｛|｛\{|\}｝|｝\}")
"""What is left of a tag that is not whole, or was typed with full-width braces."""
QUOTES = str.maketrans("“”‘’", "\"\"''")
"""Word turns quotation marks round; inside a tag they are straight again."""
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml$")
_NAMES = {
    "header": Text("页眉", "header"),
    "footer": Text("页脚", "footer"),
    "footnotes": Text("脚注", "notes"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: words for a reader, and the elements that hold it for the check."""

    said: Text
    paragraph: str
    table: str
    row: str
    cell: str
    container: str


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. Shapes: `source` is as jinja reads it; `beside` is other text that goes with its holder."""

    written: str
    source: str
    holder: Holder
    is_control: bool
    place: Place
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Tags:
    """All tags in reading order, and the places where something only looks like one."""

    found: tuple[Tag, ...]
    broken: tuple[tuple[str, Place], ...]


def tags_of(parts: dict[str, bytes]) -> Tags:
    """The tags of a DOCX by its parts, body first."""
    found: list[Tag] = []
    broken: list[tuple[str, Place]] = []
    for name in sorted((n for n in parts if _PARTS.match(n)), key=lambda n: (n != "word/document.xml", n)):
        matched = _PARTS.match(name)
        assert matched is not None
        where = _NAMES.get(re.sub(r"\d", "", matched[1]), Text(""))
        for paragraph, place in _places(etree.fromstring(parts[name], parser()), name, where):
            text = own_text(paragraph)
            found += [_tag(match, paragraph, text, place) for match in TAG.finditer(text)]
            left = TAG.sub("", text)
            if LOOKS_LIKE.search(left):
                broken.append((text.strip()[:40], place))
    return Tags(tuple(found), tuple(broken))


def parser() -> etree.XMLParser:
    """Reads XML without fetching or expanding anything."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def own_text(paragraph: Any) -> str:
    """The words of a paragraph, without those of a text box that hangs on it."""
    texts = paragraph.iter(f"{W}t")
    return "".join(t.text or "" for t in texts if next(t.iterancestors(f"{W}p")) is paragraph)


def _tag(match: re.Match[str], paragraph: Any, text: str, place: Place) -> Tag:
    written = match[0]
    if match["says"] is not None:
        return Tag(written, "{{" + match["says"].translate(QUOTES) + "}}", "", False, place)
    holder: Any = match["holder"]
    source = "{%" + match["does"].translate(QUOTES) + "%}"
    held = {"": "", "p": text}.get(holder)
    if held is None:
        around = next(paragraph.iterancestors(W + holder), None)
        held = "".join(t.text or "" for t in around.iter(f"{W}t")) if around is not None else "?"
    beside = held.replace(written, "", 1).strip() if holder else ""
    return Tag(written, source, holder, True, place, beside)


def _places(root: Any, file: str, part: Text) -> Iterator[tuple[Any, Place]]:
    """Every paragraph with its place: those outside tables counted, cells named by row and column."""
    tables = {table: n for n, table in enumerate(root.iter(f"{W}tbl"), 1)}
    tree = root.getroottree()
    outside = 0
    for paragraph in root.iter(f"{W}p"):
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        table = next(paragraph.iterancestors(f"{W}tbl"), None)
        if cell is None or row is None or table is None:
            outside += 1
            said = Text(f"第{outside}段", f"paragraph {outside}")
        else:
            n, down, across = tables[table], _count(row, "tr"), _count(cell, "tc")
            said = Text(f"表{n}第{down}行第{across}列", f"table {n}, row {down}, column {across}")
        if part.zh:
            said = Text(f"{part.zh}{said.zh}", f"{part.en}, {said.en}")
        held = (paragraph, table, row, cell, paragraph.getparent())
        yield paragraph, Place(said, *(file + tree.getpath(e) if e is not None else "" for e in held))


def _count(element: Any, name: str) -> int:
    return 1 + sum(1 for _ in element.itersiblings(W + name, preceding=True))
