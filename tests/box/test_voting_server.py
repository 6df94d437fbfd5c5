"""The box's own server: knows nobody, keeps no log of ballots, answers secure pages only."""

import http.client
import json
import re

import pytest
import voting
from servers import PATIENCE
from small_run import ALL, AT
from voting import RUN, VOTE

from quanheng.actions.open_election import close_collecting, open_casting

pytestmark = pytest.mark.django_db(databases=["default", "box"], transaction=True)


def ask(address, method, path, body=None, host="localhost"):
    """One request, with whatever name of a host; status, headers, content."""
    port = int(address.rsplit(":", 1)[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Host": f"{host}:{port}", "Content-Type": "application/json"}
    connection.request(method, path, body and json.dumps(body), headers)
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


@pytest.fixture
def cast_in_full(box_server):
    """An election in which two people voted through the server; what they sent and were told."""
    _, voters, slips = voting.casting(12, slips=12)
    sent = [*voters[0].ballots(), *voting.slip_ballots(slips[0])]
    told = [json.loads(ask(box_server, "POST", f"/{VOTE}/cast", ballot)[2]) for ballot in sent]
    return sent, told


def test_ballots_are_answered_and_nothing_of_them_is_logged(box_server, cast_in_full, box_log):
    sent, told = cast_in_full
    assert all(set(answer) == {"code", "signature"} for answer in told)
    again = json.loads(ask(box_server, "POST", f"/{VOTE}/cast", sent[0])[2])
    assert again == told[0]
    spoiled = {**sent[0], "body": sent[0]["body"].replace("good", "fair")}
    assert ask(box_server, "POST", f"/{VOTE}/cast", spoiled)[0] == 409
    assert ask(box_server, "POST", f"/{VOTE}/cast", {"body": 7})[0] == 409
    assert ask(box_server, "POST", f"/{VOTE}/cast", "no ballot")[0] == 409
    log = box_log.read_text()
    for ballot, answer in zip(sent, told, strict=True):
        for secret in (ballot["public"], ballot["signature"], answer["code"], answer["signature"]):
            assert secret not in log
    assert not re.search(r"virtue|marks\||POST|GET|V001|人员", log), log


def test_no_answer_sets_a_cookie_and_no_page_is_kept(box_server, cast_in_full):
    for path in (
        "/",
        f"/{VOTE}",
        f"/{VOTE}/form",
        f"/{VOTE}/check",
        f"/{VOTE}/board",
        f"/{VOTE}?kiosk&lang=en",
    ):
        status, headers, _ = ask(box_server, "GET", path)
        assert (status, "Set-Cookie" in headers) == (200, False), path
        assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert "'unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/sign-in", "/runs", "/elections/vote-1/collect", "/nothing", "/nothing/cast"]
)
def test_it_has_no_other_pages(box_server, path):
    assert ask(box_server, "GET", path)[0] in {404, 405}


def test_an_insecure_connection_is_refused_unless_it_stays_on_the_machine(box_server):
    voting.opened(12)
    close_collecting(ALL, RUN, VOTE, AT)
    open_casting(ALL, RUN, VOTE, AT)
    for method, path in (("GET", f"/{VOTE}"), ("POST", f"/{VOTE}/cast")):
        status, _, content = ask(box_server, method, path, {}, host="piao.example")
        assert (status, "连接不安全" in content) == (403, True)


def test_the_check_page_takes_codes_in_the_body_and_never_in_the_address(box_server, cast_in_full):
    _, told = cast_in_full
    port = int(box_server.rsplit(":", 1)[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    form = {"Host": f"localhost:{port}", "Content-Type": "application/x-www-form-urlencoded"}
    code = told[0]["code"].lower().replace(" ", "-")
    connection.request("POST", f"/{VOTE}/check", f"code={code}", form)
    assert "这张票在票箱里" in connection.getresponse().read().decode()
    _, _, content = ask(box_server, "GET", f"/{VOTE}/check?code={code}")
    assert "这张票在票箱里" not in content
