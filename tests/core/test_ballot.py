"""Ballots: bodies, keys, credentials, receipts."""

import base64
import json
import re
from dataclasses import replace

import pytest
from ballot_booth import RECEIPT_SEED, Booth, der_of, election_with, issuer_private, nonce_of, seed_of
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import example, given
from hypothesis import strategies as st

from quanheng.core.ballots.ballot import Stamp, Verifier, ballot_of
from quanheng.core.ballots.blind import PSS_DETERMINISTIC, fingerprint, is_issued, issuer_key
from quanheng.core.ballots.body import BallotBody, body_from, body_of
from quanheng.core.ballots.election import Style, election_of
from quanheng.core.ballots.encoding import canonical, to_bytes, to_text
from quanheng.core.ballots.keys import is_signed, public_of, sign, slip_key
from quanheng.core.ballots.receipts import (
    Receipt,
    code_bytes,
    is_receipt,
    receipt_for,
    receipt_public,
    tracking_code,
)
from quanheng.core.values import Refused

STAFF = "marks|staff|HW001"
BOTH = election_with({STAFF: range(10)}, ("A", "B"))


@pytest.mark.parametrize("marks", [{}, {"overall": "good"}, {"德": "优秀", "\U00020000": '"\\\n'}])
def test_every_body_has_the_same_length_and_reads_back(marks: dict[str, str]) -> None:
    body = BallotBody("e1", STAFF, marks, nonce_of(1))
    data = body.to_bytes(512)
    assert (len(data), body_from(data)) == (512, body)


def test_a_body_that_is_too_long_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        BallotBody("e1", STAFF, {"comment": "长" * 200}, nonce_of(1)).to_bytes(512)
    assert refused.value.code == "ballot_too_long"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"election":"e1"}',
        '{"election":"e1","marks":[],"nonce":"%s","style":"s"}',
        '{"election":"e1","marks":{"a":1},"nonce":"%s","style":"s"}',
        '{"election":1,"marks":{},"nonce":"%s","style":"s"}',
        '{"election":NaN,"marks":{},"nonce":"%s","style":"s"}',
        "[" * 100_000,
        '{"election":"e1","marks":{},"nonce":"xyz","style":"s"}',
        '{"marks":{},"election":"e1","nonce":"%s","style":"s"}',
        '{"election":"e1","marks":{},"nonce":"%s","style":"s"} x',
        '{"election":"e1","election":"e1","marks":{},"nonce":"%s","style":"s"}',
    ],
)
def test_a_body_written_otherwise_is_none(text: str) -> None:
    assert body_of(text.replace("%s", nonce_of(1))) is None
    assert body_from(b"\xff") is None


PIECES = st.sampled_from(
    ['{"election":"e1","marks":{', '"virtue":"good"', "}", ',"nonce":"', "0" * 32, nonce_of(1), nonce_of(2), '",',
     '"style":"', 's"}', 's\\""}', "\"}", "},", "{", '"nonce":"', "0", " "]
)  # fmt: skip


def read_whole(text: str) -> BallotBody | None:
    """What a body says by its definition, every ballot read by itself."""
    try:
        facts = json.loads(text)
    except ValueError:
        return None
    is_object = isinstance(facts, dict) and facts.keys() == {"election", "marks", "nonce", "style"}
    if not is_object or canonical(facts) != text or not isinstance(facts["marks"], dict):
        return None
    texts = [facts["election"], facts["style"], facts["nonce"], *facts["marks"].values()]
    if not all(isinstance(t, str) for t in texts) or not re.fullmatch("[0-9a-f]{32}", facts["nonce"]):
        return None
    return BallotBody(**facts)


@given(st.lists(PIECES, max_size=9).map("".join))
@example('{"election":"e1","marks":{"a":"b"},"nonce":"' + "0" * 32 + '","style":"s\\"}"}')
@example(
    '{"election":"e1","marks":{"a":"},\\"nonce\\":\\"'
    + "0" * 32
    + '"},"nonce":"'
    + "1" * 32
    + '","style":"s"}'
)
@example('{"election":"e1","marks":{"a":{},"nonce":"' + "0" * 32 + '","style":"s"}}')
@example('{"marks":{},"nonce":"' + "0" * 32 + '","style":"s"}')
def test_a_body_is_read_as_if_it_were_the_only_one(text: str) -> None:
    assert body_of(text) == read_whole(text)


