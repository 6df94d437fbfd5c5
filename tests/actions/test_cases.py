"""Cases by their acts (追责案件): from a nomination of the demonstration to its effect in the archive."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from quanheng.actions.answer_appeal import answer_appeal
from quanheng.actions.close_case import close_case
from quanheng.actions.demo import ORGANISER
from quanheng.actions.file_nomination import file_nomination
from quanheng.actions.nomination_lines import cases_by_nomination, cases_for, nomination_lines
from quanheng.actions.open_case import open_case
from quanheng.actions.record_case_step import record_case_step
from quanheng.actions.record_rows import record_rows
from quanheng.core.accountability.case import KIND
from quanheng.core.accountability.steps import (
    Answer,
    Appeal,
    Closing,
    Decision,
    Finding,
    Imposed,
    Opening,
    Statement,
)
from quanheng.core.authority import Actor
from quanheng.core.eligibility.verdicts import verdict
from quanheng.core.stages.nomination.tables import Nomination, Signature, Withdrawal
from quanheng.core.values import Candidate, Refused
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.cases import case_of, digest_of_facts, is_as_frozen
from quanheng.store.load import roster_people, run_state
from quanheng.store.models import AccountabilityCase, CaseStep
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
OFFICER = Actor("discipline", "HW011", frozenset({"discipline_officer"}))
SERVICE = Candidate("HW030", "service-director")
RUN, STAGE = "s3-nomination", "nomination"


@pytest.fixture
def at(street, db):
    return now()


def person(code, *roles):
    return Actor("somebody", code, frozenset(roles))


def opening(at, **more):
    given = {"ground": "FN-2", "evidence": "区纪委移送", "known_on": at.date(), "scope": "nominators"}
    return Opening(**(given | more))


def opened(at, **more):
    return open_case(OFFICER, "s3-finished", SERVICE, opening(at, **more), at)


def refused(code, act, *given):
    with pytest.raises(Refused) as refusal:
        act(*given)
    assert refusal.value.code == code, refusal.value
    return refusal.value


def to_the_end(code, at, manner="joint"):
    day = at.date()
    for who in ("HW002", "HW003"):
        statement = Statement(party=who, text="经集体研究", stated_on=day)
        record_case_step(person(who, "committee_member"), code, "statement", statement, at)
    for who in ("HW002", "HW003"):
        found = Finding(party=who, manner=manner, reasons="人情推荐", found_on=day)
        record_case_step(OFFICER, code, "finding", found, at)
    decision = Decision(held_on=day, present="HW011、HW012、HW016", agree=3, paper="纪要2号")
    record_case_step(OFFICER, code, "decision", decision, at)
    for who, what in (("HW002", "criticism"), ("HW003", "talk")):
        row = Imposed(party=who, consequence=what, imposed_on=day, paper="责追2号")
        record_case_step(OFFICER, code, "consequence", row, at)
    return close_case(OFFICER, code, Closing(closed_on=day), at)


def state_of(verdict, rule):
    """The state of one named condition of a verdict."""
    waiting = [verdict]
    while waiting:
        node = waiting.pop()
        if node.rule.id == rule:
            return node.state
        waiting.extend(node.parts)
    raise LookupError(rule)


def test_a_case_comes_to_its_end_and_its_effect_into_the_archive(at):
    code = opened(at)
    effects = to_the_end(code, at)
    assert [(e.person, e.source) for e in effects] == [("HW002", f"通报批评，责追2号，案件{code}")]
    (held,) = [s for s in roster_people()["HW002"].sanctions if s.kind == KIND]
    assert (held.decided_on, held.source) == (at.date(), f"通报批评，责追2号，案件{code}")
    assert held.effect_until is not None and held.effect_until > at.date() + timedelta(days=150)
    assert not [s for s in roster_people()["HW003"].sanctions if s.kind == KIND]


def appealed(code, at, who="HW002", way="appeal"):
    row = Appeal(party=who, way=way, text="提名前已如实说明", asked_on=at.date())
    record_case_step(person(who, "committee_member"), code, "appeal", row, at)


def answer(at, result, way="appeal", who="HW002", consequence=""):
    return Answer(
        party=who, way=way, result=result, consequence=consequence,
        reasons="查明", by="区纪委", paper="申决1号", answered_on=at.date(),
    )  # fmt: skip


def effects_in_archive(who="HW002"):
    return [(s.source, s.effect_until) for s in roster_people()[who].sanctions if s.kind == KIND]


def test_an_appeal_that_is_upheld_leaves_the_effect_and_one_that_frees_takes_it_out_of_the_archive(at):
    code = opened(at)
    to_the_end(code, at)
    before = effects_in_archive()
    refused("not_own_statement", record_case_step, person("HW003", "committee_member"), code, "appeal",
            Appeal(party="HW002", way="review", text="x", asked_on=at.date()), at)  # fmt: skip
    appealed(code, at, way="review")
    colleague = Actor("second-officer", None, frozenset({"discipline_officer"}))
    refused("handled_case", answer_appeal, OFFICER, code, answer(at, "upheld", "review"), at)
    refused("not_allowed", answer_appeal, ORGANISER, code, answer(at, "upheld", "review"), at)
    answer_appeal(colleague, code, answer(at, "upheld", "review"), at)
    assert effects_in_archive() == before
    appealed(code, at)
    answer_appeal(OFFICER, code, answer(at, "revoked"), at)
    assert effects_in_archive() == []
    assert case_of(code).liable() == ("HW003",)
    assert [e.act for e in list(entries_of(HOUSE))[-4:]] == [
        "appeal_in_case", "answer_appeal", "appeal_in_case", "answer_appeal",
    ]  # fmt: skip


def test_a_freed_nominator_may_be_promoted_again_and_a_changed_one_bears_the_new_consequence(at):
    state = run_state("s3-finished")
    frame = state.facts.frame()
    rule, post, day = frame.eligibility, frame.posts["team-head"], at.date()
    first, second = opened(at), opened(at, ground="FN-5")
    to_the_end(first, at)
    to_the_end(second, at)
    [(source, _)] = effects_in_archive()
    assert (first in source, second in source) == (True, True)
    appealed(first, at)
    answer_appeal(OFFICER, first, answer(at, "changed", consequence="talk"), at)
    [(source, _)] = effects_in_archive()
    assert (first in source, second in source) == (False, True)
    assert state_of(verdict(rule, roster_people()["HW002"], post, frame, day), "no-sanction") == "not_met"
    appealed(second, at)
    answer_appeal(OFFICER, second, answer(at, "revoked"), at)
    assert state_of(verdict(rule, roster_people()["HW002"], post, frame, day), "no-sanction") == "met"


def test_while_it_has_effect_the_conditions_of_a_plan_bar_the_nominator(at):
    state = run_state("s3-finished")
    frame = state.facts.frame()
    rule, post = frame.eligibility, frame.posts["team-head"]
    day = at.date()
    before = verdict(rule, roster_people()["HW002"], post, frame, day)
    to_the_end(opened(at), at)
    after = verdict(rule, roster_people()["HW002"], post, frame, day)
    assert [state_of(v, "no-sanction") for v in (before, after)] == ["met", "not_met"]


def test_the_trace_tells_each_step_by_digest_and_no_name(at):
    before = sum(1 for _ in entries_of(HOUSE))
    code = opened(at)
    to_the_end(code, at)
    entries = list(entries_of(HOUSE))[before:]
    assert [e.act for e in entries] == [
        "open_case", "state_in_case", "state_in_case", "record_case_step", "record_case_step",
        "record_case_step", "record_case_step", "record_case_step", "close_case",
    ]  # fmt: skip
    assert {e.subject for e in entries} == {code}
    told = json.dumps([e.body for e in entries], ensure_ascii=False)
    assert not [w for w in ("HW002", "HW030", "应云哲", "人情") if w in told]


def test_the_facts_are_kept_as_they_were_frozen(at):
    code = opened(at)
    case = case_of(code)
    assert [p.person for p in case.concerned()] == ["HW002", "HW003"]
    assert case.facts.head.split(":")[0].isdigit()
    row = AccountabilityCase.objects.get(code=code)
    assert (is_as_frozen(code), digest_of_facts(row.facts)) == (True, row.digest)
    for table in (AccountabilityCase, CaseStep):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table._meta.db_table} SET id = id")


def test_who_may_open_one(at):
    given = ("s3-finished", SERVICE, opening(at), at)
    refused("not_allowed", open_case, ORGANISER, *given)
    for concerned in ("HW018", "HW002", "HW030"):
        refused("concerned_acts", open_case, person(concerned, "discipline_officer"), *given)
    refused(
        "not_nominated", open_case, OFFICER, "s3-finished", Candidate("HW001", "team-head"), opening(at), at
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ground": "FN-9"}, "unknown_ground"),
        ({"ground": "FN-3"}, "ground_of_other_channel"),
        ({"ground": "FN-4"}, "ground_of_other_channel"),
        ({"known_on": "2099-01-01"}, "dated_in_future"),
    ],
)
def test_a_case_that_is_refused_leaves_nothing(at, more, code):
    count = AccountabilityCase.objects.count()
    refused(code, open_case, OFFICER, "s3-finished", SERVICE, opening(at, **more), at)
    assert AccountabilityCase.objects.count() == count


def test_one_open_case_on_a_ground(at):
    code = opened(at)
    again = refused("case_open_already", open_case, OFFICER, "s3-finished", SERVICE, opening(at), at)
    assert again.where == code
    assert opened(at, ground="FN-6") != code


def test_before_a_promotion_the_first_ground_does_not_fit(at):
    outvoted = Candidate("HW037", "team-head")
    refused("not_promoted_yet", open_case, OFFICER, "s3-finished", outvoted, opening(at, ground="FN-1"), at)


def test_whoever_is_concerned_makes_their_own_statement_and_nothing_else(at):
    code = opened(at)
    nominator = person("HW002", "discipline_officer", "committee_member")
    other = Statement(party="HW003", text="x", stated_on=at.date())
    refused("not_own_statement", record_case_step, nominator, code, "statement", other, at)
    row = Finding(party="HW002", manner="none", reasons="x", found_on=at.date())
    refused("concerned_acts", record_case_step, nominator, code, "finding", row, at)
    refused("not_allowed", record_case_step, person("HW002", "staff"), code, "finding", row, at)
    stranger = Statement(party="HW002", text="x", stated_on=at.date())
    refused("not_allowed", record_case_step, person("HW050", "staff"), code, "statement", stranger, at)
    refused("concerned_acts", close_case, nominator, code, Closing(closed_on=at.date()), at)


def test_a_second_case_of_the_same_day_lengthens_the_effect(at):
    first, second = opened(at), opened(at, ground="FN-6")
    to_the_end(first, at)
    to_the_end(second, at)
    (held,) = [s for s in roster_people()["HW002"].sanctions if s.kind == KIND]
    assert first in held.source and second in held.source


def test_the_figures_know_the_cases_that_the_reader_may_read(at):
    to_the_end(opened(at), at)
    mine = cases_by_nomination(cases_for(OFFICER))
    assert mine["s3-finished", SERVICE] == [("HW002", True), ("HW003", True)]
    assert cases_by_nomination(cases_for(ORGANISER)) == {}
    assert ("s3-finished", SERVICE) not in cases_by_nomination(
        cases_for(person("HW018", "discipline_officer"))
    )


def form(at, **more):
    given = {
        "person": "HW033", "post": "team-head", "channel": "leader", "nominators": "HW003", "reasons": "熟悉基层工作，群众基础好",
        "performance": "有实绩", "integrity": "无问题", "problems": "无", "relation": "colleague", "signed": True,
        "nominated_on": at.date(),
    }  # fmt: skip
    return Nomination(**(given | more))


def test_a_leader_nominates_and_signs_in_one(at):
    leader = person("HW003", "committee_member")
    file_nomination(leader, RUN, STAGE, form(at), at)
    rows = run_state(RUN).facts.rows[STAGE]
    assert form(at) in rows["nominations"]
    assert (
        Signature(signer="HW003", person="HW033", post="team-head", signed_on=at.date()) in rows["signatures"]
    )
    assert next(x for x in nomination_lines(at.date()) if x.person == "HW033").state == "pending"
    withdrawn = Withdrawal(
        nominator="HW003", person="HW033", post="team-head", reason="另有安排", withdrawn_on=at.date()
    )
    record_rows(leader, RUN, STAGE, "withdrawals", [withdrawn], at)
    assert next(x for x in nomination_lines(at.date()) if x.person == "HW033").state == "withdrawn"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"nominators": "HW002"}, "not_own_nomination"),
        ({"person": "HW003"}, "nominates_oneself"),
        ({"relation": "kin"}, "nominates_kin"),
        ({"performance": ""}, "ground_missing"),
        ({"person": "HW030", "post": "service-director"}, "nominated_twice"),
        (
            {"channel": "unit", "responsible": "HW003", "unit": "综合执法队", "nominators": ""},
            "not_a_nominator",
        ),
    ],
)
def test_a_nomination_that_is_refused_half_writes_nothing(at, more, code):
    before = run_state(RUN).facts.rows
    refused(code, file_nomination, person("HW003", "committee_member"), RUN, STAGE, form(at, **more), at)
    assert run_state(RUN).facts.rows == before


def test_nobody_signs_for_another(at):
    row = Signature(signer="HW003", person="HW030", post="service-director", signed_on=at.date())
    refused(
        "not_own_row", record_rows, person("HW002", "committee_member"), RUN, STAGE, "signatures", [row], at
    )
