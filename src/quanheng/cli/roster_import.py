"""Import the roster (导入名册): the differences first, and nothing written until it is confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from django.utils import timezone

from quanheng.actions.import_roster import keep_import, roster_changes
from quanheng.actions.prepare_store import apply_migrations
from quanheng.actions.roster_changes import RosterChanges
from quanheng.cli.at_the_machine import ROSTER_KEEPER
from quanheng.cli.language import language_option
from quanheng.cli.roster_bar import counting
from quanheng.core.roster_difference import Mode, RowDifference, TableChange, differences
from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.roster_wording import said_field, said_kind
from quanheng.core.values import Refused, Text
from quanheng.documents.roster_source import in_source, read_place, sheets_in
from quanheng.store.queries import names_of

SHOWN = 20
"""Rows told for each table; the rest are counted."""


@click.command("import")
@click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path))
@click.option(
    "--replace/--update",
    "replace",
    default=False,
    help="整体替换，文件即全部名册；默认只更新文件中有的。The file is the whole roster; default: update.",
)
@click.option("--confirm", is_flag=True, help="写入。Write it; without this only the differences are shown.")
@language_option
def command(source: Path, replace: bool, confirm: bool, language: str) -> None:
    """导入名册（XLSX、ZIP 或文件夹）：先看差异，加 --confirm 才写入。

    Import the roster from a workbook, a zip or a folder: differences are shown, and written with --confirm.
    """
    apply_migrations()
    read = read_place(source)
    sheets, mode = sheets_in(read), _mode(replace)
    now = timezone.localtime()
    with counting(Text("比较", "compare"), sum(map(len, sheets.values())), language) as tell:
        try:
            found = roster_changes(ROSTER_KEEPER, sheets, mode, now.date(), tell)
        except Refused as refused:
            raise in_source(refused, read) from None
    for line in _told(found):
        click.echo(line.say(language))
    for doubt in found.doubts:
        click.echo(f"{Text('请核对', 'please check').say(language)}  {in_source(doubt, read).say(language)}")
    if not found.changes:
        click.echo(Text("与现有名册相同。", "The same as the roster that stands.").say(language))
        return
    if confirm:
        rows = sum(len(c.new) + len(c.changed) + len(c.gone) for c in found.changes)
        with counting(Text("写入", "write"), rows, language) as tell:
            keep_import(ROSTER_KEEPER, mode, found, now, tell)
    click.echo(_end(confirm, mode).say(language))


def _mode(replace: bool) -> Mode:
    return "replace" if replace else "update"


def _told(found: RosterChanges) -> Iterator[Text]:
    for change in found.changes:
        title = change.table.title
        counts = ((len(change.changed), "changed"), (len(change.new), "new"), (len(change.gone), "gone"))
        said = [said_kind(kind, count) for count, kind in counts if count]
        yield Text(
            f"{title.zh}（{change.table.name}）：{'，'.join(s.zh for s in said)}",
            f"{title.say('en')} ({change.table.name}): {', '.join(s.say('en') for s in said)}",
        )
        yield from _rows(change)


def _rows(change: TableChange) -> Iterator[Text]:
    shown = [row for _, row in zip(range(SHOWN), differences(change), strict=False)]
    names = names_of({row.person for row in shown if row.person}) | _given_names(change)
    for row in shown:
        yield _row(row, names)
    rest = len(change.new) + len(change.changed) + len(change.gone) - len(shown)
    if rest:
        yield Text(f"  另有 {rest} 行。", f"  And {rest} more rows.")


def _given_names(change: TableChange) -> dict[str, str]:
    if change.table.name != "people":
        return {}
    return {str(code): str(name) for code, name, *_ in change.new}


def _row(row: RowDifference, names: dict[str, str]) -> Text:
    name = names.get(row.person, "")
    kind = said_kind(row.kind)
    about = f"{row.key} {name}".rstrip()
    if row.kind != "changed":
        return Text(f"  {kind.zh} {about}", f"  {kind.say('en')} {about}")
    kept = [said_field(BY_NAME[row.table], field) for field in row.fields]
    return Text(
        f"  {kind.zh} {about}：{'；'.join(s.zh for s in kept)}",
        f"  {kind.say('en')} {about}: {'; '.join(s.say('en') for s in kept)}",
    )


def _end(confirmed: bool, mode: Mode) -> Text:
    if confirmed:
        return Text(
            "已导入；变更前的内容留在档案历史中。已开始的选拔仍用启动时的人员事实。",
            "Imported; what stood before stays in the history. Runs under way keep the facts they have.",
        )
    zh = "整体替换" if mode == "replace" else "更新"
    return Text(
        f"以上是“{zh}”的比较，没有写入；确认无误后加 --confirm。",
        f"This compares by {mode}; nothing was written; add --confirm to import.",
    )
