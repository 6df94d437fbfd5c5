"""Ballot box (票箱): the only way into the database of ballots; casting and counting alone come in here.

Whoever casts holds a shared lock and whoever closes the exclusive one, so that no ballot arrives behind the
count. SQLite needs no lock: its write transactions begin IMMEDIATE.
Ballots that arrive together are written together: one statement, one commit, and one transaction number.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

from django.db import InterfaceError, OperationalError, connections, transaction

from quanheng.core.ballots.board import Event, Head, line_digest, next_line
from quanheng.core.ballots.encoding import to_bytes, to_text
from quanheng.store.models.ballot_box import BoardLine, BoxElection, CastBallot, SealedBallot, VoidSlip
from quanheng.store.routing import BOX
from quanheng.store.together import Together

Phase = Literal["prepared", "waiting", "cast", "closed", "sealed"]
Placed = Literal["accepted", "other", "void", "closed"]
BATCH = 500
_LOCK = "SELECT pg_advisory_xact_lock_shared(hashtext(%s))"
# A statement sees what was committed before it began: this one begins when the lock is held. By credential,
# so that two batches never wait for one another crosswise.
_INSERT = f"""
WITH given (credential, body, body_hash) AS (VALUES {{rows}})
INSERT INTO {CastBallot._meta.db_table} (credential, election, body, body_hash)
SELECT given.credential, box.election, given.body, given.body_hash
FROM given JOIN {BoxElection._meta.db_table} box ON box.election = %s
WHERE box.receipt_seed = %s AND box.phase = 'cast'
  AND given.credential NOT IN (SELECT credential FROM {VoidSlip._meta.db_table} WHERE election = %s)
ORDER BY given.credential
ON CONFLICT (credential) DO NOTHING
RETURNING credential
"""


@dataclass(frozen=True, slots=True)
class Slot:
    """What the box keeps of one ballot. Shapes: credential and digest are hexadecimal, `body` is JSON."""

    credential: str
    digest: str
    body: str


@dataclass(frozen=True, slots=True)
class BoxState:
    """One election as the box knows it."""

    phase: Phase
    receipt_seed: bytes


@contextmanager
def _locked(election: str, *, alone: bool) -> Iterator[None]:
    with transaction.atomic(using=BOX):
        connection = connections[BOX]
        if connection.vendor == "postgresql":
            lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {lock}(hashtext(%s))", [election])
        yield


def prepare(election: str) -> bytes:
    """Make room for an election; the secret of its receipts, the same one when asked again."""
    row, _ = BoxElection.objects.get_or_create(
        election=election, defaults={"receipt_seed": to_text(secrets.token_bytes(32))}
    )
    return to_bytes(row.receipt_seed)


def publish_opening(election: str, opening: str, line: str) -> None:
    """Keep what was published, as the first line of the board; once kept it stays."""
    with _locked(election, alone=True):
        row = BoxElection.objects.get(election=election)
        if row.phase == "prepared":
            row.opening, row.phase = opening, "waiting"
            row.save(update_fields=["opening", "phase"])
            _append(election, 1, line)


def state_of(election: str) -> BoxState | None:
    """What the box knows of an election; nothing until its opening is published."""
    known = BoxElection.objects.filter(election=election).exclude(phase="prepared")
    row = known.defer("opening").first()  # an opening may hold a million slips
    return BoxState(row.phase, to_bytes(row.receipt_seed)) if row else None  # type: ignore[arg-type]  # the column holds a phase


def opening_of(election: str) -> str:
    """What was published when an election opened; it never changes."""
    return str(BoxElection.objects.values_list("opening", flat=True).get(election=election))


def begin_casting(election: str) -> None:
    """From now on ballots are taken."""
    BoxElection.objects.filter(election=election, phase="waiting").update(phase="cast")


def place(election: str, seed: bytes, slot: Slot) -> Placed:
    """Put a ballot in, if its credential is unused; the same ballot again changes nothing.

    Shapes: `seed` is the election's secret, by which it is told from another of the same name; `other` when
    the credential has cast another ballot, `void` when its slip was scanned as unused.
    """
    return _together(election, to_text(seed)).do(slot)


@lru_cache(maxsize=64)
def _together(election: str, seed: str) -> Together[Slot, Placed]:
    return Together(partial(_place_all, election, seed))


def _place_all(election: str, seed: str, slots: Sequence[Slot]) -> list[Placed]:
    try:
        placed = _inserted(election, seed, slots)
    except (InterfaceError, OperationalError):
        # The database was restarted, or the connection cut. To place a ballot twice is to place it once.
        connections[BOX].close()
        placed = _inserted(election, seed, slots)
    return ["accepted" if placed.get(s.credential) == s.digest else _found(election, s) for s in slots]


def _inserted(election: str, seed: str, slots: Sequence[Slot]) -> dict[str, str]:
    """Put ballots in; those that were: digest by credential."""
    distinct = {slot.credential: slot for slot in reversed(slots)}
    values = [text for s in distinct.values() for text in (s.credential, s.body, s.digest)]
    insert = _INSERT.format(rows=", ".join(["(%s, %s, %s)"] * len(distinct)))
    connection = connections[BOX]
    # No question beforehand whether the connection holds: who calls tries again.
    connection.health_check_done = True  # type: ignore[attr-defined]  # unknown to the stubs
    with ExitStack() as stack:
        if connection.vendor == "postgresql":
            # Both statements in one message and so, without BEGIN and COMMIT, in one transaction.
            cursor = stack.enter_context(connection.cursor())
            cursor.execute(f"{_LOCK}; {insert}", [election, *values, election, seed, election])
            cursor.nextset()
        else:
            stack.enter_context(transaction.atomic(using=BOX))
            cursor = stack.enter_context(connection.cursor())
            cursor.execute(insert, [*values, election, seed, election])
        return {credential: distinct[credential].digest for (credential,) in cursor.fetchall()}


def _found(election: str, slot: Slot) -> Placed:
    """Why a ballot was not put in now."""
    held = _held(slot.credential)
    if held is not None:
        return "accepted" if held == slot.digest else "other"
    is_void = VoidSlip.objects.filter(credential=slot.credential).exists()
    is_open = BoxElection.objects.filter(election=election, phase="cast").exists()
    return "void" if is_void and is_open else "closed"


def _held(credential: str) -> str | None:
    for table in (CastBallot, SealedBallot):
        found = table._default_manager.filter(credential=credential).values_list("body_hash", flat=True)
        if held := found.first():
            return str(held)
    return None


def has_ballot(election: str, prefix: str) -> bool:
    """Whether a ballot whose hash begins so (20 hexadecimal digits at least) lies in the box."""
    wanted = {"election": election, "body_hash__startswith": prefix}
    return CastBallot.objects.filter(**wanted).exists() or SealedBallot.objects.filter(**wanted).exists()


def count_in(election: str) -> int:
    """How many ballots lie in the box. Units: ballots; shown to nobody as it stands."""
    return (
        CastBallot.objects.filter(election=election).count()
        + SealedBallot.objects.filter(election=election).count()
    )


def void_slips(election: str, slips: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Take slips (style, credential) out of use; the credentials that have voted already, and stay.

    Shapes: a slip scanned twice is void once.
    """
    with _locked(election, alone=True):
        wanted = [credential for _, credential in slips]
        voted = set(CastBallot.objects.filter(credential__in=wanted).values_list("credential", flat=True))
        VoidSlip.objects.bulk_create(
            [
                VoidSlip(credential=credential, election=election, style=style)
                for style, credential in slips
                if credential not in voted
            ],
            ignore_conflicts=True,
        )
    return tuple(credential for credential in wanted if credential in voted)


