"""Print slips (印制票): the scrutineer's own machine makes the secrets; only hashes of keys leave it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from quanheng.cli.files import text_of, write_folder
from quanheng.cli.language import language_option
from quanheng.core.ballots.keys import SEED_BYTES, credential_of, public_of, slip_key
from quanheng.core.values import Refused, Text
from quanheng.documents.letters import RECIPIENTS, Recipient, labels_pdf, letters_pdf
from quanheng.documents.slips import slips_pdf
from quanheng.documents.tables import read_table

COMMITMENTS = "commitments.json"
LETTERS_A_FILE = 250
"""Units: letters; a file is printed and checked in one go, and a printer takes it."""


class Order(BaseModel):
    """What is to be printed (印票单), as the organiser's page gives it.

    Shapes: `groups` lists each group's ballot styles, `voters` how many people vote in it; `address` is where
    slips lead.
    """

    model_config = ConfigDict(extra="forbid")
    election: Annotated[str, Field(min_length=1)]
    address: Annotated[str, Field(pattern=r"^https?://[^\s#]+$")]
    groups: Annotated[dict[str, list[str]], Field(min_length=1)]
    voters: dict[str, Annotated[int, Field(ge=1)]]
    title: str = ""


@click.command("slips")
@click.argument("order", type=click.Path(path_type=Path))
@click.option("--spare", type=click.IntRange(0, 1000), default=5, show_default=True, help="每组多印几张。")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="写到哪个新文件夹。A new folder.")
@click.option(
    "--letters",
    type=click.Path(path_type=Path),
    help="收件人表（CSV 或 XLSX）：印成一人一页的信，代替会场票。A table of recipients: letters, one a page.",
)
@click.option("--group", default="", help="信寄给哪一组；只有一组时可不写。The group that gets letters.")
@click.option(
    "--apart", is_flag=True, help="信上不印地址，地址另成标签。Labels apart: no letter bears an address."
)
@language_option
def command(
    order: Path, spare: int, out: Path, letters: Path | None, group: str, apart: bool, language: str
) -> None:
    """印制票（离线）。Print slips, offline: one PDF a group, and the hashes to hand in before opening."""
    wanted = _order_in(order)
    posted = _posted(wanted, letters, group)
    files: dict[str, bytes] = {}
    is_only = len(wanted.groups) == 1
    commitments: dict[str, list[str]] = {}
    for number, (name, styles) in enumerate(wanted.groups.items(), start=1):
        to = posted.get(name)
        seeds = [
            secrets.token_bytes(SEED_BYTES) for _ in range(len(to) if to else wanted.voters[name] + spare)
        ]
        for style in styles:
            keys = (slip_key(seed, wanted.election, style) for seed in seeds)
            commitments[style] = sorted(credential_of(public_of(key)).hex() for key in keys)
        title = wanted.title or wanted.election
        if to:
            files |= _letters(number, title, wanted.address, name, to, seeds, apart, is_only)
        else:
            files[f"slips-{number}.pdf"] = slips_pdf(title, wanted.address, name, seeds, is_only)
    plain = {"election": wanted.election, "slips": commitments}
    files[COMMITMENTS] = (json.dumps(plain, indent=1) + "\n").encode()
    write_folder(out, files, replace=False)
    for name in sorted(files):
        click.echo(out / name)
    click.echo(
        Text(
            f"开启前把 {out / COMMITMENTS} 交给组织方；只有它可以离开本机。票印一次，印完当面销毁 PDF。",
            f"Hand {out / COMMITMENTS} in before opening: nothing else may leave this machine. "
            "Print once, then destroy the PDF before witnesses.",
        ).say(language)
    )


def _posted(wanted: Order, letters: Path | None, group: str) -> dict[str, tuple[Recipient, ...]]:
    """Who gets a letter, by group. Errors: Refused where the table does not fit the order."""
    if letters is None:
        return {}
    name = group or (next(iter(wanted.groups)) if len(wanted.groups) == 1 else "")
    read = read_table(RECIPIENTS, letters.read_bytes(), letters.name)
    rows = tuple(row for row in read.rows if isinstance(row, Recipient))
    if name not in wanted.groups or len(rows) != wanted.voters[name]:
        due = wanted.voters.get(name, 0)
        raise Refused(
            "letters_differ",
            f"收件人 {len(rows)} 名，组“{name}”的选民 {due} 人：不一致。",
            f"{len(rows)} recipients, and {due} voters in group '{name}': they differ.",
            where=str(letters),
            remedy_zh="请核对收件人表；有几个组的，用 --group 写明寄给哪一组。",
            remedy_en="Check the table; where there are several groups, name one with --group.",
        )
    return {name: rows}


def _letters(
    number: int,
    title: str,
    address: str,
    group: str,
    to: Sequence[Recipient],
    seeds: Sequence[bytes],
    apart: bool,
    is_only: bool,
) -> dict[str, bytes]:
    """Letters in files of so many, in an order of their own; labels where the addresses stand apart."""
    mixed = secrets.SystemRandom().sample(list(to), len(to))
    pairs = [(None if apart else person, seed) for person, seed in zip(mixed, seeds, strict=True)]
    files = {
        f"letters-{number}-{start // LETTERS_A_FILE + 1:03}.pdf": letters_pdf(
            title, address, group, pairs[start : start + LETTERS_A_FILE], is_only
        )
        for start in range(0, len(pairs), LETTERS_A_FILE)
    }
    return files | ({f"labels-{number}.pdf": labels_pdf(title, to)} if apart else {})


def _order_in(path: Path) -> Order:
    try:
        order = Order.model_validate_json(text_of(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise _bad_order(path, place, first["msg"]) from None
    if set(order.voters) != set(order.groups):
        raise _bad_order(path, "voters", ", ".join(sorted(set(order.groups) ^ set(order.voters))))
    return order


def _bad_order(path: Path, place: str, why: str) -> Refused:
    return Refused(
        "slip_order",
        f"印票单不能用：{place}（{why}）。",
        f"The order of slips cannot be used: {place} ({why}).",
        where=str(path),
        remedy_zh="请使用组织方页面给出的原文件。",
        remedy_en="Use the file as the organiser's page gave it.",
    )
