"""Issue credentials (领票): the voter is known and the credential is not, for it is signed blindly.

Collecting is not in the trace: its record is the roll, and the numbers are traced when collecting closes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from quanheng.actions.issuing_keys import HERE, forget_keys, issuing_keys
from quanheng.actions.published_election import Published, published
from quanheng.core.authority import Actor, require
from quanheng.core.ballots.encoding import to_bytes, to_text
from quanheng.core.values import Refused, Text
from quanheng.issuing import blind_sign
from quanheng.store import collecting, elections
from quanheng.store.collecting import Issue, VoterPlace
from quanheng.store.load import run_state

LONGEST_BACKUP = 512 * 1024
ACT = Text("领票", "collecting")


@dataclass(frozen=True)
class Entitled:
    """A voter's place: the election as published, the group, and the ballot styles with a say."""

    place: VoterPlace
    known: Published
    styles: tuple[str, ...]


def entitled(actor: Actor, code: str) -> Entitled:
    """What somebody may collect. Errors: Refused for who is not on the roll, or before it is published."""
    require(actor, "issue_credential")
    place = collecting.voter_place(code, actor.person)
    if place.facts.phase == "set_up":
        raise elections.wrong_phase(code, place.facts.phase, "collect", ACT)
    with _reading:
        known = _known(code, place.edition)
    unit = ""
    if place.group in known.verifier.form.unit_groups:
        person = run_state(place.facts.run).facts.people.get(place.person)
        unit = person.unit or "" if person else ""
    return Entitled(place, known, known.styles_of_voter(place.group, unit))


_reading = Lock()
"""An opening may hold a million slips: the voters who come first do not each read it."""


@lru_cache(maxsize=8)
def _known(code: str, edition: str) -> Published:
    """An election as published; `edition` tells it from any other of the same name."""
    return published(opening_of(code))


def opening_of(code: str) -> str:
    """What was published when an election opened, for one who is entitled."""
    return elections.election_facts(code).opening


def issue_credential(actor: Actor, code: str, blinded: Mapping[str, str]) -> dict[str, str]:
    """Sign what a voter asks for, by ballot style, every style at once; asked again, the answer is the same.

    Errors: Refused for who is not on the roll, outside collecting, or when something else was signed before.
    """
    own = entitled(actor, code)
    if set(blinded) != set(own.styles):
        raise Refused(
            "styles_differ",
            "领票请求与您的票种不一致。",
            "The request does not fit your ballots.",
            where=code,
            remedy_zh="请刷新领票页面再试。",
            remedy_en="Reload the page for collecting.",
        )
    if own.place.facts.phase != "collect":
        forget_keys()
        raise elections.wrong_phase(code, own.place.facts.phase, "collect", ACT)
    messages = {style: _bytes(text) for style, text in blinded.items()}
    keys = issuing_keys(code, own.place.edition)
    if not keys.keys() >= messages.keys():
        raise elections.wrong_phase(code, "waiting", "collect", ACT)  # closed since
    # Signed before the election is held, so that voters do not wait for one another; given out only after.
    signed = {style: to_text(blind_sign(keys[style], m)) for style, m in messages.items()}
    digests = {style: hashlib.sha256(m).hexdigest() for style, m in messages.items()}
    if collecting.record_issue(code, HERE, ACT, Issue(own.place.voter, digests)):
        raise Refused(
            "collected_before",
            "您已经领过票，凭证在当时使用的设备上，不能再发一次：再发就等于投两次。",
            "You have collected already: the credential is on the device you used then. Issuing another "
            "would be a second vote.",
            where=code,
            remedy_zh="请用原来的设备，或用领票时保存的备份码取回；都没有的，票不能补发。",
            remedy_en="Use that device, or the backup code you kept; without either the vote is lost.",
        )
    return signed


def collected_before(own: Entitled) -> bool:
    """Whether the voter has collected here."""
    return collecting.has_collected(own.place.voter, HERE)


def kept_backup(actor: Actor, code: str) -> str:
    """A voter's own encrypted credentials. Errors: Refused(no_backup)."""
    require(actor, "issue_credential")
    sealed = collecting.voter_of(code, actor.person).backup
    if not sealed:
        raise Refused(
            "no_backup",
            "没有保存备份。",
            "No backup is kept.",
            where=code,
            remedy_zh="请用领票时的设备。",
            remedy_en="Use the device on which you collected.",
        )
    return str(sealed)


def _bytes(text: str) -> bytes:
    try:
        return to_bytes(text)
    except ValueError:
        return b""


def keep_backup(actor: Actor, code: str, sealed: str) -> None:
    """Keep a voter's credentials, encrypted on their device under a code that only they have.

    Errors: Refused outside collecting, or for more than a backup takes.
    """
    require(actor, "issue_credential")
    voter = collecting.voter_of(code, actor.person)
    if len(sealed) > LONGEST_BACKUP:
        raise Refused(
            "backup_too_long",
            "备份内容过大。",
            "The backup is too large.",
            where=code,
            remedy_zh="请刷新领票页面再试。",
            remedy_en="Reload the page for collecting.",
        )
    with elections.election_held(code, "collect", ACT):
        collecting.save_backup(voter, sealed)
