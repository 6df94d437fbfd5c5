"""Print slips (印制票): the scrutineer's own machine makes the secrets; only hashes of keys leave it."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Annotated

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from quanheng.cli.files import text_of, write_folder
from quanheng.cli.language import language_option
from quanheng.core.ballots.keys import SEED_BYTES, credential_of, public_of, slip_key
from quanheng.core.values import Refused, Text
from quanheng.documents.slips import slips_pdf

COMMITMENTS = "commitments.json"


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
@language_option
def command(order: Path, spare: int, out: Path, language: str) -> None:
    """印制票（离线）。Print slips, offline: one PDF a group, and the hashes to hand in before opening."""
    wanted = _order_in(order)
    files: dict[str, bytes] = {}
    commitments: dict[str, list[str]] = {}
    for number, (group, styles) in enumerate(wanted.groups.items(), start=1):
        seeds = [secrets.token_bytes(SEED_BYTES) for _ in range(wanted.voters[group] + spare)]
        for style in styles:
            keys = (slip_key(seed, wanted.election, style) for seed in seeds)
            commitments[style] = sorted(credential_of(public_of(key)).hex() for key in keys)
        files[f"slips-{number}.pdf"] = slips_pdf(
            wanted.title or wanted.election, wanted.address, group, seeds
        )
    plain = {"election": wanted.election, "slips": commitments}
    files[COMMITMENTS] = (json.dumps(plain, indent=1) + "\n").encode()
    write_folder(out, files, replace=False)
    for number, group in enumerate(wanted.groups, start=1):
        total = wanted.voters[group] + spare
        click.echo(
            Text(
                f"{group}：{total} 张，{out / f'slips-{number}.pdf'}",
                f"{group}: {total} slips, {out / f'slips-{number}.pdf'}",
            ).say(language)
        )
    click.echo(
        Text(
            f"开启前把 {out / COMMITMENTS} 交给组织方；只有它可以离开本机。票印一次，印完当面销毁 PDF。",
            f"Hand {out / COMMITMENTS} in before opening: nothing else may leave this machine. "
            "Print once, then destroy the PDF before witnesses.",
        ).say(language)
    )


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
