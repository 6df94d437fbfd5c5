"""Elections in the store (投票登记): rolls, phases, keys, slips; nothing of what anybody voted."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.values import Refused, Text
from quanheng.store import models

Phase = Literal["set_up", "collect", "waiting", "cast", "sealed", "counted"]
PHASES: Mapping[Phase, Text] = {
    "set_up": Text("筹备", "Being set up"),
    "collect": Text("领票", "Collecting"),
    "waiting": Text("领票已结束，待投票", "Collecting closed, voting to come"),
    "cast": Text("投票", "Voting"),
    "sealed": Text("已封箱", "Sealed"),
    "counted": Text("已计票", "Counted"),
}
OPEN_TO_VOTERS: tuple[Phase, ...] = ("collect", "waiting", "cast")
BATCH = 500
LOCK_ALONE = "SELECT pg_advisory_xact_lock(hashtext('election ' || %s))"
LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtext('election ' || %s))"
"""Voters who collect share an election; an act on it waits for them, and they for it, whoever comes first."""


@dataclass(frozen=True)
class ElectionFacts:
    """One election as the roll's side knows it. Shapes: `opening` is empty until it is published."""

    code: str
    run: str
    stage: str
    round: int
    phase: Phase
    rules: Mapping[str, Any]
    opening: str


@dataclass(frozen=True, slots=True)
class OwnBallot:
    """An election as one of its voters stands in it: the group, and whether the ballots are collected."""

    facts: ElectionFacts
    group: str
    is_collected: bool


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One voter. Shapes: `group` is the group in whose ballots they vote."""

    person: str
    group: str


def _facts(row: models.Election) -> ElectionFacts:
    return ElectionFacts(
        row.code,
        row.run.code,
        row.stage,
        row.round,
        cast(Phase, row.phase),
        json.loads(row.rules),
        row.opening,
    )


def _row(code: str) -> models.Election:
    row = models.Election.objects.select_related("run").filter(code=code, cancelled=False).first()
    if row is None:
        raise Refused(
            "unknown_election",
            f"没有编号为“{code}”的投票。",
            f"There is no election '{code}'.",
            where=code,
            remedy_zh="请从环节页面进入。",
            remedy_en="Go there from the page of its stage.",
        )
    return row


def election_facts(code: str) -> ElectionFacts:
    """The election of this code. Errors: Refused(unknown_election)."""
    return _facts(_row(code))


def is_code_taken(code: str) -> bool:
    """Whether an election has this code."""
    return models.Election.objects.filter(code=code).exists()


def election_of_stage(run: str, stage: str, round_: int = 1) -> ElectionFacts | None:
    """The election of a stage, if it has one."""
    found = models.Election.objects.select_related("run").filter(run__code=run, stage=stage, cancelled=False)
    row = found.filter(round=round_).first()
    return _facts(row) if row else None


def counted_rounds(run: str, stage: str) -> tuple[int, ...]:
    """The rounds of a stage whose electronic ballots were counted into it."""
    counted = models.Election.objects.filter(run__code=run, stage=stage, phase="counted", cancelled=False)
    return tuple(counted.order_by("round").values_list("round", flat=True))


def disclosures_of(run: str) -> dict[str, Disclosure]:
    """How much may be told of stages that were counted from elections, by stage, as fixed at set-up."""
    counted = models.Election.objects.filter(run__code=run, phase="counted", cancelled=False)
    found: dict[str, Disclosure] = {}
    for stage, rules in counted.values_list("stage", "rules"):
        own = Disclosure(**json.loads(rules)["disclosure"])
        found[stage] = own.stricter(found[stage]) if stage in found else own
    return found


def elections_of_voter(person: str, phases: Iterable[Phase]) -> tuple[OwnBallot, ...]:
    """The elections on whose roll a person stands, in the phases asked for."""
    voters = models.Voter.objects.filter(
        person=person, election__phase__in=list(phases), election__cancelled=False
    ).annotate(is_collected=Exists(models.IssueRecord.objects.filter(voter=OuterRef("pk"))))
    found = voters.select_related("election__run").order_by("pk")
    return tuple(OwnBallot(_facts(v.election), v.group, v.is_collected) for v in found)


@contextmanager
def election_held(code: str, phase: Phase, act: Text) -> Iterator[models.Election]:
    """An election held until the transaction ends, in the phase that an act needs.

    Errors: Refused(wrong_phase).
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(LOCK_ALONE, [code])
        held = models.Election.objects.select_for_update().defer("opening")
        row = held.filter(code=code, cancelled=False).first() or _row(code)
        if row.phase != phase:
            raise wrong_phase(code, cast(Phase, row.phase), phase, act)
        yield row


