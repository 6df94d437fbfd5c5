"""Ticked people (勾选的人): a form filled once enters a row of its own for everyone ticked in a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from quanheng.core.values import Text
from quanheng.web.language import lazily, say


class Named(Protocol):
    """A line of the table."""

    @property
    def key(self) -> str:
        """How a form names this line."""


L = TypeVar("L", bound=Named)


def day_field(zh: str, en: str, required: bool = True) -> forms.DateField:
    """A day, chosen from a calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=lazily(zh, en), required=required, widget=widget)


def keys_ticked(request: HttpRequest) -> set[str]:
    """The keys of the lines ticked."""
    return set(request.POST.getlist("chosen"))


def lines_ticked(request: HttpRequest, form: forms.Form, lines: Iterable[L]) -> list[L]:
    """The lines ticked; a sound form for nobody is told so."""
    found = [line for line in lines if line.key in keys_ticked(request)]
    if form.is_valid() and not found:
        form.add_error(None, lazily("请先在表中勾选人员。", "Tick the people in the table first."))
    return found


def tell_entered(request: HttpRequest, count: int) -> None:
    """Say for how many the form was entered."""
    messages.success(request, say(Text(f"已为 {count} 人录入。", f"Entered for {count} people.")))
