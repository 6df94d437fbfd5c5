"""Second issuer's desk (第二发证方): keys, a copy of the roll and a record of who collected, all its own.

It runs apart from the organiser's installation and shares nothing with it but two files: the order that it is
given, and the public keys that it hands back. Voters show a code that this issuer gave them by hand.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from quanheng.core.ballots.encoding import to_bytes, to_text
from quanheng.core.values import Refused
from quanheng.issuing import blind_sign, check_signing, new_key, public_key

KEYS, PUBLIC, CODES, RECORD = "private-keys.json", "public-keys.json", "codes.csv", "issued.sqlite3"
CODE_BYTES = 10


def made_files(order: Mapping[str, Any]) -> dict[str, bytes]:
    """What the issuer keeps and what it hands back, from the organiser's order.

    Shapes: `order` names the election, its styles and the styles of each voter; codes have 80 bits.
    """
    check_signing()
    private = {style: new_key() for style in order["styles"]}
    codes = {voter: secrets.token_hex(CODE_BYTES) for voter in order["voters"]}
    kept = {
        "election": order["election"],
        "keys": {style: to_text(key) for style, key in private.items()},
        "voters": {
            voter: {"code": hashlib.sha256(codes[voter].encode()).hexdigest(), "styles": styles}
            for voter, styles in order["voters"].items()
        },
    }
    public = {
        "election": order["election"],
        "keys": {style: to_text(public_key(key)) for style, key in private.items()},
    }
    lines = ["person,code", *(f"{voter},{code}" for voter, code in sorted(codes.items()))]
    return {
        KEYS: json.dumps(kept, indent=1).encode(),
        PUBLIC: json.dumps(public, indent=1).encode(),
        CODES: ("\n".join(lines) + "\n").encode(),
    }


class IssuerDesk:
    """The desk at work: who shows the right code has the blinded credentials signed, once."""

    def __init__(self, folder: Path) -> None:
        self.kept: dict[str, Any] = json.loads((folder / KEYS).read_text("utf-8"))
        self.record = folder / RECORD
        with closing(self._opened()) as database, database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS issued"
                " (voter TEXT, style TEXT, blinded TEXT, PRIMARY KEY (voter, style))"
            )

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.record, timeout=20)
        database.execute("PRAGMA synchronous=FULL")
        return database

    def sign(self, voter: str, code: str, blinded: Mapping[str, str]) -> dict[str, str]:
        """Sign what a voter asks for; the same request again has the same answer.

        Errors: Refused for a wrong code, other styles than the voter's, or after something else was signed.
        """
        known = self.kept["voters"].get(voter, {"code": "", "styles": []})
        given = hashlib.sha256(code.strip().lower().encode()).hexdigest()
        if not hmac.compare_digest(known["code"], given):
            raise _refused("issuer_code", "第二发证方的领票码不对", "the second issuer's code does not fit")
        if set(blinded) != set(known["styles"]):
            raise _refused(
                "styles_differ", "领票请求与您的票种不一致", "the request does not fit your ballots"
            )
        signed = {
            style: to_text(blind_sign(to_bytes(self.kept["keys"][style]), to_bytes(text)))
            for style, text in blinded.items()
        }
        self._note(voter, {style: hashlib.sha256(to_bytes(t)).hexdigest() for style, t in blinded.items()})
        return signed

    def _note(self, voter: str, digests: Mapping[str, str]) -> None:
        with closing(self._opened()) as database, database:
            database.executemany(
                "INSERT OR IGNORE INTO issued VALUES (?, ?, ?)", [(voter, s, d) for s, d in digests.items()]
            )
            held = dict(
                database.execute("SELECT style, blinded FROM issued WHERE voter = ?", (voter,)).fetchall()
            )
        if any(held[style] != digest for style, digest in digests.items()):
            raise _refused("collected_before", "您已经领过票，不能再发一次", "you have collected already")

    def issued(self) -> int:
        """How many voters have collected here."""
        with closing(self._opened()) as database:
            return int(database.execute("SELECT count(DISTINCT voter) FROM issued").fetchone()[0])


def _refused(code: str, zh: str, en: str) -> Refused:
    return Refused(
        code,
        f"{zh}。",
        f"{en[0].upper()}{en[1:]}.",
        remedy_zh="请核对后再试，或向该发证方询问。",
        remedy_en="Check it and try again, or ask that issuer.",
    )
