"""Screen a roster (筛查名册): who meets the conditions of which post, for a whole roster at once."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

import click
from django.utils import timezone

from quanheng.actions.prepare_store import apply_migrations
from quanheng.actions.screen_files import checked_archive, screen_files
from quanheng.actions.screen_roster import kept_archive
from quanheng.cli.at_the_machine import ROSTER_KEEPER
from quanheng.cli.files import PLAN, text_of
from quanheng.cli.form_files import refuse_existing
from quanheng.cli.language import language_option
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Refused, Text
from quanheng.documents.roster_source import in_source, read_place, sheets_in
from quanheng.documents.table_files import require_ending
from quanheng.screening.archive import Archive


@click.command("screen")
@PLAN
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    help="名册文件夹、工作簿或 ZIP；缺省用在库名册。The roster in files; default: the one that is kept here.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="写到哪个新文件：.xlsx、.csv 或 .parquet。A new file with one of these endings.",
)
@click.option(
    "--post", "posts", multiple=True, help="只筛查这个职位（编号），可多次。Only this post; repeatable."
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="计算引擎。Where it is worked out.",
)
@language_option
def command(
    plan: Path,
    roster: Path | None,
    out: Path,
    posts: tuple[str, ...],
    engine: Literal["duckdb", "spark"],
    language: str,
) -> None:
    """按方案的资格条件筛查整个名册：每人每职位一行，写明各条结论、事实、出处和怎样会改变。

    Judge everyone of a roster by the conditions of a plan: a line for each person and post.
    """
    require_ending(out.suffix.lower())
    refuse_existing(out)
    read = read_plan(text_of(plan), str(plan)).plan
    _require_posts(read, posts, plan)
    archive = _kept_archive() if roster is None else _archive_in(roster)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=_folder_of(out)) as folder:
        draft = Path(folder) / out.name
        lines = screen_files(read, archive, engine, posts, language, draft, out.suffix.lower())
        draft.replace(out)
    said = Text(f"{lines} 行已写到 {out}", f"{lines} lines are in {out}")
    click.echo(said.say(language))


def _archive_in(roster: Path) -> Archive:
    tables = read_place(roster)
    try:
        return checked_archive(sheets_in(tables), timezone.localdate())
    except Refused as refused:
        raise in_source(refused, tables) from None


def _kept_archive() -> Archive:
    apply_migrations()
    return kept_archive(ROSTER_KEEPER)


def _folder_of(out: Path) -> Path:
    if out.parent.is_dir():
        return out.parent
    raise Refused(
        "no_folder",
        "没有这个文件夹。",
        "There is no such folder.",
        str(out.parent),
        "请核对路径。",
        "Check the path.",
    )


def _require_posts(plan: Plan, posts: tuple[str, ...], path: Path) -> None:
    known = [post.id for post in plan.posts]
    for post in posts:
        if post in known:
            continue
        listed = "、".join(known)
        raise Refused(
            "unknown_post",
            f"方案中没有职位“{post}”。",
            f"The plan has no post '{post}'.",
            str(path),
            f"可用：{listed}。",
            f"Use: {', '.join(known)}.",
        )
