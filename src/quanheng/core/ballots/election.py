"""Election (投票): all that is fixed and published before the first ballot, the event `open` of the board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from quanheng.core.ballots.encoding import to_bytes, to_text
from quanheng.core.tallies.suppression import Disclosure

Kind = Literal["marks", "comment"]


@dataclass(frozen=True, slots=True)
class Style:
    """Ballot style (票种): what one ballot of one group is about; each style has credentials of its own.

    Shapes: `subject` is the person or candidate that a slice is about, '' for a whole sheet.
    """

    group: str
    subject: str = ""
    kind: Kind = "marks"

    @property
    def id(self) -> str:
        """The style's name in bodies, keys and counts."""
        return f"{self.kind}|{self.group}|{self.subject}"


@dataclass(frozen=True)
class Issuer:
    """Who issues credentials (发证方). Shapes: `keys` holds one public key (DER) a style, by its id."""

    name: str
    keys: Mapping[str, bytes]


@dataclass(frozen=True)
class Election:
    """What an election fixes before it opens.

    Shapes: `form` is plain data (forms.BallotForm.plain); `electorate` is voters by group; `slips` are the
    credentials committed for printed slips, by style, sorted; `issuers` sign for phones; either may be
    empty. `receipt_key` is raw Ed25519; `client` the SHA-256 of the voter page's script.
    Units: `length` bytes of a body; `batch` the least number of ballots published at once.
    """

    id: str
    title: str
    form: Mapping[str, Any]
    styles: tuple[Style, ...]
    electorate: Mapping[str, int]
    receipt_key: bytes
    issuers: tuple[Issuer, ...] = ()
    slips: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    disclosure: Disclosure = Disclosure()
    length: int = 512
    batch: int = 20
    client: str = ""
    times: Mapping[str, str] = field(default_factory=dict)
    title_en: str = ""

    def style(self, id_: str) -> Style | None:
        """The style of this name."""
        return next((s for s in self.styles if s.id == id_), None)

    def plain(self) -> dict[str, Any]:
        """The election as the board carries it."""
        return {
            "id": self.id,
            "title": self.title,
            "form": dict(self.form),
            "styles": [{"group": s.group, "subject": s.subject, "kind": s.kind} for s in self.styles],
            "electorate": dict(self.electorate),
            "receipt_key": to_text(self.receipt_key),
            "issuers": [
                {"name": i.name, "keys": {style: to_text(key) for style, key in i.keys.items()}}
                for i in self.issuers
            ],
            "slips": {style: [c.hex() for c in own] for style, own in self.slips.items()},
            "disclosure": self.disclosure.plain(),
            "length": self.length,
            "batch": self.batch,
            "client": self.client,
            "times": dict(self.times),
            "title_en": self.title_en,
        }


def election_of(facts: Mapping[str, Any]) -> Election:
    """The election that a board's `open` carries. Errors: KeyError, TypeError or ValueError if it is none."""
    return Election(
        id=facts["id"],
        title=facts["title"],
        form=facts["form"],
        styles=tuple(Style(s["group"], s["subject"], s["kind"]) for s in facts["styles"]),
        electorate=facts["electorate"],
        receipt_key=to_bytes(facts["receipt_key"]),
        issuers=tuple(
            Issuer(i["name"], {style: to_bytes(key) for style, key in i["keys"].items()})
            for i in facts["issuers"]
        ),
        slips={style: tuple(bytes.fromhex(c) for c in own) for style, own in facts["slips"].items()},
        disclosure=Disclosure(**facts["disclosure"]),
        length=facts["length"],
        batch=facts["batch"],
        client=facts["client"],
        times=facts["times"],
        title_en=facts.get("title_en", ""),
    )
