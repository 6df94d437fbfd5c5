"""Recount: a sound board holds; every tampering is named, with a head from outside or without."""

from dataclasses import replace

import pytest
from ballot_booth import (
    FORM,
    Board,
    Booth,
    election_with,
    whole_board,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from tampered_boards import (
    CHIEFS,
    COUNTS,
    ELECTION,
    LINES,
    OTHER,
    REBUILT,
    SLIPS,
    STAFF,
    VOIDED,
    Edit,
    ballots,
    drop_content,
    drop_with_hash,
    mixed,
    move_batches,
    sealed,
    sound,
    swap_a_ballot,
)

from quanheng.core.ballots.board import Counts, line_digest
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.receipts import tracking_code
from quanheng.core.ballots.recount import recount
from quanheng.core.ballots.results import means_of, merged, tally_of


def head_of(board: Board) -> str:
    return line_digest(board.lines()[-1])


def codes(lines: list[str], *heads: str) -> set[str]:
    return {fault.code for fault in recount(lines, heads).faults}


def test_a_sound_board_holds_and_is_counted() -> None:
    lines = sound().lines()
    found = recount(lines, [line_digest(lines[0]), line_digest(lines[-1])[:16].upper()])
    assert found.faults == ()
    assert found.holds()
    assert (found.ballots, found.unpublished, found.bound, found.head.number) == (
        36,
        0,
        len(lines),
        len(lines),
    )
    assert found.counts == COUNTS
    assert found.tallies == {style: {"o": {"a": 8, "b": 4}} for style in SLIPS}
    assert set(found.shown.values()) == {"distribution"}
    assert found.result == sound().body("result")


def test_phones_and_slips_in_one_election_hold() -> None:
    found = recount(mixed().lines())
    assert (found.faults, found.ballots) == ((), 36)


def test_an_early_head_binds_what_was_there_by_then() -> None:
    lines = sound().lines()
    assert recount(lines, [line_digest(lines[1])]).bound == 2


@pytest.mark.parametrize("name", REBUILT)
def test_tampering_is_caught_even_when_the_whole_chain_is_made_anew(name: str) -> None:
    edit, expected = REBUILT[name]
    board = sound()
    edit(board)
    assert codes(board.lines()) == expected
    assert codes(board.lines(), head_of(sound())) == expected | {"head"}


@pytest.mark.parametrize("edit", [drop_with_hash, swap_a_ballot, move_batches])
def test_an_insiders_edit_passes_without_a_head_and_is_caught_with_one(edit: Edit) -> None:
    board = sound()
    edit(board)
    assert codes(board.lines()) == set()
    assert codes(board.lines(), head_of(sound())) == {"head"}


def test_a_dropped_ballot_is_proved_by_its_voters_code() -> None:
    board = sound()
    gone = drop_with_hash(board)
    listed = {d for e, b in board.events if e == "batch" for d in b["ballots"]}
    assert gone.digest.hex() not in listed


@pytest.mark.parametrize("name", LINES)
def test_a_chain_that_was_cut_or_changed_breaks(name: str) -> None:
    edit, expected = LINES[name]
    lines = sound().lines()
    edit(lines)
    assert codes(lines) == expected
    assert codes(lines, head_of(sound())) >= expected


def test_a_short_head_binds_nothing() -> None:
    lines = sound().lines()
    assert codes(lines, line_digest(lines[-1])[:15]) == {"head"}


def test_faults_name_the_ballot_by_its_code_and_the_style() -> None:
    board = sound()
    plain = board.body("ballots")["ballots"][0]
    digest = sorted(b.digest for b in ballots())[0]
    drop_content(board)
    found = recount(board.lines()).faults
    assert [f.where for f in found if f.code == "missing"] == [tracking_code(digest)]
    style = plain["body"].split('"style":"')[1].split('"')[0]
    (short,) = [f for f in found if f.code == "returned_published"]
    assert (short.where, short.text.zh) == (style, "收回 12 张，公布 11 张")
    assert short.text.en == "12 returned, 11 published"


def test_with_slips_alone_all_of_them_must_be_accounted_for() -> None:
    election = election_with({STAFF: range(12)}, styles=ELECTION.styles[:1])
    cast = [Booth(election).ballot(n, STAFF, {"o": "a"}) for n in range(12)]
    assert codes(whole_board(election, cast, {STAFF: Counts(12, 12)}).lines()) == set()
    assert codes(whole_board(election, cast, {STAFF: Counts(13, 12, 1)}).lines()) == {"slips_issued"}


def test_few_ballots_stay_sealed_and_so_does_the_group_beside_them() -> None:
    board = sealed()
    found = recount(board.lines())
    assert found.faults == ()
    assert (found.ballots, found.unpublished) == (0, 21)
    assert found.shown == {STAFF: "nothing", OTHER: "mean", CHIEFS: "nothing"}
    assert found.result == {
        "styles": {
            STAFF: {"shown": "nothing"},
            OTHER: {"shown": "mean", "means": {"o": "91.11"}},
            CHIEFS: {"shown": "nothing"},
        }
    }
    board.body("batch", 1)["ballots"].pop()
    assert codes(board.lines()) == {"returned_listed", "missing_count"}
    published = sealed()
    one = next(b for b in ballots() if not b.stamps and b.said and b.said.style == CHIEFS)
    published.events.insert(-1, ("ballots", {"ballots": [one.plain()]}))
    assert codes(published.lines()) == {"published_too_few", "missing_count"}


def test_answers_without_points_have_no_mean() -> None:
    votes = replace(ELECTION, form={**ELECTION.form, "points": {}}, issuers=())
    counts = dict.fromkeys(SLIPS, Counts(10, 8, 1, 1))
    cast = [b for b in ballots() if not b.stamps]
    found = recount(whole_board(votes, cast, counts, VOIDED).lines())
    assert (found.faults, set(found.shown.values()), found.unpublished) == ((), {"nothing"}, 24)


def test_means_leave_out_what_has_no_points() -> None:
    form = replace(FORM, write_in=True, posts=())
    assert means_of(form, {"o": {"a": 1, "b": 2, "": 4, "x": 1}, "+": {"p|n": 1}}) == {"o": "86.67"}
    assert means_of(form, {"o": {"": 4}}) == {"o": ""}
    numbers = replace(form, scale=("0", "100", ""))
    assert means_of(numbers, {"o": {"70": 1, "71": 1}}) == {"o": "70.50"}


def test_names_written_in_are_counted_as_written() -> None:
    form = replace(FORM, write_in=True)
    style = ELECTION.styles[0]
    said = [BallotBody("e", style.id, {"o": "a", "+1": "park|王五"}, "0" * 32)] * 2
    tally = tally_of(form, style, said)
    assert tally == {"o": {"a": 2}, "+": {"park|王五": 2}}
    assert merged(tally, tally_of(form, style, said)) == {"o": {"a": 4}, "+": {"park|王五": 4}}


@given(st.permutations(range(36)))
@settings(deadline=None, max_examples=10)
def test_the_count_does_not_depend_on_the_order_in_which_ballots_came(order: list[int]) -> None:
    shuffled = [ballots()[n] for n in order]
    again = recount(whole_board(ELECTION, shuffled, COUNTS, VOIDED).lines())
    first = recount(sound().lines())
    assert (again.faults, again.tallies, again.result) == (first.faults, first.tallies, first.result)