@given(
    st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=3),
    st.text(max_size=5),
    st.integers(0, 2**128 - 1),
)
def test_bodies_that_differ_in_the_nonce_alone_are_told_apart(
    marks: dict[str, str], style: str, number: int
) -> None:
    for nonce in (f"{number:032x}", "0" * 32, "f" * 32):
        body = BallotBody("e1", style, marks, nonce)
        assert body_of(body.text()) == body


@given(st.binary(max_size=70))
def test_bytes_read_back_from_base64url(data: bytes) -> None:
    assert to_bytes(to_text(data)) == data


@given(st.text("AQgwE4/+-_=9z \n", max_size=9))
def test_base64url_is_read_only_as_it_is_written(text: str) -> None:
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        data = None
    is_proper = data is not None and to_text(data) == text
    if is_proper:
        assert to_bytes(text) == data
    else:
        with pytest.raises(ValueError):
            to_bytes(text)


def test_base64url_has_one_writing() -> None:
    assert to_bytes(to_text(b"\xfb\xff")) == b"\xfb\xff"
    for text in ("-_9", "+/8", "-_8=", "a", "中"):
        with pytest.raises(ValueError):
            to_bytes(text)


def test_a_slips_secret_gives_one_key_a_style() -> None:
    key = slip_key(seed_of(1), "e1", STAFF)
    assert key == slip_key(seed_of(1), "e1", STAFF)
    others = {slip_key(seed_of(1), "e1", "marks|staff|HW002"), slip_key(seed_of(1), "e2", STAFF)}
    assert len(others | {key, slip_key(seed_of(2), "e1", STAFF)}) == 4
    with pytest.raises(ValueError):
        slip_key(b"short", "e1", STAFF)


def test_signatures_hold_for_their_bytes_and_key_only() -> None:
    key, other = slip_key(seed_of(1), "e1", STAFF), slip_key(seed_of(2), "e1", STAFF)
    signature = sign(key, b"data")
    assert signature == sign(key, b"data")
    assert is_signed(public_of(key), b"data", signature)
    assert not is_signed(public_of(key), b"date", signature)
    assert not is_signed(public_of(other), b"data", signature)
    assert not is_signed(b"\4" + b"\1" * 64, b"data", signature)
    assert not is_signed(public_of(key)[:-1], b"data", signature)
    assert not is_signed(public_of(key), b"data", signature + b"\0")


def test_issuer_keys_of_another_size_exponent_or_kind_are_refused() -> None:
    good = der_of(issuer_private("A", STAFF))
    assert issuer_key(good).key_size == 2048
    assert len(fingerprint(good)) == 64
    curve = ed25519.Ed25519PrivateKey.from_private_bytes(b"1" * 32).public_key()
    wrong = [
        der_of(rsa.generate_private_key(65537, 1024)),
        der_of(rsa.generate_private_key(3, 2048)),
        curve.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        good + b"\0",
        b"",
    ]
    for key in wrong:
        with pytest.raises(ValueError):
            issuer_key(key)


def test_a_deterministic_suite_takes_no_prefix() -> None:
    key = issuer_key(der_of(issuer_private("A", STAFF)))
    assert not is_issued(key, b"m", b"1" * 32, b"", PSS_DETERMINISTIC)


@pytest.mark.parametrize("slip", [True, False])
def test_a_ballot_may_be_counted_by_slip_or_by_both_issuers(slip: bool) -> None:
    ballot = Booth(BOTH).ballot(1, STAFF, {"o": "a"}, slip=slip)
    assert Verifier(BOTH).fault_of(ballot) is None
    assert ballot_of(ballot.plain(), 512) == ballot


def _codes(ballot: object) -> str:
    fault = Verifier(BOTH).fault_of(ballot)  # type: ignore[arg-type]
    return fault.code if fault else ""


