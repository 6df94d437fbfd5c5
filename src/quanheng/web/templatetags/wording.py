"""Words in templates (文字): `{% t "中文" "English" %}` and `{{ text|text }}`; loaded in every template."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from quanheng.core.values import Refused, Text
from quanheng.web.language import current, say

register = template.Library()
FILE_PLACE = re.compile(r"\.(csv|json|lrmx|tsv|xlsx?|ya?ml|zip)\b|:\d+|第 ?\d+ ?行")
NAME = re.compile(r"[^|@]*[\u4e00-\u9fff][^|@]*")


@register.simple_tag
def t(zh: str, en: str, **parts: Any) -> SafeString:
    """A sentence in the reader's language; `{n}` in it is filled from `n=...`, escaped."""
    sentence = Text(zh, en).say(current())
    return format_html(sentence, **parts) if parts else conditional_escape(sentence)


@register.filter
def text(value: Text | str | None) -> str:
    """A `Text` in the reader's language; a plain string stays, nothing stays empty."""
    if isinstance(value, Text):
        return say(value)
    return "" if value is None else str(value)


@register.filter
def place(refusal: Refused) -> str:
    """Where a refusal points, if it is a place in a file or a name; codes of rows and fields say nothing."""
    where = refusal.where
    return where if FILE_PLACE.search(where) or NAME.fullmatch(where) else ""
