"""A second issuer: keys, roll and record of its own; a ballot needs both signatures."""

import csv
import json
import os
import subprocess
from dataclasses import replace

import pytest
import voting
from browsing import PHONE, make_account
from command_line import COMMAND, call
from playwright.sync_api import expect
from servers import answers, free_port
from small_run import ALL, AT
from voting import RUN, VOTE

from quanheng.actions.cast_ballot import cast_ballot
from quanheng.actions.issuer_desk import CODES, KEYS, PUBLIC, IssuerDesk, made_files
from quanheng.actions.open_election import close_collecting, open_casting, open_election
from quanheng.actions.set_up_election import register_keys, set_up_election
from quanheng.core.ballots.encoding import to_text
from quanheng.core.values import Refused
from quanheng.store import ballot_box

ORDER = {"election": VOTE, "styles": ["marks|staff|P1"], "voters": {"V001": ["marks|staff|P1"]}}
ASKED = {"marks|staff|P1": to_text(bytes(255) + b"\7")}


def refused(code):
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def test_the_desk_signs_once_for_who_shows_the_code(tmp_path):
    files = made_files(ORDER)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert set(files) == {KEYS, PUBLIC, CODES}
    code = list(csv.reader(files[CODES].decode().splitlines()))[1][1]
    assert code not in files[KEYS].decode() + files[PUBLIC].decode()
    desk = IssuerDesk(tmp_path)
    signed = desk.sign("V001", code.upper(), ASKED)
    assert desk.sign("V001", code, ASKED) == signed
    assert IssuerDesk(tmp_path).issued() == 1, "the record outlives the process"
    with refused("collected_before"):
        desk.sign("V001", code, {"marks|staff|P1": to_text(bytes(255) + b"\x08")})
    with refused("issuer_code"):
        desk.sign("V001", "0" * 20, ASKED)
    with refused("issuer_code"):
        desk.sign("V002", code, ASKED)
    with refused("styles_differ"):
        desk.sign("V001", code, {})


@pytest.fixture
def second(live_server, tmp_path, db):
    """An election with two issuers, the second running as a program of its own; the codes it gave out."""
    voting.started(12)
    port = free_port()
    set_up_election(ALL, RUN, replace(voting.wish(12), issuers=2, second=f"http://localhost:{port}"), AT)
    with refused("issuer_keys_missing"):
        open_election(ALL, RUN, VOTE, AT)
    styles = [f"marks|staff|{c}" for c in voting.CANDIDATES]
    order = {"election": VOTE, "styles": styles, "voters": dict.fromkeys(voting.codes(12), styles)}
    (tmp_path / "order.json").write_text(json.dumps(order), encoding="utf-8")
    folder = tmp_path / "issuer"
    assert call("ballots", "issuer", "keys", tmp_path / "order.json", "--out", folder).code == 0
    with refused("bad_issuer_keys"):
        register_keys(ALL, RUN, VOTE, "B", {styles[0]: "AA"}, AT)
    register_keys(ALL, RUN, VOTE, "B", json.loads((folder / PUBLIC).read_text())["keys"], AT)
    open_election(ALL, RUN, VOTE, AT)
    server = subprocess.Popen(
        [COMMAND, "ballots", "issuer", "serve", folder, "--port", str(port), "--origin", live_server.url],
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    answers(f"http://127.0.0.1:{port}/")
    yield dict(list(csv.reader((folder / CODES).read_text().splitlines()))[1:])
    server.terminate()
    server.wait()


@pytest.mark.browser
@pytest.mark.django_db(databases=["default", "box"], transaction=True)
def test_a_voter_collects_from_both_and_one_signature_is_not_enough(
    live_server, page, sign_in_as, box_server, second, axe
):
    page.set_viewport_size(PHONE)
    sign_in_as(make_account("v001", "staff", person_code="V001"))
    page.goto(f"{live_server.url}/elections/{VOTE}/collect")
    expect(page.get_by_text("组织方可冒发")).to_have_count(0)
    axe(page)
    page.get_by_label("第二发票方给您的领票码").fill("wrong")
    page.get_by_role("button", name="领票").click()
    expect(page.get_by_text("第二发证方的领票码不对")).to_be_visible()
    page.get_by_role("button", name="再试一次").click()
    page.get_by_label("第二发票方给您的领票码").fill(second["V001"])
    page.get_by_role("button", name="继续领票").click()
    expect(page.get_by_text("备份码（只显示这一次）")).to_be_visible()
    page.get_by_role("link", name="存到投票页").click()
    expect(page.get_by_text("票已存好，投票尚未开始")).to_be_visible()
    close_collecting(ALL, RUN, VOTE, AT)
    open_casting(ALL, RUN, VOTE, AT)
    page.reload()
    page.get_by_role("button", name="开始").click()
    for name in ("下一页", "核对"):
        for fieldset in page.locator("fieldset").all():
            fieldset.get_by_label("好", exact=True).check()
        page.get_by_role("button", name=name).click()
    sent = []
    page.on(
        "request", lambda request: sent.append(request.post_data_json) if "/cast" in request.url else None
    )
    page.get_by_role("button", name="确认投出").click()
    expect(page.get_by_role("heading", name="已投出")).to_be_visible()
    assert (ballot_box.count_in(VOTE), [len(ballot["stamps"]) for ballot in sent]) == (2, [2, 2])
    with refused("ballot_credential"):
        cast_ballot(VOTE, {**sent[0], "stamps": sent[0]["stamps"][:1]})
