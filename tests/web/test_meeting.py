"""Decision meeting: attendance, statements with the principal last, own votes, secret counts, postponed."""

import pytest
from browsing import make_account

from quanheng.core.values import Text
from quanheng.store.load import run_state
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN = "s10-decision"
PAGE = f"/runs/{RUN}/stages/decision/meeting"
PRINCIPAL = "HW001"


def rows(table):
    return run_state(RUN).facts.rows.get("decision", {}).get(table, ())


def attend(client, *absent, **more):
    members = run_state(RUN).facts.members["committee"]
    present = {f"present|{m}": "on" for m in members if m not in absent}
    why = {f"reason|{m}": "出差" for m in absent}
    return client.post(f"{PAGE}/attendance", {f"due|{m}": "on" for m in members} | present | why | more)


def first_card(client):
    return client.get(PAGE).context["cards"][0]


def say(client, card, votes, **more):
    given = {"person": card.candidate.person, "post": card.candidate.post}
    given |= {f"vote|{m}": v for m, v in votes.items()}
    return client.post(f"{PAGE}/votes", given | more)


def as_member(client, code):
    account = make_account(code.lower(), "committee_member", display_name=code, person_code=code)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def own(client, card, vote):
    given = {"person": card.candidate.person, "post": card.candidate.post, "vote": vote}
    return client.post(f"{PAGE}/own-vote", given)


def test_the_meeting_is_recorded(as_role):
    client = as_role()
    said = {
        "held_on": now().date().isoformat(),
        "place": "三楼",
        "chair": PRINCIPAL,
        "recorder": "HW014",
        "agenda": "任用",
    }
    assert client.post(f"{PAGE}/record", said).status_code == 302
    [row] = rows("meeting")
    assert (row.place, row.chair) == ("三楼", PRINCIPAL)
    assert client.post(f"{PAGE}/record", said | {"place": ""}).status_code == 422


def test_the_quorum_follows_the_attendance(as_role):
    client = as_role()
    [before] = client.get(PAGE).context["quorum"]
    assert (before.present, before.needed, before.is_met) == (0, 6, False)
    attend(client, "HW002", "HW003", "HW004", "HW005")
    [short] = client.get(PAGE).context["quorum"]
    assert (short.present, short.is_met) == (5, False)
    attend(client, "HW002", "HW003", "HW004")
    [enough] = client.get(PAGE).context["quorum"]
    assert (enough.present, enough.is_met) == (6, True)


def test_an_absence_asks_for_its_reason_and_keeps_what_was_ticked(as_role):
    client = as_role()
    page = attend(client, "HW002", **{"reason|HW002": " "})
    assert (page.status_code, [r.code for r in page.context["refusals"]]) == (422, ["reason_missing"])
    [seat] = [s for s in page.context["seats"] if s.member == "HW002"]
    assert (seat.attendance.due, seat.attendance.present, rows("attendance")) == (True, False, ())


def test_votes_are_shown_once_somebody_spoke_and_a_blank_form_comes_back(as_role):
    client = as_role()
    attend(client)
    page = say(client, first_card(client), {})
    assert (page.status_code, [r.code for r in page.context["refusals"]]) == (422, ["no_vote"])
    assert "须 " not in page.content.decode().split('class="card card-body meeting-card"')[1]
    say(client, first_card(client), {"HW002": "agree"})
    assert [card.has_votes for card in client.get(PAGE).context["cards"]][:2] == [True, False]


def test_the_principal_stands_last_on_every_card(as_role):
    client = as_role()
    attend(client)
    for card in client.get(PAGE).context["cards"]:
        assert [v.is_principal for v in card.voices] == [False] * (len(card.voices) - 1) + [True]


def test_statements_are_taken_down_in_order_and_decide(as_role):
    client = as_role()
    attend(client)
    card = first_card(client)
    say(client, card, {v.member: "agree" for v in card.voices})
    decided = first_card(client)
    assert (decided.spoken, decided.result.zh, decided.decision.count.agree) == (9, "通过", 9)
    assert [v.vote.order for v in decided.voices] == list(range(1, 10))


