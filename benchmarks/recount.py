"""Benchmark of the recount (重新计票): ballots a second, on all cores, beside the bare signature checks.

Run: python benchmarks/recount.py [--ballots 5000 10000 20000] [--workers 2] [--slips]
Every ballot is real and signed by two issuers (or stands on the list of slips); making them is not counted.
Prints for each size the seconds of the whole recount, its processor time, and that time as a multiple of
checking the same signatures in a bare loop, one process, and the memory of the largest; then the seconds that
a million would take, and how many times that is as quick as Helios, whose figure was measured elsewhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain
from multiprocessing import Pool
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from quanheng.cli.recounting import checker_on, cores
from quanheng.core.ballots.ballot import CastBallot, Stamp, message_of
from quanheng.core.ballots.blind import issuer_key
from quanheng.core.ballots.board import (
    Counts,
    Head,
    ballots_bodies,
    batch_body,
    close_body,
    next_line,
    open_body,
)
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.election import Election, Issuer, Style
from quanheng.core.ballots.forms import BallotForm, Said, Subject
from quanheng.core.ballots.keys import credential_of, public_of, sign, slip_key
from quanheng.core.ballots.receipts import receipt_public
from quanheng.core.ballots.recount import recount

STYLE = Style("staff", "HW001")
GRADES = ("excellent", "competent", "basic", "incompetent")
QUESTIONS = ("virtue", "ability", "diligence", "achievement", "integrity")
FORM = BallotForm(
    stage="assessment",
    asks="grades",
    slices="person",
    subjects=(Subject("HW001", "HW001", "", "赵一"),),
    questions=tuple(Said(q, q) for q in QUESTIONS),
    choices=tuple(Said(g, g) for g in GRADES),
    groups=(Said("staff", "职工"),),
)
TARGET = 60
"""Units: seconds for a million ballots on two cores."""
HELIOS = 0.497
"""Units: seconds of processor time by which Helios checks a ballot of 5 questions with 4 answers, as measured
elsewhere; its ballots are encrypted, and a recount checks the proofs of each."""
PSS = padding.PSS(padding.MGF1(SHA384()), 48)
PRIVATE = [rsa.generate_private_key(65537, 2048) for _ in range(2)]


def digest(*words: object) -> bytes:
    """Bytes that look like chance and are the same in every run."""
    return hashlib.sha256(repr(words).encode()).digest()


def make_ballot(number: int, is_slip: bool, length: int = 512) -> CastBallot:
    """One ballot; what chance would give comes from its number."""
    key = slip_key(digest("seed", number)[:16], "bench", STYLE.id)
    public = public_of(key)
    marks = {q: GRADES[digest(q, number)[0] % len(GRADES)] for q in QUESTIONS}
    body = BallotBody("bench", STYLE.id, marks, digest("nonce", number).hex()[:32]).to_bytes(length)
    return CastBallot(public, body, sign(key, body), () if is_slip else tuple(stamps(public, number)))


def stamps(public: bytes, number: int) -> Iterator[Stamp]:
    """What both issuers' blind signatures come to."""
    for index, key in enumerate(PRIVATE):
        prefix = digest("prefix", number, index)
        signature = key.sign(prefix + message_of("bench", STYLE.id, public), PSS, SHA384())
        yield Stamp(prefix, signature)


def board_of(ballots: Sequence[CastBallot], is_slip: bool) -> list[str]:
    """The board of an election in which all of these were cast."""
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    keys = [key.public_key().public_bytes(*form) for key in PRIVATE]
    number = len(ballots)
    election = Election(
        id="bench",
        title="基准 Benchmark",
        form=FORM.plain(),
        styles=(STYLE,),
        electorate={"staff": number},
        receipt_key=receipt_public(bytes(32)),
        issuers=() if is_slip else tuple(Issuer(n, {STYLE.id: k}) for n, k in zip("AB", keys, strict=True)),
        slips={STYLE.id: tuple(sorted(credential_of(b.public) for b in ballots))} if is_slip else {},
    )
    events = chain(
        [("open", open_body(election)), ("batch", batch_body(b.digest for b in ballots))],
        [("close", close_body({STYLE.id: Counts(number, number)}))],
        (("ballots", body) for body in ballots_bodies(ballots)),
    )
    head, lines = Head(), []
    for event, body in events:
        line, head = next_line(head, event, body)  # type: ignore[arg-type]
        lines.append(line)
    return lines


