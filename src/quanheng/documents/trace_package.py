"""Trace package (纪实证据包): entries that were asked for, and the whole books that prove them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from quanheng.core.trace import Head
from quanheng.documents.list_workbook import list_workbook

MEDIA_TYPE = "application/zip"
HEADER = ("时间", "账册", "序号", "办理人", "姓名", "事项", "说明", "摘要")

README = """纪实证据包 · Trace package

entries.xlsx   按条件查出的记录 the entries that were asked for
books/*.jsonl  这些记录所在的整本账册 the whole books that they stand in
heads.txt      导出时各账册的条数和首码 number of entries and head of each book at export

核验 To verify, on any machine with the program:

{commands}

entries.xlsx 的“摘要”一栏应与账册中同一序号的 digest 相同；账册逐条相扣，少一条、改一字都会报在第一处。
The digest in entries.xlsx must be that of the same number in the book.
单独抽出的几条不能证明自己，所以附整册。Single entries cannot prove themselves: whole books come with them.
"""


def trace_package(
    rows: Sequence[Sequence[str | int]], books: Mapping[str, Iterable[str]], heads: Mapping[str, Head]
) -> bytes:
    """The package as a zip file. Shapes: `books` holds the lines of each book, in order."""
    buffer = io.BytesIO()
    commands = "\n".join(
        f"    quanheng trace verify books/{book}.jsonl --head {heads[book].number}:{heads[book].digest}"
        for book in books
    )
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("entries.xlsx", list_workbook("纪实", HEADER, rows))
        for book, lines in books.items():
            package.writestr(f"books/{book}.jsonl", "".join(f"{line}\n" for line in lines))
        told = "".join(f"{b}\t{heads[b].number}\t{heads[b].digest}\t{heads[b].short()}\n" for b in books)
        package.writestr("heads.txt", told)
        package.writestr("README.txt", README.format(commands=commands))
    return buffer.getvalue()
