"""Check forms (核对审批表): three ages, two histories and what else contradicts itself, line by line."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from quanheng.cli.files import Day
from quanheng.cli.form_files import FILES, MEGABYTES, read_batch, said
from quanheng.cli.language import language_option, told
from quanheng.core.form.consistency import inconsistencies
from quanheng.core.form.consistency_terms import Measures, Severity
from quanheng.core.values import Text
from quanheng.documents.lrmx import ReadForm

ERRORS, UNUSABLE = 1, 2


@dataclass(frozen=True, slots=True)
class _Told:
    file: str
    line: int
    severity: Severity
    code: str
    element: str
    text: Text


@click.command("check")
@FILES
@click.option("--as-of", type=Day(), help="按此日核对，缺省为表中计算年龄时间。Judge by this day.")
@click.option(
    "--gap", type=click.IntRange(0, 120), default=1, show_default=True, help="允许中断月数。Months."
)
@click.option("--years", type=click.IntRange(0, 40), default=3, show_default=True, help="考核年数。Years.")
@MEGABYTES
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。Print JSON.")
@language_option
def command(
    files: tuple[Path, ...],
    as_of: date | None,
    gap: int,
    years: int,
    max_mb: int,
    as_json: bool,
    language: str,
) -> None:
    """核对审批表。Check forms: exit 0 without errors, 1 with errors, 2 when a file cannot be read."""
    batch = read_batch(files, max_mb)
    measures = Measures(gap_months=gap, appraisal_years=years)
    found = [each for form in batch.forms for each in _findings(form, as_of, measures)]
    for refusal in batch.refusals:
        for line in told(refusal, language):
            click.echo(line, err=True)
    _say(found, len(batch.forms), as_json, language)
    if batch.refusals:
        sys.exit(UNUSABLE)
    if any(each.severity == "error" for each in found):
        sys.exit(ERRORS)


def _findings(form: ReadForm, as_of: date | None, measures: Measures) -> Iterator[_Told]:
    """What reading noted, then what does not agree."""
    for note in form.notes:
        line = form.line_of(note.element, note.line)
        yield _Told(form.file, line, "note", "file", note.element, note.text)
    for each in inconsistencies(form.form, as_of, measures):
        line = form.line_of(each.element, each.line)
        yield _Told(form.file, line, each.severity, each.code, each.element, each.text)


def _say(found: list[_Told], forms: int, as_json: bool, language: str) -> None:
    levels = Counter(each.severity for each in found)
    if as_json:
        counts = {"forms": forms, **{f"{level}s": levels[level] for level in ("error", "warning", "note")}}
        click.echo(
            json.dumps({**counts, "findings": list(map(_as_json, found))}, ensure_ascii=False, indent=2)
        )
        return
    for each in found:
        place = f"{each.file}:{each.line}"
        click.echo(f"{place} {each.severity} {each.code} {each.text.say(language)}")
    zh = f"{forms} 张表：{levels['error']} 处错误，{levels['warning']} 处警告，{levels['note']} 处提示"
    en = f"{forms} forms: {levels['error']} errors, {levels['warning']} warnings, {levels['note']} notes"
    click.echo(said(zh, en, language), err=True)


def _as_json(each: _Told) -> dict[str, object]:
    return {
        "file": each.file,
        "line": each.line,
        "severity": each.severity,
        "code": each.code,
        "element": each.element,
        "text": {"zh": each.text.zh, "en": each.text.en},
    }
