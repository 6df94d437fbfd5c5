"""The second round of a recommendation: why, on whom, by ballot or on paper, and its result."""

import pytest
from django.test import override_settings
from django.utils import timezone

from quanheng.actions.close_stage import close_stage
from quanheng.actions.demo import ORGANISER
from quanheng.actions.demo_election import load_elections
from quanheng.core.stages.recommendation.tables import Ballot
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN = "recommend-again"
STAGE = f"/runs/{RUN}/stages/recommendation"
PAGE, VOTES = f"{STAGE}/second-round", f"{STAGE}/sheets/2"
AGAIN = ("HW039", "HW037")
"""Who stands again, the best rate of the first round first."""


@pytest.fixture
def organiser(as_role):
    """The organiser, with the two recommendations of the demonstration beside its runs."""
    with override_settings(DEMO=True):
        load_elections(ORGANISER, now())
    return as_role("organiser")


def shown(client):
    """Each post: why it is voted on again, and who stands again."""
    return {
        post.title.zh: (
            [cause.zh for cause in post.causes],
            [line.candidate.person for line in post.first if line.again],
        )
        for post in client.get(PAGE).context["posts"]
    }


def turnout(client, **numbers):
    names = ("should_attend", "present", "issued", "returned")
    return client.post(
        f"{VOTES}/turnout",
        {f"{g}|{n}": c for g, own in numbers.items() for n, c in zip(names, own, strict=True)},
    )


def key(client, group, number, *votes, **more):
    cells = {f"{p}@reserve-deputy|vote": v for p, v in zip(AGAIN, votes, strict=True)}
    return client.post(VOTES, {"group": group, "sheet": str(number)} | cells | more)


def keyed():
    rows = run_state(RUN).facts.rows["recommendation"]["sheets"]
    return sorted((r.sheet, r.person, r.mark) for r in rows if isinstance(r, Ballot) and r.round == 2)


def test_it_says_why_and_on_whom(organiser):
    assert shown(organiser) == {
        "中层副职后备人选": (["达到得票界限的 0 人，少于职数 1 个"], list(AGAIN)),
        "中层正职后备人选": ([], []),
    }
    page = organiser.get(PAGE).content.decode()
    assert f'href="{STAGE}/election/2"' in page
    assert f'href="{VOTES}"' in page
    assert "超过 50%" in page


def test_the_second_election_is_for_those_who_stand_again(organiser):
    page = organiser.get(f"{STAGE}/election/2")
    assert page.context["typed"]["code"] == "recommend-again-recommendation-2"
    people = [f"HW{n:03},cadres" for n in range(1, 13)]
    done = organiser.post(
        f"{STAGE}/election/2/set-up",
        {
            "code": "again-2", "roll": "\n".join(people), "way|cadres": "phones", "way|delegates": "slips",
            "unnamed|delegates": "12", "hidden_below": "5", "mean_below": "10", "merge_below": "10",
            "issuers": "1",
        },
    )  # fmt: skip
    assert done.status_code == 302, done.context["refusals"]
    order = organiser.get(f"{STAGE}/election/2/slip-order").json()
    assert order["groups"]["delegates"] == [f"marks|delegates|{p}@reserve-deputy" for p in AGAIN]


def test_paper_of_the_second_round_is_keyed_and_decides(organiser):
    assert turnout(organiser, cadres=(42, 40, 3, 3), delegates=(24, 20, 2, 2)).status_code == 302
    for number, votes in enumerate((("1", "2"), ("1", "2"), ("1", "")), start=1):
        assert key(organiser, "cadres", number, *votes).status_code == 302
    for number in (4, 5):
        assert key(organiser, "delegates", number, "2", "1").status_code == 302
    assert keyed() == [
        ("1", "HW037", "oppose"), ("1", "HW039", "approve"),
        ("2", "HW037", "oppose"), ("2", "HW039", "approve"),
        ("3", "HW039", "approve"),
        ("4", "HW037", "approve"), ("4", "HW039", "oppose"),
        ("5", "HW037", "approve"), ("5", "HW039", "oppose"),
    ]  # fmt: skip
    page = organiser.get(PAGE)
    second = next(post.second for post in page.context["posts"] if post.second)
    assert [(line.candidate.person, line.rate, line.missed is None) for line in second] == [
        ("HW039", "60.00%", True),
        ("HW037", "40.00%", False),
    ]
    outcome = close_stage(ORGANISER, RUN, "recommendation", timezone.localtime())
    assert sorted(c.person for c in outcome.remaining.candidates) == ["HW028", "HW039"]


@pytest.mark.parametrize(
    ("votes", "group", "said"),
    [(("9", ""), "cadres", "不是意见"), (("", ""), "nobody", None)],
)
def test_what_is_no_vote_is_told_at_its_row(organiser, votes, group, said):
    page = key(organiser, group, 1, *votes)
    if said is None:
        assert page.status_code == 404
        return
    [wrong] = [row for row in page.context["grid"] if row.error]
    assert (page.status_code, wrong.person, said in wrong.error.zh) == (422, "HW039@reserve-deputy", True)
    assert keyed() == []


def test_a_sheet_is_keyed_once_and_again_where_it_was_misread(organiser):
    turnout(organiser, cadres=(42, 40, 3, 3))
    key(organiser, "cadres", 1, "1", "2")
    page = key(organiser, "cadres", 1, "2", "1")
    assert (page.status_code, page.context["is_keyed"]) == (422, True)
    assert key(organiser, "cadres", 1, "2", "1", again="on").status_code == 302
    assert keyed() == [("1", "HW037", "approve"), ("1", "HW039", "oppose")]


def test_a_blank_sheet_is_one_row_without_a_person(organiser):
    turnout(organiser, cadres=(42, 40, 3, 3))
    assert key(organiser, "cadres", 1, "", "").status_code == 302
    assert keyed() == [("1", "", "approve")]


def test_turnout_that_cannot_be_is_told_at_its_group(organiser):
    page = turnout(organiser, cadres=(42, 40, 3, 4))
    assert page.status_code == 422
    assert [g.id for g in page.context["groups"] if g.error] == ["cadres"]


def test_no_second_round_where_the_first_is_not_in(organiser):
    page = organiser.get("/runs/recommend-open/stages/recommendation/second-round")
    assert page.context["first_waits"]
    assert organiser.get("/runs/recommend-open/stages/recommendation/sheets").status_code == 200
    assert organiser.get(f"{STAGE}/sheets/3").status_code == 404