def processor_time() -> float:
    """Seconds of processor time of this process and of those it waited for."""
    return sum(u.ru_utime + u.ru_stime for u in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))


def largest() -> float:
    """The most memory that this program has used, not what stood here before it. Units: megabytes."""
    [line] = [w for w in Path("/proc/self/status").read_text().splitlines() if w.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def bare(ballots: Sequence[CastBallot]) -> None:
    """The signatures alone, by the library, in a loop written by hand."""
    curve, ecdsa = ec.SECP256R1(), ec.ECDSA(SHA256())
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    keys = [issuer_key(key.public_key().public_bytes(*form)) for key in PRIVATE]
    for ballot in ballots:
        r, s = int.from_bytes(ballot.signature[:32]), int.from_bytes(ballot.signature[32:])
        key = ec.EllipticCurvePublicKey.from_encoded_point(curve, ballot.public)
        key.verify(encode_dss_signature(r, s), ballot.body, ecdsa)
        message = message_of("bench", STYLE.id, ballot.public)
        for issuer, stamp in zip(keys, ballot.stamps, strict=False):
            issuer.verify(stamp.signature, stamp.prefix + message, PSS, SHA384())


def measure(size: int, workers: int, is_slip: bool) -> tuple[float, float]:
    """One size: what the whole recount takes; seconds a ballot, elapsed and of processor time."""
    with Pool(cores()) as pool:
        ballots = pool.starmap(make_ballot, ((n, is_slip) for n in range(size)), chunksize=250)
    with tempfile.TemporaryDirectory() as folder:
        board = Path(folder) / "board.jsonl"
        with board.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{line}\n" for line in board_of(ballots, is_slip))
        began = processor_time()
        bare(ballots)
        loop = processor_time() - began
        del ballots
        command = [sys.executable, __file__, "--child", str(board), "--workers", str(workers)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        said = json.loads(done.stdout)
        megabytes = board.stat().st_size / 1e6
    elapsed, whole, peak = said["elapsed"], said["processor"], said["megabytes"]
    assert said["ballots"] == size
    print(
        f"{size:>9,} ballots  {megabytes:7.1f} MB  {elapsed:7.2f} s elapsed  {whole:7.2f} s processor"
        f"  {size / elapsed:>9,.0f} a second  {whole / loop:5.2f} x bare signatures"
        f"  {' + '.join(f'{p:.0f}' for p in peak)} MB at most, first and each other process"
    )
    return elapsed / size, whole / size


def recounted(board: Path, workers: int) -> None:
    """The recount of a board in a file, by a process of its own, as the command does it."""
    began, clock = processor_time(), perf_counter()
    with board.open(encoding="utf-8", newline="\n") as lines:
        found = recount(lines, (), checker_on(workers))
    whole, elapsed = processor_time() - began, perf_counter() - clock
    assert found.holds(), found.faults[:3]
    peaks = [largest(), getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024]
    told = {"elapsed": elapsed, "processor": whole, "ballots": found.ballots, "megabytes": peaks}
    print(json.dumps(told))


def main() -> None:
    """All sizes, then a million by the largest."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--ballots", type=int, nargs="+", default=[5_000, 10_000, 20_000])
    parser.add_argument("--workers", type=int, default=cores())
    parser.add_argument("--slips", action="store_true", help="by printed slips: one signature a ballot")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        recounted(given.child, given.workers)
        return
    print(f"{given.workers} processes; {'printed slips' if given.slips else 'two issuers'}")
    each = [measure(size, given.workers, given.slips) for size in given.ballots]
    (_, first), (elapsed, last) = each[0], each[-1]
    print(
        f"a million at the last rate: {elapsed * 1_000_000:.0f} s elapsed; its processor time, spread over"
        f" {given.workers}: {last * 1_000_000 / given.workers:.0f} s; target {TARGET} s"
    )
    print(f"processor time a ballot, last size / first: {last / first:.2f} (1 is linear)")
    print(f"Helios takes {HELIOS * 1e6:,.0f} µs a ballot, ours {last * 1e6:,.0f}: {HELIOS / last:,.0f} times")


if __name__ == "__main__":
    main()
