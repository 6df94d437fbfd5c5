"""Double keying: paper sheets enter only where two people keyed the same."""

import json

import pytest
import voting
from browsing import make_account
from django.core.files.uploadedfile import SimpleUploadedFile
from voting import RUN

from quanheng.store.books import lines_of
from quanheng.store.load import run_state

pytestmark = pytest.mark.django_db
ADDRESS = f"/runs/{RUN}/stages/assessment/sheets/twice"
HEAD = "sheet,group,person,virtue,ability\n"
FIRST = HEAD + "1,staff,P1,good,fair\n1,staff,P2,good,good\n"


@pytest.fixture
def send(client):
    voting.started(12)
    client.force_login(make_account("o", "organiser"), backend="django.contrib.auth.backends.ModelBackend")

    def sent(second, names=("甲", "乙")):
        files = {
            name: SimpleUploadedFile(f"{name}.csv", text.encode())
            for name, text in (("first", FIRST), ("second", second))
        }
        return client.post(ADDRESS, {**files, "first_name": names[0], "second_name": names[1]})

    return sent


def entered():
    return len(run_state(RUN).facts.rows.get("assessment", {}).get("sheets", ()))


def test_two_equal_keyings_enter_and_the_trace_names_both(send):
    assert send(FIRST).status_code == 302
    assert entered() == 2
    assert json.loads(list(lines_of(RUN))[-1])["body"]["keyed_by"] == ["乙", "甲"]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (FIRST.replace("good,fair", "good,good"), "ability fair / good"),
        (HEAD + "1,staff,P1,good,fair\n", "另一人没有录"),
    ],
)
def test_what_differs_is_listed_and_nothing_enters(send, second, said):
    answer = send(second)
    assert (answer.status_code, said in answer.content.decode(), entered()) == (422, True, 0)


@pytest.mark.parametrize("names", [("甲", "甲"), ("", "乙")])
def test_one_person_is_not_two(send, names):
    answer = send(FIRST, names)
    assert (answer.status_code, "须由两个人分别录入" in answer.content.decode(), entered()) == (422, True, 0)
