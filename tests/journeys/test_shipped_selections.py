"""S1, S2 and S4 without a screen (随附方案整程): each shipped plan on its shipped inputs, to its last stage."""

import hashlib
import json
from collections import Counter

import pytest
from command_line import DATA, call

PLANS = {
    "s1-company-managers": "s1",
    "s2-bureau-posts": "s2",
    "s4-competition-judged": "s4/judged",
    "s4-competition-scored": "s4/scored",
}


@pytest.fixture(scope="module", params=PLANS)
def result(request, tmp_path_factory):
    """The result of a whole run, as the command writes it."""
    out = tmp_path_factory.mktemp("run") / request.param
    done = call(
        "run",
        DATA / "plans" / f"{request.param}.yaml",
        "--inputs",
        DATA / "demo" / PLANS[request.param],
        "--out",
        out,
    )
    assert done.code == 0, done.err
    return json.loads((out / "result.json").read_text(encoding="utf-8"))


def told(result):
    """Who entered, stayed and left at each stage with which finding, and every score."""
    return [
        [
            stage["id"],
            len(stage["entered"]),
            len(stage["remaining"]),
            sorted((d["candidate"]["person"], d["finding"]["code"]) for d in stage["departures"]),
            sorted((s["candidate"]["person"], s["candidate"]["post"], s["value"]) for s in stage["scores"]),
        ]
        for stage in result["stages"]
    ]


def digest(result):
    """SHA-256 over what is told, whatever the words."""
    return hashlib.sha256(json.dumps(told(result), ensure_ascii=False).encode()).hexdigest()[:16]


DIGESTS = {
    "s1-company-managers": "17528b27a5345319",
    "s2-bureau-posts": "3bdc4b6ec72dbcc3",
    "s4-competition-judged": "0ff486830d2c9934",
    "s4-competition-scored": "45e15b0528587dd2",
}
LEFT = {
    "s1-company-managers": {
        ("own-review", "not_adopted"): 3,
        ("company", "not_taken_up"): 1,
        ("inspection", "unsuitable"): 1,
    },
    "s2-bureau-posts": {("eligibility", "not_eligible"): 4, ("shortlist", "not_adopted"): 3},
    "s4-competition-judged": {
        ("eligibility", "not_eligible"): 3,
        ("written", "absent"): 1,
        ("shortlist", "below_cut"): 5,
        ("decision", "not_adopted"): 3,
    },
    "s4-competition-scored": {
        ("eligibility", "not_eligible"): 3,
        ("written", "absent"): 1,
        ("inspected", "below_cut"): 5,
        ("shortlist", "below_cut"): 3,
        ("placing", "assigned"): 3,
    },
}
APPOINTED = {
    "s1-company-managers": {
        ("WS011", "operations-head"),
        ("WS016", "engineering-deputy"),
        ("WS017", "engineering-deputy"),
        ("WS020", "finance-deputy"),
    },
    "s2-bureau-posts": {("SF009", "bureau-senior"), ("SF014", "office-senior")},
    "s4-competition-judged": {
        ("SJ015", "office-deputy"),
        ("SJ021", "policy-deputy"),
        ("SJ026", "food-deputy"),
    },
    "s4-competition-scored": {
        ("SJ015", "office-deputy"),
        ("SJ021", "policy-deputy"),
        ("SJ026", "food-deputy"),
    },
}


def test_every_stage_is_closed_and_nothing_in_force_is_broken(result):
    assert (result["run"]["state"], result["stopped"]) == ("finished", None)
    assert {stage["state"] for stage in result["stages"]} == {"closed"}
    assert [check for check in result["checks"] if check["level"] == "error"] == []


def test_the_whole_story_is_the_same_to_the_digit(result):
    assert digest(result) == DIGESTS[result["plan"]["id"]]


def test_who_left_where_and_why(result):
    left = Counter((s["id"], d["finding"]["code"]) for s in result["stages"] for d in s["departures"])
    assert left == LEFT[result["plan"]["id"]]


def test_who_is_appointed(result):
    made = {(a["person"], a["post"]) for a in result["appointments"]}
    assert made == APPOINTED[result["plan"]["id"]]


def stage(result, name):
    return next(s for s in result["stages"] if s["id"] == name)


def test_each_story_shows_what_its_plan_is_for(result):
    name = result["plan"]["id"]
    if name == "s1-company-managers":
        assert [d["candidate"]["post"] for d in stage(result, "own-review")["departures"]].count(
            "finance-deputy"
        ) == 1
        assert stage(result, "outside")["seats"]["finance-deputy"] == 1
        record = stage(result, "integrity-exam")["record"]
        assert (len(record["attempts"]), record["retakes"]) == (5, 1)
    elif name == "s2-bureau-posts":
        [due] = stage(result, "training")["record"]["to_make_up"]
        assert (due["candidate"]["person"], due["by"]) == ("SF014", "2023-01-04")
        assert stage(result, "quota")["record"]["lines"][0]["vacant"] == 1
    elif name == "s4-competition-judged":
        assert stage(result, "inspection")["scores"] == []
        assert len(stage(result, "composite")["scores"]) == 11
    else:
        assert len(stage(result, "inspection")["scores"]) == 6
        placed = stage(result, "placing")["record"]["assignments"]
        assert [a["post"] for a in placed] == ["office-deputy", "policy-deputy", "food-deputy"]
