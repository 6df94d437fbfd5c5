"""Receive a report (受理举报): from anybody, signed or not; a code to follow it up, no trace of the sender.

There is no trace entry here: an entry bears an instant, and would tell to the second when somebody reported.
The first entry is that of the officer who registers the report, with the digest of what came in; until
then whoever reported holds the code, and finds the report gone if somebody took it away.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from quanheng.actions.receive_objection import LETTERS, OUTSIDER
from quanheng.core.authority import require
from quanheng.core.report_line import MOST_FILES, MOST_TEXT, file_of
from quanheng.core.values import Refused
from quanheng.store.reports import report_by_code, save_report, save_step


def receive_report(
    about: str, text: str, from_whom: str, files: Sequence[bytes], on: date
) -> tuple[str, str]:
    """Keep a report; its number, and the code that only whoever reported gets to know.

    Shapes: `from_whom` holds name and contact of whoever signs, '' for an anonymous report.
    Errors: Refused for too many, too large or other files than PDF, JPEG and PNG; nothing is kept then.
    """
    require(OUTSIDER, "report")
    if len(files) > MOST_FILES:
        raise Refused(
            "too_many_files",
            f"附件不超过 {MOST_FILES} 个。",
            f"There may be up to {MOST_FILES} files.",
            remedy_zh="请只留最要紧的。",
            remedy_en="Keep the most important ones.",
        )
    named = [(*file_of(content, n), content) for n, content in enumerate(files, start=1)]
    number = f"J{on:%y%m%d}-" + "".join(secrets.choice(LETTERS) for _ in range(4))
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    with transaction.atomic():
        save_report(number, code, on, from_whom, about, text[:MOST_TEXT], named)
    return number, code


def add_word(code: str, text: str, on: date) -> None:
    """Add what whoever reported has to say further.

    Errors: Refused(no_report) for a code that fits nothing.
    """
    require(OUTSIDER, "report")
    found = report_by_code(code)
    if found is None:
        raise no_report(code)
    with transaction.atomic():
        save_step(found.number, "word", on, answer=text[:MOST_TEXT])


def no_report(where: str) -> Refused:
    """That nothing lies behind a code or number."""
    return Refused(
        "no_report",
        "没有对应的举报。",
        "No report fits.",
        where=where[:20],
        remedy_zh="请核对查询码；字母不分大小写，短横可省。",
        remedy_en="Check the code; case and dashes do not matter.",
    )