def wrong_phase(code: str, is_in: Phase, needed: Phase, act: Text) -> Refused:
    """An act that belongs to another phase."""
    now, then = PHASES[is_in], PHASES[needed]
    return Refused(
        "wrong_phase",
        f"现在是“{now.zh}”阶段，不能{act.zh}。",
        f"The election is in the phase '{now.say('en')}': {act.say('en')} is not possible now.",
        where=code,
        remedy_zh=f"{act.zh}在“{then.zh}”阶段办理。",
        remedy_en=f"It is done in the phase '{then.say('en')}'.",
    )


def save_election(run: models.Run, facts: ElectionFacts, roll: Sequence[RollEntry]) -> None:
    """A new election with its roll."""
    row = models.Election.objects.create(
        run=run,
        code=facts.code,
        stage=facts.stage,
        round=facts.round,
        phase=facts.phase,
        rules=json.dumps(facts.rules, ensure_ascii=False, sort_keys=True),
    )
    models.Voter.objects.bulk_create(
        [models.Voter(election=row, person=v.person, group=v.group) for v in roll], batch_size=BATCH
    )


def move_on(row: models.Election, phase: Phase, opening: str | None = None) -> None:
    """Put an election into its next phase."""
    row.phase = phase
    changed = ["phase"]
    if opening is not None:
        row.opening, row.edition = opening, hashlib.sha256(opening.encode()).hexdigest()
        changed += ["opening", "edition"]
    row.save(update_fields=changed)


def cancel(row: models.Election) -> None:
    """Give an election up that has not opened."""
    row.cancelled = True
    row.code = f"{row.code[:40]}-cancelled-{row.pk}"
    row.save(update_fields=["cancelled", "code"])


def electorate(code: str) -> dict[str, int]:
    """Voters by group, those that nobody lists by name among them."""
    named = Counter(models.Voter.objects.filter(election__code=code).values_list("group", flat=True))
    return dict(sorted((named + Counter(election_facts(code).rules["unnamed"])).items()))


def roll_of(code: str) -> tuple[RollEntry, ...]:
    """The roll, by group and person."""
    found = models.Voter.objects.filter(election__code=code).order_by("group", "person")
    return tuple(RollEntry(p, g) for p, g in found.values_list("person", "group"))


def save_keys(code: str, issuer: str, keys: Mapping[str, tuple[str, str]]) -> None:
    """An issuer's keys (public, private) by ballot style."""
    row = _row(code)
    models.IssuerKey.objects.bulk_create(
        [
            models.IssuerKey(election=row, issuer=issuer, style=style, public=public, private=private)
            for style, (public, private) in keys.items()
        ]
    )


def replace_keys(code: str, issuer: str, keys: Mapping[str, tuple[str, str]]) -> None:
    """An issuer's keys in place of those it had."""
    models.IssuerKey.objects.filter(election__code=code, issuer=issuer).delete()
    save_keys(code, issuer, keys)


def public_keys(code: str) -> dict[str, dict[str, str]]:
    """Public keys by issuer and ballot style."""
    found: dict[str, dict[str, str]] = {}
    keys = models.IssuerKey.objects.filter(election__code=code).order_by("issuer", "style")
    for issuer, style, public in keys.values_list("issuer", "style", "public"):
        found.setdefault(issuer, {})[style] = public
    return found


def destroy_private_keys(row: models.Election) -> None:
    """Nothing more can be issued."""
    models.IssuerKey.objects.filter(election=row).update(private="")


def issued_counts(code: str, issuers: Sequence[str]) -> Counter[str]:
    """Credentials by ballot style that every issuer has signed."""
    records = models.IssueRecord.objects.filter(voter__election__code=code, issuer__in=issuers)
    signed = Counter(records.values_list("voter_id", "style"))
    return Counter(style for (_, style), n in signed.items() if n == len(issuers))


def collectors(code: str) -> tuple[str, ...]:
    """The people who have collected, by code: published to them and to the scrutineers."""
    found = models.Voter.objects.filter(election__code=code, issued__isnull=False).distinct()
    return tuple(found.order_by("person").values_list("person", flat=True))


def save_slips(row: models.Election, slips: Mapping[str, Sequence[str]]) -> None:
    """The credentials of printed slips by ballot style, in the order of the hashes; replaces earlier ones."""
    models.SlipCommitment.objects.filter(election=row).delete()
    models.SlipCommitment.objects.bulk_create(
        [
            models.SlipCommitment(election=row, style=style, credential=credential)
            for style in sorted(slips)
            for credential in sorted(slips[style])
        ],
        batch_size=BATCH,
    )


def slips_of(code: str) -> dict[str, list[str]]:
    """Committed credentials by ballot style, sorted."""
    found: dict[str, list[str]] = {}
    rows = models.SlipCommitment.objects.filter(election__code=code).order_by("style", "credential")
    for style, credential in rows.values_list("style", "credential"):
        found.setdefault(style, []).append(credential)
    return found


def slip_counts(code: str) -> Counter[str]:
    """Committed slips by ballot style."""
    return Counter(models.SlipCommitment.objects.filter(election__code=code).values_list("style", flat=True))
