"""Check a template (检查模板): every fault with its place, nothing put in force."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quanheng.cli.form_files import bytes_of
from quanheng.cli.language import language_option
from quanheng.core.values import Text
from quanheng.documents.registry import paper_kind
from quanheng.documents.templates.checking import template_faults, unknown_to_pdf

FAULTY = 1


@click.command("check")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@language_option
def command(kind: str, file: Path, language: str) -> None:
    """检查一份模板。Check a template: exit 0 without a fault, 1 with faults, 2 when the file is none."""
    content = bytes_of(file)
    faults = template_faults(content, paper_kind(kind).fields)
    for fault in faults:
        said = f"{fault.place.say(language)}: {fault.text.say(language)} {fault.remedy.say(language)}"
        click.echo(said, err=True)
    if faults:
        sys.exit(FAULTY)
    missing = unknown_to_pdf(content)
    if missing:
        names = Text("、".join(t.zh for t in missing), ", ".join(t.en for t in missing)).say(language)
        click.echo(
            Text(f"PDF 中不会出现：{names}。", f"Missing from the PDF: {names}.").say(language), err=True
        )
    click.echo(Text("检查通过。", "No fault was found.").say(language))