def test_the_principal_may_not_speak_before_the_others(as_role):
    client = as_role()
    attend(client)
    card = first_card(client)
    early = say(client, card, {PRINCIPAL: "agree"})
    assert (early.status_code, "应当最后表态" in early.content.decode()) == (422, True)
    kept = next(v for v in early.context["cards"][0].voices if v.member == PRINCIPAL)
    assert (kept.choice, kept.vote, rows("votes")) == ("agree", None, ())


def test_nobody_votes_on_their_kin(as_role):
    client = as_role()
    attend(client)
    recused = [c for c in client.get(PAGE).context["cards"] if c.recused]
    assert [len(c.voices) for c in recused] == [8]


def test_a_member_states_their_own_vote_and_no_other(as_role, client):
    attend(as_role())
    card = first_card(client)
    member = as_member(client, "HW002")
    assert own(member, card, "disagree").status_code == 302
    assert [(v.member, v.vote, v.order) for v in rows("votes")] == [("HW002", "disagree", 1)]
    own(member, card, "agree")
    assert [(v.member, v.vote, v.order) for v in rows("votes")] == [("HW002", "agree", 1)]
    assert say(member, card, {"HW003": "agree"}).status_code == 403


def test_the_principals_own_vote_waits_for_the_others(as_role):
    organiser = as_role()
    attend(organiser)
    card = first_card(organiser)
    others = {v.member: "agree" for v in card.voices if not v.is_principal}
    principal = as_role("committee")
    assert own(principal, card, "agree").status_code == 409
    say(as_role(), card, others)
    assert own(as_role("committee"), card, "agree").status_code == 302
    assert [v.order for v in rows("votes") if v.member == PRINCIPAL] == [9]


def test_an_absent_member_may_not_vote(as_role, client):
    attend(as_role(), "HW002")
    card = first_card(client)
    refused = own(as_member(client, "HW002"), card, "agree")
    assert (refused.status_code, "未登记到会" in refused.content.decode()) == (409, True)


def test_a_candidate_is_postponed_with_a_reason_and_put_back(as_role):
    client = as_role()
    attend(client)
    card = first_card(client)
    who = {"person": card.candidate.person, "post": card.candidate.post}
    assert client.post(f"{PAGE}/postpone", who).status_code == 409
    client.post(f"{PAGE}/postpone", who | {"reason": "有问题未查清"})
    assert first_card(client).result.zh == "缓议"
    client.post(f"{PAGE}/postpone", who | {"undo": "1"})
    assert first_card(client).postponed is None


def test_counts_are_refused_where_members_vote_by_name(as_role):
    client = as_role()
    attend(client)
    card = first_card(client)
    who = {"person": card.candidate.person, "post": card.candidate.post, "agree": "9"}
    assert client.post(f"{PAGE}/count", who).status_code == 422
    wrong = client.post(f"{PAGE}/count", who | {"agree": "九"})
    assert (wrong.status_code, wrong.context["cards"][0].boxes[0]) == (
        422,
        ("agree", Text("同意", "agree"), "九"),
    )


def test_nobody_is_voted_on_without_a_quorum(as_role):
    client = as_role()
    members = run_state(RUN).facts.members["committee"]
    attend(client, *members[1:])
    page = client.get(PAGE)
    assert not page.context["has_quorum"]
    assert "到会人数不足，不能表决" in page.content.decode()
    assert b"/meeting/votes" not in page.content


def test_the_card_shows_scores_and_opinions(as_role):
    card = first_card(as_role())
    assert [p.title.zh for p in card.scores] == ["竞聘演讲", "民主测评", "综合得分"]
    assert [(s.title.zh, s.is_good) for s in card.opinions] == [("考察", True), ("征求纪工委书面意见", True)]


def test_readers_see_the_meeting_and_no_form(as_role):
    page = as_role("auditor").get("/runs/s10-finished/stages/decision/meeting")
    assert (page.context["records"], page.context["own"]) == (False, None)
    assert b'<form method="post" action="/runs/' not in page.content
    assert as_role("staff").get(PAGE).status_code == 403
