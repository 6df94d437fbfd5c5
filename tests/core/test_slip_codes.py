"""Slip codes: read back however they are typed, and a slip of the hand is noticed."""

import pytest
from ballot_booth import seed_of as some_seed
from hypothesis import given
from hypothesis import strategies as st

from quanheng.core.ballots.encoding import to_text
from quanheng.core.ballots.slip_codes import seed_of, slip_code

SEED = bytes(range(16))
CODE = "AAAQEAYEAUDAOCAJBIFQYDIOB6UP"


@given(st.binary(min_size=16, max_size=16))
def test_a_code_reads_back_however_it_is_typed(seed):
    code = slip_code(seed)
    fours = " ".join(code[at : at + 4] for at in range(0, 28, 4))
    for typed in (
        code,
        code.lower(),
        fours,
        fours.replace(" ", "-"),
        code.replace("O", "0").replace("I", "1"),
    ):
        assert seed_of(typed) == seed
    assert seed_of(f" {to_text(seed)}\n") == seed


def test_a_code_is_always_the_same():
    assert slip_code(SEED) == CODE


def test_one_sign_typed_wrong_or_two_exchanged_is_noticed():
    wrong = [CODE[:at] + sign + CODE[at + 1 :] for at in range(28) for sign in "AQ2" if sign != CODE[at]]
    wrong += [
        CODE[:at] + CODE[at + 1] + CODE[at] + CODE[at + 2 :] for at in range(27) if CODE[at] != CODE[at + 1]
    ]
    assert [typed for typed in wrong if seed_of(typed) is not None] == []


@pytest.mark.parametrize(
    "text", ["", "AAAA", CODE[:-1], f"{CODE}A", "?" * 28, "9" * 28, "中" * 28, "A" * 22 + "="]
)
def test_what_is_no_code_is_none(text):
    assert seed_of(text) is None
    assert slip_code(some_seed(1)) != slip_code(some_seed(2))
