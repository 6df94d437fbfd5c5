"""Make roster tables from forms (由审批表生成名册): every form or none; what was not read is listed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from quanheng.cli.files import write_folder
from quanheng.cli.form_files import FILES, MEGABYTES, read_batch, said, say_notes
from quanheng.cli.language import language_option
from quanheng.core.form.roster import facts_of_all, rows_of
from quanheng.core.values import Refused, RefusedMany
from quanheng.documents.lrmx import ReadForm
from quanheng.documents.lrmx_roster import roster_files


@click.command("roster")
@FILES
@click.option("--out", type=click.Path(path_type=Path), required=True, help="写到哪个新文件夹。A new folder.")
@click.option("--prefix", default="R", show_default=True, help="人员编号的开头。How codes begin.")
@MEGABYTES
@language_option
def command(files: tuple[Path, ...], out: Path, prefix: str, max_mb: int, language: str) -> None:
    """由审批表（或其 zip）生成名册。Make the tables of a roster from forms or zips of them."""
    batch = read_batch(files, max_mb)
    refusals = [*batch.refusals, *_twice(batch.forms)]
    if refusals:
        raise RefusedMany(refusals)
    width = max(3, len(str(len(batch.forms))))
    read = {f"{prefix}{n:0{width}}": form for n, form in enumerate(batch.forms, 1)}
    forms = {code: form.form for code, form in read.items()}
    facts = facts_of_all(forms)
    write_folder(out, roster_files(rows_of(tuple(facts.values()), forms)), replace=False)
    count = 0
    for code, form in read.items():
        say_notes(form, language)
        for note in facts[code].notes:
            click.echo(f"{form.place(note)} note {code} {note.text.say(language)}")
        count += len(form.notes) + len(facts[code].notes)
    zh = f"已写出 {out}：{len(read)} 人；{count} 处未能转入或需核对，已列出。"
    en = f"Wrote {out}: {len(read)} people; {count} matters not carried over or to be checked are listed."
    click.echo(said(zh, en, language), err=True)


def _twice(forms: Sequence[ReadForm]) -> list[Refused]:
    """Forms without a name, and of a person who has one already.

    Shapes: equal identity numbers mean one person; equal name and birth do where one of two has no number.
    """
    found: list[Refused] = []
    numbers: dict[str, ReadForm] = {}
    names: dict[tuple[str, str], list[ReadForm]] = {}
    for form in forms:
        number, name = form.form.id_number.upper(), re.sub(r"\s", "", form.form.name)
        if not name:
            zh, en = "没有姓名，不能列入名册。", "Without a name nobody enters a roster."
            found.append(Refused("form_unnamed", zh, en, form.file, "请补填姓名。", "Enter the name."))
            continue
        alike = names.setdefault((name, form.form.born), [])
        first = numbers.get(number) or next((f for f in alike if not (number and f.form.id_number)), None)
        if first is not None:
            found.append(_second(form, first))
        alike.append(form)
        if number:
            numbers.setdefault(number, form)
    return found


def _second(form: ReadForm, first: ReadForm) -> Refused:
    return Refused(
        "form_twice",
        f"“{form.form.name}”已有一张表：{first.file}。",
        f"'{form.form.name}' has a form already: {first.file}.",
        where=form.file,
        remedy_zh="请只保留一张。",
        remedy_en="Keep one of them.",
    )
