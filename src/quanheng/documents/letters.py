"""Letters with a code (寄送的评议信): one page for each citizen; who got which code is written nowhere else.

Shapes: the address stands in the window of a DL envelope; without it, envelopes are labelled from a sheet of
their own and letters are put in as they come.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Annotated, ClassVar

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Text
from quanheng.documents.slips import qr_code, spelled
from quanheng.documents.typesetting import SERIF, pdf_of

_PAGE = f"""
@page {{ size: A4; margin: 0 }}
html {{ font: 11pt/1.6 {SERIF} }}
body {{ margin: 0 }}
"""
_LETTER = """
.letter { position: relative; width: 210mm; height: 297mm; page-break-after: always; overflow: hidden }
.letter:last-child { page-break-after: auto }
.to { position: absolute; left: 22mm; top: 47mm; width: 85mm; height: 38mm; line-height: 1.5 }
.to p { margin: 0 }
.fold { position: absolute; left: 0; width: 5mm; border-top: 0.2mm solid #888 }
.text { position: absolute; left: 25mm; right: 25mm; top: 104mm }
.text h1 { font-size: 15pt; margin: 0 0 3mm }
.text p { margin: 0 0 2.5mm }
.text small { font-size: 9pt; color: #444 }
.code { position: absolute; left: 25mm; right: 25mm; top: 203mm; padding-top: 5mm;
  border-top: 0.2mm dashed #888 }
.code svg { float: right; width: 46mm; height: 46mm }
.code p { margin: 0 0 2mm; font-size: 9pt }
.code code { font-size: 12pt; word-break: break-all }
"""
_LABELS = """
.label { display: inline-block; box-sizing: border-box; width: 99mm; height: 38mm; margin: 0 1mm;
  padding: 7mm 10mm; overflow: hidden; vertical-align: top; line-height: 1.4; page-break-inside: avoid }
.label p { margin: 0 }
body { padding: 15mm 4mm }
"""
_WORDS = (
    Text(
        "请用手机扫描下面的二维码（不能扫的，在浏览器中打开网址，输入下面的码），逐页评议，核对后投出，约需三分钟。",
        "Scan the code below, or open the address and type the code; look your answers over, and cast. "
        "It takes three minutes.",
    ),
    Text(
        "码只能用一次。寄信单位不登记谁收到哪个码；投票页不用登录，不记谁来过。",
        "The code works once. Nobody records who was sent which; the page asks nobody to sign in.",
    ),
    Text(
        "请不要把码给别人；投出后请把虚线以下撕毁。人数少的意见不单独公布。",
        "Keep the code to yourself, and destroy what is below the line once you have voted.",
    ),
)


class Recipient(Row):
    """Somebody whom a letter is sent to."""

    key_fields: ClassVar[tuple[str, ...]] = ("name", "address")
    name: Annotated[str, Column("收件人", "Recipient", Text("姓名或住户", "A name or a household"), "住户")]
    address: Annotated[str, Column("地址", "Address", Text("详细地址", "The whole address"), "河湾街道 1 号")]
    postcode: Annotated[str, Column("邮编", "Postcode", Text("六位", "Six digits"), "200000")] = ""


RECIPIENTS = InputTable("recipients", Text("收件人", "Recipients"), Recipient, "commit_slips")


def letters_pdf(
    title: str,
    address: str,
    group: str,
    sent: Sequence[tuple[Recipient | None, bytes]],
    is_only: bool = False,
) -> bytes:
    """One letter a page, each with a secret of its own. Errors: Refused(pdf_unavailable).

    Shapes: where no other group gets slips, whoever types a code need not type the group.
    """
    pages = "".join(
        _letter(title, address, to, qr_code(address, seed, group), spelled(seed, "" if is_only else group))
        for to, seed in sent
    )
    return pdf_of(_document(title, _PAGE + _LETTER, pages))


def labels_pdf(title: str, recipients: Sequence[Recipient]) -> bytes:
    """The addresses alone, fourteen a page, to be stuck on envelopes. Errors: Refused(pdf_unavailable)."""
    labels = "".join(f'<div class="label">{_block(to)}</div>' for to in recipients)
    return pdf_of(_document(title, _PAGE + _LABELS, labels))


def _letter(title: str, address: str, to: Recipient | None, code: str, typed: str) -> str:
    block = f'<div class="to">{_block(to)}</div>' if to else ""
    words = "".join(f"<p>{line.zh}<br><small>{line.say('en')}</small></p>" for line in _WORDS)
    folds = '<div class="fold" style="top:99mm"></div><div class="fold" style="top:198mm"></div>'
    return (
        f'<div class="letter">{block}{folds}<div class="text"><h1>{escape(title)}</h1>{words}</div>'
        f'<div class="code">{code}<p>网址 Address<br><code>{escape(address)}</code></p>'
        f"<p>码 Code<br><code>{typed}</code></p></div></div>"
    )


def _block(to: Recipient) -> str:
    lines = (to.postcode, to.address, f"{to.name} 收")
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _document(title: str, style: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )
