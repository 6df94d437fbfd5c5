"""Attacks on secrecy by somebody who owns both databases: who collected when, against what was cast when."""

import random
import sqlite3
from pathlib import Path

import pytest
import voting
from django.db import connections
from django.db.models import ForeignKey
from small_run import ALL, AT
from voting import VOTE

from quanheng.actions.cast_ballot import cast_ballot
from quanheng.actions.seal_election import seal_election
from quanheng.core.ballots.encoding import to_text
from quanheng.store import ballot_box
from quanheng.store.ballot_box import Slot
from quanheng.store.models import ballot_box as tables
from quanheng.store.models.ballot_box import CastBallot

pytestmark = pytest.mark.django_db(databases=["default", "box"], transaction=True)
VOTERS = 200
BALLOTS = 2 * VOTERS
"""Two ballots a voter: 400, as in the measurements that the protocol rests on."""
BY_GUESSING = 2
"""How many of 400 the protocol lets an attack name: as many as guessing blindly does on average.

The order of casting is fixed by the seed, so the attacks by order always find the same; what links, links 400.
"""
SEED = 4
ORDERS = 5
HEADER = 100
"""Bytes at the start of an SQLite file, which count the changes to it."""


def is_postgres():
    return connections["box"].vendor == "postgresql"


def asked(database, sql):
    with connections[database].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def voted():
    """An election cast in an order of its own: who holds each credential, in the order of collecting."""
    _, voters, _ = voting.casting(VOTERS)
    ballots = [(v.code, ballot) for v in voters for ballot in v.ballots()]
    owner = {voting.hash_of(ballot): code for code, ballot in ballots}
    cast_in = random.Random(SEED).sample(ballots, len(ballots))
    seen = []
    for _, ballot in cast_in:
        cast_ballot(VOTE, ballot)
        seen.append(len(asked("box", "SELECT 1 FROM store_castballot")))
    return owner, [voting.hash_of(ballot) for _, ballot in cast_in], seen


def hits(guess, owner):
    """How many ballots a guess names the voter of."""
    return sum(owner[credential] == code for credential, code in guess)


def test_nothing_in_either_database_leads_from_a_ballot_to_its_voter(voted):
    owner, cast_in, seen = voted
    collected = [
        code
        for (code,) in asked(
            "default",
            "SELECT v.person FROM store_issuerecord i JOIN store_voter v ON v.id = i.voter_id ORDER BY i.id",
        )
    ]
    physical = [
        c
        for (c,) in asked(
            "box", f"SELECT credential FROM store_castballot {'ORDER BY ctid' if is_postgres() else ''}"
        )
    ]
    assert len(physical) == len(collected) == BALLOTS
    # By rank: the n-th ballot in the heap is the n-th credential collected. SQLite keeps no rows apart from the
    # index, so their order is that of random credentials.
    if is_postgres():
        assert hits(zip(physical, collected, strict=True), owner) <= BY_GUESSING
    else:
        assert physical == sorted(owner)
    # By a reader who polls while people vote, and so knows the order of casting exactly.
    assert seen == list(range(1, BALLOTS + 1))
    assert hits(zip(cast_in, collected, strict=True), owner) <= BY_GUESSING
    if is_postgres():
        issued = dict(
            asked(
                "default",
                "SELECT i.xmin::text, v.person FROM store_issuerecord i JOIN store_voter v ON v.id = i.voter_id",
            )
        )
        boxed = asked("box", "SELECT credential, xmin::text FROM store_castballot")
        assert hits([(c, issued[x]) for c, x in boxed if x in issued], owner) == 0


def test_a_sealed_box_and_its_backup_keep_no_order(voted, tmp_path):
    owner, cast_in, _ = voted
    seal_election(ALL, "poll-1", VOTE, AT)
    assert asked("box", "SELECT count(*) FROM store_castballot") == [(0,)]
    if is_postgres():
        assert len(asked("box", "SELECT DISTINCT xmin::text FROM store_sealedballot")) == 1
        physical = [c for (c,) in asked("box", "SELECT credential FROM store_sealedballot ORDER BY ctid")]
        assert physical == sorted(owner)
        return
    path = connections["box"].settings_dict["NAME"]
    connections["box"].close()
    copy = tmp_path / "backup.sqlite3"
    with sqlite3.connect(path) as box, sqlite3.connect(copy) as backup:
        box.backup(backup)
    for file in (path, copy):
        content = Path(file).read_bytes()
        assert {content.count(c.encode()) for c in cast_in} <= {1, 2}, "a deleted row is still in the file"
    kept = Path(f"{path}-wal")
    wal = kept.read_bytes() if kept.exists() else b""
    assert not any(c.encode() in wal for c in cast_in)


