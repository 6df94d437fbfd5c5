"""Second issuer (第二发证方): keys and codes are made, then a small server signs, by itself."""

from __future__ import annotations

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click

from quanheng.actions.issuer_desk import CODES, KEYS, PUBLIC, IssuerDesk, made_files
from quanheng.cli.files import text_of, write_folder
from quanheng.cli.language import language_option
from quanheng.core.values import Refused, Text

LONGEST = 1024 * 1024
"""Units: bytes of a request."""


@click.group("issuer")
def command() -> None:
    """第二发证方：监票组、纪检或工会运行，与组织方分开。The second issuer, apart from the organiser."""


@command.command("keys")
@click.argument("order", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="写到哪个新文件夹。A new folder.")
@language_option
def keys(order: Path, out: Path, language: str) -> None:
    """生成密钥和领票码。Make the keys and the codes of the voters."""
    try:
        wanted = json.loads(text_of(order))
        files = made_files(wanted)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(
            "issuer_order",
            "发证单不能用。",
            "The issuer's order cannot be used.",
            where=str(order),
            remedy_zh="请使用组织方页面给出的原文件。",
            remedy_en="Use the file as the organiser's page gave it.",
        ) from None
    write_folder(out, files, replace=False)
    click.echo(
        Text(
            f"{out / PUBLIC} 交给组织方登记；{out / CODES} 逐人当面发放；{out / KEYS} 不得离开本机。",
            f"Hand {out / PUBLIC} to the organiser; give {out / CODES} out by hand; {out / KEYS} stays here.",
        ).say(language)
    )


@command.command("serve")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--host", default="127.0.0.1", show_default=True, help="地址。Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8002, show_default=True, help="端口。Port.")
@click.option("--origin", required=True, help="领票页的网址。The address of the page for collecting.")
@language_option
def serve(folder: Path, host: str, port: int, origin: str, language: str) -> None:
    """领票期间运行；结束后删除文件夹。Run while people collect; delete the folder afterwards."""
    server = ThreadingHTTPServer((host, port), _handler(IssuerDesk(folder), origin.rstrip("/"), language))
    click.echo(
        Text(f"第二发证方 http://{host}:{port}/", f"Second issuer http://{host}:{port}/").say(language)
    )
    server.serve_forever()


def _handler(desk: IssuerDesk, origin: str, language: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers one page alone, and writes nothing about who asked."""

        def log_message(self, format: str, *args: object) -> None:
            """No log."""

        def do_OPTIONS(self) -> None:
            """What a browser asks before it sends to another origin."""
            self._answer(HTTPStatus.NO_CONTENT, None)

        def do_POST(self) -> None:
            """Sign, or say why not."""
            try:
                length = int(self.headers.get("Content-Length") or 0)
                sent = json.loads(self.rfile.read(min(length, LONGEST)))
                signed = desk.sign(str(sent["voter"]), str(sent["code"]), dict(sent["blinded"]))
            except Refused as refusal:
                text = f"{refusal.text.say(language)}{refusal.remedy.say(language)}"
                self._answer(HTTPStatus.CONFLICT, {"refused": refusal.code, "text": text})
            except (ValueError, KeyError, TypeError):
                self._answer(HTTPStatus.BAD_REQUEST, {"refused": "unreadable", "text": ""})
            else:
                self._answer(HTTPStatus.OK, {"signed": signed})

        def _answer(self, status: HTTPStatus, content: Any) -> None:
            body = b"" if content is None else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Headers", "Content-Type")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
