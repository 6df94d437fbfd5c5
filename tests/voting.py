"""Voters for tests: they make keys, blind, unblind, sign and cast as the page in the browser does."""

import hashlib
import secrets
from dataclasses import dataclass

from Crypto.Hash import SHA384
from Crypto.Signature.pss import _EMSA_PSS_ENCODE, MGF1
from cryptography.hazmat.primitives.asymmetric import ec
from small_run import ALL, AT, PEOPLE, person, roster
from small_run import application as _application

from quanheng.actions.close_stage import close_stage
from quanheng.actions.import_roster import import_roster
from quanheng.actions.issue_credential import issue_credential
from quanheng.actions.open_election import close_collecting, open_casting, open_election
from quanheng.actions.published_election import published
from quanheng.actions.record_rows import record_rows
from quanheng.actions.save_plan import save_plan
from quanheng.actions.set_up_election import Wish, commit_slips, set_up_election
from quanheng.actions.start_run import start_run
from quanheng.core.authority import Actor
from quanheng.core.ballots.ballot import CastBallot, Stamp, message_of
from quanheng.core.ballots.blind import issuer_key
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.encoding import to_bytes, to_text
from quanheng.core.ballots.keys import credential_of, public_of, sign, slip_key
from quanheng.store import elections
from quanheng.store.elections import RollEntry

RUN, VOTE = "poll-1", "vote-1"
LENGTH = 256
"""Units: bytes of a body, as the form works it out."""
PLAN = """\
language: 1
id: poll
version: "1"
title: {zh: 测评方案, en: A plan with an assessment}
organisation: {name: 小街道, kind: street_office, scopes: [internal_unit_posts]}
as_of: 2026-03-10
begins_on: 2026-03-10
posts:
  - {id: office, title: 办公室主任, seats: 1}
choices: {max: 1, mode: parallel}
stages:
  - {id: enrolment, kind: enrolment, time: {on: 2026-03-10}}
  - {id: assessment, kind: assessment, title: {zh: 民主测评, en: Assessment}, time: {on: 2026-03-10}, per: person,
     dimensions: [{id: virtue, title: {zh: 德, en: Virtue}}, {id: ability, title: {zh: 能, en: Ability}}],
     grades: [{id: good, title: {zh: 好, en: Good}, value: 100}, {id: fair, title: {zh: 一般, en: Fair}, value: 60}],
     groups: [{id: staff, title: {zh: 职工, en: Staff}, weight: 60}, {id: citizens, title: {zh: 群众, en: Citizens}, weight: 40}],
     denominator: valid, empty_group: renormalise}
  - {id: composite, kind: composite, time: {on: 2026-03-10}, full: 100,
     components: [{id: assessment, from: assessment, weight: 100}]}
"""
CANDIDATES = ("P1", "P2")


def codes(voters):
    """The people who vote."""
    return [f"V{n:03}" for n in range(1, voters + 1)]


def started(voters=12, code="poll-1"):
    """A run that has come to its assessment, with two people to vote on; its code."""
    tables = roster()
    tables["people"] = [(n, person(c)) for n, c in enumerate([*PEOPLE, *codes(voters)], start=2)]
    import_roster(ALL, tables, AT)
    start_run(ALL, save_plan(ALL, PLAN, "poll.yaml", AT), code, AT)
    record_rows(ALL, code, "enrolment", "applications", [_application(c, "office") for c in CANDIDATES], AT)
    close_stage(ALL, code, "enrolment", AT)
    return code


def wish(voters=12, slips=0, **more_of_it):
    """An election by phones, and by slips for the citizens where there are some."""
    roll = tuple(RollEntry(c, "staff") for c in codes(voters))
    more = {"ways": {"citizens": "slips"}, "unnamed": {"citizens": slips}} if slips else {}
    return Wish(VOTE, "assessment", roll, **more, **more_of_it)