def box_file():
    """The SQLite file of the box, with all that was written in it."""
    asked("box", "PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connections["box"].settings_dict["NAME"]).read_bytes()


def cast_slots(slots):
    """The box after these ballots came in this order, before and after its sealing."""
    ballot_box.empty()
    tables.BoxElection.objects.create(election=VOTE, phase="cast", receipt_seed=to_text(bytes(32)))
    assert {ballot_box.place(VOTE, bytes(32), slot) for slot in slots} == {"accepted"}
    live = box_file()
    ballot_box.close(VOTE)
    ballot_box.seal(VOTE)
    ballot_box.sweep()
    return live, box_file()


def test_a_file_is_the_same_in_whatever_order_ballots_came():
    """Once sealed its bytes follow from the ballots alone, so nothing of the order can be in them.

    Before, somebody who holds file and roll names, on average, no more voters than by guessing.
    """
    if is_postgres():
        pytest.skip("of an SQLite file")
    chance = random.Random(SEED)
    collected = [Slot(chance.randbytes(32).hex(), chance.randbytes(32).hex(), "{}") for _ in range(BALLOTS)]
    sealed_files, same = set(), 0
    for _ in range(ORDERS):
        live, sealed = cast_slots(chance.sample(collected, BALLOTS))
        sealed_files.add(sealed[HEADER:])
        by_place = sorted(collected, key=lambda slot: live.find(slot.credential.encode()))
        same += sum(a == b for a, b in zip(by_place, collected, strict=True))
    assert len(sealed_files) == 1
    assert same <= BY_GUESSING * ORDERS


def test_somebody_reading_meanwhile_does_not_keep_the_inbox_alive(voted):
    """A snapshot from before the sealing, of another table: VACUUM would spare every ballot for it."""
    if not is_postgres():
        pytest.skip("only PostgreSQL has snapshots that outlive a deletion")
    reader = connections["box"].copy()
    try:
        with reader.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM store_boxelection")
            seal_election(ALL, "poll-1", VOTE, AT)
            cursor.execute("SELECT count(*) FROM store_boxelection")
    finally:
        reader.close()
    assert asked("box", "SELECT count(*) FROM store_sealedballot") == [(BALLOTS,)]
    assert asked("box", "SELECT pg_relation_size('store_castballot')") == [(0,)]


def test_what_another_election_has_cast_stays_and_lies_by_credential(voted):
    _, cast_in, _ = voted
    another = [CastBallot(credential=c[::-1], election="another", body="{}", body_hash=c) for c in cast_in]
    CastBallot.objects.bulk_create(another)
    seal_election(ALL, "poll-1", VOTE, AT)
    left = [
        c
        for (c,) in asked(
            "box", "SELECT credential FROM store_castballot " + ("ORDER BY ctid" if is_postgres() else "")
        )
    ]
    assert left == sorted(c[::-1] for c in cast_in)


def test_the_box_has_no_column_that_could_lead_to_a_voter():
    """No running number, no time, no address, no foreign key, neither in the models nor in the tables."""
    kinds = {"CharField", "TextField"}
    for model in (
        tables.BoxElection,
        CastBallot,
        tables.SealedBallot,
        tables.VoidSlip,
        tables.BoardLine,
    ):
        fields = model._meta.get_fields()
        assert {f.get_internal_type() for f in fields} <= kinds
        assert not any(isinstance(f, ForeignKey) for f in fields)
        with connections["box"].cursor() as cursor:
            described = connections["box"].introspection.get_table_description(cursor, model._meta.db_table)
            types = {connections["box"].introspection.get_field_type(c.type_code, c) for c in described}
        assert {t if isinstance(t, str) else t[0] for t in types} <= kinds
    assert [f.name for f in CastBallot._meta.get_fields()] == [
        "credential",
        "election",
        "body",
        "body_hash",
    ]


def test_the_tables_of_either_side_stand_in_their_own_database_alone():
    own = {"store_boxelection", "store_castballot", "store_sealedballot", "store_voidslip", "store_boardline"}
    with connections["box"].cursor() as cursor:
        boxed = set(connections["box"].introspection.table_names(cursor))
    with connections["default"].cursor() as cursor:
        rolled = set(connections["default"].introspection.table_names(cursor))
    assert boxed == own | {"django_migrations"}
    assert not own & rolled
