"""Withdrawals and disqualifications: shown before they are done."""

import pytest
from street_office import plan, worked_out

from quanheng.core.engine import Amendment
from quanheng.store.load import run_state
from quanheng.web.amendment_effect import effect_of
from quanheng.web.run_table import title_of

RUN = "s10-decision"
PAGE = f"/runs/{RUN}/amendments"


def somebody():
    return run_state(RUN).outcomes["clearance"].remaining.candidates[0]


def sent(kind="withdrawal", stage="clearance", **more):
    candidate = somebody()
    given = {"kind": kind, "candidate": f"{candidate.post}|{candidate.person}", "stage": stage}
    return {**given, "reason": "家中有事", "source": "书面申请", **more}


def test_the_effect_of_a_withdrawal_names_who_leaves_who_moves_up_and_what_is_to_do_again():
    facts, outcomes = worked_out("decision")
    candidate = outcomes["shortlist"].remaining.candidates[0]
    amendment = Amendment("A1", "withdrawal", candidate.person, candidate.post, "shortlist", "x", "y")
    effect = effect_of(facts, outcomes, amendment)
    name, title = facts.people[candidate.person].name, facts.frame().posts[candidate.post].title.zh
    assert effect.stands
    assert effect.moved[0].stage == title_of(plan().stage("shortlist"))
    assert effect.moved[0].leaves == (f"{name}（{title}）",)


def test_an_amendment_that_touches_nobody_does_not_stand():
    facts, outcomes = worked_out("decision")
    effect = effect_of(facts, outcomes, Amendment("A1", "withdrawal", "HW999", "", "shortlist", "x", "y"))
    assert (effect.stands, effect.moved, effect.reopened) == (False, (), ())


@pytest.mark.django_db
def test_a_withdrawal_is_previewed_and_nothing_is_done(as_role):
    client = as_role()
    before = run_state(RUN).head
    page = client.post(PAGE, sent())
    assert page.status_code == 200
    assert page.context["effect"].stands
    assert run_state(RUN).head == before


@pytest.mark.django_db
def test_a_confirmed_withdrawal_takes_the_candidate_out(as_role):
    client, candidate = as_role(), somebody()
    assert client.post(PAGE, sent(confirmed="yes")).status_code == 302
    state = run_state(RUN)
    assert candidate not in state.outcomes["clearance"].remaining.candidates
    assert [(a.id, a.kind, a.person) for a in state.facts.amendments] == [
        ("A1", "withdrawal", candidate.person)
    ]
    assert "家中有事" in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_each_role_has_its_own_kinds(as_role):
    kinds = {
        role: [k for k, _ in as_role(role).get(PAGE).context["form"].fields["kind"].choices]
        for role in ("organiser", "discipline")
    }
    assert kinds == {"organiser": ["withdrawal"], "discipline": ["disqualification", "objection_upheld"]}
    assert as_role("auditor").get(PAGE).context["form"] is None
    assert as_role("auditor").post(PAGE, sent()).status_code == 403
    assert as_role("organiser").post(PAGE, sent("disqualification")).status_code == 422


@pytest.mark.django_db
def test_without_a_reason_nothing_happens(as_role):
    assert as_role().post(PAGE, sent(reason="")).status_code == 422
