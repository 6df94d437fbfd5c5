"""Draw up a form as PDF (生成 PDF 表)."""

from __future__ import annotations

from pathlib import Path

import click

from quanheng.cli.form_files import FILE, MEGABYTES, OUT, read_one, said, say_notes, write_file
from quanheng.cli.language import language_option
from quanheng.documents.approval_form_pdf import approval_form_pdf


@click.command("pdf")
@FILE
@OUT
@MEGABYTES
@language_option
def command(file: Path, out: Path, max_mb: int, language: str) -> None:
    """生成 PDF 表。Draw up the form of a .lrmx or .lrm file as PDF, its fonts inside."""
    form = read_one(file, max_mb)
    write_file(out, approval_form_pdf(form.form))
    say_notes(form, language)
    click.echo(said(f"已写出 {out}。", f"Wrote {out}.", language), err=True)