def make_slips(count, group="citizens", spare=0, run="poll-1"):
    """Secrets of printed slips, committed."""
    seeds = [secrets.token_bytes(16) for _ in range(count + spare)]
    styles = [f"marks|{group}|{c}" for c in CANDIDATES]
    held = {
        s: sorted(credential_of(public_of(slip_key(seed, VOTE, s))).hex() for seed in seeds) for s in styles
    }
    commit_slips(ALL, run, VOTE, held, AT)
    return [to_text(seed) for seed in seeds]


@dataclass
class Voter:
    """One person with a phone."""

    code: str
    held: dict | None = None

    @property
    def actor(self):
        return Actor(self.code.lower(), self.code, frozenset({"staff"}), self.code)

    def keys(self, opening):
        """Fresh keys with everything that blinding them needs, by style."""
        issuer = opening.issuers[0]
        return {
            s.id: Blinded.of(opening.id, s.id, to_text(issuer.keys[s.id]))
            for s in opening.styles
            if s.id in issuer.keys
        }

    def collect(self, opening):
        """Collect, keep, and return what was sent."""
        made = self.keys(opening)
        signed = issue_credential(self.actor, VOTE, {s: b.sent for s, b in made.items()})
        self.held = {s: (b.private, b.stamp(signed[s])) for s, b in made.items()}
        return made

    def ballots(self, grade="good"):
        """One ballot for each style, ready to be sent."""
        return [filled_in(s, private, grade, (stamp,)) for s, (private, stamp) in self.held.items()]


def filled_in(style, private, grade="good", stamps=()):
    """A ballot of a style, signed, as it is sent."""
    marks = {"virtue": grade, "ability": grade}
    body = BallotBody(VOTE, style, marks, secrets.token_hex(16)).to_bytes(LENGTH)
    return CastBallot(public_of(private), body, sign(private, body), tuple(stamps)).plain()


def slip_ballots(secret, grade="good", group="citizens"):
    """The ballots of one printed slip."""
    seed = to_bytes(secret)
    styles = [f"marks|{group}|{c}" for c in CANDIDATES]
    return [filled_in(s, slip_key(seed, VOTE, s), grade) for s in styles]


@dataclass
class Blinded:
    """One credential on its way to an issuer. Source: RFC 9474, section 4."""

    private: int
    prefix: bytes
    message: bytes
    key: bytes
    inverse: int
    sent: str

    @classmethod
    def of(cls, election, style, key):
        der = to_bytes(key)
        n, e = (lambda k: (k.n, k.e))(issuer_key(der).public_numbers())
        private = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        prefix = secrets.token_bytes(32)
        message = prefix + message_of(election, style, public_of(private))
        encoded = _EMSA_PSS_ENCODE(
            SHA384.new(message), 2047, secrets.token_bytes, lambda x, y: MGF1(x, y, SHA384), 48
        )
        r = secrets.randbelow(n - 2) + 1
        blinded = int.from_bytes(encoded) * pow(r, e, n) % n
        return cls(private, prefix, message, der, pow(r, -1, n), to_text(blinded.to_bytes(256)))

    def stamp(self, signed):
        """The issuer's signature, unblinded."""
        n = issuer_key(self.key).public_numbers().n
        return Stamp(self.prefix, (int.from_bytes(to_bytes(signed)) * self.inverse % n).to_bytes(256))


def opened(voters=12, slips=0, spare=0, run="poll-1", **more):
    """An election that is open for collecting: the opening, the voters, the secrets of slips."""
    started(voters, run)
    set_up_election(ALL, run, wish(voters, slips, **more), AT)
    printed = make_slips(slips, spare=spare, run=run) if slips else []
    open_election(ALL, run, VOTE, AT)
    return (
        published(elections.election_facts(VOTE).opening).election,
        [Voter(c) for c in codes(voters)],
        printed,
    )


def casting(voters=12, slips=0, spare=0, run="poll-1"):
    """An election whose box is open and whose voters have collected."""
    opening, people, printed = opened(voters, slips, spare, run)
    for voter in people:
        voter.collect(opening)
    close_collecting(ALL, run, VOTE, AT)
    open_casting(ALL, run, VOTE, AT)
    return opening, people, printed


def hash_of(ballot):
    """The credential of a ballot as sent."""
    return hashlib.sha256(to_bytes(ballot["public"])).hexdigest()
