"""The page that recounts, in a real browser and from a file: the same faults as the core, and what it shows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ballots.node import ROOT
from browsing import PHONE
from playwright.sync_api import Page, expect
from tampered_boards import (
    LINES,
    REBUILT,
    STAFF,
    ballots,
    drop_with_hash,
    mixed,
    move_batches,
    sealed,
    sound,
    swap_a_ballot,
)

from quanheng.core.ballots.board import line_digest
from quanheng.core.ballots.receipts import tracking_code
from quanheng.core.ballots.recount import recount

pytestmark = pytest.mark.browser
PAGE = ROOT / "src" / "quanheng" / "web" / "static" / "bundle" / "recount" / "index.html"
STYLES = {
    "—": "",
    "职工 · 赵一": "marks|staff|HW001",
    "职工 · 钱二": "marks|staff|HW002",
    "中层 · 赵一": "marks|chiefs|HW001",
}
Shown = set[tuple[str, str, str]]


def boards() -> dict[str, list[str]]:
    """Every sound and tampered board by name."""
    found = {"sound": sound().lines(), "sealed": sealed().lines(), "mixed": mixed().lines()}
    for edit in (drop_with_hash, swap_a_ballot, move_batches):
        board = sound()
        edit(board)
        found[edit.__name__] = board.lines()
    for name, (change, _) in REBUILT.items():
        board = sound()
        change(board)
        found[f"rebuilt: {name}"] = board.lines()
    for name, (cut, _) in LINES.items():
        lines = sound().lines()
        cut(lines)
        found[f"lines: {name}"] = lines
    return found


def count_on_page(opened: Page, file: Path, lines: list[str], *heads: str, code: str = "") -> None:
    """Chooses the file and counts it."""
    file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    opened.get_by_label("公示板文件").set_input_files(file)
    opened.get_by_label("系统外记下的首码").fill("\n".join(heads))
    opened.get_by_label("我的查询码").fill(code)
    opened.get_by_role("button", name="核验并计票").click()
    expect(opened.locator("#result .verdict:is(.holds, .broken, .open)").first).to_be_visible()


def faults_on(opened: Page) -> Shown:
    """The faults that the page lists: where, words, code."""
    rows = opened.locator("#result div[aria-label='问题'] tbody tr")
    cells = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    return {(STYLES.get(where, where), text, code) for where, text, code in cells}


@pytest.fixture
def counting(page: Page) -> Page:
    """The page, opened from disk as somebody who saved it would."""
    page.goto(PAGE.as_uri())
    return page


def test_every_board_gives_the_same_faults_as_the_core(counting: Page, tmp_path: Path) -> None:
    differing = {}
    for name, lines in boards().items():
        for heads in ([], [line_digest(sound().lines()[-1])]):
            if not lines:
                continue
            count_on_page(counting, tmp_path / "board.jsonl", lines, *heads)
            due = {(f.where, f.text.zh, f.code) for f in recount(lines, heads).faults}
            if faults_on(counting) != due:
                differing[name, len(heads)] = faults_on(counting) ^ due
    assert differing == {}


def test_a_sound_board_in_words(counting: Page, tmp_path: Path, axe: Callable[[Page], None]) -> None:
    lines = sound().lines()
    mine = next(b for b in ballots() if b.said and b.said.style == STAFF)
    code = tracking_code(mine.digest)
    count_on_page(counting, tmp_path / "board.jsonl", lines, line_digest(lines[-1])[:16], code=code)
    result = counting.locator("#result")
    expect(result.get_by_text("核验通过，计票结果一致。")).to_be_visible()
    expect(result.locator("#own")).to_have_text("✓ 您的票在公示板上，已计入。")
    table = counting.get_by_role("region", name="职工 · 赵一")
    assert table.locator("tbody tr").all_inner_texts() == ["总体评价\t优秀\t8", "总体评价\t称职\t4"]
    axe(counting)
    counting.get_by_role("button", name="English").click()
    expect(result.get_by_text("Everything holds, and the count agrees.")).to_be_visible()
    axe(counting)


def test_a_board_before_the_close_is_told_as_such(counting: Page, tmp_path: Path) -> None:
    lines = sound().lines()[:1]
    mine = tracking_code(ballots()[0].digest)
    count_on_page(counting, tmp_path / "board.jsonl", lines, line_digest(lines[-1])[:16], code=mine)
    expect(counting.locator("#result .verdict.open")).to_contain_text("封箱后再来重新计票")
    expect(counting.locator("#own")).to_contain_text("您的票还没有列上")


def test_a_dropped_ballot_is_missed_by_its_voter_and_no_head_is_said(counting: Page, tmp_path: Path) -> None:
    board = sound()
    gone = drop_with_hash(board)
    count_on_page(counting, tmp_path / "board.jsonl", board.lines(), code=tracking_code(gone.digest).lower())  # type: ignore[attr-defined]
    expect(counting.locator("#own")).to_contain_text("公示板上没有这个查询码")
    expect(counting.get_by_text("没有给首码")).to_be_visible()


def test_sealed_styles_show_no_answers_on_a_phone(counting: Page, tmp_path: Path) -> None:
    counting.set_viewport_size(PHONE)
    count_on_page(counting, tmp_path / "board.jsonl", sealed().lines())
    expect(counting.get_by_text("票数过少，不公布内容。")).to_have_count(3)
    expect(counting.get_by_text("另有 21 张因票数过少不公布内容")).to_be_visible()
    expect(counting.get_by_text("总体评价 · 平均分 91.11")).to_be_visible()
    width = counting.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


def test_what_is_no_text_is_said(counting: Page, tmp_path: Path) -> None:
    (tmp_path / "board.jsonl").write_bytes(b"\xff\xfe\n")
    counting.get_by_label("公示板文件").set_input_files(tmp_path / "board.jsonl")
    counting.get_by_role("button", name="核验并计票").click()
    expect(counting.get_by_text("文件读不出来")).to_be_visible()