def void_counts(election: str) -> Counter[str]:
    """How many slips are void, by ballot style."""
    return Counter(VoidSlip.objects.filter(election=election).values_list("style", flat=True))


def void_credentials(election: str) -> tuple[str, ...]:
    """The credentials of void slips, sorted."""
    found = VoidSlip.objects.filter(election=election).order_by("credential")
    return tuple(found.values_list("credential", flat=True))


def close(election: str) -> None:
    """Take no more ballots: waits for whoever is casting, and whoever comes later finds the box closed."""
    with _locked(election, alone=True):
        BoxElection.objects.filter(election=election, phase__in=("waiting", "cast")).update(phase="closed")


def seal(election: str) -> None:
    """Copy the ballots into the sealed table, by hash and in one stroke, and empty the inbox.

    Afterwards call `sweep()`: until then the file still holds the deleted rows.
    """
    with _locked(election, alone=True):
        if not BoxElection.objects.filter(election=election, phase="closed").exists():
            return
        own = CastBallot.objects.filter(election=election)
        rows = own.order_by("credential").values_list("credential", "election", "body", "body_hash")
        SealedBallot.objects.bulk_create(
            [SealedBallot(credential=c, election=e, body=b, body_hash=h) for c, e, b, h in rows],
            batch_size=BATCH,
        )
        own.delete()
        BoxElection.objects.filter(election=election).update(phase="sealed")


def sweep() -> None:
    """Write the inbox anew, so that neither file nor heap keeps the order in which ballots came.

    PostgreSQL's VACUUM keeps a deleted row as long as any snapshot could see it; a table emptied by TRUNCATE
    gets another file whoever is reading. What other elections have cast meanwhile goes back by credential.
    """
    connection = connections[BOX]
    if connection.vendor == "postgresql":
        inbox = CastBallot._meta.db_table
        with transaction.atomic(using=BOX), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {inbox} IN ACCESS EXCLUSIVE MODE")
            cursor.execute(f"CREATE TEMPORARY TABLE still_open ON COMMIT DROP AS SELECT * FROM {inbox}")
            cursor.execute(f"TRUNCATE {inbox}")
            cursor.execute(f"INSERT INTO {inbox} SELECT * FROM still_open ORDER BY credential")
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def inbox(election: str) -> tuple[Slot, ...]:
    """The ballots that came in so far, by hash: for the board, which lists hashes alone."""
    return _slots(CastBallot, election)


def sealed(election: str) -> tuple[Slot, ...]:
    """The ballots of a sealed election, by hash: for the count."""
    return _slots(SealedBallot, election)


def _slots(table: type[CastBallot | SealedBallot], election: str) -> tuple[Slot, ...]:
    rows = table._default_manager.filter(election=election).order_by("body_hash")
    return tuple(Slot(c, h, b) for c, h, b in rows.values_list("credential", "body_hash", "body"))


def empty() -> None:
    """Forget every election: for the demonstration, which begins anew."""
    for table in (BoardLine, VoidSlip, SealedBallot, CastBallot, BoxElection):
        table._default_manager.all().delete()


def board_lines(election: str) -> tuple[str, ...]:
    """The board of an election, line by line."""
    return tuple(BoardLine.objects.filter(election=election).order_by("place").values_list("line", flat=True))


def publish(election: str, events: Iterable[tuple[Event, dict[str, object]]]) -> Head:
    """Append events to the board; where it stands then."""
    with _locked(election, alone=True):
        lines = board_lines(election)
        head = Head(len(lines), line_digest(lines[-1])) if lines else Head()
        for event, body in events:
            line, head = next_line(head, event, body)
            _append(election, head.number, line)
    return head


def _append(election: str, number: int, line: str) -> None:
    BoardLine.objects.create(place=f"{election}:{number:06}", election=election, line=line)
