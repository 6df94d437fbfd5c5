"""Enrolment: own eligibility before applying, limits, confirmation, receipt, and nobody else's rows."""

import pytest
from browsing import make_account

from quanheng.core.stages.enrolment import Application
from quanheng.store.load import run_state
from quanheng.store.models import Account
from quanheng.web.reader import now
from quanheng.web.stages.own_standing import own_lines

pytestmark = pytest.mark.django_db
PAGE = "/runs/s10-open/stages/enrolment/enrolment"


def own(person="HW090"):
    held = run_state("s10-open").facts.rows.get("enrolment", {}).get("applications", ())
    return [(a.post, a.statement) for a in held if a.person == person]


def apply(client, *posts, **more):
    return client.post(PAGE, {"post": posts, "channel": "self", "statement": "愿意", **more})


def as_person(client, code):
    account = make_account(code.lower(), "staff", display_name=code, person_code=code)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_rule_is_answered_before_applying(as_role):
    [rules] = as_role("staff").get(PAGE).context["sets"]
    assert rules.state == "met"
    assert [r.state for r in rules.rules] == ["met", "met", "met"]
    assert len(rules.posts) == 9


def test_who_does_not_qualify_is_told_what_would_change_it(street, client):
    failing = next(
        d.candidate.person for d in run_state("s10-finished").outcomes["eligibility"].departures
        if d.finding.code == "not_eligible"
    )  # fmt: skip
    page = as_person(client, failing).get(PAGE)
    [rules] = page.context["sets"]
    assert rules.state == "not_met"
    unmet = [r for r in rules.rules if r.state == "not_met"]
    assert unmet
    assert all(r.change.zh for r in unmet)
    assert "怎样才符合" in page.content.decode()


def test_applying_asks_to_confirm_and_then_gives_a_receipt(as_role):
    client = as_role("staff")
    asked = apply(client, "office-director", "area-head")
    assert asked.status_code == 200
    assert own() == []
    done = apply(client, "office-director", "area-head", confirmed="1")
    assert done["Location"] == "/runs/s10-open/stages/enrolment/enrolment/receipt"
    assert own() == [("office-director", "愿意"), ("area-head", "愿意")]
    receipt = client.get(done["Location"]).content.decode()
    assert "党政综合办公室主任" in receipt
    assert run_state("s10-open").head in receipt


def test_choices_may_change_while_the_stage_is_open(as_role):
    client = as_role("staff")
    apply(client, "office-director", confirmed="1")
    asked = apply(client, "area-head", "area-deputy")
    assert [t.zh for t in asked.context["dropped"]] == ["党政综合办公室主任"]
    apply(client, "area-head", "area-deputy", confirmed="1")
    assert own() == [("area-head", "愿意"), ("area-deputy", "愿意")]


def test_limits_of_the_plan_are_told_on_the_page_and_nothing_changes(as_role):
    client = as_role("staff")
    apply(client, "area-head", confirmed="1")
    page = apply(client, "office-director", "park-deputy", confirmed="1")
    assert page.status_code == 422
    assert [r.code for r in page.context["refusals"]] == ["too_many_choices"]
    assert own() == [("area-head", "愿意")]


def test_nothing_chosen_is_told(as_role):
    page = apply(as_role("staff"))
    assert (page.status_code, [r.code for r in page.context["refusals"]]) == (422, ["no_post"])


def test_an_application_is_taken_back_by_its_owner_alone(as_role):
    client = as_role("staff")
    apply(client, "area-head", confirmed="1")
    assert client.post(f"{PAGE}/withdraw", {"post": "area-head"}).status_code == 302
    assert own() == []
    assert client.post(f"{PAGE}/withdraw", {"post": "office-director"}).status_code == 404


def test_nobody_applies_for_another_person(as_role):
    client = as_role("staff")
    apply(client, "area-head", confirmed="1", person="HW012")
    assert own() == [("area-head", "愿意")]
    assert ("area-head", "愿意") not in own("HW012")


def test_a_page_without_applications_has_no_receipt(as_role):
    assert as_role("staff").get(f"{PAGE}/receipt").status_code == 404


def test_other_roles_do_not_enrol(as_role):
    assert as_role("judge").get(PAGE).status_code == 403


def test_somebody_outside_the_roster_is_told_why(street, client):
    client.force_login(make_account("guest", "staff"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(PAGE)
    assert (page.status_code, "名册中没有您" in page.content.decode()) == (409, True)


def test_an_applicant_follows_their_own_way_and_no_confidential_finding(street, client):
    state = run_state("s10-decision")
    gone = state.outcomes["clearance"].departures[0].candidate
    [line] = own_lines(state, gone.person)
    assert (line.standing.zh, line.reason) == ("进行中", None)
    marks = {c.title.zh: c.mark.zh for c in line.cells}
    assert (marks["考察"], marks["征求纪工委书面意见"]) == ("已办理", "已办理")
    page = (
        as_person(client, gone.person).get("/runs/s10-decision/stages/enrolment/enrolment").content.decode()
    )
    assert state.outcomes["clearance"].departures[0].finding.text.zh not in page


def test_after_the_notice_the_applicant_is_told_without_the_reason(street):
    state = run_state("s10-finished")
    departure = state.outcomes["clearance"].departures[0]
    [line] = own_lines(state, departure.candidate.person)
    assert line.standing.zh == "未进入下一环节"
    assert line.reason.zh == "如需了解原因，请向组织人事部门询问。"


def test_an_account_shows_no_other_persons_standing(as_role):
    client = as_role("staff")
    assert [s["run"] for s in client.get("/").context["own"]] == ["two-way-waiting"]
    assert Account.objects.get(username="staff").person_code == "HW090"


def test_the_first_choice_comes_first_on_the_page(as_role):
    client = as_role("staff")
    apply(client, "area-deputy", "area-head", confirmed="1")
    rows = [row for _, row in client.get(PAGE).context["own"]]
    assert rows == [
        Application(person="HW090", post="area-deputy", choice=1, statement="愿意", applied_on=now().date()),
        Application(person="HW090", post="area-head", choice=2, statement="愿意", applied_on=now().date()),
    ]
