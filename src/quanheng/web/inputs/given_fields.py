"""Given fields (已知项): what is known already is sent along with a form and not asked again."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms


def hide(form: forms.Form, names: Iterable[str]) -> None:
    """Let these fields be sent without being shown."""
    for name in names:
        if name in form.fields:
            form.fields[name].widget = forms.HiddenInput()
