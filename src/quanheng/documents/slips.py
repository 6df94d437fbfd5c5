"""Slips (印制票): each holds one secret as a QR code, folds inward, and looks like every other outside.

Shapes: no number, no name of a person; the back of the paper stays blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

import segno

from quanheng.core.ballots.encoding import to_text
from quanheng.core.ballots.slip_codes import slip_code
from quanheng.documents.typesetting import SERIF, pdf_of

_STYLE = f"""
@page {{ size: A4; margin: 10mm }}
html {{ font: 8pt/1.35 {SERIF} }}
body {{ margin: 0 }}
.slip {{ display: inline-block; box-sizing: border-box; width: 94mm; height: 66mm; padding: 4mm;
  border: 0.2mm dashed #888; vertical-align: top; overflow: hidden; page-break-inside: avoid }}
.half {{ display: inline-block; box-sizing: border-box; width: 42mm; height: 57mm; vertical-align: top }}
.half + .half {{ border-left: 0.2mm dotted #888; padding-left: 2mm; text-align: center }}
svg {{ width: 36mm; height: 36mm }}
h1 {{ font-size: 10pt; margin: 0 0 1mm }}
p {{ margin: 0 2mm 0.8mm 0 }}
code {{ font-size: 7pt; word-break: break-all }}
"""
_RULES = (
    "沿点线向内对折；背面没有任何字。Fold inward; the back is blank.",
    "请亲手抽取。Draw it by your own hand.",
    "用手机或现场平板扫码；也可打开网址，输入码。Scan it, or open the address and type the code.",
    "凭此票投票一次；遗失不补。One vote; a lost slip is not replaced.",
)


def slips_pdf(title: str, address: str, group: str, seeds: Sequence[bytes], is_only: bool = False) -> bytes:
    """The sheet of slips for one group, eight a page. Errors: Refused(pdf_unavailable).

    Shapes: where it is the only group that gets slips, whoever types a code need not type the group.
    """
    slips = "".join(_slip(title, address, group, seed, is_only) for seed in seeds)
    return pdf_of(
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>{slips}</body></html>"
    )


def ticket(seed: bytes, group: str) -> str:
    """What a slip says behind the # of its address: the secret, and the group that votes with it."""
    return f"{to_text(seed)}.{quote(group, safe='')}"


def spelled(seed: bytes, group: str = "") -> str:
    """A slip's code as people read it off: four times four signs a line, then the group."""
    code = slip_code(seed)
    fours = [code[at : at + 4] for at in range(0, len(code), 4)]
    lines = [" ".join(fours[at : at + 4]) for at in range(0, len(fours), 4)]
    return "<br>".join([*lines, f".{quote(group, safe='')}"] if group else lines)


def qr_code(address: str, seed: bytes, group: str) -> str:
    """The QR code that leads to a ballot."""
    return segno.make(f"{address}#{ticket(seed, group)}", error="m", micro=False).svg_inline(
        scale=2, border=2
    )


def _slip(title: str, address: str, group: str, seed: bytes, is_only: bool) -> str:
    rules = "".join(f"<p>{escape(rule)}</p>" for rule in _RULES)
    return (
        f'<div class="slip"><div class="half"><h1>{escape(title)}</h1>{rules}</div>'
        f'<div class="half">{qr_code(address, seed, group)}<br><code>{escape(address)}<br>'
        f"{spelled(seed, '' if is_only else group)}</code></div></div>"
    )
