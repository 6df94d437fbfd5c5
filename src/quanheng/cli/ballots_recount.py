"""Recount (重新计票): everything that the board says is checked and counted anew, on this machine alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from quanheng.cli.board_files import BOARD, lines_of
from quanheng.cli.language import language_option
from quanheng.cli.recounting import checker_on, cores
from quanheng.core.ballots.board_words import group_words, subject_words, told_lines
from quanheng.core.ballots.forms import form_of
from quanheng.core.ballots.recount import HEAD_DIGITS, Recount, recount
from quanheng.core.values import Refused, Text

BROKEN = 1


@click.command("recount")
@BOARD
@click.option(
    "--head",
    "heads",
    metavar="DIGEST",
    multiple=True,
    help="系统外记下的首码（至少前 16 位），可写几个。A head taken down outside; may be given several times.",
)
@click.option("--workers", type=click.IntRange(1, 64), help="几个进程，缺省为本机核数。Processes.")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。Print JSON.")
@language_option
def command(board: Path, heads: tuple[str, ...], workers: int | None, as_json: bool, language: str) -> None:
    """由公示板重新计票。Recount: exit 0 when everything holds, 1 when not, 2 when the file is none."""
    for head in heads:
        _refuse_no_head(head)
    found = recount(lines_of(board), heads, checker_on(workers or cores()))
    if found.head.number == 0:
        raise Refused("board_empty", "文件中没有公示板。", "The file holds no board.", str(board))
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2))
    else:
        for line in _told(found, bool(heads)):
            click.echo(line.say(language))
    if not found.holds():
        sys.exit(BROKEN)


def _refuse_no_head(given: str) -> None:
    digits = given.replace(" ", "").lower()
    if len(digits) < HEAD_DIGITS or set(digits) - set("0123456789abcdef"):
        raise Refused(
            "board_head",
            f"“{given}”不是首码。",
            f"'{given}' is no head.",
            where="--head",
            remedy_zh="请写 64 位十六进制数字，或至少前 16 位。",
            remedy_en="Give the 64 hexadecimal digits, or at least the first 16.",
        )


def _told(found: Recount, has_head: bool) -> Iterable[Text]:
    """The recount in lines of words."""
    for fault in found.faults:
        place = f"{fault.where}: " if fault.where else ""
        zh, en = fault.text.zh, fault.text.en
        yield Text(f"问题 {place}{zh}。[{fault.code}]", f"fault {place}{en}. [{fault.code}]")
    if found.election is not None:
        title = f"{found.election.title} ({found.election.id})"
        yield Text(f"投票：{title}", f"Election: {title}")
        if len(found.election.issuers) == 1:
            yield Text(
                "只有一个发证方：组织方可冒发。", "There is one issuer: the organiser could issue to nobody."
            )
        yield from _styles(found)
    head = found.head
    yield Text(f"首码：{head.short()}（第 {head.number} 行）", f"Head: {head.short()} (line {head.number})")
    yield _bound(found, has_head)
    number = len(found.faults)
    if number:
        yield Text(f"发现 {number} 处问题。", f"Faults found: {number}.")
        return
    yield Text(
        f"核验通过：{found.ballots} 张选票逐张核验，计票结果一致；{found.unpublished} 张因票数过少不公布。",
        f"Everything holds: {found.ballots} ballots checked, the count agrees; "
        f"{found.unpublished} stay sealed because they are few.",
    )


def _styles(found: Recount) -> Iterable[Text]:
    if found.election is None:
        return
    form = form_of(found.election.form)
    styles = {s.id: s for s in found.election.styles}
    published = found.result.get("styles", {}) if found.result else {}
    for id_, counts in found.counts.items():
        group, about = group_words(form, styles[id_]), subject_words(form, styles[id_])
        yield Text(
            f"{group.zh} {about.zh}：发出 {counts.issued}，收回 {counts.returned}，未投 {counts.unused}，"
            f"作废 {counts.void}",
            f"{group.say('en')} {about.say('en')}: issued {counts.issued}, returned {counts.returned}, "
            f"unused {counts.unused}, void {counts.void}",
        )
        if id_ in found.tallies:
            told: Mapping[str, Any] = {"tally": found.tallies[id_]}
        else:
            yield Text("  票数过少，不公布内容。", "  Too few ballots to be published.")
            told = {"means": published.get(id_, {}).get("means", {})}
        yield from (Text(f"  {line.zh}", f"  {line.say('en')}") for line in told_lines(form, told))


def _bound(found: Recount, has_head: bool) -> Text:
    if not has_head:
        return Text(
            "没有给首码：整板重造的改动看不出来，请与公告或会议记录上的首码比对。",
            "No head was given: a board rebuilt from start to end is not seen; compare with one outside.",
        )
    loose = found.head.number - found.bound
    if found.bound and loose:
        return Text(
            f"首码约束到第 {found.bound} 行，其后 {loose} 行没有首码约束。",
            f"The head binds up to line {found.bound}; the {loose} after it are not bound.",
        )
    if found.bound:
        return Text("首码相符。", "The head is the board's.")
    return Text("首码不符。", "The head is not the board's.")


def _plain(found: Recount) -> dict[str, Any]:
    return {
        "holds": found.holds(),
        "faults": [
            {"code": f.code, "where": f.where, "zh": f.text.zh, "en": f.text.en} for f in found.faults
        ],
        "head": {"number": found.head.number, "digest": found.head.digest},
        "bound": found.bound,
        "election": found.election.id if found.election else None,
        "ballots": found.ballots,
        "unpublished": found.unpublished,
        "counts": {id_: own.plain() for id_, own in found.counts.items()},
        "tallies": dict(found.tallies),
        "shown": dict(found.shown),
    }
