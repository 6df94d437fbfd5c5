"""Verify a trace (核验纪实): whether the chain holds, or the first entry where it does not."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quanheng.cli.files import text_of
from quanheng.cli.language import language_option
from quanheng.core.trace import Broken, Entry, Head, Verified, from_lines, verify
from quanheng.core.values import Refused, Text

BROKEN = 1


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--head",
    metavar="DIGEST",
    help="留存的首码（至少前 16 位），可写“条数:首码”。The head kept elsewhere, or NUMBER:DIGEST.",
)
@language_option
def command(file: Path, head: str | None, language: str) -> None:
    """核验一份纪实。Verify a trace: exit 0 when it holds, 1 when not, 2 when the file is none."""
    entries = tuple(from_lines(text_of(file).splitlines()))
    if not entries:
        raise Refused(
            "trace_empty",
            "文件中没有纪实。",
            "The file holds no trace.",
            str(file),
            "请核对文件。",
            "Check the file.",
        )
    found = verify(entries, _head(head, entries) if head else None)
    click.echo(_said(found).say(language))
    if isinstance(found, Broken):
        sys.exit(BROKEN)


def _head(given: str, entries: tuple[Entry, ...]) -> Head:
    """The head as taken down; without its number, the entry of that digest or else the last is meant."""
    number, _, digest = given.rpartition(":")
    digest = digest.replace(" ", "").lower()
    if len(digest) < 16 or set(digest) - set("0123456789abcdef") or not (number.isdigit() or not number):
        raise Refused(
            "trace_head",
            f"“{given}”不是首码。",
            f"'{given}' is no head.",
            where="--head",
            remedy_zh="请写 64 位十六进制数字，或至少前 16 位。",
            remedy_en="Give the 64 hexadecimal digits, or at least the first 16.",
        )
    meant = next((e.number for e in entries if e.digest.startswith(digest)), entries[-1].number)
    return Head(entries[0].book, int(number) if number else meant, digest)


def _said(found: Verified | Broken) -> Text:
    if isinstance(found, Broken):
        return Text(
            f"不成立：第 {found.number} 条。{found.reason.zh}",
            f"Broken at entry {found.number}: {found.reason.say('en')}",
        )
    head = found.head.digest if found.head else ""
    return Text(f"成立：{found.count} 条，首码 {head}", f"Holds: {found.count} entries, head {head}")
