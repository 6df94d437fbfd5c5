"""Typesetting (排版): a page of HTML becomes a PDF with its typefaces inside, equal pages to equal bytes."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from quanheng.core.values import Refused

MEDIA_TYPE = "application/pdf"
ENDING = "pdf"
NEEDED = ("libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk")
SERIF = '"Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "宋体", "Songti SC", serif'
"""What stands for 宋体; the first one that is installed is used."""


@cache
def engine() -> Any:
    """WeasyPrint, loaded when first asked for, as that takes a while; None where there is no Pango."""
    try:
        return import_module("weasyprint")
    except OSError:  # Pango is a library of the machine, and not of Python
        return None


def pdf_of(html: str) -> bytes:
    """The PDF of a page that holds all it needs: nothing is fetched.

    Errors: Refused(pdf_unavailable) where the machine has no Pango.
    """
    weasyprint = engine()
    if weasyprint is None:
        raise Refused(
            "pdf_unavailable",
            "本机没有排版库 Pango，无法生成 PDF。",
            "This machine has no Pango, so no PDF can be made.",
            remedy_zh=f"请管理员安装 {'、'.join(NEEDED)}，或改用 DOCX。",
            remedy_en=f"Have {', '.join(NEEDED)} installed, or use DOCX.",
        )
    only_itself = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
    made = weasyprint.HTML(string=html, url_fetcher=only_itself).write_pdf()
    return bytes(made)
