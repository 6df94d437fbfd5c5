"""`quanheng ballots`: recount and head of a board, slips; all without a database."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from ballot_booth import election_with
from command_line import call
from pypdf import PdfReader
from tampered_boards import CHIEFS, OTHER, REBUILT, STAFF, drop_with_hash, sealed, sound

from quanheng.core.ballots.ballot import CastBallot, Verifier
from quanheng.core.ballots.board import line_digest
from quanheng.core.ballots.body import BallotBody
from quanheng.core.ballots.keys import public_of, sign, slip_key
from quanheng.core.ballots.slip_codes import seed_of

ORDER = {
    "election": "e2026",
    "title": "中层干部民主测评",
    "address": "https://box.example/vote/",
    "groups": {"staff": [STAFF, OTHER], "chiefs": [CHIEFS]},
    "voters": {"staff": 9, "chiefs": 3},
}


def written(folder: Path, lines: list[str], name: str = "board.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_sound_board_is_recounted(tmp_path: Path) -> None:
    lines = sound().lines()
    head = line_digest(lines[-1])
    done = call("ballots", "recount", written(tmp_path, lines), "--head", head[:16])
    assert (done.code, done.err) == (0, "")
    assert "核验通过：36 张选票逐张核验，计票结果一致；0 张因票数过少不公布。" in done.out
    assert "职工 赵一：发出 14，收回 12，未投 1，作废 1\n  优秀 8 · 称职 4" in done.out
    assert "首码相符。" in done.out
    english = call("ballots", "recount", written(tmp_path, lines), "--lang", "en", "--workers", "1")
    assert "Everything holds: 36 ballots checked" in english.out
    assert "No head was given" in english.out
    assert "Staff 赵一: issued 14, returned 12, unused 1, void 1\n  Excellent 8 · Competent 4" in english.out


@pytest.mark.parametrize("workers", ["1", "3"])
def test_faults_are_told_and_the_exit_code_says_so(tmp_path: Path, workers: str) -> None:
    board = sound()
    REBUILT["flipped answer"][0](board)
    done = call("ballots", "recount", written(tmp_path, board.lines()), "--workers", workers, "--json")
    assert done.code == 1
    found = json.loads(done.out)
    assert {f["code"] for f in found["faults"]} == REBUILT["flipped answer"][1]
    assert (found["holds"], found["ballots"], found["election"]) == (False, 35, "e2026")


def test_a_board_made_anew_passes_without_a_head_and_fails_with_one(tmp_path: Path) -> None:
    board = sound()
    drop_with_hash(board)
    file = written(tmp_path, board.lines())
    assert call("ballots", "recount", file).code == 0
    done = call("ballots", "recount", file, "--head", line_digest(sound().lines()[-1]))
    assert (done.code, "首码不符。" in done.out, "[head]" in done.out) == (1, True, True)


def test_an_early_head_says_how_far_it_binds(tmp_path: Path) -> None:
    lines = sound().lines()
    done = call("ballots", "recount", written(tmp_path, lines), "--head", line_digest(lines[0]))
    assert (done.code, "首码约束到第 1 行，其后 6 行没有首码约束。" in done.out) == (0, True)


def test_sealed_ballots_are_said(tmp_path: Path) -> None:
    done = call("ballots", "recount", written(tmp_path, sealed().lines()))
    assert (done.code, "21 张因票数过少不公布" in done.out) == (0, True)
    assert "票数过少，不公布内容。" in done.out


def test_the_head_of_a_board(tmp_path: Path) -> None:
    lines = sound().lines()
    done = call("ballots", "head", written(tmp_path, lines))
    digest = line_digest(lines[-1])
    short = " ".join(digest[i : i + 4] for i in range(0, 16, 4))
    assert (done.code, done.out) == (0, f"第 7 行: {short}\n{digest}\n")


@pytest.mark.parametrize("command", ["head", "recount"])
def test_files_that_are_no_board(tmp_path: Path, command: str) -> None:
    assert call("ballots", command, tmp_path / "absent").code == 2
    assert call("ballots", command, written(tmp_path, [])).code == 2
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    assert "UTF-8" in call("ballots", command, tmp_path / "bytes").err
    assert call("ballots", "recount", written(tmp_path, sound().lines()), "--head", "xyz").code == 2


def test_bytes_that_are_no_text_in_the_midst_of_ballots_end_the_recount(tmp_path: Path) -> None:
    file = written(tmp_path, sound().lines())
    file.write_bytes(file.read_bytes() + b"\xff\n")
    done = call("ballots", "recount", file, "--workers", "2")
    assert (done.code, "UTF-8" in done.err) == (2, True)


def test_slips_are_printed_and_only_hashes_leave(tmp_path: Path) -> None:
    order = tmp_path / "order.json"
    order.write_text(json.dumps(ORDER), encoding="utf-8")
    done = call("ballots", "slips", order, "--spare", "2", "--out", tmp_path / "slips")
    assert done.code == 0, done.err
    folder = tmp_path / "slips"
    assert sorted(p.name for p in folder.iterdir()) == ["commitments.json", "slips-1.pdf", "slips-2.pdf"]
    committed = json.loads((folder / "commitments.json").read_text())
    assert committed["election"] == "e2026"
    assert {style: len(own) for style, own in committed["slips"].items()} == {STAFF: 11, OTHER: 11, CHIEFS: 5}
    assert all(own == sorted(own) for own in committed["slips"].values())
    found = secrets_in(folder / "slips-1.pdf")
    assert len(found) == 11
    slips = {style: tuple(map(bytes.fromhex, own)) for style, own in committed["slips"].items()}
    verifier = Verifier(replace(election_with(), slips=slips))
    for secret in found:
        for style in (STAFF, OTHER):
            key = slip_key(secret, "e2026", style)
            body = BallotBody("e2026", style, {"o": "a"}, "0" * 32).to_bytes(512)
            assert verifier.fault_of(CastBallot(public_of(key), body, sign(key, body))) is None


def secrets_in(pdf: Path) -> list[bytes]:
    """The secrets in print, by fours; all else on the slips must be alike."""
    text = "\n".join(p.extract_text() for p in PdfReader(BytesIO(pdf.read_bytes())).pages)
    printed = re.compile(
        r"((?:[A-Z2-7]{4} ){3}[A-Z2-7]{4}\n(?:[A-Z2-7]{4} ){2}[A-Z2-7]{4})\n(?=\.staff$)", re.MULTILINE
    )
    found = [seed for code in printed.findall(text) if (seed := seed_of(code))]
    rest = printed.sub("", text)
    lines = [line for line in rest.split("\n") if line.strip()]
    assert {lines.count(line) % len(found) for line in lines} == {0}
    return found


@pytest.mark.parametrize(
    "change",
    [
        {"voters": {"staff": 9}},
        {"voters": {"staff": 0, "chiefs": 3}},
        {"address": "ftp://box"},
        {"groups": {}},
        {"name": "x"},
    ],
)
def test_an_order_that_cannot_be_printed(tmp_path: Path, change: dict[str, object]) -> None:
    order = tmp_path / "order.json"
    order.write_text(json.dumps(ORDER | change), encoding="utf-8")
    done = call("ballots", "slips", order, "--out", tmp_path / "slips")
    assert done.code == 2
    assert "印票单不能用" in done.err
    assert not (tmp_path / "slips").exists()