def test_every_forgery_of_a_ballot_is_named() -> None:
    booth = Booth(BOTH)
    slip, issued = booth.ballot(1, STAFF, {"o": "a"}), booth.ballot(1, STAFF, {"o": "a"}, slip=False)
    other = booth.ballot(2, STAFF, {"o": "b"}, slip=False)
    a, b = issued.stamps
    elsewhere = Booth(replace(BOTH, id="e9")).ballot(1, STAFF, {"o": "a"})
    assert {
        "body": _codes(replace(slip, body=b"x" * 512)),
        "length": _codes(replace(slip, body=slip.body + b" ")),
        "election": _codes(elsewhere),
        "style": _codes(booth.ballot(1, "marks|staff|NOBODY", {"o": "a"})),
        "marks": _codes(booth.ballot(1, STAFF, {"o": "z"})),
        "uncommitted": _codes(booth.ballot(99, STAFF, {"o": "a"})),
        "style without slips": _codes(booth.ballot(1, "marks|staff|HW002", {"o": "a"})),
        "one issuer": _codes(replace(issued, stamps=(a,))),
        "A twice": _codes(replace(issued, stamps=(a, a))),
        "swapped": _codes(replace(issued, stamps=(b, a))),
        "another's stamps": _codes(replace(issued, stamps=other.stamps)),
        "short prefix": _codes(replace(issued, stamps=(a, Stamp(b"", b.signature)))),
        "flipped answer": _codes(replace(slip, body=other.body)),
    } == {
        "body": "ballot_body",
        "length": "ballot_body",
        "election": "ballot_election",
        "style": "ballot_style",
        "marks": "ballot_marks",
        "uncommitted": "ballot_credential",
        "style without slips": "ballot_credential",
        "one issuer": "ballot_credential",
        "A twice": "ballot_credential",
        "swapped": "ballot_credential",
        "another's stamps": "ballot_credential",
        "short prefix": "ballot_credential",
        "flipped answer": "ballot_signature",
    }


def test_a_stamp_for_one_person_does_not_serve_for_another() -> None:
    issued = Booth(BOTH).ballot(1, STAFF, {"o": "a"}, slip=False)
    other = Booth(BOTH).ballot(1, "marks|staff|HW002", {"o": "a"}, slip=False)
    assert _codes(replace(other, stamps=issued.stamps)) == "ballot_credential"
    only_slips = replace(BOTH, issuers=(BOTH.issuers[0], replace(BOTH.issuers[1], keys={})))
    fault = Verifier(only_slips).fault_of(issued)
    assert fault and fault.code == "ballot_credential"


def test_the_hash_is_of_key_and_body_whatever_the_signature() -> None:
    ballot = Booth(BOTH).ballot(1, STAFF, {"o": "a"})
    assert replace(ballot, signature=b"\1" * 64).digest == ballot.digest
    assert Booth(BOTH).ballot(2, STAFF, {"o": "a"}).digest != ballot.digest


def test_plain_data_that_hold_no_ballot_are_refused() -> None:
    plain = Booth(BOTH).ballot(1, STAFF, {"o": "a"}).plain()
    with pytest.raises(ValueError):
        ballot_of(plain | {"voter": "HW001"}, 512)


def test_an_election_reads_back_from_the_board() -> None:
    assert election_of(BOTH.plain()) == BOTH
    assert BOTH.style(STAFF) == Style("staff", "HW001")
    assert BOTH.style("nothing") is None


def test_a_receipt_is_always_the_same_and_of_one_ballot() -> None:
    ballot = Booth(BOTH).ballot(1, STAFF, {"o": "a"})
    receipt = receipt_for(RECEIPT_SEED, BOTH.id, ballot.digest)
    assert receipt == receipt_for(RECEIPT_SEED, BOTH.id, ballot.digest)
    assert is_receipt(BOTH.receipt_key, BOTH.id, receipt)
    assert not is_receipt(BOTH.receipt_key, "e9", receipt)
    assert not is_receipt(receipt_public(b"2" * 32), BOTH.id, receipt)
    assert not is_receipt(BOTH.receipt_key, BOTH.id, Receipt(b"0" * 32, receipt.signature))


def test_a_tracking_code_reads_back_however_it_is_typed() -> None:
    digest = bytes(range(200, 232))
    code = tracking_code(digest)
    assert code == "ZDE4 VS6M ZXHM 7UGR"
    assert receipt_for(RECEIPT_SEED, "e", digest).code() == code
    assert code_bytes(code.lower().replace(" ", "-")) == digest[:10]
    assert code_bytes("ABCD") is None
    assert code_bytes("1BCD EFGH IJKL MNOP") is None
