"""Convert an older form file (.lrm 转 .lrmx); a .lrmx file is written anew in the strict order."""

from __future__ import annotations

from pathlib import Path

import click

from quanheng.cli.form_files import FILE, MEGABYTES, OUT, read_one, said, say_notes, write_file
from quanheng.cli.language import language_option
from quanheng.documents.lrmx import write_form


@click.command("convert")
@FILE
@OUT
@MEGABYTES
@language_option
def command(file: Path, out: Path, max_mb: int, language: str) -> None:
    """转为 .lrmx。Turn a form into .lrmx; the photograph of an .lrm is the .pic file beside it."""
    form = read_one(file, max_mb)
    write_file(out, write_form(form.form))
    say_notes(form, language)
    click.echo(said(f"已写出 {out}。", f"Wrote {out}.", language), err=True)
