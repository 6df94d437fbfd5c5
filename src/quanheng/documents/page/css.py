"""Declarations (样式声明): the properties of a paragraph, run or border as CSS. Units: points."""

from __future__ import annotations

import re

from quanheng.documents.page.properties import Attributes, Properties, is_on, number
from quanheng.documents.page.typefaces import family, is_display, latin_family

_COLOUR = re.compile(r"^[0-9A-Fa-f]{6}$")
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}
_LINES = {"single": "solid", "double": "double", "dotted": "dotted", "dashed": "dashed"}
_HEAVY = re.compile("thick|triple", re.IGNORECASE)
AUTO_LINE = 1.3
"""A line of Chinese text set by itself, as a share of its size."""


def paragraph_css(held: Properties, size: float) -> str:
    """A paragraph: alignment, indents, spacing, borders, and what keeps it together."""
    said = [f"text-align:{_ALIGN.get(held.get('jc', {}).get('val', ''), 'left')}", *_indents(held, size)]
    said += _spacing(held.get("spacing", {}), size)
    if is_on(held, "keepNext"):
        said.append("break-after:avoid")
    if is_on(held, "keepLines"):
        said.append("break-inside:avoid")
    if is_on(held, "pageBreakBefore"):
        said.append("break-before:page")
    return ";".join(said + _shade(held))


def _indents(held: Properties, size: float) -> list[str]:
    """Indents in characters where they are given so, else in twips."""
    ind = held.get("ind", {})

    def length(name: str, *others: str) -> float:
        characters = number(ind, f"{name}Chars")
        if characters:
            return characters / 100 * size
        return next((number(ind, n) / 20 for n in (name, *others) if n in ind), 0)

    hanging = length("hanging")
    said = {
        "margin-left": length("left", "start") - hanging,
        "padding-left": hanging,
        "margin-right": length("right", "end"),
        "text-indent": -hanging if hanging else length("firstLine"),
    }
    return [f"{name}:{value:.2f}pt" for name, value in said.items() if value]


def _spacing(spacing: Attributes, size: float) -> list[str]:
    line, rule = number(spacing, "line", 240), spacing.get("lineRule", "auto")
    height = line / 240 * AUTO_LINE * size if rule == "auto" else line / 20
    if rule == "atLeast":
        height = max(height, AUTO_LINE * size)
    said = [f"line-height:{height:.2f}pt"]
    for side, edge in (("before", "top"), ("after", "bottom")):
        length = number(spacing, side) / 20 or number(spacing, f"{side}Lines") / 100 * height
        if length:
            said.append(f"margin-{edge}:{length:.2f}pt")
    return said


def _shade(held: Properties) -> list[str]:
    fill = held.get("shd", {}).get("fill", "")
    return [f"background:#{fill}"] if _COLOUR.match(fill) else []


def run_css(held: Properties) -> tuple[str, str]:
    """A run: what holds for all of it, and the typeface of its letters and digits."""
    fonts = held.get("rFonts", {})
    said = [f"font-size:{size_of(held):.2f}pt", f"font-family:{family(fonts.get('eastAsia', '宋体'))}"]
    colour = held.get("color", {}).get("val", "")
    if _COLOUR.match(colour):
        said.append(f"color:#{colour}")
    if is_on(held, "b") or is_display(fonts.get("eastAsia", "")):
        said.append("font-weight:bold")
    if is_on(held, "i"):
        said.append("font-style:italic")
    lines = [word for name, word in (("u", "underline"), ("strike", "line-through")) if is_on(held, name)]
    if lines:
        said.append(f"text-decoration:{' '.join(lines)}")
    spacing = number(held.get("spacing", {}), "val") / 20
    if spacing:
        said.append(f"letter-spacing:{spacing:.2f}pt")
    raised = held.get("vertAlign", {}).get("val", "")
    if raised in ("superscript", "subscript"):
        said.append(
            "vertical-align:super;font-size:65%"
            if raised == "superscript"
            else "vertical-align:sub;font-size:65%"
        )
    return ";".join(said + _shade(held)), f"font-family:{latin_family(fonts.get('ascii', 'Times New Roman'))}"


def size_of(held: Properties) -> float:
    """Units: points; the size of a run."""
    return number(held.get("sz", {}), "val", 21) / 2


def border_css(side: str, said: Attributes) -> str:
    """One border; none where it is switched off."""
    kind = said.get("val", "none")
    if kind in ("none", "nil"):
        return f"border-{side}:none"
    colour = said.get("color", "")
    shade = f"#{colour}" if _COLOUR.match(colour) else "#000"
    width = max(0.5, number(said, "sz", 4) / 8)
    line = "double" if _HEAVY.search(kind) else _LINES.get(kind, "solid")
    return f"border-{side}:{width:.2f}pt {line} {shade}"


def borders_css(element_borders: Properties, sides: dict[str, str]) -> str:
    """Borders by the sides that a paragraph or cell has."""
    return ";".join(
        border_css(css, element_borders[word]) for word, css in sides.items() if word in element_borders
    )
