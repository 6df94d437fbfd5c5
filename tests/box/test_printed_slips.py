"""Printed slips and letters: scanned from paper, voted with in a browser, voided at the meeting, sent by post."""

import csv
import json
import re

import pytest
import voting
from browsing import PHONE, make_account
from command_line import call
from playwright.sync_api import expect
from printed import scanned, texts
from small_run import ALL, AT
from voting import RUN, VOTE

from quanheng.actions.election_desk import desk_of, slip_order
from quanheng.actions.open_election import close_collecting, open_casting, open_election
from quanheng.actions.set_up_election import commit_slips, set_up_election
from quanheng.store import ballot_box

DATABASES = pytest.mark.django_db(databases=["default", "box"], transaction=True)
CITIZENS = 12
ORDER = {
    "election": "wanren",
    "title": "万人评议",
    "address": "https://box.example/wanren",
    "groups": {"citizens": ["marks|citizens|P1", "marks|citizens|P2"]},
    "voters": {"citizens": 30},
}


@pytest.fixture
def paper(box_server, tmp_path):
    """An election that takes ballots, and its slips in print, made as the scrutineer makes them."""
    voting.started(12)
    set_up_election(ALL, RUN, voting.wish(12, slips=CITIZENS), AT)
    order = tmp_path / "order.json"
    order.write_text(json.dumps(slip_order(desk_of(RUN, "assessment"), box_server)), encoding="utf-8")
    done = call("ballots", "slips", order, "--spare", "1", "--out", tmp_path / "slips")
    assert done.code == 0, done.err
    commit_slips(
        ALL, RUN, VOTE, json.loads((tmp_path / "slips" / "commitments.json").read_text())["slips"], AT
    )
    open_election(ALL, RUN, VOTE, AT)
    close_collecting(ALL, RUN, VOTE, AT)
    open_casting(ALL, RUN, VOTE, AT)
    return tmp_path / "slips" / "slips-1.pdf"


@pytest.mark.browser
@DATABASES
def test_a_slip_is_scanned_from_paper_votes_on_a_phone_and_another_is_voided(
    live_server, page, sign_in_as, paper, axe
):
    codes = [code for sheet in scanned(paper) for code in sheet]
    assert len(set(codes)) == len(codes) == CITIZENS + 1
    page.set_viewport_size(PHONE)
    page.goto(codes[0])
    page.get_by_role("button", name="开始").click()
    for _ in voting.CANDIDATES:
        for fieldset in page.locator("fieldset").all():
            fieldset.get_by_label("好", exact=True).check()
        page.get_by_role("button", name=re.compile("下一页|核对")).click()
    page.get_by_role("button", name="确认投出").click()
    expect(page.get_by_role("heading", name="已投出")).to_be_visible()
    axe(page)
    assert ballot_box.count_in(VOTE) == 2

    sign_in_as(make_account("o", "organiser"))
    page.goto(f"{live_server.url}/runs/{RUN}/stages/assessment/election")
    page.get_by_label("用扫码枪逐张扫").fill(f"{codes[1]}\n{codes[0]}")
    page.get_by_role("button", name="作废").click()
    expect(page.get_by_text("作废 1 张；已投过的 1 张未作废")).to_be_visible()
    assert sum(ballot_box.void_counts(VOTE).values()) == 2, "one slip, two styles"


def recipients(count=30):
    return [(f"住户{n}", f"河湾街道望江路 {n} 号", "200000") for n in range(1, count + 1)]


def printed_letters(folder, *options, rows=None):
    """The files that `ballots slips --letters` wrote."""
    order, table = folder / "order.json", folder / "to.csv"
    order.write_text(json.dumps(ORDER), encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("收件人", "地址", "邮编"), *(rows or recipients())])
    done = call("ballots", "slips", order, "--letters", table, "--out", folder / "out", *options)
    return done, folder / "out"


def test_a_letter_is_one_page_with_one_address_and_one_code_in_an_order_of_its_own(tmp_path):
    done, out = printed_letters(tmp_path)
    assert done.code == 0, done.err
    assert sorted(p.name for p in out.iterdir()) == ["commitments.json", "letters-1-001.pdf"]
    letters = out / "letters-1-001.pdf"
    pages, codes = texts(letters), scanned(letters)
    houses = [int(n) for text in pages for n in re.findall(r"望江路 (\d+) 号", text)]
    assert (sorted(houses), houses == sorted(houses)) == (list(range(1, 31)), False)
    assert {len(own) for own in codes} == {1}
    held = json.loads((out / "commitments.json").read_text())["slips"]
    assert {style: (len(own), own == sorted(own)) for style, own in held.items()} == dict.fromkeys(
        ORDER["groups"]["citizens"], (30, True)
    )
    committed = (out / "commitments.json").read_text()
    for [code] in codes:
        assert code.partition("#")[2].partition(".")[0] not in committed


def test_letters_apart_from_their_addresses_bear_none(tmp_path):
    done, out = printed_letters(tmp_path, "--apart")
    assert done.code == 0, done.err
    letters, labels = texts(out / "letters-1-001.pdf"), texts(out / "labels-1.pdf")
    assert (len(letters), any("望江路" in text for text in letters)) == (30, False)
    assert sum(text.count("望江路") for text in labels) == 30
    assert scanned(out / "labels-1.pdf") == [[], [], []]


def test_a_table_that_does_not_fit_the_order_is_refused_and_nothing_is_written(tmp_path):
    done, out = printed_letters(tmp_path, rows=recipients(29))
    assert (done.code, "收件人 29 名，组“citizens”的选民 30 人" in done.err) == (2, True)
    assert not out.exists()
