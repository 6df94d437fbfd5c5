"""Furniture of a page (页面部件): built files, icons, form controls; loaded in every template."""

from __future__ import annotations

import json
from pathlib import Path

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField, BoundWidget
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quanheng.core.plans.writing import plain

register = template.Library()

MANIFEST = Path(__file__).resolve().parent.parent / "static" / "bundle" / "manifest.json"
CHECKED = (forms.CheckboxInput,)


class Bundle:
    """The names of the built files; read once, or at every page while developing."""

    def __init__(self, manifest: Path) -> None:
        self.manifest = manifest
        self.names: dict[str, str] = {}

    def address(self, name: str) -> str:
        """Where a built file is served; its plain name where `make frontend` has not run yet."""
        if (settings.DEBUG or not self.names) and self.manifest.exists():
            self.names = json.loads(self.manifest.read_text(encoding="utf-8"))
        return static(f"bundle/{self.names.get(name, name)}")


BUNDLE = Bundle(MANIFEST)


@register.simple_tag
def bundle(name: str) -> str:
    """The address of a file that frontend/build.mjs made."""
    return BUNDLE.address(name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of frontend/icons.txt, silent for screen readers: words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        BUNDLE.address("icons.svg"),
        name,
    )


@register.filter
def control(field: BoundField) -> SafeString:
    """The input of a form field in the look of the house."""
    widget = field.field.widget
    if isinstance(widget, CHECKED):
        look = "form-check-input"
    elif isinstance(widget, forms.Select):
        look = "form-select"
    else:
        look = "form-control"
    wrong = " is-invalid" if field.errors else ""
    own = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{look}{wrong} {own}".strip()})


@register.filter
def as_written(value: object) -> str:
    """A part of a plan as its file says it, nothing for nothing."""
    return "" if value is None else plain(value)


@register.filter
def boxes(field: BoundField) -> list[BoundWidget]:
    """The single boxes of a field of which one or several are ticked, in the look of the house."""
    found = field.subwidgets
    for box in found:
        box.data["attrs"]["class"] = "form-check-input"
    return found


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label stands after the input."""
    return isinstance(field.field.widget, forms.CheckboxInput)
