"""Import the roster (导入名册): the differences first, and nothing written until it is confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from django.utils import timezone

from quanheng.actions.headless_inputs import read_roster
from quanheng.actions.import_roster import RosterDifference, import_roster, roster_differences
from quanheng.actions.prepare_store import apply_migrations
from quanheng.actions.run_headless import in_file
from quanheng.cli.at_the_machine import ROSTER_KEEPER
from quanheng.cli.language import language_option
from quanheng.core.values import RefusedMany, Text

NAMED = 20
"""Names said for each kind of change in each table."""


@click.command("import")
@click.argument("source", metavar="DIR_OR_XLSX", type=click.Path(path_type=Path))
@click.option("--confirm", is_flag=True, help="写入。Write it; without this only the differences are shown.")
@language_option
def command(source: Path, confirm: bool, language: str) -> None:
    """导入名册：先看差异，加 --confirm 才写入。

    Import the roster, which replaces the one that stands: differences are shown, and written with --confirm.
    """
    apply_migrations()
    read = read_roster(source)
    tables = {name: held.numbered() for name, held in read.items()}
    now = timezone.localtime()
    try:
        found = roster_differences(ROSTER_KEEPER, tables, now.date())
    except RefusedMany as many:
        raise RefusedMany(in_file(refusal, read) for refusal in many.refusals) from None
    for line in _told(found):
        click.echo(line.say(language))
    if not found:
        click.echo(Text("与现有名册相同。", "The same as the roster that stands.").say(language))
        return
    if confirm:
        import_roster(ROSTER_KEEPER, tables, now)
    click.echo(_end(confirm, len(read["people"].rows)).say(language))


def _told(found: Sequence[RosterDifference]) -> Iterator[Text]:
    for each in found:
        title, name = each.table.title, each.table.name
        yield Text(f"{title.zh}（{name}）", f"{title.say('en')} ({name})")
        for said, about in (
            (Text("新增", "new"), each.new),
            (Text("变更", "changed"), each.changed),
            (Text("减少", "gone"), each.gone),
        ):
            if about:
                yield _counted(said, about)


def _counted(said: Text, about: Sequence[str]) -> Text:
    named = list(dict.fromkeys(about))
    rest = len(named) > NAMED
    return Text(
        f"  {said.zh} {len(about)}：{'、'.join(named[:NAMED])}{'等' if rest else ''}",
        f"  {said.en} {len(about)}: {', '.join(named[:NAMED])}{' and more' if rest else ''}",
    )


def _end(confirmed: bool, people: int) -> Text:
    if confirmed:
        return Text(
            f"已导入，名册现有 {people} 人。已开始的选拔仍用启动时的人员事实。",
            f"Imported; the roster now holds {people} people. Runs under way keep the facts they began with.",
        )
    return Text(
        "以上只是比较，没有写入；确认无误后加 --confirm。", "Nothing was written; add --confirm to import."
    )
