"""Properties of a DOCX (格式): what holds for a paragraph, a run or a cell once its styles are followed.

Shapes: a property set is the element's children by their name; a later set covers an earlier one, and the
attributes of indents, spacing and typefaces are covered one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from quanheng.documents.templates.tags import W

Attributes = dict[str, str]
Properties = dict[str, Attributes]
_MERGED = frozenset({"ind", "spacing", "rFonts"})
_CHARACTERS = {
    "firstLine": "firstLineChars",
    "hanging": "hangingChars",
    "left": "leftChars",
    "right": "rightChars",
}


@dataclass(frozen=True)
class Styles:
    """The style sheet of a document: defaults, styles by id, and which style holds where none is named."""

    defaults: Mapping[str, Properties]
    styles: Mapping[str, Any] = field(default_factory=dict)
    standard: Mapping[str, str] = field(default_factory=dict)

    def of_paragraph(self, paragraph: Any) -> Properties:
        """What holds for a paragraph."""
        own = read(paragraph.find(f"{W}pPr"))
        return joined(
            (
                self.defaults.get("pPr", {}),
                *self._chain(style_of(own, "pStyle", self.standard.get("paragraph", "")), "pPr"),
                own,
            )
        )

    def of_run(self, run: Any, paragraph: Any) -> Properties:
        """What holds for a run in a paragraph."""
        own = read(run.find(f"{W}rPr")) if run is not None else {}
        held = read(paragraph.find(f"{W}pPr"))
        above = style_of(held, "pStyle", self.standard.get("paragraph", ""))
        return joined(
            (
                self.defaults.get("rPr", {}),
                *self._chain(above, "rPr"),
                *self._chain(style_of(own, "rStyle", ""), "rPr"),
                own,
            )
        )

    def numbering_of(self, paragraph: Any) -> Any | None:
        """The numPr that holds for a paragraph: its own, else that of its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            return own
        style = style_of(read(paragraph.find(f"{W}pPr")), "pStyle", self.standard.get("paragraph", ""))
        found = (element.find(f"{W}pPr/{W}numPr") for element in self._up(style))
        return next((f for f in found if f is not None), None)

    def of_table(self, table: Any) -> Any:
        """The tblPr elements that hold for a table, the nearest first."""
        own = table.find(f"{W}tblPr")
        named = own.find(f"{W}tblStyle") if own is not None else None
        style = named.get(f"{W}val") if named is not None else self.standard.get("table", "")
        found = [own] if own is not None else []
        for element in self._up(style):
            found += [e for e in [element.find(f"{W}tblPr")] if e is not None]
        return found

    def _chain(self, style: str, what: str) -> list[Properties]:
        """The properties of a style and of those it is based on, the root first."""
        return [read(element.find(W + what)) for element in reversed(list(self._up(style)))]

    def _up(self, style: str) -> Iterable[Any]:
        seen: set[str] = set()
        while style and style in self.styles and style not in seen:
            seen.add(style)
            element = self.styles[style]
            yield element
            based = element.find(f"{W}basedOn")
            style = based.get(f"{W}val") if based is not None else ""


def styles_of(root: Any | None) -> Styles:
    """The style sheet as read from word/styles.xml; None where a file has none."""
    if root is None:
        return Styles({})
    defaults = {
        what: read(root.find(f"{W}docDefaults/{W}{what}Default/{W}{what}")) for what in ("pPr", "rPr")
    }
    styles = {e.get(f"{W}styleId"): e for e in root.iter(f"{W}style")}
    standard = {
        e.get(f"{W}type"): e.get(f"{W}styleId")
        for e in styles.values()
        if e.get(f"{W}default") in ("1", "true")
    }
    return Styles(defaults, styles, standard)


def read(element: Any | None) -> Properties:
    """The children of a property element by name."""
    if element is None:
        return {}
    return {
        etree.QName(child).localname: {etree.QName(a).localname: v for a, v in child.attrib.items()}
        for child in element
        if isinstance(child.tag, str)
    }


def joined(sets: Iterable[Properties]) -> Properties:
    """Later sets over earlier ones."""
    whole: Properties = {}
    for one in sets:
        for name, said in one.items():
            if name in _MERGED and name in whole:
                whole[name] = _covered(whole[name], said)
            else:
                whole[name] = said
    return whole


def _covered(before: Attributes, said: Attributes) -> Attributes:
    """An indent in twips covers one in characters, unless it says both."""
    gone = {_CHARACTERS[a] for a in said if a in _CHARACTERS and _CHARACTERS[a] not in said}
    first = {"firstLine", "firstLineChars", "hanging", "hangingChars"}
    if first & set(said):
        gone |= first - set(said)
    return {name: v for name, v in before.items() if name not in gone} | said


def style_of(properties: Properties, name: str, otherwise: str) -> str:
    """The style that a property set names."""
    return properties.get(name, {}).get("val", otherwise)


def is_on(properties: Properties, name: str) -> bool:
    """Whether a switch (bold, italic, keepNext) is on."""
    return name in properties and properties[name].get("val", "1") not in ("0", "false", "off", "none")


def number(attributes: Attributes, name: str, otherwise: float = 0) -> float:
    """A number of a property; anything else counts as none."""
    try:
        return float(attributes.get(name, otherwise))
    except ValueError:
        return otherwise
